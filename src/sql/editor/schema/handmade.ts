/** Tables, columns, indexes and constraints that hand-written SQL makes, with the names that the database gives to those without one. */
import type { Vendor } from '../../../django/project.ts';
import { makePostgresName } from '../../model/names.ts';
import type { AddColumn, AddConstraintAction, SchemaAction } from '../../statement.ts';
import { addConstraint, addIndex, dropIndex, withSequence, type PhysicalConstraint, type PhysicalTable } from './physical-schema.ts';

type Action<K extends SchemaAction['kind']> = Extract<SchemaAction, { kind: K }>;

/** A table as CREATE TABLE describes it; unknown where that does not say everything. */
export function handmadeTable(action: Action<'createTable'>, vendor: Vendor): PhysicalTable {
  const { table: name, columns, constraints = [] } = action;
  const whole = columns !== undefined && action.from === undefined && action.takesColumns !== true;
  let table: PhysicalTable = {
    name,
    columns: [],
    constraints: [],
    indexes: [],
    sequences: new Map(),
    unknown: whole ? undefined : `the table ${name} was made by hand-written SQL`,
  };
  for (const column of columns ?? []) table = withHandmadeColumn(table, column, vendor);
  for (const constraint of constraints) table = withHandmadeConstraint(table, constraint, vendor);
  return table;
}

const labels = { check: 'check', unique: 'key', primaryKey: 'pkey', foreignKey: 'fkey', exclude: 'excl', notNull: 'not_null' } as const;

/** Puts a constraint on the table; one without a name gets the name that PostgreSQL makes, which the other databases make otherwise. */
function withNamed(
  table: PhysicalTable,
  constraint: Omit<PhysicalConstraint, 'name'> & { readonly name: string | undefined },
  vendor: Vendor,
) {
  const { name, type, columns } = constraint;
  if (name !== undefined) return addConstraint(table, { ...constraint, name });
  if (vendor !== 'postgresql') return { ...table, unknown: `hand-written SQL gave a constraint of ${table.name} no name` };
  const part = type === 'primaryKey' || columns.length === 0 || (type === 'check' && columns.length > 1) ? undefined : columns.join('_');
  const taken = (made: string): boolean => [...table.constraints, ...table.indexes].some((other) => other.name === made);
  return addConstraint(table, { ...constraint, name: makePostgresName(table.name, part, labels[type], taken) });
}

export function withHandmadeColumn(table: PhysicalTable, action: AddColumn, vendor: Vendor): PhysicalTable {
  const { column } = action;
  if (table.columns.includes(column)) return table;
  const columns = [column];
  let next: PhysicalTable = { ...table, columns: [...table.columns, column] };
  if (action.primaryKey) next = withNamed(next, { name: undefined, type: 'primaryKey', columns, references: undefined }, vendor);
  if (action.unique) next = withNamed(next, { name: undefined, type: 'unique', columns, references: undefined }, vendor);
  if (action.check) next = withNamed(next, { name: undefined, type: 'check', columns, references: undefined }, vendor);
  if (action.references !== undefined)
    next = withNamed(next, { name: action.foreignKey, type: 'foreignKey', columns, references: action.references }, vendor);
  return action.identity && vendor === 'postgresql' ? withSequence(next, column, makePostgresName(table.name, column, 'seq')) : next;
}

export function withHandmadeIndex(table: PhysicalTable, action: Action<'createIndex'>, vendor: Vendor): PhysicalTable {
  const { unique, expressions, keys = action.columns } = action;
  const plain = action.method === undefined && expressions !== true;
  if (action.index !== undefined) return addIndex(table, { name: action.index, columns: keys, unique, plain });
  if (vendor !== 'postgresql') return { ...table, unknown: `hand-written SQL gave an index of ${table.name} no name` };
  const taken = (made: string): boolean => [...table.constraints, ...table.indexes].some((other) => other.name === made);
  const part = keys.map((key, at) => key ?? (keys.indexOf(undefined) === at ? 'expr' : `expr${at}`)).join('_');
  return addIndex(table, { name: makePostgresName(table.name, part, 'idx', taken), columns: keys, unique, plain });
}

export function withHandmadeConstraint(table: PhysicalTable, action: AddConstraintAction, vendor: Vendor): PhysicalTable {
  const { type, references, index } = action;
  const used = table.indexes.find(({ name }) => name === index);
  const columns = used === undefined ? action.columns : used.columns.flatMap((column) => column ?? []);
  // USING INDEX gives the index the constraint's name
  const next = index === undefined ? table : dropIndex(table, index);
  return withNamed(next, { name: action.constraint ?? index, type, columns, references }, vendor);
}
