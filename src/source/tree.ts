import type { RepoPath, Sha } from './position.ts';

/** The files of one commit. Reading is synchronous: whoever makes a tree has fetched what will be asked for. */
export interface FileTree {
  /** Names the commit or tree; the same sha means the same files. */
  readonly sha: Sha;
  /** Every path in the tree (blobs only), in git's order. */
  paths(): Iterable<RepoPath>;
  /** The object name of the file's content, undefined when there is no such file. */
  blob(path: RepoPath): Sha | undefined;
  /** The file's text (decoded as UTF-8), undefined when there is no such file or it was not fetched. */
  read(path: RepoPath): string | undefined;
}

/** What the pull request does to one path. */
export interface ChangedPath {
  readonly path: RepoPath;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed';
  /** Set when `status` is `renamed`. */
  readonly previousPath?: RepoPath;
  /** Unified diff hunks of the file when known: what a comment can be anchored to. */
  readonly patch?: string;
}

/** A pull request's two sides. `base` is the merge base; `baseTip` the present tip of the base branch. */
export interface Snapshot {
  readonly base: FileTree;
  readonly head: FileTree;
  readonly baseTip: FileTree;
  readonly changed: readonly ChangedPath[];
}

/** Whether two trees hold the same files and the same of them were fetched: then everything read from one is true of the other. */
export function isSameTree(a: FileTree, b: FileTree): boolean {
  if (a === b) return true;
  if (a.sha !== b.sha) return false;
  const others = b.paths()[Symbol.iterator]();
  for (const path of a.paths()) {
    if (others.next().value !== path || a.blob(path) !== b.blob(path)) return false;
    if ((a.read(path) === undefined) !== (b.read(path) === undefined)) return false;
  }
  return others.next().done === true;
}

/** A tree held in memory, from path → text. The sha is made from the content by the caller or given. */
export function memoryTree(files: Readonly<Record<string, string>>, treeSha: Sha, blobs?: ReadonlyMap<string, Sha>): FileTree {
  const byPath = new Map(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return {
    sha: treeSha,
    paths: () => byPath.keys() as Iterable<RepoPath>, // keys are repository paths by contract
    blob: (path) => (byPath.has(path) ? (blobs?.get(path) ?? (`text:${byPath.get(path)}` as Sha)) : undefined),
    read: (path) => byPath.get(path),
  };
}
