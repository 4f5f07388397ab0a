/** ALTER TABLE of MySQL, MariaDB, SQLite and Oracle: one action for each clause. */
import type { SchemaAction } from '../statement.ts';
import { columnNames, readColumn, readConstraint, readDefault, readType } from './read-columns.ts';
import { cursorOf, splitAtCommas, type TokenCursor } from './token-cursor.ts';
import type { Token } from './grammar/tokens.ts';

/** The actions of the clauses behind `ALTER TABLE name`; dropping and adding the primary key at once is adding it; a clause that is not understood is `alterTableOther` with its first words. */
export function readAlterTable(table: string, clauses: readonly Token[]): readonly SchemaAction[] {
  const actions = splitAtCommas(clauses).flatMap((clause) => readClause(table, clause));
  const replacesKey = actions.some((action) => action.kind === 'addConstraint' && action.type === 'primaryKey');
  return actions.filter((action) => !(replacesKey && action.kind === 'dropConstraint' && action.constraint === primaryKey));
}

/** MySQL's name of every primary key. */
const primaryKey = 'PRIMARY';

function readClause(table: string, clause: readonly Token[]): readonly SchemaAction[] {
  const cursor = cursorOf(clause);
  if (cursor.take('add')) return readAdd(table, cursor, clause);
  if (cursor.take('drop')) return readDrop(table, cursor, clause);
  if (cursor.take('rename')) return [readRename(table, cursor, clause)];
  if (cursor.take('modify')) return readModify(table, cursor, clause);
  if (cursor.take('change')) return readChange(table, cursor, clause);
  if (cursor.take('alter')) return [readAlterColumn(table, cursor, clause)];
  return [otherClause(table, clause)];
}

function otherClause(table: string, clause: readonly Token[]): SchemaAction {
  const words = clause.filter(({ kind }) => kind === 'word').slice(0, 3);
  return { kind: 'alterTableOther', table, what: words.map(({ value }) => value.toUpperCase()).join(' ') };
}

function ifExists(cursor: TokenCursor): void {
  if (!cursor.take('if', 'not', 'exists')) cursor.take('if', 'exists');
}

function readAdd(table: string, cursor: TokenCursor, clause: readonly Token[]): readonly SchemaAction[] {
  const isColumn = cursor.take('column');
  ifExists(cursor);
  if (cursor.peek() === '(') return splitAtCommas(cursor.group()).flatMap((part) => readAdd(table, cursorOf(part), part));
  if (!isColumn) {
    const sort = ['fulltext', 'spatial'].find((word) => cursor.take(word));
    if (cursor.take('index') || cursor.take('key') || sort !== undefined) return [indexOf(table, cursor, sort)];
    if (/^(?:constraint|check|primary|unique|foreign)$/.test(cursor.peek()))
      return [readConstraint(table, cursor) ?? otherClause(table, clause)];
    if (/^(?:partition|supplemental)$/.test(cursor.peek())) return [otherClause(table, clause)];
  }
  const column = cursor.name();
  return [column === undefined ? otherClause(table, clause) : readColumn(table, column, cursor.rest())];
}

function indexOf(table: string, cursor: TokenCursor, sort: string | undefined): SchemaAction {
  if (sort !== undefined && (cursor.peek() === 'index' || cursor.peek() === 'key')) cursor.next();
  ifExists(cursor);
  const index = cursor.peek() === '(' ? undefined : cursor.name();
  if (cursor.take('using')) cursor.next();
  const columns = columnNames(cursor.group());
  const plain = { unique: false, concurrently: false, ifNotExists: false, partial: false };
  return { kind: 'createIndex', table, index, columns, ...plain, ...(sort === undefined ? {} : { method: sort }) };
}

function readDrop(table: string, cursor: TokenCursor, clause: readonly Token[]): readonly SchemaAction[] {
  if (cursor.take('primary', 'key')) return [{ kind: 'dropConstraint', table, constraint: primaryKey, references: undefined }];
  if (cursor.take('constraint') || cursor.take('foreign', 'key') || cursor.take('check')) {
    ifExists(cursor);
    const constraint = cursor.name();
    return [constraint === undefined ? otherClause(table, clause) : { kind: 'dropConstraint', table, constraint, references: undefined }];
  }
  if (cursor.take('index') || cursor.take('key')) {
    ifExists(cursor);
    const index = cursor.name();
    return [index === undefined ? otherClause(table, clause) : { kind: 'dropIndex', index, table, concurrently: false }];
  }
  if (cursor.peek() === 'partition') return [otherClause(table, clause)];
  cursor.take('column');
  ifExists(cursor);
  const columns = cursor.peek() === '(' ? columnNames(cursor.group()) : [cursor.name() ?? ''];
  const cascade = cursor.rest().some(({ value }) => value === 'cascade');
  return columns.map((column) => ({ kind: 'dropColumn', table, column, cascade }));
}

function readRename(table: string, cursor: TokenCursor, clause: readonly Token[]): SchemaAction {
  if (cursor.take('to') || cursor.take('as')) return { kind: 'renameTable', table, to: cursor.name() ?? '' };
  const sort = ['column', 'index', 'key', 'constraint'].find((word) => cursor.peek(1) !== 'to' && cursor.take(word));
  const from = cursor.name();
  const to = cursor.take('to') ? cursor.name() : undefined;
  if (from === undefined) return otherClause(table, clause);
  if (to === undefined) return { kind: 'renameTable', table, to: from }; // MySQL: RENAME name
  if (sort === 'index' || sort === 'key') return { kind: 'renameIndex', index: from, to, table };
  return sort === 'constraint'
    ? { kind: 'renameConstraint', table, constraint: from, to }
    : { kind: 'renameColumn', table, column: from, to };
}

/** MODIFY states the whole column anew (MySQL), or only what changes (Oracle). */
function readModify(table: string, cursor: TokenCursor, clause: readonly Token[]): readonly SchemaAction[] {
  cursor.take('column');
  ifExists(cursor);
  if (cursor.peek() === '(') return splitAtCommas(cursor.group()).flatMap((part) => readModify(table, cursorOf(part), part));
  const column = cursor.name();
  return column === undefined ? [otherClause(table, clause)] : restated(table, column, cursor.rest());
}

function readChange(table: string, cursor: TokenCursor, clause: readonly Token[]): readonly SchemaAction[] {
  cursor.take('column');
  ifExists(cursor);
  const [column, to] = [cursor.name(), cursor.name()];
  if (column === undefined || to === undefined) return [otherClause(table, clause)];
  const stated = restated(table, to, cursor.rest());
  return column === to ? stated : [{ kind: 'renameColumn', table, column, to }, ...stated];
}

function restated(table: string, column: string, tokens: readonly Token[]): readonly SchemaAction[] {
  const definition = readColumn(table, column, tokens);
  const words = tokens.map(({ value }) => value);
  const nullable = words.some((word, index) => word === 'null' && words[index - 1] !== 'not' && words[index - 1] !== 'default');
  const collation = words.includes('collate');
  return [
    ...(definition.type === ''
      ? []
      : [{ kind: 'alterColumnType', table, column, from: undefined, to: definition.type, collation } as const]),
    ...(definition.notNull ? [{ kind: 'setNotNull', table, column } as const] : []),
    ...(nullable ? [{ kind: 'dropNotNull', table, column } as const] : []),
    ...(words.includes('default') && definition.type === ''
      ? [{ kind: 'setDefault', table, column, volatile: definition.default === 'volatile' } as const]
      : []),
  ];
}

function readAlterColumn(table: string, cursor: TokenCursor, clause: readonly Token[]): SchemaAction {
  if (cursor.take('index')) return otherClause(table, clause);
  cursor.take('column');
  const column = cursor.name();
  if (column === undefined) return otherClause(table, clause);
  if (cursor.take('set', 'default')) return { kind: 'setDefault', table, column, volatile: readDefault(cursor) === 'volatile' };
  if (cursor.take('drop', 'default')) return { kind: 'dropDefault', table, column };
  if (cursor.take('type')) return { kind: 'alterColumnType', table, column, from: undefined, to: readType(cursor), collation: false };
  return otherClause(table, clause);
}
