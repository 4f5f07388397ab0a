/** RunSQL as Django sends it: https://github.com/django/django/blob/stable/5.2.x/django/db/migrations/operations/special.py (_run_sql). */
import type { Vendor } from '../../django/project.ts';
import type { RunSQL, RunSQLText } from '../../django/operation.ts';
import type { PyValue } from '../../python/value.ts';
import type { Statement } from '../statement.ts';
import { actionOf, partsOf } from './parse.ts';
import { splitStatements, withoutComments } from './split.ts';

export interface RunSQLTarget {
  readonly vendor: Vendor;
  /** A parameter as the driver writes it into the text; undefined when that is not known. */
  readonly quote: (value: PyValue) => string | undefined;
}

/**
 * The statements that one direction of a RunSQL sends; undefined when that direction does not exist (no reverse_sql). A string goes to PostgreSQL as it
 * is, and is split and stripped of comments for the others; items of a list are sent one by one, as they are.
 */
export function renderRunSQL(
  operation: RunSQL,
  direction: 'forwards' | 'backwards',
  target: RunSQLTarget,
): readonly Statement[] | undefined {
  const code = direction === 'forwards' ? operation.sql : operation.reverseSql;
  if (code === undefined) return undefined;
  if (code.form === 'noop') return [];
  if (code.form === 'list') return code.texts.map((text) => sentStatement(text, target));
  const { text } = code;
  if (text.kind === 'unknown' || target.vendor === 'postgresql') return [sentStatement(text, target)];
  return splitStatements(text.sql, target.vendor).map((piece) => made(withoutComments(piece.text), target.vendor));
}

/** One text that is sent whole, its parameters filled in. */
function sentStatement(text: RunSQLText, target: RunSQLTarget): Statement {
  if (text.kind === 'unknown') {
    return { sql: `${unknownSql(text.reason)};`, action: { kind: 'unparsed', reason: text.reason }, transactional: true };
  }
  if (text.params === undefined) return made(text.sql, target.vendor);
  const filled = fillParameters(text.sql, text.params, target.quote);
  return filled.kind === 'filled'
    ? made(filled.sql, target.vendor)
    : { sql: ended(text.sql), action: { kind: 'unparsed', reason: filled.reason }, transactional: true };
}

function made(sql: string, vendor: Vendor): Statement {
  // parts show the text as it is displayed, unknown values included
  const parts = partsOf(readable(sql), vendor).map((part) => ({ ...part, sql: sql.slice(part.start, part.end) }));
  return { sql: ended(sql), action: actionOf(parts), transactional: parts.every(({ transactional }) => transactional) };
}

function ended(sql: string): string {
  return sql.trimEnd().endsWith(';') ? sql : `${sql};`;
}

function unknownSql(reason: string): string {
  return `/*unknown:${reason.replaceAll('*/', '* /')}*/`;
}

/** For the parser each unknown value is NULL with a comment behind it, at the same length so that offsets hold. */
function readable(sql: string): string {
  return sql.replaceAll(/\/\*unknown:[^]*?\*\//g, (unknown) => `NULL/*${'.'.repeat(unknown.length - 8)}*/`);
}

export type Filled = { readonly kind: 'filled'; readonly sql: string } | { readonly kind: 'wrong'; readonly reason: string };

/**
 * The text with its parameters, as Python's drivers do it: `%s` is the next parameter, `%%` a percent sign, any other `%` an error; only when there are
 * parameters at all (https://docs.djangoproject.com/en/5.2/ref/migration-operations/#runsql).
 */
export function fillParameters(sql: string, params: readonly PyValue[], quote: (value: PyValue) => string | undefined): Filled {
  let used = 0;
  let wrong: string | undefined;
  const filled = sql.replaceAll(/%([^]?)/g, (_, sign: string) => {
    if (sign === '%') return '%';
    if (sign !== 's') wrong ??= `a % that is neither %s nor %% (%${sign})`;
    const value = params[used];
    used += 1;
    return value === undefined ? '' : (quote(value) ?? unknownSql('a parameter that is not known'));
  });
  if (wrong === undefined && used !== params.length) wrong = `${used} placeholders for ${params.length} parameters`;
  return wrong === undefined ? { kind: 'filled', sql: filled } : { kind: 'wrong', reason: wrong };
}
