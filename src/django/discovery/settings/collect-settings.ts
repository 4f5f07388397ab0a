/** The settings that a module assigns, with those that it takes over from other modules by star imports. */
import type { ClassDef, Expr, ImportFrom, Stmt } from '../../../python/ast.ts';
import { evaluate, evaluateNamed } from '../../../python/evaluate.ts';
import { resolveDotted } from '../../../python/imports.ts';
import { absoluteName } from '../../../python/names/relative-names.ts';
import type { Binding } from '../../../python/names/binding.ts';
import { classScope } from '../../../python/scope.ts';
import type { Scope } from '../../../python/scope.ts';
import type { PyValue } from '../../../python/value.ts';
import { rangeOf, walk } from '../../../python/walk.ts';
import type { RepoPath, SourceRange } from '../../../source/position.ts';
import { findDefinition, nameOf, scopeNamed, scopeOf } from '../../resolve/definitions.ts';
import { moduleAt } from '../../resolve/module-cache.ts';
import { folderOf, joinPath } from '../layout/python-files.ts';
import { decidedValue } from '../../resolve/decided-value.ts';
import { lookupIn, noteModule } from '../../resolve/reading-space.ts';
import type { ReadingSpace } from '../../resolve/reading-space.ts';
import type { Trace } from '../../resolve/trace.ts';
import { settledValue } from './settled-value.ts';

export interface SettingEntry {
  /** Unknown when it depends on something. */
  readonly value: PyValue;
  /** Every value that the setting may get, where one condition or another decides. One item when it is known. */
  readonly alternatives: readonly PyValue[];
  /** The environment may say something else: the value is the default that the code falls back to. */
  readonly isDefault: boolean;
  readonly range: SourceRange;
}

export interface CollectedSettings {
  readonly entries: ReadonlyMap<string, SettingEntry>;
  /** The files read, the one that was asked for last. */
  readonly paths: readonly RepoPath[];
  /** Something was taken over from a module that is not in the repository, or is decided by a condition. */
  readonly incomplete: boolean;
}

/** Collects the settings of a module; `className` names a class of django-configurations in it. */
export function collectSettings(
  space: ReadingSpace,
  scope: Scope,
  { className, trace }: { readonly className: string | undefined; readonly trace: Trace },
): CollectedSettings {
  const collection: Collection = { space, trace, seen: new Set(), paths: [], incomplete: false };
  const fromModule = inModule(collection, scope);
  const def =
    className === undefined
      ? undefined
      : scope.module.body.find((stmt): stmt is ClassDef => stmt.kind === 'ClassDef' && stmt.name === className);
  const entries = def === undefined ? fromModule : new Map([...fromModule, ...inClass(collection, { scope, def }, 0)]);
  return { entries, paths: collection.paths, incomplete: collection.incomplete };
}

interface Collection {
  readonly space: ReadingSpace;
  /** What was looked at. */
  readonly trace: Trace;
  readonly seen: Set<string>;
  readonly paths: RepoPath[];
  incomplete: boolean;
}

const settingName = /^[A-Z][A-Z0-9_]*$/;

function inModule(collection: Collection, scope: Scope): ReadonlyMap<string, SettingEntry> {
  const entries = new Map<string, SettingEntry>();
  if (collection.seen.has(scope.module.path)) return entries;
  collection.seen.add(scope.module.path);
  const takenOver = new Map<string, number>();
  for (const { module, start } of starImportsOf(scope)) {
    const other = module === undefined ? undefined : scopeNamed(collection.space, module);
    if (other === undefined) {
      collection.incomplete = true;
      if (module !== undefined) collection.trace.absent.add(module);
    } else {
      for (const [name, entry] of inModule(collection, other)) {
        entries.set(name, entry);
        takenOver.set(name, start);
      }
    }
  }
  for (const path of includedFiles(collection.space, scope)) {
    const module = moduleAt(collection.space.tree, path);
    const included = module === undefined ? [] : inModule(collection, scopeOf(module, nameOf(collection.space, path)));
    for (const [name, entry] of included) entries.set(name, entry);
  }
  for (const [name, bindings] of scope.bindings) {
    const last = bindings.at(-1);
    if (last === undefined || !settingName.test(name) || (takenOver.get(name) ?? -1) > last.start) continue;
    entries.set(name, entryOf(collection, scope, { name, bindings, before: entries.get(name) }));
  }
  collection.paths.push(scope.module.path);
  noteModule(collection.space, collection.trace, scope);
  return entries;
}

function starImportsOf(scope: Scope): readonly { readonly module: string | undefined; readonly start: number }[] {
  const found: { readonly module: string | undefined; readonly start: number }[] = [];
  const own = { name: scope.moduleName, isPackage: scope.isPackage };
  for (const stmt of walk(scope.module.body.filter(mayHoldImports))) {
    if (isStarImport(stmt)) found.push({ module: absoluteName(own, stmt.module, stmt.level), start: stmt.start });
  }
  return found;
}

function mayHoldImports(stmt: Stmt): boolean {
  return stmt.kind === 'ImportFrom' || stmt.kind === 'If' || stmt.kind === 'Try' || stmt.kind === 'With';
}

function isStarImport(node: Stmt | Expr): node is ImportFrom {
  return node.kind === 'ImportFrom' && node.names[0]?.name === '*';
}

/** Files that django-split-settings includes: `include("base.py", optional("local.py"))`, relative to the file. https://github.com/wemake-services/django-split-settings */
function includedFiles(space: ReadingSpace, scope: Scope): readonly RepoPath[] {
  const found: RepoPath[] = [];
  for (const stmt of scope.module.body) {
    if (stmt.kind !== 'Expr' || stmt.value.kind !== 'Call' || resolveDotted(stmt.value.func, scope) !== 'split_settings.tools.include')
      continue;
    for (const node of walk(stmt.value.args)) {
      if (node.kind !== 'Constant' || node.value.type !== 'str') continue;
      const path = joinPath(folderOf(scope.module.path), node.value.value);
      if (space.tree.blob(path) !== undefined) found.push(path);
    }
  }
  return found;
}

interface Assigned {
  readonly name: string;
  readonly bindings: readonly Binding[];
  /** What a star import brought under this name. */
  readonly before: SettingEntry | undefined;
}

function entryOf(collection: Collection, scope: Scope, { name, bindings, before }: Assigned): SettingEntry {
  const lookup = lookupIn(collection.space, collection.trace);
  const value = decidedValue(name, scope, (expr, at) => settled(expr, at, lookup));
  const last = bindings.at(-1);
  const at = last?.kind === 'value' ? last.value : { start: last?.start ?? 0, end: last?.start ?? 0 };
  const range = rangeOf(scope.module, at);
  const isDefault = last?.kind === 'value' && value.kind !== 'call' && evaluate(last.value, scope, { lookup }).kind === 'call';
  if (value.kind !== 'unknown') return { value, alternatives: [value], isDefault, range };
  collection.incomplete = true;
  const alternatives: PyValue[] = [...(before?.alternatives ?? [])];
  for (const binding of bindings) {
    const expr = binding.kind === 'value' ? binding.value : undefined;
    if (expr !== undefined) alternatives.push(settled(expr, scope, lookup));
    else if (binding.kind === 'change') alternatives.push(...changedTo(binding, scope, lookup));
  }
  return { value, alternatives, isDefault, range };
}

function settled(expr: Expr | string, scope: Scope, lookup: (dotted: string) => PyValue | undefined): PyValue {
  if (typeof expr !== 'string') return settledValue(evaluate(expr, scope, { lookup }));
  return settledValue(evaluateNamed(expr, scope, { lookup }) ?? { kind: 'unknown', source: expr, reason: 'it is not assigned' });
}

/** What a change adds: `DATABASES["default"] = …` as the dictionary that it makes, the operand of `+=`, what is appended. */
function changedTo(binding: Binding, scope: Scope, lookup: (dotted: string) => PyValue | undefined): readonly PyValue[] {
  if (binding.kind !== 'change') return [];
  const { change } = binding;
  const valueOf = (expr: Expr): PyValue => settled(expr, scope, lookup);
  if (change.by === 'operator' && change.keys.length === 0) return [valueOf(change.value)];
  if (change.by === 'method' && change.keys.length === 0) return change.args.map(valueOf);
  if (change.by !== 'assignment') return [];
  let value = valueOf(change.value);
  for (const key of change.keys.toReversed()) value = { kind: 'dict', entries: [[valueOf(key), value]] };
  return [value];
}

/** Attributes of a class of django-configurations, its own before those of its bases. */
function inClass(
  collection: Collection,
  { scope, def }: { readonly scope: Scope; readonly def: ClassDef },
  depth: number,
): ReadonlyMap<string, SettingEntry> {
  const entries = new Map<string, SettingEntry>();
  if (depth > 10) return entries;
  for (const base of def.bases.toReversed()) {
    const path = resolveDotted(base, scope);
    const parent = path === undefined ? undefined : findDefinition(collection.space, path);
    if (parent?.kind !== 'class') continue;
    for (const [name, entry] of inClass(collection, parent, depth + 1)) entries.set(name, entry);
    noteModule(collection.space, collection.trace, parent.scope);
    if (!collection.paths.includes(parent.scope.module.path)) collection.paths.push(parent.scope.module.path);
  }
  const own = classScope(scope, def);
  for (const [name, bindings] of own.bindings) {
    if (settingName.test(name)) entries.set(name, entryOf(collection, own, { name, bindings, before: entries.get(name) }));
  }
  return entries;
}
