import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findingMark, readFindingMark, readReviewMark, reviewMark } from '../../../src/github/publish/marker.ts';
import { covers, makeExternalId, readExternalId, type CheckSubject } from '../../../src/github/publish/external-id.ts';
import { sha } from '../../../src/source/position.ts';

const head = sha('4f1cbf0bd4ae2f1c9a1c0f5a5b3b1f3d6a7e8f90');

describe('hidden marks', () => {
  test('are read back, whatever names the fingerprint is made of', () => {
    const fingerprints = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fingerprints, fc.boolean(), (fingerprint, settled) => {
        const mark = { fingerprint, settledIn: settled ? head : undefined };
        const text = findingMark(mark);
        expect(text.indexOf('-->')).toBe(text.length - 3);
        expect(readFindingMark(`**A sentence.**\r\n\r\n${text}`)).toEqual(mark);
      }),
    );
    fc.assert(
      fc.property(fc.array(fingerprints), (all) => {
        expect(readReviewMark(`Words.\n\n${reviewMark(head, all)}`)).toEqual({ head, fingerprints: all });
      }),
    );
  });

  test('of other tools and other versions are not ours', () => {
    for (const body of [
      '',
      'f=abc',
      '<!-- __reviewdog__:abc -->',
      '<!-- migration-expert:v2 f=abc -->',
      '<!-- migration-expert:v1 f=%E0%A4%A -->',
    ]) {
      expect(readFindingMark(body)).toBeUndefined();
      expect(readReviewMark(body)).toBeUndefined();
    }
  });
});

describe('the external id of a check run', () => {
  const subject: CheckSubject = { repositoryId: 7, pullNumber: 12, baseTip: head, configuration: 'none', version: '0.1.0', state: 'ready' };

  test('is read back', () => {
    for (const one of [subject, { ...subject, pullNumber: undefined }, { ...subject, state: 'failed' as const }]) {
      expect(readExternalId(makeExternalId(one))).toEqual(one);
    }
  });

  test('of others is not read', () => {
    for (const text of [
      null,
      undefined,
      '',
      'v1',
      'v1:7:12',
      'v2:7:12:a:b:c:ready',
      'v1:seven:12:a:b:c:ready',
      'v1:7:-1:a:b:c:ready',
      'v1:7:12:a:b:c:done',
    ]) {
      expect(readExternalId(text)).toBeUndefined();
    }
  });

  test('covers the same base, rules and state only', () => {
    expect(covers(subject, subject)).toBe(true);
    expect(covers(undefined, subject)).toBe(false);
    const others = [{ baseTip: 'e5b1' }, { version: '0.2.0' }, { state: 'draft' as const }, { pullNumber: 13 }, { repositoryId: 8 }];
    for (const other of others) expect(covers({ ...subject, ...other }, subject)).toBe(false);
    const failed = { ...subject, state: 'failed' as const };
    expect(covers(failed, failed)).toBe(false);
  });
});
