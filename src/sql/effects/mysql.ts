/**
 * MySQL and MariaDB with InnoDB: which algorithm an ALTER takes and who waits (https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html,
 * https://mariadb.com/kb/en/innodb-online-ddl-overview/). An exclusive metadata lock at the start and end goes with all of them.
 */
import type { AddColumn, AddConstraintAction, SchemaAction, SingleAction } from '../statement.ts';
import { versionNumber, type EffectsContext } from './context.ts';
import type { Cost } from './cost.ts';

type Maker = 'mysql' | 'mariadb';

/** Facts that both have under the same name. */
const shared = (maker: Maker, ...names: readonly string[]): readonly string[] => names.map((name) => `${maker}/${name}`);

/** Only metadata changes. */
function instant(maker: Maker, table: string, ...facts: readonly string[]): Cost {
  return { locks: [[table, 'AccessExclusiveLock']], facts: shared(maker, ...facts, 'metadata-lock', 'implicit-commit') };
}
/** In place, beside reads and writes. */
function inPlace(maker: Maker, table: string, work: 'rewrites' | 'builds', ...facts: readonly string[]): Cost {
  return {
    locks: [[table, 'ShareUpdateExclusiveLock']],
    scans: [table],
    [work]: [table],
    facts: shared(maker, ...facts, 'metadata-lock', 'implicit-commit'),
  };
}
/** The whole table is copied and writers wait. */
function copies(maker: Maker, table: string, ...facts: readonly string[]): Cost {
  return {
    locks: [[table, 'ShareLock']],
    scans: [table],
    rewrites: [table],
    facts: shared(maker, ...facts, 'metadata-lock', 'implicit-commit'),
  };
}

/** The cost of one action on MySQL or MariaDB, as their documentation says. */
export function mysqlCost(action: SingleAction, context: EffectsContext): Cost {
  const maker = context.vendor === 'mariadb' ? 'mariadb' : 'mysql';
  switch (action.kind) {
    case 'createTable':
      return {
        locks: action.references.map((parent) => [parent, 'ShareUpdateExclusiveLock'] as const),
        scans: action.from ?? [],
        facts: shared(maker, 'implicit-commit'),
      };
    case 'dropTable':
    case 'renameTable':
      return instant(maker, action.table, 'rename-table');
    case 'renameColumn':
      return instant(maker, action.table, 'rename-column');
    case 'addColumn':
      return addColumnCost(action, maker, context);
    case 'dropColumn':
      return isSince(context, { mysql: '8.0.29', mariadb: '10.4' })
        ? instant(maker, action.table, 'drop-column')
        : inPlace(maker, action.table, 'rewrites', 'drop-column');
    case 'alterColumnType':
      return alterTypeCost(action, maker, context);
    case 'setNotNull':
    case 'dropNotNull': {
      const known = context.schema.table(action.table)?.columns.get(action.column)?.notNull;
      // MODIFY states the whole column anew: nothing may have changed
      return known === (action.kind === 'setNotNull') ? instant(maker, action.table) : inPlace(maker, action.table, 'rewrites', 'not-null');
    }
    case 'setDefault':
    case 'dropDefault':
      return instant(maker, action.table, 'default');
    case 'createIndex':
      return action.method === 'fulltext' || action.method === 'spatial'
        ? { ...inPlace(maker, action.table, 'builds', 'add-fulltext-index'), locks: [[action.table, 'ShareLock']] }
        : inPlace(maker, action.table, 'builds', 'add-index');
    case 'dropIndex':
    case 'renameIndex': {
      const table = action.table ?? context.schema.tableOfIndex(action.index);
      const fact = action.kind === 'dropIndex' ? 'drop-index' : 'rename-index';
      return table === undefined ? { unknown: true, facts: shared(maker, fact) } : instant(maker, table, fact);
    }
    case 'addConstraint':
      return addConstraintCost(action, maker);
    case 'dropConstraint':
      return action.constraint === 'PRIMARY'
        ? copies(maker, action.table, 'drop-primary-key')
        : instant(maker, action.table, 'drop-foreign-key', 'drop-check');
    case 'comment':
      return instant(maker, action.table, 'metadata-lock');
    case 'truncate':
      return {
        locks: action.tables.map((table) => [table, 'AccessExclusiveLock'] as const),
        facts: shared(maker, 'metadata-lock', 'implicit-commit'),
      };
    case 'update':
    case 'delete':
    case 'insert':
      return rowsCost(action);
    case 'setConstraints':
      return { facts: [] };
    case 'alterTableOther':
      return clauseCost(action, maker);
    case 'other':
      return otherCost(action);
    // not in the grammar of MySQL or MariaDB (MariaDB's sequences apart), so nothing is known of what would happen
    case 'addIdentity':
    case 'dropIdentity':
    case 'dropExpression':
    case 'renameConstraint':
    case 'validateConstraint':
    case 'createSequence':
    case 'dropSequence':
    case 'alterSequence':
    case 'createExtension':
    case 'dropExtension':
    case 'createCollation':
    case 'dropCollation':
    case 'enumAddValue':
    case 'unparsed':
      return { unknown: true, facts: [] };
  }
}

function isSince({ vendor, serverVersion }: EffectsContext, since: { readonly mysql: string; readonly mariadb: string }): boolean {
  return versionNumber(serverVersion) >= versionNumber(vendor === 'mariadb' ? since.mariadb : since.mysql);
}

function addColumnCost(action: AddColumn, maker: Maker, context: EffectsContext): Cost {
  const { table, references } = action;
  if (references !== undefined) {
    const cost = copies(maker, table, 'add-foreign-key');
    return { ...cost, locks: [...(cost.locks ?? []), [references, 'ShareUpdateExclusiveLock']] };
  }
  if (action.check && maker === 'mysql') return copies(maker, table, 'add-check');
  if (action.generated === 'stored') return copies(maker, table, 'generated-stored');
  if (action.identity) return copies(maker, table, 'add-column-auto-increment');
  if (action.default === 'stable' || action.default === 'volatile') return copies(maker, table, 'add-column-expression-default');
  if (action.primaryKey) return inPlace(maker, table, 'rewrites', 'add-primary-key');
  if (action.unique) return inPlace(maker, table, 'rewrites', 'add-unique');
  if (action.generated === 'virtual') return instant(maker, table, 'generated-virtual');
  if (!isSince(context, { mysql: '8.0.12', mariadb: '10.3.2' })) return inPlace(maker, table, 'rewrites', 'add-column');
  return instant(maker, table, 'add-column', ...(maker === 'mysql' ? ['add-column-limits'] : []));
}

function addConstraintCost({ type, table, references }: AddConstraintAction, maker: Maker): Cost {
  switch (type) {
    case 'foreignKey': {
      const cost = copies(maker, table, 'add-foreign-key');
      return references === undefined ? cost : { ...cost, locks: [...(cost.locks ?? []), [references, 'ShareUpdateExclusiveLock']] };
    }
    case 'check':
      return copies(maker, table, 'add-check');
    case 'unique':
      return inPlace(maker, table, 'builds', 'add-unique');
    case 'primaryKey':
      return inPlace(maker, table, 'rewrites', 'add-primary-key');
    case 'notNull':
      return inPlace(maker, table, 'rewrites', 'not-null');
    case 'exclude':
      return { unknown: true, facts: [] };
  }
}

type AlterType = Extract<SchemaAction, { kind: 'alterColumnType' }>;
function alterTypeCost({ table, column, from, to, collation }: AlterType, maker: Maker, { schema }: EffectsContext): Cost {
  const known = from ?? schema.table(table)?.columns.get(column)?.type;
  if (collation && maker === 'mysql') return copies(maker, table, 'type-change-copies');
  if (collation && known !== undefined && mysqlTypeChange(known, to) === 'metadata')
    return inPlace(maker, table, 'builds', 'collation-change');
  if (known === undefined) return { ...copies(maker, table, 'type-change-copies'), rewrites: [], unknown: true };
  return mysqlTypeChange(known, to) === 'metadata' ? instant(maker, table, 'varchar-growth') : copies(maker, table, 'type-change-copies');
}

/** Table options and the clauses that say how to do the rest; `what` is their first words. */
function clauseCost({ table, what }: Extract<SingleAction, { kind: 'alterTableOther' }>, maker: Maker): Cost {
  if (/^(?:ALGORITHM (?:DEFAULT|INPLACE|NOCOPY|INSTANT)|LOCK (?:DEFAULT|NONE))\b/.test(what)) return { facts: [] };
  if (/^ALGORITHM COPY\b/.test(what)) return copies(maker, table, 'explicit-algorithm');
  if (what.startsWith('LOCK ')) {
    return {
      locks: [[table, what.startsWith('LOCK SHARED') ? 'ShareLock' : 'AccessExclusiveLock']],
      facts: shared(maker, 'explicit-algorithm'),
    };
  }
  if (what.startsWith('CONVERT TO ')) return copies(maker, table, 'convert-charset');
  if (/^COMMENT\b/.test(what)) return instant(maker, table);
  return { locks: [[table, 'AccessExclusiveLock']], unknown: true, facts: shared(maker, 'metadata-lock') };
}

type Rows = Extract<SchemaAction, { kind: 'update' | 'delete' | 'insert' }>;
function rowsCost(action: Rows): Cost {
  const { table } = action;
  const source = action.kind === 'insert' ? action.from : table;
  return {
    locks: [[table, 'RowExclusiveLock'], ...(source === undefined || source === table ? [] : [[source, 'RowShareLock'] as const])],
    scans: source === undefined ? [] : [source],
    writes: [table],
    holdsRows: action.kind !== 'insert' && !action.filtered,
    facts: [action.kind === 'insert' ? 'mysql/insert-select' : 'mysql/row-locks'],
  };
}

function otherCost({ what, tables }: Extract<SchemaAction, { kind: 'other' }>): Cost {
  if (what === 'LockStmt') return { locks: tables.map((table) => [table, 'AccessExclusiveLock'] as const), facts: ['mysql/metadata-lock'] };
  if (/^(?:Transaction|VariableSet|Grant|CreateFunction|CreateRole|View)/.test(what)) return { facts: [] };
  if (what === 'CreateTrigStmt')
    return { locks: tables.map((table) => [table, 'AccessExclusiveLock'] as const), facts: ['mysql/metadata-lock'] };
  return { unknown: true, facts: [] };
}

/** utf8mb4 is assumed, as Django's documentation advises. */
const bytesPerCharacter = 4;

/**
 * Whether a MODIFY changes only metadata: the same type, a longer varchar with as many length bytes, values appended to an ENUM
 * (https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations).
 */
function mysqlTypeChange(from: string, to: string): 'metadata' | 'copy' {
  const [old, next] = [normal(from), normal(to)];
  if (old === next) return 'metadata';
  const [oldSize, newSize] = [varcharSize(old), varcharSize(next)];
  if (oldSize !== undefined && newSize !== undefined) {
    return newSize >= oldSize && lengthBytes(oldSize) === lengthBytes(newSize) ? 'metadata' : 'copy';
  }
  const [oldValues, newValues] = [enumValues(old), enumValues(next)];
  if (oldValues === undefined || newValues === undefined || enumBytes(oldValues) !== enumBytes(newValues)) return 'copy';
  return oldValues.every((value, index) => newValues[index] === value) ? 'metadata' : 'copy';
}

/** Without spaces and case outside quotes; `integer` and its display width are `int`. */
function normal(type: string): string {
  return type
    .replaceAll(/'(?:[^']|'')*'|[^']+/g, (part) => (part.startsWith("'") ? part : part.toLowerCase().replaceAll(/\s+/g, ' ')))
    .replace(/^integer\b/, 'int')
    .replace(/^((?:big|small|tiny|medium)?int) ?\(\d+\)/, (whole, name: string) => (whole.startsWith('tinyint') ? whole : name))
    .trim();
}

function varcharSize(type: string): number | undefined {
  const size = /^varchar ?\((\d+)\)$/.exec(type)?.[1];
  return size === undefined ? undefined : Number(size);
}

function lengthBytes(size: number): 1 | 2 {
  return size * bytesPerCharacter <= 255 ? 1 : 2;
}

function enumValues(type: string): readonly string[] | undefined {
  return /^enum ?\(/.test(type) ? (type.match(/'(?:[^']|'')*'/g) ?? []) : undefined;
}

function enumBytes(values: readonly string[]): 1 | 2 {
  return values.length <= 255 ? 1 : 2;
}
