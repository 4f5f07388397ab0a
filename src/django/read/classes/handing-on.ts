/** What a method does that a class puts in the place of its base's: hand on to it, nothing, or something that is only known at run time. */
import type { Call, Expr, FunctionDef, Stmt } from '../../../python/ast.ts';
import type { PyValue } from '../../../python/value.ts';
import { functionScope } from '../../../python/scope.ts';
import { truthOf } from '../../resolve/decided-value.ts';
import type { Reader } from '../../resolve/reader.ts';

export type Handing = 'inherited' | 'nothing' | 'unknown';

/** Follows the body of `method`; conditions on the database's vendor are decided. */
export function handingOf(method: FunctionDef, reader: Reader): Handing {
  // `schema_editor.connection` is the connection that `django.db` gives
  const names = [...method.args.posonlyargs, ...method.args.args].map(({ name }) => name);
  const locals = new Map<string, PyValue>(names.includes('schema_editor') ? [['schema_editor', { kind: 'ref', path: 'django.db' }]] : []);
  const inside = reader.within(functionScope(reader.scope, method));
  const { does } = follow(method.body, { method: method.name, reader: inside, locals });
  return does;
}

interface Following {
  readonly method: string;
  readonly reader: Reader;
  readonly locals: ReadonlyMap<string, PyValue>;
}
interface Followed {
  readonly does: Handing;
  readonly hasReturned: boolean;
}

function follow(body: readonly Stmt[], following: Following): Followed {
  let does: Handing = 'nothing';
  for (const stmt of body) {
    const next = followOne(stmt, following);
    if (next.does === 'unknown' || (next.does === 'inherited' && does === 'inherited')) return { does: 'unknown', hasReturned: false };
    if (next.does === 'inherited') does = 'inherited';
    if (next.hasReturned) return { does, hasReturned: true };
  }
  return { does, hasReturned: false };
}

function followOne(stmt: Stmt, following: Following): Followed {
  const { reader, locals } = following;
  if (stmt.kind === 'Pass' || stmt.kind === 'Assert' || stmt.kind === 'Import' || stmt.kind === 'ImportFrom')
    return { does: 'nothing', hasReturned: false };
  if (stmt.kind === 'Return') return { does: stmt.value === undefined ? 'nothing' : doneBy(stmt.value, following), hasReturned: true };
  if (stmt.kind === 'Expr') return { does: doneBy(stmt.value, following), hasReturned: false };
  if (stmt.kind === 'With')
    return stmt.items.every(({ contextExpr }) => isQuiet(contextExpr, reader))
      ? follow(stmt.body, following)
      : { does: 'unknown', hasReturned: false };
  if (stmt.kind !== 'If') return { does: 'unknown', hasReturned: false };
  const truth = truthOf(reader.evaluate(stmt.test, locals));
  if (truth === undefined) return { does: 'unknown', hasReturned: false };
  return follow(truth ? stmt.body : stmt.orelse, following);
}

const quietManagers: ReadonlySet<string> = new Set(['contextlib.suppress', 'contextlib.nullcontext', 'warnings.catch_warnings']);

/** Whether a context manager sends nothing to the database, as far as its source says. */
function isQuiet(expr: Expr, reader: Reader): boolean {
  const path = expr.kind === 'Call' ? reader.resolve(expr.func) : undefined;
  if (path === undefined || quietManagers.has(path)) return path !== undefined;
  const found = reader.find(path);
  return found?.kind === 'function' && !/execute|cursor|schema_editor|connection/.test(found.reader.sourceOf(found.node));
}

function doneBy(expr: Expr, { method, reader }: Following): Handing {
  if (expr.kind === 'Constant') return 'nothing';
  return expr.kind === 'Call' && (isSuperCall(expr, method) || isCallOnBase(expr, method, reader)) ? 'inherited' : 'unknown';
}

/** `super().database_forwards(…)`, whatever the arguments are called. */
function isSuperCall({ func, args }: Call, method: string): boolean {
  if (func.kind !== 'Attribute' || func.attr !== method || func.value.kind !== 'Call') return false;
  const { func: owner } = func.value;
  return owner.kind === 'Name' && owner.id === 'super' && args.every(({ kind }) => kind === 'Name' || kind === 'Starred');
}

/** `Migration.apply(self, …)`, on Django's own class. */
function isCallOnBase({ func, args: [self, ...args] }: Call, method: string, reader: Reader): boolean {
  if (func.kind !== 'Attribute' || func.attr !== method || self?.kind !== 'Name' || self.id !== 'self') return false;
  return reader.resolve(func.value)?.startsWith('django.db.migrations.') === true && args.every(({ kind }) => kind === 'Name');
}
