/** Who waits, in words. */
import type { Wait } from '../sql/walk/waits.ts';
import type { MigrationReport } from './report.ts';

const lengths: Readonly<Record<Wait['work'], string>> = {
  instant: 'for a moment',
  unknown: 'for a time that is not known',
  'writes-rows': 'while rows are written',
  scans: 'while every row is read',
  'builds-index': 'while the index is built',
  rewrites: 'while the table is rewritten',
};

/** `reads and writes of \`shop_order\` wait while every row is read`. */
export function waitSentence(wait: Wait): string {
  return `${wait.who} of \`${wait.table}\` wait ${lengths[wait.work]}`;
}

/** The first wait that is longer than a moment, in plain words; undefined when there is none. */
export function longWait(migrations: readonly MigrationReport[]): string | undefined {
  const long = migrations.flatMap((migration) => migration.waits).find((wait) => wait.work !== 'instant');
  return long === undefined ? undefined : waitSentence(long).replaceAll('`', '');
}
