/** What declarations say of types: paths of classes, annotations, first parameters, names that mean the same everywhere. */
import type { RepoPath } from '../../../source/position.ts';
import type { ClassDef, Expr, FunctionDef } from '../../../python/ast.ts';
import { definedAt, knownAttribute, knownInstance } from './graph.ts';
import { localPath, qualify, type Names } from './qualify.ts';
import { chase, derives, type Repository } from './repository.ts';
import type { Binding, Scope } from './scope.ts';

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
export const managerPath = 'django.db.models.manager.Manager';
export const querySetPath = 'django.db.models.query.QuerySet';
export const requestPath = 'django.http.request.HttpRequest';

export const isQuery = (evidence: Evidence): boolean => evidence.path === managerPath || evidence.path === querySetPath;
export const instance = (path: string | undefined, sure: boolean): Evidence | undefined =>
  path === undefined ? undefined : { kind: 'instance', path, model: undefined, sure };
export const query = (path: string, model: string | undefined, sure: boolean): Evidence => ({ kind: 'instance', path, model, sure });

/** A name or attribute that is a class, or an object that stands ready in a module. */
export function ofPath(ground: Ground, expr: Expr, scope: Scope): Evidence | undefined {
  const [found, second] = qualify(ground.names, expr, scope);
  if (found === undefined || found.star !== undefined) return undefined;
  const chased = chase(ground.repository, found.path, ground.file);
  const path = chased.own ? chased.path : definedAt(chased.path);
  const ready = knownInstance(path) ?? knownInstance(chased.path);
  if (ready !== undefined) return instance(ready, second === undefined);
  return { kind: 'class', path, model: undefined, sure: second === undefined };
}

/** `x: Invoice`, `x: "Invoice"`, `x: Optional[Invoice]`, `x: Invoice | None`. */
export function annotated(ground: Ground, annotation: Expr, scope: Scope): Evidence | undefined {
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
export function ofParameter(ground: Ground, name: string, scope: Scope): Evidence | undefined {
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
export function convention(name: string, bindings: readonly Binding[]): Evidence | undefined {
  if (bindings.some((each) => each.kind !== 'value' || each.how !== 'parameter')) return undefined;
  if (name === 'request') return { kind: 'instance', path: requestPath, model: undefined, sure: false };
  return name === 'queryset' || name === 'qs' ? query(querySetPath, undefined, false) : undefined;
}

export function ofClassAttribute(ground: Ground, base: Evidence, attribute: string): Evidence | undefined {
  if (attribute !== 'objects' && attribute !== '_default_manager' && attribute !== '_base_manager') return undefined;
  const isModel = derives(ground.repository, base.path, ground.file, new Set([modelPath]));
  return isModel === 'no' ? undefined : query(managerPath, base.path, isModel === 'yes');
}

/** Attributes that Django's classes are known to have, also on classes derived from them. */
export function knownBelow(ground: Ground, path: string, attribute: string): string | undefined {
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
