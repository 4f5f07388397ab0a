import { expect, test } from '@jest/globals';
import type { Job, PullRequestJob } from '../../../src/github/job.ts';
import { makeLog } from '../../../src/github/log.ts';
import { makeJobQueue, type JobQueue } from '../../../src/service/queue.ts';

const repository = { id: 7, owner: 'city-clinic', name: 'records' };
const pull = (number: number, head: string, asked = false): PullRequestJob => ({
  kind: 'pull-request',
  installationId: 5,
  repository,
  delivery: `${number}-${head}`,
  number,
  head,
  asked,
  askedBy: undefined,
});

interface Run {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly end: () => void;
}

/** A queue whose jobs run until the test ends them. */
function start(concurrency = 2, deadline = 60_000): { readonly queue: JobQueue; readonly runs: readonly Run[] } {
  const runs: Run[] = [];
  const run = (job: Job, signal: AbortSignal): Promise<void> =>
    new Promise((end) => {
      runs.push({ job, signal, end });
      signal.addEventListener('abort', () => end());
    });
  return { queue: makeJobQueue({ concurrency, deadline, run, log: makeLog('silent') }), runs };
}
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('of many events for one pull request one runs and the newest waits', async () => {
  const { queue, runs } = start();
  for (const asked of [false, false, true, false]) queue.add(pull(1, 'a', asked));
  await soon();
  expect(runs).toHaveLength(1);
  runs[0]?.end();
  await soon();
  expect(runs.map(({ job }) => (job.kind === 'pull-request' ? job.asked : undefined))).toEqual([false, true]);
  runs[1]?.end();
  await queue.idle();
  expect(runs).toHaveLength(2);
});

test('a newer head stops the work on the older one', async () => {
  const { queue, runs } = start();
  queue.add(pull(1, 'a'));
  await soon();
  queue.add(pull(1, 'b'));
  queue.add(pull(1, 'c'));
  await soon();
  expect(runs[0]?.signal.reason).toMatchObject({ why: 'superseded' });
  expect(runs.map(({ job }) => job.head)).toEqual(['a', 'c']);
});

test('pull requests run beside each other, but not more than allowed', async () => {
  const { queue, runs } = start(2);
  for (const number of [1, 2, 3]) queue.add(pull(number, 'a'));
  await soon();
  expect(runs).toHaveLength(2);
  runs[0]?.end();
  await soon();
  expect(runs).toHaveLength(3);
});

test('a closed pull request is neither worked on nor waited for', async () => {
  const { queue, runs } = start(1);
  queue.add(pull(1, 'a'));
  queue.add(pull(2, 'a'));
  await soon();
  queue.cancel('7#2');
  queue.cancel('7#1');
  await queue.idle();
  expect(runs.map(({ job, signal }) => [job.delivery, (signal.reason as { why?: string } | undefined)?.why])).toEqual([['1-a', 'closed']]);
});

test('a job has a deadline', async () => {
  const { queue, runs } = start(1, 5);
  queue.add(pull(1, 'a'));
  await queue.idle();
  expect(runs[0]?.signal.reason).toMatchObject({ why: 'deadline' });
});

test('draining stops what does not end in time and starts nothing new', async () => {
  const { queue, runs } = start(1);
  queue.add(pull(1, 'a'));
  queue.add(pull(2, 'a'));
  await soon();
  await queue.drain(5);
  expect(runs.map(({ signal }) => (signal.reason as { why?: string }).why)).toEqual(['shutdown']);
});
