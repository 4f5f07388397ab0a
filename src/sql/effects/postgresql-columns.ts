import type { AddColumn, SchemaAction } from '../statement.ts';
import { versionNumber, type EffectsContext, type TableShape } from './context.ts';
import type { Cost } from './cost.ts';
import { isKnownType, readColumnType, typeChange, type TypeChange } from './postgresql-type-change.ts';

type Of<K extends SchemaAction['kind']> = Extract<SchemaAction, { kind: K }>;
const exclusive = ['postgresql/access-exclusive', 'postgresql/lock-queue'] as const;

/** ADD COLUMN, with everything that can stand in the column's definition. */
export function addColumnCost(action: AddColumn, { serverVersion }: EffectsContext): Cost {
  const { table, references } = action;
  const filled = action.default !== 'none' || action.generated !== 'none' || action.identity;
  const rewrites = rewriteOf(action, versionNumber(serverVersion));
  const checksReferences = references !== undefined && filled;
  const verifies = action.check || checksReferences || (action.notNull && !filled);
  const indexed = action.unique || action.primaryKey;
  return {
    locks: [
      [table, 'AccessExclusiveLock'],
      ...(references === undefined || references === table ? [] : [[references, 'ShareRowExclusiveLock'] as const]),
    ],
    scans: verifies || indexed || rewrites !== undefined ? [table] : [],
    rewrites: rewrites === undefined ? [] : [table],
    builds: indexed ? [table] : [],
    // a domain with a constraint would rewrite the table
    unknown: !isKnownType(readColumnType(action.type)),
    facts: [
      rewrites ?? instantFact(action),
      ...(action.check ? ['postgresql/add-column-check'] : []),
      ...(indexed ? ['postgresql/add-column-unique'] : []),
      ...(references === undefined
        ? []
        : [checksReferences ? 'postgresql/add-column-references-default' : 'postgresql/add-column-references']),
      ...(action.notNull && !filled ? ['postgresql/add-column-not-null'] : []),
      ...(isKnownType(readColumnType(action.type)) ? [] : ['postgresql/add-column-domain']),
      ...exclusive,
    ],
  };
}

/** The fact by which the table is rewritten, undefined when it is not. */
function rewriteOf(action: AddColumn, version: number): string | undefined {
  if (action.identity || /^(?:big|small)?serial[248]?$/i.test(action.type)) return 'postgresql/add-column-identity';
  if (action.generated === 'stored') return 'postgresql/add-column-generated-stored';
  if (action.default === 'volatile') return 'postgresql/add-column-volatile-default';
  return action.default !== 'none' && version < 11 ? 'postgresql/add-column-default-before-11' : undefined;
}

function instantFact(action: AddColumn): string {
  if (action.generated === 'virtual') return 'postgresql/add-column-generated-virtual';
  return action.default === 'none' ? 'postgresql/add-column' : 'postgresql/add-column-constant-default';
}

/** DROP COLUMN: foreign keys of the column go too, and those that point at it when it is the key of the table. */
export function dropColumnCost({ table, column, cascade }: Of<'dropColumn'>, { schema }: EffectsContext): Cost {
  const shape = schema.table(table);
  const parents = (shape?.foreignKeys ?? []).filter(({ columns }) => columns.includes(column)).map(({ references }) => references);
  const children = cascade && isKey(shape, column) ? (shape?.referencedBy ?? []) : [];
  return {
    locks: [table, ...parents, ...children].map((name) => [name, 'AccessExclusiveLock'] as const),
    facts: [
      'postgresql/drop-column',
      'postgresql/drop-column-dependents',
      ...(parents.length + children.length > 0 ? ['postgresql/drop-foreign-key'] : []),
      ...exclusive,
    ],
  };
}

function isKey(shape: TableShape | undefined, column: string): boolean {
  return shape?.indexes.some((index) => index.primaryKey && index.columns.includes(column)) ?? false;
}

/**
 * SET NOT NULL: a scan, unless a validated CHECK proves it (PostgreSQL 12). A column that is NOT NULL already is not scanned either, but what the models say
 * of that may differ from the database: the statement would hardly be there.
 */
export function setNotNullCost(
  { table, column }: { readonly table: string; readonly column: string },
  { schema, serverVersion }: EffectsContext,
): Cost {
  const shape = schema.table(table);
  const proven =
    versionNumber(serverVersion) >= 12 && (shape?.checks.some((check) => check.valid && check.provesNotNull.includes(column)) ?? false);
  return {
    locks: [[table, 'AccessExclusiveLock']],
    scans: proven ? [] : [table],
    facts: [proven ? 'postgresql/set-not-null-validated-check' : 'postgresql/set-not-null', ...exclusive],
  };
}

/** ALTER COLUMN … TYPE: what the types say, then what hangs on the column: foreign keys, checks, indexes. */
export function alterColumnTypeCost(action: Of<'alterColumnType'>, { schema, timeZone }: EffectsContext): Cost {
  const { table, column, to, collation } = action;
  const shape = schema.table(table);
  const from = action.from ?? shape?.columns.get(column)?.type;
  const change = changeOf(action, from, timeZone);
  const related = relatedTables(shape, table, column);
  const rewrites = change?.table === 'rewrites';
  const checked = shape?.checks.some(({ columns }) => columns.includes(column)) ?? false;
  const indexes = (shape?.indexes ?? []).filter(({ columns }) => columns.includes(column));
  const reindexes = indexes.some(({ computed }) => computed || collation || (change?.reindexes ?? false));
  // without the table's shape an index or a check may be there
  const hidden = shape === undefined && (collation || change?.reindexes === true);
  return {
    locks: [table, ...related].map((name) => [name, 'AccessExclusiveLock'] as const),
    scans: rewrites ? [table, ...related] : checked || reindexes ? [table] : [],
    rewrites: rewrites ? [table] : [],
    builds: reindexes ? [table] : [],
    unknown: change === undefined || change.table === 'unknown' || hidden,
    facts: [
      rewrites ? 'postgresql/type-change-rewrites' : 'postgresql/type-change-instant',
      ...(change?.table === 'unknown' && /time/.test(to) ? ['postgresql/type-change-time-zone'] : []),
      ...(checked ? ['postgresql/type-change-checks'] : []),
      ...(collation ? ['postgresql/collation-change'] : []),
      ...(indexes.some(({ computed }) => computed) ? ['postgresql/type-change-computed-index'] : []),
      ...(change?.table === 'keeps' && change.reindexes ? ['postgresql/type-change-reindexes'] : []),
      ...(related.length > 0 ? ['postgresql/type-change-foreign-key'] : []),
      'postgresql/type-change-view',
      ...exclusive,
    ],
  };
}

function changeOf({ to, computes }: Of<'alterColumnType'>, from: string | undefined, timeZone: string | undefined): TypeChange | undefined {
  if (computes === true) return { table: 'rewrites', reindexes: true };
  return from === undefined ? undefined : typeChange(from, to, timeZone);
}

/** The other tables of foreign keys that the column is part of, on either side. */
function relatedTables(shape: TableShape | undefined, table: string, column: string): readonly string[] {
  if (shape === undefined) return [];
  const parents = shape.foreignKeys.filter(({ columns }) => columns.includes(column)).map(({ references }) => references);
  return [...parents, ...(isKey(shape, column) ? shape.referencedBy : [])].filter((name) => name !== table);
}
