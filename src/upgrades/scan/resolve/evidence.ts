/** What type an expression has, as far as the code shows it: an annotation, a constructor, a base class, a convention. */
import type { RepoPath } from '../../../source/position.ts';
import type { Call, ClassDef, Expr, FunctionDef } from '../../../python/ast.ts';
import { definedAt, knownAttribute, knownInstance, knownReturn } from './graph.ts';
import { lookUp, localPath, qualify, type Names } from './qualify.ts';
import { chase, derives, type Repository } from './repository.ts';
import type { Binding, Scope } from './scopes.ts';

/** A class, by the path where it is defined. `sure` is false for what rests on a naming convention. */
export interface Evidence {
  readonly kind: 'class' | 'instance' | 'super';
  readonly path: string;
  /** For managers and querysets: the model they are of. */
  readonly model: string | undefined;
  readonly sure: boolean;
}

/** Where evidence is looked for. */
export interface Ground {
  readonly repository: Repository;
  readonly names: Names;
  readonly file: RepoPath;
  /** Enclosing classes and functions, innermost last. */
  readonly classes: readonly ClassDef[];
  readonly functions: readonly FunctionDef[];
}

export const modelPath = 'django.db.models.base.Model';
const managerPath = 'django.db.models.manager.Manager';
const querySetPath = 'django.db.models.query.QuerySet';
const requestPath = 'django.http.request.HttpRequest';

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

const isQuery = (evidence: Evidence): boolean => evidence.path === managerPath || evidence.path === querySetPath;
const instance = (path: string | undefined, sure: boolean): Evidence | undefined =>
  path === undefined ? undefined : { kind: 'instance', path, model: undefined, sure };
const query = (path: string, model: string | undefined, sure: boolean): Evidence => ({ kind: 'instance', path, model, sure });

/** A name or attribute that is a class, or an object that stands ready in a module. */
function ofPath(ground: Ground, expr: Expr, scope: Scope): Evidence | undefined {
  const [found, second] = qualify(ground.names, expr, scope);
  if (found === undefined || found.star !== undefined) return undefined;
  const chased = chase(ground.repository, found.path, ground.file);
  const path = chased.own ? chased.path : definedAt(chased.path);
  const ready = knownInstance(path) ?? knownInstance(chased.path);
  if (ready !== undefined) return instance(ready, second === undefined);
  return { kind: 'class', path, model: undefined, sure: second === undefined };
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

/** `x: Invoice`, `x: "Invoice"`, `x: Optional[Invoice]`, `x: Invoice | None`. */
function annotated(ground: Ground, annotation: Expr, scope: Scope): Evidence | undefined {
  if (annotation.kind === 'BinOp') return annotated(ground, annotation.left, scope) ?? annotated(ground, annotation.right, scope);
  if (annotation.kind === 'Subscript') {
    const outer = annotation.value;
    const isOptional = (outer.kind === 'Name' && outer.id === 'Optional') || (outer.kind === 'Attribute' && outer.attr === 'Optional');
    return annotated(ground, isOptional ? annotation.slice : outer, scope);
  }
  if (annotation.kind === 'Constant' && annotation.value.type === 'str') {
    const written = annotation.value.value;
    if (!/^[A-Za-z_]\w*$/.test(written)) return undefined;
    return annotated(ground, { kind: 'Name', id: written, start: annotation.start, end: annotation.end }, scope);
  }
  const evidence = ofPath(ground, annotation, scope);
  return evidence?.kind === 'class' ? { ...evidence, kind: 'instance' } : undefined;
}

/** The first parameter of a method is the class's instance, or the class. */
function ofParameter(ground: Ground, name: string, scope: Scope): Evidence | undefined {
  const { node } = scope;
  if (node.kind !== 'FunctionDef' && node.kind !== 'AsyncFunctionDef') return undefined;
  const owner = scope.parent?.node;
  const first = node.args.posonlyargs[0] ?? node.args.args[0];
  if (owner?.kind !== 'ClassDef' || first?.name !== name) return undefined;
  const decorators = node.decorators.map((each) => (each.kind === 'Name' ? each.id : ''));
  if (decorators.includes('staticmethod')) return undefined;
  const kind = decorators.includes('classmethod') || node.name === '__init_subclass__' || node.name === '__new__' ? 'class' : 'instance';
  return { kind, path: pathOfClass(ground, owner), model: undefined, sure: true };
}

/** The path that the class graph knows a class of this file by. */
export function pathOfClass({ names }: Ground, node: ClassDef): string {
  const scope = names.scopes.of.get(node)?.parent ?? names.scopes.module;
  return localPath(names, node.name, node.start, scope);
}

/** Names that mean the same thing in nearly every Django project. */
function convention(name: string, bindings: readonly Binding[]): Evidence | undefined {
  if (bindings.some((each) => each.kind !== 'value' || each.how !== 'parameter')) return undefined;
  if (name === 'request') return { kind: 'instance', path: requestPath, model: undefined, sure: false };
  return name === 'queryset' || name === 'qs' ? query(querySetPath, undefined, false) : undefined;
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

function ofClassAttribute(ground: Ground, base: Evidence, attribute: string): Evidence | undefined {
  if (attribute !== 'objects' && attribute !== '_default_manager' && attribute !== '_base_manager') return undefined;
  const isModel = derives(ground.repository, base.path, ground.file, new Set([modelPath]));
  return isModel === 'no' ? undefined : query(managerPath, base.path, isModel === 'yes');
}

/** Attributes that Django's classes are known to have, also on classes derived from them. */
function knownBelow(ground: Ground, path: string, attribute: string): string | undefined {
  const direct = knownAttribute(path, attribute);
  if (direct !== undefined) return direct;
  for (const [owner, name] of ownersOf) {
    if (name === attribute && derives(ground.repository, path, ground.file, new Set([owner])) === 'yes')
      return knownAttribute(owner, attribute);
  }
  return undefined;
}

const ownersOf: readonly (readonly [string, string])[] = [
  ['django.test.testcases.SimpleTestCase', 'client'],
  ['django.views.generic.base.View', 'request'],
];

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
