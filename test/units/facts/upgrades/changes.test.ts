import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { change } from '../../../../src/facts/upgrades/changes/change.ts';
import { djangoChanges, pythonChanges } from '../../../../src/facts/upgrades/changes/changes.ts';
import { specials, syntaxes } from '../../../../src/facts/upgrades/changes/own-detectors.ts';
import { djangoClasses } from '../../../../src/facts/upgrades/classes/django-classes.ts';

describe.each([
  ['Django', djangoChanges, 705],
  ['Python', pythonChanges, 618],
] as const)('the changes of %s', (_subject, changes, count) => {
  test('keep to the schema', () => {
    expect(z.array(change).safeParse(changes).error?.issues).toBeUndefined();
    expect(changes.length).toBeGreaterThanOrEqual(count);
  });

  test('have unique ids', () => {
    expect(new Set(changes.map((each) => each.id)).size).toBe(changes.length);
  });

  test('name a release and a source', () => {
    const without = changes.filter(
      (each) =>
        (each.deprecatedIn ?? each.removedIn ?? each.changedIn ?? each.availableFrom) === undefined ||
        !/^https:|^measured on /.test(each.source),
    );
    expect(without.map((each) => each.id)).toEqual([]);
  });

  test('are part of changes that exist', () => {
    const ids = new Set(changes.map((each) => each.id));
    expect(changes.filter((each) => each.partOf !== undefined && !ids.has(each.partOf))).toEqual([]);
  });
});

test('every special and syntax detector of the vocabulary is asked for', () => {
  const asked = [...djangoChanges, ...pythonChanges].flatMap((each) =>
    each.detect.flatMap((detector) => (detector.by === 'special' || detector.by === 'syntax' ? [detector.name] : [])),
  );
  expect([...specials, ...syntaxes].filter((name) => !asked.includes(name))).toEqual([]);
});

test('the class graph has every base that it names, or one outside Django', () => {
  const missing = Object.values(djangoClasses.classes)
    .flat()
    .filter((base) => base.startsWith('django.') && djangoClasses.classes[base] === undefined);
  expect(missing).toEqual([]);
});
