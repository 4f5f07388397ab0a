import type { Expr } from './ast.ts';
import type { Scope } from './scope.ts';
import type { PyValue } from './value.ts';
import { evaluateCall } from './values/calls.ts';
import { evaluateComprehension } from './values/comprehensions.ts';
import type { Evaluation, Lookup, WorkOut } from './values/evaluation.ts';
import { budgetCap, charge, depthCap, reasons, unknown } from './values/evaluation.ts';
import {
  evaluateBinary,
  evaluateBoolean,
  evaluateCompare,
  evaluateConditional,
  evaluateConstant,
  evaluateDict,
  evaluateElements,
  evaluateJoined,
  evaluateSubscript,
  evaluateUnary,
} from './values/expressions.ts';
import { evaluateAttribute, evaluateName, valueBefore } from './values/names.ts';

export interface EvaluateOptions {
  /**
   * Looks into other modules: the value behind a dotted path (`shop.constants.CHOICES`), undefined to keep it a reference. It is asked
   * for every imported name and each attribute of one, and must itself guard against modules that import each other.
   */
  readonly lookup?: Lookup;
  /**
   * Works out calls of functions that Python itself does not bring: of a library, or of the repository. It is asked for every call of a known
   * name that is not worked out otherwise.
   */
  readonly call?: WorkOut;
  /** Names that come before those of the scope: the parameters of a function, with the values of one call. */
  readonly locals?: ReadonlyMap<string, PyValue>;
}

/**
 * What an expression is worth at its place in the body of `scope`, as far as that is known without running anything. Never throws;
 * what is not known is a PyUnknown with its text and the reason. Values too large or nested too deeply are unknown as well.
 */
export function evaluate(expr: Expr, scope: Scope, options: EvaluateOptions = {}): PyValue {
  return evaluatePart(expr, startEvaluation(scope, options));
}

/** What a name stands for at the end of the body of `scope`; undefined when the body and those around it do not define it. */
export function evaluateNamed(name: string, scope: Scope, options: EvaluateOptions = {}): PyValue | undefined {
  const e = startEvaluation(scope, options);
  let defined = scope.bindings.has(name);
  for (let here = scope.parent; here !== undefined && !defined; here = here.parent) defined = here.bindings.has(name);
  if (!defined) return undefined;
  const value = valueBefore(e, name, { kind: 'Name', id: name, start: 0, end: 0 }, Infinity);
  return value.kind === 'unknown' ? { ...value, source: name } : value;
}

function startEvaluation(
  scope: Scope,
  { lookup = () => undefined, call = () => undefined, locals = new Map() }: EvaluateOptions,
): Evaluation {
  return { scope, locals, lookup, call, budget: { values: budgetCap, depth: 0 }, of: evaluatePart };
}

function evaluatePart(expr: Expr, e: Evaluation): PyValue {
  if (e.budget.depth >= depthCap) return unknown(e, expr, reasons.tooDeep);
  if (!charge(e, 1)) return unknown(e, expr, reasons.tooLarge);
  e.budget.depth++;
  const value = evaluateKind(expr, e);
  e.budget.depth--;
  return value;
}

function evaluateKind(expr: Expr, e: Evaluation): PyValue {
  switch (expr.kind) {
    case 'Constant':
      return evaluateConstant(e, expr);
    case 'Name':
      return evaluateName(e, expr);
    case 'Attribute':
      return evaluateAttribute(e, expr);
    case 'Call':
      return evaluateCall(e, expr);
    case 'Tuple':
    case 'List':
    case 'Set':
      return evaluateElements(e, expr);
    case 'Dict':
      return evaluateDict(e, expr);
    case 'BinOp':
      return evaluateBinary(e, expr);
    case 'UnaryOp':
      return evaluateUnary(e, expr);
    case 'BoolOp':
      return evaluateBoolean(e, expr);
    case 'Compare':
      return evaluateCompare(e, expr);
    case 'IfExp':
      return evaluateConditional(e, expr);
    case 'JoinedStr':
      return evaluateJoined(e, expr);
    case 'Subscript':
      return evaluateSubscript(e, expr);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
    case 'DictComp':
      return evaluateComprehension(e, expr);
    case 'NamedExpr':
      return e.of(expr.value, e);
    case 'Lambda':
      return unknown(e, expr, 'a lambda is code');
    case 'Await':
    case 'YieldFrom':
    case 'Yield':
      return unknown(e, expr, 'it is only known at run time');
    case 'TemplateStr':
      return unknown(e, expr, 'a t-string is put together at run time');
    case 'Slice':
    case 'Starred':
    case 'FormattedValue':
    case 'UnknownExpr':
      return unknown(e, expr, 'it could not be read');
  }
}
