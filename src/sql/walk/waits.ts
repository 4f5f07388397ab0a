/** Who waits for how long: the effects of a migration's statements in the order in which they run, with locks held to the end of a transaction. */
import { costsOf, type Cost } from './costs.ts';
import type { MigrationStep, OperationStep } from '../step.ts';
import type { Effects } from '../statement.ts';

export interface Wait {
  readonly table: string;
  readonly who: 'reads and writes' | 'writes';
  /** The longest work done while they wait. `instant`: a moment, plus the queue for the lock. */
  readonly work: Effects['work'];
}

type Direction = 'forwards' | 'reverse';

/** From a moment to the longest; an unknown time counts as long. */
const byLength: readonly Effects['work'][] = ['instant', 'unknown', 'writes-rows', 'scans', 'builds-index', 'rewrites'];

/** All effects of the migration in the order in which the statements run: deferred ones at the end, as Django runs them. */
function inOrder(step: MigrationStep, direction: Direction): readonly Effects[] {
  if (direction === 'reverse') return step.steps.toReversed().flatMap((one) => (isOwn(one) ? one.reverseEffects : []));
  const now: Effects[] = [];
  const later: Effects[] = [];
  for (const one of step.steps) {
    if (!isOwn(one)) continue;
    const { operation, rendered, effects } = one;
    now.push(...effects.slice(0, rendered.statements.length));
    later.push(...effects.slice(rendered.statements.length));
    if (operation.kind === 'RunPython' && operation.code.form !== 'noop') now.push(unknownWork);
  }
  return [...now, ...later];
}

/** State operations run nothing, and what SeparateDatabaseAndState runs belongs to its inner operations, which are steps of their own. */
function isOwn({ operation, stateOnly }: OperationStep): boolean {
  return !stateOnly && operation.kind !== 'SeparateDatabaseAndState';
}

const unknownWork: Effects = { locks: [], blocks: 'nothing', work: 'unknown', scans: [], rewrites: [], facts: [] };

/** What a lock keeps others from, by PostgreSQL's conflict table: https://www.postgresql.org/docs/current/explicit-locking.html */
function blockedBy(mode: Effects['locks'][number]['mode']): Wait['who'] | undefined {
  if (mode === 'AccessExclusiveLock') return 'reads and writes';
  if (mode === 'ShareLock' || mode === 'ShareRowExclusiveLock' || mode === 'ExclusiveLock') return 'writes';
  return undefined;
}

/** For each table that somebody waits for, in the order in which they are locked: who, and the longest work they wait for. */
export function waitsOf(step: MigrationStep, direction: Direction = 'forwards'): readonly Wait[] {
  const effects = inOrder(step, direction);
  const waits = new Map<string, Wait>();
  for (const [at, effect] of effects.entries()) {
    const held = step.migration.atomic ? effects.slice(at) : [effect];
    for (const { table, mode } of effect.locks) {
      const who = blockedBy(mode);
      if (who === undefined) continue;
      const work = held.map((one) => one.work).reduce(longer, 'instant');
      const known = waits.get(table);
      const everything = who === 'reads and writes' || known?.who === 'reads and writes';
      if (known === undefined) waits.set(table, { table, who, work });
      else waits.set(table, { table, who: everything ? 'reads and writes' : 'writes', work: longer(known.work, work) });
    }
  }
  return [...waits.values()];
}

/** An earlier statement of the same transaction already keeps everybody out of the table, so whatever comes next makes reads wait too. */
export function isLockedBefore(step: MigrationStep, { statement }: Pick<Cost, 'statement'>, table: string): boolean {
  if (!step.migration.atomic) return false;
  const costs = step.steps.flatMap(costsOf);
  const inOrder = [...costs.filter(({ deferred }) => !deferred), ...costs.filter(({ deferred }) => deferred)];
  const at = inOrder.findIndex((cost) => cost.statement === statement);
  return inOrder
    .slice(0, at)
    .some(({ effects }) => effects.locks.some((lock) => lock.table === table && lock.mode === 'AccessExclusiveLock'));
}

function longer(a: Effects['work'], b: Effects['work']): Effects['work'] {
  return byLength.indexOf(a) >= byLength.indexOf(b) ? a : b;
}
