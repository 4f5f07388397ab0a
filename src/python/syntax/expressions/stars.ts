import type { Expr } from '../../ast.ts';

/**
 * In some places the grammar reads `*a.b` as `(*a).b`. Python never does: the star takes the whole, so it moves outward,
 * one node at a time as these are made.
 */
export function hoistStar(expr: Expr): Expr {
  const first = firstOperand(expr);
  if (first?.kind !== 'Starred' || first.start !== expr.start) return expr;
  return { kind: 'Starred', start: expr.start, end: expr.end, value: withFirstOperand({ ...expr, start: first.value.start }, first.value) };
}

function firstOperand(expr: Expr): Expr | undefined {
  switch (expr.kind) {
    case 'Attribute':
    case 'Subscript':
      return expr.value;
    case 'Call':
      return expr.func;
    case 'BinOp':
    case 'Compare':
      return expr.left;
    case 'BoolOp':
      return expr.values[0];
    case 'IfExp':
      return expr.body;
    default:
      return undefined;
  }
}

function withFirstOperand(expr: Expr, operand: Expr): Expr {
  switch (expr.kind) {
    case 'Attribute':
    case 'Subscript':
      return { ...expr, value: operand };
    case 'Call':
      return { ...expr, func: operand };
    case 'BinOp':
    case 'Compare':
      return { ...expr, left: operand };
    case 'BoolOp':
      return { ...expr, values: [operand, ...expr.values.slice(1)] };
    case 'IfExp':
      return { ...expr, body: operand };
    default:
      return expr;
  }
}
