/** What type an expression has, as far as the code shows it: an annotation, a constructor, a base class, a convention. */
import type { Call, Expr } from '../../../python/ast.ts';
import {
  annotated,
  convention,
  instance,
  isQuery,
  knownBelow,
  managerPath,
  ofClassAttribute,
  ofParameter,
  ofPath,
  pathOfClass,
  query,
  querySetPath,
  requestPath,
  type Evidence,
  type Ground,
} from './declared.ts';
import { knownReturn } from './graph.ts';
import { lookUp } from './qualify.ts';
import { derives } from './repository.ts';
import type { Binding, Scope } from './scope.ts';

const toQuerySet: ReadonlySet<string> = new Set(
  (
    'all filter exclude order_by annotate alias distinct values values_list dates datetimes none select_related prefetch_related extra defer only using ' +
    'select_for_update union intersection difference reverse complex_filter get_queryset raw'
  ).split(' '),
);
const toInstance: ReadonlySet<string> = new Set('get first last latest earliest create aget afirst alast acreate'.split(' '));
const depthCap = 6;

/** Evidence for the type of an expression, undefined when the code shows none. */
export function evidenceOf(ground: Ground, expr: Expr, scope: Scope, depth = 0): Evidence | undefined {
  if (depth > depthCap) return undefined;
  switch (expr.kind) {
    case 'Name':
      return ofName(ground, expr.id, scope, depth) ?? ofPath(ground, expr, scope);
    case 'Attribute':
      return ofAttribute(ground, expr.value, expr.attr, scope, depth) ?? ofPath(ground, expr, scope);
    case 'Call':
      return ofCall(ground, expr, scope, depth);
    case 'Await':
      return evidenceOf(ground, expr.value, scope, depth + 1);
    case 'Subscript': {
      const base = evidenceOf(ground, expr.value, scope, depth + 1);
      if (base?.kind !== 'instance' || !isQuery(base)) return undefined;
      return expr.slice.kind === 'Slice' ? base : instance(base.model, base.sure);
    }
    case 'IfExp':
      return evidenceOf(ground, expr.body, scope, depth + 1) ?? evidenceOf(ground, expr.orelse, scope, depth + 1);
    case 'BoolOp':
      return expr.values.map((each) => evidenceOf(ground, each, scope, depth + 1)).find((each) => each !== undefined);
    case 'NamedExpr':
      return evidenceOf(ground, expr.value, scope, depth + 1);
    default:
      return undefined;
  }
}

function ofName(ground: Ground, name: string, scope: Scope, depth: number): Evidence | undefined {
  const found = lookUp(ground.names, name, scope);
  if (found === undefined) return undefined;
  const kinds = found.bindings.map((binding) => ofBinding(ground, name, binding, found.scope, depth));
  const [first] = kinds.filter((each) => each !== undefined);
  if (first === undefined) return convention(name, found.bindings);
  const agreed = kinds.every((each) => each?.path === first.path);
  return agreed ? first : kinds.some((each) => each !== undefined && each.path !== first.path) ? undefined : { ...first, sure: false };
}

function ofBinding(ground: Ground, name: string, binding: Binding, scope: Scope, depth: number): Evidence | undefined {
  if (binding.kind !== 'value') return undefined;
  if (binding.annotation !== undefined) return annotated(ground, binding.annotation, scope);
  if (binding.how === 'parameter') return ofParameter(ground, name, scope);
  if (binding.value === undefined) return undefined;
  if (binding.value.kind === 'Name' && binding.value.id === name) return undefined;
  const value = evidenceOf(ground, binding.value, scope, depth + 1);
  if (binding.how === 'for') return value?.kind === 'instance' && isQuery(value) ? instance(value.model, false) : undefined;
  return value;
}

function ofAttribute(ground: Ground, value: Expr, attribute: string, scope: Scope, depth: number): Evidence | undefined {
  const base = evidenceOf(ground, value, scope, depth + 1);
  if (base === undefined)
    return attribute === 'objects' && /^[A-Z]/.test(lastName(value)) ? query(managerPath, undefined, false) : undefined;
  if (base.kind === 'class') return ofClassAttribute(ground, base, attribute);
  const known = knownBelow(ground, base.path, attribute);
  if (known !== undefined) return instance(known, base.sure);
  if (value.kind === 'Name' && value.id === 'self') {
    const own = selfAttribute(ground, attribute, depth);
    if (own !== undefined) return own;
    if (attribute === 'request') return instance(requestPath, false);
    if (attribute === 'queryset') return query(querySetPath, undefined, false);
  }
  return undefined;
}

/** `self.x = Thing()` in any method of the class, or `x = Thing()` in its body. */
function selfAttribute(ground: Ground, attribute: string, depth: number): Evidence | undefined {
  const owner = ground.classes.at(-1);
  if (owner === undefined) return undefined;
  const found: (Evidence | undefined)[] = [];
  const bodyScope = ground.names.scopes.of.get(owner);
  if (bodyScope?.names.has(attribute)) {
    const own = ofName({ ...ground, classes: [] }, attribute, bodyScope, depth + 1);
    // A model's field is what its value is described by, not the value: `self.user` is no ForeignKey.
    found.push(own !== undefined && isField(ground, own) ? undefined : own);
  }
  for (const method of owner.body) {
    if (method.kind !== 'FunctionDef' && method.kind !== 'AsyncFunctionDef') continue;
    for (const statement of method.body) {
      if (statement.kind !== 'Assign') continue;
      const assigns = statement.targets.some(
        (each) => each.kind === 'Attribute' && each.attr === attribute && each.value.kind === 'Name' && each.value.id === 'self',
      );
      const methodScope = ground.names.scopes.of.get(method);
      if (assigns && methodScope !== undefined)
        found.push(evidenceOf({ ...ground, functions: [method] }, statement.value, methodScope, depth + 2));
    }
  }
  const [first] = found;
  return found.length > 0 && found.every((each) => each?.path === first?.path) ? first : undefined;
}

const fieldPath = 'django.db.models.fields.Field';

function isField(ground: Ground, { kind, path }: Evidence): boolean {
  if (kind !== 'instance') return false;
  return /(?:Field|ForeignKey)$/.test(path) || derives(ground.repository, path, ground.file, new Set([fieldPath])) === 'yes';
}

function ofCall(ground: Ground, call: Call, scope: Scope, depth: number): Evidence | undefined {
  const { func } = call;
  if (func.kind === 'Name' && func.id === 'super') {
    const owner = ground.classes.at(-1);
    return owner === undefined ? undefined : { kind: 'super', path: pathOfClass(ground, owner), model: undefined, sure: true };
  }
  if (func.kind === 'Attribute') {
    const base = evidenceOf(ground, func.value, scope, depth + 1);
    if (base?.kind === 'instance' && isQuery(base)) {
      if (toQuerySet.has(func.attr)) return query(querySetPath, base.model, base.sure);
      if (toInstance.has(func.attr)) return instance(base.model, base.sure);
      return undefined;
    }
    if (base !== undefined && base.kind !== 'class')
      return func.attr === 'get_queryset' ? query(querySetPath, undefined, false) : undefined;
  }
  const callee = ofPath(ground, func, scope);
  if (callee === undefined) return undefined;
  const returned = knownReturn(callee.path);
  if (returned !== undefined) return instance(returned, callee.sure);
  if (callee.path === 'django.shortcuts.get_object_or_404' || callee.path === 'django.shortcuts.get_list_or_404')
    return shortcut(ground, call, scope, depth);
  // A function outside the repository: what it gives is named after it.
  return { kind: 'instance', path: isClassName(callee.path) ? callee.path : `${callee.path}()`, model: undefined, sure: callee.sure };
}

function shortcut(ground: Ground, call: Call, scope: Scope, depth: number): Evidence | undefined {
  const [source] = call.args;
  const evidence = source && evidenceOf(ground, source, scope, depth + 1);
  if (evidence === undefined) return undefined;
  return evidence.kind === 'class'
    ? instance(evidence.path, evidence.sure)
    : isQuery(evidence)
      ? instance(evidence.model, evidence.sure)
      : undefined;
}

/** Classes are written with a capital, but for a few of Python's own. */
function isClassName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('.') + 1).replace(/@\d+$/, '');
  return /^_?[A-Z]/.test(name) || path === 'array.array' || path === 'datetime.datetime' || path === 'zipimport.zipimporter';
}

function lastName(expr: Expr): string {
  if (expr.kind === 'Name') return expr.id;
  return expr.kind === 'Attribute' ? expr.attr : '';
}
