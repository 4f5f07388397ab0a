import { parse, TomlError, type TomlTable, type TomlValue } from 'smol-toml';
import type { SourceFile, SyntaxTrouble } from '../../syntax/source-file.ts';

/** One `[[package]]` of a lock file: its values, and where its name and version stand. */
export interface LockTable {
  readonly table: TomlTable;
  /** Start and end of the version's text (without quotes); of the name where there is no version. */
  readonly place: readonly [number, number];
}

/**
 * Reads a TOML lock of megabytes: values by the fast parser, which knows no places, and places by the lines that generators write
 * (`[[package]]`, `name = "…"`, `version = "…"`), which is several times as fast as a parser that keeps places.
 */
export function readLockTables(
  file: SourceFile,
  key: 'package' | 'packages',
): { readonly root: TomlTable; readonly tables: readonly LockTable[] } | SyntaxTrouble {
  let root: TomlTable;
  try {
    root = parse(file.text);
  } catch (error) {
    // The parser reports broken files by throwing; a RangeError is nesting without end.
    if (error instanceof TomlError)
      return { kind: 'trouble', message: `This lock file is not TOML: ${sentence(error)}`, offset: file.starts[error.line - 1] ?? 0 };
    if (error instanceof RangeError) return { kind: 'trouble', message: 'This lock file is nested too deeply to be read.', offset: 0 };
    throw error;
  }
  const listed = root[key];
  const values = Array.isArray(listed) ? listed.filter(isTable) : [];
  const headers = [...file.text.matchAll(new RegExp(String.raw`^\[\[\s*${key}\s*\]\]`, 'gm'))].map(({ index }) => index);
  const exact = headers.length === values.length;
  const tables = values.map((table, index): LockTable => {
    const from = exact ? (headers[index] ?? 0) : 0;
    const to = exact ? (headers[index + 1] ?? file.text.length) : file.text.length;
    return { table, place: placeIn(file.text, [from, to], table) };
  });
  return { root, tables };
}

function sentence(error: TomlError): string {
  const [first = ''] = error.message.split('\n');
  return `${first.replace(/^Invalid TOML document: /, '')}.`;
}

function placeIn(text: string, [from, to]: readonly [number, number], table: TomlTable): readonly [number, number] {
  const block = text.slice(from, Math.min(to, from + 4000));
  const version = stringAt(table, 'version');
  const named = stringAt(table, 'name') ?? '';
  for (const [key, value] of [
    ['version', version],
    ['name', named],
  ] as const) {
    const match = value === undefined ? null : new RegExp(String.raw`^${key}\s*=\s*["']`, 'm').exec(block);
    if (match === null || value === undefined) continue;
    const start = from + match.index + match[0].length;
    if (text.startsWith(value, start)) return [start, start + value.length];
  }
  // Not written line by line: the name's first quotation is near enough.
  const at = Math.max(0, text.indexOf(`"${named}"`, from) + 1);
  return [at, at + named.length];
}

/** Is the value a table? */
export function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
}

/** The string under a path of keys. */
export function stringAt(table: TomlValue | undefined, ...keys: readonly string[]): string | undefined {
  const value = valueIn(table, ...keys);
  return typeof value === 'string' ? value : undefined;
}

/** The value under a path of keys. */
export function valueIn(table: TomlValue | undefined, ...keys: readonly string[]): TomlValue | undefined {
  let at = table;
  for (const key of keys) at = isTable(at) ? at[key] : undefined;
  return at;
}

/** The tables in a list. */
export function tablesIn(value: TomlValue | undefined): readonly TomlTable[] {
  return Array.isArray(value) ? value.filter(isTable) : [];
}

/** The strings in a list. */
export function stringsIn(value: TomlValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Where the text of `key = "value"` stands at the beginning of a line. */
export function placeOfKey(
  file: SourceFile,
  key: string,
  value: string,
): { readonly text: string; readonly start: number; readonly end: number } {
  const match = new RegExp(String.raw`^\s*${key}\s*=\s*["']`, 'm').exec(file.text);
  const at = match === null ? file.text.indexOf(value) : match.index + match[0].length;
  const start = Math.max(0, at);
  return { text: value, start, end: start + value.length };
}
