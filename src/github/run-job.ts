/** One job from beginning to end: check in progress, review, comments, check concluded. */
import type { Configuration } from '../review/configuration/configuration.ts';
import type { PullRequestSource } from '../review/ports.ts';
import type { Report } from '../report/report.ts';
import type { Snapshot } from '../source/tree.ts';
import { sha, type Sha } from '../source/position.ts';
import type { AppName, Connection, Connector } from './connect.ts';
import { describeFailure, statusOf } from './failure.ts';
import type { Job, MergeGroupJob, PullRequestJob, SuiteJob } from './job.ts';
import type { Logger } from './log.ts';
import { beginCheck, concludeCheck, findCheck, listChecks, reportCheck, type CheckResult } from './publish/check-run.ts';
import { converse } from './publish/converse.ts';
import { covers, makeExternalId, readExternalId, type CheckSubject } from './publish/external-id.ts';
import type { RuleDocs } from './publish/place-comments.ts';
import { checkResultOf } from './publish/verdict.ts';
import { notesOf } from './publish/notes.ts';
import type { ObjectCache } from './read/object-cache.ts';
import { makePullRequestSource } from './read/pull-request-source.ts';
import { readFork, readPullRequest } from './read/pull-request.ts';

/** What a review answers, of which we need only this. */
export interface Reviewed {
  readonly report: Report;
  readonly snapshot: Snapshot;
  readonly configuration: Pick<Configuration, 'failOn' | 'reviewComments' | 'path'>;
}

export interface Worker {
  readonly connector: Connector;
  readonly cache: ObjectCache;
  /** The straight line of `review/`. */
  readonly review: (source: PullRequestSource) => Promise<Reviewed>;
  readonly ruleDocs: RuleDocs;
  /** Of our rules: another version looks again at what was covered. */
  readonly version: string;
  /** Milliseconds before we look whether GitHub did something although it answered 5xx. */
  readonly pause: number;
  readonly log: Logger;
}

/** What is looked at, in a pull request or a merge group. */
interface Target {
  readonly head: Sha;
  /** Branch or commit. */
  readonly base: string;
  readonly pullRequest: { readonly number: number; readonly changedFiles: number; readonly draft: boolean } | undefined;
  readonly asked: boolean;
}

type Outcome = 'reviewed' | 'covered' | 'not-open' | 'not-allowed' | 'stopped' | 'failed' | 'handed-on';

/** Looks at a target. Whatever happens after the check is begun, the check is concluded. */
async function lookAt(worker: Worker, connection: Connection, target: Target, signal: AbortSignal): Promise<Outcome> {
  const { client, closing, permissions } = connection;
  const app = await worker.connector.app();
  const mayCheck = permissions['checks'] === 'write';
  const [existing, fork] = await Promise.all([
    mayCheck ? findCheck(client, target.head, app.id) : undefined,
    readFork(client, target.base, target.head),
  ]);
  const state = target.pullRequest?.draft === true ? 'draft' : 'ready';
  const pullNumber = target.pullRequest?.number;
  const subject = { repositoryId: client.repositoryId, pullNumber, baseTip: fork.baseTip, version: worker.version, state } as const;
  if (!target.asked && existing?.completed === true && covers(readExternalId(existing.externalId), subject)) return 'covered';
  const begun: CheckSubject = { ...subject, configuration: '' };
  const ours = readExternalId(existing?.externalId)?.pullNumber === pullNumber ? existing : undefined; // two pull requests may share a head
  const externalId = makeExternalId(begun);
  if (!mayCheck) worker.log.warn('The permission “Checks: Read and write” is missing, so the result stands in no check.');
  const check = mayCheck
    ? await beginCheck(closing, { head: target.head, appId: app.id, externalId, existing: ours, pause: worker.pause })
    : undefined;
  const conclude = async (result: CheckResult): Promise<void> => {
    if (check !== undefined) await concludeCheck(closing, check, result);
  };
  try {
    const ends = { ...fork, head: target.head, pullRequest: target.pullRequest };
    await conclude(await judge(worker, connection, { ends, subject: begun, app }, signal));
    return 'reviewed';
  } catch (error) {
    worker.log.warn({ err: error }, 'The review was not finished.');
    await conclude(failureResult(error, begun));
    return signal.aborted ? 'stopped' : 'failed';
  }
}

interface Judged {
  readonly ends: Parameters<typeof makePullRequestSource>[2] & { readonly pullRequest: Target['pullRequest'] };
  readonly subject: CheckSubject;
  readonly app: AppName;
}

async function judge(worker: Worker, connection: Connection, { ends, subject, app }: Judged, signal: AbortSignal): Promise<CheckResult> {
  const { report, snapshot, configuration } = await worker.review(makePullRequestSource(connection.client, worker.cache, ends));
  signal.throwIfAborted();
  const conversation = await converse(connection, {
    report,
    snapshot,
    ruleDocs: worker.ruleDocs,
    pullRequest: configuration.reviewComments ? ends.pullRequest : undefined,
    head: ends.head,
    botLogin: app.botLogin,
    pause: worker.pause,
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    worker.log.warn({ err: error }, 'The review comments were not written.');
    return {
      said: new Set<string>(),
      notes: [`Review comments could not be written. ${describeFailure(error).sentence}`],
      unfinished: true,
    };
  });
  const state = 'unfinished' in conversation ? 'failed' : subject.state; // so that a redelivered webhook tries again
  const configurationBlob = configuration.path === undefined ? undefined : snapshot.baseTip.blob(configuration.path);
  return checkResultOf(report, {
    failOn: configuration.failOn,
    notes: [...notesOf(snapshot, ends.pullRequest?.changedFiles), ...conversation.notes],
    said: conversation.said,
    externalId: makeExternalId({ ...subject, state, configuration: configurationBlob?.slice(0, 12) ?? 'none' }),
  });
}

function failureResult(error: unknown, subject: CheckSubject): CheckResult {
  const { conclusion, title, sentence } = describeFailure(error);
  return { conclusion, title, summary: sentence, text: '', annotations: [], externalId: makeExternalId({ ...subject, state: 'failed' }) };
}

/** Whether who pressed our button may write to the repository: https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user */
async function mayAsk({ client }: Connection, login: string | undefined): Promise<boolean> {
  if (login === undefined) return true;
  try {
    const { data } = await client.octokit.rest.repos.getCollaboratorPermissionLevel({ ...client.name, username: login });
    return data.permission === 'admin' || data.permission === 'write';
  } catch (error) {
    if (statusOf(error) === 404) return false; // nobody GitHub knows
    throw error;
  }
}

async function runPullRequest(worker: Worker, connection: Connection, job: PullRequestJob, signal: AbortSignal): Promise<Outcome> {
  if (!(await mayAsk(connection, job.askedBy))) return 'not-allowed';
  const pull = await readPullRequest(connection.client, job.number);
  if (!pull.open) return 'not-open';
  return lookAt(worker, connection, { head: pull.head, base: pull.baseBranch, pullRequest: pull, asked: job.asked }, signal);
}

function runMergeGroup(worker: Worker, connection: Connection, job: MergeGroupJob, signal: AbortSignal): Promise<Outcome> {
  return lookAt(worker, connection, { head: sha(job.head), base: job.base, pullRequest: undefined, asked: job.asked }, signal);
}

/** Hands on a job for each pull request and merge group that our check runs on the commit belong to. */
async function runSuite(worker: Worker, connection: Connection, job: SuiteJob, enqueue: (job: Job) => void): Promise<Outcome> {
  const { installationId, repository, delivery, head } = job;
  const app = await worker.connector.app();
  const subjects = (await listChecks(connection.client, sha(head), app.id)).map((run) => readExternalId(run.externalId));
  const numbers = new Set(job.numbers);
  for (const subject of subjects)
    if (subject?.repositoryId === repository.id && subject.pullNumber !== undefined) numbers.add(subject.pullNumber);
  const common = { installationId, repository, delivery, head, asked: true };
  for (const number of numbers) enqueue({ kind: 'pull-request', ...common, number, askedBy: undefined });
  const group = subjects.find((subject) => subject?.repositoryId === repository.id && subject.pullNumber === undefined);
  if (group !== undefined) enqueue({ kind: 'merge-group', ...common, base: group.baseTip });
  return 'handed-on';
}

function run(worker: Worker, connection: Connection, job: Job, signal: AbortSignal, enqueue: (job: Job) => void): Promise<Outcome> {
  switch (job.kind) {
    case 'pull-request':
      return runPullRequest(worker, connection, job, signal);
    case 'merge-group':
      return runMergeGroup(worker, connection, job, signal);
    case 'suite':
      return runSuite(worker, connection, job, enqueue);
  }
}

/** Says in a check of its own why the pull request could not even be read; when that fails too, only the log knows. */
async function complain({ version, log }: Worker, connection: Connection, job: Job, error: unknown): Promise<void> {
  log.warn({ err: error }, 'The pull request could not be read.');
  if (connection.permissions['checks'] !== 'write' || job.kind === 'suite') return;
  const pullNumber = job.kind === 'pull-request' ? job.number : undefined;
  const baseTip = job.kind === 'merge-group' ? job.base : '';
  const subject = { repositoryId: job.repository.id, pullNumber, baseTip, configuration: '', version, state: 'failed' } as const;
  await reportCheck(connection.closing, sha(job.head), failureResult(error, subject));
}

/** Runs one job; the door at which everything is caught. Never throws. `enqueue` takes the jobs that a suite hands on. */
export async function runJob(worker: Worker, job: Job, signal: AbortSignal, enqueue: (job: Job) => void): Promise<void> {
  const start = performance.now();
  const subject = {
    repository: `${job.repository.owner}/${job.repository.name}`,
    pull: job.kind === 'pull-request' ? job.number : undefined,
  };
  const log = worker.log.child({ delivery: job.delivery, ...subject });
  const own = { ...worker, log };
  try {
    const connection = await worker.connector.connect(job, signal);
    const outcome = await run(own, connection, job, signal, enqueue).catch(async (error: unknown): Promise<Outcome> => {
      await complain(own, connection, job, error);
      return signal.aborted ? 'stopped' : 'failed';
    });
    log.info({ outcome, head: job.head, requests: connection.requests(), took: Math.round(performance.now() - start) }, 'Job done.');
  } catch (error) {
    log.error({ err: error }, 'Job failed, and nothing could be written to GitHub.');
  }
}
