import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answerComment, commentAs, commit, openPull } from '../../support/github/hosted-repository.ts';
import type { Pull } from '../../support/github/world.ts';
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

function open(): Promise<Pull> {
  const files = { [migrationPath]: migration('AddIndex("visit_day")', 'RemoveField("room")', 'RunSQL("note")') };
  return openPull(app.github.world, app.clinic, { title: 'Index visits by day', branch: 'index', author: 'ines', files });
}
const push = (pull: Pull, text: string): Promise<string> =>
  commit(app.github.world, pull.head.repository, { branch: pull.head.branch, message: 'Next', files: { [migrationPath]: text } });

describe('the next push', () => {
  test('strikes what is fixed, keeps what stands, and leaves alone what somebody answered', async () => {
    const pull = await open();
    await app.deliver(pull, 'opened');
    const [index, room] = pull.comments;
    if (index === undefined || room === undefined) throw new Error('two comments were expected');
    answerComment(app.github.world, pull, room, 'ines', 'We know.');
    const standing = room.body;
    await push(pull, migration('AddIndexConcurrently("visit_day")', 'RunSQL("note")'));
    await app.deliver(pull, 'synchronize');
    expect(index.body.split('\n')[0]).toBe(
      `~~\`AddIndex\` of \`visit_day\` blocks every write to \`clinic_visit\`.~~ Fixed in ${pull.headSha.slice(0, 7)}.`,
    );
    expect(room.body).toBe(standing);
    expect([pull.reviews.length, app.checkOf(pull).conclusion]).toEqual([1, 'success']);
  });

  test('that moves the lines says nothing again, and what comes back is said in the old place', async () => {
    const pull = await open();
    await app.deliver(pull, 'opened');
    const first = pull.comments[0]?.body;
    await push(pull, migration('AddField("note")', 'AddField("day")', 'AddIndex("visit_day")', 'RemoveField("room")'));
    await app.deliver(pull, 'synchronize');
    expect([pull.comments.length, pull.comments[0]?.body]).toEqual([2, first]);
    await push(pull, migration('RemoveField("room")'));
    await app.deliver(pull, 'synchronize');
    expect(pull.comments[0]?.body).toContain('Fixed in');
    await push(pull, migration('AddIndex("visit_day")', 'RemoveField("room")'));
    await app.deliver(pull, 'synchronize');
    expect([pull.comments.length, pull.comments[0]?.body]).toEqual([2, first]);
  });

  test('that silences a finding says so', async () => {
    const pull = await open();
    await app.deliver(pull, 'opened');
    await push(pull, migration('AddIndex("visit_day"),  # ignore: forty rows', 'RemoveField("room")'));
    await app.deliver(pull, 'synchronize');
    expect(pull.comments[0]?.body).toContain('Silenced in');
  });

  test('that breaks the file calls nothing fixed', async () => {
    const pull = await open();
    await app.deliver(pull, 'opened');
    const bodies = pull.comments.map(({ body }) => body);
    await push(pull, '???');
    await app.deliver(pull, 'synchronize');
    expect(pull.comments.map(({ body }) => body)).toEqual(bodies);
  });

  test('a comment that a person deleted is not said again', async () => {
    const pull = await open();
    await app.deliver(pull, 'opened');
    pull.comments.splice(0, 1);
    await push(pull, migration('AddIndex("visit_day")', 'RemoveField("room")'));
    await app.deliver(pull, 'synchronize');
    expect([pull.reviews.length, pull.comments.length]).toEqual([1, 1]);
  });

  test("a forged mark in somebody else's comment counts for nothing", async () => {
    const pull = await open();
    const body = '<!-- migration-expert:v1 f=index%2dblocks%2dwrites%3Avisits%3AAddIndex%3Avisit_day -->';
    const forged = commentAs(app.github.world, pull, 'odo', { path: migrationPath, line: 6, body });
    await app.deliver(pull, 'opened');
    expect(pull.comments.filter(({ author }) => author.type === 'Bot')).toHaveLength(2);
    await push(pull, migration('AddField("note")'));
    await app.deliver(pull, 'synchronize');
    expect(forged.body).toBe(body);
  });
});
