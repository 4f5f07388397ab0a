/** Finds what a dotted path names in the repository, through re-exports, aliases and star imports. */
import type { ClassDef, Expr, FunctionDef, Module } from '../../python/ast.ts';
import { resolveDotted } from '../../python/imports.ts';
import type { Binding } from '../../python/names/binding.ts';
import { classScope, findName, moduleScope } from '../../python/scope.ts';
import type { Scope } from '../../python/scope.ts';
import type { RepoPath } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';
import { moduleAt } from './module-cache.ts';
import { joinPath, moduleFile, moduleName, pythonFilesOf } from '../discovery/layout/python-files.ts';

/** So many re-exports and aliases are followed. */
const stepCap = 25;

/** Where imports are resolved: a tree and the folders that stand on Python's path. */
export interface ImportSpace {
  readonly tree: FileTree;
  readonly roots: readonly string[];
}

/** What a dotted path names. `path` is where it is defined; `scope` the body in which its definition stands. */
export type Found =
  | { readonly kind: 'module'; readonly path: string; readonly scope: Scope }
  /** Something outside the repository that a module of it passes on. */
  | { readonly kind: 'external'; readonly path: string }
  | { readonly kind: 'class'; readonly path: string; readonly scope: Scope; readonly def: ClassDef }
  | { readonly kind: 'function'; readonly path: string; readonly scope: Scope; readonly def: FunctionDef }
  | {
      readonly kind: 'value';
      readonly path: string;
      readonly scope: Scope;
      readonly name: string;
      readonly value: Expr;
      /** The class of which it is an attribute, with the scope that the class stands in. */
      readonly inClass: ClassAt | undefined;
    };

export interface ClassAt {
  readonly scope: Scope;
  readonly def: ClassDef;
}

const scopes = new WeakMap<Module, Map<string, Scope>>();

/** The module's top-level names; made once for each name under which the module is imported. */
export function scopeOf(module: Module, name: string): Scope {
  const known = scopes.get(module)?.get(name);
  if (known !== undefined) return known;
  const made = moduleScope(module, { name, isPackage: module.path.endsWith('__init__.py') });
  scopes.set(module, (scopes.get(module) ?? new Map<string, Scope>()).set(name, made));
  return made;
}

/** The scope of a module by its dotted name; undefined when it isn't in the repository. */
export function scopeNamed(space: ImportSpace, dotted: string): Scope | undefined {
  const file = moduleFile(pythonFilesOf(space.tree), space.roots, dotted);
  const module = file === undefined ? undefined : moduleAt(space.tree, file);
  return module === undefined ? undefined : scopeOf(module, dotted);
}

/** The dotted name under which a file is imported: the shortest that one of the roots gives. */
export function nameOf(space: ImportSpace, path: RepoPath): string {
  const names = space.roots.map((root) => moduleName(path, root)).filter((name) => name !== undefined);
  return names.sort((a, b) => a.length - b.length)[0] ?? moduleName(path, '') ?? path;
}

/** What `path` names; undefined when it does not lead into the repository or cannot be told. `onModule` is told each module looked into. */
export function findDefinition(space: ImportSpace, path: string, onModule: (scope: Scope) => void = () => {}): Found | undefined {
  return follow({ space, onModule, seen: new Set() }, path);
}

/** What a name of a module stands for, dotted further for what its classes hold. */
export function findInModule(space: ImportSpace, scope: Scope, names: readonly string[]): Found | undefined {
  const search: Search = { space, onModule: () => {}, seen: new Set() };
  const step = inScope(search, scope, names);
  return typeof step === 'string' ? follow(search, step) : step;
}

interface Search {
  readonly space: ImportSpace;
  readonly onModule: (scope: Scope) => void;
  /** Paths and star imports already looked at. */
  readonly seen: Set<string>;
}

function follow(search: Search, path: string): Found | undefined {
  let at: string | undefined = path;
  for (let step = 0; at !== undefined && step < stepCap; step++) {
    if (search.seen.has(at)) return undefined;
    search.seen.add(at);
    const next: Found | string | undefined = stepTowards(search, at);
    if (typeof next !== 'string') return next ?? (step > 0 && isOutside(search, at) ? { kind: 'external', path: at } : undefined);
    at = next;
  }
  return undefined;
}

/** Whether the top package of a path is not in the repository. */
function isOutside({ space }: Search, path: string): boolean {
  const top = path.split('.')[0] ?? path;
  return (
    moduleFile(pythonFilesOf(space.tree), space.roots, top) === undefined &&
    !space.roots.some((root) => pythonFilesOf(space.tree).folders.has(joinPath(root, top)))
  );
}

/** One step: what is found, or the other path to look for. */
function stepTowards(search: Search, path: string): Found | string | undefined {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length--) {
    const scope = scopeNamed(search.space, parts.slice(0, length).join('.'));
    if (scope === undefined) continue;
    search.onModule(scope);
    return length === parts.length ? { kind: 'module', path, scope } : inScope(search, scope, parts.slice(length));
  }
  return undefined;
}

function inScope(search: Search, start: Scope, names: readonly string[]): Found | string | undefined {
  let scope = start;
  let inClass: ClassAt | undefined;
  for (const [index, name] of names.entries()) {
    const found = findName(scope, name, Infinity);
    const rest = names.slice(index + 1);
    if (found !== undefined && found.scope === scope && !found.certain)
      return rest.length === 0 ? undecided(found.binding, scope, inClass) : undefined;
    if (found === undefined || found.scope !== scope) return viaStarImport(search, scope, [name, ...rest]);
    const { binding } = found;
    if (binding.kind === 'import') return binding.path === undefined ? undefined : [binding.path, ...rest].join('.');
    if (binding.kind === 'function')
      return rest.length > 0 ? undefined : { kind: 'function', path: `${scope.path}.${name}`, scope, def: binding.def };
    if (binding.kind === 'value') {
      const alias = resolveDotted(binding.value, scope);
      if (alias !== undefined && alias !== `${scope.path}.${name}`) return [alias, ...rest].join('.');
      return rest.length > 0 ? undefined : { kind: 'value', path: `${scope.path}.${name}`, scope, name, value: binding.value, inClass };
    }
    if (binding.kind === 'change') return rest.length > 0 ? undefined : changed(name, scope, inClass);
    if (binding.kind !== 'class') return undefined;
    if (rest.length === 0) return { kind: 'class', path: `${scope.path}.${name}`, scope, def: binding.def };
    inClass = { scope, def: binding.def };
    scope = classScope(scope, binding.def);
  }
  return undefined;
}

/** A constant that a condition decides: whoever evaluates it may find that the condition is known. */
function undecided(binding: Binding, scope: Scope, inClass: ClassAt | undefined): Found | undefined {
  if (binding.kind !== 'value') return undefined;
  return { kind: 'value', path: `${scope.path}.${binding.name}`, scope, name: binding.name, value: binding.value, inClass };
}

/** A constant that is changed in place after it was made: whoever evaluates it by its name follows the changes. */
function changed(name: string, scope: Scope, inClass: ClassAt | undefined): Found | undefined {
  const made = scope.bindings.get(name)?.find(({ kind }) => kind === 'value');
  return made?.kind === 'value' ? undecided(made, scope, inClass) : undefined;
}

function viaStarImport(search: Search, scope: Scope, names: readonly string[]): Found | undefined {
  for (const module of scope.starImports.toReversed()) {
    const key = `${module}.* ${names.join('.')}`;
    const other = scopeNamed(search.space, module);
    if (other === undefined || search.seen.has(key)) continue;
    search.onModule(other);
    search.seen.add(key);
    const step = inScope(search, other, names);
    const found = typeof step === 'string' ? follow(search, step) : step;
    if (found !== undefined) return found;
  }
  return undefined;
}
