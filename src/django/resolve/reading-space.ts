/**
 * One tree as the evaluation of a file sees it: other modules' constants, the project's settings, and a record of what was looked at, so that
 * what was read from a file can be kept until something that it depends on changes.
 */
import type { ClassDef, Expr, FunctionDef } from '../../python/ast.ts';
import { evaluate, evaluateNamed } from '../../python/evaluate.ts';
import { resolveDotted } from '../../python/imports.ts';
import { functionScope } from '../../python/scope.ts';
import type { Scope } from '../../python/scope.ts';
import type { PyCall, PyValue } from '../../python/value.ts';
import { sourceOf } from '../../python/walk.ts';
import type { FileTree } from '../../source/tree.ts';
import { findDefinition } from './definitions.ts';
import type { Found, ImportSpace } from './definitions.ts';
import { moduleFile, pythonFilesOf } from '../discovery/layout/python-files.ts';
import { decidedValue } from './decided-value.ts';
import { djangoConstant } from './django-constants.ts';
import { libraryCall, type Called } from './calls/library-calls.ts';
import { tableOfModel } from './model-table.ts';
import { plainValue } from './plain-value.ts';
import { runFunction } from './calls/run-function.ts';
import { emptyTrace, mergeTrace, type Trace } from './trace.ts';

export interface ReadingSpace extends ImportSpace {
  /** Settings by name. */
  readonly settings: ReadonlyMap<string, PyValue>;
  /** What was looked up, by dotted path. */
  readonly known: Map<string, KnownPath>;
  /** Functions that are being worked out. */
  readonly running: Set<string>;
  /** Labels of the project's apps by the dotted names of their packages. */
  readonly labels: ReadonlyMap<string, string>;
}

interface KnownPath {
  readonly found: Found | undefined;
  value: PyValue | undefined;
  /** Evaluated already, or being evaluated: a path that leads back to itself has no value. */
  isOpened: boolean;
  readonly trace: Trace;
}

export function readingSpace(
  tree: FileTree,
  roots: readonly string[],
  settings: ReadonlyMap<string, PyValue>,
  labels: ReadonlyMap<string, string> = new Map(),
): ReadingSpace {
  return { tree, roots, settings, labels, known: new Map(), running: new Set() };
}

const settingPrefix = 'django.conf.settings.';

/** `connection.vendor`: held among the settings under this name. */
export const vendorPath = 'django.db.connection.vendor';

/** The lookup for `evaluate`: the value behind a dotted path, as far as the repository and the settings know it. */
export function lookupIn(
  space: ReadingSpace,
  trace: Trace,
  { asWritten = false, given }: Pick<Evaluating, 'asWritten' | 'given'> = {},
): (dotted: string) => PyValue | undefined {
  return (dotted) => {
    const known = given?.get(dotted);
    if (known !== undefined) return known;
    if (dotted.startsWith('django.')) {
      if (dotted.startsWith(settingPrefix)) return asWritten ? undefined : settingValue(space, trace, dotted.slice(settingPrefix.length));
      if (dotted === vendorPath) return settingValue(space, trace, dotted);
      return djangoConstant(dotted);
    }
    return valueBehind(space, trace, dotted);
  };
}

function settingValue(space: ReadingSpace, trace: Trace, name: string): PyValue | undefined {
  const value = space.settings.get(name);
  trace.settings.set(name, value);
  return value;
}

/** What a dotted path names in the repository; remembered. */
export function definitionBehind(space: ReadingSpace, trace: Trace, dotted: string): Found | undefined {
  return knownPath(space, trace, dotted).found;
}

function knownPath(space: ReadingSpace, trace: Trace, dotted: string): KnownPath {
  let entry = space.known.get(dotted);
  if (entry === undefined) {
    const own = emptyTrace();
    const found = findDefinition(space, dotted, (scope) => noteModule(space, own, scope));
    if (found === undefined) for (const name of absentModules(space, dotted)) own.absent.add(name);
    entry = { found, value: undefined, isOpened: false, trace: own };
    space.known.set(dotted, entry);
  }
  mergeTrace(trace, entry.trace);
  return entry;
}

/** The modules that `dotted` could have been found in and that are not there. */
function absentModules(space: ReadingSpace, dotted: string): readonly string[] {
  const parts = dotted.split('.');
  const names = parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  const files = pythonFilesOf(space.tree);
  return names.filter((name) => moduleFile(files, space.roots, name) === undefined);
}

function valueBehind(space: ReadingSpace, trace: Trace, dotted: string): PyValue | undefined {
  const entry = knownPath(space, trace, dotted);
  if (!entry.isOpened) {
    entry.isOpened = true;
    entry.value = valueOf(space, entry.trace, { dotted, found: entry.found });
    mergeTrace(trace, entry.trace);
  }
  return entry.value;
}

function valueOf(
  space: ReadingSpace,
  trace: Trace,
  { dotted, found }: { readonly dotted: string; readonly found: Found | undefined },
): PyValue | undefined {
  if (found === undefined && dotted.endsWith(tableSuffix)) return tableValue(space, trace, dotted.slice(0, -tableSuffix.length));
  if (found === undefined) return dotted.endsWith('.value') ? memberValue(space, trace, dotted.slice(0, -'.value'.length)) : undefined;
  if (found.kind !== 'value' || isMember(space, trace, found)) return { kind: 'ref', path: found.path };
  const value = decidedValue(found.name, found.scope, (expr, scope) => evaluateIn(space, trace, { expr, scope }));
  return value.kind === 'call' && isEnumerationPath(value.callee) ? { kind: 'ref', path: found.path } : value;
}

const tableSuffix = '._meta.db_table';

function tableValue(space: ReadingSpace, trace: Trace, path: string): PyValue | undefined {
  const find = (dotted: string): Found | undefined => definitionBehind(space, trace, dotted);
  const model = find(path);
  const table = model?.kind === 'class' ? tableOfModel(model, space.labels, find) : undefined;
  return table === undefined ? undefined : { kind: 'str', value: table };
}

/** The value of an enumeration's member, such as `clinic.models.State.OPEN`; undefined when the path names something else. */
export function memberValue(space: ReadingSpace, trace: Trace, dotted: string): PyValue | undefined {
  const found = definitionBehind(space, trace, dotted);
  if (found?.kind !== 'value' || !isMember(space, trace, found)) return undefined;
  const value = evaluateIn(space, trace, { expr: found.name, scope: found.scope });
  return value.kind === 'tuple' ? value.items[0] : value;
}

function isMember(space: ReadingSpace, trace: Trace, found: Found & { readonly kind: 'value' }): boolean {
  return found.inClass !== undefined && !found.name.startsWith('_') && isEnumeration(space, trace, found.inClass);
}

/** Evaluates an expression of `scope`, or the name at its end, with everything that the space knows. */
export function evaluateIn(space: ReadingSpace, trace: Trace, { expr, scope, locals, ...how }: Evaluating): PyValue {
  const options = {
    lookup: lookupIn(space, trace, how),
    call: (call: PyCall) => how.call?.(call) ?? (call.receiver === undefined ? workOut(space, trace, call) : undefined),
    ...(locals === undefined ? {} : { locals }),
  };
  const value = typeof expr === 'string' ? evaluateNamed(expr, scope, options) : evaluate(expr, scope, options);
  const source = typeof expr === 'string' ? expr : sourceOf(scope.module, expr);
  return plainValue(value ?? { kind: 'unknown', source, reason: 'it is not assigned' }, (path) => memberValue(space, trace, path));
}

export interface Evaluating {
  readonly expr: Expr | string;
  readonly scope: Scope;
  /** Names that come before those of the scope. */
  readonly locals?: ReadonlyMap<string, PyValue>;
  /** Without putting the project's settings in. */
  readonly asWritten?: boolean;
  /** Values behind dotted paths that only this evaluation has. */
  readonly given?: ReadonlyMap<string, PyValue>;
  /** Works out calls that only this evaluation knows. */
  readonly call?: (call: PyCall) => PyValue | undefined;
}

/** So many functions of the repository may call each other. */
const callCap = 8;

/** What a call comes to: of a few library functions, or of a small function of the repository. */
export function workOut(space: ReadingSpace, trace: Trace, call: Called): PyValue | undefined {
  const known = libraryCall(call, (name) => settingValue(space, trace, name));
  if (known !== undefined || call.callee.startsWith('django.') || call.callee.startsWith('builtins.')) return known;
  const found = definitionBehind(space, trace, call.callee);
  if (found?.kind === 'class') return isEnumeration(space, trace, found) && call.args.length === 1 ? call.args[0] : undefined;
  if (found?.kind !== 'function' || space.running.size >= callCap || space.running.has(found.path)) return undefined;
  space.running.add(found.path);
  const scope = functionScope(found.scope, found.def);
  const value = runFunction(found.def, call, (expr, locals) => evaluateIn(space, trace, { expr, scope, locals }));
  space.running.delete(found.path);
  return value;
}

/** A method of a class, and what it is called with. */
export interface Running extends Pick<Evaluating, 'scope' | 'given' | 'call'> {
  readonly def: FunctionDef;
  readonly args: readonly PyValue[];
}

/** What a method returns; undefined when that is not known. `scope` is the body in which its class stands. */
export function runMethod(space: ReadingSpace, trace: Trace, { scope: outer, def, args, ...how }: Running): PyValue | undefined {
  const scope = functionScope(outer, def);
  return runFunction(def, { args, kwargs: new Map() }, (expr, locals) => evaluateIn(space, trace, { expr, scope, locals, ...how }));
}

/** Whether a class is an enumeration whose members stand for their values in the database: Django's Choices, or Python's Enum. */
function isEnumeration(
  space: ReadingSpace,
  trace: Trace,
  { scope, def }: { readonly scope: Scope; readonly def: ClassDef },
  depth = 0,
): boolean {
  if (depth > 10) return false;
  return def.bases.some((base) => {
    const path = resolveDotted(base, scope);
    if (path === undefined) return false;
    if (isEnumerationPath(path)) return true;
    const found = path.startsWith('django.') ? undefined : definitionBehind(space, trace, path);
    return found?.kind === 'class' && isEnumeration(space, trace, found, depth + 1);
  });
}

function isEnumerationPath(path: string): boolean {
  return /^django\.db\.models\.(enums\.)?(Choices|TextChoices|IntegerChoices)$/.test(path) || /^enum\.(Str|Int)?Enum$/.test(path);
}

/** Notes that a module was looked at. */
export function noteModule(space: ReadingSpace, trace: Trace, scope: Scope): void {
  const blob = space.tree.blob(scope.module.path);
  if (blob !== undefined) trace.files.set(scope.module.path, blob);
}
