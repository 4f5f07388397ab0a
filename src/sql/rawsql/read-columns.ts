/** Column definitions and table constraints of MySQL, MariaDB, SQLite and Oracle, by their words. */
import type { AddColumn, AddConstraintAction } from '../statement.ts';
import { cursorOf, splitAtCommas, type TokenCursor } from './token-cursor.ts';
import type { Token } from './grammar/tokens.ts';

/** Where the type of a column ends and its attributes begin. */
const attribute =
  /^(?:not|null|default|unique|primary|key|auto_increment|autoincrement|generated|as|check|references|constraint|collate|comment|first|after|on|invisible|visible|virtual|stored|persistent|unsigned_end|enable|disable|encrypt|identity|)$/;

/** The names in a list of columns: `(a, b(10), c DESC)`. */
export function columnNames(group: readonly Token[]): readonly string[] {
  return splitAtCommas(group).flatMap((part) =>
    part[0]?.kind === 'word' || part[0]?.kind === 'name' ? (cursorOf(part).name() ?? []) : [],
  );
}

/** A column's type as written, words in lower case: `varchar(50)`, `int unsigned`. */
export function readType(cursor: TokenCursor): string {
  let type = cursor.next()?.value ?? '';
  for (;;) {
    const inside = cursor.peek() === '(' ? cursor.group() : undefined;
    if (inside !== undefined)
      type += `(${inside.map(({ kind, value }) => (kind === 'string' ? `'${value.replaceAll("'", "''")}'` : value)).join('')})`;
    else if (/^\w+$/.test(cursor.peek()) && !attribute.test(cursor.peek())) type += ` ${cursor.next()?.value ?? ''}`;
    else return type.replaceAll(',', ', ');
  }
}

/** What stands behind the column's name in ADD COLUMN, CHANGE and MODIFY. */
export function readColumn(table: string, column: string, tokens: readonly Token[]): AddColumn {
  const cursor = cursorOf(tokens);
  const type = attribute.test(cursor.peek()) && cursor.peek() !== '' ? '' : readType(cursor);
  const found = {
    notNull: false,
    default: 'none' as AddColumn['default'],
    unique: false,
    primaryKey: false,
    identity: false,
    check: false,
  };
  let generated: AddColumn['generated'] = 'none';
  let references: string | undefined;
  while (!cursor.done()) {
    if (cursor.take('not', 'null')) found.notNull = true;
    else if (cursor.take('primary')) found.primaryKey = true;
    else if (cursor.take('unique')) found.unique = true;
    else if (cursor.take('auto_increment') || cursor.take('autoincrement') || cursor.take('as', 'identity')) found.identity = true;
    else if (cursor.take('default')) found.default = readDefault(cursor);
    else if (cursor.take('check')) found.check = cursor.group().length > 0;
    else if (cursor.take('references')) references = cursor.name();
    else if (cursor.peek() === 'as' && cursor.peek(1) === '(') {
      cursor.take('as');
      cursor.group();
      generated = cursor.peek() === 'stored' || cursor.peek() === 'persistent' ? 'stored' : 'virtual';
    } else cursor.next();
  }
  return { kind: 'addColumn', table, column, type, ...found, notNull: found.notNull || found.primaryKey, generated, references };
}

/** What stands behind DEFAULT. Literals and CURRENT_TIMESTAMP are stored once; of an expression we know only whether it says that each row differs. */
export function readDefault(cursor: TokenCursor): AddColumn['default'] {
  if (cursor.take('null')) return 'none';
  const expression = cursor.peek() === '(' ? cursor.group() : undefined;
  if (expression === undefined) {
    const first = cursor.next();
    const called = cursor.group();
    if (first?.kind === 'word' && called.length === 0) return /nextval|sysdate|systimestamp/.test(first.value) ? 'stable' : 'constant';
    return called.length > 0 && first?.value !== 'current_timestamp'
      ? volatilityOfWords([...(first === undefined ? [] : [first]), ...called])
      : 'constant';
  }
  const literal =
    expression.length === 1 && (expression[0]?.kind === 'string' || /^\d|^null$|^true$|^false$/.test(expression[0]?.value ?? ''));
  return literal ? 'constant' : volatilityOfWords(expression);
}

function volatilityOfWords(tokens: readonly Token[]): 'stable' | 'volatile' {
  return tokens.some(({ kind, value }) => kind === 'word' && /uuid|guid|rand|nextval|random|sys_guid/.test(value)) ? 'volatile' : 'stable';
}

/** A constraint as ADD and CREATE TABLE write it, from `CONSTRAINT name` or its first word on; undefined when it is none. */
export function readConstraint(table: string, cursor: TokenCursor): AddConstraintAction | undefined {
  const named = cursor.take('constraint') && !/^(?:check|unique|primary|foreign)$/.test(cursor.peek()) ? cursor.name() : undefined;
  const made = (
    type: AddConstraintAction['type'],
    columns: readonly string[],
    references?: string,
    constraint = named,
  ): AddConstraintAction => {
    const words = cursor.rest().map(({ value }) => value);
    return {
      kind: 'addConstraint',
      table,
      constraint,
      type,
      columns,
      notValid: words.includes('novalidate'),
      usingIndex: false,
      references,
    };
  };
  if (cursor.take('check')) return made('check', namesIn(cursor.group()));
  if (cursor.take('primary', 'key')) return made('primaryKey', columnNames(cursor.group()));
  if (cursor.take('unique')) {
    if (cursor.peek() === 'index' || cursor.peek() === 'key') cursor.next();
    const name = cursor.peek() === '(' ? named : (cursor.name() ?? named);
    return made('unique', columnNames(cursor.group()), undefined, name);
  }
  if (!cursor.take('foreign', 'key')) return undefined;
  const index = cursor.peek() === '(' ? undefined : cursor.name();
  const columns = columnNames(cursor.group());
  return cursor.take('references') ? made('foreignKey', columns, cursor.name(), named ?? index) : undefined;
}

/** Words that may be columns; functions and keywords among them do no harm where this is used. */
export function namesIn(tokens: readonly Token[]): readonly string[] {
  const names = tokens.flatMap((token) =>
    token.kind === 'name' || (token.kind === 'word' && !/^(?:\d|(?:and|or|not|null|is|in|like|between|true|false)$)/.test(token.value))
      ? (token.name ?? token.value)
      : [],
  );
  return [...new Set(names)];
}
