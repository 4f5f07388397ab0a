/** Names that a function uses and nothing defines. Errs on the side of silence: a name bound anywhere in the function counts as defined. */
import type { Expr, FunctionDef, Lambda, Module, Stmt } from '../../python/ast.ts';
import { rangeOf, walk } from '../../python/walk.ts';
import type { SourceRange } from '../../source/position.ts';
import { builtinNames } from './builtin-names.ts';

export interface UndefinedName {
  readonly name: string;
  readonly range: SourceRange;
}

/** Each undefined name once, at its first use. */
export function undefinedNames(module: Module, code: FunctionDef | Lambda): readonly UndefinedName[] {
  const atModule = moduleNames(module);
  if (atModule === undefined) return [];
  const local = boundIn(module, code);
  const found = new Map<string, UndefinedName>();
  for (const node of walk(code)) {
    if (node.kind !== 'Name' || found.has(node.id)) continue;
    if (!local.has(node.id) && !atModule.has(node.id) && !builtinNames.has(node.id))
      found.set(node.id, { name: node.id, range: rangeOf(module, node) });
  }
  return [...found.values()];
}

/** Every name bound at the module's top level, also inside its ifs, tries and loops; undefined when a star import or `globals()` hides what there is. */
function moduleNames(module: Module): ReadonlySet<string> | undefined {
  const names = new Set<string>([
    '__file__',
    '__name__',
    '__doc__',
    '__package__',
    '__spec__',
    '__loader__',
    '__path__',
    '__builtins__',
    '__annotations__',
  ]);
  for (const statement of module.body) {
    for (const node of walk(statement)) {
      if (node.kind === 'ImportFrom' && node.names.some((alias) => alias.name === '*')) return undefined;
      if (node.kind === 'Name' && (node.id === 'globals' || node.id === 'exec')) return undefined;
      if (node.kind === 'Global') for (const name of node.names) names.add(name);
    }
    if (statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef' || statement.kind === 'ClassDef')
      names.add(statement.name);
    else bind(statement, names);
  }
  return names;
}

/** Names of the function itself, and of the functions that it stands in. */
function boundIn(module: Module, code: FunctionDef | Lambda): ReadonlySet<string> {
  const names = new Set<string>();
  bind(code, names);
  for (const statement of module.body) {
    const encloses = statement.start <= code.start && statement.end >= code.end && statement.end - statement.start > code.end - code.start;
    if (encloses) bind(statement, names);
  }
  return names;
}

/** Adds every name that a statement or expression binds, nested scopes included. */
function bind(root: Stmt | Expr, names: Set<string>): void {
  for (const node of walk(root)) {
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- what is not here binds nothing
    switch (node.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        names.add(node.name);
        for (const name of parameterNames(node)) names.add(name);
        break;
      case 'Lambda':
        for (const name of parameterNames(node)) names.add(name);
        break;
      case 'ClassDef':
        names.add(node.name);
        break;
      case 'Import':
        for (const alias of node.names) names.add(alias.asname ?? alias.name.split('.')[0] ?? alias.name);
        break;
      case 'ImportFrom':
        for (const alias of node.names) names.add(alias.asname ?? alias.name);
        break;
      case 'Assign':
        for (const target of node.targets) addTarget(target, names);
        break;
      case 'AugAssign':
      case 'AnnAssign':
      case 'NamedExpr':
      case 'For':
      case 'AsyncFor':
        addTarget(node.target, names);
        break;
      case 'With':
      case 'AsyncWith':
        for (const item of node.items) if (item.optionalVars !== undefined) addTarget(item.optionalVars, names);
        break;
      case 'Try':
      case 'TryStar':
        for (const handler of node.handlers) if (handler.name !== undefined) names.add(handler.name);
        break;
      case 'Match':
        for (const one of node.cases) for (const name of one.captures) names.add(name);
        break;
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
      case 'DictComp':
        for (const clause of node.generators) addTarget(clause.target, names);
        break;
      case 'TypeAlias':
        addTarget(node.name, names);
        break;
    }
  }
}

function addTarget(target: Expr, names: Set<string>): void {
  for (const node of walk(target)) if (node.kind === 'Name') names.add(node.id);
}

function parameterNames({ args }: FunctionDef | Lambda): readonly string[] {
  const all = [
    ...args.posonlyargs,
    ...args.args,
    ...args.kwonlyargs,
    ...(args.vararg === undefined ? [] : [args.vararg]),
    ...(args.kwarg === undefined ? [] : [args.kwarg]),
  ];
  return all.map((arg) => arg.name);
}
