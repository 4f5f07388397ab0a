/** A statement of PostgreSQL's parse tree as the actions that it takes. */
import type {
  AlterEnumStmt,
  CreateStmt,
  DropStmt,
  IndexStmt,
  InsertStmt,
  RenameStmt,
  TruncateStmt,
  UpdateStmt,
  DeleteStmt,
} from 'libpg-query';
import type { SchemaAction } from '../../statement.ts';
import { alterTableActions } from './postgresql-alter.ts';
import { addColumnOf, addConstraintOf } from './postgresql-columns.ts';
import { as, columnsIn, nodesOf, objectName, qualified, strings, tableName, tablesIn } from './postgresql-nodes.ts';
import { readDoBlock } from './postgresql-do.ts';
import { otherAction } from './postgresql-other.ts';
import type { Node } from './postgresql-parser.ts';

/** The actions of one statement: most have one; ALTER TABLE and DROP may have several; WITH may hold more that write. */
export function postgresqlActions(node: Node): readonly SchemaAction[] {
  return 'DoStmt' in node ? doActions(node) : [...writesInside(node), ...ownActions(node)];
}

/** The block itself, then what runs in it. `detail.complete` says that nothing else does. */
function doActions(node: Node): readonly SchemaAction[] {
  const block = otherAction(node);
  if (block.detail?.['language'] !== 'plpgsql' || block.detail['body'] === undefined) return [block];
  const { actions, complete } = readDoBlock(block.detail['body'], postgresqlActions);
  return [complete ? { ...block, detail: { ...block.detail, complete: 'true' } } : block, ...actions];
}

function ownActions(node: Node): readonly SchemaAction[] {
  if ('AlterTableStmt' in node) return alterTableActions(node.AlterTableStmt);
  if ('CreateStmt' in node) return [createTableAction(node.CreateStmt)];
  if ('IndexStmt' in node) return [createIndexAction(node.IndexStmt)];
  if ('DropStmt' in node) return dropActions(node.DropStmt);
  if ('RenameStmt' in node) return [renameAction(node.RenameStmt)];
  if ('UpdateStmt' in node) return [updateAction(node.UpdateStmt)];
  if ('DeleteStmt' in node) return [deleteAction(node.DeleteStmt)];
  if ('InsertStmt' in node) return [insertAction(node.InsertStmt)];
  if ('TruncateStmt' in node) return [truncateAction(node.TruncateStmt)];
  if ('AlterEnumStmt' in node) return [enumAction(node.AlterEnumStmt)];
  return [smallAction(node) ?? otherAction(node)];
}

/** Statements that need no more than their name. */
function smallAction(node: Node): SchemaAction | undefined {
  if (as('ConstraintsSetStmt', node) !== undefined) return { kind: 'setConstraints' };
  const create = as('CreateSeqStmt', node);
  if (create !== undefined) return { kind: 'createSequence', sequence: tableName(create.sequence) };
  const alter = as('AlterSeqStmt', node);
  if (alter !== undefined) return { kind: 'alterSequence', sequence: tableName(alter.sequence) };
  const extension = as('CreateExtensionStmt', node);
  if (extension !== undefined) return { kind: 'createExtension', name: extension.extname ?? '' };
  const define = as('DefineStmt', node);
  if (define?.kind === 'OBJECT_COLLATION') return { kind: 'createCollation', name: qualified(strings(define.defnames)) };
  const table = as('CreateTableAsStmt', node);
  if (table?.objtype === 'OBJECT_TABLE')
    return { kind: 'createTable', table: tableName(table.into?.rel), references: [], from: tablesIn(table.query) };
  const comment = as('CommentStmt', node);
  if (comment?.objtype === 'OBJECT_TABLE') return { kind: 'comment', table: qualified(objectName(comment.object)), column: undefined };
  if (comment?.objtype !== 'OBJECT_COLUMN') return undefined;
  const names = objectName(comment.object);
  return { kind: 'comment', table: qualified(names.slice(0, -1)), column: names.at(-1) };
}

/** CREATE TABLE, and what its foreign keys to other tables and its partitioning touch. */
function createTableAction(statement: CreateStmt): SchemaAction {
  const { relation, tableElts, constraints, partbound, inhRelations, partspec } = statement;
  const table = tableName(relation);
  const elements = [...(tableElts ?? []), ...(constraints ?? [])];
  const columns = elements.flatMap((node) => as('ColumnDef', node) ?? []).map((definition) => addColumnOf(table, definition));
  const made = elements.flatMap((node) => as('Constraint', node) ?? []).flatMap((constraint) => addConstraintOf(table, constraint) ?? []);
  const references = new Set([...columns, ...made].flatMap((each) => each.references ?? []));
  const parent = as('RangeVar', inhRelations?.[0]);
  const persistence = relation?.relpersistence === 't' ? 'temporary' : relation?.relpersistence === 'u' ? 'unlogged' : undefined;
  const takes = parent !== undefined || elements.some((node) => as('TableLikeClause', node) !== undefined);
  return {
    kind: 'createTable',
    table,
    references: [...references],
    columns,
    constraints: made,
    ...(partbound === undefined || parent === undefined ? {} : { partitionOf: tableName(parent) }),
    ...(partspec === undefined ? {} : { partitioned: true }),
    ...(persistence === undefined ? {} : { persistence }),
    ...(statement.if_not_exists === true ? { ifNotExists: true } : {}),
    ...(takes ? { takesColumns: true } : {}),
  };
}

function createIndexAction({
  relation,
  idxname,
  accessMethod,
  indexParams,
  whereClause,
  unique,
  concurrent,
  if_not_exists: exists,
}: IndexStmt): SchemaAction {
  const elements = (indexParams ?? []).flatMap((node) => as('IndexElem', node) ?? []);
  const keys = elements.flatMap(({ name }) => name ?? []);
  const read = [...columnsIn(elements.map(({ expr }) => expr)), ...columnsIn(whereClause)].filter((name) => !keys.includes(name));
  const expressions = elements.some(({ expr }) => expr !== undefined);
  return {
    kind: 'createIndex',
    table: tableName(relation),
    index: idxname,
    columns: [...keys, ...new Set(read)],
    unique: unique === true,
    concurrently: concurrent === true,
    ifNotExists: exists === true,
    partial: whereClause !== undefined,
    ...(accessMethod === undefined || accessMethod === 'btree' ? {} : { method: accessMethod }),
    ...(expressions ? { expressions } : {}),
    ...(expressions || read.length > 0 ? { keys: elements.map(({ name }) => name) } : {}),
  };
}

/** DROP: tables, indexes, sequences, extensions and collations one by one, the rest in one action. */
function dropActions(statement: DropStmt): readonly SchemaAction[] {
  const cascade = statement.behavior === 'DROP_CASCADE';
  const names = (statement.objects ?? []).map((object) => qualified(objectName(object)));
  const concurrently = statement.concurrent === true;
  const guard = statement.missing_ok === true ? { ifExists: true } : {};
  switch (statement.removeType) {
    case 'OBJECT_TABLE':
      return names.map((table) => ({ kind: 'dropTable', table, cascade, ...guard }));
    case 'OBJECT_INDEX':
      return names.map((index) => ({ kind: 'dropIndex', index, table: undefined, concurrently, ...guard }));
    case 'OBJECT_SEQUENCE':
      return names.map((sequence) => ({ kind: 'dropSequence', sequence }));
    case 'OBJECT_EXTENSION':
      return names.map((name) => ({ kind: 'dropExtension', name }));
    case 'OBJECT_COLLATION':
      return names.map((name) => ({ kind: 'dropCollation', name }));
    default:
      return [otherAction({ DropStmt: statement })];
  }
}

function renameAction(statement: RenameStmt): SchemaAction {
  const table = tableName(statement.relation);
  const to = statement.newname ?? '';
  const isTable = statement.relationType === undefined || statement.relationType === 'OBJECT_TABLE';
  if (statement.renameType === 'OBJECT_TABLE') return { kind: 'renameTable', table, to: qualified([...table.split('.').slice(0, -1), to]) };
  if (statement.renameType === 'OBJECT_COLUMN' && isTable) return { kind: 'renameColumn', table, column: statement.subname ?? '', to };
  if (statement.renameType === 'OBJECT_TABCONSTRAINT') return { kind: 'renameConstraint', table, constraint: statement.subname ?? '', to };
  if (statement.renameType === 'OBJECT_INDEX') return { kind: 'renameIndex', index: table, to, table: undefined };
  return otherAction({ RenameStmt: statement });
}

function truncateAction({ relations, behavior }: TruncateStmt): SchemaAction {
  const tables = (relations ?? []).map((node) => tableName(as('RangeVar', node)));
  return { kind: 'truncate', tables, cascade: behavior === 'DROP_CASCADE' };
}

function enumAction(statement: AlterEnumStmt): SchemaAction {
  if (statement.oldVal !== undefined) return otherAction({ AlterEnumStmt: statement });
  return { kind: 'enumAddValue', type: qualified(strings(statement.typeName)) };
}

function insertAction({ relation, selectStmt, withClause }: InsertStmt): SchemaAction {
  const made = [...nodesOf('CommonTableExpr', withClause)].flatMap(({ ctename }) => ctename ?? []);
  const from = tablesIn(as('SelectStmt', selectStmt)?.fromClause).filter((table) => !made.includes(table));
  return { kind: 'insert', table: tableName(relation), from: from[0] };
}

/** The tables that an UPDATE or DELETE reads beside its own. */
function readBy(statement: UpdateStmt | DeleteStmt): { readonly from?: readonly string[] } {
  const own = tableName(statement.relation);
  const from = tablesIn(statement).filter((table) => table !== own);
  return from.length > 0 ? { from } : {};
}

function updateAction(statement: UpdateStmt): SchemaAction {
  const { relation, whereClause, targetList } = statement;
  const columns = (targetList ?? []).flatMap((node) => as('ResTarget', node)?.name ?? []);
  return { kind: 'update', table: tableName(relation), filtered: filters(whereClause), columns, ...readBy(statement) };
}

function deleteAction(statement: DeleteStmt): SchemaAction {
  const { relation, whereClause } = statement;
  return { kind: 'delete', table: tableName(relation), filtered: filters(whereClause), columns: [], ...readBy(statement) };
}

/** `WHERE true` and `WHERE 1 = 1` filter nothing: a condition counts when it reads something. */
function filters(where: Node | undefined): boolean {
  if (where === undefined) return false;
  return !nodesOf('ColumnRef', where).next().done || !nodesOf('FuncCall', where).next().done || !nodesOf('SubLink', where).next().done;
}

/** INSERT, UPDATE and DELETE inside WITH. */
function writesInside(node: Node): readonly SchemaAction[] {
  return [...nodesOf('CommonTableExpr', node)].flatMap(({ ctequery }) =>
    ctequery !== undefined && /^(?:Insert|Update|Delete)Stmt$/.test(Object.keys(ctequery)[0] ?? '') ? ownActions(ctequery) : [],
  );
}

/** Whether the statement may run inside a transaction; those that may not refuse with an error. */
export function runsInTransaction(node: Node): boolean {
  const vacuum = as('VacuumStmt', node);
  if (vacuum !== undefined) return vacuum.is_vacuumcmd !== true;
  const index = as('IndexStmt', node) ?? as('DropStmt', node);
  if (index !== undefined) return index.concurrent !== true;
  const reindex = as('ReindexStmt', node);
  if (reindex !== undefined) {
    const concurrently = [...nodesOf('DefElem', reindex)].some(({ defname }) => defname === 'concurrently');
    return !concurrently && /_(?:INDEX|TABLE)$/.test(reindex.kind ?? '');
  }
  const cluster = as('ClusterStmt', node);
  if (cluster !== undefined) return cluster.relation !== undefined;
  if ([...nodesOf('PartitionCmd', as('AlterTableStmt', node))].some(({ concurrent }) => concurrent === true)) return false;
  return !/^(?:AlterSystemStmt|CreatedbStmt|DropdbStmt|CreateTableSpaceStmt|DropTableSpaceStmt|CreateSubscriptionStmt|DropSubscriptionStmt)$/.test(
    Object.keys(node)[0] ?? '',
  );
}
