import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openPullRequest, readPullRequestAddress } from '../../../src/github/read/token-source.ts';
import { openPull } from '../../support/github/hosted-repository.ts';
import { startGitHub, type LoopbackGitHub } from '../../support/github/start-github.ts';
import type { Repository } from '../../support/github/world.ts';
import { readOnly } from './connect.ts';

test('a pull request is named by owner, repository and number, or by its page', () => {
  const address = { owner: 'city-clinic', repo: 'records', number: 12 };
  expect(readPullRequestAddress('city-clinic/records#12')).toEqual(address);
  expect(readPullRequestAddress('https://github.com/city-clinic/records/pull/12/files')).toEqual(address);
  for (const text of ['', '12', 'records#12', 'city-clinic/records', 'city-clinic/records#0', 'city-clinic/records#x', 'a/b/c#1']) {
    expect(readPullRequestAddress(text)).toBeUndefined();
  }
});

describe('a pull request read with a token', () => {
  let github: LoopbackGitHub;
  let clinic: Repository;
  const address = { owner: 'city-clinic', repo: 'records', number: 1 };
  beforeEach(async () => {
    github = await startGitHub();
    clinic = await github.createRepository({ owner: 'city-clinic', name: 'records', files: { 'manage.py': '' } });
    const files = { 'clinic/models.py': 'class Visit: ...\n' };
    await openPull(github.world, clinic, { title: 'Visits', branch: 'visits', author: 'ines', files });
  });
  afterEach(() => github.stop());
  const access = (token: string | undefined): { readonly token: string | undefined; readonly apiUrl: string } => ({
    token,
    apiUrl: `${github.origin}/api/v3`,
  });

  test('has its files', async () => {
    const source = await openPullRequest(access(github.tokenFor('ines', [clinic], readOnly)), address);
    const paths = (await source.changedPaths()).map(({ path }) => path);
    const head = await (await source.tree('head')).fetch(paths);
    expect(paths.map((path) => [path, head.read(path)])).toEqual([['clinic/models.py', 'class Visit: ...\n']]);
    expect(github.violations).toEqual([]);
  });

  test('or a sentence says why not', async () => {
    const tokens = {
      wrong: 'github_pat_wrong',
      none: undefined,
      other: github.tokenFor('odo', [], readOnly),
      weak: github.tokenFor('odo', [clinic], { contents: 'read' }),
    };
    const sentence = (token: string | undefined, number = 1): Promise<unknown> =>
      openPullRequest(access(token), { ...address, number }).then(
        () => 'opened',
        (error: unknown) => (error as Error).message,
      ); // thrown by us
    expect(await sentence(tokens.wrong)).toContain('GitHub refuses the token');
    expect(await sentence(tokens.none)).toContain('city-clinic/records#1 does not exist, or the token may not read it');
    expect(await sentence(tokens.other)).toContain('may not read it');
    expect(await sentence(tokens.weak)).toContain('lacks a permission');
    expect(await sentence(github.tokenFor('ines', [clinic], readOnly), 9)).toContain('city-clinic/records#9 does not exist');
  });
});
