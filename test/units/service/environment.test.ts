import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../../src/service/environment.ts';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const whole = { APP_ID: '12', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'a long random one' };

describe('the settings of the App', () => {
  test('have defaults for all but identity, key and secret', () => {
    expect(readSettings(whole)).toEqual({
      kind: 'ok',
      settings: {
        appId: 12,
        privateKey: pem,
        webhookSecret: 'a long random one',
        webhookPath: '/api/github/webhooks',
        host: 'localhost',
        port: 3000,
        apiUrl: 'https://api.github.com',
        logLevel: 'info',
      },
    });
  });

  test.each([
    ['as it is', pem],
    ['with line ends written out', pem.replaceAll('\n', '\\n')],
    ['in base64', Buffer.from(pem).toString('base64')],
  ])('take the private key %s', (_, key) => {
    expect(readSettings({ ...whole, PRIVATE_KEY: key })).toMatchObject({ kind: 'ok', settings: { privateKey: pem } });
  });

  test.each([
    [{ GHE_HOST: 'github.city-clinic.example' }, 'https://github.city-clinic.example/api/v3'],
    [{ GHE_HOST: '127.0.0.1:4000', GHE_PROTOCOL: 'http' }, 'http://127.0.0.1:4000/api/v3'],
    [{ GITHUB_API_URL: 'https://api.clinic.ghe.com/' }, 'https://api.clinic.ghe.com'],
  ])('know other GitHubs: %j', (environment, apiUrl) => {
    expect(readSettings({ ...whole, ...environment })).toMatchObject({ settings: { apiUrl } });
  });

  test('without anything name everything that is missing', () => {
    const result = readSettings({});
    expect(result.kind === 'unusable' ? result.problems.map((problem) => problem.split(' ')[0]) : []).toEqual([
      'APP_ID',
      'PRIVATE_KEY',
      'WEBHOOK_SECRET',
    ]);
  });

  test.each([
    [{ WEBHOOK_SECRET: 'development' }, 'which everybody knows'],
    [{ WEBHOOK_SECRET: '' }, 'without it anybody could send events'],
    [{ PRIVATE_KEY: 'not a key' }, 'is not a private key'],
    [{ PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/absent/key.pem' }, 'cannot be read'],
    [{ PORT: '70000' }, 'PORT is not a port number'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is none of'],
    [{ GHE_HOST: ':' }, 'does not give a URL'],
    [{ APP_ID: 'twelve' }, 'APP_ID is missing'],
  ])('refuse %j', (environment, words) => {
    const result = readSettings({ ...whole, ...environment });
    expect(result.kind === 'unusable' ? result.problems.join(' ') : '').toContain(words);
  });
});
