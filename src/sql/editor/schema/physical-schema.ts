/**
 * What stands in the database: tables, columns, and the names that constraints and indexes got when they were made. Django asks the database for
 * them before it drops one, and renaming a table or column does not rename them, so the state alone can't say. Immutable.
 */

export interface PhysicalConstraint {
  readonly name: string;
  readonly type: 'primaryKey' | 'unique' | 'foreignKey' | 'check' | 'exclude' | 'notNull';
  readonly columns: readonly string[];
  /** The table that a foreign key points at. */
  readonly references: string | undefined;
  /** A foreign key for which the database makes an index when there is none. */
  readonly indexed?: boolean;
}

export interface PhysicalIndex {
  readonly name: string;
  /** Undefined for an expression. */
  readonly columns: readonly (string | undefined)[];
  readonly unique: boolean;
  /** An ordinary b-tree without storage parameters: what `db_index=True` makes. */
  readonly plain: boolean;
  /** Made by the database for a foreign key; goes as soon as another index covers it. */
  readonly implicit?: boolean;
}

export interface PhysicalTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly constraints: readonly PhysicalConstraint[];
  readonly indexes: readonly PhysicalIndex[];
  /** Column → the sequence that counts it. */
  readonly sequences: ReadonlyMap<string, string>;
  /** Why the table may differ from this: SQL that could not be read has touched it. */
  readonly unknown: string | undefined;
}

/** Tables by name, in buckets so that a change copies little. */
export interface PhysicalSchema {
  readonly buckets: readonly ReadonlyMap<string, PhysicalTable>[];
  /** Extensions that migrations created. */
  readonly extensions: ReadonlySet<string>;
  /** Why any table may differ: SQL that could not be read at all. */
  readonly unknown: string | undefined;
}

const bucketCount = 64;

export const emptySchema: PhysicalSchema = {
  buckets: Array.from({ length: bucketCount }, () => new Map<string, PhysicalTable>()),
  extensions: new Set(),
  unknown: undefined,
};

function bucketOf(table: string): number {
  let sum = 0;
  for (let at = 0; at < table.length; at += 1) sum = (sum * 31 + table.charCodeAt(at)) >>> 0;
  return sum % bucketCount;
}

export function tableIn(schema: PhysicalSchema, table: string): PhysicalTable | undefined {
  return schema.buckets[bucketOf(table)]?.get(table);
}

export function* allTables(schema: PhysicalSchema): Iterable<PhysicalTable> {
  for (const bucket of schema.buckets) yield* bucket.values();
}

/** Target → the tables of a bucket with a key to it. */
const pointers = new WeakMap<ReadonlyMap<string, PhysicalTable>, ReadonlyMap<string, readonly PhysicalTable[]>>();

function pointersIn(bucket: ReadonlyMap<string, PhysicalTable>): ReadonlyMap<string, readonly PhysicalTable[]> {
  const known = pointers.get(bucket);
  if (known !== undefined) return known;
  const made = new Map<string, PhysicalTable[]>();
  for (const table of bucket.values()) {
    for (const target of new Set(table.constraints.flatMap(({ references }) => references ?? []))) {
      const before = made.get(target);
      if (before === undefined) made.set(target, [table]);
      else before.push(table);
    }
  }
  pointers.set(bucket, made);
  return made;
}

/** The tables with a foreign key to this one. */
export function tablesPointingAt(schema: PhysicalSchema, name: string): readonly PhysicalTable[] {
  return schema.buckets.flatMap((bucket) => pointersIn(bucket).get(name) ?? []);
}

/** The schema with a table put in or replaced. */
export function withTable(schema: PhysicalSchema, table: PhysicalTable): PhysicalSchema {
  return withBucket(schema, table.name, (bucket) => bucket.set(table.name, table));
}

/** The schema without a table; foreign keys that point at it go with it when `cascade` says so. */
export function withoutTable(schema: PhysicalSchema, name: string, cascade: boolean): PhysicalSchema {
  let next = withBucket(schema, name, (bucket) => bucket.delete(name));
  if (!cascade) return next;
  for (const table of tablesPointingAt(schema, name)) {
    if (table.name !== name)
      next = withTable(next, { ...table, constraints: table.constraints.filter((constraint) => constraint.references !== name) });
  }
  return next;
}

function withBucket(schema: PhysicalSchema, name: string, change: (bucket: Map<string, PhysicalTable>) => void): PhysicalSchema {
  const index = bucketOf(name);
  const bucket = new Map(schema.buckets[index]);
  change(bucket);
  return { ...schema, buckets: schema.buckets.with(index, bucket) };
}

/** The schema with one table changed; unchanged when there is no such table. */
export function changeTable(schema: PhysicalSchema, name: string, change: (table: PhysicalTable) => PhysicalTable): PhysicalSchema {
  const table = tableIn(schema, name);
  return table === undefined ? schema : withTable(schema, change(table));
}

/** A table takes another name; foreign keys that point at it follow. */
export function renameTable(schema: PhysicalSchema, from: string, to: string): PhysicalSchema {
  const table = tableIn(schema, from);
  if (table === undefined) return schema;
  let next = withTable(withoutTable(schema, from, false), { ...table, name: to });
  for (const other of allTables(next)) {
    if (!other.constraints.some((constraint) => constraint.references === from)) continue;
    const constraints = other.constraints.map((constraint) =>
      constraint.references === from ? { ...constraint, references: to } : constraint,
    );
    next = withTable(next, { ...other, constraints });
  }
  return next;
}

/** A column takes another name; constraints and indexes keep theirs. */
export function renameColumn(table: PhysicalTable, from: string, to: string): PhysicalTable {
  const rename = <T extends string | undefined>(column: T): T | string => (column === from ? to : column);
  const sequence = table.sequences.get(from);
  const sequences = new Map(table.sequences);
  if (sequence !== undefined && sequences.delete(from)) sequences.set(to, sequence);
  return {
    ...table,
    columns: table.columns.map(rename),
    constraints: table.constraints.map((constraint) => ({ ...constraint, columns: constraint.columns.map(rename) })),
    indexes: table.indexes.map((index) => ({ ...index, columns: index.columns.map(rename) })),
    sequences,
  };
}

/** A column goes, and with it every constraint and index that it is part of. */
export function dropColumn(table: PhysicalTable, column: string): PhysicalTable {
  const sequences = new Map(table.sequences);
  sequences.delete(column);
  return {
    ...table,
    columns: table.columns.filter((name) => name !== column),
    constraints: table.constraints.filter((constraint) => !constraint.columns.includes(column)),
    indexes: table.indexes.filter((index) => !index.columns.includes(column)),
    sequences,
  };
}

/** A second primary key is refused by the database: the table stays as it is. */
export function addConstraint(table: PhysicalTable, constraint: PhysicalConstraint): PhysicalTable {
  if (constraint.type === 'primaryKey' && table.constraints.some((other) => other.type === 'primaryKey')) return table;
  const constraints = [...table.constraints.filter((other) => other.name !== constraint.name), constraint];
  if (constraint.type === 'foreignKey')
    return constraint.indexed === true ? withKeyIndex({ ...table, constraints }, constraint) : { ...table, constraints };
  const serves = constraint.type === 'unique' || constraint.type === 'primaryKey';
  return { ...table, constraints, indexes: serves ? notCoveredBy(constraint.columns, table.indexes) : table.indexes };
}

/** The index that the database makes for a foreign key when none begins with its columns; it replaces one that was made for an earlier key. */
function withKeyIndex(table: PhysicalTable, { name, columns }: PhysicalConstraint): PhysicalTable {
  const keys = table.constraints.filter(({ type }) => type === 'unique' || type === 'primaryKey');
  const lasting = table.indexes.filter((index) => index.implicit !== true);
  if ([...keys, ...lasting].some((index) => begins(index.columns, columns))) return table;
  return addIndex(table, { name, columns, unique: false, plain: true, implicit: true });
}

function begins(columns: readonly (string | undefined)[], start: readonly (string | undefined)[]): boolean {
  return start.every((column, at) => columns[at] === column);
}

function notCoveredBy(columns: readonly (string | undefined)[], indexes: readonly PhysicalIndex[]): readonly PhysicalIndex[] {
  return indexes.filter((index) => index.implicit !== true || !begins(columns, index.columns));
}

export function dropConstraint(table: PhysicalTable, name: string): PhysicalTable {
  return { ...table, constraints: table.constraints.filter((constraint) => constraint.name !== name) };
}

export function addIndex(table: PhysicalTable, index: PhysicalIndex): PhysicalTable {
  const others = table.indexes.filter((other) => other.name !== index.name);
  return { ...table, indexes: [...notCoveredBy(index.columns, others), index] };
}

export function dropIndex(table: PhysicalTable, name: string): PhysicalTable {
  return { ...table, indexes: table.indexes.filter((index) => index.name !== name) };
}

export function renameIndex(table: PhysicalTable, from: string, to: string): PhysicalTable {
  return {
    ...table,
    indexes: table.indexes.map((index) => (index.name === from ? { ...index, name: to } : index)),
    constraints: table.constraints.map((constraint) => (constraint.name === from ? { ...constraint, name: to } : constraint)),
  };
}

/** A column counts with a sequence from now on, or no longer. */
export function withSequence(table: PhysicalTable, column: string, sequence: string | undefined): PhysicalTable {
  const sequences = new Map(table.sequences);
  if (sequence === undefined) sequences.delete(column);
  else sequences.set(column, sequence);
  return { ...table, sequences };
}
