/** Who waits, in words. */
import type { Wait } from '../sql/waits.ts';
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

/** The longest wait of all migrations, for the title of a review that found nothing. */
export function worstWait(migrations: readonly MigrationReport[]): string {
  const long = migrations.flatMap((migration) => migration.waits).find((wait) => wait.work !== 'instant');
  if (long !== undefined) return waitSentence(long).replaceAll('`', '');
  return 'no lock longer than a moment';
}
