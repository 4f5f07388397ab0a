/** Values as a field hands them to the driver: `get_prep_value`, then `get_db_prep_value`. */
import type { ExpressionField, ValueTarget } from './field.ts';
import { atLeast, internalType, isField } from './field.ts';
import { jsonText } from './json-text.ts';
import type { Literal } from './literal.ts';
import { decimalOf, intOf, uuidOf } from './literal.ts';
import { decimalOfFloat, floatText } from './number-text.ts';
import { inUtc, parseMoment, parseTime } from './time-text.ts';

/** The value in the form in which the field sends it; undefined when that is not known or Django would refuse it. */
export function prepareValue(field: ExpressionField, value: Literal, target: ValueTarget): Literal | undefined {
  const real = isField(field, 'ForeignKey') ? field.target : field;
  if (real === undefined || real.custom === true) return undefined;
  if (internalType(real) === 'JSONField') return jsonValue(value, target);
  if (value.kind === 'none') return value;
  const prepared = pythonValue(real, value, target);
  return prepared === undefined ? undefined : adapted(real, prepared, target);
}

/** `get_prep_value`: the value as Python's own type of the field. */
export function pythonValue(field: ExpressionField, value: Literal, target: ValueTarget): Literal | undefined {
  if (value.kind === 'none') return value;
  if (isField(field, 'IntegerField')) return integer(value);
  if (isField(field, 'CharField', 'TextField', 'FileField', 'FilePathField')) return text(value);
  if (isField(field, 'BooleanField')) return bool(value);
  if (isField(field, 'DecimalField')) return decimal(value, field);
  if (isField(field, 'FloatField')) return float(value);
  if (isField(field, 'DateTimeField')) return datetime(value, target);
  if (isField(field, 'DateField')) return date(value, target);
  if (isField(field, 'TimeField')) return time(value);
  if (isField(field, 'UUIDField')) return value.kind === 'str' ? uuidOf(value.value) : value.kind === 'uuid' ? value : undefined;
  if (isField(field, 'DurationField')) return value.kind === 'timedelta' ? value : undefined;
  if (isField(field, 'GenericIPAddressField')) return address(value);
  if (isField(field, 'BinaryField')) return value.kind === 'bytes' ? value : undefined;
  if (isField(field, 'RangeField')) return range(field, value);
  if (isField(field, 'HStoreField')) return value.kind === 'str' ? value : undefined;
  // the base class hands every value on as it is
  if (field.type === 'Field') return plainKinds.has(value.kind) ? value : undefined;
  return undefined;
}

const plainKinds: ReadonlySet<string> = new Set(['str', 'int', 'bool', 'float', 'decimal', 'date', 'time']);

function integer(value: Literal): Literal | undefined {
  const whole = intOf(value);
  if (whole !== undefined) return { kind: 'int', value: whole };
  if ((value.kind === 'float' || value.kind === 'decimal') && Number.isSafeInteger(Math.trunc(Number(value.text))))
    return { kind: 'int', value: BigInt(Math.trunc(Number(value.text))) };
  if (value.kind === 'str' && /^\s*[+-]?\d+\s*$/.test(value.value))
    return { kind: 'int', value: BigInt(value.value.trim().replace(/^\+/, '')) };
  return undefined;
}

function text(value: Literal): Literal | undefined {
  if (value.kind === 'str') return value;
  if (value.kind === 'bool') return { kind: 'str', value: value.value ? 'True' : 'False' };
  if (value.kind === 'int') return { kind: 'str', value: String(value.value) };
  if (value.kind === 'dict' && value.entries.length === 0) return { kind: 'str', value: '{}' };
  if (value.kind === 'list' && value.items.length === 0) return { kind: 'str', value: '[]' };
  return value.kind === 'float' || value.kind === 'decimal' ? { kind: 'str', value: value.text } : undefined;
}

function bool(value: Literal): Literal | undefined {
  const whole = intOf(value);
  if (whole === 0n || whole === 1n) return { kind: 'bool', value: whole === 1n };
  if (value.kind !== 'str') return undefined;
  if (['t', 'True', '1'].includes(value.value)) return { kind: 'bool', value: true };
  return ['f', 'False', '0'].includes(value.value) ? { kind: 'bool', value: false } : undefined;
}

function decimal(value: Literal, field: ExpressionField): Literal | undefined {
  if (value.kind !== 'float') return decimalOf(value);
  const made = field.maxDigits === undefined ? undefined : decimalOfFloat(Number(value.text), field.maxDigits);
  return made === undefined ? undefined : { kind: 'decimal', text: made };
}

function float(value: Literal): Literal | undefined {
  const whole = intOf(value);
  if (whole !== undefined) return { kind: 'float', text: floatText(Number(whole)) };
  if (value.kind === 'float') return value;
  const source =
    value.kind === 'decimal' ? value.text : value.kind === 'str' && /^-?\d+(\.\d+)?$/.test(value.value) ? value.value : undefined;
  return source === undefined ? undefined : { kind: 'float', text: floatText(Number(source)) };
}

/** A naive datetime becomes aware in the default time zone when time zones are on; only UTC's offset is known without a calendar. */
function datetime(value: Literal, target: ValueTarget): Literal | undefined {
  const given = value.kind === 'str' ? parseMoment(value.value) : value;
  if (given?.kind !== 'date' && given?.kind !== 'datetime') return undefined;
  const whole =
    given.kind === 'date' ? { ...given, kind: 'datetime' as const, hour: 0, minute: 0, second: 0, micro: 0, offset: undefined } : given;
  if (whole.offset !== undefined || !target.useTz) return whole;
  return target.timeZone === 'UTC' ? { ...whole, offset: 0 } : undefined;
}

function date(value: Literal, target: ValueTarget): Literal | undefined {
  const given = value.kind === 'str' ? parseMoment(value.value) : value;
  if (given?.kind === 'date') return given;
  if (given?.kind !== 'datetime' || value.kind === 'str') return undefined;
  if (given.offset !== undefined && target.useTz && target.timeZone !== 'UTC') return undefined;
  const { year, month, day } = target.useTz && given.offset !== undefined ? inUtc(given) : given;
  return { kind: 'date', year, month, day };
}

function time(value: Literal): Literal | undefined {
  if (value.kind === 'time') return value;
  if (value.kind === 'str') return parseTime(value.value);
  if (value.kind !== 'datetime' || value.offset !== undefined) return undefined;
  return { kind: 'time', hour: value.hour, minute: value.minute, second: value.second, micro: value.micro };
}

function address(value: Literal): Literal | undefined {
  if (value.kind !== 'str') return undefined;
  const given = value.value.trim();
  if (!given.includes(':')) return { kind: 'str', value: given };
  // Only forms that Python's ipaddress leaves as they are, or lower-cases and strips of leading zeros.
  if (!/^[0-9a-f:]+$/i.test(given) || given.split('::').length > 2) return undefined;
  const groups = given
    .toLowerCase()
    .split(':')
    .map((group) => group.replace(/^0+(?=.)/, ''));
  if (groups.filter((group) => group === '0').length > 1) return undefined;
  const full = given.includes('::') ? groups.length <= 8 : groups.length === 8;
  return full ? { kind: 'str', value: groups.join(':') } : undefined;
}

function range(field: ExpressionField, value: Literal): Literal | undefined {
  if (value.kind === 'range') return value;
  if ((value.kind !== 'tuple' && value.kind !== 'list') || value.items.length < 2) return undefined;
  const [lower, upper] = value.items;
  if (lower === undefined || upper === undefined) return undefined;
  const continuous = isField(field, 'DecimalRangeField', 'DateTimeRangeField');
  return { kind: 'range', lower, upper, bounds: continuous ? (field.defaultBounds ?? '[)') : '[)' };
}

const native: Readonly<Record<string, readonly string[]>> = { uuid: ['postgresql'], duration: ['postgresql', 'oracle'] };

/** `get_db_prep_value` of a prepared value: what the backend's `adapt_…_value` gives the driver. */
function adapted(field: ExpressionField, value: Literal, target: ValueTarget): Literal | undefined {
  const { vendor } = target;
  if (value.kind === 'uuid') return native['uuid']?.includes(vendor) ? value : uuidText(value, target);
  if (value.kind === 'timedelta') return native['duration']?.includes(vendor) ? value : { kind: 'int', value: value.micros };
  if (value.kind === 'datetime') return naive(value, target);
  if (value.kind === 'time' && vendor === 'oracle') return { ...value, kind: 'datetime', year: 1900, month: 1, day: 1, offset: undefined };
  if (value.kind === 'time' && (vendor === 'mysql' || vendor === 'mariadb')) return mysqlTime(value, target);
  if (isField(field, 'GenericIPAddressField') && value.kind === 'str') {
    if (value.value === '') return { kind: 'none' };
    return vendor === 'postgresql' ? { kind: 'inet', text: value.value } : value;
  }
  return value;
}

/** MariaDB has a uuid type since 10.7, used by Django since 5.0. https://docs.djangoproject.com/en/5.0/releases/5.0/#models */
export function hasNativeUuid(target: ValueTarget): boolean {
  if (target.vendor === 'postgresql') return true;
  return target.vendor === 'mariadb' && atLeast(target.django, '5.0') && atLeast(target.serverVersion ?? '10.11', '10.7');
}

function uuidText(value: Literal & { kind: 'uuid' }, target: ValueTarget): Literal | undefined {
  // The schema editor prints bytes for a native uuid on MariaDB: Python's own notation, not SQL.
  return hasNativeUuid(target) ? undefined : { kind: 'str', value: value.hex };
}

function naive(value: Literal & { kind: 'datetime' }, target: ValueTarget): Literal | undefined {
  if (target.vendor === 'postgresql' || value.offset === undefined) return value;
  return target.useTz ? inUtc(value) : undefined;
}

function mysqlTime(value: Literal & { kind: 'time' }, target: ValueTarget): Literal {
  const micros = atLeast(target.django, '4.1') || value.micro !== 0 ? `.${String(value.micro).padStart(6, '0')}` : '';
  const clock = [value.hour, value.minute, value.second].map((part) => String(part).padStart(2, '0')).join(':');
  return { kind: 'str', value: clock + micros };
}

function jsonValue(value: Literal, target: ValueTarget): Literal | undefined {
  const made = jsonText(value);
  if (made === undefined) return undefined;
  return target.vendor === 'postgresql' ? { kind: 'json', text: made } : { kind: 'str', value: made };
}
