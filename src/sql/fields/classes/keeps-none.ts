/** What a conversion of values such as `get_prep_value` makes of None: its body is followed with the value as None. */
import type { Expr, FunctionDef, Stmt } from '../../../python/ast.ts';

/** What is known of a name or an expression while the body is followed. */
type Known = 'none' | 'true' | 'false' | 'unknown';

/** True when the method is seen to give None back for None. An absent method changes nothing. */
export function keepsNone(method: FunctionDef | undefined): boolean {
  if (method === undefined) return true;
  const parameter = method.args.args[1]?.name;
  if (parameter === undefined) return false;
  const returned = follow(method.body, new Map([[parameter, 'none']]));
  return returned === undefined || returned === 'none';
}

/** What a return statement gives; undefined when the body ends without one. */
function follow(body: readonly Stmt[], names: Map<string, Known>): Known | undefined {
  for (const statement of body) {
    if (statement.kind === 'Return') return statement.value === undefined ? 'none' : valueOf(statement.value, names);
    if (statement.kind === 'Assign') {
      const known = valueOf(statement.value, names);
      for (const target of statement.targets) if (target.kind === 'Name') names.set(target.id, known);
    } else if (statement.kind === 'If') {
      const answer = truth(valueOf(statement.test, names));
      if (answer === undefined) return 'unknown';
      const returned = follow(answer ? statement.body : statement.orelse, names);
      if (returned !== undefined) return returned;
    } else if (statement.kind !== 'Expr' && statement.kind !== 'Import' && statement.kind !== 'ImportFrom' && statement.kind !== 'Pass') {
      return 'unknown';
    }
  }
  return undefined;
}

function truth(known: Known): boolean | undefined {
  return known === 'unknown' ? undefined : known === 'true';
}

function valueOf(expr: Expr, names: ReadonlyMap<string, Known>): Known {
  switch (expr.kind) {
    case 'Name':
      return names.get(expr.id) ?? 'unknown';
    case 'Constant':
      return expr.value.type === 'None' ? 'none' : 'unknown';
    case 'Call':
      return callOf(expr, names);
    case 'UnaryOp': {
      const operand = truth(valueOf(expr.operand, names));
      return expr.op !== 'not' || operand === undefined ? 'unknown' : operand ? 'false' : 'true';
    }
    case 'Compare':
      return compared(expr, names);
    case 'BoolOp':
      return joined(expr.op, expr.values, names);
    case 'IfExp': {
      const answer = truth(valueOf(expr.test, names));
      return answer === undefined ? 'unknown' : valueOf(answer ? expr.body : expr.orelse, names);
    }
    default:
      return 'unknown';
  }
}

/** `super().get_prep_value(None)` is None for Django's fields; None is an instance of nothing that is asked for. */
function callOf({ func, args }: Extract<Expr, { kind: 'Call' }>, names: ReadonlyMap<string, Known>): Known {
  const [first, second] = args;
  const given = first === undefined ? 'unknown' : valueOf(first, names);
  if (func.kind === 'Name' && func.id === 'isinstance') return given === 'none' && !namesNoneType(second) ? 'false' : 'unknown';
  if (func.kind !== 'Attribute' || given !== 'none') return 'unknown';
  const isSuper = func.value.kind === 'Call' && func.value.func.kind === 'Name' && func.value.func.id === 'super';
  return isSuper && /^get_(?:db_)?prep_(?:value|save)$|^to_python$/.test(func.attr) ? 'none' : 'unknown';
}

function namesNoneType(expr: Expr | undefined): boolean {
  if (expr?.kind === 'Tuple') return expr.elts.some(namesNoneType);
  return (
    expr === undefined || (expr.kind !== 'Name' && expr.kind !== 'Attribute') || /none/i.test(expr.kind === 'Name' ? expr.id : expr.attr)
  );
}

function compared({ left, ops, comparators }: Extract<Expr, { kind: 'Compare' }>, names: ReadonlyMap<string, Known>): Known {
  const [op] = ops;
  const [right] = comparators;
  if (ops.length !== 1 || right === undefined || valueOf(left, names) !== 'none') return 'unknown';
  const isNone = right.kind === 'Constant' && right.value.type === 'None';
  if (right.kind !== 'Constant') return 'unknown';
  if (op === 'is' || op === '==') return isNone ? 'true' : 'false';
  return op === 'is not' || op === '!=' ? (isNone ? 'false' : 'true') : 'unknown';
}

/** `and` and `or` give back the operand that decides. */
function joined(op: 'and' | 'or', operands: readonly Expr[], names: ReadonlyMap<string, Known>): Known {
  let last: Known = 'unknown';
  for (const operand of operands) {
    last = valueOf(operand, names);
    const answer = truth(last);
    if (answer === undefined || answer === (op === 'or')) return last;
  }
  return last;
}
