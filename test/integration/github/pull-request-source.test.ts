import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeObjectCache } from '../../../src/github/read/object-cache.ts';
import { makePullRequestSource } from '../../../src/github/read/pull-request-source.ts';
import { readFork, readPullRequest } from '../../../src/github/read/pull-request.ts';
import type { PullRequestSource } from '../../../src/review/ports.ts';
import { repoPath } from '../../../src/source/position.ts';
import { commit, fork, openPull, type NewPull } from '../../support/github/hosted-repository.ts';
import { startGitHub, type LoopbackGitHub } from '../../support/github/start-github.ts';
import type { Limits, Pull, Repository } from '../../support/github/world.ts';
import { connect } from './connect.ts';

let github: LoopbackGitHub;
let clinic: Repository;

const models = 'from django.db import models\n\n\nclass Visit(models.Model):\n    day = models.DateField()\n';
const start = {
  'clinic/visits/models.py': models,
  'clinic/visits/migrations/0001_initial.py': '# the first\n',
  'README.md': 'A clinic.\n',
};
const reason: Omit<NewPull, 'files'> = { title: 'Keep the reason of a visit', branch: 'reason', author: 'ines' };

beforeEach(async () => {
  github = await startGitHub();
  clinic = await github.createRepository({ owner: 'city-clinic', name: 'records', files: start, people: { ines: 'write' } });
});
afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.stop();
});

async function sourceOf(pull: Pull, cache = makeObjectCache()): Promise<PullRequestSource> {
  const client = connect(github, clinic);
  const { number, head, baseBranch, changedFiles } = await readPullRequest(client, pull.number);
  const ends = { ...(await readFork(client, baseBranch, head)), head, pullRequest: { number, changedFiles } };
  return makePullRequestSource(client, cache, ends);
}

describe('the source of a pull request', () => {
  test('lists what changed, with patches, renames and removals', async () => {
    const files = {
      'clinic/visits/migrations/0002_reason.py': 'class Migration:\n    pass\n',
      'README.md': undefined,
      'docs/README.md': 'A clinic.\n',
      'clinic/visits/models.py': `${models}    reason = models.TextField()\n`,
      'logo.png': new Uint8Array([137, 80, 78, 71, 0, 1]),
    };
    const source = await sourceOf(await openPull(github.world, clinic, { ...reason, files }));
    const changed = (await source.changedPaths()).toSorted((a, b) => (a.path < b.path ? -1 : 1));
    expect(changed.map(({ path, status, previousPath, patch }) => [path, status, previousPath, patch?.split('\n')[0]])).toEqual([
      ['clinic/visits/migrations/0002_reason.py', 'added', undefined, '@@ -0,0 +1,2 @@'],
      ['clinic/visits/models.py', 'modified', undefined, '@@ -3,3 +3,4 @@ from django.db import models'],
      ['docs/README.md', 'renamed', 'README.md', undefined],
      ['logo.png', 'added', undefined, undefined],
    ]);
  });

  test('tells the merge base from the tip of the base branch', async () => {
    const pull = await openPull(github.world, clinic, { ...reason, files: { 'clinic/visits/reason.py': 'REASON = 1\n' } });
    await commit(github.world, clinic, {
      branch: 'main',
      message: 'Meanwhile',
      files: { 'clinic/visits/migrations/0002_room.py': '# room\n' },
    });
    const source = await sourceOf(pull);
    const room = repoPath('clinic/visits/migrations/0002_room.py');
    expect([...(await source.tree('base')).paths()]).not.toContain(room);
    expect([...(await source.tree('head')).paths()]).not.toContain(room);
    expect((await (await source.tree('baseTip')).fetch([room])).read(room)).toBe('# room\n');
    expect((await source.changedPaths()).map(({ path }) => path)).toEqual(['clinic/visits/reason.py']);
  });

  test('reads exactly what is in a file: byte order mark, CRLF, Latin-1, two megabytes', async () => {
    const latin = Buffer.from('# -*- coding: latin-1 -*-\nNAME = "Zo\xeb"\n', 'latin1');
    const large = `DATA = [\n${'    "ward",\n'.repeat(200_000)}]\n`;
    const files = { 'bom.py': '\uFEFFX = 1\n', 'crlf.py': 'X = 1\r\nY = 2\r\n', 'latin.py': latin, 'large.py': large, 'empty.py': '' };
    const source = await sourceOf(await openPull(github.world, clinic, { ...reason, files }));
    const paths = Object.keys(files).map(repoPath);
    const tree = await (await source.tree('head')).fetch([...paths, repoPath('absent.py')]);
    expect(paths.map((path) => tree.read(path))).toEqual(['\uFEFFX = 1\n', 'X = 1\r\nY = 2\r\n', latin.toString('utf8'), large, '']);
    expect(tree.read(repoPath('absent.py'))).toBeUndefined();
  });

  test('lists neither symbolic links nor folders', async () => {
    const source = await sourceOf(
      await openPull(github.world, clinic, { ...reason, files: { 'settings.py': { symlinkTo: '/etc/passwd' } } }),
    );
    const paths = [...(await source.tree('head')).paths()];
    expect(paths).toEqual(['README.md', 'clinic/visits/migrations/0001_initial.py', 'clinic/visits/models.py']);
  });

  test('reads 120 files of a fork in few requests, and again in none', async () => {
    const files = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`clinic/wards/ward_${index}.py`, `WARD = ${index}\n`]));
    const visitor = await fork(github.world, clinic, 'visitor');
    const pull = await openPull(github.world, clinic, { ...reason, author: 'visitor', head: visitor, files });
    const cache = makeObjectCache();
    const paths = Object.keys(files).map(repoPath);
    const read = async (): Promise<readonly string[]> => {
      const before = github.requests.length;
      const source = await sourceOf(pull, cache);
      const tree = await (await source.tree('head')).fetch(paths);
      await source.tree('base');
      await source.tree('baseTip');
      expect(paths.map((path) => tree.read(path))).toEqual(Object.values(files));
      return github.requests.slice(before).map(({ route }) => route.replace('/repos/{owner}/{repo}', ''));
    };
    const [pullPage, compare] = ['GET /pulls/{pull_number}', 'GET /compare/{basehead}'];
    const trees = ['GET /git/trees/{tree_sha}', 'GET /git/trees/{tree_sha}'];
    expect((await read()).toSorted()).toEqual(
      [pullPage, compare, ...trees, ...Array.from({ length: 3 }, () => 'POST /graphql')].toSorted(),
    );
    expect(await read()).toEqual([pullPage, compare]);
  });
});

test('sides that are read at the same time share what they fetch', async () => {
  const pull = await openPull(github.world, clinic, { ...reason, files: { 'a.py': 'A = 1\n' } });
  const source = await sourceOf(pull);
  const paths = Object.keys(start).map(repoPath);
  const [base, head] = await Promise.all([source.tree('base'), source.tree('head')]);
  const [before, after] = await Promise.all([base.fetch(paths), head.fetch([...paths, repoPath('a.py')])]);
  expect([paths.map((path) => before.read(path)), after.read(repoPath('a.py'))]).toEqual([Object.values(start), 'A = 1\n']);
  const reads = github.requests.filter(({ route }) => /graphql|blobs/u.test(route)).map(({ route }) => route);
  expect(reads).toEqual(['POST /graphql', 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}']);
});

test.each([
  ['is not there', { status: 404 }],
  ['answers something else', { status: 200, message: 'not GraphQL' }],
])('where GraphQL %s, REST reads the files', async (_, trouble) => {
  const files = { 'a.py': 'A = 1\n', 'b.py': 'B = 2\n' };
  const pull = await openPull(github.world, clinic, { ...reason, files });
  github.trouble({ route: 'POST /graphql', ...trouble });
  const tree = await (await (await sourceOf(pull)).tree('head')).fetch(Object.keys(files).map(repoPath));
  expect(Object.keys(files).map((path) => tree.read(repoPath(path)))).toEqual(Object.values(files));
});

describe("GitHub's limits", () => {
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`clinic/floor_${index % 3}/ward_${index}.py`, `WARD = ${index}\n`]),
  );

  async function lower(limits: Partial<Limits>): Promise<void> {
    await github.stop();
    github = await startGitHub({ limits });
    clinic = await github.createRepository({ owner: 'city-clinic', name: 'records', files: start });
  }

  test('a cut tree is walked folder by folder', async () => {
    await lower({ treeEntries: 12 });
    const source = await sourceOf(await openPull(github.world, clinic, { ...reason, files: many }));
    const paths = [...(await source.tree('head')).paths()];
    expect(paths).toEqual([...Object.keys(start), ...Object.keys(many)].toSorted());
  });

  test('a folder that can not be listed whole is no silent loss', async () => {
    await lower({ treeEntries: 2 });
    const source = await sourceOf(await openPull(github.world, clinic, { ...reason, files: many }));
    await expect(source.tree('head')).rejects.toThrow('holds more files than GitHub lists');
  });

  test('a text that GraphQL cuts is read whole', async () => {
    await lower({ blobText: 5 });
    const source = await sourceOf(await openPull(github.world, clinic, { ...reason, files: many }));
    const paths = Object.keys(many).map(repoPath);
    const tree = await (await source.tree('head')).fetch(paths);
    expect(paths.map((path) => tree.read(path))).toEqual(Object.values(many));
  });

  test('a comparison names 300 files, the pull request a few more, and the trees the rest', async () => {
    await lower({ pullFiles: 310 });
    const crowd = Object.fromEntries(Array.from({ length: 320 }, (_, index) => [`wards/ward_${index}.py`, `WARD = ${index}\n`]));
    const source = await sourceOf(await openPull(github.world, clinic, { ...reason, files: crowd }));
    const changed = await source.changedPaths();
    expect(changed.map(({ path }) => path).toSorted()).toEqual(Object.keys(crowd).toSorted());
    expect(changed.filter(({ patch }) => patch !== undefined)).toHaveLength(310);
  });
});
