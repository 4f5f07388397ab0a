/** What other files can import from a module, and the classes it defines: all that is kept of a file that isn't being scanned. */
import type { ClassDef, Expr, Stmt } from '../../../python/ast.ts';
import { parametersOf } from '../tree/children.ts';
import { qualify, type Names } from './qualify.ts';

export interface ClassOutline {
  /** Paths of the bases as imported; undefined for one that is computed. */
  readonly bases: readonly (string | undefined)[];
  readonly methods: ReadonlySet<string>;
  /** Names assigned in the class body. */
  readonly attributes: ReadonlySet<string>;
  /** `Meta.abstract = True` */
  readonly abstract: boolean;
}
export interface Outline {
  readonly name: string;
  /** Name → the paths it was imported from. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  readonly stars: readonly string[];
  readonly classes: ReadonlyMap<string, ClassOutline>;
  /** Function → names of its parameters, `*` and `**` in front where they belong. */
  readonly functions: ReadonlyMap<string, readonly string[]>;
  /** Name → the paths that it is an alias of; empty for any other value. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Keeps what a file exports. */
export function outlineOf(names: Names): Outline {
  const imports = new Map<string, readonly string[]>();
  const classes = new Map<string, ClassOutline>();
  const functions = new Map<string, readonly string[]>();
  const values = new Map<string, readonly string[]>();
  for (const [name, all] of names.scopes.module.names) {
    for (const binding of all.filter(names.isLive)) {
      if (binding.kind === 'import') imports.set(name, [...(imports.get(name) ?? []), binding.path]);
      else if (binding.kind === 'class') classes.set(name, outlineClass(names, binding.node));
      else if (binding.kind === 'function') functions.set(name, signatureOf(binding.node.args));
      else values.set(name, binding.value === undefined ? [] : qualify(names, binding.value, names.scopes.module).map((each) => each.path));
    }
  }
  return { name: names.name, imports, stars: names.scopes.stars.map((each) => each.module), classes, functions, values };
}

/** A class's own outline; its bases as seen from where it is defined. */
export function outlineClass(names: Names, node: ClassDef): ClassOutline {
  const scope = names.scopes.of.get(node)?.parent ?? names.scopes.module;
  const methods = new Set<string>();
  const attributes = new Set<string>();
  for (const statement of node.body) {
    if (statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef') methods.add(statement.name);
    for (const target of assignedIn(statement)) if (target.kind === 'Name') attributes.add(target.id);
  }
  return { bases: node.bases.map((base) => basePath(names, base, scope)), methods, attributes, abstract: isAbstract(node) };
}

function basePath(names: Names, base: Expr, scope: Parameters<typeof qualify>[2]): string | undefined {
  const plain = base.kind === 'Subscript' ? base.value : base;
  return qualify(names, plain, scope)[0]?.path;
}

/** The targets that a statement assigns to, unpacking left out. */
export function assignedIn(statement: Stmt): readonly Expr[] {
  if (statement.kind === 'Assign') return statement.targets;
  return statement.kind === 'AnnAssign' && statement.value !== undefined ? [statement.target] : [];
}

/** The class of this name inside a class (`Meta`), also in a branch. */
export function innerClass(node: Pick<ClassDef, 'body'>, name: string): ClassDef | undefined {
  for (const each of node.body) {
    if (each.kind === 'ClassDef' && each.name === name) return each;
    const chosen = each.kind === 'If' ? (innerClass(each, name) ?? innerClass({ body: each.orelse }, name)) : undefined;
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}

function isAbstract(node: ClassDef): boolean {
  return (innerClass(node, 'Meta')?.body ?? []).some(
    (each) =>
      each.kind === 'Assign' &&
      each.targets.some((target) => target.kind === 'Name' && target.id === 'abstract') &&
      each.value.kind === 'Constant' &&
      each.value.value.type === 'bool' &&
      each.value.value.value,
  );
}

function signatureOf(args: Parameters<typeof parametersOf>[0]): readonly string[] {
  return parametersOf(args).map((each) => (each === args.vararg ? `*${each.name}` : each === args.kwarg ? `**${each.name}` : each.name));
}
