/** Small functions of the repository that only put values together, worked out for one call: assignments, loops over constants, `append`, `return`. */
import type { Expr, FunctionDef, Stmt } from '../../../python/ast.ts';
import type { PyValue } from '../../../python/value.ts';
import { truthOf } from '../decided-value.ts';
import { parameterValues, type Given } from './parameter-values.ts';

/** Evaluates an expression of the function's body. */
type Evaluate = (expr: Expr, locals: ReadonlyMap<string, PyValue>) => PyValue;

/** More statements than this are not run. */
const stepCap = 3000;

interface Run {
  readonly evaluate: Evaluate;
  readonly locals: Map<string, PyValue>;
  steps: number;
}

/** How a block ended; undefined when it holds something that is not worked out. */
type End = { readonly kind: 'next' | 'break' | 'continue' } | { readonly kind: 'return'; readonly value: PyValue };

const next: End = { kind: 'next' };

/** What the function returns for these arguments; undefined when that is not known. */
export function runFunction(def: FunctionDef, call: Given, evaluate: Evaluate): PyValue | undefined {
  if (def.kind !== 'FunctionDef' || !def.decorators.every(isStatic)) return undefined;
  const locals = new Map(parameterValues(def.args, call, { evaluate: (expr) => evaluate(expr, new Map()), bound: false }));
  const end = runBlock(def.body, { evaluate, locals, steps: 0 });
  if (end === undefined || end.kind === 'break' || end.kind === 'continue') return undefined;
  const value: PyValue = end.kind === 'return' ? end.value : { kind: 'none' };
  return value.kind === 'unknown' ? undefined : value;
}

function isStatic(decorator: Expr): boolean {
  return decorator.kind === 'Name' && decorator.id === 'staticmethod';
}

function isImport({ kind }: Stmt): boolean {
  return kind === 'Import' || kind === 'ImportFrom';
}

function runBlock(body: readonly Stmt[], run: Run): End | undefined {
  for (const stmt of body) {
    run.steps++;
    const end = run.steps > stepCap ? undefined : runStatement(stmt, run);
    if (end === undefined || end.kind !== 'next') return end;
  }
  return next;
}

function runStatement(stmt: Stmt, run: Run): End | undefined {
  switch (stmt.kind) {
    case 'Return':
      return { kind: 'return', value: stmt.value === undefined ? { kind: 'none' } : run.evaluate(stmt.value, run.locals) };
    case 'Expr':
      return stmt.value.kind === 'Constant' ? next : runChange(stmt.value, run);
    case 'Assign': {
      const value = run.evaluate(stmt.value, run.locals);
      return stmt.targets.every((target) => assign(target, value, run)) ? next : undefined;
    }
    case 'AnnAssign':
      return stmt.value === undefined || assign(stmt.target, run.evaluate(stmt.value, run.locals), run) ? next : undefined;
    case 'AugAssign':
      return runAugmented(stmt.target, { op: stmt.op, value: stmt.value }, run);
    case 'If': {
      const truth = truthOf(run.evaluate(stmt.test, run.locals));
      // Django would not come further when it raised
      if (truth === undefined) return stmt.orelse.length === 0 && stmt.body.every(({ kind }) => kind === 'Raise') ? next : undefined;
      return runBlock(truth ? stmt.body : stmt.orelse, run);
    }
    case 'For':
      return runLoop(stmt, run);
    case 'Try':
      // what is worked out raises nothing; what might raise is not known, and so is what becomes of it
      return stmt.body.some(isImport) ? undefined : runBlock([...stmt.body, ...stmt.orelse, ...stmt.finalbody], run);
    case 'Pass':
    case 'Assert':
      return next;
    case 'Break':
      return { kind: 'break' };
    case 'Continue':
      return { kind: 'continue' };
    case 'Import':
    case 'ImportFrom':
      return next;
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
    case 'Delete':
    case 'TypeAlias':
    case 'AsyncFor':
    case 'While':
    case 'With':
    case 'AsyncWith':
    case 'Match':
    case 'Raise':
    case 'TryStar':
    case 'Global':
    case 'Nonlocal':
    case 'UnknownStmt':
      return undefined;
  }
}

function runLoop({ target, iter, body, orelse }: Stmt & { readonly kind: 'For' | 'AsyncFor' }, run: Run): End | undefined {
  const items = itemsOf(run.evaluate(iter, run.locals));
  if (items === undefined || orelse.length > 0) return undefined;
  for (const item of items) {
    if (!assign(target, item, run)) return undefined;
    const end = runBlock(body, run);
    if (end === undefined || end.kind === 'return') return end;
    if (end.kind === 'break') break;
  }
  return next;
}

function itemsOf(value: PyValue): readonly PyValue[] | undefined {
  if (value.kind === 'list' || value.kind === 'tuple') return value.items;
  return value.kind === 'dict' ? value.entries.map(([key]) => key) : undefined;
}

/** Gives names their values; False when the target is none that can be followed. */
function assign(target: Expr, value: PyValue, run: Run): boolean {
  if (target.kind === 'Name') {
    run.locals.set(target.id, value);
    return true;
  }
  if (target.kind === 'Tuple' || target.kind === 'List') {
    const items = value.kind === 'tuple' || value.kind === 'list' ? value.items : [];
    return items.length === target.elts.length && target.elts.every((each, index) => assign(each, items[index] ?? value, run));
  }
  if (target.kind !== 'Subscript' || target.value.kind !== 'Name') return false;
  const container = run.locals.get(target.value.id);
  if (container?.kind !== 'dict') return false;
  const key = run.evaluate(target.slice, run.locals);
  if (key.kind !== 'str' && key.kind !== 'int') return false;
  const others = container.entries.filter(([each]) => !(each.kind === key.kind && each.value === key.value));
  run.locals.set(target.value.id, { kind: 'dict', entries: [...others, [key, value]] });
  return true;
}

/** `items.append(x)` and its like on a local list. */
function runChange(expr: Expr, run: Run): End | undefined {
  if (expr.kind !== 'Call' || expr.func.kind !== 'Attribute' || expr.func.value.kind !== 'Name' || expr.keywords.length > 0)
    return undefined;
  const { attr: method, value: owner } = expr.func;
  const list = run.locals.get(owner.id);
  const [first, ...others] = expr.args;
  if (list?.kind !== 'list' || first === undefined || others.length > 0 || first.kind === 'Starred') return undefined;
  const value = run.evaluate(first, run.locals);
  const added = method === 'append' ? [value] : method === 'extend' ? itemsOf(value) : undefined;
  if (added === undefined) return undefined;
  run.locals.set(owner.id, { kind: 'list', items: [...list.items, ...added] });
  return next;
}

function runAugmented(target: Expr, { op, value }: { readonly op: string; readonly value: Expr }, run: Run): End | undefined {
  const present = target.kind === 'Name' ? run.locals.get(target.id) : undefined;
  if (target.kind !== 'Name' || present === undefined || op !== '+') return undefined;
  const more = run.evaluate(value, run.locals);
  if (present.kind === 'list' && (more.kind === 'list' || more.kind === 'tuple')) {
    run.locals.set(target.id, { kind: 'list', items: [...present.items, ...more.items] });
  } else if (present.kind === 'str' && more.kind === 'str') run.locals.set(target.id, { kind: 'str', value: present.value + more.value });
  else if (present.kind === 'int' && more.kind === 'int') run.locals.set(target.id, { kind: 'int', value: present.value + more.value });
  else return undefined;
  return next;
}
