/** Fields, indexes and constraints from their calls. */
import type { PyCall, PyValue } from '../../python/value.ts';
import { printedPath } from '../deconstruct/names.ts';
import { fieldSignature } from '../deconstruct/field-signatures.ts';
import { unknownFieldType } from '../field.ts';
import type { Constraint, Field, Index } from '../field.ts';

/**
 * A field from its value. Positional arguments of Django's own classes are named; those of other classes stay in `args`.
 * What is no call of a known name becomes a field of an unknown type that holds the value.
 */
export function readField(value: PyValue): Field {
  if (value.kind !== 'call' || value.receiver !== undefined)
    return { type: unknownFieldType, args: [value], options: new Map(), range: undefined };
  const type = printedPath(value.callee);
  const signature = fieldSignature(type);
  const { args, options } = signature === undefined ? { args: value.args, options: value.kwargs } : named(value, signature);
  return { type, args, options, range: value.range };
}

/** Names the positional arguments as far as the signature goes, in the order of the call. */
function named(
  call: PyCall,
  signature: readonly string[],
): { readonly args: readonly PyValue[]; readonly options: ReadonlyMap<string, PyValue> } {
  if (call.args.length === 0) return { args: [], options: call.kwargs };
  const options = new Map<string, PyValue>();
  const rest: PyValue[] = [];
  call.args.forEach((value, index) => {
    const name = signature[index];
    if (name === undefined) rest.push(value);
    else options.set(name, value);
  });
  for (const [name, value] of call.kwargs) options.set(name, value);
  return { args: rest, options };
}

/** An index or a constraint from its value; undefined when it is no call of a known name or its name is no text. */
export function readNamed(value: PyValue | undefined): (Index & Constraint) | undefined {
  if (value?.kind !== 'call' || value.receiver !== undefined) return undefined;
  const name = value.kwargs.get('name');
  if (name?.kind !== 'str') return undefined;
  return { type: printedPath(value.callee), name: name.value, args: value.args, options: value.kwargs, range: value.range };
}
