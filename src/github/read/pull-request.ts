import { sha, type Sha } from '../../source/position.ts';
import type { ChangedPath } from '../../source/tree.ts';
import type { GitHubClient } from '../client.ts';
import { comparedFiles } from './changed-paths.ts';

/** A pull request as it stands now, whatever a webhook said. */
export interface PullRequest {
  readonly number: number;
  readonly open: boolean;
  readonly draft: boolean;
  readonly head: Sha;
  /** The base branch's name. */
  readonly baseBranch: string;
  readonly changedFiles: number;
}

export async function readPullRequest(client: GitHubClient, pullNumber: number): Promise<PullRequest> {
  const { data } = await client.octokit.rest.pulls.get({ ...client.name, pull_number: pullNumber });
  return {
    number: data.number,
    open: data.state === 'open',
    draft: data.draft ?? false,
    head: sha(data.head.sha),
    baseBranch: data.base.ref,
    changedFiles: data.changed_files,
  };
}

/** Where a head left its base, where the base stands now, and what changed since. A pull request's own `base.sha` may be old. */
export interface Fork {
  readonly mergeBase: Sha;
  readonly baseTip: Sha;
  /** From the merge base to the head; undefined where there are more files than a comparison names. */
  readonly files: readonly ChangedPath[] | undefined;
}

/** One request for all of it, as comparing with a branch by name also says where the branch stands. */
export async function readFork(client: GitHubClient, base: string, head: Sha): Promise<Fork> {
  const { data } = await client.octokit.rest.repos.compareCommitsWithBasehead({
    ...client.name,
    basehead: `${base}...${head}`,
    per_page: 1,
  });
  return { mergeBase: sha(data.merge_base_commit.sha), baseTip: sha(data.base_commit.sha), files: comparedFiles(data.files) };
}
