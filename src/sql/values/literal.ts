/** Python values that stand in expressions, as data: what a call such as `datetime.date(2020, 1, 2)` or `Decimal("0.5")` makes. */
import type { PyCall, PyValue } from '../../python/value.ts';

/** Year to day are the calendar's; a time's fields the clock's. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}
export interface TimeParts {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micro: number;
}

export type Literal =
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  /** `text` is Python's repr. */
  | { readonly kind: 'float'; readonly text: string }
  /** `text` is Python's str of the Decimal. */
  | { readonly kind: 'decimal'; readonly text: string }
  | { readonly kind: 'str'; readonly value: string }
  /** One character a byte. */
  | { readonly kind: 'bytes'; readonly value: string }
  | ({ readonly kind: 'date' } & DateParts)
  /** `offset` in minutes east of UTC; undefined for a naive datetime. */
  | ({ readonly kind: 'datetime'; readonly offset: number | undefined } & DateParts & TimeParts)
  | ({ readonly kind: 'time' } & TimeParts)
  | { readonly kind: 'timedelta'; readonly micros: bigint }
  /** 32 hex digits. */
  | { readonly kind: 'uuid'; readonly hex: string }
  /** `intSize`: bytes of the whole numbers when the field says it. */
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Literal[]; readonly intSize?: number }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [Literal, Literal])[] }
  | { readonly kind: 'range'; readonly lower: Literal; readonly upper: Literal; readonly bounds: string }
  /** A value already written as JSON (what `json.dumps` gives), for the driver's JSON adapter. */
  | { readonly kind: 'json'; readonly text: string }
  /** An address for the driver's inet adapter. */
  | { readonly kind: 'inet'; readonly text: string };

/** The whole number in an int or bool; undefined otherwise. */
export function intOf(value: Literal | undefined): bigint | undefined {
  if (value?.kind === 'int') return value.value;
  return value?.kind === 'bool' ? BigInt(value.value) : undefined;
}

const plainKinds: ReadonlySet<string> = new Set(['none', 'bool', 'int', 'str', 'bytes']);

/** The literal that a value stands for; undefined when it is an expression or not known. Depth is bounded. */
export function readLiteral(value: PyValue, depth = 0): Literal | undefined {
  if (depth > 50) return undefined;
  if (plainKinds.has(value.kind)) return value as Literal; // these kinds have the same shape in both unions
  if (value.kind === 'float') return { kind: 'float', text: value.text };
  if (value.kind === 'unaryop') return negated(value.op, readLiteral(value.operand, depth + 1));
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') {
    const items = value.items.map((item) => readLiteral(item, depth + 1));
    return items.every((item) => item !== undefined) ? { kind: value.kind, items } : undefined;
  }
  if (value.kind === 'dict') {
    const entries: [Literal, Literal][] = [];
    for (const [key, item] of value.entries) {
      const [k, v] = [readLiteral(key, depth + 1), readLiteral(item, depth + 1)];
      if (k === undefined || v === undefined) return undefined;
      entries.push([k, v]);
    }
    return { kind: 'dict', entries };
  }
  return value.kind === 'call' ? readCall(value, depth) : undefined;
}

function negated(op: string, value: Literal | undefined): Literal | undefined {
  if (op === '~' || value === undefined) return undefined;
  const flip = (text: string) => (text.startsWith('-') ? text.slice(1) : `-${text}`);
  if (value.kind === 'int') return { kind: 'int', value: op === '-' ? -value.value : value.value };
  if (value.kind === 'timedelta') return { kind: 'timedelta', micros: op === '-' ? -value.micros : value.micros };
  if (value.kind === 'float' || value.kind === 'decimal') return { ...value, text: op === '-' ? flip(value.text) : value.text };
  return undefined;
}

const rangeClasses: ReadonlySet<string> = new Set(['NumericRange', 'DateRange', 'DateTimeRange', 'DateTimeTZRange', 'Range']);

function readCall(call: PyCall, depth: number): Literal | undefined {
  if (call.receiver !== undefined) return undefined;
  const name = call.callee.slice(call.callee.lastIndexOf('.') + 1);
  if (call.callee.startsWith('datetime.')) return readDatetime(name, call, depth);
  const first = call.args[0] === undefined ? undefined : readLiteral(call.args[0], depth + 1);
  if (call.callee === 'decimal.Decimal' && call.kwargs.size === 0) return decimalOf(first);
  if (call.callee === 'uuid.UUID') return readUuid(call, first);
  if (/^psycopg2?\b/.test(call.callee) && rangeClasses.has(name)) {
    const [lower, upper, bounds] = ['lower', 'upper', 'bounds'].map((key, index) => argument(call, key, index, depth));
    const text = bounds?.kind === 'str' ? bounds.value : '[)';
    return call.args.length > 3
      ? undefined
      : { kind: 'range', lower: lower ?? { kind: 'none' }, upper: upper ?? { kind: 'none' }, bounds: text };
  }
  const empty = call.args.length === 0 && call.kwargs.size === 0;
  if (empty && call.callee === 'builtins.dict') return { kind: 'dict', entries: [] };
  if (empty && call.callee === 'builtins.list') return { kind: 'list', items: [] };
  return undefined;
}

function argument(call: PyCall, key: string, index: number, depth: number): Literal | undefined {
  const value = call.args[index] ?? call.kwargs.get(key);
  return value === undefined ? undefined : readLiteral(value, depth + 1);
}

function readUuid(call: PyCall, first: Literal | undefined): Literal | undefined {
  const given = first ?? argument(call, 'hex', 0, 0);
  return given?.kind === 'str' && call.kwargs.size + call.args.length === 1 ? uuidOf(given.value) : undefined;
}

/** `uuid.UUID(text)`. */
export function uuidOf(text: string): Literal | undefined {
  const hex = text.replaceAll(/urn:|uuid:|^[{}]+|[{}]+$|-/g, '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) ? { kind: 'uuid', hex } : undefined;
}

/** `decimal.Decimal(value)` of a plain notation; exponents are left out on purpose: their text follows other rules. */
export function decimalOf(value: Literal | undefined): Literal | undefined {
  if (value?.kind === 'decimal') return value;
  const whole = intOf(value);
  if (whole !== undefined) return { kind: 'decimal', text: String(whole) };
  if (value?.kind !== 'str' || !/^\s*[+-]?(\d[\d_]*(\.\d*)?|\.\d+)\s*$/.test(value.value)) return undefined;
  const [, sign = '', integer = '', fraction] = /^([+-]?)([\d_]*)(?:\.(\d*))?$/.exec(value.value.trim()) ?? [];
  const digits = integer.replaceAll('_', '').replace(/^0+(?=\d)/, '') || '0';
  // Python's str switches to an exponent when more than six zeros would follow the point.
  if (/^0{6}/.test(fraction ?? '') && /^0*$/.test(digits)) return undefined;
  return { kind: 'decimal', text: `${sign === '-' ? '-' : ''}${digits}${fraction ? `.${fraction}` : ''}` };
}

const timeUnits: readonly (readonly [string, bigint])[] = [
  ['days', 86_400_000_000n],
  ['seconds', 1_000_000n],
  ['microseconds', 1n],
  ['milliseconds', 1000n],
  ['minutes', 60_000_000n],
  ['hours', 3_600_000_000n],
  ['weeks', 604_800_000_000n],
];

const timeNames = ['hour', 'minute', 'second', 'microsecond'];
const datetimeNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['date', ['year', 'month', 'day']],
  ['time', timeNames],
  ['datetime', ['year', 'month', 'day', ...timeNames]],
]);

function readDatetime(name: string, call: PyCall, depth: number): Literal | undefined {
  if (name === 'timedelta') return readTimedelta(call, depth);
  const names = datetimeNames.get(name);
  if (names === undefined) return undefined;
  const known = new Set([...names, 'tzinfo']);
  if ([...call.kwargs.keys()].some((key) => !known.has(key)) || call.args.length > names.length + 1) return undefined;
  const parts = names.map((key, index) => argument(call, key, index, depth) ?? (index < 3 && name !== 'time' ? undefined : zero));
  const numbers = parts.map((part) => Number(intOf(part) ?? Number.NaN));
  if (numbers.some(Number.isNaN)) return undefined;
  if (names.some((key, index) => call.kwargs.has(key) && argument(call, key, index, depth) === undefined)) return undefined;
  const zone = call.args[names.length] ?? call.kwargs.get('tzinfo');
  const offset = zone === undefined || zone.kind === 'none' ? undefined : offsetOf(zone, depth);
  if (zone !== undefined && zone.kind !== 'none' && offset === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = numbers;
  if (name === 'date') return { kind: 'date', year: a, month: b, day: c };
  if (name === 'time') return offset === undefined ? { kind: 'time', hour: a, minute: b, second: c, micro: d } : undefined;
  return { kind: 'datetime', year: a, month: b, day: c, hour: d, minute: e, second: f, micro: g, offset };
}

const zero: Literal = { kind: 'int', value: 0n };
const utcNames: ReadonlySet<string> = new Set([
  'datetime.timezone.utc',
  'datetime.UTC',
  'django.utils.timezone.utc',
  'pytz.utc',
  'pytz.UTC',
]);

/** Minutes east of UTC of a fixed zone; undefined for zones whose offset depends on the date. */
function offsetOf(zone: PyValue, depth: number): number | undefined {
  if (zone.kind === 'ref') return utcNames.has(zone.path) ? 0 : undefined;
  if (zone.kind !== 'call' || zone.args.length !== 1) return undefined;
  const value = argument(zone, '', 0, depth);
  if (zone.callee === 'datetime.timezone' && value?.kind === 'timedelta') {
    return value.micros % 60_000_000n === 0n ? Number(value.micros / 60_000_000n) : undefined;
  }
  return zone.callee === 'zoneinfo.ZoneInfo' && value?.kind === 'str' && value.value === 'UTC' ? 0 : undefined;
}

function readTimedelta(call: PyCall, depth: number): Literal | undefined {
  if (call.args.length > timeUnits.length) return undefined;
  let micros = 0n;
  for (const [index, [unit, size]] of timeUnits.entries()) {
    const value = call.args[index] ?? call.kwargs.get(unit);
    if (value === undefined) continue;
    const literal = readLiteral(value, depth + 1);
    const whole = literal?.kind === 'float' && /^-?\d+\.\d{1,6}$/.test(literal.text) ? scaled(literal.text, size) : undefined;
    const amount = intOf(literal);
    if (amount === undefined && whole === undefined) return undefined;
    micros += whole ?? (amount ?? 0n) * size;
  }
  const units = new Set(timeUnits.map(([unit]) => unit));
  return [...call.kwargs.keys()].every((key) => units.has(key)) ? { kind: 'timedelta', micros } : undefined;
}

/** A decimal text times a number of microseconds, when the product is whole. */
function scaled(text: string, size: bigint): bigint | undefined {
  const [whole = '0', fraction = ''] = text.split('.');
  const product = BigInt(whole + fraction) * size;
  const divisor = 10n ** BigInt(fraction.length);
  return product % divisor === 0n ? product / divisor : undefined;
}
