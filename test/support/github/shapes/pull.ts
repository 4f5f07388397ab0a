import type { DiffFile } from '../git/diff.ts';
import type { Pull, Repository, World } from '../world.ts';
import { nodeId, userShape } from './account.ts';
import { apiUrlOf, associationOf, htmlUrlOf, repositoryShape } from './repository.ts';

/** What a pull request weighs; only its own page and webhooks tell. */
export interface PullSize {
  readonly commits: number;
  readonly files: readonly DiffFile[];
}

function sideShape(origin: string, repository: Pull['repository'], ref: string, sha: string): object {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: userShape(origin, repository.owner),
    repo: repositoryShape(origin, repository),
  };
}

/** `pull-request-simple` in GitHub's description. */
export function simplePullShape(world: World, pull: Pull): object {
  const { origin } = world;
  const url = `${apiUrlOf(origin, pull.repository)}/pulls/${pull.number}`;
  const issue = `${apiUrlOf(origin, pull.repository)}/issues/${pull.number}`;
  const html = `${htmlUrlOf(origin, pull.repository)}/pull/${pull.number}`;
  const reviewComment = `${apiUrlOf(origin, pull.repository)}/pulls/comments{/number}`;
  const statuses = `${apiUrlOf(origin, pull.repository)}/statuses/${pull.headSha}`;
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userShape(origin, pull.author),
    body: pull.body ?? null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.state === 'closed' ? pull.updatedAt : null,
    merged_at: null,
    merge_commit_sha: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: reviewComment,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: sideShape(origin, pull.head.repository, pull.head.branch, pull.headSha),
    base: sideShape(origin, pull.repository, pull.baseBranch, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: reviewComment },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: associationOf(pull.repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** `pull-request` in GitHub's description. */
export function pullShape(world: World, pull: Pull, size: PullSize): object {
  const sum = (count: (file: DiffFile) => number): number => size.files.reduce((total, file) => total + count(file), 0);
  return {
    ...simplePullShape(world, pull),
    merged: false,
    mergeable: null,
    rebaseable: null,
    mergeable_state: 'unknown',
    merged_by: null,
    comments: 0,
    review_comments: pull.comments.length,
    maintainer_can_modify: false,
    commits: size.commits,
    additions: sum((file) => file.additions),
    deletions: sum((file) => file.deletions),
    changed_files: size.files.length,
  };
}

/** `diff-entry` in GitHub's description; `patch` is absent where GitHub leaves it out. */
export function fileShape(
  origin: string,
  { repository, head }: { readonly repository: Repository; readonly head: string },
  file: DiffFile,
): object {
  const html = htmlUrlOf(origin, repository);
  const path = file.filename.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.filename,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${head}/${path}`,
    raw_url: `${html}/raw/${head}/${path}`,
    contents_url: `${apiUrlOf(origin, repository)}/contents/${path}?ref=${head}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousFilename === undefined ? {} : { previous_filename: file.previousFilename }),
  };
}

/** The short form of a pull request inside check runs and suites; GitHub leaves out those of forks. */
export function minimalPullShape(world: World, pull: Pull): object {
  const side = (repository: Pull['repository'], ref: string, sha: string): object => ({
    ref,
    sha,
    repo: { id: repository.id, url: apiUrlOf(world.origin, repository), name: repository.name },
  });
  return {
    id: pull.id,
    number: pull.number,
    url: `${apiUrlOf(world.origin, pull.repository)}/pulls/${pull.number}`,
    head: side(pull.head.repository, pull.head.branch, pull.headSha),
    base: side(pull.repository, pull.baseBranch, pull.baseSha),
  };
}
