/** The schema as it is after a statement, as far as the statement says. */
import type { AddColumn, AddConstraintAction, SchemaAction } from '../statement.ts';
import { emptyTable, type ColumnShape, type SchemaView, type TableShape } from './context.ts';

/** The view with some tables changed; undefined stands for a table that is gone. */
function withTables(schema: SchemaView, changed: ReadonlyMap<string, TableShape | undefined>): SchemaView {
  if (changed.size === 0) return schema;
  return {
    table: (name) => (changed.has(name) ? changed.get(name) : schema.table(name)),
    tableOfIndex: (index) => {
      for (const [name, shape] of changed) if (shape?.indexes.some((each) => each.name === index) === true) return name;
      const table = schema.tableOfIndex(index);
      return table !== undefined && changed.has(table) ? undefined : table;
    },
  };
}

/** The view with one more index, for tables of which nothing else is known. */
function withIndex(schema: SchemaView, index: string, table: string): SchemaView {
  return { ...schema, tableOfIndex: (name) => (name === index ? table : schema.tableOfIndex(name)) };
}

/** What is known of the schema once the statement has run. */
export function schemaAfter(schema: SchemaView, action: SchemaAction): SchemaView {
  if (action.kind === 'script') return action.parts.reduce((view, part) => schemaAfter(view, part.action), schema);
  const changed = new Map<string, TableShape | undefined>();
  const change = (name: string, next: (shape: TableShape) => TableShape): void => {
    const shape = changed.get(name) ?? schema.table(name);
    if (shape !== undefined) changed.set(name, next(shape));
  };
  switch (action.kind) {
    case 'createTable':
      changed.set(action.table, newTable(action));
      for (const parent of action.references) change(parent, (shape) => referencedToo(shape, action.table));
      if (action.partitionOf !== undefined)
        change(action.partitionOf, (shape) => ({ ...shape, partitions: [...(shape.partitions ?? []), action.table] }));
      break;
    case 'dropTable': {
      for (const { references } of schema.table(action.table)?.foreignKeys ?? [])
        change(references, (shape) => referencedLess(shape, action.table));
      changed.set(action.table, undefined);
      break;
    }
    case 'renameTable': {
      const { table, to } = action;
      changed.set(to, schema.table(table));
      changed.set(table, undefined);
      for (const child of schema.table(table)?.referencedBy ?? [])
        change(child === table ? to : child, (shape) => pointingAt(shape, table, to));
      break;
    }
    case 'createIndex':
      if (action.index !== undefined && schema.table(action.table) === undefined) return withIndex(schema, action.index, action.table);
      change(action.table, (shape) => tableAfter(shape, action));
      break;
    case 'addColumn':
      change(action.table, (shape) => withNewColumn(shape, action));
      if (action.references !== undefined) change(action.references, (shape) => referencedToo(shape, action.table));
      break;
    case 'addConstraint':
      change(action.table, (shape) => withConstraint(shape, action));
      if (action.references !== undefined) change(action.references, (shape) => referencedToo(shape, action.table));
      break;
    case 'dropIndex': {
      const table = action.table ?? schema.tableOfIndex(action.index);
      if (table !== undefined) change(table, (shape) => withoutNamed(shape, action.index));
      break;
    }
    default:
      if ('table' in action && action.table !== undefined) {
        const { table } = action;
        change(table, (shape) => tableAfter(shape, action));
        for (const parent of lostParents(schema.table(table), changed.get(table))) change(parent, (shape) => referencedLess(shape, table));
      }
  }
  return withTables(schema, changed);
}

function newTable({
  columns = [],
  constraints = [],
  references,
  partitionOf,
  partitioned,
}: Extract<SchemaAction, { kind: 'createTable' }>): TableShape {
  const made = constraints.reduce(withConstraint, columns.reduce(withNewColumn, emptyTable));
  // a rendered CREATE TABLE says only which tables it points at
  const rest = references.filter((table) => !made.foreignKeys.some((key) => key.references === table));
  const part = { ...(partitionOf === undefined ? {} : { partitionOf }), ...(partitioned === true ? { partitions: [] } : {}) };
  return {
    ...made,
    ...part,
    foreignKeys: [...made.foreignKeys, ...rest.map((table) => ({ name: undefined, columns: [], references: table }))],
  };
}

/** One table after an action on it alone. */
function tableAfter(shape: TableShape, action: SchemaAction): TableShape {
  switch (action.kind) {
    case 'dropColumn': {
      const without = <T extends { readonly columns: readonly string[] }>(all: readonly T[]): readonly T[] =>
        all.filter(({ columns }) => !columns.includes(action.column));
      const columns = new Map(shape.columns);
      columns.delete(action.column);
      return { ...shape, columns, indexes: without(shape.indexes), checks: without(shape.checks), foreignKeys: without(shape.foreignKeys) };
    }
    case 'renameColumn':
      return renamed(shape, action.column, action.to);
    case 'alterColumnType':
      return withColumn(shape, action.column, { type: action.to });
    case 'setNotNull':
    case 'dropNotNull':
      return withColumn(shape, action.column, { notNull: action.kind === 'setNotNull' });
    case 'createIndex': {
      const computed = action.partial || action.expressions === true;
      return { ...shape, indexes: [...shape.indexes, { name: action.index, columns: action.columns, computed, primaryKey: false }] };
    }
    case 'renameIndex':
    case 'renameConstraint': {
      const old = action.kind === 'renameIndex' ? action.index : action.constraint;
      const rename = <T extends { readonly name: string | undefined }>(all: readonly T[]): readonly T[] =>
        all.map((each) => (each.name === old ? { ...each, name: action.to } : each));
      return { ...shape, indexes: rename(shape.indexes), checks: rename(shape.checks), foreignKeys: rename(shape.foreignKeys) };
    }
    case 'dropConstraint':
      return withoutNamed(shape, action.constraint);
    case 'validateConstraint':
      return { ...shape, checks: shape.checks.map((check) => (check.name === action.constraint ? { ...check, valid: true } : check)) };
    default:
      return shape;
  }
}

function withColumn(shape: TableShape, name: string, change: Partial<ColumnShape>): TableShape {
  const old = shape.columns.get(name) ?? { type: undefined, notNull: false };
  return { ...shape, columns: new Map(shape.columns).set(name, { ...old, ...change }) };
}

function withNewColumn(shape: TableShape, action: AddColumn): TableShape {
  const { table, column, references } = action;
  const next = withColumn(shape, column, { type: action.type, notNull: action.notNull || action.primaryKey });
  const index = {
    name: usualName(table, action.primaryKey ? 'pkey' : 'key', [column]),
    columns: [column],
    computed: false,
    primaryKey: action.primaryKey,
  };
  const check = { name: usualName(table, 'check', [column]), columns: [column], valid: true, provesNotNull: [] };
  return {
    ...next,
    indexes: action.unique || action.primaryKey ? [...next.indexes, index] : next.indexes,
    checks: action.check ? [...next.checks, check] : next.checks,
    foreignKeys:
      references === undefined
        ? next.foreignKeys
        : [...next.foreignKeys, { name: action.foreignKey ?? usualName(table, 'fkey', [column]), columns: [column], references }],
  };
}

const suffixes = { check: 'check', unique: 'key', primaryKey: 'pkey', foreignKey: 'fkey', exclude: 'excl', notNull: 'not_null' } as const;

/** The name that PostgreSQL gives to a constraint without one, as long as it is short and free. */
function usualName(table: string, suffix: string, columns: readonly string[]): string {
  return [table.split('.').at(-1), ...(suffix === 'pkey' ? [] : columns), suffix].join('_');
}

function withConstraint(shape: TableShape, action: AddConstraintAction): TableShape {
  const { columns, references } = action;
  const name = action.constraint ?? usualName(action.table, suffixes[action.type], columns);
  if (action.type === 'foreignKey') {
    return references === undefined ? shape : { ...shape, foreignKeys: [...shape.foreignKeys, { name, columns, references }] };
  }
  if (action.type === 'check' || action.type === 'notNull') {
    const provesNotNull = action.type === 'notNull' ? columns : (action.provesNotNull ?? []);
    return { ...shape, checks: [...shape.checks, { name, columns, valid: !action.notValid, provesNotNull }] };
  }
  const primaryKey = action.type === 'primaryKey';
  const next = primaryKey ? columns.reduce((table, column) => withColumn(table, column, { notNull: true }), shape) : shape;
  return { ...next, indexes: [...next.indexes, { name, columns, computed: false, primaryKey }] };
}

function withoutNamed(shape: TableShape, name: string): TableShape {
  const without = <T extends { readonly name: string | undefined }>(all: readonly T[]): readonly T[] =>
    all.filter((each) => each.name !== name);
  return { ...shape, indexes: without(shape.indexes), checks: without(shape.checks), foreignKeys: without(shape.foreignKeys) };
}

function renamed(shape: TableShape, column: string, to: string): TableShape {
  const rename = <T extends { readonly columns: readonly string[] }>(all: readonly T[]): readonly T[] =>
    all.map((each) => ({ ...each, columns: each.columns.map((name) => (name === column ? to : name)) }));
  const columns = new Map([...shape.columns].map(([name, value]) => [name === column ? to : name, value] as const));
  return { ...shape, columns, indexes: rename(shape.indexes), checks: rename(shape.checks), foreignKeys: rename(shape.foreignKeys) };
}

/** Tables that a foreign key pointed at before and none does after. */
function lostParents(before: TableShape | undefined, after: TableShape | undefined): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const left = new Set(after.foreignKeys.map(({ references }) => references));
  return before.foreignKeys.map(({ references }) => references).filter((parent) => !left.has(parent));
}

function pointingAt(shape: TableShape, table: string, to: string): TableShape {
  return { ...shape, foreignKeys: shape.foreignKeys.map((key) => (key.references === table ? { ...key, references: to } : key)) };
}

function referencedToo(shape: TableShape, by: string): TableShape {
  return shape.referencedBy.includes(by) ? shape : { ...shape, referencedBy: [...shape.referencedBy, by] };
}

function referencedLess(shape: TableShape, by: string): TableShape {
  return { ...shape, referencedBy: shape.referencedBy.filter((name) => name !== by) };
}
