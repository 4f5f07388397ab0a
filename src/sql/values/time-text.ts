/** Python's texts of dates, times and durations, and what Django parses from strings. */
import type { DateParts, Literal, TimeParts } from './literal.ts';

const two = (value: number) => String(value).padStart(2, '0');

/** `str(date)`. */
export function dateText(date: DateParts): string {
  return `${String(date.year).padStart(4, '0')}-${two(date.month)}-${two(date.day)}`;
}

/** `str(time)`; `always` prints the microseconds even when they are 0. */
export function timeText(time: TimeParts, always = false): string {
  const micros = time.micro !== 0 || always ? `.${String(time.micro).padStart(6, '0')}` : '';
  return `${two(time.hour)}:${two(time.minute)}:${two(time.second)}${micros}`;
}

/** `+00:00`, empty for a naive datetime. */
export function offsetText(offset: number | undefined): string {
  if (offset === undefined) return '';
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The same moment as a naive datetime in UTC. */
export function inUtc(value: Literal & { kind: 'datetime' }): Literal & { kind: 'datetime' } {
  const moment = new Date(0);
  moment.setUTCFullYear(value.year, value.month - 1, value.day);
  moment.setUTCHours(value.hour, value.minute - (value.offset ?? 0), value.second);
  return {
    kind: 'datetime',
    ...datePartsOf(moment),
    hour: moment.getUTCHours(),
    minute: moment.getUTCMinutes(),
    second: moment.getUTCSeconds(),
    micro: value.micro,
    offset: undefined,
  };
}

/** A moment's calendar date in UTC. */
export function datePartsOf(moment: Date): DateParts {
  return { year: moment.getUTCFullYear(), month: moment.getUTCMonth() + 1, day: moment.getUTCDate() };
}

/** `django.utils.dateparse.parse_date` and `parse_datetime` for the forms with digits. */
export function parseMoment(text: string): Literal | undefined {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d{0,6})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  if (match[4] === undefined) return { kind: 'date', year, month, day };
  const time = {
    hour: Number(match[4]),
    minute: Number(match[5]),
    second: Number(match[6] ?? 0),
    micro: Number((match[7] ?? '').padEnd(6, '0')),
  };
  if (time.hour > 23 || time.minute > 59 || time.second > 59) return undefined;
  return { kind: 'datetime', year, month, day, ...time, offset: parseOffset(match[8]) };
}

function parseOffset(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + (text.length > 3 ? Number(text.slice(-2)) : 0);
  return text.startsWith('-') ? -minutes : minutes;
}

/** `django.utils.dateparse.parse_time`. */
export function parseTime(text: string): Literal | undefined {
  const match = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d{0,6})?)?$/.exec(text);
  if (match === null) return undefined;
  const time = {
    hour: Number(match[1]),
    minute: Number(match[2]),
    second: Number(match[3] ?? 0),
    micro: Number((match[4] ?? '').padEnd(6, '0')),
  };
  return time.hour > 23 || time.minute > 59 || time.second > 59 ? undefined : { kind: 'time', ...time };
}

/** Python's normal form of a timedelta: days may be negative, the rest is not. */
function parts(micros: bigint): { days: bigint; seconds: bigint; micro: bigint } {
  const day = 86_400_000_000n;
  const rest = ((micros % day) + day) % day;
  return { days: (micros - rest) / day, seconds: rest / 1_000_000n, micro: rest % 1_000_000n };
}

function clock(seconds: bigint, micro: bigint, hourDigits: number): string {
  const text = (value: bigint) => String(value).padStart(2, '0');
  const fraction = micro === 0n ? '' : `.${String(micro).padStart(6, '0')}`;
  return `${String(seconds / 3600n).padStart(hourDigits, '0')}:${text((seconds / 60n) % 60n)}:${text(seconds % 60n)}${fraction}`;
}

/** `str(timedelta)` without the comma, as psycopg 3 sends it. */
export function timedeltaText(micros: bigint, comma: string): string {
  const { days, seconds, micro } = parts(micros);
  const prefix = days === 0n ? '' : `${days} day${days === 1n || days === -1n ? '' : 's'}${comma} `;
  return prefix + clock(seconds, micro, 1);
}

/** psycopg2's interval text. */
export function intervalText(micros: bigint): string {
  const { days, seconds, micro } = parts(micros);
  return `${days} days ${seconds}.${String(micro).padStart(6, '0')} seconds`;
}

/** `django.utils.duration.duration_iso_string`. */
export function isoDuration(micros: bigint): string {
  const { days, seconds, micro } = parts(micros < 0n ? -micros : micros);
  const text = (value: bigint) => String(value).padStart(2, '0');
  const fraction = micro === 0n ? '' : `.${String(micro).padStart(6, '0')}`;
  return `${micros < 0n ? '-' : ''}P${days}DT${text(seconds / 3600n)}H${text((seconds / 60n) % 60n)}M${text(seconds % 60n)}${fraction}S`;
}
