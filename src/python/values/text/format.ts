/** Python's two ways to put values into a text: https://docs.python.org/3/library/string.html#format-string-syntax and printf-style. */
import type { PyValue } from '../../value.ts';
import { reprOf, textOf } from './representation.ts';

type Text = PyValue | undefined;

/** `template % value`; undefined for what is not worked out here or would fail. */
export function formatPercent(template: string, value: PyValue): Text {
  const positional = value.kind === 'tuple' ? value.items : [value];
  let next = 0;
  let failed = false;
  const text = template.replace(
    /%(?:\(([^)]*)\))?([-0 +#]*)(\d*)(?:\.(\d+))?(.?)/gs,
    (_, name: string | undefined, flags: string, width: string, digits: string | undefined, type: string) => {
      if (type === '%') return '%';
      const item = name === undefined ? positional[next++] : entryOf(value, name);
      const piece = item === undefined ? undefined : convertPercent(item, type, digits);
      failed ||= piece === undefined || /[ +#]/.test(flags);
      return pad(piece ?? '', flags, width, type);
    },
  );
  if (failed || (value.kind === 'tuple' && next < positional.length) || (next === 0 && value.kind !== 'tuple' && value.kind !== 'dict'))
    return undefined;
  return { kind: 'str', value: text };
}

function entryOf(value: PyValue, name: string): PyValue | undefined {
  if (value.kind !== 'dict') return undefined;
  return value.entries.find(([key]) => key.kind === 'str' && key.value === name)?.[1];
}

function convertPercent(item: PyValue, type: string, digits: string | undefined): string | undefined {
  switch (type) {
    case 's':
      return digits === undefined ? textOf(item) : textOf(item)?.slice(0, Number(digits));
    case 'r':
      return digits === undefined ? reprOf(item) : undefined;
    case 'd':
    case 'i':
      return item.kind === 'int' && digits === undefined ? String(item.value) : undefined;
    case 'x':
      return item.kind === 'int' && digits === undefined ? item.value.toString(16) : undefined;
    case 'f':
      return item.kind === 'int' || item.kind === 'float' ? fixed(Number(item.value), Number(digits ?? '6')) : undefined;
    default:
      return undefined;
  }
}

function pad(piece: string, flags: string, width: string, type: string): string {
  if (flags.includes('-')) return piece.padEnd(Number(width));
  if (!flags.includes('0') || type === 's' || type === 'r') return piece.padStart(Number(width));
  return piece.startsWith('-') ? `-${piece.slice(1).padStart(Number(width) - 1, '0')}` : piece.padStart(Number(width), '0');
}

/** JavaScript and Python round alike except at exact halves, which stay unknown. Large numbers differ in form. */
function fixed(value: number, digits: number): string | undefined {
  if (Math.abs(value) >= 1e21 || digits > 20) return undefined;
  const isHalf = /^50*$/.test(value.toFixed(digits + 60).slice(value.toFixed(digits).length + (digits === 0 ? 1 : 0)));
  return isHalf ? undefined : value.toFixed(digits);
}

/** What `.format()` and f-strings do to one value; undefined when it is not worked out here. */
export function formatValue(value: PyValue, spec: string, conversion: string | undefined): string | undefined {
  const converted =
    conversion === undefined ? undefined : conversion === 's' ? textOf(value) : conversion === 'r' ? reprOf(value) : undefined;
  if (conversion !== undefined && converted === undefined) return undefined;
  const text = converted ?? textOf(value);
  if (text === undefined || spec === '') return text;
  // Python has no specification for None, bytes and containers, and takes a boolean for a number
  if (converted === undefined && value.kind !== 'str' && value.kind !== 'int' && value.kind !== 'float') return undefined;
  const parts = /^(?:(.)?([<>^]))?(0)?(\d+)?(?:\.(\d+))?([sdfx])?$/su.exec(spec);
  if (parts === null) return undefined;
  const [, fill = ' ', align, zero, width = '0', digits, type] = parts;
  const isNumber = converted === undefined && (value.kind === 'int' || value.kind === 'float');
  const piece = convertFormat(value, text, { isNumber, digits, type });
  if (piece === undefined || (zero !== undefined && (!isNumber || align !== undefined))) return undefined;
  if (zero !== undefined) return pad(piece, '0', width, 'd');
  return alignText(piece, fill, align ?? (isNumber ? '>' : '<'), Number(width));
}

interface Wanted {
  readonly isNumber: boolean;
  readonly digits: string | undefined;
  readonly type: string | undefined;
}

function convertFormat(value: PyValue, text: string, { isNumber, digits, type }: Wanted): string | undefined {
  if (!isNumber) return type === undefined || type === 's' ? text.slice(0, digits === undefined ? undefined : Number(digits)) : undefined;
  if (type === 'f' && (value.kind === 'int' || value.kind === 'float')) return fixed(Number(value.value), Number(digits ?? '6'));
  if (digits !== undefined || type === 's' || value.kind !== 'int') return digits === undefined && type === undefined ? text : undefined;
  return type === 'x' ? value.value.toString(16) : text;
}

function alignText(text: string, fill: string, align: string, width: number): string | undefined {
  if (width > 10_000) return undefined;
  const missing = Math.max(0, width - text.length);
  const before = align === '>' ? missing : align === '^' ? Math.floor(missing / 2) : 0;
  return fill.repeat(before) + text + fill.repeat(missing - before);
}

/** `template.format(*args, **kwargs)`; undefined for attributes, items and what else is not worked out here. */
export function formatBraces(template: string, args: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>): Text {
  let next = 0;
  let failed = false;
  const text = template.replace(
    /\{\{|\}\}|\{([^{}!:]*)(?:!([a-z]))?(?::([^{}]*))?\}|[{}]/g,
    (whole: string, field: string | undefined, conversion: string | undefined, spec: string | undefined) => {
      if (whole === '{{' || whole === '}}') return whole.charAt(0);
      const value =
        field === undefined ? undefined : field === '' ? args[next++] : /^\d+$/.test(field) ? args[Number(field)] : kwargs.get(field);
      const piece = value === undefined ? undefined : formatValue(value, spec ?? '', conversion);
      failed ||= piece === undefined;
      return piece ?? '';
    },
  );
  return failed ? undefined : { kind: 'str', value: text };
}
