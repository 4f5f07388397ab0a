/** What one statement takes, before tables that nobody uses yet are left out. */
import type { Effects, LockMode } from '../statement.ts';

export interface Cost {
  readonly locks?: readonly (readonly [table: string, mode: LockMode])[];
  readonly scans?: readonly string[];
  readonly rewrites?: readonly string[];
  /** Tables that an index is built on, or whose indexes are built anew. */
  readonly builds?: readonly string[];
  /** Tables whose rows are inserted, updated or deleted. */
  readonly writes?: readonly string[];
  /** Row locks on a whole table keep its writers out though the table lock does not. */
  readonly holdsRows?: boolean;
  /** More may happen than the rest says. */
  readonly unknown?: boolean;
  readonly facts: readonly string[];
}

const strength: readonly LockMode[] = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

/** What others wait for while the lock is held (https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES). */
function blockedBy(modes: readonly LockMode[]): Effects['blocks'] {
  if (modes.includes('AccessExclusiveLock')) return 'everything';
  const strongest = Math.max(-1, ...modes.map((mode) => strength.indexOf(mode)));
  return strongest >= strength.indexOf('ShareLock') ? 'writes' : 'nothing';
}

/** The cost without what it takes on these tables. */
export function without(cost: Cost, tables: ReadonlySet<string>): Cost {
  const old = (names: readonly string[] = []): readonly string[] => names.filter((name) => !tables.has(name));
  const locks = (cost.locks ?? []).filter(([table]) => !tables.has(table));
  return { ...cost, locks, scans: old(cost.scans), rewrites: old(cost.rewrites), builds: old(cost.builds), writes: old(cost.writes) };
}

/** Several costs as one: what a script takes altogether. */
export function sumOf(costs: readonly Cost[]): Cost {
  return {
    locks: costs.flatMap((cost) => cost.locks ?? []),
    scans: costs.flatMap((cost) => cost.scans ?? []),
    rewrites: costs.flatMap((cost) => cost.rewrites ?? []),
    builds: costs.flatMap((cost) => cost.builds ?? []),
    writes: costs.flatMap((cost) => cost.writes ?? []),
    holdsRows: costs.some((cost) => cost.holdsRows),
    unknown: costs.some((cost) => cost.unknown),
    facts: costs.flatMap((cost) => cost.facts),
  };
}

/** Changes that the server makes in one go, in the way of the heaviest: what only touches metadata waits for it without a lock of its own. */
export function oneAlter(costs: readonly Cost[]): Cost {
  const isLong = ({ rewrites = [], builds = [] }: Cost): boolean => rewrites.length + builds.length > 0;
  if (!costs.some(isLong)) return sumOf(costs);
  return sumOf(costs.map((cost) => (isLong(cost) || cost.unknown === true ? cost : { ...cost, locks: [] })));
}

/** The cost as the project tells it: one lock (the strongest) for each table, names in order. */
export function effectsFrom(cost: Cost): Effects {
  const inOrder = (tables: readonly string[] | undefined): readonly string[] => [...new Set(tables)].toSorted();
  const modes = new Map<string, LockMode>();
  for (const [table, mode] of cost.locks ?? []) {
    const held = modes.get(table);
    if (held === undefined || strength.indexOf(mode) > strength.indexOf(held)) modes.set(table, mode);
  }
  const locks = [...modes].map(([table, mode]) => ({ table, mode })).toSorted((a, b) => (a.table < b.table ? -1 : 1));
  const [scans, rewrites, builds, writes] = [inOrder(cost.scans), inOrder(cost.rewrites), inOrder(cost.builds), inOrder(cost.writes)];
  const blocks = blockedBy([...modes.values()]);
  return {
    locks,
    blocks: blocks === 'nothing' && cost.holdsRows === true && writes.length > 0 ? 'writes' : blocks,
    work: workOf({ unknown: cost.unknown === true, rewrites, builds, writes, scans }),
    scans,
    rewrites,
    facts: [...new Set(cost.facts)],
  };
}

interface Work {
  readonly unknown: boolean;
  readonly rewrites: readonly string[];
  readonly builds: readonly string[];
  readonly writes: readonly string[];
  readonly scans: readonly string[];
}
/** A known rewrite is the worst there is, so it is said even when more may happen. */
function workOf({ unknown, rewrites, builds, writes, scans }: Work): Effects['work'] {
  if (rewrites.length > 0) return 'rewrites';
  if (unknown) return 'unknown';
  if (builds.length > 0) return 'builds-index';
  if (writes.length > 0) return 'writes-rows';
  return scans.length > 0 ? 'scans' : 'instant';
}
