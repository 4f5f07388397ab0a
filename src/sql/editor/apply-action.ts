/** What hand-written SQL does to the schema, as far as its actions say. */
import { makePostgresName } from '../model/names.ts';
import type { AddColumn, AddConstraintAction, SchemaAction } from '../statement.ts';
import {
  addConstraint,
  addIndex,
  allTables,
  changeTable,
  dropColumn,
  dropConstraint,
  dropIndex,
  renameColumn,
  renameIndex,
  renameTable,
  tableIn,
  withoutTable,
  withTable,
  type PhysicalSchema,
  type PhysicalTable,
} from './physical-schema.ts';

/** The schema after a statement. `sql` is its text: what can't be read leaves every table unknown that it names. */
export function applyAction(schema: PhysicalSchema, action: SchemaAction, sql: string): PhysicalSchema {
  switch (action.kind) {
    case 'script':
      return action.parts.reduce((before, part) => applyAction(before, part.action, part.sql), schema);
    case 'createTable':
      return tableIn(schema, action.table) === undefined ? withTable(schema, handmadeTable(action.table)) : schema;
    case 'dropTable':
      return withoutTable(schema, action.table, action.cascade);
    case 'renameTable':
      return renameTable(schema, action.table, action.to);
    case 'addColumn':
      return changeTable(schema, action.table, (table) => withColumn(table, action));
    case 'dropColumn':
      return changeTable(schema, action.table, (table) => dropColumn(table, action.column));
    case 'renameColumn':
      return changeTable(schema, action.table, (table) => renameColumn(table, action.column, action.to));
    case 'createIndex':
      return changeTable(schema, action.table, (table) => withHandmadeIndex(table, action));
    case 'dropIndex':
      return changeIndexTable(schema, action, (table) => dropIndex(table, action.index));
    case 'renameIndex':
      return changeIndexTable(schema, action, (table) => renameIndex(table, action.index, action.to));
    case 'addConstraint':
      return changeTable(schema, action.table, (table) => withHandmadeConstraint(table, action));
    case 'dropConstraint':
      return changeTable(schema, action.table, (table) => dropConstraint(table, action.constraint));
    case 'renameConstraint':
      return changeTable(schema, action.table, (table) => renameIndex(table, action.constraint, action.to));
    case 'createExtension':
      return { ...schema, extensions: new Set(schema.extensions).add(action.name) };
    case 'unparsed':
      return withDoubt(schema, sql);
    case 'other':
      return action.what === 'DoStmt' ? withDoubt(schema, sql) : schema;
    case 'alterColumnType':
    case 'setNotNull':
    case 'dropNotNull':
    case 'dropDefault':
    case 'dropIdentity':
    case 'addIdentity':
    case 'dropExpression':
    case 'setDefault':
    case 'validateConstraint':
    case 'setConstraints':
    case 'comment':
    case 'update':
    case 'delete':
    case 'insert':
    case 'truncate':
    case 'createSequence':
    case 'dropSequence':
    case 'alterSequence':
    case 'dropExtension':
    case 'createCollation':
    case 'dropCollation':
    case 'enumAddValue':
    case 'alterTableOther':
      return schema;
  }
}

function handmadeTable(name: string): PhysicalTable {
  return {
    name,
    columns: [],
    constraints: [],
    indexes: [],
    sequences: new Map(),
    unknown: `the table ${name} was made by hand-written SQL`,
  };
}

function withColumn(table: PhysicalTable, action: AddColumn): PhysicalTable {
  const { column } = action;
  const taken = (name: string): boolean => table.constraints.some((constraint) => constraint.name === name);
  let next: PhysicalTable = { ...table, columns: [...table.columns, column] };
  if (action.unique)
    next = addConstraint(next, {
      name: makePostgresName(table.name, column, 'key', taken),
      type: 'unique',
      columns: [column],
      references: undefined,
    });
  if (action.primaryKey)
    next = addConstraint(next, {
      name: makePostgresName(table.name, undefined, 'pkey', taken),
      type: 'primaryKey',
      columns: [column],
      references: undefined,
    });
  if (action.references === undefined) return next;
  return addConstraint(next, {
    name: makePostgresName(table.name, column, 'fkey', taken),
    type: 'foreignKey',
    columns: [column],
    references: action.references,
  });
}

function withHandmadeIndex(table: PhysicalTable, action: Extract<SchemaAction, { kind: 'createIndex' }>): PhysicalTable {
  if (action.index === undefined) return { ...table, unknown: `an index of ${table.name} was made without a name` };
  const columns = action.expressions === true ? [undefined, ...action.columns] : action.columns;
  return addIndex(table, { name: action.index, columns, unique: action.unique, plain: true });
}

function withHandmadeConstraint(table: PhysicalTable, action: AddConstraintAction): PhysicalTable {
  const labels = { check: 'check', unique: 'key', primaryKey: 'pkey', foreignKey: 'fkey', exclude: 'excl', notNull: 'not_null' } as const;
  const column = action.type === 'primaryKey' ? undefined : action.columns.join('_');
  const name =
    action.constraint ??
    makePostgresName(table.name, column, labels[action.type], (taken) => table.constraints.some((constraint) => constraint.name === taken));
  const next = action.usingIndex && action.constraint !== undefined ? dropIndex(table, action.constraint) : table;
  return addConstraint(next, { name, type: action.type, columns: action.columns, references: action.references });
}

function changeIndexTable(
  schema: PhysicalSchema,
  action: { readonly index: string; readonly table: string | undefined },
  change: (table: PhysicalTable) => PhysicalTable,
): PhysicalSchema {
  if (action.table !== undefined) return changeTable(schema, action.table, change);
  for (const table of allTables(schema)) {
    if (table.indexes.some((index) => index.name === action.index)) return withTable(schema, change(table));
  }
  return schema;
}

/** Tables that a text names may have been changed by it. */
function withDoubt(schema: PhysicalSchema, sql: string): PhysicalSchema {
  const words = new Set(sql.split(/[^\w$]+/));
  let next = schema;
  for (const table of allTables(schema)) {
    if (words.has(table.name)) next = withTable(next, { ...table, unknown: `hand-written SQL that can't be read names ${table.name}` });
  }
  return next;
}
