/** Operation classes of the repository, seen through their bases. */
import type { ClassDef, FunctionDef, Stmt } from '../../python/ast.ts';
import type { PyCall } from '../../python/value.ts';
import type { Operation, UnknownOperation } from '../operation.ts';
import { handingOf, type Handing } from './classes/handing-on.ts';
import { argumentsThrough } from './classes/operation-init.ts';
import { bindArguments, builtinOperation, operationSignatures } from './operation-arguments.ts';
import type { Argument } from './operation-arguments.ts';
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

const databaseMethods: ReadonlySet<string> = new Set(['database_forwards', 'database_backwards', 'state_forwards']);

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

/**
 * Operations of packages with the state side of one of Django's and a database side of their own.
 * https://github.com/jazzband/django-sortedm2m#migrating-a-manytomanyfield-to-be-a-sortedmanytomanyfield
 */
const packageOperations: ReadonlyMap<string, string> = new Map([
  ['sortedm2m.operations.AlterSortedManyToManyField', 'django.db.migrations.AlterField'],
]);

/** What a call of a class that is none of Django's comes to. */
export function resolveCustom(call: PyCall, reader: Reader): CustomOperation {
  const found = reader.find(call.callee);
  if (found === undefined) return ofPackage(call);
  if (found.kind === 'function') return unknown(`${call.callee} is a function that makes an operation`);
  const lineage = lineageOf(found);
  const { overrides, idle } = overridesOf(lineage.classes);
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
  return { kind: 'known', builtin: lineage.base, bound, custom: { path: found.path, overrides, ...(idle.length === 0 ? {} : { idle }) } };
}

function ofPackage(call: PyCall): CustomOperation {
  const builtin = builtinOperation(packageOperations.get(call.callee) ?? '');
  if (builtin === undefined)
    return unknown(`${call.callee} is not in the repository`, stateless.test(call.callee) ? { changesState: false } : {});
  const custom = { path: call.callee, overrides: ['database_forwards', 'database_backwards'] };
  return { kind: 'known', builtin, bound: bindArguments(call, operationSignatures[builtin.kind]), custom };
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

interface Overrides {
  /** Methods of its own, without those that only hand on to the next class. */
  readonly overrides: readonly string[];
  /** Those of them that do nothing. */
  readonly idle: readonly string[];
}

function overridesOf(classes: readonly ClassDefinition[]): Overrides {
  const own = new Map<string, Handing>();
  for (const { node, reader } of classes)
    for (const method of methodsOf(node)) {
      if (!operationMethods.has(method.name) || (own.get(method.name) ?? 'inherited') !== 'inherited') continue;
      own.set(method.name, databaseMethods.has(method.name) ? handingOf(method, reader) : 'unknown');
    }
  const names = [...own].filter(([, handing]) => handing !== 'inherited').map(([name]) => name);
  return { overrides: names, idle: names.filter((name) => own.get(name) === 'nothing') };
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
