import { describe, expect, test } from '@jest/globals';
import { djangoChanges, pythonChanges } from '../../../../../src/facts/upgrades/changes/changes.ts';
import { compareReleases, relevantChanges } from '../../../../../src/upgrades/scan/watch/relevance.ts';

function effectOf(id: string, from: string | undefined, to: string): string | undefined {
  const python = id.startsWith('py-');
  const found = relevantChanges(python ? pythonChanges : djangoChanges, python ? 'python' : 'django', { from, to }).find(
    (each) => each.change.id === id,
  );
  return found === undefined ? undefined : `${found.effect} since ${found.since}, ${found.stage}`;
}

describe('comparing releases', () => {
  test.each([
    ['3.9', '3.10', -1],
    ['4.2', '4.2.7', 0],
    ['6.2', '2028.0', -1],
    ['5.0', '4.2', 1],
  ] as const)('%s and %s', (left, right, sign) => {
    expect(Math.sign(compareReleases(left, right))).toBe(sign);
  });
});

describe('what a jump meets', () => {
  test.each([
    ['meta-index-together', '4.2', '5.1', 'breaks since 5.1, before'],
    ['meta-index-together', '4.2', '5.0', 'deprecated since 4.2, before'],
    ['meta-index-together', '5.1', '5.2', undefined],
    ['meta-index-together', '3.2', '4.1', undefined],
    ['setting-email-backend', '5.2', '6.1', 'deprecated since 6.1, after'],
    ['setting-email-backend', '6.1', '2028.0', 'breaks since 2028.0, before'],
    ['setting-use-tz-default', '4.2', '5.0', 'changes since 5.0, before'],
    ['deleteview-delete-override', '3.2', '4.2', 'breaks since 4.0, with'],
    ['expression-get-group-by-cols-alias', '3.2', '4.2', undefined],
    ['py-module-distutils', '3.11', '3.12', 'breaks since 3.12, before'],
    ['py-module-distutils', '3.12', '3.13', undefined],
    ['py-module-distutils', undefined, '3.13', 'breaks since 3.12, before'],
  ] as const)('%s from %s to %s', (id, from, to, expected) => {
    expect(effectOf(id, from, to)).toBe(expected);
  });

  test('a step back meets nothing', () => {
    expect(relevantChanges(djangoChanges, 'django', { from: '5.2', to: '4.2' })).toEqual([]);
  });

  test('without a known start, only the new release’s own behaviour is told', () => {
    const told = relevantChanges(djangoChanges, 'django', { from: undefined, to: '5.2' });
    expect(told.filter((each) => each.effect === 'changes' && each.change.severity === 'warning' && each.since !== '5.2')).toEqual([]);
    expect(told.some((each) => each.change.id === 'encoding-force-text')).toBe(true);
  });
});
