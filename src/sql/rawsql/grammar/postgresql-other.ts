/**
 * Statements that have no action of their own. `what` is the parser's word; `detail` holds, where it matters:
 * `name`, `object` (the word after CREATE, DROP, ALTER), `cascade`, `concurrently`, `full`, `command` (of a transaction statement, VACUUM or ANALYZE),
 * `scope` (`session`, `local`, `reset`) and `value` of a SET, `mode` of a LOCK (as in pg_locks), `locking` and `functions` of a SELECT (only those that
 * may do more than compute), `language`, `body` and `complete` (its statements follow, all of them) of a DO, `direction` of a COPY, `replace`, `definer` of a function, `privileges` of a GRANT.
 * A flag is `true` or missing.
 */
import type { DropStmt, VariableSetStmt } from 'libpg-query';
import { volatilityOf } from '../../../facts/functions.ts';
import type { OtherAction } from '../../statement.ts';
import { as, constantText, functionsIn, nodesOf, objectName, qualified, strings, tableName, tablesIn } from './postgresql-nodes.ts';
import type { Node } from './postgresql-parser.ts';

type Detail = Readonly<Record<string, string | undefined>>;

/** Any statement as `other`: the parser's word, the tables that it names, and what tells such statements apart. */
export function otherAction(node: Node): OtherAction {
  const what = Object.keys(node)[0] ?? '';
  const known = detailOf(node);
  const detail = Object.fromEntries(Object.entries(known.detail).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return { kind: 'other', what, tables: known.tables ?? tablesIn(node), ...(Object.keys(detail).length > 0 ? { detail } : {}) };
}

interface Known {
  /** Undefined: every table that stands in the statement. */
  readonly tables?: readonly string[];
  readonly detail: Detail;
}
const flag = (value: boolean | undefined): string | undefined => (value === true ? 'true' : undefined);

function detailOf(node: Node): Known {
  return transactionOf(node) ?? maintenanceOf(node) ?? codeOf(node) ?? objectOf(node) ?? { detail: {} };
}

/** Transactions, settings, locks, plain queries. */
function transactionOf(node: Node): Known | undefined {
  const transaction = as('TransactionStmt', node);
  if (transaction !== undefined) return { detail: { command: (transaction.kind ?? '').replace('TRANS_STMT_', '').toLowerCase() } };
  const set = as('VariableSetStmt', node);
  if (set !== undefined) return { detail: settingOf(set) };
  const lock = as('LockStmt', node);
  if (lock !== undefined) return { detail: { mode: lockModes[(lock.mode ?? 8) - 1] } };
  const select = as('SelectStmt', node);
  if (select !== undefined) return { detail: { locking: flag(select.lockingClause !== undefined), functions: doingFunctions(select) } };
  const copy = as('CopyStmt', node);
  if (copy === undefined) return undefined;
  return { detail: { direction: copy.is_from === true ? 'from' : 'to', program: flag(copy.is_program) } };
}

const lockModes = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

function settingOf(set: VariableSetStmt): Detail {
  const reset = set.kind === 'VAR_RESET' || set.kind === 'VAR_RESET_ALL' || set.kind === 'VAR_SET_DEFAULT';
  const values = (set.args ?? []).map((value) => constantText(value) ?? '');
  return {
    name: set.kind === 'VAR_RESET_ALL' ? 'all' : set.name,
    scope: reset ? 'reset' : set.is_local === true || set.kind === 'VAR_SET_MULTI' ? 'local' : 'session',
    value: values.length === 0 ? undefined : values.join(', '),
  };
}

/** Functions of a SELECT that are not PostgreSQL's own or do something beside computing. Those that only read or move a sequence are left out. */
function doingFunctions(select: unknown): string | undefined {
  const harmless =
    /^(?:nextval|setval|currval|lastval|random|setseed|clock_timestamp|timeofday|gen_random_uuid|pg_sleep|pg_advisory_\w+|pg_try_advisory_\w+)$/;
  const names = functionsIn(select).filter((name) => !harmless.test(name) && (volatilityOf(name) ?? 'volatile') === 'volatile');
  return names.length === 0 ? undefined : names.join(', ');
}

/** VACUUM, REINDEX, CLUSTER, REFRESH, DROP. */
function maintenanceOf(node: Node): Known | undefined {
  const vacuum = as('VacuumStmt', node);
  if (vacuum !== undefined) {
    const full = optionsOf(vacuum.options).get('full');
    return { detail: { command: vacuum.is_vacuumcmd === true ? 'vacuum' : 'analyze', full: flag(full !== undefined && !isOff(full)) } };
  }
  const reindex = as('ReindexStmt', node);
  if (reindex !== undefined) {
    const object = (reindex.kind ?? '').replace('REINDEX_OBJECT_', '').toLowerCase();
    const concurrently = optionsOf(reindex.params).get('concurrently');
    const name = reindex.relation === undefined ? reindex.name : tableName(reindex.relation);
    const index = object === 'index' ? name : undefined;
    return {
      tables: object === 'table' && name !== undefined ? [name] : [],
      detail: { object, name, index, concurrently: flag(concurrently !== undefined && !isOff(concurrently)) },
    };
  }
  const refresh = as('RefreshMatViewStmt', node);
  if (refresh !== undefined) return { detail: { concurrently: flag(refresh.concurrent) } };
  const drop = as('DropStmt', node);
  return drop === undefined ? undefined : dropOf(drop);
}

function optionsOf(nodes: readonly Node[] | undefined): ReadonlyMap<string, string> {
  const options = (nodes ?? []).flatMap((node) => as('DefElem', node) ?? []);
  return new Map(options.map(({ defname = '', arg }) => [defname, strings(arg === undefined ? [] : [arg])[0] ?? '']));
}
function isOff(value: string): boolean {
  return /^(?:false|off|0)$/i.test(value);
}

/** Triggers, rules and policies name their table before their own name. */
function dropOf(drop: DropStmt): Known {
  const object = (drop.removeType ?? '').replace('OBJECT_', '').toLowerCase();
  const names = (drop.objects ?? []).map(objectName);
  const onTable = object === 'trigger' || object === 'rule' || object === 'policy';
  return {
    tables: onTable ? names.map((parts) => qualified(parts.slice(0, -1))) : object === 'matview' ? names.map(qualified) : [],
    detail: {
      object,
      name: names.map((parts) => (onTable ? (parts.at(-1) ?? '') : qualified(parts))).join(', '),
      cascade: flag(drop.behavior === 'DROP_CASCADE'),
    },
  };
}

/** Code: functions, DO, triggers. */
function codeOf(node: Node): Known | undefined {
  const code = as('DoStmt', node);
  if (code !== undefined) {
    const options = optionsOf(code.args);
    return { tables: [], detail: { language: options.get('language') ?? 'plpgsql', body: options.get('as') } };
  }
  const made = as('CreateFunctionStmt', node);
  if (made !== undefined) {
    const options = (made.options ?? []).flatMap((option) => as('DefElem', option) ?? []);
    const security = options.find(({ defname }) => defname === 'security');
    const language = options.find(({ defname }) => defname === 'language');
    return {
      tables: [],
      detail: {
        name: qualified(strings(made.funcname)),
        arguments: String((made.parameters ?? []).length),
        replace: flag(made.replace),
        language: strings(language?.arg === undefined ? [] : [language.arg])[0],
        definer: flag(as('Boolean', security?.arg)?.boolval),
      },
    };
  }
  const trigger = as('CreateTrigStmt', node);
  return trigger === undefined
    ? undefined
    : { tables: [tableName(trigger.relation)], detail: { name: trigger.trigname, function: qualified(strings(trigger.funcname)) } };
}

/** What is made, renamed or granted. */
function objectOf(node: Node): Known | undefined {
  const grant = as('GrantStmt', node);
  if (grant !== undefined) {
    const privileges = (grant.privileges ?? []).flatMap((each) => as('AccessPriv', each)?.priv_name ?? []);
    const grantees = [...nodesOf('RoleSpec', grant.grantees)].map(
      (role) => role.rolename ?? (role.roletype ?? '').replace('ROLESPEC_', '').toLowerCase(),
    );
    return {
      detail: {
        command: grant.is_grant === true ? 'grant' : 'revoke',
        privileges: privileges.length === 0 ? 'all' : privileges.join(', '),
        roles: grantees.join(', '),
      },
    };
  }
  const rename = as('RenameStmt', node);
  if (rename !== undefined) {
    const object = (rename.renameType ?? '').replace('OBJECT_', '').toLowerCase();
    return {
      tables: rename.relationType === 'OBJECT_MATVIEW' ? tablesIn(node) : [],
      detail: { object, name: rename.subname ?? tableName(rename.relation), to: rename.newname },
    };
  }
  const view = as('ViewStmt', node);
  if (view !== undefined) return { tables: tablesIn(view.query), detail: { name: tableName(view.view), replace: flag(view.replace) } };
  const materialized = as('CreateTableAsStmt', node);
  if (materialized !== undefined)
    return { tables: tablesIn(materialized.query), detail: { object: 'matview', name: tableName(materialized.into?.rel) } };
  const type = as('CreateEnumStmt', node);
  if (type !== undefined) return { tables: [], detail: { name: qualified(strings(type.typeName)) } };
  const value = as('AlterEnumStmt', node);
  if (value !== undefined) return { tables: [], detail: { name: qualified(strings(value.typeName)), command: 'rename' } };
  const domain = as('CreateDomainStmt', node);
  if (domain !== undefined) {
    return {
      tables: [],
      detail: { name: qualified(strings(domain.domainname)), constrained: flag((domain.constraints ?? []).length > 0) },
    };
  }
  return undefined;
}
