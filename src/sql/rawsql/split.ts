/** A RunSQL string as Django cuts it: https://github.com/django/django/blob/stable/5.2.x/django/db/backends/base/operations.py (prepare_sql_script). */
import type { Vendor } from '../../django/project.ts';

/** A piece of a text; offsets are UTF-16 indexes into it. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The statements that Django sends for one string. PostgreSQL gets the string as it is; for the other databases it is cut as sqlparse does
 * (https://sqlparse.readthedocs.io/en/stable/api.html#sqlparse.split), whatever the database's own grammar says: a semicolon ends a statement outside
 * parentheses and outside the BEGIN … END of a CREATE. Comments are still in the pieces; Django sends them without (`withoutComments`).
 */
export function splitStatements(sql: string, vendor: Vendor): readonly Piece[] {
  if (vendor === 'postgresql') return [{ text: sql, start: 0, end: sql.length }];
  const pieces: Piece[] = [];
  let from = 0;
  let state = atStart;
  let ended = false;
  for (const lexeme of lexemesOf(sql)) {
    if (ended && lexeme.kind !== 'space' && lexeme.kind !== 'lineComment') {
      pieces.push(...pieceOf(sql, from, lexeme.start));
      [from, state, ended] = [lexeme.start, atStart, false];
    }
    state = after(state, lexeme);
    if (lexeme.kind === 'semicolon') ended = ended || (state.level <= 0 && state.begins === 0);
    else if (lexeme.kind === 'word' && /^GO(?:\s\d+)?$/.test(lexeme.text)) ended = true;
  }
  return [...pieces, ...pieceOf(sql, from, sql.length)];
}

function pieceOf(sql: string, from: number, to: number): readonly Piece[] {
  const raw = sql.slice(from, to);
  const text = raw.trim();
  if (text === '') return [];
  const start = from + (raw.length - raw.trimStart().length);
  return [{ text, start, end: start + text.length }];
}

/** The text as Django sends it to all databases but PostgreSQL: each comment becomes a space or the line break at its end; optimizer hints (`/*+`) stay. */
export function withoutComments(sql: string): string {
  let result = '';
  for (const { kind, text } of lexemesOf(sql)) {
    const comment = kind === 'lineComment' || kind === 'blockComment';
    if (!comment || /^(?:--|# |\/\*)\+/.test(text)) result += text;
    else if (!result.endsWith('(')) result += /[\r\n]+ *$/.exec(text)?.[0] ?? ' ';
  }
  return result.replaceAll(/[ \t]+$/gm, '').trim();
}

interface Lexeme {
  readonly kind: 'space' | 'newline' | 'lineComment' | 'blockComment' | 'word' | 'open' | 'close' | 'semicolon' | 'other';
  readonly text: string;
  readonly start: number;
}

const blockComment = /\/\*[^]*?\*\//y;
const dollarQuote = /(?<![\p{L}\p{N}_"$])(\$(?:[_A-ZÀ-Ü][\p{L}\p{N}_]*)?\$)[^]*?\1/iuy;

/** What sqlparse takes for one token, as far as splitting depends on it. Tried in this order at each place. */
const patterns: readonly (readonly [Lexeme['kind'], RegExp])[] = [
  ['lineComment', /(?:--|# ).*?(?:\r\n|\r|\n|$)/y],
  ['blockComment', blockComment],
  ['newline', /\r\n|\r|\n/y],
  ['space', /\s/y],
  ['other', /`(?:``|[^`])*`|´(?:´´|[^´])*´|'(?:''|\\'|[^'])*'|"(?:""|\\"|[^"])*"|(?<![\p{L}\p{N}_\])])\[[^[\]]+\]/uy],
  ['other', dollarQuote],
  ['other', /%(?:\([\p{L}\p{N}_]+\))?s|(?<![\p{L}\p{N}_])[$:?][\p{L}\p{N}_]+|\\[\p{L}\p{N}_]+|(?:@|##|#)[A-ZÀ-Ü][\p{L}\p{N}_]+/iuy],
  ['word', /(?:CASE|IN|VALUES|USING|FROM|AS)(?![\p{L}\p{N}_])/iuy],
  // a name before a dot, after one, or before a parenthesis is no keyword
  ['other', /[A-ZÀ-Ü][\p{L}\p{N}_]*(?=\s*\.)|(?<=\.)[A-ZÀ-Ü][\p{L}\p{N}_]*|[A-ZÀ-Ü][\p{L}\p{N}_]*(?=\()/iuy],
  [
    'word',
    /(?:END(?:\s+IF|\s+LOOP|\s+WHILE)?|IF\s+(?:NOT\s+)?EXISTS|HANDLER\s+FOR|CREATE(?:\s+OR\s+REPLACE)?|GO\s\d+)(?![\p{L}\p{N}_])/iuy,
  ],
  ['word', /[\p{L}\p{N}_][$#\p{L}\p{N}_]*/uy],
  ['open', /\(/y],
  ['close', /\)/y],
  ['semicolon', /;/y],
  ['other', /[^]/uy],
];

function* lexemesOf(sql: string): Generator<Lexeme> {
  const closers = closersOf(sql);
  for (let start = 0; start < sql.length;) {
    const lexeme = lexemeAt(sql, start, closers);
    yield lexeme;
    start += lexeme.text.length;
  }
}

/** Where comments and dollar quotes close for the last time: no search runs to the end of the text in vain, again and again. */
interface Closers {
  readonly comment: number;
  readonly tags: ReadonlyMap<string, number>;
}
function closersOf(sql: string): Closers {
  const tags = new Map<string, number>();
  if (sql.includes('$'))
    for (const found of sql.matchAll(/(?=(\$(?:[_A-ZÀ-Ü][\p{L}\p{N}_]*)?\$))/giu)) tags.set((found[1] ?? '').toLowerCase(), found.index);
  return { comment: sql.lastIndexOf('*/'), tags };
}

function isOpen(sql: string, start: number, pattern: RegExp, { comment, tags }: Closers): boolean {
  if (pattern === blockComment) return sql.startsWith('/*', start) && start + 2 > comment;
  if (pattern !== dollarQuote || sql[start] !== '$') return false;
  const tag = sql.slice(start, sql.indexOf('$', start + 1) + 1).toLowerCase();
  return (tags.get(tag) ?? -1) < start + tag.length;
}

function lexemeAt(sql: string, start: number, closers: Closers): Lexeme {
  for (const [kind, pattern] of patterns) {
    if (isOpen(sql, start, pattern, closers)) continue;
    pattern.lastIndex = start;
    const text = pattern.exec(sql)?.[0];
    if (text !== undefined && text !== '') return { kind, text, start };
  }
  return { kind: 'other', text: sql[start] ?? '', start }; // not reached: the last pattern takes anything
}

/** How deep we are in parentheses and blocks. */
interface State {
  readonly level: number;
  readonly begins: number;
  readonly inCreate: boolean;
  readonly inCase: boolean;
  /** BEGIN was the last word: `BEGIN;` and `BEGIN TRANSACTION` open no block. */
  readonly justBegun: boolean;
}
const atStart: State = { level: 0, begins: 0, inCreate: false, inCase: false, justBegun: false };

function after(state: State, { kind, text }: Lexeme): State {
  const less = Math.max(0, state.begins - 1);
  switch (kind) {
    case 'space':
    case 'newline':
    case 'lineComment':
    case 'blockComment':
      return state;
    case 'open':
      return { ...state, level: state.level + 1, justBegun: false };
    case 'close':
      return { ...state, level: state.level - 1, justBegun: false };
    case 'semicolon':
      return { ...state, begins: state.justBegun ? less : state.begins, justBegun: false };
    case 'other':
      return { ...state, justBegun: false };
    case 'word':
      return afterWord(state, text.toUpperCase().replaceAll(/\s+/g, ' '));
  }
}

function afterWord(state: State, word: string): State {
  const rest = { ...state, justBegun: false };
  const less = Math.max(0, state.begins - 1);
  if (word.startsWith('CREATE') && /^CREATE(?: OR REPLACE)?$/.test(word)) return { ...rest, inCreate: true };
  if (word === 'DECLARE' && state.inCreate && state.begins === 0) return { ...rest, level: state.level + 1 };
  if (word === 'BEGIN') return { ...state, begins: state.begins + 1, justBegun: true, level: state.level + (state.inCreate ? 1 : 0) };
  if (state.justBegun && /^(?:TRANSACTION|WORK|TRAN|DISTRIBUTED|DEFERRED|IMMEDIATE|EXCLUSIVE)$/.test(word))
    return { ...rest, begins: less };
  if (word === 'END') return { ...rest, level: state.level - 1, begins: state.inCase ? state.begins : less, inCase: false };
  if (/^(?:IF|FOR|WHILE|CASE)$/.test(word) && state.inCreate && state.begins > 0) {
    return { ...rest, level: state.level + 1, inCase: state.inCase || word === 'CASE' };
  }
  return word === 'END IF' || word === 'END WHILE' ? { ...rest, level: state.level - 1 } : rest;
}
