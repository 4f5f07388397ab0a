/** `str()` of the standard library's values that migrations write: dates, times, durations, decimals, UUIDs. */
import type { PyCall, PyValue } from '../../python/value.ts';

/** The value's type name in lower case and its text; undefined when it is none of these or cannot be told. */
export function scalarText(call: PyCall): { readonly type: string; readonly text: string } | undefined {
  const { callee, args, kwargs } = call;
  const name = /^(?:datetime|decimal|uuid)\.(\w+)$/.exec(callee)?.[1];
  switch (name) {
    case 'datetime':
      return wrap(
        'datetime',
        dateTimeText(numbersOf(args, kwargs, ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond']), call),
      );
    case 'date':
      return wrap('date', dateText(numbersOf(args, kwargs, ['year', 'month', 'day'])));
    case 'time':
      return wrap('time', timeText(numbersOf(args, kwargs, ['hour', 'minute', 'second', 'microsecond'])));
    case 'timedelta':
      return wrap(
        'timedelta',
        durationText(numbersOf(args, kwargs, ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'])),
      );
    case 'Decimal':
      return wrap('decimal', decimalText(args[0]));
    case 'UUID':
      return wrap('uuid', uuidText(args[0] ?? kwargs.get('hex')));
    case undefined:
      return undefined;
  }
  return undefined;
}

function wrap(type: string, text: string | undefined): { readonly type: string; readonly text: string } | undefined {
  return text === undefined ? undefined : { type, text };
}

/** The numbers of the arguments in the order of `names`, 0 for those that are not given; undefined when one is no whole number. */
function numbersOf(
  args: readonly PyValue[],
  kwargs: ReadonlyMap<string, PyValue>,
  names: readonly string[],
): readonly number[] | undefined {
  const numbers: number[] = [];
  for (const [index, name] of names.entries()) {
    const value = args[index] ?? kwargs.get(name);
    if (value === undefined) numbers.push(0);
    else if (value.kind === 'int') numbers.push(Number(value.value));
    else if (value.kind === 'float' && Number.isInteger(value.value)) numbers.push(value.value);
    else return undefined;
  }
  return numbers;
}

function pad(number: number, width = 2): string {
  return String(number).padStart(width, '0');
}

function dateText(parts: readonly number[] | undefined): string | undefined {
  const [year = 0, month = 0, day = 0] = parts ?? [];
  return year === 0 || month === 0 || day === 0 ? undefined : `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

function timeText(parts: readonly number[] | undefined): string | undefined {
  if (parts === undefined) return undefined;
  const [hour = 0, minute = 0, second = 0, micro = 0] = parts;
  return `${pad(hour)}:${pad(minute)}:${pad(second)}${micro === 0 ? '' : `.${pad(micro, 6)}`}`;
}

function dateTimeText(parts: readonly number[] | undefined, { args, kwargs }: PyCall): string | undefined {
  const date = dateText(parts?.slice(0, 3));
  const time = timeText(parts?.slice(3));
  const zone = args[7] ?? kwargs.get('tzinfo');
  const offset = zone === undefined || zone.kind === 'none' ? '' : isUtc(zone) ? '+00:00' : undefined;
  return date === undefined || time === undefined || offset === undefined ? undefined : `${date} ${time}${offset}`;
}

function isUtc(zone: PyValue): boolean {
  const path = zone.kind === 'ref' ? zone.path : zone.kind === 'call' && zone.args.length === 0 ? zone.callee : '';
  return /^(datetime\.timezone\.utc|datetime\.UTC|django\.utils\.timezone\.utc|pytz\.(utc|UTC))$/.test(path);
}

function durationText(parts: readonly number[] | undefined): string | undefined {
  if (parts === undefined) return undefined;
  const [days = 0, seconds = 0, microseconds = 0, milliseconds = 0, minutes = 0, hours = 0, weeks = 0] = parts;
  const total =
    BigInt(days + weeks * 7) * 86_400_000_000n +
    BigInt(seconds + minutes * 60 + hours * 3600) * 1_000_000n +
    BigInt(microseconds + milliseconds * 1000);
  const perDay = 86_400_000_000n;
  let wholeDays = total / perDay;
  if (total % perDay < 0n) wholeDays -= 1n;
  const rest = Number(total - wholeDays * perDay);
  const second = Math.floor(rest / 1_000_000);
  const clock = `${Math.floor(second / 3600)}:${pad(Math.floor(second / 60) % 60)}:${pad(second % 60)}`;
  const fraction = rest % 1_000_000 === 0 ? '' : `.${pad(rest % 1_000_000, 6)}`;
  const plural = wholeDays === 1n || wholeDays === -1n ? '' : 's';
  return `${wholeDays === 0n ? '' : `${wholeDays} day${plural}, `}${clock}${fraction}`;
}

function decimalText(value: PyValue | undefined): string | undefined {
  if (value?.kind === 'int') return String(value.value);
  if (value?.kind !== 'str') return undefined;
  const text = value.value.trim();
  return /^-?\d+(\.\d+)?$/.test(text) && !/^-?0\d/.test(text) ? text : undefined;
}

function uuidText(value: PyValue | undefined): string | undefined {
  if (value?.kind !== 'str') return undefined;
  const hex = value.value
    .replace(/^urn:uuid:/, '')
    .replaceAll(/[{}-]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : undefined;
}
