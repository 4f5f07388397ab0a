/** What people do to a repository on the loopback GitHub: commit, push, fork, open and close pull requests, answer comments. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitFiles, fetchRef, git, initRepository, resolveCommit, updateRef, type FileChange } from './git/git.ts';
import { replyTo } from './routes/reviews.ts';
import { accountOf, fullName, type Account, type Pull, type Repository, type ReviewComment, type Role, type World } from './world.ts';
import type { MergeGroup } from './webhooks.ts';

export type Files = Readonly<Record<string, FileChange>>;

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly files: Files;
  readonly private?: boolean;
  /** Login → role; the owner's first person is an admin anyway. */
  readonly people?: Readonly<Record<string, Role>>;
}

const firstCommit = Date.UTC(2026, 0, 5, 9) / 1000;

/** Makes a bare repository in a new temporary folder with one commit on `main`. */
export async function createRepository(world: World, asked: NewRepository): Promise<Repository> {
  const directory = await mkdtemp(join(tmpdir(), 'loopback-github-'));
  await initRepository(directory);
  const repository: Repository = {
    id: world.nextId(),
    owner: accountOf(world, asked.owner, 'Organization'),
    name: asked.name,
    private: asked.private ?? true,
    directory,
    parent: undefined,
    defaultBranch: 'main',
    roles: new Map(Object.entries(asked.people ?? {})),
    pulls: new Map(),
    checkRuns: [],
    createdAt: world.now(),
  };
  for (const login of repository.roles.keys()) accountOf(world, login);
  world.repositories.set(fullName(repository), repository);
  await commit(world, repository, { branch: 'main', message: 'Start', files: asked.files });
  return repository;
}

/** Commits on a branch and answers the sha. `from` starts the branch (or force-pushes it) at that commit or branch. */
export async function commit(
  world: World,
  repository: Repository,
  change: { readonly branch: string; readonly message: string; readonly files: Files; readonly from?: string; readonly author?: string },
): Promise<string> {
  const from = change.from === undefined ? undefined : await resolveCommit(repository.directory, change.from);
  const date = firstCommit + world.nextId() * 60;
  const sha = await commitFiles(repository.directory, { ...change, from, author: change.author ?? 'ines', date });
  await followPulls(world, repository, change.branch);
  return sha;
}

/** After a push: pull requests of this branch get the new head, and their base repository gets its objects. */
async function followPulls(world: World, repository: Repository, branch: string): Promise<void> {
  for (const base of world.repositories.values()) {
    for (const pull of base.pulls.values()) {
      if (pull.state === 'open' && pull.head.repository === repository && pull.head.branch === branch) await takeHead(world, pull);
    }
  }
}

async function takeHead(world: World, pull: Pull): Promise<void> {
  const { directory } = pull.repository;
  const ref = `refs/pull/${pull.number}/head`;
  if (pull.head.repository !== pull.repository) {
    await fetchRef(directory, pull.head.repository.directory, `refs/heads/${pull.head.branch}`, ref);
  } else {
    await updateRef(directory, ref, (await resolveCommit(directory, `refs/heads/${pull.head.branch}`)) ?? pull.headSha);
  }
  pull.headSha = (await resolveCommit(directory, ref)) ?? pull.headSha;
  pull.baseSha = (await resolveCommit(directory, `refs/heads/${pull.baseBranch}`)) ?? pull.baseSha;
  pull.updatedAt = world.now();
}

export async function fork(world: World, repository: Repository, owner: string): Promise<Repository> {
  const directory = await mkdtemp(join(tmpdir(), 'loopback-github-'));
  await git('.', ['clone', '--quiet', '--bare', repository.directory, directory]);
  const account = accountOf(world, owner);
  const copy = { ...repository, id: world.nextId(), owner: account, directory, parent: repository, pulls: new Map(), checkRuns: [] };
  world.repositories.set(fullName(copy), copy);
  return copy;
}

export interface NewPull {
  readonly title: string;
  readonly branch: string;
  readonly files: Files;
  readonly author: string;
  readonly draft?: boolean;
  readonly base?: string;
  readonly body?: string;
  /** The fork that holds the branch. */
  readonly head?: Repository;
  /** Where the branch starts; the base branch when left out. */
  readonly from?: string;
}

/** Commits `files` on a new branch and opens a pull request. */
export async function openPull(world: World, repository: Repository, asked: NewPull): Promise<Pull> {
  const head = asked.head ?? repository;
  const baseBranch = asked.base ?? repository.defaultBranch;
  await commit(world, head, {
    branch: asked.branch,
    message: asked.title,
    files: asked.files,
    from: asked.from ?? baseBranch,
    author: asked.author,
  });
  const now = world.now();
  const pull: Pull = {
    id: world.nextId(),
    number: repository.pulls.size + 1,
    repository,
    head: { repository: head, branch: asked.branch },
    baseBranch,
    title: asked.title,
    body: asked.body,
    author: accountOf(world, asked.author),
    draft: asked.draft ?? false,
    state: 'open',
    headSha: '',
    baseSha: '',
    createdAt: now,
    updatedAt: now,
    reviews: [],
    comments: [],
  };
  repository.pulls.set(pull.number, pull);
  await takeHead(world, pull);
  return pull;
}

/** A person answers a review comment. */
export function answerComment(world: World, pull: Pull, comment: ReviewComment, login: string, body: string): ReviewComment {
  return replyTo(world, pull, comment, accountOf(world, login), body);
}

/** A person writes a review comment of their own; what it says may be meant to deceive. */
export function commentAs(world: World, pull: Pull, login: string, comment: Pick<ReviewComment, 'path' | 'line' | 'body'>): ReviewComment {
  const now = world.now();
  const author: Account = accountOf(world, login);
  const rest = { reviewId: undefined, inReplyTo: undefined, side: 'RIGHT', startLine: undefined, startSide: undefined, hunk: '@@' };
  const made = { ...rest, ...comment, id: world.nextId(), author, commit: pull.headSha, createdAt: now, updatedAt: now };
  pull.comments.push(made);
  return made;
}

/** Puts pull requests into the merge queue, one on top of the other, and answers the group that GitHub asks checks for. */
export async function queueForMerge(world: World, pulls: readonly [Pull, ...Pull[]]): Promise<MergeGroup> {
  const [{ repository, baseBranch }] = pulls;
  const { directory } = repository;
  const baseSha = (await resolveCommit(directory, `refs/heads/${baseBranch}`)) ?? '';
  let tip = baseSha;
  for (const pull of pulls) {
    const tree = (await git(directory, ['merge-tree', '--write-tree', tip, pull.headSha])).toString().trim();
    const date = `${firstCommit + world.nextId() * 60} +0000`;
    const identity = ['-c', 'user.name=GitHub', '-c', 'user.email=noreply@github.test'];
    const made = ['commit-tree', tree, '-p', tip, '-p', pull.headSha, '-m', `Merge pull request #${pull.number}, ${date}`];
    tip = (await git(directory, [...identity, ...made])).toString().trim();
  }
  const last = pulls.at(-1) ?? pulls[0];
  const headRef = `refs/heads/gh-readonly-queue/${baseBranch}/pr-${last.number}-${baseSha}`;
  await updateRef(directory, headRef, tip);
  return { headSha: tip, headRef, baseSha, baseRef: `refs/heads/${baseBranch}` };
}
