/** A pull request made of two revisions of a local repository. */
import type { ChangedPath } from '../../source/tree.ts';
import { repoPath } from '../../source/position.ts';
import type { LazyTree, PullRequestSource } from '../../review/ports.ts';
import { git } from './git.ts';
import { commitTree, workingTree } from './local-tree.ts';

export interface Revisions {
  readonly base: string;
  /** Undefined: the working tree. */
  readonly head: string | undefined;
}

/** `base` of the source is the merge base, as on GitHub; `baseTip` the revision that was named. */
export async function localSource(folder: string, { base, head }: Revisions): Promise<PullRequestSource> {
  const headCommit = (await git(folder, ['rev-parse', '--verify', '--quiet', `${head ?? 'HEAD'}^{commit}`])).trim();
  const tip = (await git(folder, ['rev-parse', '--verify', `${base}^{commit}`])).trim();
  const mergeBase = (await git(folder, ['merge-base', tip, headCommit])).trim();
  const trees = new Map<string, Promise<LazyTree>>();
  const once = (key: string, make: () => Promise<LazyTree>) => {
    const tree = trees.get(key) ?? make();
    trees.set(key, tree);
    return tree;
  };
  return {
    changedPaths: () => changedPaths(folder, mergeBase, head === undefined ? undefined : headCommit),
    tree: (side) => {
      if (side === 'head')
        return head === undefined ? once('disk', () => workingTree(folder)) : once(headCommit, () => commitTree(folder, headCommit));
      const commit = side === 'base' ? mergeBase : tip;
      return once(commit, () => commitTree(folder, commit));
    },
  };
}

/** `git diff --name-status`, plus untracked files when the head is the working tree. */
async function changedPaths(folder: string, base: string, head: string | undefined): Promise<readonly ChangedPath[]> {
  const output = await git(folder, ['diff', '--name-status', '-z', '-M', base, ...(head === undefined ? [] : [head])]);
  const fields = output.split('\0');
  const changed: ChangedPath[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const letter = (fields[at] ?? '')[0];
    const path = repoPath(fields[at + 1] ?? '');
    if (letter === 'R' || letter === 'C') {
      const to = repoPath(fields[at + 2] ?? '');
      changed.push(letter === 'R' ? { path: to, status: 'renamed', previousPath: path } : { path: to, status: 'added' });
      at += 3;
    } else {
      changed.push({ path, status: letter === 'A' ? 'added' : letter === 'D' ? 'removed' : 'modified' });
      at += 2;
    }
  }
  if (head !== undefined) return changed;
  const untracked = await git(folder, ['ls-files', '-z', '--others', '--exclude-standard', '--full-name', ':/']);
  return [
    ...changed,
    ...untracked
      .split('\0')
      .filter((path) => path !== '')
      .map((path) => ({ path: repoPath(path), status: 'added' as const })),
  ];
}
