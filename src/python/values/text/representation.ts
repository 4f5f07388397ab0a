import type { PyValue } from '../../value.ts';

/** Python's `repr` of a float: the shortest digits that read back as the same number. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (value !== 0 && (exponent < -4 || exponent >= 16))
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const plain = exponent < 0 ? value.toFixed(Math.max(0, digits.replace(/[-.]/g, '').length - 1 - exponent)) : String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** Python's `repr` of a constant; undefined when it is not one. */
export function reprOf(value: PyValue): string | undefined {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return String(value.value);
    case 'float':
      return value.text;
    case 'str':
      return quoted(value.value);
    case 'bytes':
      return quoted(value.value)?.replace(/^/, 'b');
    case 'list':
      return wrapped('[', value.items, ']');
    case 'tuple':
      return wrapped('(', value.items, value.items.length === 1 ? ',)' : ')');
    case 'set':
      return value.items.length === 1 ? wrapped('{', value.items, '}') : undefined; // more have no order of their own
    case 'dict': {
      const pairs = value.entries.map(([key, item]) => [reprOf(key), reprOf(item)]);
      return pairs.some((pair) => pair.includes(undefined)) ? undefined : `{${pairs.map((pair) => pair.join(': ')).join(', ')}}`;
    }
    case 'ref':
    case 'call':
    case 'binop':
    case 'unaryop':
    case 'unknown':
      return undefined;
  }
}

/** Python's `str` of a constant. */
export function textOf(value: PyValue): string | undefined {
  return value.kind === 'str' ? value.value : reprOf(value);
}

function wrapped(open: string, items: readonly PyValue[], close: string): string | undefined {
  const texts = items.map(reprOf);
  return texts.includes(undefined) ? undefined : `${open}${texts.join(', ')}${close}`;
}

/** Undefined for texts whose escapes would need Unicode's table of printable characters. */
function quoted(text: string): string | undefined {
  if (/[^\x20-\x7e\n\r\t]/.test(text)) return undefined;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`);
  return quote + escaped + quote;
}
