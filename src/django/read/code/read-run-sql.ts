import type { Expr } from '../../../python/ast.ts';
import type { PyValue } from '../../../python/value.ts';
import type { RunSQLCode, RunSQLText } from '../../operation.ts';
import { readSqlFile } from './sql-file.ts';
import type { Reader } from '../../resolve/reader.ts';

/**
 * RunSQL's `sql` or `reverse_sql` (RunSQL._run_sql): a text is split by Django and sent without parameters, a list is sent item by item, an item that is
 * itself a list is `(sql, params)`.
 */
export function readRunSqlCode(expr: Expr | undefined, value: PyValue, reader: Reader): RunSQLCode {
  if (value.kind === 'ref' && value.path.endsWith('.RunSQL.noop')) return { form: 'noop' };
  if (value.kind === 'str' && value.value === '') return { form: 'noop' };
  if (value.kind !== 'list' && value.kind !== 'tuple') return { form: 'string', text: textOf(expr, value, reader) };
  const elements = expr?.kind === 'List' || expr?.kind === 'Tuple' ? expr.elts : [];
  const isParallel = elements.length === value.items.length && !elements.some((element) => element.kind === 'Starred');
  return { form: 'list', texts: value.items.map((item, index) => itemOf(isParallel ? elements[index] : undefined, item, reader)) };
}

function itemOf(expr: Expr | undefined, item: PyValue, reader: Reader): RunSQLText {
  if (item.kind !== 'list' && item.kind !== 'tuple') return textOf(expr, item, reader);
  const [sql, params] = item.items;
  if (sql === undefined || item.items.length !== 2) {
    return {
      kind: 'unknown',
      source: expr === undefined ? '' : reader.sourceOf(expr),
      reason: 'it is no pair of a statement and its parameters',
    };
  }
  const inner = expr?.kind === 'List' || expr?.kind === 'Tuple' ? expr.elts[0] : undefined;
  const text = textOf(inner, sql, reader);
  if (text.kind === 'unknown' || params === undefined || params.kind === 'none') return text;
  if (params.kind === 'list' || params.kind === 'tuple') return { ...text, params: params.items };
  return { kind: 'unknown', source: text.sql, reason: 'its parameters cannot be known' };
}

function textOf(expr: Expr | undefined, value: PyValue, reader: Reader): RunSQLText {
  if (value.kind === 'str') return { kind: 'sql', sql: value.value, params: undefined };
  if (value.kind === 'ref' && value.path.endsWith('.RunSQL.noop')) return { kind: 'sql', sql: '', params: undefined };
  const fromFile = expr === undefined ? undefined : readSqlFile(expr, reader);
  if (fromFile !== undefined) return { kind: 'sql', sql: fromFile, params: undefined };
  return {
    kind: 'unknown',
    source: expr === undefined ? '' : reader.sourceOf(expr),
    reason: value.kind === 'unknown' ? value.reason : 'it is no text that can be known',
  };
}
