/**
 * Jobs in this process: one running and one waiting for each pull request, the newest wins. A durable queue takes its place later,
 * behind the same two verbs, since a job says only what to look at.
 */
import PQueue from 'p-queue';
import { keyOf, type Job } from '../github/job.ts';
import type { Logger } from '../github/log.ts';
import { Stopped } from '../github/problem.ts';

export interface JobQueue {
  add(job: Job): void;
  /** Stops what runs under this key and forgets what waits. */
  cancel(key: string): void;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
  /** Waits at most `grace` milliseconds for what runs, then stops it; what waits is dropped and logged. */
  drain(grace: number): Promise<void>;
}

export interface JobQueueOptions {
  /** Jobs at the same time, of all repositories. */
  readonly concurrency: number;
  /** Milliseconds after which a job is stopped. */
  readonly deadline: number;
  /** Must not throw and must heed the signal, whose reason is a `Stopped`. */
  readonly run: (job: Job, signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
}

interface Slot {
  running: { readonly job: Job; readonly controller: AbortController } | undefined;
  waiting: Job | undefined;
}

/** A press of a button is not lost when a newer event takes the waiting place. */
function newest(waiting: Job | undefined, job: Job): Job {
  if (waiting?.kind === 'pull-request' && job.kind === 'pull-request' && waiting.asked && waiting.askedBy === undefined)
    return { ...job, asked: true, askedBy: undefined };
  return job;
}

/** Runs what waits in a slot, then what has come meanwhile. */
async function runSlot(slots: Map<string, Slot>, key: string, { deadline, run, log }: JobQueueOptions): Promise<void> {
  const slot = slots.get(key);
  if (slot === undefined) return;
  for (let job = slot.waiting; job !== undefined; job = slot.waiting) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Stopped('deadline')), deadline).unref();
    slot.waiting = undefined;
    slot.running = { job, controller };
    try {
      await run(job, controller.signal);
    } catch (error) {
      log.error({ err: error, key }, 'A job threw, which it must not.');
    } finally {
      clearTimeout(timer);
      slot.running = undefined;
    }
  }
  slots.delete(key);
}

export function makeJobQueue(options: JobQueueOptions): JobQueue {
  const slots = new Map<string, Slot>();
  const pool = new PQueue({ concurrency: options.concurrency });
  return {
    add: (job) => {
      const key = keyOf(job);
      const slot = slots.get(key);
      if (slot === undefined) {
        slots.set(key, { running: undefined, waiting: job });
        void pool.add(() => runSlot(slots, key, options));
        return;
      }
      slot.waiting = newest(slot.waiting, job);
      if (slot.running !== undefined && slot.running.job.head !== job.head) slot.running.controller.abort(new Stopped('superseded'));
    },
    cancel: (key) => {
      const slot = slots.get(key);
      if (slot === undefined) return;
      slot.waiting = undefined;
      slot.running?.controller.abort(new Stopped('closed'));
    },
    idle: () => pool.onIdle(),
    drain: async (grace) => {
      for (const [key, slot] of slots) {
        if (slot.waiting !== undefined)
          options.log.warn({ key, delivery: slot.waiting.delivery }, 'Dropped on shutdown: redeliver this webhook.');
        slot.waiting = undefined;
      }
      const timer = setTimeout(() => {
        for (const { running } of slots.values()) running?.controller.abort(new Stopped('shutdown'));
      }, grace);
      await pool.onIdle();
      clearTimeout(timer);
    },
  };
}
