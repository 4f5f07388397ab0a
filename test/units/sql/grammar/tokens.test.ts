import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Vendor } from '../../../../src/django/project.ts';
import { tokensOf } from '../../../../src/sql/rawsql/grammar/tokens.ts';

const kinds = (sql: string, vendor: Vendor): readonly string[] => tokensOf(sql, vendor).map(({ kind, value }) => `${kind} ${value}`);

describe('tokens', () => {
  test('of PostgreSQL', () => {
    expect(kinds(`SELECT "a""b", E'it\\'s', 'it''s', $x$ ' $$ $x$ /* a /* b */ c */ -- d\nFROM t`, 'postgresql')).toEqual([
      'word select',
      'name a"b',
      'symbol ,',
      "string it\\'s",
      'symbol ,',
      "string it's",
      'symbol ,',
      "string  ' $$ ",
      'comment /* a /* b */ c */',
      'comment -- d',
      'word from',
      'word t',
    ]);
  });

  test('of MySQL', () => {
    expect(kinds(`SELECT \`a b\`, "it\\"s", 1--2 # x\n-- y`, 'mysql')).toEqual([
      'word select',
      'name a b',
      'symbol ,',
      'string it\\"s',
      'symbol ,',
      'word 1',
      'symbol -',
      'symbol -',
      'word 2',
      'comment # x',
      'comment -- y',
    ]);
  });

  test('of SQLite and Oracle', () => {
    expect(kinds('[a b] `c` "d"', 'sqlite')).toEqual(['name a b', 'name c', 'name d']);
    expect(kinds("q'[it's]' Größe", 'oracle')).toEqual(["string it's", 'word größe']);
  });

  test('run to the end when they are not closed', () => {
    for (const sql of ["'a b", '"a b', '$$a b', '/* a b']) expect(tokensOf(sql, 'postgresql')).toHaveLength(1);
  });

  test('cover any text in order, white space apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('postgresql', 'mysql', 'sqlite', 'oracle'), (sql, vendor) => {
        let at = 0;
        for (const { start, end } of tokensOf(sql, vendor)) {
          expect(sql.slice(at, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(sql.slice(at).trim()).toBe('');
      }),
    );
  });
});
