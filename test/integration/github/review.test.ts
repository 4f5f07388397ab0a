import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { commit, fork, openPull, queueForMerge } from '../../support/github/hosted-repository.ts';
import { checkSuiteEvent, mergeGroupEvent } from '../../support/github/webhooks.ts';
import { accountOf, type Pull } from '../../support/github/world.ts';
import { migration, migrationPath, startClinicApp, type ClinicApp } from './clinic-app.ts';

let app: ClinicApp;
beforeEach(async () => {
  app = await startClinicApp();
});
afterEach(async () => {
  const { violations } = app.github;
  await app.stop();
  expect(violations).toEqual([]);
});

function open(more: Partial<Parameters<typeof openPull>[2]> = {}): Promise<Pull> {
  const files = { [migrationPath]: migration('AddIndex("visit_day")', 'RemoveField("room")', 'RunSQL("note")') };
  return openPull(app.github.world, app.clinic, { title: 'Index visits by day', branch: 'index', author: 'ines', files, ...more });
}
const push = (pull: Pull, text: string): Promise<string> =>
  commit(app.github.world, pull.head.repository, { branch: pull.head.branch, message: 'Next', files: { [migrationPath]: text } });
const routesSince = (count: number): readonly string[] =>
  app.github.requests.slice(count).map(({ route }) => route.replace('/repos/{owner}/{repo}', ''));

describe('a pull request', () => {
  test('gets a check and one review, in few requests', async () => {
    const pull = await open();
    const delivery = await app.deliver(pull, 'opened');
    expect(delivery.status).toBe(202);
    const check = app.checkOf(pull);
    expect([check.status, check.conclusion, check.title]).toEqual([
      'completed',
      'failure',
      '1 blocking, 1 warning: AddIndex of visit_day blocks every write to clinic_visit',
    ]);
    expect(check.actions.map(({ label }) => label)).toEqual(['Re-check']);
    expect(check.annotations.map(({ start_line: line, annotation_level: level }) => [line, level])).toEqual([[8, 'notice']]);
    expect(pull.reviews.map(({ state, author, commit: head }) => [state, author.login, head])).toEqual([
      ['COMMENTED', 'migration-expert[bot]', pull.headSha],
    ]);
    expect(pull.comments.map(({ path, line, startLine, side }) => [path, line, startLine, side])).toEqual([
      [migrationPath, 6, undefined, 'RIGHT'],
      [migrationPath, 7, undefined, 'RIGHT'],
    ]);
    expect(pull.comments[0]?.body).toContain('```suggestion\n        AddIndexConcurrently("visit_day"),\n```');
    const token = 'POST /app/installations/{installation_id}/access_tokens';
    expect(routesSince(0).toSorted()).toEqual([
      'GET /app',
      'GET /commits/{ref}/check-runs',
      'GET /compare/{basehead}',
      'GET /git/blobs/{file_sha}',
      'GET /git/trees/{tree_sha}',
      'GET /git/trees/{tree_sha}',
      'GET /pulls/{pull_number}',
      'GET /pulls/{pull_number}',
      'GET /pulls/{pull_number}/comments',
      'GET /pulls/{pull_number}/reviews',
      'PATCH /check-runs/{check_run_id}',
      token,
      'POST /check-runs',
      'POST /pulls/{pull_number}/reviews',
    ]);
  });

  test('gets a check in progress before anything is read', async () => {
    await app.deliver(await open(), 'opened');
    const routes = routesSince(0);
    expect(routes.indexOf('POST /check-runs')).toBeLessThan(routes.indexOf('GET /git/trees/{tree_sha}'));
    expect(app.github.requests.find(({ route }) => route.startsWith('POST') && route.endsWith('/check-runs'))?.body).toMatchObject({
      status: 'in_progress',
    });
  });

  test('with nothing to say hears nothing', async () => {
    const pull = await open({ files: { [migrationPath]: migration('AddField("note")') } });
    await app.deliver(pull, 'opened');
    expect(app.checkOf(pull).conclusion).toBe('neutral');
    expect([pull.reviews, pull.comments]).toEqual([[], []]);
  });

  test('delivered again, opened again and pressed again says nothing twice', async () => {
    const pull = await open();
    const delivery = await app.deliver(pull, 'opened');
    const before = app.github.requests.length;
    await app.github.redeliver(delivery);
    await app.server.idle();
    expect(routesSince(before).toSorted()).toEqual([
      'GET /commits/{ref}/check-runs',
      'GET /compare/{basehead}',
      'GET /pulls/{pull_number}',
    ]);
    await app.press(app.clinic, app.checkOf(pull), 'rerequested');
    await app.press(app.clinic, app.checkOf(pull), 'requested_action');
    expect(app.clinic.checkRuns.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect([pull.reviews.length, pull.comments.length]).toEqual([1, 2]);
  });

  test('our button does nothing for somebody who may only read', async () => {
    const pull = await open();
    await app.deliver(pull, 'opened');
    await app.press(app.clinic, app.checkOf(pull), 'requested_action', 'odo');
    expect(app.clinic.checkRuns).toHaveLength(1);
  });

  test('of a fork is reviewed, and found again from its check run', async () => {
    const visitor = await fork(app.github.world, app.clinic, 'visitor');
    const pull = await open({ head: visitor, author: 'visitor' });
    await app.deliver(pull, 'opened');
    expect([app.checkOf(pull).conclusion, pull.comments.length]).toEqual(['failure', 2]);
    await app.press(app.clinic, app.checkOf(pull), 'rerequested');
    expect(app.clinic.checkRuns).toHaveLength(2);
    await app.github.deliver(
      checkSuiteEvent(app.github.world, app.clinic, {
        action: 'rerequested',
        headSha: pull.headSha,
        sender: accountOf(app.github.world, 'ines'),
      }),
    );
    await app.server.idle();
    expect(app.clinic.checkRuns.map(({ conclusion }) => conclusion)).toEqual(['failure', 'failure', 'failure']);
    expect(pull.reviews).toHaveLength(1);
  });

  test('that is a draft gets the check, and the review when it is ready', async () => {
    const pull = await open({ draft: true });
    await app.deliver(pull, 'opened');
    expect([app.checkOf(pull).conclusion, app.checkOf(pull).annotations.length, pull.reviews.length]).toEqual(['failure', 3, 0]);
    pull.draft = false;
    await app.deliver(pull, 'ready_for_review');
    expect([app.clinic.checkRuns.length, pull.reviews.length]).toEqual([2, 1]);
  });

  test('with more than fifty annotations gets all of them, in order', async () => {
    const operations = Array.from({ length: 120 }, (_, index) => `RunSQL("note_${index}")`);
    const pull = await open({ files: { [migrationPath]: migration(...operations) } });
    await app.deliver(pull, 'opened');
    expect(app.checkOf(pull).annotations.map(({ start_line: line }) => line)).toEqual(operations.map((_, index) => index + 6));
  });

  test('with more than twenty findings gets the twenty worst as comments', async () => {
    const operations = [
      ...Array.from({ length: 15 }, (_, i) => `RemoveField("f${i}")`),
      ...Array.from({ length: 15 }, (_, i) => `AddIndex("i${i}")`),
    ];
    const pull = await open({ files: { [migrationPath]: migration(...operations) } });
    await app.deliver(pull, 'opened');
    expect(pull.comments.filter(({ body }) => body.includes('AddIndex'))).toHaveLength(15);
    expect([pull.comments.length, app.checkOf(pull).annotations.length]).toEqual([20, 10]);
    await push(pull, migration(...operations, 'AddField("note")'));
    await app.deliver(pull, 'synchronize');
    expect([pull.comments.length, pull.reviews.length]).toEqual([20, 1]);
  });
});

describe('the base', () => {
  test('its configuration counts, not that of the pull request, which is named', async () => {
    const pull = await open({
      files: { '.github/migration-expert.yml': 'fail-on: never\n', [migrationPath]: migration('AddIndex("visit_day")') },
    });
    await app.deliver(pull, 'opened');
    expect(app.checkOf(pull).conclusion).toBe('failure');
    expect(app.checkOf(pull).summary).toContain('This pull request changes `.github/migration-expert.yml`.');
  });

  test('a configuration that nobody can read asks for action', async () => {
    await commit(app.github.world, app.clinic, {
      branch: 'main',
      message: 'Configure',
      files: { '.github/migration-expert.yml': 'colour: red\n' },
    });
    const pull = await open();
    await app.deliver(pull, 'opened');
    expect(app.checkOf(pull).conclusion).toBe('action_required');
    expect(app.checkOf(pull).summary).toContain('`.github/migration-expert.yml` line 1');
  });

  test('changed by an edit, the pull request is looked at again; a new title is nothing', async () => {
    const pull = await open();
    await app.deliver(pull, 'opened');
    await app.deliver(pull, 'edited', { changes: { title: { from: 'Old' } } });
    expect(app.clinic.checkRuns).toHaveLength(1);
    await commit(app.github.world, app.clinic, { branch: 'release', from: 'main', message: 'Release', files: { 'notes.md': 'x' } });
    pull.baseBranch = 'release';
    await app.deliver(pull, 'edited', { changes: { base: { ref: { from: 'main' } } } });
    expect(app.clinic.checkRuns).toHaveLength(2);
  });
});

test('a merge group gets the check on its own commit, and no review', async () => {
  const one = await open();
  const other = await open({ branch: 'other', files: { 'clinic/visits/migrations/0002_other.py': migration('RunSQL("other")') } });
  const group = await queueForMerge(app.github.world, [one, other]);
  await app.github.deliver(mergeGroupEvent(app.github.world, app.clinic, group));
  await app.server.idle();
  const check = app.clinic.checkRuns.find(({ headSha }) => headSha === group.headSha);
  expect([check?.name, check?.conclusion, check?.annotations.length]).toEqual(['Migration Expert', 'failure', 4]);
  expect([one.reviews, other.reviews]).toEqual([[], []]);
  if (check !== undefined) await app.press(app.clinic, check, 'rerequested');
  expect(app.clinic.checkRuns.filter(({ headSha, status }) => headSha === group.headSha && status === 'completed')).toHaveLength(2);
});
