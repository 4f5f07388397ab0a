import type { Expr, Node } from '../ast.ts';
import type { Scope } from '../scope.ts';
import type { PyCall, PyUnknown, PyValue } from '../value.ts';
import { sourceOf } from '../walk.ts';

/** What one evaluation carries along. */
export interface Evaluation {
  readonly scope: Scope;
  /** Variables of the comprehensions around the expression. */
  readonly locals: ReadonlyMap<string, PyValue>;
  readonly lookup: Lookup;
  readonly call: WorkOut;
  /** Shared by all that one evaluation leads to; the two counters are the only thing that changes. */
  readonly budget: Budget;
  /** Evaluates a part. */
  readonly of: (expr: Expr, e: Evaluation) => PyValue;
}

/** The value behind a dotted path of another module, undefined when it is not known; the path then stays a reference. */
export type Lookup = (dotted: string) => PyValue | undefined;

/** What a call of a function outside this module comes to, undefined when it is not known; it then stays a call. */
export type WorkOut = (call: PyCall) => PyValue | undefined;

interface Budget {
  /** Values that may still be made: doubling a list thirty times over is a short text. */
  values: number;
  /** Nested evaluations that are under way. */
  depth: number;
}

/** More than this in one value is not a constant that anybody wrote. */
export const budgetCap = 200_000;
export const depthCap = 250;
/** Longer texts are not put together. */
export const textCap = 1_048_576;

/** Takes from the budget; false when it is used up. */
export function charge({ budget }: Evaluation, values: number): boolean {
  budget.values -= values;
  return budget.values >= 0;
}

export function unknown(e: Evaluation, node: Node, reason: string): PyUnknown {
  return { kind: 'unknown', source: sourceOf(e.scope.module, node), reason };
}

/** Clauses for what can't be known that several places need. */
export const reasons = {
  tooLarge: 'the value is too large',
  tooDeep: 'the expression is nested too deeply',
  condition: 'it depends on a condition that is only known at run time',
} as const;

/** How many values stand in a value, itself included; stops counting at `cap`. */
export function sizeOf(value: PyValue, cap: number): number {
  let size = 0;
  const open: PyValue[] = [value];
  for (let at = open.pop(); at !== undefined && size < cap; at = open.pop()) {
    size++;
    if ('items' in at) for (const item of at.items) open.push(item);
    else if (at.kind === 'dict') for (const [key, item] of at.entries) open.push(key, item);
    else if (at.kind === 'call') open.push(...at.args, ...at.kwargs.values());
    else if (at.kind === 'binop') open.push(at.left, at.right);
  }
  return size;
}
