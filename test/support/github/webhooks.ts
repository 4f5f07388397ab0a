/** Webhooks as GitHub sends them: payloads made from what stands in the repository, signed, with a delivery id. */
import { createHmac, randomUUID } from 'node:crypto';
import { readCommit } from './git/git.ts';
import { sizeOf } from './routes/pull-diff.ts';
import { appShape, nodeId, userShape } from './shapes/account.ts';
import { checkRunShape, pullsOfHead } from './shapes/check.ts';
import { minimalPullShape, pullShape } from './shapes/pull.ts';
import { apiUrlOf, repositoryShape } from './shapes/repository.ts';
import { installationOf, type Account, type CheckRun, type Installation, type Pull, type Repository, type World } from './world.ts';

export interface WebhookEvent {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Delivery {
  readonly id: string;
  readonly event: WebhookEvent;
  /** What the App answered. */
  readonly status: number;
  /** Milliseconds until it did. */
  readonly took: number;
}

/** What every event of a repository carries. */
function envelope(world: World, repository: Repository, sender: Account): object {
  const installation = installationOf(world, repository.owner);
  return {
    repository: repositoryShape(world.origin, repository),
    sender: userShape(world.origin, sender),
    ...(installation === undefined ? {} : { installation: { id: installation.id, node_id: nodeId('MDIz', installation.id) } }),
  };
}

export type PullAction =
  | 'opened'
  | 'reopened'
  | 'synchronize'
  | 'ready_for_review'
  | 'converted_to_draft'
  | 'edited'
  | 'closed'
  | 'labeled';

/** `more` holds what an action adds: `before` and `after` of synchronize, `changes` of edited. */
export async function pullRequestEvent(world: World, pull: Pull, action: PullAction, more: object = {}): Promise<WebhookEvent> {
  const payload = {
    action,
    number: pull.number,
    pull_request: pullShape(world, pull, await sizeOf(world, pull)),
    ...more,
    ...envelope(world, pull.repository, pull.author),
  };
  return { name: 'pull_request', payload };
}

function suiteShape(world: World, repository: Repository, run: Pick<CheckRun, 'suiteId' | 'headSha'>): object {
  const pulls = pullsOfHead(repository, run.headSha);
  return {
    id: run.suiteId,
    node_id: nodeId('CS', run.suiteId),
    head_branch: pulls[0]?.head.branch ?? null,
    head_sha: run.headSha,
    status: 'queued',
    conclusion: null,
    url: `${apiUrlOf(world.origin, repository)}/check-suites/${run.suiteId}`,
    before: null,
    after: run.headSha,
    pull_requests: pulls.map((pull) => minimalPullShape(world, pull)),
    app: appShape(world.origin, world.app),
    created_at: world.now(),
    updated_at: world.now(),
  };
}

/** A person presses "Re-run" (`rerequested`) or one of our buttons (`requested_action`, with its identifier). */
export function checkRunEvent(
  world: World,
  repository: Repository,
  run: CheckRun,
  press: {
    readonly action: 'rerequested' | 'requested_action' | 'created' | 'completed';
    readonly sender: Account;
    readonly identifier?: string;
  },
): WebhookEvent {
  const checkRun = { ...checkRunShape(world, repository, run), check_suite: suiteShape(world, repository, run) };
  const requested = press.identifier === undefined ? {} : { requested_action: { identifier: press.identifier } };
  return {
    name: 'check_run',
    payload: { action: press.action, check_run: checkRun, ...requested, ...envelope(world, repository, press.sender) },
  };
}

/** A person presses "Re-run all checks" (`rerequested`), or GitHub makes a suite on a push (`requested`). */
export function checkSuiteEvent(
  world: World,
  repository: Repository,
  suite: { readonly action: 'rerequested' | 'requested'; readonly headSha: string; readonly sender: Account },
): WebhookEvent {
  const known = repository.checkRuns.find((run) => run.headSha === suite.headSha);
  const shape = suiteShape(world, repository, { suiteId: known?.suiteId ?? world.nextId(), headSha: suite.headSha });
  const actions = {
    actions: { rerequested: 1 },
    latest_check_runs_count: 0,
    check_runs_url: `${apiUrlOf(world.origin, repository)}/check-runs`,
  };
  const payload = { action: suite.action, check_suite: { ...shape, ...actions }, ...envelope(world, repository, suite.sender) };
  return { name: 'check_suite', payload };
}

export interface MergeGroup {
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
}

export async function mergeGroupEvent(
  world: World,
  repository: Repository,
  group: MergeGroup,
  action: 'checks_requested' | 'destroyed' = 'checks_requested',
): Promise<WebhookEvent> {
  const commit = await readCommit(repository.directory, group.headSha);
  const person = { name: commit.author.name, email: commit.author.email };
  const mergeGroup = {
    head_sha: group.headSha,
    head_ref: group.headRef,
    base_sha: group.baseSha,
    base_ref: group.baseRef,
    head_commit: {
      id: group.headSha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.author.date,
      author: person,
      committer: person,
    },
  };
  return { name: 'merge_group', payload: { action, merge_group: mergeGroup, ...envelope(world, repository, repository.owner) } };
}

export function installationEvent(
  world: World,
  installation: Installation,
  action: 'created' | 'deleted' | 'suspend' | 'unsuspend' | 'new_permissions_accepted',
): WebhookEvent {
  const payload = {
    action,
    installation: {
      id: installation.id,
      account: userShape(world.origin, installation.account),
      app_id: world.app.id,
      app_slug: world.app.slug,
      target_id: installation.account.id,
      target_type: installation.account.type,
      repository_selection: 'all',
      permissions: installation.permissions,
      events: world.app.events,
      suspended_at: installation.suspended ? world.now() : null,
    },
    sender: userShape(world.origin, installation.account),
  };
  return { name: 'installation', payload };
}

/** `sha256=…` over the raw body, as https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries says. */
export function signatureOf(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Posts one event to the App. `secret` and `id` differ from the usual only where a test wants them to. */
export async function sendWebhook(
  world: World,
  url: string,
  event: WebhookEvent,
  { id = randomUUID(), secret = world.app.webhookSecret }: { readonly id?: string; readonly secret?: string } = {},
): Promise<Delivery> {
  const body = JSON.stringify(event.payload);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/loopback',
    'x-github-event': event.name,
    'x-github-delivery': id,
    'x-github-hook-id': '1',
    'x-github-hook-installation-target-id': String(world.app.id),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': signatureOf(secret, body),
  };
  const start = performance.now();
  const response = await fetch(url, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return { id, event, status: response.status, took: performance.now() - start };
}
