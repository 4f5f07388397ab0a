/** Oracle: readers never wait; DDL keeps writers of the table out while it works (https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/ALTER-TABLE.html). */
import type { SingleAction } from '../statement.ts';
import type { Cost } from './cost.ts';

function locked(table: string, fact: string, more: Partial<Cost> = {}): Cost {
  return { locks: [[table, 'ExclusiveLock']], ...more, facts: [fact, 'oracle/exclusive-ddl-lock', 'oracle/ddl-lock-timeout'] };
}

/** The cost of one action on Oracle, as its documentation says. */
export function oracleCost(action: SingleAction): Cost {
  switch (action.kind) {
    case 'createTable':
      return {
        locks: action.references.map((parent) => [parent, 'ShareLock'] as const),
        scans: action.from ?? [],
        facts: ['oracle/implicit-commit'],
      };
    case 'dropTable':
    case 'renameTable':
    case 'renameColumn':
    case 'renameConstraint':
      return locked(action.table, 'oracle/rename');
    case 'addColumn': {
      const validates = action.check || (action.references !== undefined && action.default !== 'none');
      const filled = action.identity || action.default === 'volatile';
      const indexed = action.unique || action.primaryKey;
      return locked(action.table, filled || validates ? 'oracle/add-constraint' : 'oracle/add-column-default', {
        scans: validates || filled || indexed ? [action.table] : [],
        rewrites: filled ? [action.table] : [],
        builds: indexed ? [action.table] : [],
      });
    }
    case 'dropColumn':
      return locked(action.table, 'oracle/drop-column', { scans: [action.table], rewrites: [action.table] });
    case 'alterColumnType':
      return locked(action.table, 'oracle/modify-type', { unknown: true });
    case 'setNotNull':
    case 'validateConstraint':
      return locked(action.table, 'oracle/add-constraint', { scans: [action.table] });
    case 'dropNotNull':
    case 'setDefault':
    case 'dropDefault':
    case 'dropIdentity':
    case 'addIdentity':
    case 'dropExpression':
    case 'dropConstraint':
      return locked(action.table, 'oracle/exclusive-ddl-lock');
    case 'createIndex':
      return {
        locks: [[action.table, action.concurrently ? 'ShareUpdateExclusiveLock' : 'ShareLock']],
        scans: [action.table],
        builds: [action.table],
        facts: ['oracle/create-index', 'oracle/implicit-commit'],
      };
    case 'dropIndex':
      return action.table === undefined ? { facts: ['oracle/exclusive-ddl-lock'] } : locked(action.table, 'oracle/exclusive-ddl-lock');
    case 'addConstraint': {
      const indexed = ['unique', 'primaryKey'].includes(action.type) && !action.usingIndex;
      const cost = locked(action.table, 'oracle/add-constraint', {
        scans: action.notValid ? [] : [action.table],
        builds: indexed ? [action.table] : [],
      });
      return action.references === undefined ? cost : { ...cost, locks: [...(cost.locks ?? []), [action.references, 'ShareLock']] };
    }
    case 'update':
    case 'delete':
      return {
        locks: [[action.table, 'RowExclusiveLock']],
        scans: [action.table],
        writes: [action.table],
        holdsRows: !action.filtered,
        facts: ['oracle/row-locks'],
      };
    case 'insert':
      return {
        locks: [[action.table, 'RowExclusiveLock']],
        scans: action.from === undefined ? [] : [action.from],
        writes: [action.table],
        facts: ['oracle/row-locks'],
      };
    case 'truncate':
      return { locks: action.tables.map((table) => [table, 'ExclusiveLock'] as const), facts: ['oracle/implicit-commit'] };
    case 'comment':
    case 'renameIndex':
    case 'createSequence':
    case 'dropSequence':
    case 'alterSequence':
    case 'setConstraints':
      return { facts: ['oracle/implicit-commit'] };
    case 'createExtension':
    case 'dropExtension':
    case 'createCollation':
    case 'dropCollation':
    case 'enumAddValue':
    case 'alterTableOther':
      return { unknown: true, facts: [] };
    case 'other':
      return /^(?:Transaction|VariableSet|Grant|CreateFunction)/.test(action.what) ? { facts: [] } : { unknown: true, facts: [] };
    case 'unparsed':
      return { unknown: true, facts: [] };
  }
}
