import { beforeAll, describe, expect, test } from '@jest/globals';
import type { RunSQL, RunSQLCode } from '../../../../src/django/operation.ts';
import type { PyValue } from '../../../../src/python/value.ts';
import { repoPath } from '../../../../src/source/position.ts';
import { loadSqlParser } from '../../../../src/sql/rawsql/grammar/postgresql-parser.ts';
import { fillParameters, renderRunSQL, type RunSQLTarget } from '../../../../src/sql/rawsql/run-sql.ts';

const place = { line: 1, column: 1, offset: 0 };
const runSQL = (sql: RunSQLCode, reverseSql?: RunSQLCode): RunSQL => ({
  kind: 'RunSQL',
  sql,
  reverseSql,
  stateOperations: [],
  hints: undefined,
  elidable: false,
  argumentRanges: new Map(),
  range: { path: repoPath('clinic/migrations/0002_names.py'), start: place, end: place },
});
const text = (sql: string, params?: readonly PyValue[]) => ({ kind: 'sql', sql, params }) as const;
const quote = (value: PyValue): string | undefined =>
  value.kind === 'str' ? `'${value.value.replaceAll("'", "''")}'` : value.kind === 'int' ? String(value.value) : undefined;
const on = (vendor: RunSQLTarget['vendor']): RunSQLTarget => ({ vendor, quote });

describe('RunSQL', () => {
  beforeAll(loadSqlParser);

  test('sends a string to PostgreSQL as it is, and each statement of it to the others', () => {
    const operation = runSQL({ form: 'string', text: text('UPDATE a SET b = 1; -- all\nDROP TABLE c;') });
    const postgresql = renderRunSQL(operation, 'forwards', on('postgresql')) ?? [];
    expect(postgresql.map(({ sql }) => sql)).toEqual(['UPDATE a SET b = 1; -- all\nDROP TABLE c;']);
    expect(postgresql[0]?.action.kind).toBe('script');
    expect(renderRunSQL(operation, 'forwards', on('sqlite'))?.map(({ sql, action }) => [sql, action.kind])).toEqual([
      ['UPDATE a SET b = 1;', 'update'],
      ['DROP TABLE c;', 'dropTable'],
    ]);
  });

  test('sends the items of a list one by one, with their parameters', () => {
    const operation = runSQL({
      form: 'list',
      texts: [
        text("UPDATE a SET b = '100%'"),
        text("UPDATE a SET b = %s, c = '5%%' WHERE d = %s", [
          { kind: 'str', value: "it's" },
          { kind: 'int', value: 3n },
        ]),
      ],
    });
    expect(renderRunSQL(operation, 'forwards', on('postgresql'))?.map(({ sql }) => sql)).toEqual([
      "UPDATE a SET b = '100%';",
      "UPDATE a SET b = 'it''s', c = '5%' WHERE d = 3;",
    ]);
  });

  test('marks a parameter that is not known, and still reads the statement', () => {
    const unknown: PyValue = { kind: 'unknown', source: 'secret()', reason: 'a call' };
    const operation = runSQL({ form: 'list', texts: [text('UPDATE a SET b = %s; CREATE INDEX CONCURRENTLY i ON a (b)', [unknown])] });
    const [statement] = renderRunSQL(operation, 'forwards', on('postgresql')) ?? [];
    expect(statement?.sql).toBe('UPDATE a SET b = /*unknown:a parameter that is not known*/; CREATE INDEX CONCURRENTLY i ON a (b);');
    expect(statement?.transactional).toBe(false);
    expect(statement?.action.kind === 'script' && statement.action.parts.map((part) => part.sql)).toEqual([
      'UPDATE a SET b = /*unknown:a parameter that is not known*/',
      'CREATE INDEX CONCURRENTLY i ON a (b)',
    ]);
  });

  test('says what is wrong with placeholders', () => {
    const one: readonly PyValue[] = [{ kind: 'int', value: 1n }];
    expect(fillParameters("a LIKE 'x%' AND b = %s", one, quote)).toEqual({ kind: 'wrong', reason: "a % that is neither %s nor %% (%')" });
    expect(fillParameters('a = %s AND b = %s', one, quote)).toEqual({ kind: 'wrong', reason: '2 placeholders for 1 parameters' });
    expect(fillParameters('a = 50%%', [], quote)).toEqual({ kind: 'filled', sql: 'a = 50%' });
    const operation = runSQL({ form: 'list', texts: [text('SELECT %d', one)] });
    expect(renderRunSQL(operation, 'forwards', on('postgresql'))).toMatchObject([{ sql: 'SELECT %d;', action: { kind: 'unparsed' } }]);
  });

  test('has no way back without reverse_sql, and an empty one with noop', () => {
    const one: RunSQLCode = { form: 'string', text: text('SELECT 1') };
    expect(renderRunSQL(runSQL(one), 'backwards', on('postgresql'))).toBeUndefined();
    expect(renderRunSQL(runSQL(one, { form: 'noop' }), 'backwards', on('postgresql'))).toEqual([]);
    expect(renderRunSQL(runSQL({ form: 'noop' }, one), 'backwards', on('postgresql'))?.map(({ sql }) => sql)).toEqual(['SELECT 1;']);
  });

  test('keeps SQL that is made while the migration runs as a marked unknown', () => {
    const operation = runSQL({ form: 'string', text: { kind: 'unknown', source: 'make()', reason: 'made by a function */' } });
    expect(renderRunSQL(operation, 'forwards', on('postgresql'))).toEqual([
      { sql: '/*unknown:made by a function * /*/;', action: { kind: 'unparsed', reason: 'made by a function */' }, transactional: true },
    ]);
  });
});
