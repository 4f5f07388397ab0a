import type { Expr } from '../ast.ts';
import type { Conversion } from './conversion.ts';
import { addProblem, endOf, exprAt, kidsOf, startOf, typeOf } from './conversion.ts';

export function convertBinary(c: Conversion, node: number, [left, op, right]: readonly number[]): Expr {
  return {
    kind: 'BinOp',
    start: startOf(c, node),
    end: endOf(c, node),
    left: exprAt(c, left),
    op: typeOf(c, op) ?? '',
    right: exprAt(c, right),
  };
}

export function convertUnary(c: Conversion, node: number, [op, operand]: readonly number[]): Expr | undefined {
  const sign = typeOf(c, op);
  if (sign !== '-' && sign !== '+' && sign !== '~') return undefined;
  return { kind: 'UnaryOp', start: startOf(c, node), end: endOf(c, node), op: sign, operand: exprAt(c, operand) };
}

/** `a and b and c` is one BoolOp in Python, a chain of pairs in the grammar: the outermost pair collects the chain. */
export function convertLogic(c: Conversion, node: number, [left, op]: readonly number[]): Expr | undefined {
  const word = typeOf(c, op);
  if ((word !== 'and' && word !== 'or') || left === undefined) return undefined;
  const around = c.tree.parents[node] ?? -1;
  if (typeOf(c, around) === 'boolean_operator' && around + 1 === node && typeOf(c, kidsOf(c, around)[1]) === word) return undefined;
  const values: Expr[] = [];
  let pair = node;
  for (;;) {
    const [first, sign, last] = kidsOf(c, pair);
    if (typeOf(c, pair) !== 'boolean_operator' || typeOf(c, sign) !== word || first === undefined) break;
    values.push(exprAt(c, last));
    pair = first;
  }
  values.push(exprAt(c, pair));
  return { kind: 'BoolOp', start: startOf(c, node), end: endOf(c, node), op: word, values: values.toReversed() };
}

export function convertCompare(c: Conversion, node: number, kids: readonly number[]): Expr {
  const ops: string[] = [];
  const operands: Expr[] = [];
  for (const [index, kid] of kids.entries()) {
    if (index % 2 === 0) {
      operands.push(exprAt(c, kid));
      continue;
    }
    const op = typeOf(c, kid) ?? '';
    if (op === '<>') addProblem(c, kid, '`<>` is Python 2: Python 3 writes `!=`.');
    ops.push(op);
  }
  const [left, ...comparators] = operands;
  return { kind: 'Compare', start: startOf(c, node), end: endOf(c, node), left: left ?? exprAt(c, undefined), ops, comparators };
}
