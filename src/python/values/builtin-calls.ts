import type { PyValue } from '../value.ts';
import { keyOf, orderOf, pyBool, truthOf } from './compare.ts';
import { makeDict, makeSet, pyInt, pyStr } from './operators.ts';
import type { Result } from './operators.ts';
import { reprOf, textOf } from './text/representation.ts';
import { dedent } from './text/methods.ts';

type Builtin = (args: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>) => Result;

const rangeCap = 10_000n;

/** Functions worked out on constants; undefined from one leaves the call a call. */
const functions: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['builtins.list', sequenceMaker('list')],
  ['builtins.tuple', sequenceMaker('tuple')],
  ['builtins.set', (args, kwargs) => setOf(args, kwargs)],
  ['builtins.frozenset', (args, kwargs) => setOf(args, kwargs)],
  ['builtins.dict', (args, kwargs) => dictOf(args, kwargs)],
  [
    'builtins.str',
    ([value, ...rest], kwargs) =>
      value === undefined || rest.length > 0 || kwargs.size > 0 || value.kind === 'bytes' ? undefined : orUndefined(textOf(value)),
  ],
  ['builtins.repr', ([value]) => (value === undefined ? undefined : orUndefined(reprOf(value)))],
  ['builtins.int', (args, kwargs) => (kwargs.size > 0 ? undefined : intOf(args))],
  ['builtins.bool', ([value]) => boolOf(value)],
  ['builtins.len', ([value]) => lengthOf(value)],
  ['builtins.range', (args) => rangeOf(args)],
  ['builtins.sorted', ([value], kwargs) => (kwargs.size > 0 || value === undefined ? undefined : sorted(value))],
  [
    'builtins.reversed',
    ([value]) => (value?.kind === 'list' || value?.kind === 'tuple' ? { kind: 'list', items: value.items.toReversed() } : undefined),
  ],
  ['builtins.enumerate', (args, kwargs) => enumerated(args, kwargs)],
  ['builtins.zip', (args, kwargs) => (kwargs.size > 0 ? undefined : zipped(args))],
  ['builtins.max', (args, kwargs) => (kwargs.size > 0 ? undefined : extreme(args, 1))],
  ['builtins.min', (args, kwargs) => (kwargs.size > 0 ? undefined : extreme(args, -1))],
  ['textwrap.dedent', ([value]) => (value?.kind === 'str' ? pyStr(dedent(value.value)) : undefined)],
]);

export function callBuiltin(callee: string, args: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>): Result {
  return functions.get(callee)?.(args, kwargs);
}

/** What a `for` goes through, in its order; undefined when that is not known, as for sets, which keep no order. */
export function orderedItemsOf(value: PyValue): readonly PyValue[] | undefined {
  return value.kind === 'set' && value.items.length > 1 ? undefined : itemsOf(value);
}

/** What a `for` goes through; undefined when that is not known. Sets come in the order of the source, which Python does not promise. */
export function itemsOf(value: PyValue): readonly PyValue[] | undefined {
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') return value.items;
  if (value.kind === 'dict') return value.entries.map(([key]) => key);
  return value.kind === 'str' && value.value.length <= Number(rangeCap) ? Array.from(value.value, pyStr) : undefined;
}

/** Methods of dicts, lists and sets that change nothing. */
export function callContainerMethod(name: string, receiver: PyValue, [first, second]: readonly PyValue[]): Result {
  if (receiver.kind === 'dict') {
    if (name === 'items') return { kind: 'list', items: receiver.entries.map(([key, value]) => ({ kind: 'tuple', items: [key, value] })) };
    if (name === 'keys') return { kind: 'list', items: receiver.entries.map(([key]) => key) };
    if (name === 'values') return { kind: 'list', items: receiver.entries.map(([, value]) => value) };
    if (name === 'get' && first !== undefined) return getItem(receiver.entries, first, second ?? { kind: 'none' });
  }
  if (name === 'copy' && first === undefined && (receiver.kind === 'dict' || receiver.kind === 'list' || receiver.kind === 'set'))
    return receiver;
  return undefined;
}

function getItem(entries: readonly (readonly [PyValue, PyValue])[], key: PyValue, fallback: PyValue): Result {
  const text = keyOf(key);
  const keys = entries.map(([each]) => keyOf(each));
  if (text === undefined || keys.includes(undefined)) return undefined;
  return entries[keys.indexOf(text)]?.[1] ?? fallback;
}

function orUndefined(text: string | undefined): Result {
  return text === undefined ? undefined : pyStr(text);
}

function sequenceMaker(kind: 'list' | 'tuple'): Builtin {
  return ([value, ...rest], kwargs) => {
    if (rest.length > 0 || kwargs.size > 0) return undefined;
    if (value === undefined) return { kind, items: [] };
    const items = orderedItemsOf(value);
    return items === undefined ? undefined : { kind, items };
  };
}

function setOf([value, ...rest]: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>): Result {
  if (rest.length > 0 || kwargs.size > 0) return undefined;
  const items = value === undefined ? [] : itemsOf(value);
  return items === undefined ? undefined : makeSet(items);
}

function dictOf([value, ...rest]: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>): Result {
  if (rest.length > 0) return undefined;
  const pairs: (readonly [PyValue, PyValue])[] = [];
  if (value?.kind === 'dict') pairs.push(...value.entries);
  else if (value !== undefined) {
    for (const item of itemsOf(value) ?? [value]) {
      const [key, entry, ...more] = item.kind === 'tuple' || item.kind === 'list' ? item.items : [];
      if (key === undefined || entry === undefined || more.length > 0) return undefined;
      pairs.push([key, entry]);
    }
  }
  for (const [key, entry] of kwargs) pairs.push([pyStr(key), entry]);
  return makeDict(pairs);
}

function intOf([value, ...rest]: readonly PyValue[]): Result {
  if (rest.length > 0) return undefined;
  if (value?.kind === 'int') return value;
  if (value?.kind === 'bool') return pyInt(value.value ? 1n : 0n);
  if (value?.kind === 'float') return Number.isFinite(value.value) ? pyInt(BigInt(Math.trunc(value.value))) : undefined;
  return value?.kind === 'str' && /^\s*[-+]?\d{1,300}\s*$/.test(value.value)
    ? pyInt(BigInt(value.value.trim().replace(/^\+/, '')))
    : undefined;
}

function boolOf(value: PyValue | undefined): Result {
  const truth = value === undefined ? false : truthOf(value);
  return truth === undefined ? undefined : pyBool(truth);
}

function lengthOf(value: PyValue | undefined): Result {
  if (value?.kind === 'str') return pyInt(BigInt(Array.from(value.value).length));
  if (value?.kind === 'bytes') return pyInt(BigInt(value.value.length));
  if (value?.kind === 'list' || value?.kind === 'tuple') return pyInt(BigInt(value.items.length));
  const known = value !== undefined && (value.kind === 'dict' || value.kind === 'set') && keyOf(value) !== undefined;
  return known ? pyInt(BigInt(value.kind === 'dict' ? value.entries.length : value.items.length)) : undefined;
}

function rangeOf(args: readonly PyValue[]): Result {
  const bounds: bigint[] = [];
  for (const arg of args) {
    if (arg.kind !== 'int') return undefined;
    bounds.push(arg.value);
  }
  const [start, stop, step] = bounds.length === 1 ? [0n, bounds[0] ?? 0n, 1n] : [bounds[0], bounds[1], bounds[2] ?? 1n];
  if (start === undefined || stop === undefined || step === 0n || bounds.length > 3 || (stop - start) / step > rangeCap) return undefined;
  const items: PyValue[] = [];
  for (let at = start; step > 0n ? at < stop : at > stop; at += step) items.push(pyInt(at));
  return { kind: 'list', items };
}

function sorted(value: PyValue): Result {
  const items = itemsOf(value);
  if (items === undefined || items.length > 1000) return undefined;
  let known = true;
  const ordered = items.toSorted((a, b) => {
    const order = orderOf(a, b);
    known &&= order !== undefined;
    return order ?? 0;
  });
  return known ? { kind: 'list', items: ordered } : undefined;
}

function enumerated([value, start, ...rest]: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>): Result {
  const first = start ?? kwargs.get('start') ?? pyInt(0n);
  const items = value === undefined ? undefined : orderedItemsOf(value);
  if (items === undefined || first.kind !== 'int' || rest.length > 0) return undefined;
  return { kind: 'list', items: items.map((item, index) => ({ kind: 'tuple', items: [pyInt(first.value + BigInt(index)), item] })) };
}

function zipped(args: readonly PyValue[]): Result {
  const lists: (readonly PyValue[])[] = [];
  for (const arg of args) {
    const items = orderedItemsOf(arg);
    if (items === undefined) return undefined;
    lists.push(items);
  }
  const [first = [], ...others] = lists;
  const tuples: PyValue[] = [];
  for (const [index, item] of first.entries()) {
    const row = [item];
    for (const other of others) {
      const next = other[index];
      if (next === undefined) return { kind: 'list', items: tuples };
      row.push(next);
    }
    tuples.push({ kind: 'tuple', items: row });
  }
  return { kind: 'list', items: tuples };
}

function extreme(args: readonly PyValue[], sign: 1 | -1): Result {
  const [only] = args;
  const items = args.length === 1 && only !== undefined ? itemsOf(only) : args;
  let best = items?.[0];
  for (const item of items ?? []) {
    const order = best === undefined ? undefined : orderOf(item, best);
    if (order === undefined) return undefined;
    if (order * sign > 0) best = item;
  }
  return best;
}
