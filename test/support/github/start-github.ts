/** A GitHub on 127.0.0.1 that holds real git repositories: for development, tests and the demo. */
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { grantPersonal, makeApp } from './grants.ts';
import { createRepository, type NewRepository } from './hosted-repository.ts';
import { serveRequest, type Desk, type LoggedRequest, type Trouble } from './requests.ts';
import { sendWebhook, type Delivery, type WebhookEvent } from './webhooks.ts';
import {
  accountOf,
  documentedLimits,
  installationOf,
  type Installation,
  type Limits,
  type Permissions,
  type Repository,
  type World,
} from './world.ts';

export interface LoopbackGitHub {
  readonly world: World;
  /** `http://127.0.0.1:PORT`; the API stands at `/api/v3`, as on GitHub Enterprise Server, and at `/`. */
  readonly origin: string;
  /** Every request that was answered, in order. */
  readonly requests: readonly LoggedRequest[];
  /** What GitHub's description forbids; a test expects none. */
  readonly violations: readonly string[];
  /** A repository of an organisation in which the App is installed. */
  createRepository(asked: NewRepository): Promise<Repository>;
  /** The App's installation in a repository's account, to be changed by a test. */
  installationFor(repository: Repository): Installation;
  /** A personal token (or a workflow's GITHUB_TOKEN, login `github-actions[bot]`). */
  tokenFor(login: string, repositories: readonly Repository[], permissions: Permissions): string;
  trouble(trouble: Trouble): void;
  /** Where webhooks go. */
  sendWebhooksTo(url: string): void;
  deliver(event: WebhookEvent | Promise<WebhookEvent>, options?: { readonly id?: string; readonly secret?: string }): Promise<Delivery>;
  /** Sends the same body under the same delivery id again, as the "Redeliver" button does. */
  redeliver(delivery: Delivery): Promise<Delivery>;
  /** Stops listening and removes the repositories. */
  stop(): Promise<void>;
}

function makeWorld(origin: string, limits: Limits): World {
  let last = 1000;
  const clock = { accounts: new Map(), nextId: () => (last += 1), now: () => `${new Date().toISOString().slice(0, 19)}Z` };
  const app = makeApp(clock);
  return { ...clock, origin, app, limits, installations: new Map(), repositories: new Map(), grants: new Map() };
}

function install(world: World, login: string): void {
  const account = accountOf(world, login, 'Organization');
  if (installationOf(world, account) !== undefined) return;
  const id = world.nextId();
  world.installations.set(id, { id, account, permissions: world.app.permissions, suspended: false });
}

/** Starts it on a free port. `limits` are GitHub's own unless a test lowers them. */
export async function startGitHub(options: { readonly limits?: Partial<Limits>; readonly port?: number } = {}): Promise<LoopbackGitHub> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // an address once it listens
  const world = makeWorld(`http://127.0.0.1:${port}`, { ...documentedLimits, ...options.limits });
  const desk: Desk = { world, requests: [], violations: [], troubles: [] };
  server.on('request', (request, response) => void serveRequest(desk, request, response));
  let webhookUrl = '';
  const deliver: LoopbackGitHub['deliver'] = async (event, how) => sendWebhook(world, webhookUrl, await event, how);
  return {
    world,
    origin: world.origin,
    requests: desk.requests,
    violations: desk.violations,
    createRepository: (asked) => {
      install(world, asked.owner);
      return createRepository(world, asked);
    },
    installationFor: (repository) => {
      const installation = installationOf(world, repository.owner);
      if (installation === undefined) throw new Error(`the App is not installed in ${repository.owner.login}`);
      return installation;
    },
    tokenFor: (login, repositories, permissions) => grantPersonal(world, login, repositories, permissions),
    trouble: (trouble) => desk.troubles.push({ trouble, left: trouble.times ?? 1 }),
    sendWebhooksTo: (url) => {
      webhookUrl = url;
    },
    deliver,
    redeliver: (delivery) => deliver(delivery.event, { id: delivery.id }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const repository of world.repositories.values()) await rm(repository.directory, { recursive: true, force: true });
    },
  };
}
