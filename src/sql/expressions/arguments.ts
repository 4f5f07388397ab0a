/** Arguments of constructors, and small expressions that several of them make. */
import type { PyCall, PyValue } from '../../python/value.ts';
import type { ExpressionField } from '../values/field.ts';
import type { Node, OrderNode } from './node.ts';
import type { Session } from './session.ts';
import { unknownNode } from './session.ts';

/** Positional and keyword arguments by the constructor's names; undefined when one is unknown or missing a place. */
export function argumentsOf(call: PyCall, names: readonly string[], session: Session): ReadonlyMap<string, PyValue> {
  const given = new Map(call.kwargs);
  for (const [index, value] of call.args.entries()) {
    const name = names[index];
    if (name === undefined || given.has(name)) session.problems.push(`a call of \`${call.callee}\` with arguments that it does not take`);
    else given.set(name, value);
  }
  for (const name of given.keys()) if (!names.includes(name)) session.problems.push(`the argument \`${name}\` of \`${call.callee}\``);
  return given;
}

/** The field of an `output_field` argument; an unknown class is noted. */
export function outputField(value: PyValue | undefined, session: Session): ExpressionField | undefined {
  if (value === undefined || value.kind === 'none') return undefined;
  const field = session.context.outputField(value);
  if (field === undefined) session.problems.push('an output field of an unknown class');
  return field;
}

/** Python's None. */
export const none: PyValue = { kind: 'none' };

/** An OrderBy around an expression. */
export function orderOf(inner: Node, descending: boolean, kwargs: ReadonlyMap<string, PyValue>, session: Session): Node {
  if (inner.kind === 'order') return unknownNode(session, 'an ordering of an ordering');
  const set = (name: string) => kwargs.get(name)?.kind === 'bool';
  const nulls: OrderNode['nulls'] = set('nulls_first') ? 'first' : set('nulls_last') ? 'last' : undefined;
  return { kind: 'order', inner, descending, nulls };
}

/** A string as a value. */
export function textNode(value: string): Node {
  return { kind: 'value', value: { kind: 'str', value }, output: undefined };
}

/** Several expressions, strings being names of fields. */
export function readArgs(values: readonly PyValue[], session: Session, depth: number): readonly Node[] {
  return values.map((value) => session.read(value, depth));
}
