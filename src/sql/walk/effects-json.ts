import type { Effects, RenderedOperation } from '../statement.ts';
import type { MigrationStep, OperationStep } from '../step.ts';

/** What a statement costs, as `sql --format jsonl` prints it. */
export interface EffectsJson {
  readonly locks: Readonly<Record<string, string>>;
  readonly work: string;
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
}

/** For each top-level operation the effects of its statements, then of what it deferred; those of a SeparateDatabaseAndState are its inner operations'. */
export function effectsByOperation(step: MigrationStep): ReadonlyMap<number, readonly EffectsJson[]> {
  const found = new Map<number, { readonly now: Effects[]; readonly later: Effects[] }>();
  for (const one of step.steps) {
    const [index = 0] = one.index;
    const lists = found.get(index) ?? { now: [], later: [] };
    found.set(index, lists);
    const { now, later } = ownEffects(one);
    lists.now.push(...now);
    lists.later.push(...later);
  }
  return new Map([...found].map(([index, { now, later }]) => [index, [...now, ...later].map(effectsJson)]));
}

function ownEffects({ rendered, effects }: OperationStep): { readonly now: readonly Effects[]; readonly later: readonly Effects[] } {
  const count = ownStatements(rendered);
  return { now: effects.slice(0, count), later: effects.slice(count) };
}

function ownStatements({ operation, statements }: RenderedOperation): number {
  return operation.kind === 'SeparateDatabaseAndState' ? 0 : statements.length;
}

function effectsJson({ locks, work, rewrites, scans }: Effects): EffectsJson {
  return { locks: Object.fromEntries(locks.map(({ table, mode }) => [table, mode])), work, rewrites: [...rewrites], scans: [...scans] };
}
