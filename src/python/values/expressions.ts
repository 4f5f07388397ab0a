import type { BinOp, BoolOp, Compare, Constant, Dict, Expr, IfExp, JoinedStr, List, PySet, Subscript, Tuple, UnaryOp } from '../ast.ts';
import type { PyValue } from '../value.ts';
import { itemsOf, orderedItemsOf } from './builtin-calls.ts';
import { compareValues, pyBool, truthOf } from './compare.ts';
import type { Evaluation } from './evaluation.ts';
import { budgetCap, charge, reasons, sizeOf, textCap, unknown } from './evaluation.ts';
import { formatValue } from './text/format.ts';
import { describe } from './names.ts';
import { applyOperator, applySign, isConstant, makeDict, makeSet, pyFloat, pyStr } from './operators.ts';
import { itemOf, sliceOf } from './subscripts.ts';

export function evaluateConstant(e: Evaluation, expr: Constant): PyValue {
  const { value } = expr;
  switch (value.type) {
    case 'str':
      return pyStr(value.value);
    case 'bytes':
      return { kind: 'bytes', value: value.value };
    case 'int':
      return { kind: 'int', value: value.value };
    case 'float':
      return pyFloat(value.value);
    case 'bool':
      return pyBool(value.value);
    case 'None':
      return { kind: 'none' };
    case 'Ellipsis':
      return { kind: 'ref', path: 'builtins.Ellipsis' };
    case 'complex':
      return unknown(e, expr, 'complex numbers are not worked out');
  }
}

export function evaluateElements(e: Evaluation, expr: Tuple | List | PySet): PyValue {
  const items: PyValue[] = [];
  for (const elt of expr.elts) {
    if (elt.kind !== 'Starred') {
      items.push(e.of(elt, e));
      continue;
    }
    const spread = e.of(elt.value, e);
    const more = expr.kind === 'Set' ? itemsOf(spread) : orderedItemsOf(spread);
    if (more === undefined) return unknown(e, expr, spread.kind === 'unknown' ? spread.reason : `it takes in ${describe(spread)}`);
    for (const item of more) items.push(item);
  }
  return expr.kind === 'Set' ? makeSet(items) : { kind: expr.kind === 'List' ? 'list' : 'tuple', items };
}

export function evaluateDict(e: Evaluation, expr: Dict): PyValue {
  const pairs: (readonly [PyValue, PyValue])[] = [];
  for (const [index, value] of expr.values.entries()) {
    const key = expr.keys[index];
    const item = e.of(value, e);
    if (key !== undefined) pairs.push([e.of(key, e), item]);
    else if (item.kind !== 'dict') return unknown(e, expr, item.kind === 'unknown' ? item.reason : `it takes in ${describe(item)}`);
    else for (const pair of item.entries) pairs.push(pair);
  }
  return makeDict(pairs);
}

/** A long sum leans to the left: its spine is walked without recursion. */
export function evaluateBinary(e: Evaluation, expr: BinOp): PyValue {
  const spine: BinOp[] = [];
  let first: Expr = expr;
  for (; first.kind === 'BinOp'; first = first.left) spine.push(first);
  let left = e.of(first, e);
  for (const operation of spine.toReversed()) {
    left = combine(e, operation, left, e.of(operation.right, e));
    if (left.kind === 'unknown') return unknown(e, expr, left.reason);
  }
  return left;
}

function combine(e: Evaluation, expr: BinOp, left: PyValue, right: PyValue): PyValue {
  if (left.kind === 'unknown') return left;
  if (right.kind === 'unknown') return right;
  if (!isConstant(left) || !isConstant(right)) return { kind: 'binop', op: expr.op, left, right };
  const result = applyOperator(expr.op, left, right);
  if (result !== undefined && !charge(e, sizeOf(result, budgetCap))) return unknown(e, expr, reasons.tooLarge);
  return result ?? unknown(e, expr, `\`${expr.op}\` on ${describe(left)} and ${describe(right)} is not worked out`);
}

export function evaluateUnary(e: Evaluation, expr: UnaryOp): PyValue {
  const operand = e.of(expr.operand, e);
  if (operand.kind === 'unknown') return unknown(e, expr, operand.reason);
  if (expr.op === 'not') {
    const truth = truthOf(operand);
    return truth === undefined ? unknown(e, expr, reasons.condition) : pyBool(!truth);
  }
  if (!isConstant(operand)) return { kind: 'unaryop', op: expr.op, operand };
  return applySign(expr.op, operand) ?? unknown(e, expr, `\`${expr.op}\` on ${describe(operand)} is not worked out`);
}

/** `and` and `or` give one of their operands, not a truth value. */
export function evaluateBoolean(e: Evaluation, expr: BoolOp): PyValue {
  let value: PyValue | undefined;
  for (const operand of expr.values) {
    value = e.of(operand, e);
    if (operand === expr.values.at(-1)) break;
    const truth = truthOf(value);
    if (truth === undefined) return unknown(e, expr, value.kind === 'unknown' ? value.reason : reasons.condition);
    if (truth === (expr.op === 'or')) return value;
  }
  return value ?? unknown(e, expr, reasons.condition);
}

export function evaluateCompare(e: Evaluation, expr: Compare): PyValue {
  let left = e.of(expr.left, e);
  for (const [index, op] of expr.ops.entries()) {
    const comparator = expr.comparators[index];
    if (comparator === undefined) break;
    const right = e.of(comparator, e);
    const result = compareValues(op, left, right);
    if (result === undefined) return unknown(e, expr, reasons.condition);
    if (!result) return pyBool(false);
    left = right;
  }
  return pyBool(true);
}

export function evaluateConditional(e: Evaluation, expr: IfExp): PyValue {
  const test = e.of(expr.test, e);
  const truth = truthOf(test);
  if (truth === undefined) return unknown(e, expr, test.kind === 'unknown' ? test.reason : reasons.condition);
  return e.of(truth ? expr.body : expr.orelse, e);
}

/** An f-string all of whose parts are constants. */
export function evaluateJoined(e: Evaluation, expr: JoinedStr): PyValue {
  let text = '';
  for (const part of expr.values) {
    const piece = part.kind === 'FormattedValue' ? undefined : e.of(part, e);
    if (part.kind === 'FormattedValue') {
      const value = e.of(part.value, e);
      const spec = part.formatSpec === undefined ? pyStr('') : e.of(part.formatSpec, e);
      if (value.kind === 'unknown') return unknown(e, expr, value.reason);
      const formatted = spec.kind === 'str' ? formatValue(value, spec.value, part.conversion) : undefined;
      if (formatted === undefined) return unknown(e, expr, `it formats ${describe(value)}`);
      text += formatted;
    } else if (piece?.kind === 'str') text += piece.value;
    else return unknown(e, expr, piece?.kind === 'unknown' ? piece.reason : 'it could not be read');
    if (text.length > textCap) return unknown(e, expr, reasons.tooLarge);
  }
  return pyStr(text);
}

/** `State["OPEN"]`: the member of an enumeration, as migrations write it. https://docs.djangoproject.com/en/3.2/releases/3.1/#migrations */
function memberOf(e: Evaluation, path: string, { slice }: Subscript): PyValue | undefined {
  if (slice.kind !== 'Constant' || slice.value.type !== 'str') return undefined;
  const name = slice.value.value;
  const member = /^[A-Za-z_]\w*$/.test(name) ? e.lookup(`${path}.${name}`) : undefined;
  return member?.kind === 'ref' && member.path.endsWith(`.${name}`) ? member : undefined;
}

export function evaluateSubscript(e: Evaluation, expr: Subscript): PyValue {
  const container = e.of(expr.value, e);
  if (container.kind === 'unknown') return unknown(e, expr, container.reason);
  if (container.kind === 'ref') return memberOf(e, container.path, expr) ?? unknown(e, expr, `an item of ${describe(container)}`);
  if (!isConstant(container)) return unknown(e, expr, `an item of ${describe(container)}`);
  if (expr.slice.kind === 'Slice') {
    const { lower, upper, step } = expr.slice;
    const bound = (part: Expr | undefined): PyValue | undefined => (part === undefined ? undefined : e.of(part, e));
    return (
      sliceOf(container, { lower: bound(lower), upper: bound(upper), step: bound(step) }) ?? unknown(e, expr, 'the slice is not worked out')
    );
  }
  const key = e.of(expr.slice, e);
  if (key.kind === 'unknown') return unknown(e, expr, key.reason);
  return itemOf(container, key) ?? unknown(e, expr, `${describe(container)} has no such item that is known`);
}
