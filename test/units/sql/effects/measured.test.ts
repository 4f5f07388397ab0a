/** Statements whose effects were measured on a real server (scripts/measure-locks.ts), read by our parser and judged by our effects. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { baseSchema } from '../../../../scripts/lock-cases.ts';
import measured from '../../../goldens/locks/statements.json' with { type: 'json' };
import waits from '../../../goldens/locks/waits.json' with { type: 'json' };
import { unknownSchema, type EffectsContext } from '../../../../src/sql/effects/context.ts';
import { contextAfter, effectsOf } from '../../../../src/sql/effects/effects.ts';
import type { Effects } from '../../../../src/sql/statement.ts';
import { loadSqlParser } from '../../../../src/sql/rawsql/grammar/postgresql-parser.ts';
import { parseStatement } from '../../../../src/sql/rawsql/parse.ts';

interface Measured {
  readonly name: string;
  readonly setup?: readonly string[];
  readonly sql: string;
  readonly error?: string;
  readonly locks?: Readonly<Record<string, string>>;
  readonly scans?: readonly string[];
  readonly rewrites?: readonly string[];
  readonly builds?: readonly string[];
  readonly reindexed?: readonly string[];
  readonly rows?: readonly string[];
}
const cases = (measured as readonly (Measured | { readonly server: string })[]).filter((row): row is Measured => 'sql' in row);

function contextFor({ setup = [] }: Measured): EffectsContext {
  const timeZone = setup.some((sql) => sql.includes('Berlin')) ? 'Europe/Berlin' : 'UTC';
  let context: EffectsContext = { vendor: 'postgresql', serverVersion: '15.18', bornTables: new Set(), schema: unknownSchema, timeZone };
  for (const sql of [baseSchema, ...setup])
    context = { ...contextAfter(context, parseStatement(sql, 'postgresql')), bornTables: new Set() };
  return context;
}

function workOf({ rewrites = [], builds = [], reindexed = [], rows = [], scans = [] }: Measured): Effects['work'] {
  if (rewrites.length > 0) return 'rewrites';
  if (builds.length + reindexed.length > 0) return 'builds-index';
  if (rows.length > 0) return 'writes-rows';
  return scans.length > 0 ? 'scans' : 'instant';
}

/** Rows of the referenced table are looked up one by one or by a scan, as the planner likes: on a few rows it scans. */
function isLookedUp({ name, locks = {} }: Measured, table: string): boolean {
  return /foreign key/.test(name) && /^(?:ShareRowExclusiveLock|RowShareLock)$/.test(locks[table] ?? '') && table === 'clinic_vet';
}

/** Where our answer is another on purpose, and what it is. */
const different: Readonly<Record<string, { readonly why: string; readonly work: Effects['work'] }>> = {
  'add a column of a domain with a check': { why: 'a type of the project may be a domain or not', work: 'unknown' },
  'drop a primary key column, cascading': { why: 'which views read a column is not known', work: 'instant' },
  'drop a table that others reference': { why: 'which views read a table is not known', work: 'instant' },
  'refresh a materialized view': { why: 'what a view reads is not known', work: 'rewrites' },
  'refresh a materialized view concurrently': { why: 'what a view reads is not known', work: 'writes-rows' },
  'set not null on a column that is not null': { why: 'what the models say need not hold in the database', work: 'scans' },
  'attach a partition with a check': { why: 'whether a CHECK implies the bounds is not judged', work: 'scans' },
  truncate: { why: 'new empty files take no time', work: 'instant' },
  'truncate, cascading': { why: 'new empty files take no time', work: 'instant' },
  select: { why: 'the measured one has LIMIT 0', work: 'scans' },
  'alter a table after an update with triggers fired': { why: 'the waiting checks are not followed', work: 'writes-rows' },
};

describe('effects on PostgreSQL as measured', () => {
  beforeAll(loadSqlParser);

  test('covers what was measured', () => {
    expect(cases.length).toBeGreaterThan(140);
    expect(Object.keys(different).filter((name) => !cases.some((each) => each.name === name))).toEqual([]);
  });

  test.each(cases.filter(({ error, name }) => error === undefined && different[name] === undefined))('$name', (each) => {
    const effects = effectsOf({ action: parseStatement(each.sql, 'postgresql') }, contextFor(each));
    const strong = Object.entries(each.locks ?? {}).filter(([, mode]) => mode !== 'AccessShareLock'); // which keeps out only ACCESS EXCLUSIVE
    expect(effects.locks.filter(({ mode }) => mode !== 'AccessShareLock')).toEqual(strong.map(([table, mode]) => ({ table, mode })));
    expect(effects.scans).toEqual((each.scans ?? []).filter((table) => !isLookedUp(each, table)));
    expect(effects.rewrites).toEqual(each.rewrites);
    expect(effects.work).toBe(workOf(each));
  });

  test.each(waits.flatMap((row) => (row.sql === undefined ? [] : [{ ...row, sql: row.sql }])))('$name', ({ name, sql, locks }) => {
    const effects = effectsOf({ action: parseStatement(sql, 'postgresql') }, contextFor({ name, sql }));
    expect(Object.fromEntries(effects.locks.map(({ table, mode }) => [table, mode]))).toEqual(locks);
    expect(effects.blocks).toBe('nothing');
  });

  test('a lock that is waited for makes later readers wait', () => {
    expect(waits.at(-1)).toMatchObject({ waits: true });
  });

  test.each(cases.filter(({ name }) => different[name] !== undefined))('$name: never less than measured', (each) => {
    const effects = effectsOf({ action: parseStatement(each.sql, 'postgresql') }, contextFor(each));
    expect({ ...different[each.name], work: effects.work }).toEqual(different[each.name]);
  });
});
