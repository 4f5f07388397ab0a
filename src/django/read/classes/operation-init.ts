/** The arguments that reach Django's operation class through the `__init__` of classes that build on it. */
import type { Call, ClassDef, Expr, FunctionDef, Stmt } from '../../../python/ast.ts';
import type { PyCall, PyDict, PyValue } from '../../../python/value.ts';
import { parameterValues } from '../../resolve/calls/parameter-values.ts';
import type { Definition, Reader } from '../../resolve/reader.ts';
import { bindArguments } from '../operation-arguments.ts';
import type { Argument } from '../operation-arguments.ts';

type ClassDefinition = Extract<Definition, { kind: 'class' }>;

/**
 * Follows a call through the classes, nearest first, each handing on to the next by `super().__init__(…)`; undefined when one of them does something to
 * the arguments that is only known at run time.
 */
export function argumentsThrough(
  call: PyCall,
  classes: readonly ClassDefinition[],
  signature: readonly string[],
): ReadonlyMap<string, Argument> | undefined {
  const written = writtenArguments(call);
  let at = call;
  for (const { node, reader } of classes) {
    const init = initOf(node);
    if (init === undefined) continue;
    const next = handedOn(init, at, reader);
    if (next === undefined) return undefined;
    at = next;
  }
  if (at === call) return bindArguments(call, signature);
  const bound = new Map<string, Argument>();
  at.args.forEach((value, index) => bound.set(signature[index] ?? `*${index}`, { value, expr: written.get(value) }));
  for (const [name, value] of at.kwargs) bound.set(name, { value, expr: written.get(value) });
  return bound;
}

/** Where the values of the call are written: a value that is handed on untouched keeps its place. */
function writtenArguments(call: PyCall): ReadonlyMap<PyValue, Expr> {
  const places = new Map<PyValue, Expr>();
  if (call.expr.kind !== 'Call') return places;
  for (const [index, expr] of call.expr.args.entries()) {
    if (expr.kind === 'Starred') break;
    const value = call.args[index];
    if (value !== undefined) places.set(value, expr);
  }
  for (const { arg, value: expr } of call.expr.keywords) {
    const value = arg === undefined ? undefined : call.kwargs.get(arg);
    if (value !== undefined) places.set(value, expr);
  }
  return places;
}

function initOf(node: ClassDef): FunctionDef | undefined {
  return node.body.find((stmt): stmt is FunctionDef => stmt.kind === 'FunctionDef' && stmt.name === '__init__');
}

/** The call of the next `__init__`, with its arguments evaluated. */
function handedOn(init: FunctionDef, call: PyCall, reader: Reader): PyCall | undefined {
  const locals = new Map(parameterValues(init.args, call, { evaluate: (expr) => reader.evaluate(expr), bound: true }));
  let handed: PyCall | undefined;
  for (const stmt of init.body) {
    const superCall = superCallIn(stmt, reader);
    if (superCall !== undefined) {
      const value = reader.evaluate(superCall, locals);
      if (value.kind !== 'call') return undefined;
      handed = { ...value, expr: call.expr, range: call.range };
    } else if (!runStatement(stmt, { locals, kwargs: init.args.kwarg?.name, reader })) return undefined;
  }
  return handed;
}

function superCallIn(stmt: Stmt, reader: Reader): Call | undefined {
  if (stmt.kind !== 'Expr' || stmt.value.kind !== 'Call') return undefined;
  const { func } = stmt.value;
  const isSuper =
    func.kind === 'Attribute' && func.attr === '__init__' && func.value.kind === 'Call' && reader.sourceOf(func.value.func) === 'super';
  return isSuper ? stmt.value : undefined;
}

interface Running {
  readonly locals: Map<string, PyValue>;
  /** The name of the `**kwargs` parameter. */
  readonly kwargs: string | undefined;
  readonly reader: Reader;
}

/** Statements that keep the arguments known: checks that raise, attributes of `self`, plain names, `kwargs.pop`, `kwargs["a"] = 1`. */
function runStatement(stmt: Stmt, running: Running): boolean {
  if (stmt.kind === 'Pass' || stmt.kind === 'Assert') return true;
  if (stmt.kind === 'If') return [...stmt.body, ...stmt.orelse].every(({ kind }) => kind === 'Raise' || kind === 'Pass');
  if (stmt.kind === 'Expr') return stmt.value.kind === 'Constant' || popped(stmt.value, running) !== undefined;
  if (stmt.kind !== 'Assign' && stmt.kind !== 'AnnAssign') return false;
  if (stmt.value === undefined) return true;
  const targets = stmt.kind === 'Assign' ? stmt.targets : [stmt.target];
  const value = popped(stmt.value, running) ?? running.reader.evaluate(stmt.value, running.locals);
  return targets.every((target) => assigned(target, value, running));
}

function assigned(target: Expr, value: PyValue, { locals, kwargs }: Running): boolean {
  if (target.kind === 'Attribute') return target.value.kind === 'Name' && target.value.id === 'self';
  if (target.kind === 'Name') {
    locals.set(target.id, value);
    return true;
  }
  const given = kwargs === undefined ? undefined : locals.get(kwargs);
  const key = target.kind === 'Subscript' && target.value.kind === 'Name' && target.value.id === kwargs ? textOf(target.slice) : undefined;
  if (key === undefined || given?.kind !== 'dict' || kwargs === undefined) return false;
  locals.set(kwargs, { kind: 'dict', entries: [...without(given, key), [{ kind: 'str', value: key }, value]] });
  return true;
}

/** What `kwargs.pop("name", default)` gives; the entry is gone afterwards. Undefined for any other expression. */
function popped(expr: Expr, { locals, kwargs, reader }: Running): PyValue | undefined {
  if (expr.kind !== 'Call' || expr.func.kind !== 'Attribute' || expr.func.attr !== 'pop') return undefined;
  const { value: owner } = expr.func;
  const [name, fallback] = expr.args;
  const key = textOf(name);
  const given = kwargs === undefined || owner.kind !== 'Name' || owner.id !== kwargs ? undefined : locals.get(kwargs);
  if (key === undefined || given?.kind !== 'dict' || kwargs === undefined) return undefined;
  const value = given.entries.find(([each]) => each.kind === 'str' && each.value === key)?.[1];
  locals.set(kwargs, { kind: 'dict', entries: without(given, key) });
  return value ?? (fallback === undefined ? { kind: 'none' } : reader.evaluate(fallback, locals));
}

function without({ entries }: PyDict, key: string): PyDict['entries'] {
  return entries.filter(([each]) => !(each.kind === 'str' && each.value === key));
}

function textOf(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'Constant' && expr.value.type === 'str' ? expr.value.value : undefined;
}
