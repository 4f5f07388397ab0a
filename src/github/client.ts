/** One repository seen through one token: what reading and publishing need of Octokit. */
import type { ProbotOctokit } from 'probot';

export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** What `ProbotOctokit` and `Octokit` of @octokit/rest have in common, as far as we use it. */
export type Octokit = Pick<ProbotOctokit, 'rest' | 'graphql' | 'paginate'>;

export interface GitHubClient {
  readonly octokit: Octokit;
  readonly name: RepositoryName;
  /** Never changes, unlike the name; keys what is cached. */
  readonly repositoryId: number;
}
