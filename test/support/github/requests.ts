/** The way of a request through the loopback GitHub: route, description, token, answer, and the troubles a test asked for. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { notFound, Refusal, type Answer, type Call, type Route } from './answers.ts';
import { grantOf, requireAccess, requireApp } from './grants.ts';
import { judgeAnswer, judgeRequest } from './schema.ts';
import { appRoutes } from './routes/apps.ts';
import { checkRoutes } from './routes/checks.ts';
import { gitDataRoutes } from './routes/git-data.ts';
import { answerGraphQl } from './routes/graphql.ts';
import { pullRoutes } from './routes/pulls.ts';
import { reviewRoutes } from './routes/reviews.ts';
import type { World } from './world.ts';

/** A trouble for the next requests of a route. */
export interface Trouble {
  /** `POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews`, or `POST /graphql`. */
  readonly route: string;
  /** The status to answer; undefined leaves the answer as it is (only late). */
  readonly status?: number;
  /** How many requests it meets; 1 when left out. */
  readonly times?: number;
  /** Do the work first, then answer `status`: GitHub sometimes answers 502 after it created a review. */
  readonly afterwards?: boolean;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer waits for this: GitHub is slow. */
  readonly until?: Promise<unknown>;
}

export interface LoggedRequest {
  readonly route: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
  /** The login behind the token; `app` for the App's own JWT, `nobody` without a token. */
  readonly by: string;
}

export interface Desk {
  readonly world: World;
  readonly requests: LoggedRequest[];
  /** What GitHub's description does not allow, in requests and in our own answers. */
  readonly violations: string[];
  readonly troubles: { readonly trouble: Trouble; left: number }[];
}

const routes: readonly Route[] = [...appRoutes, ...pullRoutes, ...reviewRoutes, ...checkRoutes, ...gitDataRoutes];
/** Parameters that may hold slashes. */
const wide = new Set(['basehead', 'path', 'ref', 'tree_sha']);
const patterns = routes.map((route) => {
  const [method = '', path = ''] = route.route.split(' ');
  const names = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name);
  const source = path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => (wide.has(name) ? '(.+)' : '([^/]+)'));
  return { route, method, names, expression: new RegExp(`^${source}$`, 'u') };
});

interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly authorization: string | undefined;
  readonly accept: string;
}

function match(incoming: Incoming): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const { route, method, names, expression } of patterns) {
    const values = method === incoming.method ? expression.exec(incoming.path) : null;
    if (values === null) continue;
    return { route, params: Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index + 1] ?? '')])) };
  }
  return undefined;
}

async function answerRoute(desk: Desk, route: Route, call: Call, authorization: string | undefined): Promise<Answer> {
  if (route.as === 'app') requireApp(desk.world, authorization);
  if (route.as !== 'installation') return route.answer(call);
  const repository = desk.world.repositories.get(`${call.params['owner']}/${call.params['repo']}`);
  if (repository === undefined) throw notFound();
  const grant = requireAccess(call.grant, repository, route.needs);
  return route.answer({ ...call, repository, grant });
}

function troubleOf(desk: Desk, route: string): Trouble | undefined {
  const found = desk.troubles.find((one) => one.trouble.route === route && one.left > 0);
  if (found !== undefined) found.left -= 1;
  return found?.trouble;
}

function troubled(trouble: Trouble): Answer {
  const status = trouble.status ?? 500;
  return { status, body: { message: trouble.message ?? 'Server Error', documentation_url: '' }, headers: trouble.headers ?? {} };
}

async function answerIncoming(desk: Desk, incoming: Incoming): Promise<{ readonly route: string; readonly answer: Answer }> {
  const matched = match(incoming);
  const graphql = incoming.method === 'POST' && incoming.path === '/graphql';
  const route = graphql ? 'POST /graphql' : (matched?.route.route ?? `${incoming.method} ${incoming.path}`);
  const trouble = troubleOf(desk, route);
  await trouble?.until;
  if (trouble?.status !== undefined && trouble.afterwards !== true) return { route, answer: troubled(trouble) };
  const respond = async (): Promise<Answer> => {
    const grant = matched?.route.as === 'app' ? undefined : grantOf(desk.world, incoming.authorization);
    const url = `${desk.world.origin}/api/v3${incoming.path}`;
    const call: Call = { world: desk.world, params: {}, query: incoming.query, body: incoming.body, accept: incoming.accept, grant, url };
    if (graphql) return answerGraphQl(call);
    if (matched === undefined) {
      desk.violations.push(`${route} is not among the routes of the loopback GitHub`);
      throw notFound();
    }
    const wrong = judgeRequest(route, incoming.query, incoming.body);
    if (wrong !== undefined) {
      desk.violations.push(`${route}: ${wrong}`);
      throw new Refusal(422, `Invalid request.\n\n${wrong}`);
    }
    return answerRoute(desk, matched.route, { ...call, params: matched.params }, incoming.authorization);
  };
  const answer = await respond().catch((error: unknown) => {
    if (error instanceof Refusal) return error.answer;
    desk.violations.push(`${route}: ${String(error)}`);
    return { status: 500, body: { message: 'Server Error' } };
  });
  const wrong = Buffer.isBuffer(answer.body) ? undefined : judgeAnswer(route, answer.status, answer.body);
  if (wrong !== undefined) desk.violations.push(`our answer to ${route}: ${wrong}`);
  return { route, answer: trouble?.status === undefined ? answer : troubled(trouble) };
}

async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // a request without an encoding streams buffers
  const text = Buffer.concat(chunks).toString();
  const url = new URL(request.url ?? '/', 'http://github.test');
  return {
    method: request.method ?? 'GET',
    path: url.pathname.replace(/^\/api\/v3(?=\/)/u, '').replace(/^\/api\/graphql$/u, '/graphql'),
    query: Object.fromEntries(url.searchParams),
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
    authorization: request.headers.authorization,
    accept: request.headers.accept ?? '',
  };
}

/** Answers one HTTP request and writes it into the desk's book. */
export async function serveRequest(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const incoming = await readIncoming(request);
  const { route, answer } = await answerIncoming(desk, incoming);
  const token = /^(?:token|bearer) (.+)$/iu.exec(incoming.authorization ?? '')?.[1];
  const by = token === undefined ? 'nobody' : (desk.world.grants.get(token)?.actor.login ?? 'app');
  desk.requests.push({ route, path: incoming.path, status: answer.status, body: incoming.body, by });
  const used = desk.requests.length;
  const rate = { 'x-ratelimit-limit': '5000', 'x-ratelimit-used': String(used), 'x-ratelimit-remaining': String(Math.max(0, 5000 - used)) };
  const reset = String(Math.floor(Date.now() / 1000) + 3600);
  const type = { 'content-type': 'application/json; charset=utf-8', 'x-github-media-type': 'github.v3; format=json' };
  response.writeHead(answer.status, { ...type, ...rate, 'x-ratelimit-reset': reset, 'x-ratelimit-resource': 'core', ...answer.headers });
  if (Buffer.isBuffer(answer.body)) response.end(answer.body);
  else response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
}
