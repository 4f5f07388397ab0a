/** Reads the body of a RunPython function: follows historical models through variables, loops and calls of functions of the same file. */
import type { Call, Expr, FunctionDef, Lambda, Module, Stmt } from '../../python/ast.ts';
import { rangeOf } from '../../python/walk.ts';
import type { SourceRange } from '../../source/position.ts';
import type { DataCode, HistoricalModel, Query, QueryLink, QueryUse, RowCall, RowLoop } from './data-code.ts';
import { undefinedNames } from './names.ts';

/** What a name or an expression stands for, as far as it matters here. */
type Bound =
  | { readonly kind: 'apps' | 'other' }
  | { readonly kind: 'model'; readonly model: HistoricalModel }
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'row'; readonly model: HistoricalModel }
  /** What get_or_create gives: the row and whether it is new. */
  | { readonly kind: 'rowAndFlag'; readonly model: HistoricalModel };

interface Reading {
  readonly module: Module;
  readonly functions: ReadonlyMap<string, FunctionDef>;
  readonly models: Map<string, HistoricalModel>;
  readonly queries: QueryUse[];
  readonly rowCalls: RowCall[];
  readonly rowLoops: RowLoop[];
  readonly rawSql: SourceRange[];
}
interface Frame {
  readonly names: Map<string, Bound>;
  readonly loops: readonly RowLoop[];
  /** Inside a try that catches LookupError. */
  readonly guarded: boolean;
  /** Functions that are being read, outermost first: recursion ends here. */
  readonly reading: readonly FunctionDef[];
}

const other: Bound = { kind: 'other' };
const givesRow = new Set(['get', 'first', 'last', 'earliest', 'latest', 'create']);
const givesRowAndFlag = new Set(['get_or_create', 'update_or_create']);
const seeThrough = new Set(['list', 'tuple', 'set', 'sorted', 'reversed', 'iter', 'tqdm', 'enumerate']);
const deepest = 5;

/** `code` is the function that RunPython calls with (apps, schema_editor); `module` the file it stands in. */
export function readDataCode(module: Module, code: FunctionDef | Lambda): DataCode {
  const functions = new Map(
    module.body.flatMap((statement) => (statement.kind === 'FunctionDef' ? [[statement.name, statement] as const] : [])),
  );
  const reading: Reading = { module, functions, models: new Map(), queries: [], rowCalls: [], rowLoops: [], rawSql: [] };
  const first = code.args.posonlyargs[0] ?? code.args.args[0];
  const frame: Frame = {
    names: new Map(first === undefined ? [] : [[first.name, { kind: 'apps' }]]),
    loops: [],
    guarded: false,
    reading: code.kind === 'Lambda' ? [] : [code],
  };
  if (code.kind === 'Lambda') visit(code.body, frame, reading);
  else readBody(code.body, frame, reading);
  const { models, queries, rowCalls, rowLoops, rawSql } = reading;
  return { models: [...models.values()], queries, rowCalls, rowLoops, rawSql, undefinedNames: undefinedNames(module, code) };
}

function readBody(body: readonly Stmt[], frame: Frame, reading: Reading): void {
  for (const statement of body) readStatement(statement, frame, reading);
}

function readStatement(statement: Stmt, frame: Frame, reading: Reading): void {
  switch (statement.kind) {
    case 'Assign':
      visit(statement.value, frame, reading);
      for (const target of statement.targets) assign(target, resolve(statement.value, frame, reading), frame);
      break;
    case 'AnnAssign':
      if (statement.value === undefined) break;
      visit(statement.value, frame, reading);
      assign(statement.target, resolve(statement.value, frame, reading), frame);
      break;
    case 'For':
    case 'AsyncFor':
      readFor(statement, frame, reading);
      break;
    case 'Try':
    case 'TryStar':
      readBody(statement.body, { ...frame, guarded: frame.guarded || statement.handlers.some(({ type }) => catchesLookup(type)) }, reading);
      for (const handler of statement.handlers) readBody(handler.body, frame, reading);
      readBody([...statement.orelse, ...statement.finalbody], frame, reading);
      break;
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      break; // read where it is called
    default:
      for (const child of children(statement)) {
        if (isStatement(child)) readStatement(child, frame, reading);
        else visit(child, frame, reading);
      }
  }
}

/** A bare except, LookupError or one of the classes above it, alone or in a tuple. */
function catchesLookup(type: Expr | undefined): boolean {
  if (type === undefined) return true;
  if (type.kind === 'Tuple') return type.elts.some(catchesLookup);
  return type.kind === 'Name' && ['LookupError', 'Exception', 'BaseException'].includes(type.id);
}

function readFor(statement: Extract<Stmt, { kind: 'For' | 'AsyncFor' }>, frame: Frame, reading: Reading): void {
  const source = resolve(statement.iter, frame, reading);
  if (source.kind !== 'query') {
    visit(statement.iter, frame, reading);
    assign(statement.target, other, frame);
    readBody([...statement.body, ...statement.orelse], frame, reading);
    return;
  }
  visitArguments(statement.iter, frame, reading);
  const loop: RowLoop = { query: source.query, range: rangeOf(reading.module, statement) };
  reading.rowLoops.push(loop);
  assignRow(statement.target, source.query, frame);
  readBody(statement.body, { ...frame, loops: [...frame.loops, loop] }, reading);
  readBody(statement.orelse, frame, reading);
}

/** `for order in …`, or the second of `for index, order in enumerate(…)`. Values and tuples are not rows. */
function assignRow(target: Expr, query: Query, frame: Frame): void {
  const plainRows = !query.links.some((link) => link.name === 'values' || link.name === 'values_list');
  const row: Bound = plainRows ? { kind: 'row', model: query.model } : other;
  if (target.kind === 'Name') frame.names.set(target.id, row);
  if (target.kind === 'Tuple')
    for (const element of target.elts)
      if (element.kind === 'Name') frame.names.set(element.id, element === target.elts.at(-1) ? row : other);
}

function assign(target: Expr, value: Bound, frame: Frame): void {
  if (target.kind === 'Name') frame.names.set(target.id, value);
  if (target.kind !== 'Tuple' && target.kind !== 'List') return;
  for (const [index, element] of target.elts.entries()) {
    if (element.kind === 'Name')
      frame.names.set(element.id, value.kind === 'rowAndFlag' && index === 0 ? { kind: 'row', model: value.model } : other);
  }
}

/** What an expression stands for. Notes models that it asks for; queries are noted by `visit`. */
function resolve(expr: Expr, frame: Frame, reading: Reading): Bound {
  switch (expr.kind) {
    case 'Name':
      return frame.names.get(expr.id) ?? other;
    case 'Attribute': {
      const value = resolve(expr.value, frame, reading);
      return value.kind === 'model'
        ? { kind: 'query', query: { model: value.model, links: [], sliced: false, range: rangeOf(reading.module, expr) } }
        : other;
    }
    case 'Subscript': {
      const value = resolve(expr.value, frame, reading);
      if (value.kind !== 'query') return value.kind === 'rowAndFlag' ? { kind: 'row', model: value.model } : other;
      if (expr.slice.kind === 'Slice')
        return { kind: 'query', query: { ...value.query, sliced: true, range: rangeOf(reading.module, expr) } };
      return { kind: 'row', model: value.query.model };
    }
    case 'Call':
      return resolveCall(expr, frame, reading);
    case 'NamedExpr': {
      const value = resolve(expr.value, frame, reading);
      assign(expr.target, value, frame);
      return value;
    }
    default:
      return other;
  }
}

function resolveCall(call: Call, frame: Frame, reading: Reading): Bound {
  const { func } = call;
  if (func.kind === 'Name') {
    const first = call.args[0];
    if (seeThrough.has(func.id) && first !== undefined) return resolve(first, frame, reading);
    const value = frame.names.get(func.id);
    return value?.kind === 'model' ? { kind: 'row', model: value.model } : other;
  }
  if (func.kind !== 'Attribute') return other;
  const value = resolve(func.value, frame, reading);
  if (value.kind === 'apps' && func.attr === 'get_model') return askedModel(call, frame, reading);
  if (value.kind !== 'query') return other;
  if (givesRow.has(func.attr)) return { kind: 'row', model: value.query.model };
  if (givesRowAndFlag.has(func.attr)) return { kind: 'rowAndFlag', model: value.query.model };
  return { kind: 'query', query: withLink(value.query, call, reading) };
}

function withLink(query: Query, call: Call, reading: Reading): Query {
  const link: QueryLink = {
    name: call.func.kind === 'Attribute' ? call.func.attr : '',
    args: call.args,
    kwargs: new Map(call.keywords.map((keyword) => [keyword.arg ?? '**', keyword.value])),
  };
  return { ...query, links: [...query.links, link], range: rangeOf(reading.module, call) };
}

/** `apps.get_model("shop", "Order")` or `apps.get_model("shop.Order")`; undefined names make it something else. */
function askedModel(call: Call, frame: Frame, reading: Reading): Bound {
  const named = (position: number, keyword: string) => call.args[position] ?? call.keywords.find((one) => one.arg === keyword)?.value;
  const [app, model] = [text(named(0, 'app_label')), text(named(1, 'model_name'))];
  const [appLabel, name] = model === undefined ? (app?.split('.') ?? []) : [app, model];
  if (appLabel === undefined || name === undefined) return other;
  const key = `${appLabel}.${name.toLowerCase()}`;
  const found: HistoricalModel = reading.models.get(key) ?? {
    appLabel,
    name,
    range: rangeOf(reading.module, call),
    guarded: frame.guarded,
  };
  reading.models.set(key, found);
  return { kind: 'model', model: found };
}

function text(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'Constant' && expr.value.type === 'str' ? expr.value.value : undefined;
}

/** Notes every query, row call and loop inside an expression, the outermost call of each chain once. */
function visit(expr: Expr, frame: Frame, reading: Reading): void {
  if (expr.kind === 'Call' && noteCall(expr, frame, reading)) return;
  if (expr.kind === 'ListComp' || expr.kind === 'SetComp' || expr.kind === 'GeneratorExp' || expr.kind === 'DictComp') {
    visitComprehension(expr, frame, reading);
    return;
  }
  for (const child of children(expr)) if (!isStatement(child)) visit(child, frame, reading);
}

/** True when the call was one of those that matter, and its inside has been visited. */
function noteCall(call: Call, frame: Frame, reading: Reading): boolean {
  const { func } = call;
  if (func.kind === 'Name') return followCall(call, func.id, frame, reading);
  if (func.kind !== 'Attribute') return false;
  const value = resolve(func.value, frame, reading);
  if (value.kind === 'query') {
    reading.queries.push({ query: withLink(value.query, call, reading), rowLoops: frame.loops });
    visitArguments(call, frame, reading);
    return true;
  }
  if (value.kind === 'row') {
    const keywords = call.keywords.flatMap((keyword) => (keyword.arg === undefined ? [] : [keyword.arg]));
    reading.rowCalls.push({ model: value.model, method: func.attr, keywords, range: rangeOf(reading.module, call), rowLoops: frame.loops });
    visitArguments(call, frame, reading);
    return true;
  }
  if (func.attr === 'execute' || func.attr === 'executemany') reading.rawSql.push(rangeOf(reading.module, call));
  return false;
}

/** The arguments of every link of a chain; the chain itself has been noted. */
function visitArguments(expr: Expr, frame: Frame, reading: Reading): void {
  let link: Expr | undefined = expr;
  while (link !== undefined) {
    if (link.kind === 'Call')
      for (const argument of [...link.args, ...link.keywords.map((keyword) => keyword.value)]) visit(argument, frame, reading);
    link = link.kind === 'Call' ? link.func : link.kind === 'Attribute' || link.kind === 'Subscript' ? link.value : undefined;
  }
}

/** A call of a function of the same file is read as if it stood here. */
function followCall(call: Call, name: string, frame: Frame, reading: Reading): boolean {
  const target = reading.functions.get(name);
  if (target === undefined || frame.names.has(name) || frame.reading.includes(target) || frame.reading.length >= deepest) return false;
  for (const argument of [...call.args, ...call.keywords.map((keyword) => keyword.value)]) visit(argument, frame, reading);
  const names = new Map<string, Bound>();
  const parameters = [...target.args.posonlyargs, ...target.args.args];
  for (const [index, argument] of call.args.entries()) {
    const parameter = parameters[index];
    if (parameter !== undefined) names.set(parameter.name, resolve(argument, frame, reading));
  }
  for (const { arg, value } of call.keywords) if (arg !== undefined) names.set(arg, resolve(value, frame, reading));
  readBody(target.body, { names, loops: frame.loops, guarded: frame.guarded, reading: [...frame.reading, target] }, reading);
  return true;
}

function visitComprehension(
  expr: Extract<Expr, { kind: 'ListComp' | 'SetComp' | 'GeneratorExp' | 'DictComp' }>,
  frame: Frame,
  reading: Reading,
): void {
  let inner = frame;
  for (const clause of expr.generators) {
    const source = resolve(clause.iter, inner, reading);
    if (source.kind === 'query') {
      const loop: RowLoop = { query: source.query, range: rangeOf(reading.module, expr) };
      reading.rowLoops.push(loop);
      visitArguments(clause.iter, inner, reading);
      inner = { ...inner, names: new Map(inner.names), loops: [...inner.loops, loop] };
      assignRow(clause.target, source.query, inner);
    } else {
      visit(clause.iter, inner, reading);
    }
    for (const test of clause.ifs) visit(test, inner, reading);
  }
  for (const part of expr.kind === 'DictComp' ? [expr.key, expr.value] : [expr.elt]) visit(part, inner, reading);
}

/** The statements and expressions directly inside a node, in the order of the record's parts. */
function children(node: Stmt | Expr): readonly (Stmt | Expr)[] {
  const found: (Stmt | Expr)[] = [];
  const waiting: unknown[] = Object.values(node).toReversed();
  while (waiting.length > 0) {
    const part = waiting.pop();
    if (typeof part !== 'object' || part === null) continue;
    if (Array.isArray(part)) waiting.push(...part.toReversed());
    else if ('kind' in part) found.push(part as Stmt | Expr); // every record of the tree with a kind is one of the two
    else if ('start' in part) waiting.push(...Object.values(part).toReversed()); // keywords, handlers, with items
  }
  return found;
}

const statementKinds = new Set<string>(
  'FunctionDef AsyncFunctionDef ClassDef Return Delete Assign AugAssign AnnAssign TypeAlias For AsyncFor While If With AsyncWith Match Raise Try TryStar Assert Import ImportFrom Global Nonlocal Expr Pass Break Continue UnknownStmt'.split(
    ' ',
  ),
);
function isStatement(node: Stmt | Expr): node is Stmt {
  return statementKinds.has(node.kind);
}
