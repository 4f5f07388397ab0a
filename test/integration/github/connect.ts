import { jest } from '@jest/globals';
import { ProbotOctokit } from 'probot';
import type { GitHubClient } from '../../../src/github/client.ts';
import type { LoopbackGitHub } from '../../support/github/start-github.ts';
import type { Permissions, Repository } from '../../support/github/world.ts';

export const readOnly: Permissions = { contents: 'read', pull_requests: 'read' };

jest.setTimeout(60_000); // each test runs dozens of git processes

/** A client with a token of the repository, without the pauses between requests that GitHub asks for. */
export function connect(github: LoopbackGitHub, repository: Repository, permissions: Permissions = readOnly): GitHubClient {
  const octokit = new ProbotOctokit({
    baseUrl: `${github.origin}/api/v3`,
    auth: { token: github.tokenFor('ines', [repository], permissions) },
    throttle: { enabled: false },
    retry: { enabled: false },
  });
  return { octokit, name: { owner: repository.owner.login, repo: repository.name }, repositoryId: repository.id };
}
