/** Operation classes of the repository, seen through their bases. */
import type { Call, ClassDef, Expr, FunctionDef, Stmt } from '../../python/ast.ts';
import type { PyCall } from '../../python/value.ts';
import type { Operation, UnknownOperation } from '../operation.ts';
import { bindArguments, builtinOperation, operationSignatures } from './operation-arguments.ts';
import type { Argument } from './operation-arguments.ts';
import { parameterValues } from '../resolve/parameter-values.ts';
import type { Definition, Reader } from '../resolve/reader.ts';

type ClassDefinition = Extract<Definition, { kind: 'class' }>;

export type CustomOperation =
  | {
      readonly kind: 'known';
      readonly builtin: NonNullable<ReturnType<typeof builtinOperation>>;
      readonly bound: ReadonlyMap<string, Argument>;
      readonly custom: NonNullable<Operation['custom']>;
    }
  | { readonly kind: 'unknown'; readonly reason: string; readonly effect: Pick<UnknownOperation, 'changesState'> };

/** The methods of django.db.migrations.operations.base.Operation. */
const operationMethods: ReadonlySet<string> = new Set([
  '__init__',
  'deconstruct',
  'state_forwards',
  'database_forwards',
  'database_backwards',
  'describe',
  'formatted_description',
  'migration_name_fragment',
  'references_model',
  'references_field',
  'allow_migrate_model',
  'reduce',
  'can_reduce_through',
]);

/** Django's operations that never touch the state, whatever their arguments. */
const withoutState: ReadonlySet<string> = new Set([
  'RunPython',
  'CreateExtension',
  'CreateCollation',
  'RemoveCollation',
  'ValidateConstraint',
]);

/**
 * Operations of packages that run SQL or code and leave fields and tables of the state alone.
 * https://django-pgtrigger.readthedocs.io/en/latest/ and https://docs.wagtail.org/en/stable/advanced_topics/i18n.html
 */
const stateless = /^(pgtrigger\.migrations\.(AddTrigger|RemoveTrigger)|wagtail\.(core\.)?models\.(i18n\.)?Bootstrap\w+)$/;

/** What a call of a class that is none of Django's comes to. */
export function resolveCustom(call: PyCall, reader: Reader): CustomOperation {
  const found = reader.find(call.callee);
  if (found === undefined)
    return unknown(`${call.callee} is not in the repository`, stateless.test(call.callee) ? { changesState: false } : {});
  if (found.kind === 'function') return unknown(`${call.callee} is a function that makes an operation`);
  const lineage = lineageOf(found);
  const overrides = overridesOf(lineage.classes);
  if (lineage.base === undefined) {
    const effect = leavesStateAlone(lineage.classes) ? { changesState: false } : {};
    const reason = lineage.isOperation
      ? `${found.path} is an operation of its own kind`
      : `the bases of ${found.path} do not lead to an operation of Django`;
    return unknown(reason, lineage.isOperation ? effect : {});
  }
  const bound = argumentsThrough(call, lineage.classes, operationSignatures[lineage.base.kind]);
  if (bound === undefined) {
    const effect = withoutState.has(lineage.base.kind) ? { changesState: false } : {};
    return unknown(`${found.path} makes its arguments in its own __init__`, effect);
  }
  return { kind: 'known', builtin: lineage.base, bound, custom: { path: found.path, overrides } };
}

function unknown(reason: string, effect: Pick<UnknownOperation, 'changesState'> = {}): CustomOperation {
  return { kind: 'unknown', reason, effect };
}

interface Lineage {
  /** The class itself first, then those of its bases that stand in the repository. */
  readonly classes: readonly ClassDefinition[];
  readonly base: ReturnType<typeof builtinOperation>;
  /** It builds on Django's Operation itself. */
  readonly isOperation: boolean;
}

/** Follows the bases, depth first as Python's method resolution does for a simple tree, to the first operation of Django. */
function lineageOf(start: ClassDefinition): Lineage {
  const classes: ClassDefinition[] = [];
  const seen = new Set<string>();
  const open: ClassDefinition[] = [start];
  let base: ReturnType<typeof builtinOperation>;
  let isOperation = false;
  for (let each = open.shift(); each !== undefined; each = open.shift()) {
    if (seen.has(each.path)) continue;
    seen.add(each.path);
    classes.push(each);
    for (const expr of each.node.bases) {
      const path = each.reader.resolve(expr);
      if (path === undefined) continue;
      base ??= builtinOperation(path);
      isOperation ||=
        /^django\.db\.migrations\.(operations\.base\.)?Operation$/.test(path) || path === 'django.db.migrations.operations.Operation';
      const parent = each.reader.find(path);
      if (parent?.kind === 'class') open.push(parent);
    }
  }
  return { classes, base, isOperation };
}

function methodsOf(node: ClassDef): readonly FunctionDef[] {
  return node.body.filter((stmt): stmt is FunctionDef => stmt.kind === 'FunctionDef');
}

function overridesOf(classes: readonly ClassDefinition[]): readonly string[] {
  const names = classes.flatMap(({ node }) => methodsOf(node).map(({ name }) => name));
  return [...new Set(names.filter((name) => operationMethods.has(name)))];
}

/** Whether `state_forwards` is there and does nothing. */
function leavesStateAlone(classes: readonly ClassDefinition[]): boolean {
  for (const { node } of classes) {
    const method = methodsOf(node).find(({ name }) => name === 'state_forwards');
    if (method !== undefined) return method.body.every(doesNothing);
  }
  return false;
}

function doesNothing(stmt: Stmt): boolean {
  if (stmt.kind === 'Pass') return true;
  if (stmt.kind === 'Expr') return stmt.value.kind === 'Constant';
  return stmt.kind === 'Return' && (stmt.value === undefined || (stmt.value.kind === 'Constant' && stmt.value.value.type === 'None'));
}

/** The arguments that reach Django's class: through each `__init__` on the way that hands them to `super().__init__`. */
function argumentsThrough(
  call: PyCall,
  classes: readonly ClassDefinition[],
  signature: readonly string[],
): ReadonlyMap<string, Argument> | undefined {
  let at = call;
  for (const each of classes) {
    const init = methodsOf(each.node).find(({ name }) => name === '__init__');
    if (init === undefined) continue;
    const handed = superCall(init, each);
    if (handed === undefined) return undefined;
    const value = each.reader.evaluate(
      handed,
      parameterValues(init.args, at, { evaluate: (expr) => each.reader.evaluate(expr), bound: true }),
    );
    if (value.kind !== 'call') return undefined;
    at = { ...value, expr: call.expr, range: call.range };
  }
  if (at === call) return bindArguments(call, signature);
  const bound = new Map<string, Argument>();
  at.args.forEach((value, index) => bound.set(signature[index] ?? `*${index}`, { value, expr: undefined }));
  for (const [name, value] of at.kwargs) bound.set(name, { value, expr: undefined });
  return bound;
}

/** The call of `super().__init__(…)` among the statements of an `__init__`, which may otherwise only set attributes of `self`. */
function superCall(init: FunctionDef, { reader }: ClassDefinition): Call | undefined {
  let found: Call | undefined;
  for (const stmt of init.body) {
    if (stmt.kind === 'Expr' && stmt.value.kind === 'Call' && isSuperInit(stmt.value.func, reader)) found = stmt.value;
    else if (!doesNothing(stmt) && !setsAttribute(stmt)) return undefined;
  }
  return found;
}

function isSuperInit(func: Expr, reader: Reader): boolean {
  return (
    func.kind === 'Attribute' && func.attr === '__init__' && func.value.kind === 'Call' && reader.sourceOf(func.value.func) === 'super'
  );
}

function setsAttribute(stmt: Stmt): boolean {
  return stmt.kind === 'Assign' && stmt.targets.every((target) => target.kind === 'Attribute');
}
