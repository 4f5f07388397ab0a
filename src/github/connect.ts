/** Clients with tokens of one repository, for as long as one job runs. */
import { LRUCache } from 'lru-cache';
import { ProbotOctokit, type Probot } from 'probot';
import type { GitHubClient } from './client.ts';
import { statusOf } from './failure.ts';
import type { Job } from './job.ts';
import type { Logger } from './log.ts';
import { GitHubProblem } from './problem.ts';

export type Permissions = Readonly<Record<string, string>>;

export interface Connection {
  /** Stops with the job. */
  readonly client: GitHubClient;
  /** Outlives it, for the conclusion. */
  readonly closing: GitHubClient;
  /** What the installation granted, `{ checks: 'write', … }`. */
  readonly permissions: Permissions;
  /** HTTP requests that GitHub answered so far, repeated ones included. */
  requests(): number;
}

/** Our App as GitHub knows it. */
export interface AppName {
  readonly id: number;
  /** The author of what we write: `<slug>[bot]`. */
  readonly botLogin: string;
}

export interface Connector {
  connect(place: Place, signal: AbortSignal): Promise<Connection>;
  /** Asked of GitHub once. */
  app(): Promise<AppName>;
  forget(installationId: number): void;
}

export interface Pacing {
  /** Keep GitHub's advice: one write a second, one review in three. Off only in tests. */
  readonly throttle: boolean;
  /** Milliseconds that the first repetition of a failed request waits; later ones 4 and 9 times as long. */
  readonly retryAfter: number;
}
export const politePacing: Pacing = { throttle: true, retryAfter: 1000 };

/** What we ask for: least first refused is least had. `merge_queues` is only for the event. */
export const wantedPermissions = { checks: 'write', contents: 'read', metadata: 'read', pull_requests: 'write' } as const;

interface Token {
  readonly token: string;
  readonly expiresAt: number;
  readonly permissions: Permissions;
}

/** A token must outlive the longest job. */
const leastLife = 20 * 60_000;
const requestTimeout = 30_000;
/** A longer wait for a rate limit would outlast the job. */
const longestWait = 60;

/** Where a token reaches. */
type Place = Pick<Job, 'installationId' | 'repository'>;
type AppOctokit = Awaited<ReturnType<Probot['auth']>>;

async function requestToken(octokit: AppOctokit, { installationId, repository }: Place): Promise<Token> {
  const asked = { installation_id: installationId, repository_ids: [repository.id] };
  const { data } = await octokit.rest.apps
    .createInstallationAccessToken({ ...asked, permissions: wantedPermissions })
    .catch((error: unknown) => {
      if (statusOf(error) !== 422) throw error;
      return octokit.rest.apps.createInstallationAccessToken(asked); // some permission was never granted: take what there is
    });
  const permissions = Object.fromEntries(Object.entries(data.permissions ?? {}).map(([name, level]) => [name, level]));
  return { token: data.token, expiresAt: Date.parse(data.expires_at), permissions };
}

interface Tokens {
  of(place: Place): Promise<Token>;
  drop(place: Place): void;
  dropAll(installationId: number): void;
}

function makeTokens(probot: Probot): Tokens {
  const tokens = new LRUCache<string, Token>({ max: 10_000 });
  const keyOf = ({ installationId, repository }: Place): string => `${installationId}:${repository.id}`;
  return {
    of: async (place) => {
      const known = tokens.get(keyOf(place));
      if (known !== undefined && known.expiresAt - Date.now() > leastLife) return known;
      const token = await requestToken(await probot.auth(), place);
      tokens.set(keyOf(place), token);
      return token;
    },
    drop: (place) => void tokens.delete(keyOf(place)),
    dropAll: (installationId) => {
      for (const key of Array.from(tokens.keys())) if (key.startsWith(`${installationId}:`)) tokens.delete(key);
    },
  };
}

function mayWait(retryAfter: number, _request: unknown, _octokit: unknown, retries: number): boolean {
  return retryAfter <= longestWait && retries < 2;
}

interface ClientParts {
  readonly place: Place;
  readonly token: Token;
  /** Aborts every request of this client. */
  readonly stop: AbortSignal | undefined;
  /** Told of each HTTP request's status. */
  readonly heard: (status: number) => void;
}

function makeClient(options: ConnectorOptions, { place, token, stop, heard }: ClientParts): GitHubClient {
  const listening: typeof fetch = async (url, init) => {
    const signals = [AbortSignal.timeout(requestTimeout), ...(stop === undefined ? [] : [stop])];
    const response = await fetch(url, { ...init, signal: AbortSignal.any(signals) });
    heard(response.status);
    return response;
  };
  const octokit = new ProbotOctokit({
    baseUrl: options.baseUrl,
    auth: { token: token.token },
    log: options.log,
    request: { fetch: listening },
    retry: { retryAfterBaseValue: options.pacing.retryAfter },
    throttle: options.pacing.throttle
      ? { id: String(place.installationId), onRateLimit: mayWait, onSecondaryRateLimit: mayWait }
      : { enabled: false },
  });
  return { octokit, name: { owner: place.repository.owner, repo: place.repository.name }, repositoryId: place.repository.id };
}

async function askForName(probot: Probot): Promise<AppName> {
  const { data } = await (await probot.auth()).rest.apps.getAuthenticated();
  if (data?.slug === undefined) throw new GitHubProblem('GitHub does not know this App.');
  return { id: data.id, botLogin: `${data.slug}[bot]` };
}

export interface ConnectorOptions {
  readonly baseUrl: string;
  readonly pacing: Pacing;
  readonly log: Logger;
}

/** Octokits that share one throttle for each installation, as Probot's own do (`probot.auth(id)`), but whose tokens reach one repository only. */
export function makeConnector(probot: Probot, options: ConnectorOptions): Connector {
  const tokens = makeTokens(probot);
  let app: Promise<AppName> | undefined;
  return {
    connect: async (place, signal) => {
      const token = await tokens.of(place);
      let requests = 0;
      const heard = (status: number): void => {
        requests += 1;
        if (status === 401) tokens.drop(place); // revoked before its time
      };
      const client = makeClient(options, { place, token, stop: signal, heard });
      const closing = makeClient(options, { place, token, stop: undefined, heard });
      return { client, closing, permissions: token.permissions, requests: () => requests };
    },
    app: () => {
      const asking = app ?? askForName(probot);
      app = asking;
      asking.catch(() => {
        app = undefined; // ask again next time
      });
      return asking;
    },
    forget: (installationId) => tokens.dropAll(installationId),
  };
}
