import { describe, expect, test } from '@jest/globals';
import measured from '../../../goldens/locks/type-changes.json' with { type: 'json' };
import { readColumnType, typeChange } from '../../../../src/sql/effects/postgresql-type-change.ts';

interface Measured {
  readonly from: string;
  readonly to: string;
  readonly zone?: string;
  readonly rewrites?: boolean;
  readonly reindexes?: boolean;
}
const rows = (measured as readonly (Measured | { readonly server: string })[]).filter(
  (row): row is Measured => 'rewrites' in row && row.rewrites !== undefined,
);
/** Types that the measurement made: for us any name could be a domain. */
const ofTheProject = /mood|short_name|free_name|free_text/;

describe('type changes on PostgreSQL', () => {
  test('were measured in good number', () => {
    expect(rows.length).toBeGreaterThan(150);
  });

  test.each(rows.filter(({ from, to }) => !ofTheProject.test(from + to)))('$from to $to as measured', ({ from, to, zone, ...seen }) => {
    const change = typeChange(from, to, zone ?? 'UTC');
    expect(change.table).toBe(seen.rewrites === true ? 'rewrites' : 'keeps');
    expect(change.reindexes || from === 'json').toBe(seen.reindexes === true || from === 'json'); // json cannot be indexed
  });

  test('to or from a type of the project are not known, unless nothing changes', () => {
    for (const { from, to } of rows.filter((row) => ofTheProject.test(row.from + row.to))) {
      expect(typeChange(from, to, 'UTC').table).toBe(from === to ? 'keeps' : 'unknown');
    }
  });

  test('between timestamps are not known when the time zone is not', () => {
    expect(typeChange('timestamp', 'timestamptz', undefined).table).toBe('unknown');
    expect(typeChange('timestamp with time zone', 'timestamp(6)', 'Etc/UTC').table).toBe('keeps');
  });

  test('understand every way to write a type', () => {
    expect(readColumnType('character varying (50)')).toEqual({ base: 'varchar', modifiers: ['50'], array: false });
    expect(readColumnType('timestamp(3) with time zone')).toEqual({ base: 'timestamptz', modifiers: ['3'], array: false });
    expect(readColumnType('pg_catalog.int4')).toEqual({ base: 'integer', modifiers: [], array: false });
    expect(readColumnType('decimal(10)')).toEqual({ base: 'numeric', modifiers: ['10', '0'], array: false });
    expect(readColumnType('varchar(20)[3]')).toEqual({ base: 'varchar', modifiers: ['20'], array: true });
    expect(typeChange('bigserial', 'bigint', undefined).table).toBe('keeps');
  });
});
