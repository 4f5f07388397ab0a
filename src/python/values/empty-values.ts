/** What Python's own types give when they are called without arguments. */
import type { PyValue } from '../value.ts';

const values: Readonly<Record<string, PyValue>> = {
  'builtins.dict': { kind: 'dict', entries: [] },
  'builtins.list': { kind: 'list', items: [] },
  'builtins.tuple': { kind: 'tuple', items: [] },
  'builtins.set': { kind: 'set', items: [] },
  'builtins.str': { kind: 'str', value: '' },
  'builtins.bytes': { kind: 'bytes', value: '' },
  'builtins.int': { kind: 'int', value: 0n },
  'builtins.float': { kind: 'float', value: 0, text: '0.0' },
  'builtins.bool': { kind: 'bool', value: false },
  'collections.OrderedDict': { kind: 'dict', entries: [] },
};

/** Undefined when the path names none of them. */
export function emptyValue(path: string): PyValue | undefined {
  return values[path];
}
