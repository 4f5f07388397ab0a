/** Names as Django makes them (django.db.backends.utils and BaseDatabaseSchemaEditor._create_index_name). */
import { hash } from 'node:crypto';

/** The first `length` hex digits of the MD5 of all parts, as `names_digest` gives them. */
export function namesDigest(parts: readonly string[], length: number): string {
  return hash('md5', parts.join(''), 'hex').slice(0, length);
}

/** `"namespace"."name"` → both parts without quotes; the namespace is empty where there is none. */
export function splitIdentifier(identifier: string): readonly [namespace: string, name: string] {
  const parts = identifier.split('"."');
  const [namespace, name] = parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : ['', identifier];
  return [stripQuoteMarks(namespace), stripQuoteMarks(name)];
}

function stripQuoteMarks(text: string): string {
  return text.replace(/^"+|"+$/g, '');
}

/** Takes one pair of surrounding quotes off a table name that was written with them (`strip_quotes`). */
export function stripQuotes(table: string): string {
  return table.startsWith('"') && table.endsWith('"') ? table.slice(1, -1) : table;
}

/** Shortens a name to `length` characters, the last four of them a digest of the whole (`truncate_name`); undefined is no limit. */
export function truncateName(identifier: string, length: number | undefined, hashLength = 4): string {
  const [namespace, name] = splitIdentifier(identifier);
  if (length === undefined || name.length <= length) return identifier;
  const prefix = namespace === '' ? '' : `${namespace}"."`;
  return prefix + name.slice(0, length - hashLength) + namesDigest([name], hashLength);
}

/**
 * The name of an index or constraint that Django makes for columns: table, columns and a digest of both, shortened to the
 * database's limit. `suffix` is such as `_uniq`, `_like`, `_fk_shop_order_id` or empty.
 */
export function makeIndexName(table: string, columns: readonly string[], suffix: string, maxNameLength: number | undefined): string {
  const [, name] = splitIdentifier(table);
  let tail = namesDigest([name, ...columns], 8) + suffix;
  const limit = maxNameLength ?? 200;
  const whole = `${name}_${columns.join('_')}_${tail}`;
  if (whole.length <= limit) return whole;
  if (tail.length > limit / 3) tail = tail.slice(0, Math.floor(limit / 3));
  const other = Math.floor((limit - tail.length) / 2) - 1;
  const short = `${name.slice(0, other)}_${columns.join('_').slice(0, other)}_${tail}`;
  return /^[_\d]/.test(short) ? `D${short.slice(0, -1)}` : short;
}

/** Clips to at most `length` UTF-8 bytes at a character border, as PostgreSQL does with names. */
export function clipBytes(text: string, length: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > length) return kept;
    kept += character;
  }
  return kept;
}

/**
 * The name PostgreSQL gives to a constraint or sequence that has none: `table_column_key`, with the longer of both parts
 * shortened until it fits in 63 bytes. https://github.com/postgres/postgres/blob/REL_16_STABLE/src/backend/commands/indexcmds.c (makeObjectName)
 */
export function makePostgresName(
  table: string,
  column: string | undefined,
  label: string,
  taken: (name: string) => boolean = () => false,
): string {
  for (let pass = 0; ; pass += 1) {
    const name = joinPostgresName(table, column, pass === 0 ? label : `${label}${pass}`);
    if (!taken(name)) return name;
  }
}

function joinPostgresName(table: string, column: string | undefined, label: string): string {
  const available = 63 - Buffer.byteLength(label) - 1 - (column === undefined ? 0 : 1);
  let first = Buffer.byteLength(table);
  let second = column === undefined ? 0 : Buffer.byteLength(column);
  while (first + second > available) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  const parts = [clipBytes(table, first), ...(column === undefined ? [] : [clipBytes(column, second)]), label];
  return parts.join('_');
}
