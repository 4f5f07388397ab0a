import type { CheckShape } from '../effects/context.ts';
import type { SchemaAction } from '../statement.ts';

/** The checks of each table after an action: those that were added by hand (NOT VALID, then validated) prove columns NOT NULL. */
export function checksAfter(
  checks: ReadonlyMap<string, readonly CheckShape[]>,
  action: SchemaAction,
): ReadonlyMap<string, readonly CheckShape[]> {
  switch (action.kind) {
    case 'script':
      return action.parts.reduce((next, part) => checksAfter(next, part.action), checks);
    case 'addConstraint': {
      if (action.type !== 'check') return checks;
      const { constraint: name, columns, notValid, provesNotNull = [] } = action;
      return changed(checks, action.table, (known) => [...known, { name, columns, valid: !notValid, provesNotNull }]);
    }
    case 'validateConstraint':
      return changed(checks, action.table, (known) =>
        known.map((check) => (check.name === action.constraint ? { ...check, valid: true } : check)),
      );
    case 'dropConstraint':
      return changed(checks, action.table, (known) => known.filter((check) => check.name !== action.constraint));
    case 'dropColumn':
      return changed(checks, action.table, (known) => known.filter((check) => !check.columns.includes(action.column)));
    case 'dropTable':
      return changed(checks, action.table, () => []);
    case 'renameTable':
      return changed(
        changed(checks, action.to, () => checks.get(action.table) ?? []),
        action.table,
        () => [],
      );
    default:
      return checks;
  }
}

function changed(
  checks: ReadonlyMap<string, readonly CheckShape[]>,
  table: string,
  change: (known: readonly CheckShape[]) => readonly CheckShape[],
): ReadonlyMap<string, readonly CheckShape[]> {
  const before = checks.get(table) ?? [];
  const after = change(before);
  return after === before || (after.length === 0 && before.length === 0) ? checks : new Map(checks).set(table, after);
}
