/** Values as they stand in a statement: what each schema editor's `quote_value` and each driver writes. */
import type { ValueTarget } from './field.ts';
import { atLeast } from './field.ts';
import type { Literal } from './literal.ts';
import { dateText, intervalText, isoDuration, offsetText, timedeltaText, timeText } from './time-text.ts';

type Target = Pick<ValueTarget, 'vendor' | 'django' | 'driver'>;

/**
 * How a value is sent: `quoted` by the schema editor's quote_value into the text (constraints, index expressions), or as a
 * `parameter` of the statement (column defaults). Before Django 5.0 quote_value doubles percent signs, while
 * PostgreSQL's schema editor composes parameters with the driver since 4.2 and Oracle's undoubles them again.
 */
export type Way = 'quoted' | 'parameter';

/** The value's SQL; undefined when what the driver writes is not known. */
export function quoteValue(value: Literal, target: Target, way: Way = 'quoted'): string | undefined {
  if (value.kind === 'str' && value.value.includes('\0')) return undefined;
  const composed = way === 'parameter' && (target.vendor === 'oracle' || (target.vendor === 'postgresql' && atLeast(target.django, '4.2')));
  const doubled = value.kind === 'str' && target.vendor !== 'sqlite' && !atLeast(target.django, '5.0') && !composed;
  const given = doubled ? { ...value, value: value.value.replaceAll('%', '%%') } : value;
  // psycopg2 quotes addresses with a connection only, which quote_value doesn't have.
  if (target.vendor === 'postgresql' && driverOf(target) === 'psycopg2')
    return holdsInet(given) && way === 'quoted' ? undefined : psycopg2(given);
  if (target.vendor === 'postgresql') return psycopg3(given);
  if (target.vendor === 'sqlite') return sqlite(given);
  if (target.vendor === 'oracle') return oracle(given, target.django);
  return mysql(given);
}

function holdsInet(value: Literal): boolean {
  return value.kind === 'inet' || (value.kind === 'list' && value.items.some(holdsInet));
}

/** The PostgreSQL driver in use. https://docs.djangoproject.com/en/4.2/releases/4.2/#psycopg-3-support */
export function driverOf(target: Target): 'psycopg2' | 'psycopg3' {
  return target.driver ?? (atLeast(target.django, '4.2') ? 'psycopg3' : 'psycopg2');
}

/** A string between single quotes, quotes doubled. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A leading space keeps `- -1` from becoming a comment. */
function signed(text: string): string {
  return text.startsWith('-') ? ` ${text}` : text;
}

function numberText(value: Literal): string | undefined {
  if (value.kind === 'int') return String(value.value);
  if (value.kind === 'float') return /^-?(nan|inf)/.test(value.text) ? undefined : value.text;
  return value.kind === 'decimal' ? value.text : undefined;
}

function hexOf(bytes: string): string {
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

function hyphened(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function momentText(value: Literal, separator: string): string | undefined {
  if (value.kind === 'date') return dateText(value);
  if (value.kind === 'time') return timeText(value);
  return value.kind === 'datetime' ? `${dateText(value)}${separator}${timeText(value)}${offsetText(value.offset)}` : undefined;
}

function momentType(value: Literal): string {
  return value.kind === 'datetime' ? (value.offset === undefined ? 'timestamp' : 'timestamptz') : value.kind;
}

// ---- PostgreSQL

/** libpq's PQescapeLiteral: backslashes take the E form, with a space in front. */
function escapeLiteral(text: string): string {
  return text.includes('\\') ? ` E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : quoteString(text);
}

function psycopg3(value: Literal): string | undefined {
  if (value.kind === 'none') return 'NULL';
  if (value.kind === 'bool') return String(value.value);
  const number = numberText(value);
  if (number !== undefined) return signed(number);
  const moment = momentText(value, ' ');
  if (moment !== undefined) return `'${moment}'::${momentType(value)}`;
  if (value.kind === 'str') return escapeLiteral(value.value);
  if (value.kind === 'bytes') return `'\\x${hexOf(value.value)}'::bytea`;
  if (value.kind === 'timedelta') return `'${timedeltaText(value.micros, '')}'::interval`;
  if (value.kind === 'uuid') return `'${value.hex}'::uuid`;
  if (value.kind === 'inet') return `'${value.text}'::inet`;
  if (value.kind === 'json') return `${escapeLiteral(value.text)}::jsonb`;
  if (value.kind === 'list' || value.kind === 'tuple') return arrayText(value.items, value.kind === 'list' ? value.intSize : undefined);
  return value.kind === 'range' ? rangeText(value) : undefined;
}

/** psycopg 3's array dumpers for strings and whole numbers. */
function arrayText(items: readonly Literal[], bytes: number | undefined): string | undefined {
  const known = items.filter((item) => item.kind !== 'none');
  if (known.every((item) => item.kind === 'str')) {
    const texts = items.map((item) => (item.kind === 'str' ? arrayItem(item.value) : 'NULL'));
    return escapeLiteral(`{${texts.join(',')}}`);
  }
  if (!known.every((item) => item.kind === 'int')) return undefined;
  const sizes = known.map((item) => (item.kind === 'int' ? intSize(item.value) : 0));
  const size = bytes ?? Math.max(...sizes);
  return size > 8 ? undefined : `'{${items.map((item) => (item.kind === 'int' ? item.value : 'NULL')).join(',')}}'::int${size}[]`;
}

function intSize(value: bigint): number {
  if (value === BigInt.asIntN(16, value)) return 2;
  if (value === BigInt.asIntN(32, value)) return 4;
  return value === BigInt.asIntN(64, value) ? 8 : 16;
}

function arrayItem(text: string): string {
  const plain = text !== '' && text.toLowerCase() !== 'null' && !/["{},\\\s]/.test(text);
  return plain ? text : `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

const bound = (value: Literal): string | undefined => {
  if (value.kind === 'none') return '';
  if (value.kind === 'date') return dateText(value);
  return value.kind === 'int' ? String(value.value) : undefined;
};

function rangeText(value: Literal & { kind: 'range' }): string | undefined {
  const [lower, upper] = [bound(value.lower), bound(value.upper)];
  if (lower === undefined || upper === undefined || value.bounds.length !== 2) return undefined;
  const type = value.lower.kind === 'date' || value.upper.kind === 'date' ? '::daterange' : '';
  return lower === '' && upper === '' ? undefined : `'${value.bounds[0]}${lower},${upper}${value.bounds[1]}'${type}`;
}

function psycopg2(value: Literal): string | undefined {
  if (value.kind === 'none') return 'NULL';
  if (value.kind === 'bool') return String(value.value);
  const number = numberText(value);
  if (number !== undefined) return signed(number);
  const moment = momentText(value, 'T');
  if (moment !== undefined) return `'${moment}'::${momentType(value)}`;
  if (value.kind === 'str') return quoteString(value.value);
  if (value.kind === 'bytes') return byteaText(value.value);
  if (value.kind === 'timedelta') return `'${intervalText(value.micros)}'::interval`;
  if (value.kind === 'uuid') return `'${hyphened(value.hex)}'::uuid`;
  if (value.kind === 'inet') return `'${value.text}'::inet`;
  if (value.kind === 'json') return quoteString(value.text);
  if (value.kind === 'list') {
    const items = value.items.map(psycopg2);
    if (items.length === 0) return "'{}'";
    return items.includes(undefined) ? undefined : `ARRAY[${items.join(',')}]`;
  }
  if (value.kind !== 'range') return undefined;
  const [lower, upper] = [psycopg2(value.lower), psycopg2(value.upper)];
  if (value.lower.kind === 'date' || value.upper.kind === 'date') return `daterange(${lower}, ${upper}, '${value.bounds}')`;
  return rangeText(value);
}

function byteaText(bytes: string): string | undefined {
  if (/['\\]/.test(bytes)) return undefined;
  const octal = (byte: string) => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return `'${Array.from(bytes, (byte) => (/[ -~]/.test(byte) ? byte : octal(byte))).join('')}'::bytea`;
}

// ---- the others

function sqlite(value: Literal): string | undefined {
  if (value.kind === 'none') return 'NULL';
  if (value.kind === 'bool') return value.value ? '1' : '0';
  if (value.kind === 'decimal') return `'${value.text}'`;
  const plain = numberText(value) ?? (value.kind === 'json' ? quoteString(value.text) : undefined);
  if (plain !== undefined) return plain;
  const moment = momentText(value, ' ');
  if (moment !== undefined) return `'${moment}'`;
  if (value.kind === 'str') return quoteString(value.value);
  return value.kind === 'bytes' ? `X'${hexOf(value.value)}'` : undefined;
}

const mysqlEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\u001A', String.raw`\Z`],
]);

/** mysql_real_escape_string between single quotes. https://dev.mysql.com/doc/c-api/8.0/en/mysql-real-escape-string.html */
function mysqlString(text: string): string {
  // eslint-disable-next-line no-control-regex -- Control-Z is one of the characters that MySQL escapes.
  return `'${text.replaceAll(/['"\\\n\r\u001A]/g, (char) => mysqlEscapes.get(char) ?? `\\${char}`)}'`;
}

function mysql(value: Literal): string | undefined {
  if (value.kind === 'none') return 'NULL';
  // The schema editor prints the bytes that the driver gives for a bool, Python's b prefix included.
  if (value.kind === 'bool') return `b'${value.value ? 1 : 0}'`;
  const number = numberText(value);
  if (number !== undefined) return value.kind === 'float' && !number.includes('e') ? `${number}e0` : number;
  const moment = momentText(value, ' ');
  if (moment !== undefined) return `'${moment}'`;
  if (value.kind === 'json') return mysqlString(value.text);
  return value.kind === 'str' ? mysqlString(value.value) : undefined;
}

function oracle(value: Literal, django: string): string | undefined {
  if (value.kind === 'bool') return value.value ? '1' : '0';
  // Until Django 4.0 the text of a timedelta stood there without quotes.
  if (value.kind === 'timedelta') return atLeast(django, '4.0') ? `'${isoDuration(value.micros)}'` : timedeltaText(value.micros, ',');
  const number = numberText(value);
  if (number !== undefined) return number;
  const moment = momentText(value, ' ');
  if (moment !== undefined) return `'${moment}'`;
  if (value.kind === 'json') return quoteString(value.text);
  if (value.kind === 'bytes') return `'${hexOf(value.value)}'`;
  return value.kind === 'str' ? quoteString(value.value) : undefined;
}
