/** Python's texts of numbers: repr of a float, Decimal of a float, quantized Decimals. */

/** `repr(float)`: like JavaScript's shortest text, but with Python's thresholds for the exponent. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const [mantissa = '0', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= 16 || exponent < -4) {
    const digits = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  const sign = Object.is(value, -0) ? '-' : '';
  const plain = String(value);
  return sign + (plain.includes('.') ? plain : `${plain}.0`);
}

/**
 * `decimal.Context(prec=digits).create_decimal_from_float(value)` as text: exact, rounded half-even to `digits` significant
 * digits. Undefined where Python would write an exponent.
 */
export function decimalOfFloat(value: number, digits: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const exact = exactText(Math.abs(value));
  const significant = exact.replace('.', '').replace(/^0+/, '').length;
  const text = significant <= digits ? exact : rounded(exact, digits);
  return text === undefined ? undefined : (value < 0 ? '-' : '') + text;
}

/** The exact decimal expansion of a positive double. */
function exactText(value: number): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  if (exponent >= 0) return String(mantissa << BigInt(exponent));
  const places = -exponent;
  const scaled = String(mantissa * 5n ** BigInt(places)).padStart(places + 1, '0');
  return `${scaled.slice(0, -places)}.${scaled.slice(-places)}`.replace(/0+$/, '').replace(/\.$/, '');
}

function rounded(exact: string, digits: number): string | undefined {
  const [whole = '', fraction = ''] = exact.split('.');
  const all = (whole + fraction).replace(/^0+/, '');
  const scale = fraction.length - (all.length - digits);
  if (scale < 0 || digits < 1) return undefined;
  const unit = 10n ** BigInt(all.length - digits);
  const value = BigInt(all);
  const half = value % unit;
  let kept = value / unit;
  if (half * 2n > unit || (half * 2n === unit && kept % 2n === 1n)) kept += 1n;
  const text = String(kept).padStart(scale + 1, '0');
  return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/**
 * `format_number` of django.db.backends.utils: the decimal with exactly `places` digits after the point, rounded half-even.
 * Undefined for texts that are no plain decimals.
 */
export function quantized(text: string, places: number): string | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '') return undefined;
  if (fraction.length <= places) return `${sign}${whole}${places === 0 ? '' : `.${fraction.padEnd(places, '0')}`}`;
  const unit = 10n ** BigInt(fraction.length - places);
  const value = BigInt(whole + fraction);
  const half = value % unit;
  let kept = value / unit;
  if (half * 2n > unit || (half * 2n === unit && kept % 2n === 1n)) kept += 1n;
  const digits = String(kept).padStart(places + 1, '0');
  return sign + (places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`);
}
