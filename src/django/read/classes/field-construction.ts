/** What a field class of the repository makes of its arguments in `__init__` and `deconstruct`, as far as plain statements say. */
import type { Call, Expr, FunctionDef, Stmt } from '../../../python/ast.ts';
import type { PyValue } from '../../../python/value.ts';
import type { FieldConstruction } from '../../project.ts';
import { walk } from '../../../python/walk.ts';
import type { Reader } from '../../resolve/reader.ts';

/** The statements that run whatever happens, and those under an `if`. */
interface Step {
  readonly stmt: Stmt;
  readonly test: Expr | undefined;
}

/** Reads both methods; `reader` sees the module of the class. */
export function readFieldConstruction(methods: ReadonlyMap<string, FunctionDef>, reader: Reader): FieldConstruction {
  const init = methods.get('__init__');
  const deconstruct = methods.get('deconstruct');
  const defaults = new Map<string, PyValue>();
  const forced = new Map<string, PyValue>();
  if (init !== undefined) readInit(init, reader, { defaults, forced });
  const { hidden, added } =
    deconstruct === undefined ? { hidden: new Set<string>(), added: new Set<string>() } : readDeconstruct(deconstruct);
  const parameters = init === undefined ? new Map<string, PyValue>() : parameterDefaults(init, reader);
  const kept = init === undefined || deconstruct === undefined ? new Set<string>() : keysSet(deconstruct);
  for (const name of init === undefined ? [] : takenBy(init)) if (kept !== undefined && !kept.has(name)) hidden.add(name);
  return { defaults, forced, hidden, added: new Map([...added].flatMap((name) => entryOf(name, parameters.get(name)))) };
}

/** Options that `__init__` keeps to itself: parameters that it does not hand on, and what it pops from its keywords. */
function takenBy(init: FunctionDef): ReadonlySet<string> {
  const taken = new Set<string>();
  const { posonlyargs, args, kwonlyargs, kwarg } = init.args;
  for (const { name } of [...posonlyargs, ...args, ...kwonlyargs].slice(1)) taken.add(name);
  for (const node of walk(init.body)) {
    if (node.kind !== 'Call') continue;
    if (isInitCall(node)) {
      for (const arg of [...node.args, ...node.keywords.map(({ value }) => value)]) if (arg.kind === 'Name') taken.delete(arg.id);
      for (const { arg } of node.keywords) if (arg !== undefined) taken.delete(arg);
    } else if (isMethodOf(node, kwarg?.name, 'pop')) addText(taken, node.args[0]);
  }
  for (const node of walk(init.body)) {
    const set = node.kind === 'Assign' ? assignedKey(node, kwarg?.name) : undefined;
    if (set !== undefined) taken.delete(set.key);
  }
  return taken;
}

/** Keys that `deconstruct` may put back; undefined when it does so in a way that is not plain. */
function keysSet(deconstruct: FunctionDef): ReadonlySet<string> | undefined {
  const keys = new Set<string>();
  for (const node of walk(deconstruct.body)) {
    if (node.kind === 'For' || (node.kind === 'Call' && node.func.kind === 'Attribute' && node.func.attr === 'update')) return undefined;
    if (node.kind !== 'Assign') continue;
    for (const target of node.targets) if (target.kind === 'Subscript') addText(keys, target.slice);
  }
  return keys;
}

function entryOf(name: string, value: PyValue | undefined): readonly (readonly [string, PyValue])[] {
  return value === undefined ? [] : [[name, value]];
}

interface Options {
  readonly defaults: Map<string, PyValue>;
  readonly forced: Map<string, PyValue>;
}

function readInit(init: FunctionDef, reader: Reader, options: Options): void {
  const kwargs = init.args.kwarg?.name;
  const parameters = parameterDefaults(init, reader);
  for (const { stmt, test } of stepsOf(init.body)) {
    const call = stmt.kind === 'Expr' && stmt.value.kind === 'Call' ? stmt.value : undefined;
    const set = assignedKey(stmt, kwargs);
    if (set !== undefined) setOption(options, set, { test, kwargs, reader });
    else if (call !== undefined && isMethodOf(call, kwargs, 'setdefault')) setDefault(options.defaults, call, reader);
    else if (call !== undefined && isMethodOf(call, kwargs, 'update') && test === undefined) updateOptions(options.forced, call, reader);
    else if (call !== undefined && isInitCall(call)) readHandedOn(call, { options, parameters, reader });
  }
}

/** Statements of a body in order, those of an `if` with its test; deeper ones are left out. */
function* stepsOf(body: readonly Stmt[]): Generator<Step> {
  for (const stmt of body) {
    if (stmt.kind === 'If') for (const inner of stmt.body) yield { stmt: inner, test: stmt.test };
    else yield { stmt, test: undefined };
  }
}

interface KeyAssignment {
  readonly key: string;
  readonly value: Expr;
}

/** `kwargs["key"] = value`. */
function assignedKey(stmt: Stmt, kwargs: string | undefined): KeyAssignment | undefined {
  const [target] = stmt.kind === 'Assign' ? stmt.targets : [];
  if (stmt.kind !== 'Assign' || target?.kind !== 'Subscript' || target.value.kind !== 'Name' || target.value.id !== kwargs)
    return undefined;
  const key = textOf(target.slice);
  return key === undefined ? undefined : { key, value: stmt.value };
}

interface Setting {
  readonly test: Expr | undefined;
  readonly kwargs: string | undefined;
  readonly reader: Reader;
}

function setOption({ defaults, forced }: Options, { key, value }: KeyAssignment, { test, kwargs, reader }: Setting): void {
  if (value.kind === 'Call' && isMethodOf(value, kwargs, 'get')) {
    const fallback = value.args[1];
    if (textOf(value.args[0]) === key && fallback !== undefined) defaults.set(key, reader.evaluate(fallback));
    return;
  }
  const known = reader.evaluate(value);
  if (test === undefined) forced.set(key, known);
  else if (test.kind === 'Compare' && test.ops[0] === 'not in' && textOf(test.left) === key) defaults.set(key, known);
}

function setDefault(defaults: Map<string, PyValue>, { args: [name, value] }: Call, reader: Reader): void {
  const key = textOf(name);
  if (key !== undefined && value !== undefined && !defaults.has(key)) defaults.set(key, reader.evaluate(value));
}

function updateOptions(forced: Map<string, PyValue>, { args, keywords }: Call, reader: Reader): void {
  for (const arg of args) {
    const value = reader.evaluate(arg);
    if (value.kind !== 'dict') continue;
    for (const [key, each] of value.entries) if (key.kind === 'str') forced.set(key.value, each);
  }
  for (const { arg, value } of keywords) if (arg !== undefined) forced.set(arg, reader.evaluate(value));
}

interface HandingOn {
  readonly options: Options;
  readonly parameters: ReadonlyMap<string, PyValue>;
  readonly reader: Reader;
}

/** Arguments of `super().__init__(…)`: a constant is forced, a parameter of the same name has its default. */
function readHandedOn({ args, keywords }: Call, { options, parameters, reader }: HandingOn): void {
  for (const arg of args) {
    const fallback = arg.kind === 'Name' ? parameters.get(arg.id) : undefined;
    if (arg.kind === 'Name' && fallback !== undefined && fallback.kind !== 'none') options.defaults.set(arg.id, fallback);
  }
  for (const { arg, value } of keywords) {
    if (arg === undefined) continue;
    if (value.kind !== 'Name') {
      const known = reader.evaluate(value);
      if (known.kind !== 'unknown') options.forced.set(arg, known);
    } else if (value.id === arg) {
      const fallback = parameters.get(arg);
      if (fallback !== undefined && fallback.kind !== 'none') options.defaults.set(arg, fallback);
    }
  }
}

function parameterDefaults({ args }: FunctionDef, reader: Reader): ReadonlyMap<string, PyValue> {
  const defaults = new Map<string, PyValue>();
  for (const { name, default: value } of [...args.posonlyargs, ...args.args, ...args.kwonlyargs]) {
    if (value !== undefined) defaults.set(name, reader.evaluate(value));
  }
  return defaults;
}

/** Keys that `deconstruct` takes away, whatever its `if` asks, and keys that it always adds from an attribute of the same name. */
function readDeconstruct({ body }: FunctionDef): { readonly hidden: Set<string>; readonly added: ReadonlySet<string> } {
  const hidden = new Set<string>();
  const added = new Set<string>();
  for (const { stmt, test } of stepsOf(body)) {
    if (stmt.kind === 'Delete') {
      for (const target of stmt.targets) if (target.kind === 'Subscript') addText(hidden, target.slice);
    } else if (
      stmt.kind === 'Expr' &&
      stmt.value.kind === 'Call' &&
      stmt.value.func.kind === 'Attribute' &&
      stmt.value.func.attr === 'pop'
    ) {
      addText(hidden, stmt.value.args[0]);
    } else if (stmt.kind === 'Assign' && test === undefined) {
      const [target] = stmt.targets;
      const key = target?.kind === 'Subscript' ? textOf(target.slice) : undefined;
      if (key !== undefined && stmt.value.kind === 'Attribute' && stmt.value.attr === key) added.add(key);
    }
  }
  return { hidden, added };
}

function addText(into: Set<string>, expr: Expr | undefined): void {
  const text = textOf(expr);
  if (text !== undefined) into.add(text);
}

function textOf(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'Constant' && expr.value.type === 'str' ? expr.value.value : undefined;
}

function isMethodOf({ func }: Call, name: string | undefined, method: string): boolean {
  return func.kind === 'Attribute' && func.attr === method && func.value.kind === 'Name' && func.value.id === name;
}

function isInitCall({ func }: Call): boolean {
  return func.kind === 'Attribute' && func.attr === '__init__';
}
