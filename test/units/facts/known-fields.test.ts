import { describe, expect, test } from '@jest/globals';
import { knownFields } from '../../../src/facts/fields/known-fields.ts';
import { builtInFieldClass } from '../../../src/sql/fields/classes/built-in-fields.ts';
import { packageFields } from '../../../src/sql/fields/classes/package-fields.ts';

const allowedKeys = new Set([
  'paths',
  'base',
  'source',
  'defaults',
  'forced',
  'copies',
  'needs',
  'types',
  'sized',
  'variant',
  'values',
  'emptyStringsAllowed',
  'noneAs',
  'doubt',
  'orderedBy',
  'unknown',
]);
const vendors = new Set(['any', 'postgresql', 'mysql', 'mariadb', 'sqlite', 'oracle']);

describe('field classes of packages', () => {
  test.each(knownFields.map((known) => [known.paths[0], known] as const))(
    '%s is made of a Django field and says who says so',
    (_, known) => {
      expect(Object.keys(known).filter((key) => !allowedKeys.has(key))).toEqual([]);
      expect(known.paths.every((path) => /^[\w.]+\.\w+$/u.test(path))).toBe(true);
      expect(known.source).toMatch(/^https:\/\//u);
      expect(builtInFieldClass(known.base)).toBeDefined();
      expect(Object.keys(known.types ?? {}).filter((vendor) => !vendors.has(vendor))).toEqual([]);
      expect([undefined, 'text', 'empty-only', 'json', 'opaque']).toContain(known.values);
      if (known.variant !== undefined) expect(builtInFieldClass(known.variant.base)).toBeDefined();
    },
  );

  test('names each class once', () => {
    const paths = knownFields.flatMap((known) => known.paths);
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
    expect(packageFields.size).toBe(paths.length);
  });
});
