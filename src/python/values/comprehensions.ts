import type { Comprehension, ComprehensionClause, DictComp, Expr } from '../ast.ts';
import type { PyValue } from '../value.ts';
import { itemsOf, orderedItemsOf } from './builtin-calls.ts';
import { truthOf } from './compare.ts';
import type { Evaluation } from './evaluation.ts';
import { charge, reasons, sizeOf, unknown } from './evaluation.ts';
import { makeDict, makeSet } from './operators.ts';

/** A comprehension over constants; a generator becomes the list of what it yields. */
export function evaluateComprehension(e: Evaluation, expr: Comprehension | DictComp): PyValue {
  const items: PyValue[] = [];
  const pairs: (readonly [PyValue, PyValue])[] = [];
  const inOrder = expr.kind === 'ListComp' || expr.kind === 'GeneratorExp';
  const reason = runClauses(e, expr.generators, inOrder, (inner) => {
    if (expr.kind === 'DictComp') pairs.push([e.of(expr.key, inner), e.of(expr.value, inner)]);
    else items.push(e.of(expr.elt, inner));
  });
  if (reason !== undefined) return unknown(e, expr, reason);
  switch (expr.kind) {
    case 'DictComp':
      return makeDict(pairs);
    case 'SetComp':
      return makeSet(items);
    case 'ListComp':
    case 'GeneratorExp':
      return { kind: 'list', items };
  }
}

/** Calls `yieldOne` for each turn of the loops; returns why it could not, if so. */
function runClauses(
  e: Evaluation,
  clauses: readonly ComprehensionClause[],
  inOrder: boolean,
  yieldOne: (inner: Evaluation) => void,
): string | undefined {
  const [clause, ...rest] = clauses;
  if (clause === undefined) {
    yieldOne(e);
    return undefined;
  }
  const over = e.of(clause.iter, e);
  const items = clause.isAsync ? undefined : inOrder ? orderedItemsOf(over) : itemsOf(over);
  if (items === undefined) return over.kind === 'unknown' ? over.reason : 'what it goes through is not known';
  for (const item of items) {
    if (!charge(e, sizeOf(item, 1000))) return reasons.tooLarge;
    const locals = new Map(e.locals);
    if (!bindTarget(clause.target, item, locals)) return 'what it unpacks is not known';
    const inner = { ...e, locals };
    const wanted = passes(inner, clause.ifs);
    if (wanted === undefined) return reasons.condition;
    const reason = wanted ? runClauses(inner, rest, inOrder, yieldOne) : undefined;
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function passes(e: Evaluation, tests: readonly Expr[]): boolean | undefined {
  for (const test of tests) {
    const truth = truthOf(e.of(test, e));
    if (truth !== true) return truth;
  }
  return true;
}

function bindTarget(target: Expr, value: PyValue, locals: Map<string, PyValue>): boolean {
  if (target.kind === 'Name') {
    locals.set(target.id, value);
    return true;
  }
  if (target.kind !== 'Tuple' && target.kind !== 'List') return false;
  const items = value.kind === 'set' ? undefined : itemsOf(value);
  if (items?.length !== target.elts.length) return false;
  return target.elts.every((elt, index) => {
    const item = items[index];
    return item !== undefined && bindTarget(elt, item, locals);
  });
}
