import type { PyBool, PyValue } from '../value.ts';

export function pyBool(value: boolean): PyBool {
  return { kind: 'bool', value };
}

/** Whether Python takes the value for true; undefined when that is not known. */
export function truthOf(value: PyValue): boolean | undefined {
  switch (value.kind) {
    case 'none':
      return false;
    case 'bool':
      return value.value;
    case 'int':
      return value.value !== 0n;
    case 'float':
      return value.value !== 0;
    case 'str':
    case 'bytes':
      return value.value !== '';
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.length > 0;
    case 'dict':
      return value.entries.length > 0;
    case 'ref':
    case 'call':
    case 'binop':
    case 'unaryop':
    case 'unknown':
      return undefined;
  }
}

/**
 * A text that is the same for values that Python holds equal and hashes alike (`1`, `1.0` and `True` are one key);
 * undefined when the value is not a constant. Lists, sets and dicts have one too, so that they can be compared.
 */
export function keyOf(value: PyValue): string | undefined {
  switch (value.kind) {
    case 'none':
      return 'none';
    case 'bool':
      return value.value ? 'n1' : 'n0';
    case 'int':
      return `n${value.value}`;
    case 'float':
      return Number.isInteger(value.value) ? `n${BigInt(value.value)}` : `f${value.value}`;
    case 'str':
      return `s${JSON.stringify(value.value)}`;
    case 'bytes':
      return `b${JSON.stringify(value.value)}`;
    case 'list':
    case 'tuple':
    case 'set': {
      const keys = value.items.map(keyOf);
      if (keys.includes(undefined)) return undefined;
      return `${value.kind}[${(value.kind === 'set' ? sortTexts(keys) : keys).join()}]`;
    }
    case 'dict': {
      const keys = value.entries.map(([key, item]) => {
        const left = keyOf(key);
        const right = keyOf(item);
        return left === undefined || right === undefined ? undefined : `${left}:${right}`;
      });
      return keys.includes(undefined) ? undefined : `dict{${sortTexts(keys).join()}}`;
    }
    case 'ref':
    case 'call':
    case 'binop':
    case 'unaryop':
    case 'unknown':
      return undefined;
  }
}

function sortTexts(texts: readonly (string | undefined)[]): readonly string[] {
  return texts.filter((text) => text !== undefined).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Python's comparison of two values; undefined when it is not known or would fail. */
export function compareValues(op: string, left: PyValue, right: PyValue): boolean | undefined {
  switch (op) {
    case '==':
      return equal(left, right);
    case '!=':
      return negate(equal(left, right));
    case 'is':
      return identical(left, right);
    case 'is not':
      return negate(identical(left, right));
    case 'in':
      return contains(right, left);
    case 'not in':
      return negate(contains(right, left));
    default:
      return ordered(op, left, right);
  }
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function equal(left: PyValue, right: PyValue): boolean | undefined {
  const a = keyOf(left);
  const b = keyOf(right);
  return a === undefined || b === undefined ? undefined : a === b;
}

/** Only the singletons can be told apart or together without running the code. */
function identical(left: PyValue, right: PyValue): boolean | undefined {
  const isSingle = ({ kind }: PyValue): boolean => kind === 'none' || kind === 'bool';
  if (isSingle(left) && isSingle(right)) return left.kind === right.kind && equal(left, right) === true;
  if (!isSingle(left) && !isSingle(right)) return undefined;
  return keyOf(left) === undefined || keyOf(right) === undefined ? undefined : false;
}

function contains(container: PyValue, item: PyValue): boolean | undefined {
  if (container.kind === 'str') return item.kind === 'str' ? container.value.includes(item.value) : undefined;
  const key = keyOf(item);
  const members =
    container.kind === 'dict' ? container.entries.map(([member]) => member) : 'items' in container ? container.items : undefined;
  if (key === undefined || members === undefined) return undefined;
  const keys = members.map(keyOf);
  if (keys.includes(key)) return true;
  return keys.includes(undefined) ? undefined : false;
}

function ordered(op: string, left: PyValue, right: PyValue): boolean | undefined {
  const order = orderOf(left, right);
  if (order === undefined) return undefined;
  switch (op) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return undefined;
  }
}

/** Negative, zero or positive as `left` sorts before, with or after `right`; undefined when Python would refuse or it is not known. */
export function orderOf(left: PyValue, right: PyValue): number | undefined {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : 0;
  if (left.kind === 'str' && right.kind === 'str') return left.value < right.value ? -1 : left.value > right.value ? 1 : 0;
  if ((left.kind !== 'tuple' && left.kind !== 'list') || left.kind !== right.kind) return undefined;
  for (const [index, item] of left.items.entries()) {
    const other = right.items[index];
    if (other === undefined) return 1;
    const same = equal(item, other);
    if (same !== true) return same === undefined ? undefined : orderOf(item, other);
  }
  return left.items.length - right.items.length;
}

function numberOf(value: PyValue): number | bigint | undefined {
  if (value.kind === 'bool') return value.value ? 1n : 0n;
  return value.kind === 'int' || value.kind === 'float' ? value.value : undefined;
}
