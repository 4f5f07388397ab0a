/** ALTER TABLE: one action for each change in it. */
import type { AlterTableCmd, AlterTableStmt, Node, PartitionCmd } from 'libpg-query';
import type { SchemaAction } from '../../statement.ts';
import { addColumnOf, addConstraintOf } from './postgresql-columns.ts';
import { as, isCastOf, tableName, typeText, volatilityIn } from './postgresql-nodes.ts';

/** The actions of an ALTER TABLE, in the order in which they are written. */
export function alterTableActions({ relation, cmds, objtype }: AlterTableStmt): readonly SchemaAction[] {
  const table = tableName(relation);
  if (objtype !== 'OBJECT_TABLE' && objtype !== 'OBJECT_FOREIGN_TABLE') {
    const object = (objtype ?? '').replace('OBJECT_', '').toLowerCase();
    return [{ kind: 'other', what: 'AlterTableStmt', tables: object === 'matview' ? [table] : [], detail: { object, name: table } }];
  }
  return (cmds ?? []).flatMap((node) => {
    const command = as('AlterTableCmd', node);
    return command === undefined ? [] : [actionOf(table, command)];
  });
}

function actionOf(table: string, command: AlterTableCmd): SchemaAction {
  const column = command.name ?? '';
  const cascade = command.behavior === 'DROP_CASCADE';
  const guarded = command.missing_ok === true;
  switch (command.subtype) {
    case 'AT_AddColumn': {
      const definition = as('ColumnDef', command.def);
      return definition === undefined
        ? otherOf(table, command)
        : { ...addColumnOf(table, definition), ...(guarded ? { ifNotExists: true } : {}) };
    }
    case 'AT_DropColumn':
      return { kind: 'dropColumn', table, column, cascade, ...(guarded ? { ifExists: true } : {}) };
    case 'AT_ColumnDefault':
      return command.def === undefined
        ? { kind: 'dropDefault', table, column }
        : { kind: 'setDefault', table, column, volatile: volatilityIn(command.def) === 'volatile' };
    case 'AT_SetNotNull':
      return { kind: 'setNotNull', table, column };
    case 'AT_DropNotNull':
      return { kind: 'dropNotNull', table, column };
    case 'AT_AddIdentity':
      return { kind: 'addIdentity', table, column };
    case 'AT_DropIdentity':
      return { kind: 'dropIdentity', table, column };
    case 'AT_DropExpression':
      return { kind: 'dropExpression', table, column };
    case 'AT_AlterColumnType':
      return alterTypeOf(table, command);
    case 'AT_AddConstraint': {
      const constraint = as('Constraint', command.def);
      return (constraint === undefined ? undefined : addConstraintOf(table, constraint)) ?? otherOf(table, command);
    }
    case 'AT_DropConstraint':
      return {
        kind: 'dropConstraint',
        table,
        constraint: column,
        references: undefined,
        ...(cascade ? { cascade } : {}),
        ...(guarded ? { ifExists: true } : {}),
      };
    case 'AT_ValidateConstraint':
      return { kind: 'validateConstraint', table, constraint: column, references: undefined };
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      return partitionOf(table, command);
    default:
      return otherOf(table, command);
  }
}

function otherOf(table: string, { subtype, name, def }: AlterTableCmd): SchemaAction {
  const options = (as('List', def)?.items ?? []).flatMap((node) => as('DefElem', node) ?? []);
  const named: readonly (readonly [string, string])[] = name === undefined ? [] : [['name', name]];
  const altered = as('ATAlterConstraint', def);
  const enforced = altered?.alterEnforceability === true && altered.is_enforced === true ? [['enforced', 'true'] as const] : [];
  const detail = Object.fromEntries([
    ...named,
    ...enforced,
    ...options.map(({ defname = '', arg }) => [defname, optionText(arg)] as const),
  ]);
  return { kind: 'alterTableOther', table, what: subtype ?? 'AT_Unknown', ...(Object.keys(detail).length > 0 ? { detail } : {}) };
}

/** The value of a storage parameter as written: `70`, `false`. */
function optionText(arg: Node | undefined): string {
  if (arg === undefined) return 'true';
  const integer = as('Integer', arg);
  if (integer !== undefined) return String(integer.ival ?? 0);
  return as('String', arg)?.sval ?? as('Float', arg)?.fval ?? typeText(as('TypeName', arg));
}

function alterTypeOf(table: string, { name: column = '', def }: AlterTableCmd): SchemaAction {
  const definition = as('ColumnDef', def);
  const computes = !isCastOf(definition?.raw_default, column);
  return {
    kind: 'alterColumnType',
    table,
    column,
    from: undefined,
    to: typeText(definition?.typeName),
    collation: definition?.collClause !== undefined,
    ...(computes ? { computes } : {}),
  };
}

function partitionOf(table: string, command: AlterTableCmd): SchemaAction {
  const partition: PartitionCmd | undefined = as('PartitionCmd', command.def);
  const tables = [table, ...(partition?.name === undefined ? [] : [tableName(partition.name)])];
  const what = command.subtype === 'AT_AttachPartition' ? 'AT_AttachPartition' : 'AT_DetachPartition';
  const isDefault = partition?.bound?.is_default === true;
  return {
    kind: 'other',
    what,
    tables,
    detail: { ...(partition?.concurrent === true ? { concurrently: 'true' } : {}), ...(isDefault ? { default: 'true' } : {}) },
  };
}
