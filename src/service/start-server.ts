/** Puts the App together: HTTP server, Probot, queue, worker. */
import { Probot } from 'probot';
import { registerHandlers, type Accept } from '../github/app.ts';
import { makeConnector, politePacing, type Connector, type Pacing } from '../github/connect.ts';
import { makeLog, type Logger } from '../github/log.ts';
import { makeObjectCache, type ObjectCache } from '../github/read/object-cache.ts';
import { runJob, type Worker } from '../github/run-job.ts';
import { startWebhookServer } from '../github/server.ts';
import type { AppSettings } from './environment.ts';
import { makeJobQueue, type JobQueue } from './queue.ts';

export interface ServerOptions extends AppSettings, Pick<Worker, 'review' | 'ruleDocs' | 'version'> {
  /** Made from `logLevel` when left out. */
  readonly log?: Logger;
  readonly pacing?: Pacing;
  /** Milliseconds a job may take; eight minutes when left out. */
  readonly deadline?: number;
  /** Jobs at the same time; four when left out. */
  readonly concurrency?: number;
}

export interface RunningServer {
  /** Where GitHub is to send webhooks. */
  readonly webhookUrl: string;
  readonly port: number;
  /** Resolves when no job runs or waits. */
  idle(): Promise<void>;
  /** Refuses new webhooks, waits at most `grace` milliseconds for running jobs, and closes. */
  stop(grace: number): Promise<void>;
}

interface Parts {
  readonly queue: JobQueue;
  readonly connector: Connector;
  readonly cache: ObjectCache;
}

/** Commands meet the parts that carry them out; none of them is waited for. */
function makeAccept({ queue, connector, cache }: Parts): Accept {
  return (command) => {
    switch (command.kind) {
      case 'work':
        return queue.add(command.job);
      case 'cancel':
        return queue.cancel(command.key);
      case 'forget':
        connector.forget(command.installationId);
        if (command.repositoryIds === undefined) cache.dropAll();
        else for (const id of command.repositoryIds) cache.drop(id);
        return undefined;
    }
  };
}

/** Starts the App and answers once it listens. Rejects when the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const log = options.log ?? makeLog(options.logLevel);
  const pacing = options.pacing ?? politePacing;
  const { appId, privateKey, webhookSecret: secret, apiUrl: baseUrl, host } = options;
  const probot = new Probot({ appId, privateKey, secret, baseUrl, log });
  await probot.ready();
  const connector = makeConnector(probot, { baseUrl, pacing, log });
  const cache = makeObjectCache();
  const { review, ruleDocs, version } = options;
  const worker: Worker = { connector, cache, review, ruleDocs, version, pause: 2 * pacing.retryAfter, log };
  const queue = makeJobQueue({
    concurrency: options.concurrency ?? 4,
    deadline: options.deadline ?? 8 * 60_000,
    run: (job, signal) => runJob(worker, job, signal, (next) => queue.add(next)),
    log,
  });
  registerHandlers(probot, appId, makeAccept({ queue, connector, cache }));
  let stopping: Promise<void> | undefined;
  const { webhookPath: path, port } = options;
  const server = await startWebhookServer({ host, port, path, secret, probot, log, isReady: () => stopping === undefined });
  const webhookUrl = `http://${host}:${server.port}${path}`;
  log.info({ address: webhookUrl }, 'Listening for webhooks.');
  return {
    webhookUrl,
    port: server.port,
    idle: () => queue.idle(),
    stop: (grace) => {
      stopping ??= queue.drain(grace).then(() => server.close());
      return stopping;
    },
  };
}

/** Runs the App until SIGTERM or SIGINT, then drains it. `grace` is in milliseconds; orchestrators commonly kill after thirty seconds. */
export async function serveUntilSignal(options: ServerOptions, grace = 25_000): Promise<void> {
  const server = await startServer(options);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  await server.stop(grace);
}
