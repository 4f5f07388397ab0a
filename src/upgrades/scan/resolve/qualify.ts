/** What a dotted name of the source stands for: the paths under which Python would find it. */
import type { Expr, Module } from '../../../python/ast.ts';
import { isBuiltin } from './builtin-names.ts';
import type { Binding, ImportBinding, Scope, Scopes } from './scope.ts';

/** One file as seen by name resolution. */
export interface Names {
  readonly module: Module;
  /** The dotted name that the repository's code imports it by. */
  readonly name: string;
  /** The package that its relative imports start from. */
  readonly package: string;
  readonly scopes: Scopes;
  /** False for a branch that the new version never takes. */
  readonly isLive: (binding: Binding) => boolean;
}

export interface Qualified {
  /** `django.utils.timezone.utc`, as imported: re-exports are not followed yet. */
  readonly path: string;
  /** The import that brought the first name, undefined for a star import, a builtin or the module's own. */
  readonly binding: ImportBinding | undefined;
  /** The name may come from a star import of this module. */
  readonly star: string | undefined;
}

const aliasDepth = 5;

/** All that the expression may stand for; empty when that can't be told. Several: bound in several branches. */
export function qualify(names: Names, expr: Expr, scope: Scope, depth = 0): readonly Qualified[] {
  if (expr.kind === 'Attribute') {
    return qualify(names, expr.value, scope, depth).map((each) => ({ ...each, path: `${each.path}.${expr.attr}` }));
  }
  if (expr.kind !== 'Name' || depth > aliasDepth) return [];
  const found = lookUp(names, expr.id, scope);
  if (found === undefined) return unbound(names, expr.id);
  return found.bindings.flatMap((binding) => meaningOf(names, expr.id, binding, found.scope, depth));
}

/** The bindings of a name as seen from a scope, dead branches left out. Undefined when no scope of the file binds it. */
export function lookUp(
  names: Names,
  name: string,
  from: Scope,
): { readonly scope: Scope; readonly bindings: readonly Binding[] } | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    if (scope !== from && scope.node.kind === 'ClassDef') continue;
    const bindings = scope.names.get(name)?.filter(names.isLive);
    if (bindings !== undefined && bindings.length > 0) return { scope, bindings };
  }
  return undefined;
}

function meaningOf(names: Names, name: string, binding: Binding, scope: Scope, depth: number): readonly Qualified[] {
  switch (binding.kind) {
    case 'import':
      return [{ path: binding.path, binding, star: undefined }];
    case 'class':
    case 'function':
      return [{ path: localPath(names, name, binding.node.start, scope), binding: undefined, star: undefined }];
    case 'value':
      if (binding.how !== 'assign' || binding.value === undefined) return [];
      if (binding.value.kind === 'Name' && binding.value.id === name)
        return scope.parent === undefined ? [] : qualify(names, binding.value, scope.parent, depth + 1);
      return qualify(names, binding.value, scope, depth + 1);
  }
}

/** A class or function inside another can't be imported; its offset keeps its path apart. */
export function localPath(names: Names, name: string, start: number, scope: Scope): string {
  return scope.parent === undefined ? `${names.name}.${name}` : `${names.name}.${name}@${start}`;
}

function unbound(names: Names, name: string): readonly Qualified[] {
  if (isBuiltin(name)) return [{ path: `builtins.${name}`, binding: undefined, star: undefined }];
  return names.scopes.stars.map(({ module }) => ({ path: `${module}.${name}`, binding: undefined, star: module }));
}
