/** What names stand for in one body of statements, without running it. */
import type { Arguments, ClassDef, FunctionDef, Lambda, Module, Node, Stmt } from './ast.ts';
import type { Binding, ModuleName } from './names/binding.ts';
import { readBindings } from './names/read-bindings.ts';
import { walk } from './walk.ts';

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
  const globals = module.text.includes('global ') ? withGlobals(module, bindings) : bindings;
  return { module, moduleName: name, isPackage, path: name, bindings: globals, starImports, parent: undefined, deferred: false };
}

/** What a function declares `global` may be anything once the module has run. */
function withGlobals(module: Module, bindings: ReadonlyMap<string, readonly Binding[]>): ReadonlyMap<string, readonly Binding[]> {
  const changed = new Map(bindings);
  for (const node of walk(module.body)) {
    if (node.kind !== 'Global') continue;
    for (const name of node.names) {
      const binding: Binding = {
        kind: 'other',
        what: 'changed by a function',
        name,
        start: module.end,
        branch: undefined,
        tried: false,
        fallback: false,
      };
      changed.set(name, [...(changed.get(name) ?? []), binding]);
    }
  }
  return changed;
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
  /** False when the binding may not have happened, or another may have happened instead. */
  readonly certain: boolean;
}

/** Finds a name as seen from `offset` in the body of `scope`; `offset` Infinity is the end of the body. */
export function findName(scope: Scope, name: string, offset: number): Found | undefined {
  let at = offset;
  for (let here: Scope | undefined = scope; here !== undefined; here = here.parent) {
    const bindings = here.bindings.get(name) ?? [];
    const index = preferredIndex(bindings, lastBefore(bindings, at), at);
    const binding = bindings[index];
    if (binding !== undefined) return { scope: here, binding, certain: isCertain(bindings, index, at) };
    if (here.deferred) at = Infinity;
  }
  return undefined;
}

/** Index of the last binding before `offset`, by binary search; -1 when there is none. */
function lastBefore(bindings: readonly Binding[], offset: number): number {
  let low = 0;
  let high = bindings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bindings[middle]?.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** `try: import a` with `except ImportError: import b`: two names of one thing, of which the first counts. */
function preferredIndex(bindings: readonly Binding[], index: number, offset: number): number {
  let at = index;
  while (bindings[at]?.fallback === true && !isInside(bindings[at]?.branch, offset)) at--;
  const tried = bindings[at];
  return at < index && tried?.kind === 'import' && tried.tried ? at : index;
}

function isInside(branch: Node | undefined, offset: number): boolean {
  return branch !== undefined && branch.start <= offset && offset < branch.end;
}

/** A binding that may not have happened still tells when all before it were imports of the same thing. */
function isCertain(bindings: readonly Binding[], index: number, offset: number): boolean {
  const binding = bindings[index];
  if (binding?.branch === undefined || isInside(binding.branch, offset)) return true;
  if (binding.kind !== 'import') return false;
  return bindings.slice(0, index).every((other) => other.kind === 'import' && other.path === binding.path);
}
