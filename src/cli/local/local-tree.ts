/** Trees of a local repository: a commit, the working tree, or a folder that is under no version control. */
import { createHash } from 'node:crypto';
import { lstat, readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { RepoPath, Sha } from '../../source/position.ts';
import { repoPath, sha } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';
import type { LazyTree } from '../../review/ports.ts';
import { Failure } from '../failure.ts';
import { git, readBlobs } from './git.ts';

/** Folders that hold nobody's own code. */
const skipped = new Set(['.git', '.hg', 'node_modules', '.venv', 'venv', '__pycache__', '.tox', '.nox', '.mypy_cache', 'site-packages']);
/** A larger file is none that we could judge; lock files of large projects reach a few megabytes. */
const mostBytes = 20_000_000;

/** The files of a commit. Symbolic links and submodules are not files of ours. */
export async function commitTree(folder: string, revision: string): Promise<LazyTree> {
  const listing = await git(folder, ['ls-tree', '-r', '-z', '--full-tree', revision]);
  const blobs = new Map<RepoPath, Sha>();
  for (const entry of listing.split('\0')) {
    const [, mode, name, path] = /^(\d+) blob (\w+)\t(.*)$/s.exec(entry) ?? [];
    if (mode !== undefined && mode !== '120000' && name !== undefined && path !== undefined) blobs.set(repoPath(path), sha(name));
  }
  const treeSha = sha((await git(folder, ['rev-parse', `${revision}^{tree}`])).trim());
  const texts = new Map<string, string>();
  return {
    sha: treeSha,
    paths: () => blobs.keys(),
    fetch: async (wanted) => {
      const missing = wanted.filter((path) => !texts.has(path) && blobs.has(path));
      const contents = await readBlobs(folder, [...new Set(missing.map((path) => blobs.get(path) ?? ''))]);
      for (const path of missing) {
        const content = contents.get(blobs.get(path) ?? '');
        if (content !== undefined && content.length <= mostBytes) texts.set(path, content.toString('utf8'));
      }
      return treeOf(treeSha, texts, (path) => blobs.get(path), [...blobs.keys()]);
    },
  };
}

/** The files as they lie on disk: what git tracks and what it does not ignore. */
export async function workingTree(folder: string): Promise<LazyTree> {
  const root = (await git(folder, ['rev-parse', '--show-toplevel'])).trim();
  const listing = await git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  return diskTree(root, [...new Set(listing.split('\0').filter((path) => path !== ''))]);
}

/** The working tree when the folder is the top of a git repository, else the folder as it is; a Failure when there is no such folder. */
export async function localTree(folder: string): Promise<LazyTree> {
  const status = await lstat(folder).catch(() => undefined);
  if (status?.isDirectory() !== true) throw new Failure(`${folder} is not a folder: name the repository's folder.`);
  const isTop = await git(folder, ['rev-parse', '--show-prefix']).then(
    (prefix) => prefix.trim() === '',
    () => false,
  );
  return isTop ? workingTree(folder) : folderTree(folder);
}

/** Every file below a folder, whether or not it is under version control. */
export async function folderTree(folder: string): Promise<LazyTree> {
  const paths: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of await readdir(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) waiting.push(path);
      else if (entry.isFile()) paths.push(relative(folder, path).split(sep).join('/'));
    }
  }
  return diskTree(folder, paths);
}

/** On disk a file's blob name is known once it is read; until then a name stands for it that no blob can have. */
function diskTree(root: string, listed: readonly string[]): LazyTree {
  const paths = listed.toSorted().map(repoPath);
  const known = new Set<RepoPath>(paths);
  const texts = new Map<string, string>();
  const blobs = new Map<string, Sha>();
  const gone = new Set<string>();
  const treeSha = sha(
    `disk:${createHash('sha1')
      .update(`${root}\n${paths.join('\n')}`)
      .digest('hex')}`,
  );
  const read = async (path: RepoPath) => {
    const status = await lstat(join(root, path)).catch(() => undefined); // deleted since it was listed: not a file of this tree
    if (status?.isFile() !== true) {
      gone.add(path);
    } else if (status.size <= mostBytes) {
      const content = await readFile(join(root, path));
      texts.set(path, content.toString('utf8'));
      blobs.set(path, blobName(content));
    }
  };
  return {
    sha: treeSha,
    paths: () => paths,
    fetch: async (wanted) => {
      for (const path of wanted) if (known.has(path) && !texts.has(path)) await read(path);
      const present = paths.filter((path) => !gone.has(path));
      return treeOf(
        treeSha,
        texts,
        (path) => blobs.get(path) ?? (known.has(path) && !gone.has(path) ? sha(`unread:${path}`) : undefined),
        present,
      );
    },
  };
}

/** Git's name for a blob: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
function blobName(content: Buffer): Sha {
  return sha(createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex'));
}

function treeOf(treeSha: Sha, texts: ReadonlyMap<string, string>, blob: FileTree['blob'], paths: readonly RepoPath[]): FileTree {
  return { sha: treeSha, paths: () => paths, blob, read: (path) => texts.get(path) };
}
