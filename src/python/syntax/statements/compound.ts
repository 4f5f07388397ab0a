import type { ExceptHandler, Expr, If, MatchCase, Stmt, WithItem } from '../../ast.ts';
import type { Conversion } from '../conversion.ts';
import { addProblem, endOf, exprAt, kidsOf, optionalExprAt, startOf, textOf, typeOf } from '../conversion.ts';
import { depthCap } from '../flat-tree.ts';
import { capturesOf } from './patterns.ts';

/** The end of a block's last statement, its semicolon included: comments after it do not belong to it in Python. */
export function blockEnd(c: Conversion, block: number | undefined): number {
  if (block === undefined) return 0;
  const end = c.blocks[block]?.at(-1)?.end ?? endOf(c, block);
  let next = end;
  while (c.text.charAt(next) === ' ') next++;
  return c.text.charAt(next) === ';' ? next + 1 : end;
}

function blockIn(c: Conversion, node: number | undefined): number | undefined {
  return node === undefined ? undefined : kidsOf(c, node).find((kid) => typeOf(c, kid) === 'block');
}

function bodyOf(c: Conversion, block: number | undefined): readonly Stmt[] {
  return (block === undefined ? undefined : c.blocks[block]) ?? [];
}

function only(c: Conversion, kids: readonly number[], type: string): number | undefined {
  return kids.find((kid) => typeOf(c, kid) === type);
}

/** Each `elif` is an If alone in the `orelse` of the one before. */
export function convertIf(c: Conversion, node: number, kids: readonly number[]): Stmt | undefined {
  if (kids.length > depthCap) {
    addProblem(c, node, 'This `if` has too many branches to be read.');
    return undefined;
  }
  const otherwise = blockIn(c, only(c, kids, 'else_clause'));
  let orelse = bodyOf(c, otherwise);
  let end = otherwise === undefined ? undefined : blockEnd(c, otherwise);
  for (const clause of kids.filter((kid) => typeOf(c, kid) === 'elif_clause').toReversed()) {
    const nested = makeIf(c, clause, orelse, end);
    end = nested.end;
    orelse = [nested];
  }
  return makeIf(c, node, orelse, end);
}

function makeIf(c: Conversion, node: number, orelse: readonly Stmt[], end: number | undefined): If {
  const [test] = kidsOf(c, node);
  const block = blockIn(c, node);
  return { kind: 'If', start: startOf(c, node), end: end ?? blockEnd(c, block), test: exprAt(c, test), body: bodyOf(c, block), orelse };
}

export function convertFor(c: Conversion, node: number, kids: readonly number[]): Stmt {
  const isAsync = typeOf(c, kids[0]) === 'async';
  const [target, iter, block] = isAsync ? kids.slice(1) : kids;
  const otherwise = blockIn(c, only(c, kids, 'else_clause'));
  return {
    kind: isAsync ? 'AsyncFor' : 'For',
    start: startOf(c, node),
    end: blockEnd(c, otherwise ?? block),
    target: exprAt(c, target),
    iter: exprAt(c, iter),
    body: bodyOf(c, block),
    orelse: bodyOf(c, otherwise),
  };
}

export function convertWhile(c: Conversion, node: number, kids: readonly number[]): Stmt {
  const [test, block] = kids;
  const otherwise = blockIn(c, only(c, kids, 'else_clause'));
  return {
    kind: 'While',
    start: startOf(c, node),
    end: blockEnd(c, otherwise ?? block),
    test: exprAt(c, test),
    body: bodyOf(c, block),
    orelse: bodyOf(c, otherwise),
  };
}

export function convertWith(c: Conversion, node: number, kids: readonly number[]): Stmt {
  const clause = only(c, kids, 'with_clause');
  const block = only(c, kids, 'block');
  const items: WithItem[] = [];
  for (const item of clause === undefined ? [] : kidsOf(c, clause)) {
    const [value] = kidsOf(c, item);
    const isAs = typeOf(c, value) === 'as_pattern' && value !== undefined;
    const [context, target] = isAs ? kidsOf(c, value) : [value, undefined];
    items.push({ start: startOf(c, item), end: endOf(c, item), contextExpr: exprAt(c, context), optionalVars: optionalExprAt(c, target) });
  }
  const kind = typeOf(c, kids[0]) === 'async' ? 'AsyncWith' : 'With';
  return { kind, start: startOf(c, node), end: blockEnd(c, block), items, body: bodyOf(c, block) };
}

export function convertTry(c: Conversion, node: number, kids: readonly number[]): Stmt {
  const clauses = kids.filter((kid) => typeOf(c, kid) === 'except_clause');
  const otherwise = blockIn(c, only(c, kids, 'else_clause'));
  const final = blockIn(c, only(c, kids, 'finally_clause'));
  const block = only(c, kids, 'block');
  const stars = clauses.filter((clause) => typeOf(c, kidsOf(c, clause)[0]) === '*');
  if (stars.length > 0 && stars.length < clauses.length) addProblem(c, node, 'A `try` cannot have both `except` and `except*`.');
  if (clauses.length === 0 && final === undefined) addProblem(c, node, 'This `try` has neither `except` nor `finally`.');
  return {
    kind: stars.length > 0 ? 'TryStar' : 'Try',
    start: startOf(c, node),
    end: blockEnd(c, final ?? otherwise ?? blockIn(c, clauses.at(-1)) ?? block),
    body: bodyOf(c, block),
    handlers: clauses.map((clause) => convertHandler(c, clause)),
    orelse: bodyOf(c, otherwise),
    finalbody: bodyOf(c, final),
  };
}

/** `except A, B:` without parentheses is a tuple since Python 3.14 (PEP 758). */
function convertHandler(c: Conversion, node: number): ExceptHandler {
  const block = blockIn(c, node);
  const values = kidsOf(c, node).filter((kid) => typeOf(c, kid) !== 'block' && typeOf(c, kid) !== '*');
  const [first, second] = values;
  const last = values.at(-1);
  const common = { start: startOf(c, node), end: blockEnd(c, block), body: bodyOf(c, block) };
  if (first === undefined || last === undefined) return { ...common, type: undefined, name: undefined };
  if (typeOf(c, first) === 'as_pattern') {
    const [type, target] = kidsOf(c, first);
    return { ...common, type: exprAt(c, type), name: target === undefined ? undefined : textOf(c, target) };
  }
  if (second === undefined) return { ...common, type: exprAt(c, first), name: undefined };
  if (typeOf(c, last) === 'as_pattern') addProblem(c, node, 'Several exceptions before `as` need parentheses.');
  return {
    ...common,
    type: { kind: 'Tuple', start: startOf(c, first), end: endOf(c, last), elts: values.map((value) => exprAt(c, value)) },
    name: undefined,
  };
}

export function convertMatch(c: Conversion, node: number, kids: readonly number[]): Stmt {
  const block = only(c, kids, 'block');
  const subjects = kids.filter((kid) => kid !== block);
  const cases = (block === undefined ? [] : kidsOf(c, block))
    .filter((kid) => typeOf(c, kid) === 'case_clause')
    .map((clause) => convertCase(c, clause));
  return { kind: 'Match', start: startOf(c, node), end: cases.at(-1)?.end ?? endOf(c, node), subject: readSubject(c, subjects), cases };
}

function readSubject(c: Conversion, nodes: readonly number[]): Expr {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first === undefined || last === undefined || nodes.length === 1) return exprAt(c, first);
  return {
    kind: 'Tuple',
    start: startOf(c, first),
    end: endOf(c, last),
    elts: nodes.filter((kid) => typeOf(c, kid) !== ',').map((kid) => exprAt(c, kid)),
  };
}

function convertCase(c: Conversion, node: number): MatchCase {
  const kids = kidsOf(c, node);
  const block = only(c, kids, 'block');
  const patterns = kids.filter((kid) => typeOf(c, kid) === 'case_pattern');
  const guard = only(c, kids, 'if_clause');
  const [first] = patterns;
  const last = patterns.at(-1);
  return {
    start: startOf(c, node),
    end: blockEnd(c, block),
    pattern: first === undefined || last === undefined ? '' : c.text.slice(startOf(c, first), endOf(c, last)),
    captures: capturesOf(c, patterns),
    guard: guard === undefined ? undefined : exprAt(c, kidsOf(c, guard)[0]),
    body: bodyOf(c, block),
  };
}
