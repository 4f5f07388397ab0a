/**
 * Measures on a real PostgreSQL what each statement locks, scans, rewrites and reindexes, and stores it as the golden that the effects are tested against.
 *
 *   PGHOST=… PGUSER=… PGDATABASE=… node scripts/measure-locks.ts
 *
 * Needs `psql` and a database of its own: the schema `public` is dropped and made anew for each case. Tables are made and filled in committed
 * transactions, then the statement runs in a transaction that is rolled back; what it did is the difference between two looks at the catalog.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { baseSchema, lockCases, type LockCase } from './lock-cases.ts';
import { extraTypes, typeChangeCases, type TypeChange } from './type-change-cases.ts';

interface Seen {
  readonly oid: string;
  readonly name: string;
  readonly kind: string;
  readonly file: string;
  readonly scans: number;
  readonly rows: number;
  /** The table that an index belongs to. */
  readonly of: string | null;
}
interface Look {
  readonly relations: readonly Seen[];
  readonly locks: readonly { readonly oid: string; readonly mode: string }[];
}

const look = `SELECT json_build_object(
  'relations', (SELECT json_agg(json_build_object('oid', c.oid::text, 'name', c.relname, 'kind', c.relkind, 'file', c.relfilenode::text,
      'scans', coalesce(pg_stat_get_xact_numscans(c.oid), 0),
      'rows', pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid),
      'of', (SELECT t.relname FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid WHERE i.indexrelid = c.oid)))
    FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm', 'i', 'I', 'v')),
  'locks', (SELECT coalesce(json_agg(json_build_object('oid', relation::text, 'mode', mode)), '[]')
    FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted));`;

const strength = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

function psql(script: string): { readonly lines: readonly string[]; readonly error: string } {
  const run = spawnSync('psql', ['-X', '-q', '-A', '-t', '-f', '-'], { input: script, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.error !== undefined) throw run.error;
  return { lines: run.stdout.split('\n').filter((line) => line.startsWith('{')), error: run.stderr };
}

function inFreshSchema(setup: readonly string[], statement: string, base = baseSchema): { before: Look; after: Look } | { error: string } {
  const script = [
    'DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;',
    'SET client_min_messages = error;',
    base,
    ...setup,
    'BEGIN;',
    look,
    statement,
    look.replace(/\n\s*/g, ' '),
    'ROLLBACK;',
  ].join('\n');
  const { lines, error } = psql(script);
  const [before, after] = lines.map((line) => JSON.parse(line) as Look); // made by the query above
  if (before === undefined) throw new Error(`the set-up of ${statement} failed: ${error}`);
  if (after === undefined) return { error: /ERROR: {2}(.*)/.exec(error)?.[1] ?? error };
  return { before, after };
}

/** What changed between two looks; relations are told apart by oid because names change. */
function difference(before: Look, after: Look): object {
  const old = new Map(before.relations.map((relation) => [relation.oid, relation]));
  const now = new Map(after.relations.map((relation) => [relation.oid, relation]));
  const locks: Record<string, string> = {};
  for (const { oid, mode } of after.locks) {
    const relation = old.get(oid);
    if (relation === undefined || !'rpm'.includes(relation.kind)) continue;
    if (strength.indexOf(mode) > strength.indexOf(locks[relation.name] ?? '')) locks[relation.name] = mode;
  }
  const changed = (kinds: string, is: (old: Seen, now: Seen) => boolean): string[] =>
    [...old.values()].filter((was) => kinds.includes(was.kind) && is(was, now.get(was.oid) ?? was)).map((was) => was.name);
  const files = new Set(before.relations.map((relation) => relation.file)); // an index that is only declared anew keeps its file
  const built = after.relations.filter(
    ({ oid, of, file }) => of !== null && !old.has(oid) && !files.has(file) && before.relations.some((table) => table.name === of),
  );
  return {
    locks: Object.fromEntries(Object.entries(locks).sort(([a], [b]) => a.localeCompare(b))),
    scans: changed('rpm', (was, is) => is.scans > was.scans).sort(),
    rewrites: changed('rpm', (was, is) => is.file !== was.file).sort(),
    reindexed: changed('i', (was, is) => is.file !== was.file).sort(),
    builds: [...new Set(built.map((index) => index.of ?? ''))].sort(),
    rows: changed('rpm', (was, is) => is.rows > was.rows).sort(),
  };
}

function measure(each: LockCase): object {
  const result = inFreshSchema(each.setup ?? [], each.sql);
  return { ...each, ...('error' in result ? { error: result.error } : difference(result.before, result.after)) };
}

/** Only what the type decides: error, rewrite, index rebuild. */
function measureTypeChange({ from, to, zone }: TypeChange): object {
  const base = `SET timezone = '${zone ?? 'UTC'}'; ${extraTypes} CREATE TABLE clinic_pet (id bigint PRIMARY KEY, seen ${from}); INSERT INTO clinic_pet VALUES (1);`;
  const index = /^(?:json|xml)$/.test(from) ? '' : 'CREATE INDEX clinic_pet_seen ON clinic_pet (seen);';
  const answer = (sql: string): object => {
    const result = inFreshSchema([index], sql, base);
    if ('error' in result) return { error: result.error };
    const seen = difference(result.before, result.after) as { rewrites: readonly string[]; builds: readonly string[] }; // made above
    return { rewrites: seen.rewrites.length > 0, reindexes: seen.builds.length > 0 };
  };
  return {
    from,
    to,
    ...(zone === undefined ? {} : { zone }),
    ...answer(`ALTER TABLE clinic_pet ALTER COLUMN seen TYPE ${to} USING seen::${to};`),
  };
}

const version = spawnSync('psql', ['-X', '-A', '-t', '-c', 'SHOW server_version'], { encoding: 'utf8' }).stdout.trim().split(' ')[0] ?? '';
const folder = new URL('../test/goldens/locks/', import.meta.url);
mkdirSync(folder, { recursive: true });
const write = (name: string, rows: readonly object[]): void =>
  writeFileSync(new URL(name, folder), `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
write('statements.json', [{ server: `PostgreSQL ${version}` }, ...lockCases.map(measure)]);
write('type-changes.json', [{ server: `PostgreSQL ${version}` }, ...typeChangeCases.map(measureTypeChange)]);
