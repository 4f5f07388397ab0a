import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import examples from '@octokit/webhooks-examples' with { type: 'json' };
import { eventNames, readEvent } from '../../../src/github/read-event.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly { readonly action?: string }[];
}

const installation = { id: 5 };
const repository = { id: 7, name: 'records', owner: { login: 'city-clinic' } };
const envelope = { installation, repository, sender: { login: 'ines' } };
const appId = 3;
const head = 'b'.repeat(40);
const read = (name: string, payload: object): unknown => readEvent({ id: 'delivery', name, payload: { ...envelope, ...payload } }, appId);
const work = { installationId: 5, repository: { id: 7, name: 'records', owner: 'city-clinic' }, delivery: 'delivery', head };

describe('pull requests', () => {
  const event = (action: string, more: object = {}): unknown =>
    read('pull_request', { action, pull_request: { number: 12, head: { sha: head } }, ...more });
  const review = [{ kind: 'work', job: { kind: 'pull-request', ...work, number: 12, asked: false, askedBy: undefined } }];

  test.each(['opened', 'reopened', 'synchronize', 'ready_for_review'])('%s asks for a review', (action) => {
    expect(event(action)).toEqual(review);
  });
  test('edited asks for one only when the base changed', () => {
    expect(event('edited', { changes: { base: { ref: { from: 'main' } } } })).toEqual(review);
    expect(event('edited', { changes: { title: { from: 'Rooms' } } })).toEqual([]);
  });
  test('closed ends the work; labels and the like are nothing', () => {
    expect(event('closed')).toEqual([{ kind: 'cancel', key: '7#12' }]);
    expect([event('labeled'), event('assigned'), event('converted_to_draft')]).toEqual([[], [], []]);
  });
});

describe('check runs', () => {
  const event = (action: string, run: object = {}, more: object = {}): unknown =>
    read('check_run', {
      action,
      check_run: { head_sha: head, external_id: 'v1:7:12:a:b:0.1.0:ready', app: { id: appId }, pull_requests: [], ...run },
      ...more,
    });
  const again = { kind: 'pull-request', ...work, number: 12, asked: true, askedBy: undefined };

  test('"Re-run" and our button ask for another look, our button in the name of who pressed it', () => {
    expect(event('rerequested')).toEqual([{ kind: 'work', job: again }]);
    expect(event('requested_action', {}, { requested_action: { identifier: 're-check' } })).toEqual([
      { kind: 'work', job: { ...again, askedBy: 'ines' } },
    ]);
  });
  test('our own creating and completing, other buttons and other Apps are nothing', () => {
    expect([event('created'), event('completed')]).toEqual([[], []]);
    expect(event('requested_action', {}, { requested_action: { identifier: 'fix' } })).toEqual([]);
    expect(event('rerequested', { app: { id: 99 } })).toEqual([]);
  });
  test('without an external id of this repository the commit decides', () => {
    expect(event('rerequested', { external_id: 'v1:8:12:a:b:0.1.0:ready' })).toEqual([
      { kind: 'work', job: { kind: 'suite', ...work, numbers: [] } },
    ]);
    expect(event('rerequested', { external_id: '', pull_requests: [{ number: 4 }] })).toEqual([
      { kind: 'work', job: { ...again, number: 4 } },
    ]);
  });
  test('of a merge group asks for the group', () => {
    expect(event('rerequested', { external_id: 'v1:7:group:a:b:0.1.0:ready' })).toEqual([
      { kind: 'work', job: { kind: 'merge-group', ...work, base: 'a', asked: true } },
    ]);
  });
});

test('suites, merge groups and installations', () => {
  const suite = { head_sha: head, app: { id: appId }, pull_requests: [{ number: 12 }] };
  expect(read('check_suite', { action: 'rerequested', check_suite: suite })).toEqual([
    { kind: 'work', job: { kind: 'suite', ...work, numbers: [12] } },
  ]);
  expect(read('check_suite', { action: 'requested', check_suite: suite })).toEqual([]);
  const group = { merge_group: { head_sha: head, base_sha: 'a' } };
  expect(read('merge_group', { action: 'checks_requested', ...group })).toEqual([
    { kind: 'work', job: { kind: 'merge-group', ...work, base: 'a', asked: false } },
  ]);
  expect(read('merge_group', { action: 'destroyed', ...group })).toEqual([{ kind: 'cancel', key: `7@${head}` }]);
  expect(read('installation', { action: 'deleted' })).toEqual([{ kind: 'forget', installationId: 5, repositoryIds: undefined }]);
  expect(read('installation', { action: 'created' })).toEqual([]);
  expect(read('installation_repositories', { action: 'removed', repositories_removed: [{ id: 7 }] })).toEqual([
    { kind: 'forget', installationId: 5, repositoryIds: [7] },
  ]);
});

describe("GitHub's example payloads", () => {
  const all = (examples as unknown as readonly Example[]).flatMap((one) => one.examples.map((payload) => ({ name: one.name, payload }))); // the package has no types

  test.each(eventNames)('%s: every example is read without an exception', (name) => {
    const own = all.filter((one) => one.name === name);
    expect(own.length).toBeGreaterThan(0);
    // Many community samples lack the installation that every delivery to an App has.
    for (const { payload } of own) expect(() => readEvent({ id: 'x', name, payload: { installation, ...payload } }, appId)).not.toThrow();
  });

  test('of any other event are nothing', () => {
    const others = all.filter(({ name }) => !eventNames.some((own) => own === name));
    for (const { name, payload } of others) expect(readEvent({ id: 'x', name, payload }, appId)).toEqual([]);
  });
});

test('a payload of any other shape is refused with a ZodError, never with another exception', () => {
  fc.assert(
    fc.property(fc.constantFrom(...eventNames), fc.jsonValue(), (name, payload) => {
      try {
        readEvent({ id: 'x', name, payload }, appId);
      } catch (error) {
        expect((error as Error).name).toBe('ZodError'); // whatever was thrown
      }
    }),
  );
});
