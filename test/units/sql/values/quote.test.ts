import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Literal } from '../../../../src/sql/values/literal.ts';
import { readLiteral } from '../../../../src/sql/values/literal.ts';
import { decimalOfFloat, floatText, quantized } from '../../../../src/sql/values/number-text.ts';
import { quoteValue } from '../../../../src/sql/values/quote.ts';
import { parseMoment, timedeltaText } from '../../../../src/sql/values/time-text.ts';

const text = (value: string): Literal => ({ kind: 'str', value });

describe('quoteValue', () => {
  test.each([
    ['postgresql', '5.2', text("O'Brien"), "'O''Brien'"],
    ['postgresql', '5.2', text('C:\\'), " E'C:\\\\'"],
    ['postgresql', '4.2', text('100%'), "'100%%'"],
    ['postgresql', '5.0', text('100%'), "'100%'"],
    ['postgresql', '5.2', { kind: 'int', value: -1n }, ' -1'],
    ['mysql', '5.2', text("O'Brien\n"), "'O\\'Brien\\n'"],
    ['mysql', '5.2', { kind: 'float', text: '0.5' }, '0.5e0'],
    ['sqlite', '5.2', { kind: 'decimal', text: '0.50' }, "'0.50'"],
    ['oracle', '5.2', { kind: 'bool', value: true }, '1'],
  ] as const)('writes on %s under Django %s', (vendor, django, value, sql) => {
    expect(quoteValue(value, { vendor, django })).toBe(sql);
  });

  test('parameters keep their percent signs where the driver composes them', () => {
    expect(quoteValue(text('100%'), { vendor: 'postgresql', django: '4.2' }, 'parameter')).toBe("'100%'");
    expect(quoteValue(text('100%'), { vendor: 'postgresql', django: '3.2' }, 'parameter')).toBe("'100%%'");
  });

  test('a NUL character is not known', () => {
    expect(quoteValue(text('a\0b'), { vendor: 'sqlite', django: '5.2' })).toBeUndefined();
  });

  test('a quoted string reads back as it was on SQLite', () => {
    fc.assert(
      fc.property(
        fc.string().filter((value) => !value.includes('\0')),
        (value) => {
          const quoted = quoteValue(text(value), { vendor: 'sqlite', django: '5.2' }) ?? '';
          expect(quoted.slice(1, -1).replaceAll("''", "'")).toBe(value);
          expect(quoted.slice(1, -1).replaceAll("''", '')).not.toContain("'");
        },
      ),
    );
  });
});

describe("Python's numbers", () => {
  test.each([
    [0, '0.0'],
    [1, '1.0'],
    [0.1, '0.1'],
    [1e16, '1e+16'],
    [1e15, '1000000000000000.0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [-2.5e-7, '-2.5e-07'],
  ])('repr(%p) is %s', (value, expected) => {
    expect(floatText(value)).toBe(expected);
  });

  test.each([
    [1.15, 8, '1.1500000'],
    [0.5, 8, '0.5'],
    [0, 8, '0'],
    [-100, 5, '-100'],
    [2.675, 3, '2.67'],
  ])('Decimal(%p) with %i digits is %s', (value, digits, expected) => {
    expect(decimalOfFloat(value, digits)).toBe(expected);
  });

  test('quantize rounds half to even', () => {
    expect(['1.005', '1.015', '-1.5', '2'].map((value) => quantized(value, 2))).toEqual(['1.00', '1.02', '-1.50', '2.00']);
  });

  test('a float survives its text', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => expect(Number(floatText(value))).toBe(value)));
  });
});

describe('times', () => {
  test('a negative timedelta counts its days downwards', () => {
    expect(timedeltaText(-86_395_000_000n, ',')).toBe('-1 day, 0:00:05');
  });

  test('a date that no calendar has is not parsed', () => {
    expect([parseMoment('2021-02-29'), parseMoment('2020-02-29')?.kind]).toEqual([undefined, 'date']);
  });

  test('a timedelta of hours and seconds is read', () => {
    const kwargs = new Map([['hours', { kind: 'int' as const, value: 1n }]]);
    const call = { kind: 'call', callee: 'datetime.timedelta', args: [], kwargs } as never; // where it stands does not matter
    expect(readLiteral(call)).toEqual({ kind: 'timedelta', micros: 3_600_000_000n });
  });
});
