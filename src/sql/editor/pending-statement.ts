/**
 * Statements that Django holds back until the end of a migration (`deferred_sql`). They keep their tables and columns apart, because a later
 * operation may rename or drop what they speak of (django.db.backends.ddl_references).
 */
import { splitIdentifier } from '../model/names.ts';
import type { Slot } from './slot.ts';

export interface PendingForeignKey {
  readonly kind: 'foreignKey';
  readonly owner: Slot;
  readonly table: string;
  readonly column: string;
  readonly toTable: string;
  readonly toColumn: string;
  readonly onDelete: string;
  /** `named`: the constraint's name ends in the target's table and column; `plain`: in `_fk`. */
  readonly suffix: 'named' | 'plain';
}

export interface PendingUnique {
  readonly kind: 'unique';
  readonly owner: Slot;
  readonly table: string;
  readonly columns: readonly string[];
  /** Undefined: a name is made of table and columns. */
  readonly name: string | undefined;
  /** ` DEFERRABLE INITIALLY DEFERRED`. */
  readonly deferrable: string;
  readonly nullsDistinct: string;
}

/** An index, also the unique one that stands for a constraint with a condition, covered columns, operator classes or expressions. */
export interface PendingIndex {
  readonly kind: 'index';
  readonly owner: Slot;
  readonly table: string;
  readonly columns: readonly string[];
  /** Undefined: a name is made of table, columns and suffix. */
  readonly name: string | undefined;
  readonly suffix: string;
  readonly unique: boolean;
  /** `GIN`; empty for the database's default. */
  readonly using: string;
  /** `DESC` or empty, for each column. */
  readonly orders: readonly string[];
  readonly opclasses: readonly string[];
  /** SQL of an index over expressions instead of columns. */
  readonly expressions: string | undefined;
  readonly include: readonly string[];
  readonly extra: string;
  readonly condition: string | undefined;
  readonly nullsDistinct: string;
  readonly concurrently: boolean;
}

/** A check or exclusion constraint. */
export interface PendingConstraint {
  readonly kind: 'constraint';
  readonly owner: Slot;
  readonly table: string;
  readonly name: string;
  readonly type: 'check' | 'exclude';
  /** The SQL after the constraint's name. */
  readonly definition: string;
  readonly columns: readonly string[];
}

export type PendingStatement = PendingForeignKey | PendingUnique | PendingIndex | PendingConstraint;

/** Whether the statement speaks of the table. */
export function referencesTable(pending: PendingStatement, table: string): boolean {
  return (
    pending.table === table ||
    (pending.kind === 'foreignKey' && (pending.toTable === table || splitIdentifier(pending.toTable)[1] === table))
  );
}

/** Whether the statement speaks of the column. */
export function referencesColumn(pending: PendingStatement, table: string, column: string): boolean {
  if (pending.kind === 'foreignKey') {
    return (pending.table === table && pending.column === column) || (pending.toTable === table && pending.toColumn === column);
  }
  return pending.table === table && (pending.columns.includes(column) || (pending.kind === 'index' && pending.include.includes(column)));
}

/** The statement after the table has got another name. */
export function renameTableIn(pending: PendingStatement, from: string, to: string): PendingStatement {
  const table = pending.table === from ? to : pending.table;
  return pending.kind === 'foreignKey'
    ? { ...pending, table, toTable: pending.toTable === from ? to : pending.toTable }
    : { ...pending, table };
}

/** The statement after a column has got another name. Conditions are text already and stay as they are, as with Django. */
export function renameColumnIn(
  pending: PendingStatement,
  table: string,
  names: { readonly from: string; readonly to: string },
): PendingStatement {
  const rename = (column: string): string => (column === names.from ? names.to : column);
  switch (pending.kind) {
    case 'foreignKey':
      return {
        ...pending,
        column: pending.table === table ? rename(pending.column) : pending.column,
        toColumn: pending.toTable === table ? rename(pending.toColumn) : pending.toColumn,
      };
    case 'unique':
      return pending.table === table ? { ...pending, columns: pending.columns.map(rename) } : pending;
    case 'index':
      return pending.table === table ? { ...pending, columns: pending.columns.map(rename), include: pending.include.map(rename) } : pending;
    case 'constraint':
      return pending;
  }
}
