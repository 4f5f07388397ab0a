/** Webhooks as commands. Of a payload only *which* pull request is believed; how it stands is asked of GitHub later. */
import { z } from 'zod';
import { groupKey, pullKey, type Command, type Job, type JobRepository } from './job.ts';
import { recheckIdentifier } from './publish/check-run.ts';
import { readExternalId } from './publish/external-id.ts';

export interface WebhookEvent {
  /** The delivery's id. */
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
}

const envelope = z.object({
  action: z.string(),
  installation: z.object({ id: z.number() }),
  repository: z.object({ id: z.number(), name: z.string(), owner: z.object({ login: z.string() }) }),
  sender: z.object({ login: z.string() }),
});
const pullRequestPayload = envelope.extend({
  pull_request: z.object({ number: z.number(), head: z.object({ sha: z.string() }) }),
  changes: z.object({ base: z.unknown() }).partial().optional(),
});
const numbers = z.array(z.object({ number: z.number() }));
const checkRunPayload = envelope.extend({
  check_run: z.object({
    head_sha: z.string(),
    external_id: z.string().nullish(),
    app: z.object({ id: z.number() }).nullish(),
    pull_requests: numbers,
  }),
  requested_action: z.object({ identifier: z.string() }).optional(),
});
const checkSuitePayload = envelope.extend({
  check_suite: z.object({ head_sha: z.string(), app: z.object({ id: z.number() }).nullish(), pull_requests: numbers }),
});
const mergeGroupPayload = envelope.extend({ merge_group: z.object({ head_sha: z.string(), base_sha: z.string() }) });
const installationPayload = z.object({ action: z.string(), installation: z.object({ id: z.number() }) });
const removedPayload = installationPayload.extend({ repositories_removed: z.array(z.object({ id: z.number() })) });

const reviewed = new Set(['opened', 'reopened', 'synchronize', 'ready_for_review']);
const losingAccess = new Set(['deleted', 'suspend', 'new_permissions_accepted']);

interface Subject {
  readonly installationId: number;
  readonly repository: JobRepository;
  readonly delivery: string;
}

function subjectOf({ installation, repository }: z.infer<typeof envelope>, delivery: string): Subject {
  const { id, name, owner } = repository;
  return { installationId: installation.id, repository: { id, name, owner: owner.login }, delivery };
}

function readPullRequestEvent({ id, payload }: WebhookEvent): readonly Command[] {
  const event = pullRequestPayload.parse(payload);
  const subject = subjectOf(event, id);
  const { number, head } = event.pull_request;
  if (event.action === 'closed') return [{ kind: 'cancel', key: pullKey(subject.repository.id, number) }];
  if (!reviewed.has(event.action) && !(event.action === 'edited' && event.changes?.base !== undefined)) return [];
  return [{ kind: 'work', job: { kind: 'pull-request', ...subject, number, head: head.sha, asked: false, askedBy: undefined } }];
}

/** Only "Re-run" and our own button count; GitHub also tells us of every run that we make or conclude. */
function readCheckRunEvent({ id, payload }: WebhookEvent, appId: number): readonly Command[] {
  const event = checkRunPayload.parse(payload);
  const pressed = event.action === 'requested_action' && event.requested_action?.identifier === recheckIdentifier;
  if (event.check_run.app?.id !== appId || !(pressed || event.action === 'rerequested')) return [];
  const subject = subjectOf(event, id);
  const { head_sha: head, external_id: externalId, pull_requests: pulls } = event.check_run;
  const covered = readExternalId(externalId);
  if (covered !== undefined && covered.repositoryId === subject.repository.id && covered.pullNumber === undefined) {
    return [{ kind: 'work', job: { kind: 'merge-group', ...subject, head, base: covered.baseTip, asked: true } }];
  }
  const number = (covered?.repositoryId === subject.repository.id ? covered.pullNumber : undefined) ?? pulls[0]?.number;
  const askedBy = pressed ? event.sender.login : undefined;
  const job: Job =
    number === undefined
      ? { kind: 'suite', ...subject, head, numbers: [] }
      : { kind: 'pull-request', ...subject, number, head, asked: true, askedBy };
  return [{ kind: 'work', job }];
}

function readCheckSuiteEvent({ id, payload }: WebhookEvent, appId: number): readonly Command[] {
  const event = checkSuitePayload.parse(payload);
  const { head_sha: head, app, pull_requests: pulls } = event.check_suite;
  if (event.action !== 'rerequested' || app?.id !== appId) return [];
  return [{ kind: 'work', job: { kind: 'suite', ...subjectOf(event, id), head, numbers: pulls.map(({ number }) => number) } }];
}

function readMergeGroupEvent({ id, payload }: WebhookEvent): readonly Command[] {
  const event = mergeGroupPayload.parse(payload);
  const subject = subjectOf(event, id);
  const { head_sha: head, base_sha: base } = event.merge_group;
  if (event.action === 'destroyed') return [{ kind: 'cancel', key: groupKey(subject.repository.id, head) }];
  if (event.action !== 'checks_requested') return [];
  return [{ kind: 'work', job: { kind: 'merge-group', ...subject, head, base, asked: false } }];
}

function readInstallationEvent({ name, payload }: WebhookEvent): readonly Command[] {
  const { action, installation } = installationPayload.parse(payload);
  const installationId = installation.id;
  if (name === 'installation') return losingAccess.has(action) ? [{ kind: 'forget', installationId, repositoryIds: undefined }] : [];
  if (action !== 'removed') return [];
  return [{ kind: 'forget', installationId, repositoryIds: removedPayload.parse(payload).repositories_removed.map(({ id }) => id) }];
}

/** The events we listen to. */
export const eventNames = ['pull_request', 'check_run', 'check_suite', 'merge_group', 'installation', 'installation_repositories'] as const;

/** What an event asks for, in most cases nothing. Throws a ZodError for a payload of another shape than GitHub documents. */
export function readEvent(event: WebhookEvent, appId: number): readonly Command[] {
  switch (event.name) {
    case 'pull_request':
      return readPullRequestEvent(event);
    case 'check_run':
      return readCheckRunEvent(event, appId);
    case 'check_suite':
      return readCheckSuiteEvent(event, appId);
    case 'merge_group':
      return readMergeGroupEvent(event);
    case 'installation':
    case 'installation_repositories':
      return readInstallationEvent(event);
    default:
      return [];
  }
}
