/** What a route gets and what it answers. */
import type { Grant, Level, Repository, World } from './world.ts';

/** A request that has passed routing, authentication and GitHub's description. */
export interface Call {
  readonly world: World;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Checked against the description, so routes may read what it promises. */
  readonly body: unknown;
  readonly accept: string;
  readonly grant: Grant | undefined;
  /** The request's URL without its query, for links to other pages. */
  readonly url: string;
}

export interface RepositoryCall extends Call {
  readonly repository: Repository;
  readonly grant: Grant;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Route =
  | { readonly route: string; readonly as: 'app' | 'anyone'; readonly answer: (call: Call) => Answer | Promise<Answer> }
  | {
      readonly route: string;
      readonly as: 'installation';
      /** What the token needs, `['checks', 'write']`. */
      readonly needs: readonly [string, Level];
      readonly answer: (call: RepositoryCall) => Answer | Promise<Answer>;
    };

/** GitHub says no. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(
    status: number,
    message: string,
    more: { readonly errors?: readonly unknown[]; readonly headers?: Record<string, string> } = {},
  ) {
    super(message);
    const body = {
      message,
      ...(more.errors === undefined ? {} : { errors: more.errors }),
      documentation_url: 'https://docs.github.com/rest',
    };
    this.answer = { status, body: { ...body, status: String(status) }, headers: more.headers ?? {} };
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** A page of a list with GitHub's Link header. */
export function pageOf<T>(call: Call, items: readonly T[], render: (shown: readonly T[]) => unknown, byDefault = 30): Answer {
  const perPage = Math.min(Number(call.query['per_page'] ?? byDefault), 100);
  const page = Number(call.query['page'] ?? 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const link = (target: number, name: string): string => {
    const query = new URLSearchParams({ ...call.query, page: String(target) });
    return `<${call.url}?${query.toString()}>; rel="${name}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ];
  const body = render(items.slice((page - 1) * perPage, page * perPage));
  return { status: 200, body, headers: links.length === 0 ? {} : { link: links.join(', ') } };
}
