/** SQL cut into tokens, by the lexical rules of each database. Never fails: what is not closed runs to the end. */
import type { Vendor } from '../../../django/project.ts';

export interface Token {
  /** `name` is a quoted identifier, `word` an unquoted one, a keyword or a number. */
  readonly kind: 'word' | 'name' | 'string' | 'comment' | 'symbol';
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** A word in lower case, a name or string without its quotes, a symbol or comment as written. */
  readonly value: string;
  /** A name as the database keeps it: a word as written, on Oracle everything in lower case as Django's models have it. */
  readonly name?: string;
}

const wordStart = /[\p{L}\p{N}_]/u;
const wordPart = /[\p{L}\p{N}_$]*/uy;
const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;

/** The tokens of `sql`, comments among them, white space left out. Linear in the length of the text. */
export function tokensOf(sql: string, vendor: Vendor): readonly Token[] {
  const tokens: Token[] = [];
  const mysql = vendor === 'mysql' || vendor === 'mariadb';
  let at = 0;
  while (at < sql.length) {
    const character = sql[at] ?? '';
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const token = commentAt(sql, at, vendor) ?? quotedAt(sql, at, { vendor, mysql }) ?? wordAt(sql, at, vendor) ?? symbolAt(sql, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function commentAt(sql: string, start: number, vendor: Vendor): Token | undefined {
  const mysql = vendor === 'mysql' || vendor === 'mariadb';
  const toEnd = (from: number): Token => ({ kind: 'comment', start, end: from, value: sql.slice(start, from) });
  const line = sql.startsWith('--', start) && (!mysql || /^$|\s/.test(sql[start + 2] ?? ''));
  if (line || (mysql && sql[start] === '#')) {
    const newline = sql.indexOf('\n', start);
    return toEnd(newline === -1 ? sql.length : newline);
  }
  if (!sql.startsWith('/*', start)) return undefined;
  if (vendor !== 'postgresql') {
    const close = sql.indexOf('*/', start + 2);
    return toEnd(close === -1 ? sql.length : close + 2);
  }
  const edge = /\/\*|\*\//g; // PostgreSQL's comments nest
  edge.lastIndex = start;
  for (let depth = 0, found = edge.exec(sql); found !== null; found = edge.exec(sql)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return toEnd(edge.lastIndex);
  }
  return toEnd(sql.length);
}

interface Rules {
  readonly vendor: Vendor;
  readonly mysql: boolean;
}

/** A string or a quoted identifier. */
function quotedAt(sql: string, start: number, { vendor, mysql }: Rules): Token | undefined {
  const character = sql[start];
  if (character === "'") return quoted(sql, start, { kind: 'string', close: "'", escapes: mysql });
  if (character === '"') return quoted(sql, start, { kind: mysql ? 'string' : 'name', close: '"', escapes: mysql });
  if (character === '`' && (mysql || vendor === 'sqlite')) return quoted(sql, start, { kind: 'name', close: '`', escapes: false });
  if (character === '[' && vendor === 'sqlite') return quoted(sql, start, { kind: 'name', close: ']', escapes: false });
  if (vendor === 'postgresql') {
    if (/[eE]/.test(character ?? '') && sql[start + 1] === "'")
      return quoted(sql, start, { kind: 'string', close: "'", escapes: true, from: start + 2 });
    dollarTag.lastIndex = start;
    const tag = character === '$' ? dollarTag.exec(sql)?.[0] : undefined;
    return tag === undefined ? undefined : delimited(sql, start, start + tag.length, tag);
  }
  if (vendor === 'oracle' && /[qQ]/.test(character ?? '') && sql[start + 1] === "'" && sql.length > start + 2) {
    const open = sql[start + 2] ?? '';
    const close = { '[': ']', '{': '}', '(': ')', '<': '>' }[open] ?? open;
    return delimited(sql, start, start + 3, `${close}'`);
  }
  return undefined;
}

interface Quote {
  readonly kind: 'string' | 'name';
  readonly close: string;
  /** A backslash takes the next character along. */
  readonly escapes: boolean;
  readonly from?: number;
}

/** From a quote to its end; a doubled quote is one inside. */
function quoted(sql: string, start: number, { kind, close, escapes, from = start + 1 }: Quote): Token {
  for (let at = from; at < sql.length; at += 1) {
    const character = sql[at];
    if (escapes && character === '\\') at += 1;
    else if (character === close) {
      if (sql[at + 1] === close) at += 1;
      else return { kind, start, end: at + 1, value: sql.slice(from, at).replaceAll(close + close, close) };
    }
  }
  return { kind, start, end: sql.length, value: sql.slice(from) };
}

function delimited(sql: string, start: number, from: number, close: string): Token {
  const end = sql.indexOf(close, from);
  return end === -1
    ? { kind: 'string', start, end: sql.length, value: sql.slice(from) }
    : { kind: 'string', start, end: end + close.length, value: sql.slice(from, end) };
}

function wordAt(sql: string, start: number, vendor: Vendor): Token | undefined {
  const first = String.fromCodePoint(sql.codePointAt(start) ?? 0);
  if (!wordStart.test(first)) return undefined;
  wordPart.lastIndex = start + first.length;
  const end = start + first.length + (wordPart.exec(sql)?.[0].length ?? 0);
  const text = sql.slice(start, end);
  const value = text.toLowerCase();
  return { kind: 'word', start, end, value, name: vendor === 'oracle' ? value : text };
}

function symbolAt(sql: string, start: number): Token {
  const end = start + String.fromCodePoint(sql.codePointAt(start) ?? 0).length;
  return { kind: 'symbol', start, end, value: sql.slice(start, end) };
}
