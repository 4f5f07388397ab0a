/** PostgreSQL's own grammar (libpg_query, compiled to WebAssembly). The only importer of libpg-query. */
import { setFlagsFromString } from 'node:v8';
import type { Node, ParseResult } from 'libpg-query';
import { tokensOf } from './tokens.ts';

export type { Node } from 'libpg-query';

interface Grammar {
  readonly parseSync: (sql: string) => ParseResult;
  readonly parsePlPgSQLSync: (sql: string) => unknown;
}
let grammar: Grammar | undefined;

/** Loads the grammar, once for the process (about 90 ms). A door does this before the synchronous part when a changed migration has raw SQL. */
export async function loadSqlParser(): Promise<void> {
  if (grammar !== undefined) return;
  const module = await import('libpg-query');
  await module.loadModule();
  compileOnce(module);
  grammar = module;
}

/** What V8 does with WebAssembly that is used often: https://v8.dev/docs/wasm-compilation-pipeline */
const tiering = ['wasm-dynamic-tiering', 'wasm-tier-up'];

/**
 * The grammar is one function of 100 kB, and V8 would take 600 MB and half a second to optimise it after a few scripts (measured on Node 24). So its first
 * use, which compiles it, is one that V8 does not count from.
 */
function compileOnce({ parseSync }: Grammar): void {
  for (const flag of tiering) setFlagsFromString(`--no-${flag}`);
  parseSync('SELECT 1');
  for (const flag of tiering) setFlagsFromString(`--${flag}`);
}

/** One statement of a script; offsets are UTF-16 indexes into it, from its first word to before its semicolon. */
export interface ParsedStatement {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
}
export type ParsedScript =
  | { readonly kind: 'parsed'; readonly statements: readonly ParsedStatement[] }
  /** `offset` is a UTF-16 index when the place is known. */
  | { readonly kind: 'failed'; readonly reason: string; readonly offset: number | undefined };

/** Longer texts than this are not read. In UTF-16 units. */
const longest = 1_000_000;
/** So many tokens without a comma or semicolon may be an expression nested deeper than the grammar's stack; it has no way back from that. */
const longestRun = 8000;

/** Reads a script of any number of statements; one wrong statement fails the whole, as on the server. Throws when loadSqlParser was not awaited. */
export function parsePostgresql(sql: string): ParsedScript {
  if (grammar === undefined) throw new Error('loadSqlParser() must be awaited before SQL is read');
  const refused = refusalOf(sql);
  if (refused !== undefined) return { kind: 'failed', reason: refused, offset: undefined };
  if (sql === '') return { kind: 'parsed', statements: [] };
  try {
    const offset = offsetsOf(sql);
    const statements = (grammar.parseSync(sql).stmts ?? []).flatMap(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
      if (stmt === undefined) return [];
      const end = length === undefined || length === 0 ? sql.length : offset(from + length);
      return [{ node: stmt, ...trimmed(sql, offset(from), end) }];
    });
    return { kind: 'parsed', statements };
  } catch (error) {
    // libpg-query throws its SqlError for what the grammar refuses
    const { message, sqlDetails } = error as { readonly message: string; readonly sqlDetails?: { readonly cursorPosition: number } };
    return {
      kind: 'failed',
      reason: message,
      offset: sqlDetails === undefined ? undefined : codePointOffset(sql, sqlDetails.cursorPosition),
    };
  }
}

/** What PL/pgSQL's parser makes of a CREATE FUNCTION, undefined when it refuses. */
export function parsePlpgsql(createFunction: string): unknown {
  if (grammar === undefined) throw new Error('loadSqlParser() must be awaited before SQL is read');
  if (refusalOf(createFunction) !== undefined) return undefined;
  try {
    return grammar.parsePlPgSQLSync(createFunction);
  } catch {
    return undefined; // refused by the grammar: the caller says that the body is not known
  }
}

function refusalOf(sql: string): string | undefined {
  if (sql.length > longest) return `longer than ${longest} characters`;
  if (sql.includes('\0')) return 'a NUL character, which PostgreSQL refuses';
  if (!sql.isWellFormed()) return 'half a surrogate pair, which is no character';
  if (sql.length <= longestRun) return undefined;
  let run = 0;
  for (const { kind, value } of tokensOf(sql, 'postgresql')) {
    run = kind === 'symbol' && (value === ',' || value === ';') ? 0 : run + 1;
    if (run > longestRun) return 'an expression of too many parts';
  }
  return undefined;
}

/** From UTF-8 byte offsets, asked for in any order, to UTF-16 offsets. */
function offsetsOf(sql: string): (byte: number) => number {
  // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(sql)) return (byte) => byte;
  const units: number[] = [];
  let unit = 0;
  for (const character of sql) {
    const code = character.codePointAt(0) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let index = 0; index < bytes; index += 1) units.push(unit);
    unit += character.length;
  }
  return (byte) => units[byte] ?? sql.length;
}

function codePointOffset(sql: string, position: number): number {
  let unit = 0;
  let seen = 0;
  for (const character of sql) {
    if (seen === position) return unit;
    seen += 1;
    unit += character.length;
  }
  return sql.length;
}

/** Without white space and comments before the first word and white space behind the last. */
function trimmed(sql: string, from: number, to: number): { readonly start: number; readonly end: number } {
  const text = sql.slice(from, to);
  const end = from + text.trimEnd().length;
  const space = /(?:\s|--[^\n]*)*/y;
  space.lastIndex = from;
  let start = from + (space.exec(sql)?.[0].length ?? 0);
  if (sql.startsWith('/*', start)) start = tokensOf(text, 'postgresql').find(({ kind }) => kind !== 'comment')?.start ?? 0;
  else start -= from;
  return { start: Math.min(from + start, end), end };
}
