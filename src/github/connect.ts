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
  /** HTTP requests sent so far, repeated ones included. */
  requests(): number;
}

/** Our App as GitHub knows it. */
export interface AppName {
  readonly id: number;
  /** The author of what we write: `<slug>[bot]`. */
  readonly botLogin: string;
}

export interface Connector {
  connect(job: Pick<Job, 'installationId' | 'repository'>, signal: AbortSignal): Promise<Connection>;
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

type AppOctokit = Awaited<ReturnType<Probot['auth']>>;

async function requestToken(
  octokit: AppOctokit,
  { installationId, repository }: Pick<Job, 'installationId' | 'repository'>,
): Promise<Token> {
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

/** Octokits that share one throttle for each installation, as Probot's own do (`probot.auth(id)`), but whose tokens reach one repository only. */
export function makeConnector(
  probot: Probot,
  options: { readonly baseUrl: string; readonly pacing: Pacing; readonly log: Logger },
): Connector {
  const tokens = new LRUCache<string, Token>({ max: 10_000 });
  const tokenOf = async (job: Pick<Job, 'installationId' | 'repository'>): Promise<Token> => {
    const key = `${job.installationId}:${job.repository.id}`;
    const known = tokens.get(key);
    if (known !== undefined && known.expiresAt - Date.now() > leastLife) return known;
    const token = await requestToken(await probot.auth(), job);
    tokens.set(key, token);
    return token;
  };
  const mayWait = (retryAfter: number, _request: unknown, _octokit: unknown, retries: number): boolean =>
    retryAfter <= longestWait && retries < 2;
  let app: Promise<AppName> | undefined;
  return {
    connect: async (job, signal) => {
      const token = await tokenOf(job);
      let requests = 0;
      const clientWith = (stop: readonly AbortSignal[]): GitHubClient => {
        const counted: typeof fetch = (url, init) => {
          requests += 1;
          return fetch(url, { ...init, signal: AbortSignal.any([...stop, AbortSignal.timeout(requestTimeout)]) });
        };
        const octokit = new ProbotOctokit({
          baseUrl: options.baseUrl,
          auth: { token: token.token },
          log: options.log,
          request: { fetch: counted },
          retry: { retryAfterBaseValue: options.pacing.retryAfter },
          throttle: options.pacing.throttle
            ? { id: String(job.installationId), onRateLimit: mayWait, onSecondaryRateLimit: mayWait }
            : { enabled: false },
        });
        return { octokit, name: { owner: job.repository.owner, repo: job.repository.name }, repositoryId: job.repository.id };
      };
      return { client: clientWith([signal]), closing: clientWith([]), permissions: token.permissions, requests: () => requests };
    },
    app: () => {
      const asking =
        app ??
        probot.auth().then(async (octokit) => {
          const { data } = await octokit.rest.apps.getAuthenticated();
          if (data?.slug === undefined) throw new GitHubProblem('GitHub does not know this App.');
          return { id: data.id, botLogin: `${data.slug}[bot]` };
        });
      app = asking;
      asking.catch(() => {
        app = undefined; // ask again next time
      });
      return asking;
    },
    forget: (installationId) => {
      for (const key of Array.from(tokens.keys())) if (key.startsWith(`${installationId}:`)) tokens.delete(key);
    },
  };
}
