import type { PyValue } from '../value.ts';
import { keyOf } from './compare.ts';
import { formatPercent } from './text/format.ts';
import { floatText } from './text/representation.ts';

/** `undefined` says that Python would refuse, or that the result is not worked out here. */
export type Result = PyValue | undefined;

const bitCap = 4096;
const textCap = 1_048_576;

export function isConstant(value: PyValue): boolean {
  return value.kind !== 'ref' && value.kind !== 'call' && value.kind !== 'binop' && value.kind !== 'unaryop' && value.kind !== 'unknown';
}

export function pyInt(value: bigint): PyValue {
  return { kind: 'int', value };
}

export function pyFloat(value: number): PyValue {
  return { kind: 'float', value, text: floatText(value) };
}

export function pyStr(value: string): PyValue {
  return { kind: 'str', value };
}

/** A binary operator on two constants. */
export function applyOperator(op: string, left: PyValue, right: PyValue): Result {
  const a = intOf(left);
  const b = intOf(right);
  if (left.kind === 'bool' && right.kind === 'bool' && (op === '&' || op === '|' || op === '^'))
    return { kind: 'bool', value: onBools(op, left.value, right.value) };
  if (a !== undefined && b !== undefined) return onInts(op, a, b);
  const x = floatOf(left);
  const y = floatOf(right);
  if (x !== undefined && y !== undefined) return onFloats(op, x, y);
  if (op === '%' && left.kind === 'str') return formatPercent(left.value, right);
  if (op === '+') return concatenate(left, right);
  if (op === '*') return b === undefined ? (a === undefined ? undefined : repeat(right, a)) : repeat(left, b);
  if (left.kind === 'dict' && right.kind === 'dict') return op === '|' ? makeDict([...left.entries, ...right.entries]) : undefined;
  if (left.kind === 'set' && right.kind === 'set') return onSets(op, left.items, right.items);
  return undefined;
}

/** `-`, `+`, `~` on a constant. */
export function applySign(op: '-' | '+' | '~', operand: PyValue): Result {
  const int = intOf(operand);
  if (int !== undefined) return pyInt(op === '-' ? -int : op === '+' ? int : ~int);
  if (operand.kind !== 'float' || op === '~') return undefined;
  return pyFloat(op === '-' ? -operand.value : operand.value);
}

/** The later of two equal keys wins and stands where the first stood, as in Python. */
export function makeDict(pairs: readonly (readonly [PyValue, PyValue])[]): PyValue {
  const entries: (readonly [PyValue, PyValue])[] = [];
  const places = new Map<string, number>();
  for (const [key, value] of pairs) {
    const text = keyOf(key);
    const place = text === undefined ? undefined : places.get(text);
    if (place !== undefined) entries[place] = [entries[place]?.[0] ?? key, value];
    else {
      if (text !== undefined) places.set(text, entries.length);
      entries.push([key, value]);
    }
  }
  return { kind: 'dict', entries };
}

/** Equal members stand once. */
export function makeSet(items: readonly PyValue[]): PyValue {
  const seen = new Set<string>();
  const kept = items.filter((item) => {
    const key = keyOf(item);
    if (key === undefined) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return { kind: 'set', items: kept };
}

function intOf(value: PyValue): bigint | undefined {
  if (value.kind === 'bool') return value.value ? 1n : 0n;
  return value.kind === 'int' ? value.value : undefined;
}

function floatOf(value: PyValue): number | undefined {
  return value.kind === 'float' ? value.value : value.kind === 'int' || value.kind === 'bool' ? Number(value.value) : undefined;
}

function onBools(op: '&' | '|' | '^', a: boolean, b: boolean): boolean {
  return op === '&' ? a && b : op === '|' ? a || b : a !== b;
}

function onInts(op: string, a: bigint, b: bigint): Result {
  if (bitsOf(a) > bitCap || bitsOf(b) > bitCap) return undefined;
  switch (op) {
    case '+':
      return pyInt(a + b);
    case '-':
      return pyInt(a - b);
    case '*':
      return pyInt(a * b);
    case '/':
      return b === 0n || bitsOf(a) > 52 || bitsOf(b) > 52 ? undefined : pyFloat(Number(a) / Number(b));
    case '//':
      return b === 0n ? undefined : pyInt((a - modulo(a, b)) / b);
    case '%':
      return b === 0n ? undefined : pyInt(modulo(a, b));
    case '**':
      return b < 0n || bitsOf(a) * Number(b) > bitCap ? undefined : pyInt(a ** b);
    case '<<':
      return b < 0n || b > BigInt(bitCap) ? undefined : pyInt(a << b);
    case '>>':
      return b < 0n ? undefined : pyInt(a >> b);
    case '&':
      return pyInt(a & b);
    case '|':
      return pyInt(a | b);
    case '^':
      return pyInt(a ^ b);
    default:
      return undefined;
  }
}

function bitsOf(value: bigint): number {
  return value.toString(16).length * 4;
}

/** Python's remainder has the sign of the divisor. */
function modulo(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

function onFloats(op: string, x: number, y: number): Result {
  switch (op) {
    case '+':
      return pyFloat(x + y);
    case '-':
      return pyFloat(x - y);
    case '*':
      return pyFloat(x * y);
    case '/':
      return y === 0 ? undefined : pyFloat(x / y);
    default:
      return undefined;
  }
}

function concatenate(left: PyValue, right: PyValue): Result {
  if (left.kind === 'str' && right.kind === 'str')
    return left.value.length + right.value.length > textCap ? undefined : pyStr(left.value + right.value);
  if (left.kind === 'bytes' && right.kind === 'bytes') return { kind: 'bytes', value: left.value + right.value };
  if ((left.kind === 'list' || left.kind === 'tuple') && 'items' in right && left.kind === right.kind)
    return { kind: left.kind, items: [...left.items, ...right.items] };
  return undefined;
}

function repeat(value: PyValue, times: bigint): Result {
  const count = times < 0n ? 0 : Number(times);
  if (value.kind === 'str' || value.kind === 'bytes')
    return value.value.length * count > textCap ? undefined : { kind: value.kind, value: value.value.repeat(count) };
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  if (value.items.length * count > 10_000) return undefined;
  return { kind: value.kind, items: Array.from({ length: count }, () => value.items).flat() };
}

function onSets(op: string, left: readonly PyValue[], right: readonly PyValue[]): Result {
  const a = left.map(keyOf);
  const b = right.map(keyOf);
  if (a.includes(undefined) || b.includes(undefined)) return undefined;
  switch (op) {
    case '|':
      return makeSet([...left, ...right]);
    case '&':
      return { kind: 'set', items: left.filter((_, index) => b.includes(a[index])) };
    case '-':
      return { kind: 'set', items: left.filter((_, index) => !b.includes(a[index])) };
    default:
      return undefined;
  }
}
