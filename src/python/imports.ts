import type { Expr } from './ast.ts';
import { isBuiltin } from './names/builtins.ts';
import type { Scope } from './scope.ts';
import { findName } from './scope.ts';

/** So many steps from alias to alias are followed. */
const aliasCap = 20;

/** `models.CharField` as its root name and the attributes behind it; undefined for anything that is not a dotted name. */
export function readDotted(expr: Expr): { readonly root: string; readonly rest: readonly string[] } | undefined {
  const rest: string[] = [];
  let at = expr;
  for (; at.kind === 'Attribute'; at = at.value) rest.push(at.attr);
  return at.kind === 'Name' ? { root: at.id, rest: rest.toReversed() } : undefined;
}

/**
 * The dotted path for which a dotted name stands at its place in the body of `scope`: `models.CharField` is
 * `django.db.models.CharField` after `from django.db import models`. What the module defines itself has the module's name in front,
 * builtins have `builtins.`. Plain aliases (`Text = models.TextField`) are followed. Undefined when it can't be told: an
 * undefined name, one that a star import may bring, one whose meaning depends on a condition.
 */
export function resolveDotted(expr: Expr, scope: Scope): string | undefined {
  let dotted = readDotted(expr);
  let here = scope;
  let offset = expr.start;
  let suffix: readonly string[] = [];
  for (let step = 0; dotted !== undefined && step < aliasCap; step++) {
    const { root, rest } = dotted;
    suffix = [...rest, ...suffix];
    let found = findName(here, root, offset);
    while (found?.binding.kind === 'change') found = findName(found.scope, root, found.binding.start);
    if (found === undefined)
      return here.starImports.length === 0 && !hasStarImports(here) && isBuiltin(root)
        ? ['builtins', root, ...suffix].join('.')
        : undefined;
    if (!found.certain) return undefined;
    const { binding } = found;
    switch (binding.kind) {
      case 'import':
        return binding.path === undefined ? undefined : [binding.path, ...suffix].join('.');
      case 'function':
      case 'class':
        return [found.scope.path, binding.name, ...suffix].join('.');
      case 'value': {
        const alias = readDotted(binding.value);
        if (alias === undefined) return [found.scope.path, binding.name, ...suffix].join('.');
        dotted = alias;
        here = found.scope;
        offset = binding.value.start;
        break;
      }
      case 'other':
        return undefined;
    }
  }
  return undefined;
}

/** Whether a name that is not found may come from a star import. */
export function hasStarImports(scope: Scope): boolean {
  for (let here: Scope | undefined = scope; here !== undefined; here = here.parent) if (here.starImports.length > 0) return true;
  return false;
}
