import type { Expr, Node } from '../../ast.ts';
import type { Conversion } from '../conversion.ts';
import { addProblem, endOf, exprAt, kidsOf, startOf, typeOf } from '../conversion.ts';

export function convertBinary(c: Conversion, node: number, [left, op, right]: readonly number[]): Expr {
  if (typeOf(c, op) === '&' && mixesXor(c, node)) return convertBitwise(c, node);
  return {
    kind: 'BinOp',
    start: startOf(c, node),
    end: endOf(c, node),
    left: exprAt(c, left),
    op: typeOf(c, op) ?? '',
    right: exprAt(c, right),
  };
}

function operatorOf(c: Conversion, node: number | undefined): string | undefined {
  return node === undefined || typeOf(c, node) !== 'binary_operator' ? undefined : typeOf(c, kidsOf(c, node)[1]);
}

function mixesXor(c: Conversion, node: number): boolean {
  for (let at: number | undefined = node; operatorOf(c, at) === '&' && at !== undefined;) {
    const [left, , right] = kidsOf(c, at);
    if (operatorOf(c, left) === '^' || operatorOf(c, right) === '^') return true;
    at = left;
  }
  return false;
}

/** The grammar binds `^` tighter than `&`; Python does the reverse. The chain is laid out flat and put together again. */
function convertBitwise(c: Conversion, node: number): Expr {
  const chain: number[] = [];
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const op = operatorOf(c, at);
    if (op === '&' || op === '^') open.push(...kidsOf(c, at).toReversed());
    else chain.push(at);
  }
  // parentheses belong to the span of an operation, not to the operand inside them
  const pieceAt = (at: number): Piece => ({ start: startOf(c, at), end: endOf(c, at), expr: exprAt(c, at) });
  let whole: Piece | undefined;
  let ands: Piece | undefined;
  for (const [index, at] of chain.entries()) {
    if (index % 2 === 0) ands = joinPieces(ands, '&', pieceAt(at));
    else if (typeOf(c, at) === '^' && ands !== undefined) {
      whole = joinPieces(whole, '^', ands);
      ands = undefined;
    }
  }
  return joinPieces(whole, '^', ands ?? pieceAt(node)).expr;
}

/** `A | B | C` in an annotation leans to the right in the grammar, to the left in Python. */
export function convertUnion(c: Conversion, node: number): Expr {
  let whole: Piece | undefined;
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const kids = kidsOf(c, at);
    const type = typeOf(c, at);
    if (type === 'union_type' || type === 'type') open.push(...kids.toReversed());
    else if (operatorOf(c, at) === '|') open.push(...kids.filter((_, index) => index !== 1).toReversed());
    else whole = joinPieces(whole, '|', { start: startOf(c, at), end: endOf(c, at), expr: exprAt(c, at) });
  }
  return (whole ?? { expr: exprAt(c, undefined) }).expr;
}

interface Piece extends Node {
  readonly expr: Expr;
}

function joinPieces(left: Piece | undefined, op: string, right: Piece): Piece {
  if (left === undefined) return right;
  const span = { start: left.start, end: right.end };
  return { ...span, expr: { kind: 'BinOp', ...span, left: left.expr, op, right: right.expr } };
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
