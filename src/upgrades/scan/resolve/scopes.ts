/** Which names a file binds, and where: Python's scopes (https://docs.python.org/3/reference/executionmodel.html#naming-and-binding). */
import type { Expr, Import, ImportFrom, Module, Stmt, Try } from '../../../python/ast.ts';
import { eachChild, isStatement, parametersOf, type AnyNode } from '../tree/children.ts';
import type { Binding, Branch, Scope, ScopeNode, Scopes } from './scope.ts';

interface Collector {
  readonly package: string;
  readonly scopes: Map<ScopeNode, Scope>;
  readonly stars: { module: string; statement: ImportFrom }[];
}
interface OpenScope extends Scope {
  readonly names: Map<string, Binding[]>;
  readonly outer: Set<string>;
}

/** Binds all names of a module. `packageName` is the package that relative imports start from. */
export function readScopes(module: Module, packageName: string): Scopes {
  const collector: Collector = { package: packageName, scopes: new Map(), stars: [] };
  const scope = open(collector, module, undefined);
  for (const statement of module.body) bindStatement(collector, scope, statement, []);
  return { module: scope, of: collector.scopes, stars: collector.stars };
}

/** The absolute name of what `from … import` names: `..x` in package `a.b.c` is `a.b.x`. */
export function absoluteModule(statement: ImportFrom, packageName: string): string {
  if (statement.level === 0) return statement.module ?? '';
  const parts = packageName.split('.');
  const kept = parts.slice(0, parts.length - (statement.level - 1));
  return [...kept, ...(statement.module === undefined ? [] : [statement.module])].join('.');
}

function open(collector: Collector, node: ScopeNode, parent: Scope | undefined): OpenScope {
  const scope: OpenScope = { node, parent, names: new Map(), outer: new Set() };
  collector.scopes.set(node, scope);
  return scope;
}

function bind(scope: OpenScope, name: string, binding: Binding): void {
  if (scope.outer.has(name)) return;
  const before = scope.names.get(name);
  if (before === undefined) scope.names.set(name, [binding]);
  else before.push(binding);
}

function bindTarget(scope: OpenScope, target: Expr, binding: Binding): void {
  if (target.kind === 'Name') bind(scope, target.id, binding);
  if (target.kind === 'Starred') bindTarget(scope, target.value, other(binding.branches));
  if (target.kind === 'Tuple' || target.kind === 'List') for (const each of target.elts) bindTarget(scope, each, other(binding.branches));
}

const other = (branches: readonly Branch[]): Binding => ({
  kind: 'value',
  how: 'other',
  value: undefined,
  annotation: undefined,
  branches,
});

function bindStatement(collector: Collector, scope: OpenScope, statement: Stmt, branches: readonly Branch[]): void {
  switch (statement.kind) {
    case 'Import':
    case 'ImportFrom':
      return bindImport(collector, scope, statement, branches);
    case 'If':
      bindBelow(collector, scope, statement.test, branches);
      bindAll(collector, scope, statement.body, [...branches, { of: statement, part: 'body' }]);
      return bindAll(collector, scope, statement.orelse, [...branches, { of: statement, part: 'orelse' }]);
    case 'Try':
    case 'TryStar':
      return bindTry(collector, scope, statement, branches);
    case 'ClassDef':
      bind(scope, statement.name, { kind: 'class', node: statement, branches });
      return bindBelow(collector, scope, statement, branches);
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      bind(scope, statement.name, { kind: 'function', node: statement, branches });
      return bindBelow(collector, scope, statement, branches);
    case 'Global':
    case 'Nonlocal':
      return statement.names.forEach((name) => scope.outer.add(name));
    case 'Assign':
      for (const target of statement.targets)
        bindTarget(scope, target, { kind: 'value', how: 'assign', value: statement.value, annotation: undefined, branches });
      return bindBelow(collector, scope, statement, branches);
    case 'AnnAssign':
      bindTarget(scope, statement.target, {
        kind: 'value',
        how: 'assign',
        value: statement.value,
        annotation: statement.annotation,
        branches,
      });
      return bindBelow(collector, scope, statement, branches);
    case 'For':
    case 'AsyncFor':
      bindTarget(scope, statement.target, { kind: 'value', how: 'for', value: statement.iter, annotation: undefined, branches });
      return bindBelow(collector, scope, statement, branches);
    case 'With':
    case 'AsyncWith':
      for (const { contextExpr, optionalVars } of statement.items) {
        if (optionalVars)
          bindTarget(scope, optionalVars, { kind: 'value', how: 'with', value: contextExpr, annotation: undefined, branches });
      }
      return bindBelow(collector, scope, statement, branches);
    case 'Match':
      for (const each of statement.cases) for (const name of each.captures) bind(scope, name, other(branches));
      return bindBelow(collector, scope, statement, branches);
    case 'AugAssign':
    case 'TypeAlias':
    case 'Return':
    case 'Delete':
    case 'While':
    case 'Raise':
    case 'Assert':
    case 'Expr':
    case 'Pass':
    case 'Break':
    case 'Continue':
    case 'UnknownStmt':
      return bindBelow(collector, scope, statement, branches);
  }
}

function bindAll(collector: Collector, scope: OpenScope, statements: readonly Stmt[], branches: readonly Branch[]): void {
  for (const each of statements) bindStatement(collector, scope, each, branches);
}

function bindTry(collector: Collector, scope: OpenScope, statement: Try, branches: readonly Branch[]): void {
  bindAll(collector, scope, statement.body, [...branches, { of: statement, part: 'body' }]);
  for (const handler of statement.handlers) {
    if (handler.name !== undefined) bind(scope, handler.name, other(branches));
    bindAll(collector, scope, handler.body, [...branches, { of: statement, part: 'handler' }]);
  }
  bindAll(collector, scope, statement.orelse, [...branches, { of: statement, part: 'orelse' }]);
  bindAll(collector, scope, statement.finalbody, branches);
}

function bindImport(collector: Collector, scope: OpenScope, statement: Import | ImportFrom, branches: readonly Branch[]): void {
  if (statement.kind === 'Import') {
    for (const alias of statement.names) {
      const path = alias.asname === undefined ? alias.name.split('.', 1)[0]! : alias.name;
      bind(scope, alias.asname ?? path, { kind: 'import', path, alias, statement, branches });
    }
    return;
  }
  const module = absoluteModule(statement, collector.package);
  for (const alias of statement.names) {
    if (alias.name === '*') collector.stars.push({ module, statement });
    else bind(scope, alias.asname ?? alias.name, { kind: 'import', path: `${module}.${alias.name}`, alias, statement, branches });
  }
}

/** Below an expression or a compound statement: nested statements bind here, functions and comprehensions open scopes. */
function bindBelow(collector: Collector, scope: OpenScope, node: AnyNode, branches: readonly Branch[]): void {
  let inside = scope;
  if (node.kind === 'ClassDef') inside = open(collector, node, scope);
  if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'Lambda') {
    inside = open(collector, node, scope);
    for (const each of parametersOf(node.args)) {
      bind(inside, each.name, { kind: 'value', how: 'parameter', value: undefined, annotation: each.annotation, branches: [] });
    }
  }
  if (node.kind === 'ListComp' || node.kind === 'SetComp' || node.kind === 'GeneratorExp' || node.kind === 'DictComp') {
    inside = open(collector, node, scope);
    for (const clause of node.generators)
      bindTarget(inside, clause.target, { kind: 'value', how: 'for', value: clause.iter, annotation: undefined, branches: [] });
  }
  if (node.kind === 'NamedExpr')
    bindTarget(scope, node.target, { kind: 'value', how: 'assign', value: node.value, annotation: undefined, branches });
  const within = inside === scope ? branches : [];
  eachChild(node, (child) => {
    if (isStatement(child)) bindStatement(collector, inside, child, within);
    else bindBelow(collector, inside, child, within);
  });
}
