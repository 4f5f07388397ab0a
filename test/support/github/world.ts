/** Everything the loopback GitHub knows, and how it counts and tells the time. */
import type { KeyObject } from 'node:crypto';

export type Level = 'read' | 'write';
export type Permissions = Readonly<Record<string, Level>>;
export type Role = 'admin' | 'write' | 'read';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
}

export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly publicKey: KeyObject;
  /** PEM, for the App under test. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly events: readonly string[];
  readonly permissions: Permissions;
  readonly createdAt: string;
}

export interface Installation {
  readonly id: number;
  readonly account: Account;
  permissions: Permissions;
  suspended: boolean;
}

/** What a token may do. */
export interface Grant {
  readonly kind: 'installation' | 'personal';
  readonly actor: Account;
  readonly installation: Installation | undefined;
  readonly permissions: Permissions;
  readonly repositoryIds: ReadonlySet<number>;
  readonly expiresAt: number;
}

export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: string;
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface CheckRun {
  readonly id: number;
  readonly suiteId: number;
  readonly headSha: string;
  name: string;
  externalId: string | undefined;
  detailsUrl: string | undefined;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | undefined;
  readonly startedAt: string;
  completedAt: string | undefined;
  title: string | undefined;
  summary: string | undefined;
  text: string | undefined;
  readonly annotations: CheckAnnotation[];
  actions: readonly { readonly label: string; readonly description: string; readonly identifier: string }[];
}

export interface ReviewComment {
  readonly id: number;
  readonly reviewId: number | undefined;
  readonly inReplyTo: number | undefined;
  readonly author: Account;
  body: string;
  readonly path: string;
  readonly line: number;
  readonly side: string;
  readonly startLine: number | undefined;
  readonly startSide: string | undefined;
  readonly commit: string;
  readonly hunk: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Review {
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  readonly state: 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'PENDING';
  readonly commit: string;
  readonly submittedAt: string;
}

export interface Pull {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  readonly head: { readonly repository: Repository; readonly branch: string };
  baseBranch: string;
  title: string;
  readonly body: string | undefined;
  readonly author: Account;
  draft: boolean;
  state: 'open' | 'closed';
  headSha: string;
  /** As on GitHub: the base's tip when the pull request was opened or last pushed to, so it may be old. */
  baseSha: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly reviews: Review[];
  readonly comments: ReviewComment[];
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly directory: string;
  readonly parent: Repository | undefined;
  readonly defaultBranch: string;
  readonly roles: Map<string, Role>;
  readonly pulls: Map<number, Pull>;
  readonly checkRuns: CheckRun[];
  readonly createdAt: string;
}

/** GitHub's limits, so that a test can lower them instead of making 100,000 files. */
export interface Limits {
  readonly treeEntries: number;
  readonly pullFiles: number;
  readonly comparedFiles: number;
  readonly patchLines: number;
  /** Bytes after which GraphQL cuts a blob's text. */
  readonly blobText: number;
}

export interface World {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  readonly app: AppIdentity;
  readonly limits: Limits;
  readonly accounts: Map<string, Account>;
  readonly installations: Map<number, Installation>;
  readonly repositories: Map<string, Repository>;
  readonly grants: Map<string, Grant>;
  nextId(): number;
  now(): string;
}

export const documentedLimits: Limits = {
  treeEntries: 100_000,
  pullFiles: 3000,
  comparedFiles: 300,
  patchLines: 20_000,
  blobText: 512_000,
};

/** The account of that login, made when it is new. */
export function accountOf(world: Pick<World, 'accounts' | 'nextId'>, login: string, type: Account['type'] = 'User'): Account {
  const known = world.accounts.get(login);
  if (known !== undefined) return known;
  const account = { id: world.nextId(), login, type };
  world.accounts.set(login, account);
  return account;
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

export function installationOf(world: World, owner: Account): Installation | undefined {
  return [...world.installations.values()].find((installation) => installation.account === owner);
}
