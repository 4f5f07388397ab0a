/**
 * Statements of MySQL, MariaDB, SQLite and Oracle by their words. Not a grammar: what the words do not tell is `unparsed`. Statements without an action of
 * their own get the words of PostgreSQL's parser where one fits (`TransactionStmt`, `VariableSetStmt`, `LockStmt`, `CreateTrigStmt` …).
 */
import type { Vendor } from '../../django/project.ts';
import type { SchemaAction } from '../statement.ts';
import { readAlterTable } from './read-alter.ts';
import { columnNames, namesIn } from './read-columns.ts';
import { cursorOf, splitAtCommas, type TokenCursor } from './token-cursor.ts';
import { tokensOf, type Token } from '../grammar/tokens.ts';

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

/** Undefined when the words say nothing that we know. */
type Reader = (cursor: TokenCursor, tokens: readonly Token[]) => readonly SchemaAction[] | undefined;

const other =
  (what: string, detail?: Readonly<Record<string, string>>): Reader =>
  (_, tokens) => [{ kind: 'other', what, tables: tablesIn(tokens), ...(detail === undefined ? {} : { detail }) }];
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

/** Names behind FROM, JOIN, INTO, UPDATE, ON and TABLE. */
function tablesIn(tokens: readonly Token[]): readonly string[] {
  const names = new Set<string>();
  for (const [index, { kind, value }] of tokens.entries()) {
    if (kind !== 'word' || !/^(?:from|join|into|update|table)$/.test(value)) continue;
    const name = cursorOf(tokens.slice(index + 1, index + 6)).name();
    if (name !== undefined && !/^(?:select|if|lateral|only)$/i.test(name)) names.add(name);
  }
  return [...names].toSorted();
}

function ifExists(cursor: TokenCursor): boolean {
  return cursor.take('if', 'not', 'exists') || cursor.take('if', 'exists');
}

function readAlter(cursor: TokenCursor, tokens: readonly Token[]): readonly SchemaAction[] | undefined {
  for (const word of ['ignore', 'online', 'offline']) cursor.take(word);
  if (!cursor.take('table')) {
    if (cursor.take('index')) {
      const index = cursor.name() ?? '';
      if (cursor.take('rename', 'to')) return [{ kind: 'renameIndex', index, to: cursor.name() ?? '', table: undefined }];
    }
    if (cursor.take('sequence')) return [{ kind: 'alterSequence', sequence: cursor.name() ?? '' }];
    return other('AlterStmt', { object: cursor.peek() })(cursor, tokens);
  }
  ifExists(cursor);
  const table = cursor.name();
  if (table === undefined) return undefined;
  const actions = readAlterTable(table, cursor.rest());
  return actions.length === 0 ? undefined : actions;
}

function readCreate(cursor: TokenCursor, tokens: readonly Token[]): readonly SchemaAction[] | undefined {
  cursor.take('or', 'replace');
  for (const word of ['global', 'local', 'temporary', 'temp', 'private', 'force', 'noforce', 'editionable', 'noneditionable'])
    cursor.take(word);
  const sort = ['unique', 'fulltext', 'spatial', 'bitmap'].find((word) => cursor.take(word));
  if (cursor.take('index')) return readCreateIndex(cursor, sort);
  if (cursor.take('table')) {
    ifExists(cursor);
    const table = cursor.name();
    const left = cursor.rest();
    const reads = left.findIndex(({ kind, value }) => kind === 'word' && value === 'select');
    const references = left.flatMap(({ kind, value }, index) =>
      kind === 'word' && value === 'references' ? (cursorOf(left.slice(index + 1, index + 6)).name() ?? []) : [],
    );
    if (table === undefined) return undefined;
    return [
      { kind: 'createTable', table, references: [...new Set(references)], ...(reads === -1 ? {} : { from: tablesIn(left.slice(reads)) }) },
    ];
  }
  if (cursor.take('sequence')) return [{ kind: 'createSequence', sequence: (ifExists(cursor), cursor.name() ?? '') }];
  const rest = tokens.slice(1).map(({ value }) => value);
  const words: readonly (readonly [string, string])[] = [
    ['trigger', 'CreateTrigStmt'],
    ['function', 'CreateFunctionStmt'],
    ['procedure', 'CreateFunctionStmt'],
    ['package', 'CreateFunctionStmt'],
    ['event', 'CreateFunctionStmt'],
    ['view', 'ViewStmt'],
    ['user', 'CreateRoleStmt'],
    ['role', 'CreateRoleStmt'],
    ['database', 'CreatedbStmt'],
    ['schema', 'CreatedbStmt'],
    ['virtual', 'CreateVirtualTableStmt'],
    ['type', 'CompositeTypeStmt'],
    ['synonym', 'CreateSynonymStmt'],
  ];
  const found = words.find(([word]) => rest.slice(0, 12).includes(word));
  if (found === undefined) return undefined;
  if (found[1] !== 'CreateTrigStmt') return other(found[1])(cursor, tokens);
  const on = tokens.findIndex(({ kind, value }) => kind === 'word' && value === 'on');
  const table = on === -1 ? undefined : cursorOf(tokens.slice(on + 1, on + 6)).name();
  return [{ kind: 'other', what: 'CreateTrigStmt', tables: table === undefined ? [] : [table] }];
}

function readCreateIndex(cursor: TokenCursor, sort: string | undefined): readonly SchemaAction[] | undefined {
  const ifNotExists = ifExists(cursor);
  const index = cursor.name();
  if (cursor.take('using')) cursor.next();
  if (!cursor.take('on')) return undefined;
  const table = cursor.name();
  const keys = splitAtCommas(cursor.group());
  const rest = cursor.rest().map(({ value }) => value);
  if (table === undefined) return undefined;
  return [
    {
      kind: 'createIndex',
      table,
      index,
      columns: keys.flatMap((key) => (isExpression(key) ? namesIn(key.slice(1)) : columnNames(key))),
      unique: sort === 'unique',
      concurrently: rest.includes('online'), // Oracle
      ifNotExists,
      partial: rest.includes('where'),
      ...(sort === undefined || sort === 'unique' ? {} : { method: sort }),
      ...(keys.some(isExpression) ? { expressions: true } : {}),
    },
  ];
}

/** `lower(name)` and `(a + b)` are expressions, `name(10)` is a prefix of a column. */
function isExpression([first, second, third]: readonly Token[]): boolean {
  return first?.value === '(' || (second?.value === '(' && !/^\d/.test(third?.value ?? ''));
}

function readDrop(cursor: TokenCursor, tokens: readonly Token[]): readonly SchemaAction[] | undefined {
  cursor.take('temporary');
  const object = cursor.next()?.value ?? '';
  ifExists(cursor);
  const left = cursor.rest();
  const names = splitAtCommas(left).flatMap((part) => cursorOf(part).name() ?? []);
  const cascade = left.some(({ kind, value }) => kind === 'word' && value === 'cascade');
  if (object === 'table' || object === 'tables')
    return names.length === 0 ? undefined : names.map((table) => ({ kind: 'dropTable', table, cascade }));
  if (object === 'sequence') return names.map((sequence) => ({ kind: 'dropSequence', sequence }));
  if (object !== 'index')
    return other('DropStmt', { object, name: names.join(', '), ...(cascade ? { cascade: 'true' } : {}) })(cursor, tokens);
  const inner = cursorOf(left);
  const index = inner.name();
  return index === undefined
    ? undefined
    : [{ kind: 'dropIndex', index, table: inner.take('on') ? inner.name() : undefined, concurrently: false }];
}

function readRename(cursor: TokenCursor): readonly SchemaAction[] | undefined {
  if (!cursor.take('tables')) cursor.take('table');
  const renames = splitAtCommas(cursor.rest()).map((part) => {
    const inner = cursorOf(part);
    const table = inner.name();
    return { table, to: inner.take('to') ? inner.name() : undefined };
  });
  const known = renames.flatMap(({ table, to }) =>
    table === undefined || to === undefined ? [] : [{ kind: 'renameTable' as const, table, to }],
  );
  return known.length === renames.length && known.length > 0 ? known : undefined;
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

function readComment(cursor: TokenCursor): readonly SchemaAction[] | undefined {
  if (!cursor.take('on')) return undefined;
  if (cursor.take('table')) return [{ kind: 'comment', table: cursor.name() ?? '', column: undefined }];
  if (!cursor.take('column')) return undefined;
  const names = (cursor.name() ?? '').split('.');
  return [{ kind: 'comment', table: names.slice(0, -1).join('.'), column: names.at(-1) }];
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
