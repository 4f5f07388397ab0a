/** What each action takes on PostgreSQL. Measured: test/goldens/locks/statements.json, made by scripts/measure-locks.ts. */
import type { SchemaAction, SingleAction } from '../statement.ts';
import { versionNumber, type EffectsContext, type SchemaView } from './context.ts';
import type { Cost } from './cost.ts';
import { addColumnCost, alterColumnTypeCost, dropColumnCost, setNotNullCost } from './postgresql-columns.ts';
import { addConstraintCost, dropConstraintCost, validateConstraintCost } from './postgresql-constraints.ts';
import { alterTableOtherCost, otherCost } from './postgresql-other.ts';

const nothing: Cost = { facts: ['postgresql/no-table-lock'] };

/** ACCESS EXCLUSIVE for an instant: only the catalog changes. */
function instantly(table: string, fact: string): Cost {
  return { locks: [[table, 'AccessExclusiveLock']], facts: [fact, 'postgresql/access-exclusive', 'postgresql/lock-queue'] };
}

/** The cost of one action; tables born in the pull request are still in it. */
export function postgresqlCost(action: SingleAction, context: EffectsContext): Cost {
  const cost = ownCost(action, context);
  const partitions = (table: string): readonly string[] => context.schema.table(table)?.partitions ?? [];
  if (action.kind === 'createTable' || (action.kind === 'other' && action.what.endsWith('Partition'))) return cost;
  if (!(cost.locks ?? []).some(([table]) => partitions(table).length > 0)) return cost;
  // a change of a partitioned table goes down to its partitions, which hold the rows
  const down = (tables: readonly string[] = []): readonly string[] =>
    tables.flatMap((table) => (partitions(table).length > 0 ? partitions(table) : [table]));
  const more = (cost.locks ?? []).flatMap(([table, mode]) => partitions(table).map((partition) => [partition, mode] as const));
  return {
    ...cost,
    locks: [...(cost.locks ?? []), ...more],
    scans: down(cost.scans),
    rewrites: down(cost.rewrites),
    builds: down(cost.builds),
    writes: down(cost.writes),
    facts: [...cost.facts, 'postgresql/partitioned-table'],
  };
}

function ownCost(action: SingleAction, context: EffectsContext): Cost {
  switch (action.kind) {
    case 'createTable':
      return createTableCost(action);
    case 'dropTable':
      return dropTableCost(action, context);
    case 'renameTable':
    case 'renameColumn':
    case 'renameConstraint':
      return instantly(action.table, 'postgresql/rename');
    case 'addColumn':
      return addColumnCost(action, context);
    case 'dropColumn':
      return dropColumnCost(action, context);
    case 'alterColumnType':
      return alterColumnTypeCost(action, context);
    case 'setNotNull':
      return setNotNullCost(action, context);
    case 'dropNotNull':
      return instantly(action.table, 'postgresql/drop-not-null');
    case 'setDefault':
    case 'dropDefault':
      return instantly(action.table, 'postgresql/default');
    case 'dropIdentity':
    case 'addIdentity':
    case 'dropExpression':
      return instantly(action.table, 'postgresql/identity');
    case 'createIndex':
    case 'dropIndex':
    case 'renameIndex':
      return indexCost(action, context);
    case 'addConstraint':
      return addConstraintCost(action, context);
    case 'dropConstraint':
      return dropConstraintCost(action, context);
    case 'validateConstraint':
      return validateConstraintCost(action, context);
    case 'setConstraints':
      return { facts: ['postgresql/set-constraints'] };
    case 'comment':
      return { locks: [[action.table, 'ShareUpdateExclusiveLock']], facts: ['postgresql/comment'] };
    case 'update':
    case 'delete':
      return {
        locks: [[action.table, 'RowExclusiveLock'], ...(action.from ?? []).map((table) => [table, 'AccessShareLock'] as const)],
        scans: [action.table, ...(action.from ?? [])],
        writes: [action.table],
        holdsRows: !action.filtered,
        facts: ['postgresql/row-locks', 'postgresql/locks-until-commit'],
      };
    case 'insert':
      return insertCost(action);
    case 'truncate':
      return truncateCost(action, context);
    case 'enumAddValue':
      return { facts: [versionNumber(context.serverVersion) >= 12 ? 'postgresql/enum-add-value' : 'postgresql/enum-add-value-before-12'] };
    case 'createSequence':
    case 'dropSequence':
    case 'alterSequence':
    case 'createExtension':
    case 'dropExtension':
    case 'createCollation':
    case 'dropCollation':
      return nothing;
    case 'alterTableOther':
      return alterTableOtherCost(action);
    case 'other':
      return otherCost(action, context);
    case 'unparsed':
      return { unknown: true, facts: [] };
  }
}

function insertCost({ table, from }: Extract<SchemaAction, { kind: 'insert' }>): Cost {
  if (from === undefined) return { locks: [[table, 'RowExclusiveLock']], writes: [table], facts: ['postgresql/row-locks'] };
  return {
    locks: [
      [table, 'RowExclusiveLock'],
      [from, 'AccessShareLock'],
    ],
    scans: [from],
    writes: [table],
    facts: ['postgresql/insert-select'],
  };
}

type IndexAction = Extract<SchemaAction, { kind: 'createIndex' | 'dropIndex' | 'renameIndex' }>;
function indexCost(action: IndexAction, { schema }: EffectsContext): Cost {
  if (action.kind === 'renameIndex') return { facts: ['postgresql/rename-index'] };
  if (action.kind === 'createIndex') {
    const { table, concurrently } = action;
    const exists = action.ifNotExists && action.index !== undefined && schema.tableOfIndex(action.index) !== undefined;
    return {
      locks: [[table, concurrently ? 'ShareUpdateExclusiveLock' : 'ShareLock']],
      scans: exists ? [] : [table],
      builds: exists ? [] : [table],
      facts: concurrently
        ? ['postgresql/create-index-concurrently', 'postgresql/concurrently-invalid-index']
        : ['postgresql/create-index', 'postgresql/share', 'postgresql/locks-until-commit'],
    };
  }
  const table = action.table ?? schema.tableOfIndex(action.index);
  const fact = action.concurrently ? 'postgresql/drop-index-concurrently' : 'postgresql/drop-index';
  if (table === undefined) return { unknown: true, facts: [fact] };
  const isGone = action.ifExists === true && schema.table(table)?.indexes.every(({ name }) => name !== action.index) === true;
  if (isGone) return nothing;
  return { locks: [[table, action.concurrently ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock']], facts: [fact] };
}

/** CREATE TABLE: nothing but what it points at, is filled from, or is a partition of. */
function createTableCost({ table, references, from = [], partitionOf }: Extract<SchemaAction, { kind: 'createTable' }>): Cost {
  return {
    locks: [
      ...references.filter((parent) => parent !== table).map((parent) => [parent, 'ShareRowExclusiveLock'] as const),
      ...from.map((source) => [source, 'AccessShareLock'] as const),
      ...(partitionOf === undefined ? [] : [[partitionOf, 'AccessExclusiveLock'] as const]),
    ],
    scans: from,
    facts: [
      references.length > 0 ? 'postgresql/create-table-references' : 'postgresql/create-table',
      ...(partitionOf === undefined ? [] : ['postgresql/create-partition']),
    ],
  };
}

/** DROP TABLE: foreign keys go with it, in both directions, and each takes its other table along. */
function dropTableCost({ table, cascade }: Extract<SchemaAction, { kind: 'dropTable' }>, { schema }: EffectsContext): Cost {
  const shape = schema.table(table);
  const parents = (shape?.foreignKeys ?? []).map(({ references }) => references);
  const children = cascade ? (shape?.referencedBy ?? []) : [];
  const whole = shape?.partitionOf === undefined ? [] : [shape.partitionOf];
  return {
    locks: [table, ...parents, ...children, ...whole].map((name) => [name, 'AccessExclusiveLock'] as const),
    facts: [
      'postgresql/drop-table',
      ...(parents.length > 0 ? ['postgresql/drop-table-references'] : []),
      ...(children.length > 0 ? ['postgresql/drop-table-referenced'] : []),
      'postgresql/lock-queue',
    ],
  };
}

/** TRUNCATE takes the same time however many rows there are, so it counts neither as scan nor as rewrite. */
function truncateCost({ tables, cascade }: Extract<SchemaAction, { kind: 'truncate' }>, { schema }: EffectsContext): Cost {
  const all = cascade ? withReferencing(tables, schema) : tables;
  return { locks: all.map((name) => [name, 'AccessExclusiveLock'] as const), facts: ['postgresql/truncate', 'postgresql/lock-queue'] };
}

/** The tables and every table that points at them, directly or through others. */
function withReferencing(tables: readonly string[], schema: SchemaView): readonly string[] {
  const found = new Set(tables);
  for (const name of found) for (const child of schema.table(name)?.referencedBy ?? []) found.add(child); // a Set visits what is added on the way
  return [...found];
}
