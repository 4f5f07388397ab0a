import { expect, test } from '@jest/globals';
import { makeLog, withoutSecrets } from '../../../src/github/log.ts';

function logged(write: (log: ReturnType<typeof makeLog>) => void): string {
  const lines: string[] = [];
  write(makeLog('trace', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

const token = 'ghs_1234_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl';
const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----';

test('credentials are masked in every string', () => {
  const text = logged((log) => {
    log.info(`GET https://x-access-token:${token}@github.com`);
    log.warn({ err: new Error(`authorization: bearer ${token}`) }, `key ${key}`);
    log.info({ outcome: `token ${token}` });
  });
  expect(text).not.toMatch(/ghs_|eyJ|MIIE/u);
  expect(withoutSecrets('nothing to hide')).toBe('nothing to hide');
});

test('an error is told without the event or the request body that hangs on it', () => {
  const error = Object.assign(new Error('Not Found'), {
    status: 404,
    request: { method: 'GET', url: 'https://api.github.com/repos/city-clinic/records', body: 'secret code' },
    event: { payload: 'secret payload' },
    response: { data: 'secret data' },
  });
  const text = logged((log) => {
    log.error(error);
    log.error({ err: new AggregateError([error], 'many') });
  });
  expect(text).toContain('"request":"GET https://api.github.com/repos/city-clinic/records"');
  expect(text).not.toContain('secret');
});

test('of an object only known keys are written, and no objects in them', () => {
  const text = logged((log) =>
    log.child({ delivery: 'a-delivery' }).debug({ event: { payload: 'secret' }, body: 'secret', requests: 15 }, 'Webhook received'),
  );
  expect(JSON.parse(text)).toMatchObject({ delivery: 'a-delivery', requests: 15, msg: 'Webhook received' });
  expect(text).not.toContain('secret');
});
