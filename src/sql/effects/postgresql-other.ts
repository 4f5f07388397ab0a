/** Forms of ALTER TABLE and statements that have no action of their own: told apart by the words of PostgreSQL's parser. */
import type { LockMode, OtherAction, SchemaAction } from '../statement.ts';
import { versionNumber, type EffectsContext } from './context.ts';
import type { Cost } from './cost.ts';

const gentle = /^AT_(?:SetStatistics|SetRelOptions|ResetRelOptions|ReplaceRelOptions|SetOptions|ResetOptions|ClusterOn|DropCluster)$/;
const triggers = /^AT_(?:Enable|Disable)(?:Always|Replica)?Trig(?:All|User)?$/;
const rewriting = /^AT_Set(?:Logged|UnLogged|TableSpace|AccessMethod|Expression)$/;

/** ALTER TABLE in a form that only the catalog or the storage knows; `what` is AlterTableType's name, `AT_SetLogged`. */
export function alterTableOtherCost({ table, what, detail }: Extract<SchemaAction, { kind: 'alterTableOther' }>): Cost {
  if (gentle.test(what)) return { locks: [[table, 'ShareUpdateExclusiveLock']], facts: ['postgresql/storage-parameters'] };
  if (triggers.test(what)) return { locks: [[table, 'ShareRowExclusiveLock']], facts: ['postgresql/create-trigger'] };
  const locks = [[table, 'AccessExclusiveLock'] as const];
  if (rewriting.test(what))
    return { locks, scans: [table], rewrites: [table], facts: ['postgresql/set-logged', 'postgresql/access-exclusive'] };
  if (what === 'AT_AlterConstraint' && detail?.['enforced'] === 'true') return { locks, scans: [table], facts: ['postgresql/add-check'] };
  return {
    locks,
    facts: [/Rule|RowSecurity/.test(what) ? 'postgresql/row-security' : 'postgresql/alter-table-default-lock', 'postgresql/lock-queue'],
  };
}

const lock = (tables: readonly string[], mode: LockMode, ...facts: readonly string[]): Cost => ({
  locks: tables.map((table) => [table, mode] as const),
  facts,
});
const nothing: Cost = { facts: ['postgresql/no-table-lock'] };
const unknown: Cost = { unknown: true, facts: [] };

/** Words of statements that touch no table of the project while they run (they may well change what others can do). */
const harmless = new Set(
  (
    'TransactionStmt VariableSetStmt VariableShowStmt GrantStmt GrantRoleStmt AlterDefaultPrivilegesStmt CreateRoleStmt AlterRoleStmt AlterRoleSetStmt ' +
    'DropRoleStmt CreateFunctionStmt AlterFunctionStmt CreateEnumStmt CompositeTypeStmt CreateRangeStmt DefineStmt CreateSchemaStmt CreatedbStmt ' +
    'AlterDatabaseStmt AlterDatabaseSetStmt AlterSystemStmt NotifyStmt ListenStmt UnlistenStmt DiscardStmt CheckPointStmt CreateCastStmt ' +
    'CreateConversionStmt CreateExtensionStmt CreateFdwStmt CreateForeignServerStmt CreateForeignTableStmt CreateUserMappingStmt ' +
    'ImportForeignSchemaStmt CreateTableSpaceStmt CreateLanguageStmt CreateDomainStmt AlterEnumStmt CommentStmt SecLabelStmt PrepareStmt DeallocateStmt ' +
    'Empty ViewStmt CreatePLangStmt CreateAmStmt CreateOpClassStmt CreateOpFamilyStmt CreateEventTrigStmt'
  ).split(' '),
);

/** A statement without an action of its own. What is not known here is said to be unknown. */
export function otherCost(action: OtherAction, context: EffectsContext): Cost {
  const { what, tables, detail = {} } = action;
  switch (what) {
    case 'CreateTrigStmt':
      return lock(tables, 'ShareRowExclusiveLock', 'postgresql/create-trigger');
    case 'CreatePolicyStmt':
    case 'AlterPolicyStmt':
    case 'RuleStmt':
      return lock(tables, 'AccessExclusiveLock', 'postgresql/row-security', 'postgresql/lock-queue');
    case 'CreateStatsStmt':
      return lock(tables, 'ShareUpdateExclusiveLock', 'postgresql/share-update-exclusive');
    case 'AlterObjectSchemaStmt':
    case 'AlterOwnerStmt':
      return lock(tables, 'AccessExclusiveLock', 'postgresql/alter-table-default-lock', 'postgresql/lock-queue');
    case 'LockStmt':
      return lock(tables, lockMode(detail['mode']), 'postgresql/lock-table', 'postgresql/locks-until-commit');
    case 'DropStmt':
      return dropCost(action);
    case 'SelectStmt':
      return selectCost(action);
    case 'CreateTableAsStmt': // a materialized view
      return { ...lock(tables, 'AccessShareLock'), scans: tables, facts: ['postgresql/create-table'] };
    case 'CopyStmt':
      if (detail['direction'] === 'to') return { ...lock(tables, 'AccessShareLock'), scans: tables, facts: ['postgresql/no-table-lock'] };
      return { ...lock(tables, 'RowExclusiveLock'), writes: tables, facts: ['postgresql/row-locks'] };
    case 'MergeStmt':
      return { ...lock(tables, 'RowExclusiveLock'), writes: tables, holdsRows: true, facts: ['postgresql/row-locks'] };
    case 'DoStmt':
      return detail['complete'] === 'true' ? nothing : unknown;
    case 'AlterTableStmt': // of an index, a view, a sequence or a type
      return lock(tables, 'AccessExclusiveLock', 'postgresql/alter-table-default-lock');
    case 'RenameStmt':
      return lock(tables, 'AccessExclusiveLock', 'postgresql/rename');
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
      return partitionCost(action);
    default:
      return maintenanceCost(action, context) ?? (harmless.has(what) ? nothing : unknown);
  }
}

/** VACUUM, CLUSTER, REINDEX and REFRESH. */
function maintenanceCost({ what, tables, detail = {} }: OtherAction, { schema, serverVersion }: EffectsContext): Cost | undefined {
  const rewritten: Cost = {
    ...lock(tables, 'AccessExclusiveLock'),
    scans: tables,
    rewrites: tables,
    unknown: tables.length === 0,
    facts: ['postgresql/cluster', 'postgresql/access-exclusive'],
  };
  if (what === 'ClusterStmt' || (what === 'VacuumStmt' && detail['full'] === 'true')) return rewritten;
  if (what === 'VacuumStmt') {
    return { ...lock(tables, 'ShareUpdateExclusiveLock'), unknown: tables.length === 0, facts: ['postgresql/share-update-exclusive'] };
  }
  if (what === 'RefreshMatViewStmt') {
    const concurrently = detail['concurrently'] === 'true';
    const mode = concurrently ? 'ExclusiveLock' : 'AccessExclusiveLock';
    return { ...lock(tables, mode, 'postgresql/refresh-materialized-view'), scans: tables, [concurrently ? 'writes' : 'rewrites']: tables };
  }
  if (what !== 'ReindexStmt') return undefined;
  const index = detail['index'];
  const table = index === undefined ? undefined : schema.tableOfIndex(index);
  const reindexed = table === undefined ? tables : [table];
  const concurrently = detail['concurrently'] === 'true' && versionNumber(serverVersion) >= 12;
  return {
    ...lock(reindexed, concurrently ? 'ShareUpdateExclusiveLock' : 'ShareLock'),
    scans: reindexed,
    builds: reindexed,
    unknown: reindexed.length === 0,
    facts: [concurrently ? 'postgresql/reindex-concurrently' : 'postgresql/reindex'],
  };
}

/** DROP of anything but tables, indexes, sequences and extensions; `detail.object` is the word after DROP. */
function dropCost({ tables, detail = {} }: OtherAction): Cost {
  const object = detail['object'];
  if (object === 'trigger') return lock(tables, 'AccessExclusiveLock', 'postgresql/drop-trigger', 'postgresql/lock-queue');
  if (object === 'policy' || object === 'rule')
    return lock(tables, 'AccessExclusiveLock', 'postgresql/row-security', 'postgresql/lock-queue');
  if (object === 'matview' && detail['cascade'] !== 'true') return lock(tables, 'AccessExclusiveLock', 'postgresql/drop-table');
  // with CASCADE columns, defaults or whole tables may go
  return detail['cascade'] === 'true' || object === 'schema' ? unknown : nothing;
}

/** A SELECT reads; a function that it calls may do anything. */
function selectCost({ tables, detail = {} }: OtherAction): Cost {
  const mode = detail['locking'] === 'true' ? 'RowShareLock' : 'AccessShareLock';
  return { ...lock(tables, mode, 'postgresql/no-table-lock'), scans: tables, unknown: detail['functions'] !== undefined };
}

function partitionCost({ what, tables, detail = {} }: OtherAction): Cost {
  const [parent, partition] = tables;
  if (parent === undefined || partition === undefined) return unknown;
  const attaches = what === 'AT_AttachPartition';
  const gentle = attaches || detail['concurrently'] === 'true';
  return {
    locks: [
      [parent, gentle ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock'],
      [partition, 'AccessExclusiveLock'],
    ],
    scans: attaches ? [partition] : [],
    facts: [attaches ? 'postgresql/attach-partition' : 'postgresql/detach-partition', 'postgresql/lock-queue'],
  };
}

const modes: readonly LockMode[] = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];
function lockMode(name: string | undefined): LockMode {
  return modes.find((mode) => mode === name) ?? 'AccessExclusiveLock';
}
