/**
 * Statements of MySQL, MariaDB, SQLite and Oracle by their words. Not a grammar: what the words do not tell is `unparsed`. Statements without an action of
 * their own get the words of PostgreSQL's parser where one fits (`TransactionStmt`, `VariableSetStmt`, `LockStmt`, `CreateTrigStmt` …).
 */
import type { Vendor } from '../../django/project.ts';
import type { SchemaAction } from '../statement.ts';
import { other, tablesIn, type Reader } from './other-statement.ts';
import { readAlter, readComment, readCreate, readDrop, readRename } from './read-ddl.ts';
import { cursorOf, splitAtCommas, type TokenCursor } from './token-cursor.ts';
import { tokensOf } from './grammar/tokens.ts';

/** MySQL's and MariaDB's comments whose text is run: `/*!80000 … *\/`. */
export const runsOnSomeServers = /^\/\*M?!/;

/** The actions of one statement. */
export function readStatement(sql: string, vendor: Vendor): readonly SchemaAction[] {
  const all = tokensOf(sql, vendor);
  if (all.some(({ kind, value }) => kind === 'comment' && runsOnSomeServers.test(value)))
    return [{ kind: 'unparsed', reason: 'a comment that some servers run' }];
  const tokens = all.filter(({ kind, value }) => kind !== 'comment' && !(kind === 'symbol' && value === ';'));
  const verb = tokens[0]?.kind === 'word' ? tokens[0].value : '';
  const cursor = cursorOf(tokens.slice(1));
  return (
    readers.get(verb)?.(cursor, tokens) ?? [
      { kind: 'unparsed', reason: verb === '' ? 'no statement' : `a statement that begins with ${verb.toUpperCase()}` },
    ]
  );
}

const transaction = (command: string): Reader => other('TransactionStmt', { command });

const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({
    alter: readAlter,
    create: readCreate,
    drop: readDrop,
    rename: readRename,
    insert: readInsert,
    replace: readInsert,
    update: readUpdate,
    delete: readDelete,
    truncate: (cursor) => {
      cursor.take('table');
      const table = cursor.name();
      return table === undefined
        ? undefined
        : [{ kind: 'truncate', tables: [table], cascade: cursor.rest().some(({ value }) => value === 'cascade') }];
    },
    comment: readComment,
    begin: (cursor, tokens) => (holdsBlock(cursor) ? other('DoStmt')(cursor, tokens) : transaction('begin')(cursor, tokens)),
    declare: other('DoStmt'),
    start: transaction('start'),
    commit: transaction('commit'),
    end: transaction('commit'),
    rollback: transaction('rollback'),
    savepoint: transaction('savepoint'),
    release: transaction('release'),
    set: readSet,
    pragma: (cursor) => [{ kind: 'other', what: 'PragmaStmt', tables: [], detail: { name: cursor.name() ?? '', ...pragmaValue(cursor) } }],
    lock: (cursor) => {
      if (!cursor.take('tables')) cursor.take('table');
      return [{ kind: 'other', what: 'LockStmt', tables: splitAtCommas(cursor.rest()).flatMap((part) => cursorOf(part).name() ?? []) }];
    },
    unlock: other('UnlockStmt'),
    select: other('SelectStmt'),
    with: other('SelectStmt', { functions: 'with' }),
    values: other('SelectStmt'),
    grant: other('GrantStmt', { command: 'grant' }),
    revoke: other('GrantStmt', { command: 'revoke' }),
    call: other('CallStmt'),
    exec: other('CallStmt'),
    execute: other('CallStmt'),
    analyze: other('VacuumStmt', { command: 'analyze' }),
    optimize: other('OptimizeStmt'),
    vacuum: other('VacuumStmt', { command: 'vacuum', full: 'true' }),
    reindex: other('ReindexStmt'),
    explain: other('ExplainStmt'),
    use: other('UseStmt'),
  }),
);

function holdsBlock(cursor: TokenCursor): boolean {
  return !cursor.done() && !/^(?:transaction|work|deferred|immediate|exclusive|)$/.test(cursor.peek());
}

function pragmaValue(cursor: TokenCursor): Readonly<Record<string, string>> {
  const value = cursor.take('=') ? cursor.next()?.value : cursor.group()[0]?.value;
  return value === undefined ? {} : { value };
}

function readInsert(cursor: TokenCursor): readonly SchemaAction[] | undefined {
  for (const word of ['low_priority', 'delayed', 'high_priority', 'ignore']) cursor.take(word);
  if (cursor.take('or')) cursor.next();
  cursor.take('into');
  const table = cursor.name();
  const left = cursor.rest();
  const select = left.findIndex(({ kind, value }) => kind === 'word' && value === 'select');
  return table === undefined ? undefined : [{ kind: 'insert', table, from: select === -1 ? undefined : tablesIn(left.slice(select))[0] }];
}

function readUpdate(cursor: TokenCursor): readonly SchemaAction[] | undefined {
  for (const word of ['low_priority', 'ignore']) cursor.take(word);
  if (cursor.take('or')) cursor.next();
  const table = cursor.name();
  const left = cursor.rest();
  const from = left.findIndex(({ kind, value }) => kind === 'word' && value === 'set');
  const where = left.findIndex(({ kind, value }) => kind === 'word' && value === 'where');
  if (table === undefined || from === -1) return undefined;
  const assignments = splitAtCommas(left.slice(from + 1, where === -1 ? undefined : where));
  const columns = assignments.flatMap((part) => cursorOf(part).name()?.split('.').at(-1) ?? []);
  return [{ kind: 'update', table, filtered: where !== -1, columns }];
}

function readDelete(cursor: TokenCursor): readonly SchemaAction[] | undefined {
  for (const word of ['low_priority', 'quick', 'ignore']) cursor.take(word);
  cursor.take('from');
  const table = cursor.name();
  const filtered = cursor.rest().some(({ kind, value }) => kind === 'word' && (value === 'where' || value === 'limit'));
  return table === undefined ? undefined : [{ kind: 'delete', table, filtered, columns: [] }];
}

function readSet(cursor: TokenCursor): readonly SchemaAction[] {
  if (cursor.take('constraints') || cursor.take('constraint')) return [{ kind: 'setConstraints' }];
  if (cursor.peek() === '@') cursor.rest();
  const scope = ['global', 'session', 'local', 'persist'].find((word) => cursor.take(word)) ?? 'session';
  const name = cursor.name() ?? '';
  if (!cursor.take('=')) cursor.take(':', '=');
  const value = cursor.next()?.value;
  return [{ kind: 'other', what: 'VariableSetStmt', tables: [], detail: { name, scope, ...(value === undefined ? {} : { value }) } }];
}
