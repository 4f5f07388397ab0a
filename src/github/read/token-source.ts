/** A pull request read with somebody's token, without the App: for the command line and for workflows. */
import { Octokit } from '@octokit/rest';
import type { PullRequestSource } from '../../review/ports.ts';
import type { GitHubClient } from '../client.ts';
import { statusOf } from '../failure.ts';
import { GitHubProblem } from '../problem.ts';
import { makeObjectCache } from './object-cache.ts';
import { readFork, readPullRequest } from './pull-request.ts';
import { makePullRequestSource } from './pull-request-source.ts';

export interface PullRequestAddress {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export interface TokenAccess {
  /** Undefined reads public repositories, sixty requests an hour. */
  readonly token: string | undefined;
  /** `https://api.github.com`, or `https://HOST/api/v3`. */
  readonly apiUrl: string;
}

/** `OWNER/REPO#N`, or the address of a pull request's page; undefined for anything else. */
export function readPullRequestAddress(text: string): PullRequestAddress | undefined {
  const short = /^([\w.-]+)\/([\w.-]+)#([1-9]\d{0,9})$/u.exec(text);
  const page = /^https:\/\/[^/]+\/([\w.-]+)\/([\w.-]+)\/pull\/([1-9]\d{0,9})(?:[/?#]|$)/u.exec(text);
  const [, owner, repo, number] = short ?? page ?? [];
  return owner === undefined || repo === undefined ? undefined : { owner, repo, number: Number(number) };
}

function problemOf(error: unknown, address: PullRequestAddress): unknown {
  const name = `${address.owner}/${address.repo}#${address.number}`;
  const status = statusOf(error);
  if (status === undefined) return error;
  if (status === 401) return new GitHubProblem('GitHub refuses the token: is GITHUB_TOKEN right, and still valid?');
  if (status === 404) return new GitHubProblem(`${name} does not exist, or the token may not read it: set GITHUB_TOKEN.`);
  if (status === 403 || status === 429) {
    return new GitHubProblem(
      `GitHub does not let us read ${name} (${status}): the token lacks a permission, or its rate limit is used up.`,
    );
  }
  return new GitHubProblem(`GitHub's API answered ${status} for ${name}.`);
}

/** Every request of the source ends in a `GitHubProblem`, a sentence, when GitHub refuses it. */
function withProblems(source: PullRequestSource, address: PullRequestAddress): PullRequestSource {
  const told = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw problemOf(error, address);
    }
  };
  return {
    changedPaths: () => told(source.changedPaths()),
    tree: async (side) => {
      const tree = await told(source.tree(side));
      return { ...tree, fetch: (paths) => told(tree.fetch(paths)) };
    },
  };
}

/** The pull request as a source for a review. Rejects with a `GitHubProblem`, a sentence, when GitHub does not let us read it. */
export async function openPullRequest(access: TokenAccess, address: PullRequestAddress): Promise<PullRequestSource> {
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const octokit = new Octokit({ baseUrl: access.apiUrl, log: silent, ...(access.token === undefined ? {} : { auth: access.token }) });
  const client: GitHubClient = { octokit, name: { owner: address.owner, repo: address.repo }, repositoryId: 0 };
  try {
    const pull = await readPullRequest(client, address.number);
    const fork = await readFork(client, pull.baseBranch, pull.head);
    return withProblems(makePullRequestSource(client, makeObjectCache(), { ...fork, head: pull.head, pullRequest: pull }), address);
  } catch (error) {
    throw problemOf(error, address);
  }
}
