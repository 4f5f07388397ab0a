/** SQLite has one lock for writers, on the whole database; what differs is how long it is held (https://www.sqlite.org/lang_altertable.html). */
import type { SingleAction } from '../statement.ts';
import type { Cost } from './cost.ts';

/** Readers go on, other writers wait. */
function locked(table: string, fact: string, more: Partial<Cost> = {}): Cost {
  return { locks: [[table, 'ExclusiveLock']], ...more, facts: [fact, 'sqlite/one-writer'] };
}

/** The cost of one action on SQLite. Django's table remake is a createTable `new__t`, an insert from `t`, a dropTable and a renameTable. */
export function sqliteCost(action: SingleAction): Cost {
  switch (action.kind) {
    case 'createTable':
      return { scans: action.from ?? [], facts: ['sqlite/one-writer'] };
    case 'dropTable':
      return locked(action.table, 'sqlite/one-writer');
    case 'renameTable':
    case 'renameColumn':
      return locked(action.table, 'sqlite/rename');
    case 'addColumn': {
      const tests = action.check || (action.generated !== 'none' && action.notNull);
      return locked(action.table, tests ? 'sqlite/add-column-check' : 'sqlite/add-column', { scans: tests ? [action.table] : [] });
    }
    case 'dropColumn':
      return locked(action.table, 'sqlite/drop-column', { scans: [action.table], rewrites: [action.table] });
    case 'createIndex':
      return locked(action.table, 'sqlite/create-index', { scans: [action.table], builds: [action.table] });
    case 'dropIndex':
      return action.table === undefined ? { facts: ['sqlite/one-writer'] } : locked(action.table, 'sqlite/one-writer');
    case 'insert':
      return insertCost(action.table, action.from);
    case 'update':
    case 'delete':
      return locked(action.table, 'sqlite/one-writer', { scans: [action.table], writes: [action.table] });
    case 'truncate': // not in SQLite's grammar
    case 'alterColumnType':
    case 'setNotNull':
    case 'dropNotNull':
    case 'setDefault':
    case 'dropDefault':
    case 'dropIdentity':
    case 'addIdentity':
    case 'dropExpression':
    case 'addConstraint':
    case 'dropConstraint':
    case 'renameConstraint':
    case 'validateConstraint':
    case 'renameIndex':
    case 'comment':
    case 'createSequence':
    case 'dropSequence':
    case 'alterSequence':
    case 'createExtension':
    case 'dropExtension':
    case 'createCollation':
    case 'dropCollation':
    case 'enumAddValue':
    case 'alterTableOther':
      return { unknown: true, facts: ['sqlite/alter-table'] };
    case 'setConstraints':
      return { facts: [] };
    case 'other':
      return /^(?:Transaction|VariableSet|Explain|Pragma)/.test(action.what)
        ? { facts: [] }
        : { locks: action.tables.map((table) => [table, 'ExclusiveLock'] as const), unknown: true, facts: ['sqlite/one-writer'] };
    case 'unparsed':
      return { unknown: true, facts: [] };
  }
}

function insertCost(table: string, from: string | undefined): Cost {
  if (from === undefined) return locked(table, 'sqlite/one-writer', { writes: [table] });
  if (table === `new__${from}`) return locked(from, 'sqlite/table-remake', { scans: [from], rewrites: [from] });
  return locked(table, 'sqlite/one-writer', { scans: [from], writes: [table] });
}
