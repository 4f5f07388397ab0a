/** CREATE, ALTER, DROP, RENAME and COMMENT. */
import type { Token } from './grammar/tokens.ts';
import type { SchemaAction } from '../statement.ts';
import { other, tablesIn } from './other-statement.ts';
import { readAlterTable } from './read-alter.ts';
import { columnNames, namesIn } from './read-columns.ts';
import { cursorOf, splitAtCommas, type TokenCursor } from './token-cursor.ts';

function ifExists(cursor: TokenCursor): boolean {
  return cursor.take('if', 'not', 'exists') || cursor.take('if', 'exists');
}

/** ALTER. */
export function readAlter(cursor: TokenCursor, tokens: readonly Token[]): readonly SchemaAction[] | undefined {
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

/** What is made, by the first of these words behind CREATE. */
const made: ReadonlyMap<string, string> = new Map([
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
]);
const modifiers = ['global', 'local', 'temporary', 'temp', 'private', 'force', 'noforce', 'editionable', 'noneditionable'];

/** CREATE. */
export function readCreate(cursor: TokenCursor, tokens: readonly Token[]): readonly SchemaAction[] | undefined {
  cursor.take('or', 'replace');
  const taken = modifiers.filter((word) => cursor.take(word));
  const sort = ['unique', 'fulltext', 'spatial', 'bitmap'].find((word) => cursor.take(word));
  if (cursor.take('index')) return readCreateIndex(cursor, sort);
  if (cursor.take('table')) return readCreateTable(cursor, taken.includes('temporary') || taken.includes('temp'));
  if (cursor.take('sequence')) {
    ifExists(cursor);
    return [{ kind: 'createSequence', sequence: cursor.name() ?? '' }];
  }
  const what = tokens.slice(1, 13).flatMap(({ value }) => made.get(value) ?? [])[0];
  if (what === undefined) return undefined;
  if (what !== 'CreateTrigStmt') return other(what)(cursor, tokens);
  const on = tokens.findIndex(({ kind, value }) => kind === 'word' && value === 'on');
  const table = on === -1 ? undefined : cursorOf(tokens.slice(on + 1, on + 6)).name();
  return [{ kind: 'other', what, tables: table === undefined ? [] : [table] }];
}

function readCreateTable(cursor: TokenCursor, temporary: boolean): readonly SchemaAction[] | undefined {
  const ifNotExists = ifExists(cursor);
  const table = cursor.name();
  const left = cursor.rest();
  const isWord = (word: string, index: number): boolean => left[index]?.kind === 'word' && left[index].value === word;
  const select = left.findIndex((_, index) => isWord('select', index));
  const references = left.flatMap((_, index) =>
    isWord('references', index) ? (cursorOf(left.slice(index + 1, index + 6)).name() ?? []) : [],
  );
  if (table === undefined) return undefined;
  return [
    {
      kind: 'createTable',
      table,
      references: [...new Set(references)],
      ...(select === -1 ? {} : { from: tablesIn(left.slice(select)) }),
      ...(temporary ? { persistence: 'temporary' } : {}),
      ...(ifNotExists ? { ifNotExists } : {}),
    },
  ];
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

/** DROP. */
export function readDrop(cursor: TokenCursor, tokens: readonly Token[]): readonly SchemaAction[] | undefined {
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

/** RENAME TABLE of MySQL, RENAME of Oracle. */
export function readRename(cursor: TokenCursor): readonly SchemaAction[] | undefined {
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

/** COMMENT ON of Oracle. */
export function readComment(cursor: TokenCursor): readonly SchemaAction[] | undefined {
  if (!cursor.take('on')) return undefined;
  if (cursor.take('table')) return [{ kind: 'comment', table: cursor.name() ?? '', column: undefined }];
  if (!cursor.take('column')) return undefined;
  const names = (cursor.name() ?? '').split('.');
  return [{ kind: 'comment', table: names.slice(0, -1).join('.'), column: names.at(-1) }];
}
