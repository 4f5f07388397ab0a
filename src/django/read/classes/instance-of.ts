/** `isinstance(value, …)` of constants. */
import type { PyCall, PyValue } from '../../../python/value.ts';

const classes: Readonly<Record<string, readonly PyValue['kind'][]>> = {
  'builtins.str': ['str'],
  'builtins.bytes': ['bytes'],
  'builtins.bool': ['bool'],
  'builtins.int': ['int', 'bool'],
  'builtins.float': ['float'],
  'builtins.list': ['list'],
  'builtins.tuple': ['tuple'],
  'builtins.dict': ['dict'],
  'builtins.set': ['set'],
};

const constants: ReadonlySet<PyValue['kind']> = new Set(['none', 'str', 'bytes', 'bool', 'int', 'float', 'list', 'tuple', 'dict', 'set']);

/** What the call comes to; undefined for other calls, and where the class may be one that constants belong to. */
export function instanceOf({ callee, receiver, args: [value, asked] }: PyCall): PyValue | undefined {
  if (callee !== 'builtins.isinstance' || receiver !== undefined || value === undefined || asked === undefined) return undefined;
  if (!constants.has(value.kind)) return undefined;
  const answers = (asked.kind === 'tuple' ? asked.items : [asked]).map((each) => isInstance(value, each));
  if (answers.includes(true)) return { kind: 'bool', value: true };
  return answers.includes(undefined) ? undefined : { kind: 'bool', value: false };
}

function isInstance(value: PyValue, asked: PyValue): boolean | undefined {
  if (asked.kind !== 'ref') return undefined;
  const kinds = classes[asked.path];
  if (kinds !== undefined) return kinds.includes(value.kind);
  // abstract classes take in Python's own types; classes of libraries don't
  return /^(builtins|collections|typing|numbers|abc|enum|io)\./.test(asked.path) ? undefined : false;
}
