import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openPull } from '../../support/github/hosted-repository.ts';
import { installationEvent, pullRequestEvent, signatureOf, type WebhookEvent } from '../../support/github/webhooks.ts';
import type { Pull } from '../../support/github/world.ts';
import { migration, migrationPath, startClinicApp, type ClinicApp } from './clinic-app.ts';

let app: ClinicApp;
let pull: Pull;
beforeEach(async () => {
  app = await startClinicApp();
  const files = { [migrationPath]: migration('AddIndex("visit_day")') };
  pull = await openPull(app.github.world, app.clinic, { title: 'Rosa Parks has moved', branch: 'index', author: 'ines', files });
});
afterEach(() => app.stop());

const url = (path: string): string => new URL(path, app.server.webhookUrl).href;

async function post(headers: Readonly<Record<string, string>>, body: string): Promise<{ readonly status: number; readonly text: string }> {
  const usual = { 'content-type': 'application/json', 'x-github-event': 'pull_request', 'x-github-delivery': 'a-delivery' };
  const response = await fetch(app.server.webhookUrl, { method: 'POST', headers: { ...usual, ...headers }, body });
  return { status: response.status, text: await response.text() };
}
const signed = (body: string): Readonly<Record<string, string>> => ({
  'x-hub-signature-256': signatureOf(app.github.world.app.webhookSecret, body),
});

describe('a webhook', () => {
  test('with a wrong signature is refused, and nothing of it is logged', async () => {
    const delivery = await app.github.deliver(pullRequestEvent(app.github.world, pull, 'opened'), { secret: 'development' });
    await app.server.idle();
    expect(delivery.status).toBe(401);
    expect(app.github.requests).toEqual([]);
    expect(app.log.join('')).not.toContain('Rosa Parks');
    expect(app.log.join('')).toContain('The signature is wrong');
  });

  test.each([
    ['without a signature', {}, '{}', 400],
    ['without a body that is JSON', 'sign', 'not json, Rosa Parks', 400],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded', 'x-hub-signature-256': 'sha256=00' }, 'payload=%7B%7D', 415],
    ['of another shape than GitHub documents', 'sign', '{"action": "opened", "patient": "Rosa Parks"}', 500],
  ] as const)('%s is refused', async (_, headers, body, status) => {
    const answer = await post(headers === 'sign' ? signed(body) : headers, body);
    expect(answer.status).toBe(status);
    expect(answer.text + app.log.join('')).not.toContain('Rosa Parks');
  });

  test('that announces more than 25 MB is refused before it is read', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': 26 * 1024 * 1024 + 1, ...signed('') };
      const sending = httpRequest(app.server.webhookUrl, {
        method: 'POST',
        headers: { ...headers, 'x-github-event': 'push', 'x-github-delivery': 'x' },
      });
      sending.on('response', (response) => {
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.on('error', reject);
      sending.write('{');
    });
    expect(status).toBe(413);
  });

  test('that turns out to be larger than 25 MB is refused', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked', ...signed('') };
      const sending = httpRequest(app.server.webhookUrl, {
        method: 'POST',
        headers: { ...headers, 'x-github-event': 'push', 'x-github-delivery': 'x' },
      });
      sending.on('response', (response) => resolve(response.statusCode));
      sending.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EPIPE' || error.code === 'ECONNRESET' ? undefined : reject(error),
      );
      const part = Buffer.alloc(1024 * 1024, ' ');
      for (let sent = 0; sent <= 26; sent += 1) sending.write(part);
      sending.end();
    });
    expect(status).toBe(413);
  });

  test('that we have no use for is taken and forgotten', async () => {
    const star: WebhookEvent = { name: 'star', payload: { action: 'created', sender: { login: 'ines' } } };
    expect((await app.github.deliver(star)).status).toBe(202);
    expect((await app.github.deliver(pullRequestEvent(app.github.world, pull, 'labeled'))).status).toBe(202);
    await app.server.idle();
    expect(app.github.requests).toEqual([]);
  });

  test('is answered before the work is done', async () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    app.github.trouble({ route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}', until });
    const delivery = await app.github.deliver(pullRequestEvent(app.github.world, pull, 'opened'));
    expect(delivery.status).toBe(202);
    expect(app.clinic.checkRuns).toEqual([]);
    release();
    await app.server.idle();
    expect(app.clinic.checkRuns).toHaveLength(1);
  });
});

test('the log holds no token, no key, no code and no words of people', async () => {
  await app.deliver(pull, 'opened');
  const log = app.log.join('');
  expect(log).toContain('"outcome":"reviewed"');
  for (const secret of [/ghs_/u, /BEGIN RSA/u, /eyJ/u, /Rosa Parks/u, /visit_day/u, /AddIndex/u]) expect(log).not.toMatch(secret);
});

test('health, readiness and other paths', async () => {
  const ask = async (path: string, method = 'GET'): Promise<number> => (await fetch(url(path), { method })).status;
  expect([
    await ask('/healthz'),
    await ask('/readyz'),
    await ask('/'),
    await ask('/probot/setup'),
    await ask('/probot/import', 'POST'),
  ]).toEqual([200, 200, 404, 404, 404]);
  expect(await ask('/api/github/webhooks')).toBe(405);
});

test('a stopping App refuses webhooks, ends what runs and concludes its check', async () => {
  app.github.trouble({ route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}', until: new Promise(() => undefined) });
  await app.github.deliver(pullRequestEvent(app.github.world, pull, 'opened'));
  while (app.clinic.checkRuns.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const stopping = app.server.stop(1500);
  expect((await fetch(url('/readyz'))).status).toBe(503);
  expect((await app.github.deliver(pullRequestEvent(app.github.world, pull, 'opened'))).status).toBe(503);
  await stopping;
  expect([app.checkOf(pull).conclusion, app.checkOf(pull).title]).toEqual(['neutral', 'Not reviewed: interrupted']);
});

test('a token that GitHub revoked early is not used again', async () => {
  await app.deliver(pull, 'opened');
  app.github.world.grants.clear();
  await app.deliver(pull, 'synchronize');
  expect(app.log.join('')).toContain('Bad credentials');
  await app.deliver(pull, 'synchronize');
  expect(app.github.requests.at(-1)?.status).toBe(200);
});

test('an installation that ends takes its tokens and files with it', async () => {
  await app.deliver(pull, 'opened');
  const count = (): number => app.github.requests.filter(({ route }) => route.startsWith('POST /app/installations')).length;
  await app.deliver(pull, 'synchronize');
  expect(count()).toBe(1);
  await app.github.deliver(installationEvent(app.github.world, app.github.installationFor(app.clinic), 'new_permissions_accepted'));
  await app.deliver(pull, 'synchronize');
  expect(count()).toBe(2);
});
