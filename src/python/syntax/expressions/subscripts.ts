import type { Expr } from '../../ast.ts';
import type { Conversion } from '../conversion.ts';
import { endOf, exprAt, kidsOf, optionalExprAt, startOf, typeOf } from '../conversion.ts';

/** `value[…]`: several subscripts, or one with a comma after it, are a tuple. */
export function convertSubscript(c: Conversion, node: number, [value, ...rest]: readonly number[]): Expr {
  return { kind: 'Subscript', start: startOf(c, node), end: endOf(c, node), value: exprAt(c, value), slice: readSlices(c, rest) };
}

/** `list[int]` in an annotation. */
export function convertGenericType(c: Conversion, node: number, [value, parameters]: readonly number[]): Expr {
  return {
    kind: 'Subscript',
    start: startOf(c, node),
    end: endOf(c, node),
    value: exprAt(c, value),
    slice: readSlices(c, parameters === undefined ? [] : kidsOf(c, parameters)),
  };
}

function readSlices(c: Conversion, nodes: readonly number[]): Expr {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) return exprAt(c, undefined);
  const elts = nodes.filter((node) => typeOf(c, node) !== ',').map((node) => readSlice(c, node));
  const [only] = elts;
  if (nodes.length === 1 && only !== undefined && only.kind !== 'Starred') return only;
  return { kind: 'Tuple', start: startOf(c, first), end: endOf(c, last), elts };
}

function readSlice(c: Conversion, node: number): Expr {
  if (typeOf(c, node) !== 'slice') return exprAt(c, node);
  const bounds: (number | undefined)[] = [undefined, undefined, undefined];
  let at = 0;
  for (const kid of kidsOf(c, node)) {
    if (typeOf(c, kid) === ':') at++;
    else bounds[at] = kid;
  }
  const [lower, upper, step] = bounds;
  return {
    kind: 'Slice',
    start: startOf(c, node),
    end: endOf(c, node),
    lower: optionalExprAt(c, lower),
    upper: optionalExprAt(c, upper),
    step: optionalExprAt(c, step),
  };
}
