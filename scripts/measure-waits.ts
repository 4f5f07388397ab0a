/**
 * Measures on a real PostgreSQL what cannot be seen from inside one transaction: the locks of statements that refuse to run in one, and who waits for whom.
 *
 *   PGHOST=… PGUSER=… PGDATABASE=… node scripts/measure-waits.ts
 *
 * Needs `psql` and a database of its own, as measure-locks.ts. A reader with an open transaction holds each statement up; what it holds while it waits is read
 * from pg_locks by a third session.
 */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { baseSchema } from './lock-cases.ts';

const concurrent = [
  { name: 'create an index concurrently', sql: 'CREATE INDEX CONCURRENTLY pet_vet ON clinic_pet (vet_id);' },
  { name: 'create a unique index concurrently', sql: 'CREATE UNIQUE INDEX CONCURRENTLY pet_vet ON clinic_pet (vet_id);' },
  { name: 'drop an index concurrently', sql: 'DROP INDEX CONCURRENTLY pet_name;' },
  { name: 'reindex an index concurrently', sql: 'REINDEX INDEX CONCURRENTLY pet_name;' },
  { name: 'reindex a table concurrently', sql: 'REINDEX TABLE CONCURRENTLY clinic_pet;' },
];
const args = ['-X', '-q', '-A', '-t'];

function ask(sql: string): string {
  const run = spawnSync('psql', [...args, '-v', 'ON_ERROR_STOP=1', '-c', sql], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${sql}: ${run.stderr}`);
  return run.stdout.trim();
}

/** A session that has said the words and stays open. */
function session(name: string, sql: string): ChildProcessWithoutNullStreams {
  const child = spawn('psql', args, { env: { ...process.env, PGAPPNAME: name } });
  child.stdin.write(`${sql}\n`);
  return child;
}

async function until(what: string, condition: string): Promise<void> {
  for (let tries = 0; ask(`SELECT ${condition}`) !== 't'; tries += 1) {
    if (tries > 100) throw new Error(`never saw ${what}`);
    await sleep(50);
  }
}
const waits = (name: string, type: string): string =>
  `EXISTS (SELECT FROM pg_stat_activity WHERE application_name = '${name}' AND ${type === 'idle' ? "state = 'idle in transaction'" : "wait_event_type = 'Lock'"})`;

function freshSchema(): void {
  ask('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public; SET client_min_messages = error;');
  ask(baseSchema);
}

/** The strongest lock that the statement holds on each table while the reader keeps it waiting. */
async function locksOf(sql: string): Promise<Readonly<Record<string, string>>> {
  freshSchema();
  const reader = session(
    'reader',
    'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM clinic_pet; SELECT count(*) FROM clinic_log;',
  );
  await until('the reader', waits('reader', 'idle'));
  const changer = session('changer', sql);
  await until('the statement waiting', waits('changer', 'lock'));
  const held =
    ask(`SELECT json_object_agg(relname, mode) FROM (SELECT DISTINCT ON (relname) relname, mode FROM pg_locks l JOIN pg_class c ON c.oid = relation
    JOIN pg_stat_activity a USING (pid) WHERE application_name = 'changer' AND granted AND relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    ORDER BY relname, array_position('{AccessExclusiveLock,ExclusiveLock,ShareRowExclusiveLock,ShareLock,ShareUpdateExclusiveLock,RowExclusiveLock,RowShareLock}', mode)) s`);
  reader.stdin.end('ROLLBACK;\n');
  changer.stdin.end();
  await until('the statement done', "NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name IN ('reader', 'changer'))");
  return JSON.parse(held) as Readonly<Record<string, string>>; // made by the query above
}

/** A long reader, behind it an ALTER, behind that a SELECT: does the SELECT wait? */
async function queueMeasured(): Promise<boolean> {
  freshSchema();
  const reader = session('reader', 'BEGIN; SELECT count(*) FROM clinic_pet;');
  await until('the reader', waits('reader', 'idle'));
  const changer = session('changer', 'ALTER TABLE clinic_pet ADD COLUMN colour text;');
  await until('the ALTER waiting', waits('changer', 'lock'));
  const later = session('later', 'SELECT count(*) FROM clinic_pet;');
  await sleep(300);
  const waiting = ask(`SELECT ${waits('later', 'lock')}`) === 't';
  for (const each of [reader, changer, later]) each.stdin.end();
  await until('all done', "NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name IN ('reader', 'changer', 'later'))");
  return waiting;
}

const rows: object[] = [{ server: `PostgreSQL ${ask('SHOW server_version').split(' ')[0]}` }];
for (const each of concurrent) rows.push({ ...each, locks: await locksOf(each.sql) });
rows.push({ name: 'a SELECT behind an ALTER behind a long SELECT', waits: await queueMeasured() });
writeFileSync(
  new URL('../test/goldens/locks/waits.json', import.meta.url),
  `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`,
);
