import type { Call, Expr, Keyword } from '../ast.ts';
import type { PyCall, PyValue } from '../value.ts';
import { rangeOf } from '../walk.ts';
import { callBuiltin, callContainerMethod, itemsOf } from './builtin-calls.ts';
import type { Evaluation } from './evaluation.ts';
import { unknown } from './evaluation.ts';
import { attributeOf, describe } from './names.ts';
import { isConstant } from './operators.ts';
import { callTextMethod } from './text/methods.ts';

/** `f(…)`: worked out when it is one of a few functions on constants, otherwise a call with its arguments evaluated. */
export function evaluateCall(e: Evaluation, expr: Call): PyValue {
  const { func } = expr;
  if (func.kind !== 'Attribute') {
    const target = e.of(func, e);
    if (target.kind === 'ref') return callOf(e, expr, { callee: target.path });
    return unknown(e, expr, target.kind === 'unknown' ? target.reason : `a call of ${describe(target)}`);
  }
  const receiver = e.of(func.value, e);
  if (receiver.kind === 'unknown') return unknown(e, expr, receiver.reason);
  if (receiver.kind !== 'ref') return callOf(e, expr, { callee: func.attr, receiver });
  const target = attributeOf(e, receiver, func);
  if (target.kind === 'ref') return callOf(e, expr, { callee: target.path });
  return unknown(e, expr, target.kind === 'unknown' ? target.reason : `a call of ${describe(target)}`);
}

interface Target {
  readonly callee: string;
  readonly receiver?: PyValue;
}

function callOf(e: Evaluation, expr: Call, target: Target): PyValue {
  const args = readArgs(e, expr.args);
  const kwargs = readKeywords(e, expr.keywords);
  if (args === undefined || kwargs === undefined) return unknown(e, expr, 'it takes in arguments (`*` or `**`) that are not known');
  const known = workOut(target, args, kwargs);
  if (known !== undefined) return known;
  if (target.receiver !== undefined && isConstant(target.receiver))
    return unknown(e, expr, `the method \`${target.callee}\` of ${describe(target.receiver)} is not worked out`);
  const call: PyCall = { kind: 'call', ...target, args, kwargs, expr, range: rangeOf(e.scope.module, expr) };
  return e.call(call) ?? call;
}

function workOut({ callee, receiver }: Target, args: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>): PyValue | undefined {
  if (receiver === undefined) return callBuiltin(callee, args, kwargs);
  if (receiver.kind === 'str') return callTextMethod(callee, receiver.value, args, kwargs);
  return kwargs.size === 0 ? callContainerMethod(callee, receiver, args) : undefined;
}

function readArgs(e: Evaluation, exprs: readonly Expr[]): readonly PyValue[] | undefined {
  const args: PyValue[] = [];
  for (const expr of exprs) {
    if (expr.kind !== 'Starred') {
      args.push(e.of(expr, e));
      continue;
    }
    const spread = e.of(expr.value, e);
    const items = spread.kind === 'set' ? undefined : itemsOf(spread);
    if (items === undefined) return undefined;
    for (const item of items) args.push(item);
  }
  return args;
}

function readKeywords(e: Evaluation, keywords: readonly Keyword[]): ReadonlyMap<string, PyValue> | undefined {
  const kwargs = new Map<string, PyValue>();
  for (const { arg, value } of keywords) {
    const given = e.of(value, e);
    if (arg !== undefined) {
      kwargs.set(arg, given);
      continue;
    }
    if (given.kind !== 'dict') return undefined;
    for (const [key, entry] of given.entries) {
      if (key.kind !== 'str') return undefined;
      kwargs.set(key.value, entry);
    }
  }
  return kwargs;
}
