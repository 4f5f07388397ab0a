import { repoPath, type RepoPath } from '../../source/position.ts';
import type { ChangedPath } from '../../source/tree.ts';
import type { GitHubClient } from '../client.ts';
import type { TreeFiles } from './object-cache.ts';

interface FileEntry {
  readonly filename: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed' | 'unchanged';
  readonly previous_filename?: string | undefined;
  readonly patch?: string | undefined;
}

const statuses = {
  added: 'added',
  copied: 'added',
  removed: 'removed',
  modified: 'modified',
  changed: 'modified',
  renamed: 'renamed',
} as const;

function changedPathOf(file: FileEntry): ChangedPath | undefined {
  if (file.status === 'unchanged') return undefined;
  const previous = file.status === 'renamed' ? file.previous_filename : undefined;
  return {
    path: repoPath(file.filename),
    status: statuses[file.status],
    ...(previous === undefined ? {} : { previousPath: repoPath(previous) }),
    ...(file.patch === undefined ? {} : { patch: file.patch }),
  };
}

/** GitHub names no more files in a comparison: https://docs.github.com/en/rest/commits/commits#compare-two-commits */
const mostCompared = 300;

/** The files of a comparison; undefined where there may be more than it names. */
export function comparedFiles(files: readonly FileEntry[] | undefined): readonly ChangedPath[] | undefined {
  if (files === undefined || files.length >= mostCompared) return undefined;
  return files.flatMap((file) => changedPathOf(file) ?? []);
}

/** The pull request's files as GitHub lists them, with patches where it gives them: at most 3000, without a word about the rest. */
export async function listFiles(client: GitHubClient, pullNumber: number): Promise<readonly ChangedPath[]> {
  const files = await client.octokit.paginate(client.octokit.rest.pulls.listFiles, {
    ...client.name,
    pull_number: pullNumber,
    per_page: 100,
  });
  return files.flatMap((file) => changedPathOf(file) ?? []);
}

/** What differs between two trees, without patches or renames: complete however large the pull request is. */
export function compareTrees(base: TreeFiles, head: TreeFiles): readonly ChangedPath[] {
  const changed: ChangedPath[] = [];
  for (const [path, file] of head) {
    const before = base.get(path);
    if (before === undefined) changed.push({ path, status: 'added' });
    else if (before.sha !== file.sha) changed.push({ path, status: 'modified' });
  }
  for (const path of base.keys()) if (!head.has(path)) changed.push({ path, status: 'removed' });
  return changed;
}

/** GitHub's list, completed by what only the trees know. */
export function completeFiles(listed: readonly ChangedPath[], between: readonly ChangedPath[]): readonly ChangedPath[] {
  const known = new Set<RepoPath>();
  for (const { path, previousPath } of listed) {
    known.add(path);
    if (previousPath !== undefined) known.add(previousPath);
  }
  return [...listed, ...between.filter(({ path }) => !known.has(path))];
}
