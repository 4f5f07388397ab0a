import type { Change } from '../names/binding.ts';
import type { PyValue } from '../value.ts';
import { itemsOf } from './builtin-calls.ts';
import { keyOf } from './compare.ts';
import type { Evaluation } from './evaluation.ts';
import { applyOperator, isConstant, makeDict, makeSet, pyStr } from './operators.ts';
import { itemOf } from './subscripts.ts';

/** A value after it has been changed in place; undefined when that is not known. */
export function applyChange(e: Evaluation, value: PyValue, change: Change): PyValue | undefined {
  const keys = change.keys.map((key) => e.of(key, e));
  if (change.by !== 'assignment' && change.by !== 'deletion')
    return applyAt(value, keys, (part) => (part === undefined ? undefined : changed(e, part, change)));
  const assigned = change.by === 'assignment' ? e.of(change.value, e) : undefined;
  const last = keys.at(-1);
  if (last === undefined) return assigned;
  return applyAt(value, keys.slice(0, -1), (part) => (part === undefined ? undefined : withItem(part, last, assigned)));
}

/** The value with the part behind `keys` replaced. */
function applyAt(
  value: PyValue,
  keys: readonly PyValue[],
  replace: (part: PyValue | undefined) => PyValue | undefined,
): PyValue | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return replace(value);
  const inner = itemOf(value, key);
  const replaced = inner === undefined ? undefined : applyAt(inner, rest, replace);
  return replaced === undefined ? undefined : withItem(value, key, replaced);
}

/** `container[key] = item`, or `del container[key]` without an item. */
function withItem(container: PyValue, key: PyValue, item: PyValue | undefined): PyValue | undefined {
  const text = keyOf(key);
  if (container.kind === 'dict') {
    if (text === undefined || container.entries.some(([each]) => keyOf(each) === undefined)) return undefined;
    if (item !== undefined) return makeDict([...container.entries, [key, item]]);
    return { kind: 'dict', entries: container.entries.filter(([each]) => keyOf(each) !== text) };
  }
  if (container.kind !== 'list' || key.kind !== 'int') return undefined;
  const index = Number(key.value) + (key.value < 0n ? container.items.length : 0);
  if (index < 0 || index >= container.items.length) return undefined;
  return { kind: 'list', items: item === undefined ? container.items.toSpliced(index, 1) : container.items.with(index, item) };
}

function changed(e: Evaluation, value: PyValue, change: Extract<Change, { readonly by: 'operator' | 'method' }>): PyValue | undefined {
  if (change.by === 'operator') {
    const operand = e.of(change.value, e);
    if (operand.kind === 'unknown') return undefined;
    if (change.op === '+' && value.kind === 'list') return extend(value.items, operand);
    if (isConstant(value) && isConstant(operand)) return applyOperator(change.op, value, operand);
    return { kind: 'binop', op: change.op, left: value, right: operand };
  }
  if (change.args.some(({ kind }) => kind === 'Starred') || change.keywords.some(({ arg }) => arg === undefined)) return undefined;
  const args = change.args.map((arg) => e.of(arg, e));
  if (value.kind === 'dict' && change.method === 'update') {
    const [first, ...rest] = args;
    if (rest.length > 0 || (first !== undefined && first.kind !== 'dict')) return undefined;
    return makeDict([
      ...value.entries,
      ...(first?.entries ?? []),
      ...change.keywords.map((keyword) => [pyStr(keyword.arg ?? ''), e.of(keyword.value, e)] as const),
    ]);
  }
  return change.keywords.length > 0 ? undefined : calledMethod(value, change.method, args);
}

function calledMethod(value: PyValue, method: string, args: readonly PyValue[]): PyValue | undefined {
  const [first, second, third] = args;
  if (first === undefined || third !== undefined) return undefined;
  if (value.kind === 'list') {
    if (method === 'append' && second === undefined) return { kind: 'list', items: [...value.items, first] };
    if (method === 'extend' && second === undefined) return extend(value.items, first);
    if (method === 'insert' && first.kind === 'int' && second !== undefined)
      return { kind: 'list', items: value.items.toSpliced(Number(first.value), 0, second) };
    if (method === 'remove' && second === undefined) return removed(value.items, first);
  }
  if (value.kind === 'set' && method === 'add' && second === undefined) return makeSet([...value.items, first]);
  if (value.kind === 'dict' && method === 'setdefault' && second !== undefined && keyOf(first) !== undefined)
    return makeDict([...value.entries, ...(itemOf(value, first) === undefined ? [[first, second] as const] : [])]);
  return undefined;
}

function extend(items: readonly PyValue[], more: PyValue): PyValue | undefined {
  const added = itemsOf(more);
  return added === undefined ? undefined : { kind: 'list', items: [...items, ...added] };
}

function removed(items: readonly PyValue[], item: PyValue): PyValue | undefined {
  const key = keyOf(item);
  const keys = items.map(keyOf);
  const index = key === undefined ? -1 : keys.indexOf(key);
  return index === -1 || keys.slice(0, index).includes(undefined) ? undefined : { kind: 'list', items: items.toSpliced(index, 1) };
}
