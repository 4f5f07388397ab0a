/** Code that the new version never runs, or that is ready for a failure. */
import type { ClassDef, ExceptHandler, Expr, FunctionDef, Stmt, Try } from '../../../python/ast.ts';
import type { ScanAim } from '../../hit.ts';
import type { Names } from '../resolve/qualify.ts';
import type { Branch, Scope } from '../resolve/scope.ts';
import { absoluteModule } from '../resolve/scopes.ts';
import { descend } from './children.ts';
import { decide } from './version-tests.ts';

/** What a file's guards are judged by. */
export interface GuardContext {
  readonly names: Names;
  readonly aim: ScanAim;
  /** The path no longer exists on the new versions. */
  readonly isGone: (path: string) => boolean;
  /** The module is Django's or Python's, whose contents we know. */
  readonly isKnown: (path: string) => boolean;
}

/** Which parts of an import with a fallback run on the new versions. */
export type TryOutcome = 'body' | 'handler' | 'either';

const importErrors = new Set(['ImportError', 'ModuleNotFoundError', 'Exception', 'BaseException', '*']);

/** `try: import new / except ImportError: import old`: undefined when the try statement guards no import. */
export function outcomeOf(context: GuardContext, statement: Try): TryOutcome | undefined {
  const catching = statement.handlers.filter((handler) => caughtBy(handler).some((name) => importErrors.has(name)));
  const imported = statement.body.flatMap((each) => importedBy(context, each));
  if (catching.length === 0 || imported.length === 0) return undefined;
  if (imported.some(context.isGone)) return catching.every(offersNothing) ? 'body' : 'handler';
  return imported.every(context.isKnown) ? 'body' : 'either';
}

/** A handler that only raises again leaves the failure standing. */
function offersNothing(handler: ExceptHandler): boolean {
  return handler.body.some((each) => each.kind === 'Raise');
}

/** Whether a fallback puts something in the place of what failed, as against passing over it. */
export function replaces(handler: ExceptHandler): boolean {
  return handler.body.some((each) => each.kind !== 'Pass' && each.kind !== 'Expr');
}

function importedBy({ names }: GuardContext, statement: Stmt): readonly string[] {
  if (statement.kind === 'Import') return statement.names.map((alias) => alias.name);
  if (statement.kind !== 'ImportFrom') return [];
  const module = absoluteModule(statement, names.package);
  return statement.names.map((alias) => `${module}.${alias.name}`);
}

/** The names of the exceptions that a handler catches; `*` for a bare one. */
export function caughtBy(handler: ExceptHandler): readonly string[] {
  if (handler.type === undefined) return ['*'];
  const types = handler.type.kind === 'Tuple' ? handler.type.elts : [handler.type];
  return types.map((each) => (each.kind === 'Name' ? each.id : each.kind === 'Attribute' ? each.attr : '?'));
}

/** False for a branch that the new versions never take. */
export function isLiveBranch(context: GuardContext, { of, part }: Branch, scope: Scope): boolean {
  if (of.kind === 'If') {
    const taken = decide(context.names, of.test, scope, context.aim);
    return taken === undefined || taken === (part === 'body');
  }
  const outcome = outcomeOf(context, of);
  if (part === 'handler') return outcome !== 'body';
  return part !== 'body' || outcome !== 'handler';
}

/** `@skipIf(django.VERSION >= (4,), …)`: the decorated test is never run on the new versions. */
export function isSkipped(context: GuardContext, node: FunctionDef | ClassDef, scope: Scope): boolean {
  return node.decorators.some((decorator) => {
    if (decorator.kind !== 'Call') return false;
    const name = decorator.func.kind === 'Attribute' ? decorator.func.attr : decorator.func.kind === 'Name' ? decorator.func.id : '';
    const [test] = decorator.args;
    if (test === undefined || !['skipIf', 'skipUnless', 'skipif'].includes(name)) return false;
    return decide(context.names, test, scope, context.aim) === (name !== 'skipUnless');
  });
}

/** `TYPE_CHECKING`, which is false when the code runs. */
export function isTypeChecking(test: Expr): boolean {
  return (test.kind === 'Name' && test.id === 'TYPE_CHECKING') || (test.kind === 'Attribute' && test.attr === 'TYPE_CHECKING');
}

/** The attribute names that a test asks for with hasattr() or getattr(). */
export function askedFor(test: Expr): readonly string[] {
  const asked: string[] = [];
  for (const node of descend(test)) {
    if (node.kind !== 'Call' || node.func.kind !== 'Name' || (node.func.id !== 'hasattr' && node.func.id !== 'getattr')) continue;
    const name = node.args[1];
    if (name?.kind === 'Constant' && name.value.type === 'str') asked.push(name.value.value);
  }
  return asked;
}
