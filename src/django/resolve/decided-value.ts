import type { Expr, Stmt } from '../../python/ast.ts';
import type { Scope } from '../../python/scope.ts';
import type { PyValue } from '../../python/value.ts';

/** Evaluates an expression of `scope`, or the name at the end of it. */
type Evaluate = (expr: Expr | string, scope: Scope) => PyValue;

/**
 * What a name of a body stands for at its end. Where conditions decide, they are evaluated: `if ENABLED: MODEL = "teams.Team"` is no riddle when
 * the project says what ENABLED is.
 */
export function decidedValue(name: string, scope: Scope, evaluate: Evaluate): PyValue {
  const value = evaluate(name, scope);
  if (
    value.kind !== 'unknown' ||
    scope.parent !== undefined ||
    scope.bindings.get(name)?.some(({ branch }) => branch !== undefined) !== true
  )
    return value;
  return lastAssigned(scope.module.body, name, (expr) => evaluate(expr, scope)) ?? value;
}

/** The value of the last assignment that runs; undefined when that cannot be told or there is none. */
function lastAssigned(body: readonly Stmt[], name: string, evaluate: (expr: Expr) => PyValue): PyValue | undefined {
  for (const stmt of body.toReversed()) {
    if (stmt.kind === 'If') {
      const truth = truthOf(evaluate(stmt.test));
      if (truth === undefined) {
        if (mentions(stmt, name)) return undefined;
        continue;
      }
      const inside = lastAssigned(truth ? stmt.body : stmt.orelse, name, evaluate);
      if (inside !== undefined) return inside;
      if (mentionsIn(truth ? stmt.body : stmt.orelse, name)) return undefined;
      continue;
    }
    if (stmt.kind === 'Assign' && stmt.targets.some((target) => target.kind === 'Name' && target.id === name)) return evaluate(stmt.value);
    if (stmt.kind === 'AnnAssign' && stmt.target.kind === 'Name' && stmt.target.id === name && stmt.value !== undefined)
      return evaluate(stmt.value);
    if (mentions(stmt, name)) return undefined;
  }
  return undefined;
}

/**
 * Whether the statement at `offset` in a body runs, told by the conditions around it; undefined when one of them is not known or something else than an
 * `if` stands around it.
 */
export function runsAt(body: readonly Stmt[], offset: number, evaluate: (expr: Expr) => PyValue): boolean | undefined {
  const stmt = body.find(({ start, end }) => start <= offset && offset < end);
  if (stmt?.kind !== 'If') return stmt === undefined || 'body' in stmt ? undefined : true;
  const truth = truthOf(evaluate(stmt.test));
  if (truth === undefined) return undefined;
  const isInBody = stmt.body.some(({ start, end }) => start <= offset && offset < end);
  if (isInBody !== truth) return false;
  return runsAt(truth ? stmt.body : stmt.orelse, offset, evaluate);
}

function mentionsIn(body: readonly Stmt[], name: string): boolean {
  return body.some((stmt) => mentions(stmt, name));
}

/** Whether a statement may give the name another meaning. */
function mentions(stmt: Stmt, name: string): boolean {
  switch (stmt.kind) {
    case 'Assign':
      return stmt.targets.some((target) => rootOf(target) === name || target.kind === 'Tuple' || target.kind === 'List');
    case 'AugAssign':
    case 'AnnAssign':
      return rootOf(stmt.target) === name;
    case 'If':
    case 'While':
      return mentionsIn(stmt.body, name) || mentionsIn(stmt.orelse, name);
    case 'For':
    case 'AsyncFor':
      return rootOf(stmt.target) === name || mentionsIn(stmt.body, name) || mentionsIn(stmt.orelse, name);
    case 'With':
    case 'AsyncWith':
      return mentionsIn(stmt.body, name);
    case 'Try':
    case 'TryStar':
      return [stmt.body, stmt.orelse, stmt.finalbody, ...stmt.handlers.map((handler) => handler.body)].some((body) =>
        mentionsIn(body, name),
      );
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      return stmt.name === name;
    case 'Import':
    case 'ImportFrom':
      return stmt.names.some((alias) => alias.name === '*' || (alias.asname ?? alias.name) === name);
    case 'Expr':
      return stmt.value.kind === 'Call' && stmt.value.func.kind === 'Attribute' && rootOf(stmt.value.func.value) === name;
    case 'Delete':
    case 'Match':
    case 'UnknownStmt':
      return true;
    case 'Return':
    case 'TypeAlias':
    case 'Raise':
    case 'Assert':
    case 'Global':
    case 'Nonlocal':
    case 'Pass':
    case 'Break':
    case 'Continue':
      return false;
  }
}

function rootOf(expr: Expr): string | undefined {
  let at = expr;
  while (at.kind === 'Attribute' || at.kind === 'Subscript') at = at.value;
  return at.kind === 'Name' ? at.id : undefined;
}

/** Whether a constant counts as true; undefined for anything else. */
export function truthOf(value: PyValue): boolean | undefined {
  if (value.kind === 'bool') return value.value;
  if (value.kind === 'none') return false;
  if (value.kind === 'str') return value.value !== '';
  if (value.kind === 'int') return value.value !== 0n;
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') return value.items.length > 0;
  return value.kind === 'dict' ? value.entries.length > 0 : undefined;
}
