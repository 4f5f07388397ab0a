/** Git objects never change, so what was read once is kept; never shared between repositories, as not everybody may read each of them. */
import { LRUCache } from 'lru-cache';
import type { RepoPath, Sha } from '../../source/position.ts';

export interface TreeFile {
  readonly sha: Sha;
  /** Bytes. */
  readonly size: number;
}
/** The files of one commit by path, in git's order; symbolic links and submodules are no files. */
export type TreeFiles = ReadonlyMap<RepoPath, TreeFile>;

export interface ObjectCache {
  tree(repositoryId: number, commit: Sha): TreeFiles | undefined;
  keepTree(repositoryId: number, commit: Sha, files: TreeFiles): void;
  text(repositoryId: number, blob: Sha): string | undefined;
  keepText(repositoryId: number, blob: Sha, text: string): void;
  /** Forgets a repository that the App may no longer read. */
  drop(repositoryId: number): void;
  dropAll(): void;
}

/** A cache in memory; `characters` bounds the texts, `paths` the entries of all trees together. */
export function makeObjectCache(
  limits: { readonly characters: number; readonly paths: number } = { characters: 64e6, paths: 2e6 },
): ObjectCache {
  const texts = new LRUCache<string, string>({ maxSize: limits.characters, sizeCalculation: (text) => text.length + 1 });
  const trees = new LRUCache<string, TreeFiles>({ maxSize: limits.paths, sizeCalculation: (files) => files.size + 1 });
  const dropFrom = (cache: Pick<LRUCache<string, string>, 'keys' | 'delete'>, prefix: string): void => {
    for (const key of Array.from(cache.keys())) if (key.startsWith(prefix)) cache.delete(key);
  };
  return {
    tree: (repositoryId, commit) => trees.get(`${repositoryId}:${commit}`),
    keepTree: (repositoryId, commit, files) => void trees.set(`${repositoryId}:${commit}`, files),
    text: (repositoryId, blob) => texts.get(`${repositoryId}:${blob}`),
    keepText: (repositoryId, blob, text) => void texts.set(`${repositoryId}:${blob}`, text),
    drop: (repositoryId) => {
      dropFrom(texts, `${repositoryId}:`);
      dropFrom(trees, `${repositoryId}:`);
    },
    dropAll: () => {
      texts.clear();
      trees.clear();
    },
  };
}
