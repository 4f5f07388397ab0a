import type { PyCall, PyValue } from '../../python/value.ts';

/** The value of an enumeration's member by its dotted path; undefined when the path names something else. */
export type Member = (path: string) => PyValue | undefined;

/** The value with members of enumerations as what they stand for in the database. The same object when nothing changes. */
export function plainValue(value: PyValue, member: Member): PyValue {
  switch (value.kind) {
    case 'call':
      return plainCall(value, member);
    case 'list':
    case 'tuple':
    case 'set': {
      const items = mapped(value.items, (item) => plainValue(item, member));
      return items === value.items ? value : { kind: value.kind, items };
    }
    case 'dict': {
      const entries = mapped(value.entries, (entry) => {
        const plain = plainValue(entry[1], member);
        return plain === entry[1] ? entry : ([entry[0], plain] as const);
      });
      return entries === value.entries ? value : { kind: 'dict', entries };
    }
    case 'binop': {
      const left = plainValue(value.left, member);
      const right = plainValue(value.right, member);
      return left === value.left && right === value.right ? value : { ...value, left, right };
    }
    case 'unaryop': {
      const operand = plainValue(value.operand, member);
      return operand === value.operand ? value : { ...value, operand };
    }
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
    case 'unknown':
      return value;
    case 'ref':
      return value.path.startsWith('django.') ? value : (member(value.path) ?? value);
  }
}

function plainCall(call: PyCall, member: Member): PyValue {
  const args = mapped(call.args, (arg) => plainValue(arg, member));
  let kwargs: Map<string, PyValue> | undefined;
  for (const [name, value] of call.kwargs) {
    const plain = plainValue(value, member);
    if (plain === value) continue;
    kwargs ??= new Map(call.kwargs);
    kwargs.set(name, plain);
  }
  const receiver = call.receiver === undefined ? undefined : plainValue(call.receiver, member);
  if (args === call.args && kwargs === undefined && receiver === call.receiver) return call;
  return { ...call, args, kwargs: kwargs ?? call.kwargs, ...(receiver === undefined ? {} : { receiver }) };
}

function mapped<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  let result: T[] | undefined;
  for (const [index, item] of items.entries()) {
    const next = change(item);
    if (next === item) continue;
    result ??= [...items];
    result[index] = next;
  }
  return result ?? items;
}
