/** What names stand for in one body of statements, without running it. */
import type { Arguments, ClassDef, FunctionDef, Lambda, Module, Node, Stmt } from './ast.ts';
import type { Binding, ModuleName } from './names/binding.ts';
import { readBindings } from './names/read-bindings.ts';

export interface Scope {
  readonly module: Module;
  /** Dotted name of the module: `shop.migrations.0007_order`, or of the package for an `__init__.py`. */
  readonly moduleName: string;
  readonly isPackage: boolean;
  /** Dotted path under which what the body defines can be found: the module's name, with the class's behind it. */
  readonly path: string;
  /** In the order of the source. */
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** Dotted names of the modules of which everything is imported. */
  readonly starImports: readonly string[];
  /** Where names are looked for next. */
  readonly parent: Scope | undefined;
  /** A function's body runs later than the body around it, whose last bindings it therefore sees. */
  readonly deferred: boolean;
}

/** The top-level names of a module. */
export function moduleScope(module: Module, { name, isPackage }: ModuleName): Scope {
  const { bindings, starImports } = readBindings(module.body, { name, isPackage });
  return { module, moduleName: name, isPackage, path: name, bindings, starImports, parent: undefined, deferred: false };
}

/** The names of a class body. Only statements in that body see them, functions in it do not. */
export function classScope(parent: Scope, def: ClassDef): Scope {
  return bodyScope(parent, def.body, { path: `${parent.path}.${def.name}`, deferred: false });
}

/** The names of a function's body, its parameters included. */
export function functionScope(parent: Scope, def: FunctionDef | Lambda): Scope {
  const isLambda = def.kind === 'Lambda';
  const scope = bodyScope(parent, isLambda ? [] : def.body, {
    path: `${parent.path}.${isLambda ? '<lambda>' : def.name}.<locals>`,
    deferred: true,
  });
  const bindings = new Map(scope.bindings);
  for (const name of parameterNames(def.args)) {
    const parameter: Binding = {
      kind: 'other',
      what: 'a parameter',
      name,
      start: def.start,
      branch: undefined,
      tried: false,
      fallback: false,
    };
    bindings.set(name, [parameter, ...(bindings.get(name) ?? [])]);
  }
  return { ...scope, bindings };
}

function bodyScope(parent: Scope, body: readonly Stmt[], { path, deferred }: Pick<Scope, 'path' | 'deferred'>): Scope {
  const { bindings, starImports } = readBindings(body, { name: parent.moduleName, isPackage: parent.isPackage });
  return {
    module: parent.module,
    moduleName: parent.moduleName,
    isPackage: parent.isPackage,
    path,
    bindings,
    starImports,
    parent,
    deferred,
  };
}

/** Every parameter's name, in the order of the source. */
export function parameterNames({ posonlyargs, args, vararg, kwonlyargs, kwarg }: Arguments): readonly string[] {
  const all = [...posonlyargs, ...args, ...(vararg === undefined ? [] : [vararg]), ...kwonlyargs, ...(kwarg === undefined ? [] : [kwarg])];
  return all.map(({ name }) => name);
}

/** What a name stands for at one place. */
export interface Found {
  readonly scope: Scope;
  /** The last binding before the place. */
  readonly binding: Binding;
  /** Those before it in the same body, the nearest last. */
  readonly earlier: readonly Binding[];
  /** False when the binding may not have happened, or another may have happened instead. */
  readonly certain: boolean;
}

/** Finds a name as seen from `offset` in the body of `scope`; `offset` Infinity is the end of the body. */
export function findName(scope: Scope, name: string, offset: number): Found | undefined {
  let at = offset;
  for (let here: Scope | undefined = scope; here !== undefined; here = here.parent) {
    const before = bindingsBefore(here.bindings.get(name) ?? [], at);
    const binding = before.at(-1);
    if (binding !== undefined) return { scope: here, binding, earlier: before.slice(0, -1), certain: isCertain(binding, before, at) };
    if (here.deferred) at = Infinity;
  }
  return undefined;
}

/** `try: import a` with `except ImportError: import b`: two names of one thing, of which the first counts. */
function bindingsBefore(bindings: readonly Binding[], offset: number): readonly Binding[] {
  const before = bindings.filter(({ start }) => start < offset);
  const tried = before.findIndex(({ kind, tried }) => kind === 'import' && tried);
  if (tried === -1) return before;
  return before.filter(({ fallback, branch }, index) => index <= tried || !fallback || isInside(branch, offset));
}

function isInside(branch: Node | undefined, offset: number): boolean {
  return branch !== undefined && branch.start <= offset && offset < branch.end;
}

function isCertain({ branch, ...binding }: Binding, before: readonly Binding[], offset: number): boolean {
  if (branch === undefined || isInside(branch, offset)) return true;
  return binding.kind === 'import' && before.every((other) => other.kind === 'import' && other.path === binding.path);
}
