/** Turns a pending statement into SQL, at the moment when it runs: names are made then, of the names that tables and columns have by then. */
import { unknownIn, unknownSql } from '../fields/unknown-sql.ts';
import type { Dialect } from '../model/dialect.ts';
import { makeIndexName, splitIdentifier } from '../model/names.ts';
import type { SchemaAction } from '../statement.ts';
import type { PendingConstraint, PendingForeignKey, PendingIndex, PendingStatement, PendingUnique } from './pending-statement.ts';
import { addConstraint, addIndex, changeTable, type PhysicalSchema } from './schema/physical-schema.ts';
import { emit, type SchemaEditor } from './schema-editor.ts';

export interface FinishedStatement {
  readonly sql: string;
  readonly action: SchemaAction;
  readonly change: (schema: PhysicalSchema) => PhysicalSchema;
}

/** Sends a statement at once. */
export function execute(editor: SchemaEditor, pending: PendingStatement): void {
  const { sql, action, change } = finishStatement(editor.dialect, pending);
  emit(editor, sql, action, change);
}

export function finishStatement(dialect: Dialect, pending: PendingStatement): FinishedStatement {
  switch (pending.kind) {
    case 'foreignKey':
      return finishForeignKey(dialect, pending);
    case 'unique':
      return finishUnique(dialect, pending);
    case 'index':
      return finishIndex(dialect, pending);
    case 'constraint':
      return finishConstraint(dialect, pending);
  }
}

/** Names are made of names: one that isn't known makes the whole name unknown. */
function nameFor(
  dialect: Dialect,
  parts: readonly string[],
  { table, columns, suffix }: { readonly table: string; readonly columns: readonly string[]; readonly suffix: string },
): string {
  const reason = [...parts, ...columns].map(unknownIn).find((found) => found !== undefined);
  return reason === undefined ? makeIndexName(table, columns, suffix, dialect.maxNameLength) : unknownSql(reason);
}

/** The name of a foreign key that Django makes. */
export function foreignKeyName(
  dialect: Dialect,
  key: Pick<PendingForeignKey, 'table' | 'column' | 'toTable' | 'toColumn' | 'suffix'>,
): string {
  const suffix = key.suffix === 'plain' ? '_fk' : `_fk_${splitIdentifier(key.toTable)[1]}_${key.toColumn}`;
  return nameFor(dialect, [key.table, key.toTable, key.toColumn], { table: key.table, columns: [key.column], suffix });
}

function quoteAll(dialect: Dialect, names: readonly string[]): string {
  return names.map(dialect.quoteName).join(', ');
}

function finishForeignKey(dialect: Dialect, key: PendingForeignKey): FinishedStatement {
  const name = foreignKeyName(dialect, key);
  const quote = dialect.quoteName;
  const sql = dialect.sql.createForeignKey({
    table: quote(key.table),
    name: quote(name),
    column: quote(key.column),
    toTable: quote(key.toTable),
    toColumn: quote(key.toColumn),
    onDelete: key.onDelete,
    deferrable: dialect.deferrable,
  });
  const indexed = dialect.features.foreignKeysMakeIndexes;
  const columns = [dialect.storedName(key.column)];
  const constraint = { name, type: 'foreignKey', columns, references: key.toTable, indexed } as const;
  return {
    sql,
    action: {
      kind: 'addConstraint',
      table: key.table,
      constraint: name,
      type: 'foreignKey',
      columns: [key.column],
      notValid: false,
      usingIndex: false,
      references: key.toTable,
    },
    change: (schema) => changeTable(schema, key.table, (table) => addConstraint(table, constraint)),
  };
}

function finishUnique(dialect: Dialect, unique: PendingUnique): FinishedStatement {
  const name = unique.name ?? nameFor(dialect, [unique.table], { ...unique, suffix: '_uniq' });
  const quote = dialect.quoteName;
  const sql = dialect.sql.createUnique({
    table: quote(unique.table),
    name: quote(name),
    columns: quoteAll(dialect, unique.columns),
    deferrable: unique.deferrable,
    nullsDistinct: unique.nullsDistinct,
  });
  const constraint = { name, type: 'unique', columns: unique.columns.map(dialect.storedName), references: undefined } as const;
  return {
    sql,
    action: {
      kind: 'addConstraint',
      table: unique.table,
      constraint: name,
      type: 'unique',
      columns: unique.columns,
      notValid: false,
      usingIndex: false,
      references: undefined,
    },
    change: (schema) => changeTable(schema, unique.table, (table) => addConstraint(table, constraint)),
  };
}

/** The name under which an index is made. */
export function indexNameOf(dialect: Dialect, index: PendingIndex): string {
  return index.name ?? nameFor(dialect, [index.table], index);
}

function finishIndex(dialect: Dialect, index: PendingIndex): FinishedStatement {
  const name = indexNameOf(dialect, index);
  const quote = dialect.quoteName;
  const parts = {
    table: quote(index.table),
    name: quote(name),
    columns: index.expressions ?? indexColumns(dialect, index),
    using: index.using === '' ? '' : ` USING ${index.using}`,
    include:
      index.include.length === 0 || !dialect.features.supportsCoveringIndexes ? '' : ` INCLUDE (${quoteAll(dialect, index.include)})`,
    extra: index.extra,
    condition: index.condition === undefined ? '' : ` WHERE ${index.condition}`,
    concurrently: index.concurrently,
  };
  const columns = index.expressions === undefined ? index.columns.map(dialect.storedName) : [undefined];
  const plain = (index.using === '' || index.using.toLowerCase() === 'btree') && !name.endsWith('_btree') && !index.extra.includes('WITH');
  return {
    sql: index.unique ? dialect.sql.createUniqueIndex({ ...parts, nullsDistinct: index.nullsDistinct }) : dialect.sql.createIndex(parts),
    action: {
      kind: 'createIndex',
      table: index.table,
      index: name,
      columns: index.columns,
      unique: index.unique,
      concurrently: index.concurrently,
      ifNotExists: false,
      partial: index.condition !== undefined,
    },
    change: (schema) => changeTable(schema, index.table, (table) => addIndex(table, { name, columns, unique: index.unique, plain })),
  };
}

function indexColumns(dialect: Dialect, index: PendingIndex): string {
  // Other databases have no operator classes; Django leaves them out there.
  const opclasses = dialect.vendor === 'postgresql' ? index.opclasses : [];
  const parts = index.columns.map((column, at) => [dialect.quoteName(column), opclasses[at] ?? '', index.orders[at] ?? '']);
  return parts.map((part) => part.filter((text) => text !== '').join(' ')).join(', ');
}

function finishConstraint(dialect: Dialect, pending: PendingConstraint): FinishedStatement {
  const constraint = {
    name: pending.name,
    type: pending.type,
    columns: pending.columns.map(dialect.storedName),
    references: undefined,
  } as const;
  const table = dialect.quoteName(pending.table);
  const name = dialect.quoteName(pending.name);
  const sql =
    pending.type === 'check'
      ? dialect.sql.createCheck(table, name, pending.definition)
      : `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${pending.definition}`;
  return {
    sql,
    action: {
      kind: 'addConstraint',
      table: pending.table,
      constraint: pending.name,
      type: pending.type,
      columns: pending.columns,
      notValid: false,
      usingIndex: false,
      references: undefined,
    },
    change: (schema) => changeTable(schema, pending.table, (physical) => addConstraint(physical, constraint)),
  };
}
