import type { Arguments, Expr } from '../../../python/ast.ts';
import type { PyCall, PyValue } from '../../../python/value.ts';

/** The arguments of a call. */
export type Given = Pick<PyCall, 'args' | 'kwargs'>;

/** Parameter → value for one call; a parameter that is not given has its default. `bound` leaves out the first one (`self`). */
export function parameterValues(
  parameters: Arguments,
  call: Given,
  { evaluate, bound }: { readonly evaluate: (expr: Expr) => PyValue; readonly bound: boolean },
): ReadonlyMap<string, PyValue> {
  const values = new Map<string, PyValue>();
  const positional = [...parameters.posonlyargs, ...parameters.args].slice(bound ? 1 : 0);
  const all = [...positional, ...parameters.kwonlyargs];
  const named = new Set(all.map(({ name }) => name));
  for (const parameter of all) if (parameter.default !== undefined) values.set(parameter.name, evaluate(parameter.default));
  call.args.forEach((value, index) => {
    const name = positional[index]?.name;
    if (name !== undefined) values.set(name, value);
  });
  if (parameters.vararg !== undefined) values.set(parameters.vararg.name, { kind: 'tuple', items: call.args.slice(positional.length) });
  const rest: [PyValue, PyValue][] = [];
  for (const [name, value] of call.kwargs) {
    if (named.has(name)) values.set(name, value);
    else rest.push([{ kind: 'str', value: name }, value]);
  }
  if (parameters.kwarg !== undefined) values.set(parameters.kwarg.name, { kind: 'dict', entries: rest });
  return values;
}
