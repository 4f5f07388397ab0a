import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { commit, openPull } from '../../support/github/hosted-repository.ts';
import { pullRequestEvent } from '../../support/github/webhooks.ts';
import type { Pull } from '../../support/github/world.ts';
import { migration, migrationPath, startClinicApp, type ClinicApp } from './clinic-app.ts';

let app: ClinicApp;
let pull: Pull;

async function begin(deadline = 600_000): Promise<void> {
  app = await startClinicApp({ server: { deadline } });
  const files = { [migrationPath]: migration('AddIndex("visit_day")', 'RemoveField("room")') };
  pull = await openPull(app.github.world, app.clinic, { title: 'Index visits by day', branch: 'index', author: 'ines', files });
}
beforeEach(() => begin());
afterEach(() => app.stop());

const repos = '/repos/{owner}/{repo}';
const result = (): readonly (string | undefined)[] => {
  const { status, conclusion, title } = app.checkOf(pull);
  return [status, conclusion, title];
};
const blocked = '1 blocking, 1 warning: AddIndex of visit_day blocks every write to clinic_visit';

describe("GitHub's API fails", () => {
  test.each([
    ['once, with 500', 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}', 500],
    ['once, with 502', 'POST /graphql', 502],
    ['once, with 503', 'GET /repos/{owner}/{repo}/pulls/{pull_number}', 503],
    ['once, with 429', 'GET /repos/{owner}/{repo}/compare/{basehead}', 429],
    ['once, with 502 while the check is concluded', 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', 502],
  ])('%s: the review stands all the same', async (_, route, status) => {
    app.github.trouble({ route, status });
    await app.deliver(pull, 'opened');
    expect(result()).toEqual(['completed', 'failure', blocked]);
    expect([pull.reviews.length, app.clinic.checkRuns.length]).toEqual([1, 1]);
  });

  test('for good while files are read: the check says so, red for nobody', async () => {
    app.github.trouble({ route: `GET ${repos}/git/trees/{tree_sha}`, status: 500, times: 99 });
    await app.deliver(pull, 'opened');
    expect(result()).toEqual(['completed', 'neutral', "Not reviewed: GitHub's API answered 500"]);
    expect(app.checkOf(pull).summary).not.toMatch(/ at |node_modules|127\.0\.0\.1/u);
  });

  test('for good while the pull request is read: a check says so on the head of the event', async () => {
    app.github.trouble({ route: `GET ${repos}/pulls/{pull_number}`, status: 503, times: 99 });
    await app.deliver(pull, 'opened');
    expect(result()).toEqual(['completed', 'neutral', "Not reviewed: GitHub's API answered 503"]);
  });

  test('and what failed is tried again when the webhook is delivered again', async () => {
    app.github.trouble({ route: `GET ${repos}/compare/{basehead}`, status: 500, times: 4 });
    const delivery = await app.deliver(pull, 'opened');
    expect(app.checkOf(pull).conclusion).toBe('neutral');
    await app.github.redeliver(delivery);
    await app.server.idle();
    expect(result()).toEqual(['completed', 'failure', blocked]);
  });

  test('although it made the review: it is not made twice', async () => {
    app.github.trouble({ route: `POST ${repos}/pulls/{pull_number}/reviews`, status: 502, afterwards: true });
    await app.deliver(pull, 'opened');
    expect([pull.reviews.length, pull.comments.length]).toEqual([1, 2]);
  });

  test('before it made the review: it is made', async () => {
    app.github.trouble({ route: `POST ${repos}/pulls/{pull_number}/reviews`, status: 502, times: 2 });
    await app.deliver(pull, 'opened');
    expect([pull.reviews.length, pull.comments.length]).toEqual([1, 2]);
  });

  test('whenever comments are written: the check says so, and a redelivery tries again', async () => {
    const route = `POST ${repos}/pulls/{pull_number}/reviews`;
    app.github.trouble({ route, status: 502, times: 3 });
    const delivery = await app.deliver(pull, 'opened');
    expect([result(), pull.reviews]).toEqual([['completed', 'failure', blocked], []]);
    expect(app.checkOf(pull).summary).toContain('Review comments could not be written. GitHub did not answer');
    await app.github.redeliver(delivery);
    await app.server.idle();
    expect(pull.reviews).toHaveLength(1);
  });

  test('although it made the check run: it is found', async () => {
    app.github.trouble({ route: `POST ${repos}/check-runs`, status: 502, afterwards: true });
    await app.deliver(pull, 'opened');
    expect([app.clinic.checkRuns.length, result()]).toEqual([1, ['completed', 'failure', blocked]]);
  });

  test('to take the comments: the check tells everything', async () => {
    app.github.trouble({ route: `POST ${repos}/pulls/{pull_number}/reviews`, status: 422, message: 'Unprocessable Entity' });
    await app.deliver(pull, 'opened');
    expect(app.checkOf(pull).annotations).toHaveLength(2);
    expect(app.checkOf(pull).summary).toContain('GitHub refused the review comments');
  });

  test('to take the annotations: the verdict is told without them', async () => {
    pull.draft = true;
    app.github.trouble({ route: `PATCH ${repos}/check-runs/{check_run_id}`, status: 422, message: 'Invalid request' });
    await app.deliver(pull, 'opened');
    expect([result(), app.checkOf(pull).annotations]).toEqual([['completed', 'failure', blocked], []]);
  });

  test('by saying nothing: the job ends at its deadline', async () => {
    await app.stop();
    await begin(5000);
    app.github.trouble({ route: `GET ${repos}/git/trees/{tree_sha}`, until: new Promise(() => undefined) });
    await app.deliver(pull, 'opened');
    expect(result()).toEqual(['completed', 'neutral', 'Not reviewed: it took too long']);
  });
});

describe('a permission is missing', () => {
  const grant = (permissions: Readonly<Record<string, 'read' | 'write'>>): void => {
    app.github.installationFor(app.clinic).permissions = permissions;
  };

  test('for comments: the check says it', async () => {
    grant({ metadata: 'read', contents: 'read', checks: 'write', pull_requests: 'read' });
    await app.deliver(pull, 'opened');
    expect([result(), pull.reviews]).toEqual([['completed', 'failure', blocked], []]);
    expect(app.checkOf(pull).summary).toContain('lacks the permission “Pull requests: Read and write”');
    expect(app.checkOf(pull).annotations).toHaveLength(2);
  });

  test('for pull requests at all, or for files: the check asks for it', async () => {
    grant({ metadata: 'read', contents: 'read', checks: 'write' });
    await app.deliver(pull, 'opened');
    expect(result()).toEqual(['completed', 'action_required', 'Not reviewed: a permission is missing']);
    grant({ metadata: 'read', checks: 'write', pull_requests: 'write' });
    await app.stop();
    await begin();
    grant({ metadata: 'read', checks: 'write', pull_requests: 'write' });
    await app.deliver(pull, 'opened');
    expect(app.checkOf(pull).summary).toContain('“Contents: Read-only”');
  });

  test('for checks: the review stands, and the log says it', async () => {
    grant({ metadata: 'read', contents: 'read', pull_requests: 'write' });
    await app.deliver(pull, 'opened');
    expect([app.clinic.checkRuns.length, pull.reviews.length]).toEqual([0, 1]);
    expect(app.log.join('')).toContain('“Checks: Read and write” is missing');
  });

  test('for everything, as the installation is suspended: only the log says it', async () => {
    app.github.installationFor(app.clinic).suspended = true;
    await app.deliver(pull, 'opened');
    expect(app.clinic.checkRuns).toEqual([]);
    expect(app.log.join('')).toContain('This installation has been suspended');
  });
});

describe('things happen meanwhile', () => {
  /** GitHub answers no tree before `release` is called. */
  const hold = (): (() => void) => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    app.github.trouble({ route: `GET ${repos}/git/trees/{tree_sha}`, until });
    return release;
  };
  const untilChecked = async (): Promise<void> => {
    while (app.clinic.checkRuns.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  test('two pushes: the newest head wins, the older check is given up', async () => {
    const release = hold();
    await app.github.deliver(pullRequestEvent(app.github.world, pull, 'opened'));
    await untilChecked();
    const old = app.checkOf(pull);
    for (const operation of ['AddIndex("visit_room")', 'AddIndex("visit_hour")']) {
      await commit(app.github.world, app.clinic, { branch: 'index', message: operation, files: { [migrationPath]: migration(operation) } });
      await app.github.deliver(pullRequestEvent(app.github.world, pull, 'synchronize'));
    }
    release();
    await app.server.idle();
    expect([old.conclusion, app.checkOf(pull).conclusion]).toEqual(['cancelled', 'failure']);
    expect(app.clinic.checkRuns.filter(({ conclusion }) => conclusion !== 'cancelled')).toEqual([app.checkOf(pull)]);
    expect(pull.comments.map(({ commit: head, body }) => [head, body.includes('visit_hour')])).toEqual([[pull.headSha, true]]);
  });

  test('a push whose webhook is late: no comments on the old head', async () => {
    const release = hold();
    await app.github.deliver(pullRequestEvent(app.github.world, pull, 'opened'));
    await untilChecked();
    const old = app.checkOf(pull);
    await commit(app.github.world, app.clinic, {
      branch: 'index',
      message: 'Next',
      files: { [migrationPath]: migration('RunSQL("note")') },
    });
    release();
    await app.server.idle();
    expect([old.conclusion, pull.reviews]).toEqual(['failure', []]);
    expect(old.summary).toContain('A newer commit was pushed during this review');
  });

  test('webhooks arrive out of order: today’s head is reviewed', async () => {
    const opened = await pullRequestEvent(app.github.world, pull, 'opened');
    await commit(app.github.world, app.clinic, {
      branch: 'index',
      message: 'Next',
      files: { [migrationPath]: migration('RunSQL("note")') },
    });
    await app.deliver(pull, 'synchronize');
    await app.github.deliver(opened);
    await app.server.idle();
    expect(app.clinic.checkRuns.map(({ headSha, conclusion }) => [headSha, conclusion])).toEqual([[pull.headSha, 'success']]);
  });

  test('the pull request is closed: the work ends', async () => {
    const release = hold();
    await app.github.deliver(pullRequestEvent(app.github.world, pull, 'opened'));
    await untilChecked();
    pull.state = 'closed';
    await app.deliver(pull, 'closed');
    release();
    expect([app.checkOf(pull).conclusion, pull.reviews]).toEqual(['cancelled', []]);
  });
});

test('an exception of ours ends in a check without a stack', async () => {
  await app.stop();
  app = await startClinicApp({
    server: {
      review: () => {
        throw new TypeError('cannot read /srv/secret.py');
      },
    },
  });
  const files = { [migrationPath]: migration('AddIndex("visit_day")') };
  pull = await openPull(app.github.world, app.clinic, { title: 'Index', branch: 'index', author: 'ines', files });
  await app.deliver(pull, 'opened');
  expect(result()).toEqual(['completed', 'neutral', 'Not reviewed: an error in Migration Expert']);
  expect(JSON.stringify(app.checkOf(pull))).not.toMatch(/TypeError|secret\.py/u);
});
