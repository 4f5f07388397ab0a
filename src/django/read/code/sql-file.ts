/** Texts that a migration reads from files beside it, resolved from the tree. */
import type { Call, Expr, Stmt, With } from '../../../python/ast.ts';
import { folderOf } from '../../discovery/layout/python-files.ts';
import { repoPath } from '../../../source/position.ts';
import type { RepoPath } from '../../../source/position.ts';
import type { Reader } from '../../resolve/reader.ts';

/** Names with the expressions they stand for: parameters of a function that is looked into. */
interface Place {
  readonly reader: Reader;
  readonly names: ReadonlyMap<string, { readonly expr: Expr; readonly place: Place }>;
  readonly depth: number;
}

const depthCap = 12;

/**
 * The text behind `open(path).read()`, `Path(…).read_text()`, a name that a `with open(…)` fills, or a function of the repository that does one of
 * these; the path is resolved from `__file__`. Undefined when it is nothing of the kind or the file is not there.
 */
export function readSqlFile(expr: Expr, reader: Reader): string | undefined {
  return textOf(expr, { reader, names: new Map(), depth: 0 });
}

function textOf(expr: Expr, place: Place): string | undefined {
  if (place.depth > depthCap) return undefined;
  if (expr.kind === 'Name') return textOfName(expr.id, deeper(place));
  if (expr.kind !== 'Call') return undefined;
  const { func } = expr;
  if (func.kind === 'Attribute') {
    if (func.attr === 'read') return fileOf(openedPath(func.value, deeper(place)), place);
    if (func.attr === 'read_text') return fileOf(pathOf(func.value, deeper(place)), place);
    if (['strip', 'rstrip', 'lstrip'].includes(func.attr) && expr.args.length === 0) {
      const text = textOf(func.value, deeper(place));
      if (text === undefined) return undefined;
      return func.attr === 'strip' ? text.trim() : func.attr === 'rstrip' ? text.trimEnd() : text.trimStart();
    }
  }
  return textOfCall(expr, place);
}

function fileOf(path: string | undefined, { reader }: Place): string | undefined {
  return path === undefined ? undefined : reader.text(asRepoPath(path));
}

/** The path in `open(path)`, `path.open()` or `io.open(path)`. */
function openedPath(expr: Expr, place: Place): string | undefined {
  if (expr.kind === 'Name') {
    const bound = place.names.get(expr.id);
    return bound === undefined ? undefined : openedPath(bound.expr, bound.place);
  }
  if (expr.kind !== 'Call') return undefined;
  if (expr.func.kind === 'Attribute' && expr.func.attr === 'open' && expr.func.value.kind !== 'Name') return pathOf(expr.func.value, place);
  const callee = place.reader.resolve(expr.func);
  const [first] = expr.args;
  if (first !== undefined && (callee === 'builtins.open' || callee === 'io.open' || callee === 'codecs.open')) return pathOf(first, place);
  return expr.func.kind === 'Attribute' && expr.func.attr === 'open' ? pathOf(expr.func.value, place) : undefined;
}

/** A name of the module that holds a file's text: assigned, or filled in a `with`. */
function textOfName(name: string, place: Place): string | undefined {
  const bound = place.names.get(name);
  if (bound !== undefined) return textOf(bound.expr, bound.place);
  return textAssigned(place.reader.module.body, name, place);
}

function textAssigned(body: readonly Stmt[], name: string, place: Place): string | undefined {
  for (const stmt of body.toReversed()) {
    if (stmt.kind === 'Assign' && stmt.targets.some((target) => target.kind === 'Name' && target.id === name))
      return textOf(stmt.value, place);
    if (stmt.kind === 'With') {
      const inside = textAssigned(stmt.body, name, insideWith(stmt, place));
      if (inside !== undefined) return inside;
    }
  }
  return undefined;
}

function insideWith({ items }: With, place: Place): Place {
  const names = new Map(place.names);
  for (const { contextExpr, optionalVars } of items)
    if (optionalVars?.kind === 'Name') names.set(optionalVars.id, { expr: contextExpr, place });
  return { ...deeper(place), names };
}

/** A call of a function of the repository whose last statement returns such a text. */
function textOfCall(call: Call, place: Place): string | undefined {
  const path = place.reader.resolve(call.func);
  const found = path === undefined ? undefined : place.reader.find(path);
  if (found?.kind !== 'function') return undefined;
  const names = new Map<string, { readonly expr: Expr; readonly place: Place }>();
  const parameters = [...found.node.args.posonlyargs, ...found.node.args.args];
  const inner: Place = { reader: found.reader, names, depth: place.depth + 1 };
  for (const parameter of [...parameters, ...found.node.args.kwonlyargs])
    if (parameter.default !== undefined) names.set(parameter.name, { expr: parameter.default, place: inner });
  call.args.forEach((expr, index) => {
    const name = parameters[index]?.name;
    if (name !== undefined) names.set(name, { expr, place });
  });
  for (const { arg, value } of call.keywords) if (arg !== undefined) names.set(arg, { expr: value, place });
  return textReturned(found.node.body, inner);
}

function textReturned(body: readonly Stmt[], place: Place): string | undefined {
  const names = new Map(place.names);
  const here: Place = { ...place, names };
  for (const stmt of body) {
    if (stmt.kind === 'Assign')
      for (const target of stmt.targets)
        if (target.kind === 'Name') names.set(target.id, { expr: stmt.value, place: { ...here, names: new Map(names) } });
    if (stmt.kind === 'Return') return stmt.value === undefined ? undefined : textOf(stmt.value, here);
    if (stmt.kind === 'With') {
      const inside = textReturned(stmt.body, insideWith(stmt, here));
      if (inside !== undefined) return inside;
    }
  }
  return undefined;
}

/** A path as far as it can be told, from the repository's root. */
function pathOf(expr: Expr, place: Place): string | undefined {
  if (place.depth > depthCap) return undefined;
  const inner = deeper(place);
  if (expr.kind === 'Constant') return expr.value.type === 'str' ? expr.value.value : undefined;
  if (expr.kind === 'Name') return pathOfName(expr.id, expr, inner);
  if (expr.kind === 'BinOp')
    return expr.op === '/' || expr.op === '+' ? joined([pathOf(expr.left, inner), pathOf(expr.right, inner)], expr.op === '+') : undefined;
  if (expr.kind === 'Attribute') return expr.attr === 'parent' ? parentOf(pathOf(expr.value, inner)) : plainPath(expr, inner);
  if (expr.kind === 'Subscript') return ancestorOf(expr, inner);
  if (expr.kind === 'JoinedStr')
    return joined(
      expr.values.map((value) => pathOf(value.kind === 'FormattedValue' ? value.value : value, inner)),
      true,
    );
  return expr.kind === 'Call' ? pathOfCall(expr, inner) : plainPath(expr, inner);
}

function pathOfName(name: string, expr: Expr, place: Place): string | undefined {
  const bound = place.names.get(name);
  if (bound !== undefined) return pathOf(bound.expr, bound.place);
  if (name === '__file__') return place.reader.module.path;
  const assigned = place.reader.scope.bindings.get(name) ?? rootBindings(place.reader, name);
  const [only, ...others] = assigned ?? [];
  if (only?.kind === 'value' && others.length === 0) return pathOf(only.value, place);
  return plainPath(expr, place);
}

function rootBindings(reader: Reader, name: string) {
  let root = reader.scope;
  while (root.parent !== undefined) root = root.parent;
  return root.bindings.get(name);
}

/** A constant, such as a setting: an absolute path of somebody's machine is no help. */
function plainPath(expr: Expr, { reader }: Place): string | undefined {
  const value = reader.evaluate(expr);
  return value.kind === 'str' && !value.value.startsWith('/') ? value.value : undefined;
}

/** `Path(__file__).parents[1]`. */
function ancestorOf(expr: Expr & { readonly kind: 'Subscript' }, place: Place): string | undefined {
  const { value, slice } = expr;
  if (value.kind !== 'Attribute' || value.attr !== 'parents' || slice.kind !== 'Constant' || slice.value.type !== 'int') return undefined;
  let path = pathOf(value.value, place);
  for (let up = 0n; up <= slice.value.value && path !== undefined; up++) path = parentOf(path);
  return path;
}

const sameFile = new Set([
  'os.path.abspath',
  'os.path.realpath',
  'os.path.normpath',
  'pathlib.Path',
  'pathlib.PurePath',
  'builtins.str',
  'os.fspath',
]);

function pathOfCall({ func, args }: Call, place: Place): string | undefined {
  const [first] = args;
  const callee = place.reader.resolve(func);
  if (callee === 'os.path.dirname') return first === undefined ? undefined : parentOf(pathOf(first, place));
  if (callee === 'os.path.join')
    return joined(
      args.map((arg) => pathOf(arg, place)),
      false,
    );
  if (callee !== undefined && sameFile.has(callee))
    return joined(
      args.map((arg) => pathOf(arg, place)),
      false,
    );
  if (func.kind !== 'Attribute') return undefined;
  const base = (): string | undefined => pathOf(func.value, place);
  switch (func.attr) {
    case 'resolve':
    case 'absolute':
    case 'as_posix':
      return base();
    case 'joinpath':
      return joined([base(), ...args.map((arg) => pathOf(arg, place))], false);
    case 'with_name':
      return first === undefined ? undefined : joined([parentOf(base()), pathOf(first, place)], false);
    case 'with_suffix': {
      const suffix = first === undefined ? undefined : pathOf(first, place);
      return suffix === undefined ? undefined : base()?.replace(/\.[^./]*$/, suffix);
    }
  }
  return undefined;
}

function joined(parts: readonly (string | undefined)[], plainly: boolean): string | undefined {
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  if (plainly) return parts.join('');
  return normal(parts.filter((part) => part !== '').join('/'));
}

function parentOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : folderOf(normal(path));
}

/** Without `.` and `..`. */
function normal(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return kept.join('/');
}

function asRepoPath(path: string): RepoPath {
  return repoPath(normal(path));
}

function deeper(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
}
