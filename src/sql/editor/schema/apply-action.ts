/** What hand-written SQL does to the schema, as far as its actions say. */
import type { Vendor } from '../../../django/project.ts';
import { unknownIn } from '../../fields/unknown-sql.ts';
import type { SchemaAction } from '../../statement.ts';
import { handmadeTable, withHandmadeColumn, withHandmadeConstraint, withHandmadeIndex } from './handmade.ts';
import {
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

/** Where a statement runs, and its text. */
export interface Sent {
  readonly sql: string;
  readonly vendor: Vendor;
}

/** The schema after a statement. What can't be read leaves every table unknown that its text names, and all of them when the text is not known. */
export function applyAction(schema: PhysicalSchema, action: SchemaAction, sent: Sent): PhysicalSchema {
  switch (action.kind) {
    case 'script':
      return action.parts.reduce((before, part) => applyAction(before, part.action, { ...sent, sql: part.sql }), schema);
    case 'createTable':
      return tableIn(schema, action.table) === undefined ? withTable(schema, handmadeTable(action, sent.vendor)) : schema;
    case 'dropTable':
      return withoutTable(schema, action.table, action.cascade);
    case 'renameTable':
      return renameTable(schema, action.table, action.to);
    case 'addColumn':
      return changeTable(schema, action.table, (table) => withHandmadeColumn(table, action, sent.vendor));
    case 'dropColumn':
      return changeTable(schema, action.table, (table) => dropColumn(table, action.column));
    case 'renameColumn':
      return changeTable(schema, action.table, (table) => renameColumn(table, action.column, action.to));
    case 'createIndex':
      return changeTable(schema, action.table, (table) => withHandmadeIndex(table, action, sent.vendor));
    case 'dropIndex':
      return changeIndexTable(schema, action, (table) => dropIndex(table, action.index));
    case 'renameIndex':
      return changeIndexTable(schema, action, (table) => renameIndex(table, action.index, action.to));
    case 'addConstraint':
      return changeTable(schema, action.table, (table) => withHandmadeConstraint(table, action, sent.vendor));
    case 'dropConstraint':
      return changeTable(schema, action.table, (table) => dropConstraint(table, action.constraint));
    case 'renameConstraint':
      return changeTable(schema, action.table, (table) => renameIndex(table, action.constraint, action.to));
    case 'createExtension':
      return { ...schema, extensions: new Set(schema.extensions).add(action.name) };
    case 'dropExtension':
      return { ...schema, extensions: new Set([...schema.extensions].filter((name) => name !== action.name)) };
    case 'unparsed':
      return withDoubt(schema, sent.sql);
    case 'other':
      return action.what === 'DoStmt' ? withDoubt(schema, sent.sql) : schema;
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
    case 'createCollation':
    case 'dropCollation':
    case 'enumAddValue':
    case 'alterTableOther':
      return schema;
  }
}

function changeIndexTable(
  schema: PhysicalSchema,
  action: { readonly index: string; readonly table: string | undefined },
  change: (table: PhysicalTable) => PhysicalTable,
): PhysicalSchema {
  if (action.table !== undefined) return changeTable(schema, action.table, change);
  for (const table of allTables(schema)) {
    if ([...table.indexes, ...table.constraints].some(({ name }) => name === action.index)) return withTable(schema, change(table));
  }
  return schema;
}

/** Tables that a text names may have been changed by it. */
function withDoubt(schema: PhysicalSchema, sql: string): PhysicalSchema {
  const unknown = unknownIn(sql);
  if (unknown !== undefined) return { ...schema, unknown: `SQL that can't be read: ${unknown}` };
  const words = new Set(sql.split(/[^\w$]+/));
  let next = schema;
  for (const table of allTables(schema)) {
    if (words.has(table.name)) next = withTable(next, { ...table, unknown: `hand-written SQL that can't be read names ${table.name}` });
  }
  return next;
}
