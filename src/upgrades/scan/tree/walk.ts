/** Visits every node that runs on the new versions, and keeps where it stands. */
import type { ClassDef, FunctionDef, If, IfExp, Module, Stmt, Expr, Try } from '../../../python/ast.ts';
import type { Scope, Scopes } from '../resolve/scope.ts';
import { eachChild, type AnyNode } from './children.ts';
import { askedFor, caughtBy, isSkipped, isTypeChecking, outcomeOf, replaces, type GuardContext } from './guards.ts';
import { decide } from './version-tests.ts';

/** Where the visited node stands. The same object changes from node to node: read it, don't keep it. */
export interface Standing {
  readonly scope: Scope;
  /** Innermost last. */
  readonly ancestors: readonly AnyNode[];
  readonly classes: readonly ClassDef[];
  readonly functions: readonly FunctionDef[];
  /** Exceptions that an enclosing try catches. */
  readonly caught: readonly string[];
  /** Attributes that an enclosing test asked for with hasattr(). */
  readonly asked: readonly string[];
  /** Inside `if TYPE_CHECKING:`, or an import whose failure is passed over: it need not run. */
  readonly optional: boolean;
}

interface Walk {
  readonly context: GuardContext;
  readonly scopes: Scopes;
  readonly visit: (node: AnyNode, standing: Standing) => void;
  scope: Scope;
  readonly ancestors: AnyNode[];
  readonly classes: ClassDef[];
  readonly functions: FunctionDef[];
  caught: readonly string[];
  asked: readonly string[];
  optional: boolean;
}

/** Calls `visit` for each live node, outermost first. */
export function walkLive(module: Module, context: GuardContext, visit: Walk['visit']): void {
  const { scopes } = context.names;
  const walk: Walk = {
    context,
    scopes,
    visit,
    scope: scopes.module,
    ancestors: [],
    classes: [],
    functions: [],
    caught: [],
    asked: [],
    optional: false,
  };
  step(walk, module);
}

function step(walk: Walk, node: AnyNode): void {
  if (
    (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'ClassDef') &&
    isSkipped(walk.context, node, walk.scope)
  ) {
    walk.visit(node, walk);
    return;
  }
  walk.visit(node, walk);
  walk.ancestors.push(node);
  if (node.kind === 'If') stepIf(walk, node);
  else if (node.kind === 'IfExp') stepChoice(walk, node);
  else if (node.kind === 'Try' || node.kind === 'TryStar') stepTry(walk, node);
  else stepScope(walk, node);
  walk.ancestors.pop();
}

/** Decorators, defaults and bases belong to the scope outside; bodies to the one inside. */
function stepScope(walk: Walk, node: AnyNode): void {
  const inside = node.kind === 'Module' ? undefined : walk.scopes.of.get(node as never); // only scope nodes are keys
  if (inside === undefined) return eachChild(node, (child) => step(walk, child));
  const outside = walk.scope;
  const body = bodyOf(node);
  const isClass = node.kind === 'ClassDef';
  const isFunction = node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef';
  eachChild(node, (child) => {
    const within = body === undefined || body.has(child);
    walk.scope = within ? inside : outside;
    if (within && isClass) walk.classes.push(node);
    if (within && isFunction) walk.functions.push(node);
    step(walk, child);
    if (within && isClass) walk.classes.pop();
    if (within && isFunction) walk.functions.pop();
  });
  walk.scope = outside;
}

function bodyOf(node: AnyNode): ReadonlySet<Stmt | Expr> | undefined {
  if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'ClassDef') return new Set(node.body);
  return node.kind === 'Lambda' ? new Set([node.body]) : undefined;
}

function stepIf(walk: Walk, node: If): void {
  step(walk, node.test);
  const { asked, optional } = walk;
  const taken = decide(walk.context.names, node.test, walk.scope, walk.context.aim);
  walk.asked = [...asked, ...askedFor(node.test)];
  walk.optional = optional || isTypeChecking(node.test);
  if (taken !== false) for (const each of node.body) step(walk, each);
  walk.optional = optional;
  if (taken !== true) for (const each of node.orelse) step(walk, each);
  walk.asked = asked;
}

function stepChoice(walk: Walk, node: IfExp): void {
  step(walk, node.test);
  const { asked } = walk;
  const taken = decide(walk.context.names, node.test, walk.scope, walk.context.aim);
  walk.asked = [...asked, ...askedFor(node.test)];
  if (taken !== false) step(walk, node.body);
  if (taken !== true) step(walk, node.orelse);
  walk.asked = asked;
}

function stepTry(walk: Walk, node: Try): void {
  const outcome = outcomeOf(walk.context, node);
  const { caught, optional } = walk;
  const given = outcome === 'handler' && node.handlers.some(replaces);
  walk.caught = [...caught, ...node.handlers.flatMap(caughtBy)];
  walk.optional = optional || outcome === 'handler';
  if (!given) for (const each of node.body) step(walk, each);
  walk.caught = caught;
  walk.optional = optional || outcome === 'either';
  for (const handler of node.handlers) {
    if (handler.type !== undefined) step(walk, handler.type);
    if (outcome !== 'body') for (const each of handler.body) step(walk, each);
  }
  walk.optional = optional;
  for (const each of [...node.orelse, ...node.finalbody]) step(walk, each);
}
