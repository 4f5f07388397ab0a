import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadSqlParser } from '../../../../src/sql/rawsql/grammar/postgresql-parser.ts';
import { parseStatement, partsOf } from '../../../../src/sql/rawsql/parse.ts';
import type { SchemaAction } from '../../../../src/sql/statement.ts';

const parse = (sql: string): SchemaAction => parseStatement(sql, 'postgresql');

describe('PostgreSQL', () => {
  beforeAll(loadSqlParser);

  const plain = { unique: false, concurrently: false, ifNotExists: false, partial: false };
  const column = {
    kind: 'addColumn',
    table: 'clinic_pet',
    notNull: false,
    default: 'none',
    unique: false,
    primaryKey: false,
    identity: false,
    check: false,
    generated: 'none',
    references: undefined,
  };
  const constraint = { kind: 'addConstraint', table: 'clinic_pet', notValid: false, usingIndex: false, references: undefined };
  const cases: readonly (readonly [string, object])[] = [
    [
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS pet_name ON clinic_pet (name, vet_id DESC)',
      {
        kind: 'createIndex',
        table: 'clinic_pet',
        index: 'pet_name',
        columns: ['name', 'vet_id'],
        ...plain,
        concurrently: true,
        ifNotExists: true,
      },
    ],
    [
      'CREATE UNIQUE INDEX pet_up ON public.clinic_pet (upper(name)) WHERE sold',
      {
        kind: 'createIndex',
        table: 'clinic_pet',
        index: 'pet_up',
        columns: ['name', 'sold'],
        ...plain,
        unique: true,
        partial: true,
        expressions: true,
        keys: [undefined],
      },
    ],
    [
      'DROP INDEX CONCURRENTLY IF EXISTS pet_name',
      { kind: 'dropIndex', index: 'pet_name', table: undefined, concurrently: true, ifExists: true },
    ],
    ['ALTER INDEX pet_name RENAME TO pet_called', { kind: 'renameIndex', index: 'pet_name', to: 'pet_called', table: undefined }],
    [
      "ALTER TABLE clinic_pet ADD COLUMN colour varchar(20) NOT NULL DEFAULT 'black'",
      { ...column, column: 'colour', type: 'varchar(20)', notNull: true, default: 'constant' },
    ],
    [
      'ALTER TABLE clinic_pet ADD COLUMN born timestamptz DEFAULT now()',
      { ...column, column: 'born', type: 'timestamp with time zone', default: 'stable' },
    ],
    ['ALTER TABLE clinic_pet ADD COLUMN born date DEFAULT CURRENT_DATE', { ...column, column: 'born', type: 'date', default: 'stable' }],
    [
      'ALTER TABLE clinic_pet ADD COLUMN tags text[] DEFAULT ARRAY[]::text[]',
      { ...column, column: 'tags', type: 'text[]', default: 'constant' },
    ],
    [
      'ALTER TABLE clinic_pet ADD COLUMN code uuid DEFAULT public.make_code()',
      { ...column, column: 'code', type: 'uuid', default: 'volatile' },
    ],
    [
      'ALTER TABLE clinic_pet ADD COLUMN nr bigserial',
      { ...column, column: 'nr', type: 'bigserial', notNull: true, default: 'volatile', identity: true },
    ],
    [
      'ALTER TABLE clinic_pet ADD COLUMN heavy boolean GENERATED ALWAYS AS (weight > 40) STORED',
      { ...column, column: 'heavy', type: 'boolean', generated: 'stored' },
    ],
    [
      'ALTER TABLE clinic_pet ADD COLUMN heavy boolean GENERATED ALWAYS AS (weight > 40) VIRTUAL',
      { ...column, column: 'heavy', type: 'boolean', generated: 'virtual' },
    ],
    [
      'ALTER TABLE clinic_pet ADD vet_id bigint CONSTRAINT pet_vet REFERENCES clinic_vet (id)',
      { ...column, column: 'vet_id', type: 'bigint', references: 'clinic_vet', foreignKey: 'pet_vet' },
    ],
    ['ALTER TABLE archive.pets DROP COLUMN name CASCADE', { kind: 'dropColumn', table: 'archive.pets', column: 'name', cascade: true }],
    [
      'ALTER TABLE clinic_pet ALTER name TYPE numeric(10,2) USING name::numeric',
      { kind: 'alterColumnType', table: 'clinic_pet', column: 'name', from: undefined, to: 'numeric(10, 2)', collation: false },
    ],
    [
      "ALTER TABLE clinic_pet ALTER name TYPE timestamp(3) with time zone USING to_timestamp(name, 'YYYY')",
      {
        kind: 'alterColumnType',
        table: 'clinic_pet',
        column: 'name',
        from: undefined,
        to: 'timestamp(3) with time zone',
        collation: false,
        computes: true,
      },
    ],
    ['ALTER TABLE clinic_pet ALTER name SET NOT NULL', { kind: 'setNotNull', table: 'clinic_pet', column: 'name' }],
    ['ALTER TABLE clinic_pet ALTER name SET DEFAULT random()', { kind: 'setDefault', table: 'clinic_pet', column: 'name', volatile: true }],
    [
      'ALTER TABLE clinic_pet ADD CONSTRAINT c CHECK (a IS NOT NULL AND b IS NOT NULL) NOT VALID',
      { ...constraint, constraint: 'c', type: 'check', columns: ['a', 'b'], notValid: true, provesNotNull: ['a', 'b'] },
    ],
    [
      'ALTER TABLE clinic_pet ADD CHECK (a IS NOT NULL OR b IS NOT NULL)',
      { ...constraint, constraint: undefined, type: 'check', columns: ['a', 'b'], provesNotNull: [] },
    ],
    [
      'ALTER TABLE clinic_pet ADD CONSTRAINT c CHECK (a > 0) NOT ENFORCED',
      { ...constraint, constraint: 'c', type: 'check', columns: ['a'], notValid: true, notEnforced: true, provesNotNull: [] },
    ],
    [
      'ALTER TABLE clinic_pet ADD CONSTRAINT u UNIQUE USING INDEX pet_u',
      { ...constraint, constraint: 'u', type: 'unique', columns: [], usingIndex: true, index: 'pet_u' },
    ],
    [
      'ALTER TABLE clinic_pet ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES b.c (id) NOT VALID',
      { ...constraint, constraint: 'f', type: 'foreignKey', columns: ['a'], notValid: true, references: 'b.c' },
    ],
    [
      'ALTER TABLE clinic_pet ADD CONSTRAINT n NOT NULL a NOT VALID',
      { ...constraint, constraint: 'n', type: 'notNull', columns: ['a'], notValid: true },
    ],
    [
      'ALTER TABLE clinic_pet VALIDATE CONSTRAINT c',
      { kind: 'validateConstraint', table: 'clinic_pet', constraint: 'c', references: undefined },
    ],
    ['ALTER TABLE clinic_pet RENAME TO clinic_animal', { kind: 'renameTable', table: 'clinic_pet', to: 'clinic_animal' }],
    ['ALTER TABLE clinic_pet RENAME a TO b', { kind: 'renameColumn', table: 'clinic_pet', column: 'a', to: 'b' }],
    [
      'ALTER TABLE clinic_pet SET (fillfactor = 70)',
      { kind: 'alterTableOther', table: 'clinic_pet', what: 'AT_SetRelOptions', detail: { fillfactor: '70' } },
    ],
    [
      'ALTER TABLE clinic_pet SET (autovacuum_enabled = off, fillfactor = 70)',
      { kind: 'alterTableOther', table: 'clinic_pet', what: 'AT_SetRelOptions', detail: { autovacuum_enabled: 'off', fillfactor: '70' } },
    ],
    [
      'ALTER TABLE clinic_pet DISABLE TRIGGER keep',
      { kind: 'alterTableOther', table: 'clinic_pet', what: 'AT_DisableTrig', detail: { name: 'keep' } },
    ],
    [
      'ALTER TABLE clinic_pet DROP CONSTRAINT IF EXISTS c CASCADE',
      { kind: 'dropConstraint', table: 'clinic_pet', constraint: 'c', references: undefined, cascade: true, ifExists: true },
    ],
    [
      'ALTER TABLE clinic_pet DROP COLUMN IF EXISTS c',
      { kind: 'dropColumn', table: 'clinic_pet', column: 'c', cascade: false, ifExists: true },
    ],
    [
      'ALTER TABLE clinic_pet ADD CHECK (born < now())',
      { ...constraint, constraint: undefined, type: 'check', columns: ['born'], provesNotNull: [] },
    ],
    [
      'ALTER TABLE clinic_pet ADD CHECK (is_sane(born))',
      { ...constraint, constraint: undefined, type: 'check', columns: ['born'], provesNotNull: [], volatile: true },
    ],
    ['ALTER TABLE clinic_pet ADD COLUMN IF NOT EXISTS c int', { ...column, column: 'c', type: 'integer', ifNotExists: true }],
    [
      'CREATE INDEX i ON clinic_pet USING gin (tags)',
      { kind: 'createIndex', table: 'clinic_pet', index: 'i', columns: ['tags'], ...plain, method: 'gin' },
    ],
    [
      'CREATE UNLOGGED TABLE IF NOT EXISTS a (b int) PARTITION BY RANGE (b)',
      {
        kind: 'createTable',
        table: 'a',
        references: [],
        columns: [{ ...column, table: 'a', column: 'b', type: 'integer' }],
        constraints: [],
        partitioned: true,
        persistence: 'unlogged',
        ifNotExists: true,
      },
    ],
    ['ALTER TABLE clinic_pet DISABLE TRIGGER ALL', { kind: 'alterTableOther', table: 'clinic_pet', what: 'AT_DisableTrigAll' }],
    [
      'ALTER TABLE log DETACH PARTITION log_1 CONCURRENTLY',
      { kind: 'other', what: 'AT_DetachPartition', tables: ['log', 'log_1'], detail: { concurrently: 'true' } },
    ],
    [
      'ALTER TABLE log ATTACH PARTITION log_1 DEFAULT',
      { kind: 'other', what: 'AT_AttachPartition', tables: ['log', 'log_1'], detail: { default: 'true' } },
    ],
    ['UPDATE clinic_pet SET a = 1, b = 2', { kind: 'update', table: 'clinic_pet', filtered: false, columns: ['a', 'b'] }],
    ['UPDATE clinic_pet SET a = 1 WHERE true', { kind: 'update', table: 'clinic_pet', filtered: false, columns: ['a'] }],
    [
      'UPDATE clinic_pet SET a = v.b FROM clinic_vet v WHERE v.id = vet_id',
      { kind: 'update', table: 'clinic_pet', filtered: true, columns: ['a'], from: ['clinic_vet'] },
    ],
    ['DELETE FROM clinic_pet WHERE id = 3', { kind: 'delete', table: 'clinic_pet', filtered: true, columns: [] }],
    ['INSERT INTO a SELECT * FROM b', { kind: 'insert', table: 'a', from: 'b' }],
    ["INSERT INTO a VALUES (1, 'x')", { kind: 'insert', table: 'a', from: undefined }],
    ['TRUNCATE a, b CASCADE', { kind: 'truncate', tables: ['a', 'b'], cascade: true }],
    ['DROP TABLE IF EXISTS a CASCADE', { kind: 'dropTable', table: 'a', cascade: true, ifExists: true }],
    ["COMMENT ON COLUMN clinic_pet.name IS 'x'", { kind: 'comment', table: 'clinic_pet', column: 'name' }],
    ["ALTER TYPE mood ADD VALUE IF NOT EXISTS 'shy' AFTER 'calm'", { kind: 'enumAddValue', type: 'mood' }],
    [
      "ALTER TYPE mood RENAME VALUE 'a' TO 'b'",
      { kind: 'other', what: 'AlterEnumStmt', tables: [], detail: { name: 'mood', command: 'rename' } },
    ],
    ["CREATE TYPE mood AS ENUM ('calm')", { kind: 'other', what: 'CreateEnumStmt', tables: [], detail: { name: 'mood' } }],
    ['CREATE EXTENSION IF NOT EXISTS pg_trgm', { kind: 'createExtension', name: 'pg_trgm' }],
    ['BEGIN', { kind: 'other', what: 'TransactionStmt', tables: [], detail: { command: 'begin' } }],
    ['COMMIT', { kind: 'other', what: 'TransactionStmt', tables: [], detail: { command: 'commit' } }],
    [
      "SET LOCAL lock_timeout = '5s'",
      { kind: 'other', what: 'VariableSetStmt', tables: [], detail: { name: 'lock_timeout', scope: 'local', value: '5s' } },
    ],
    [
      'SET search_path TO a, b',
      { kind: 'other', what: 'VariableSetStmt', tables: [], detail: { name: 'search_path', scope: 'session', value: 'a, b' } },
    ],
    [
      'RESET statement_timeout',
      { kind: 'other', what: 'VariableSetStmt', tables: [], detail: { name: 'statement_timeout', scope: 'reset' } },
    ],
    ['SET CONSTRAINTS ALL IMMEDIATE', { kind: 'setConstraints' }],
    ['LOCK TABLE a, b IN SHARE MODE', { kind: 'other', what: 'LockStmt', tables: ['a', 'b'], detail: { mode: 'ShareLock' } }],
    ['VACUUM (FULL, ANALYZE) a', { kind: 'other', what: 'VacuumStmt', tables: ['a'], detail: { command: 'vacuum', full: 'true' } }],
    ['ANALYZE a', { kind: 'other', what: 'VacuumStmt', tables: ['a'], detail: { command: 'analyze' } }],
    [
      'REINDEX INDEX CONCURRENTLY i',
      { kind: 'other', what: 'ReindexStmt', tables: [], detail: { object: 'index', name: 'i', index: 'i', concurrently: 'true' } },
    ],
    [
      'REFRESH MATERIALIZED VIEW CONCURRENTLY v',
      { kind: 'other', what: 'RefreshMatViewStmt', tables: ['v'], detail: { concurrently: 'true' } },
    ],
    ['CLUSTER a USING i', { kind: 'other', what: 'ClusterStmt', tables: ['a'] }],
    [
      'GRANT SELECT, INSERT ON a TO app, PUBLIC',
      { kind: 'other', what: 'GrantStmt', tables: ['a'], detail: { command: 'grant', privileges: 'select, insert', roles: 'public, app' } },
    ],
    [
      'CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$',
      {
        kind: 'other',
        what: 'CreateFunctionStmt',
        tables: [],
        detail: { name: 'f', arguments: '1', replace: 'true', language: 'sql', definer: 'true' },
      },
    ],
    [
      'CREATE TRIGGER keep BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION f()',
      { kind: 'other', what: 'CreateTrigStmt', tables: ['a'], detail: { name: 'keep', function: 'f' } },
    ],
    [
      'DROP TRIGGER IF EXISTS keep ON a CASCADE',
      { kind: 'other', what: 'DropStmt', tables: ['a'], detail: { object: 'trigger', name: 'keep', cascade: 'true' } },
    ],
    [
      'DROP SCHEMA archive CASCADE',
      { kind: 'other', what: 'DropStmt', tables: [], detail: { object: 'schema', name: 'archive', cascade: 'true' } },
    ],
    [
      'CREATE OR REPLACE VIEW v AS SELECT * FROM a JOIN b USING (id)',
      { kind: 'other', what: 'ViewStmt', tables: ['a', 'b'], detail: { name: 'v', replace: 'true' } },
    ],
    [
      'CREATE MATERIALIZED VIEW v AS SELECT * FROM a',
      { kind: 'other', what: 'CreateTableAsStmt', tables: ['a'], detail: { object: 'matview', name: 'v' } },
    ],
    ['CREATE TABLE c AS SELECT * FROM a', { kind: 'createTable', table: 'c', references: [], from: ['a'] }],
    ["SELECT setval('a_id_seq', 1)", { kind: 'other', what: 'SelectStmt', tables: [] }],
    [
      "SELECT create_hypertable('a', 'time')",
      { kind: 'other', what: 'SelectStmt', tables: [], detail: { functions: 'create_hypertable' } },
    ],
    [
      'WITH x AS (SELECT 1) SELECT * FROM x JOIN a ON true FOR UPDATE',
      { kind: 'other', what: 'SelectStmt', tables: ['a'], detail: { locking: 'true' } },
    ],
    ["COPY a FROM '/tmp/x'", { kind: 'other', what: 'CopyStmt', tables: ['a'], detail: { direction: 'from' } }],
    ['', { kind: 'other', what: 'Empty', tables: [] }],
    ['-- nothing', { kind: 'other', what: 'Empty', tables: [] }],
  ];
  test.each(cases)('%s', (sql, action) => {
    expect(parse(sql)).toEqual(action);
  });

  test('reads a new table with its columns and constraints', () => {
    expect(
      parse(`CREATE TABLE IF NOT EXISTS clinic_room (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, vet_id int REFERENCES clinic_vet,
        CONSTRAINT one_bed CHECK (beds > 0), FOREIGN KEY (pet_id) REFERENCES clinic_pet (id))`),
    ).toMatchObject({
      kind: 'createTable',
      table: 'clinic_room',
      references: ['clinic_vet', 'clinic_pet'],
      columns: [
        { column: 'id', primaryKey: true, identity: true, notNull: true },
        { column: 'vet_id', type: 'integer' },
      ],
      constraints: [
        { constraint: 'one_bed', type: 'check' },
        { type: 'foreignKey', columns: ['pet_id'] },
      ],
    });
    expect(parse("CREATE TABLE log_1 PARTITION OF log FOR VALUES IN ('a')")).toMatchObject({
      kind: 'createTable',
      table: 'log_1',
      partitionOf: 'log',
    });
  });

  test('gives each statement of a script its place, in UTF-16', () => {
    const sql = "/* Größe 🐕 */ UPDATE a SET b = '🐈';\n-- then é\nCREATE INDEX CONCURRENTLY i ON a (b);";
    const parts = partsOf(sql, 'postgresql');
    expect(parts.map((part) => part.sql)).toEqual(["UPDATE a SET b = '🐈'", 'CREATE INDEX CONCURRENTLY i ON a (b)']);
    for (const part of parts) expect(sql.slice(part.start, part.end)).toBe(part.sql);
    expect(parts.map(({ transactional }) => transactional)).toEqual([true, false]);
    expect(parse(sql).kind).toBe('script');
  });

  test('gives each change of an ALTER TABLE, at one place', () => {
    const action = parse('ALTER TABLE a ADD COLUMN b int, DROP COLUMN c, ALTER d SET NOT NULL');
    expect(action.kind === 'script' && action.parts.map((part) => [part.action.kind, part.start])).toEqual([
      ['addColumn', 0],
      ['dropColumn', 0],
      ['setNotNull', 0],
    ]);
  });

  test('sees writes inside WITH', () => {
    const action = parse('WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone');
    expect(action.kind === 'script' && action.parts.map((part) => part.action)).toMatchObject([
      { kind: 'delete', table: 'a' },
      { kind: 'insert', table: 'b', from: undefined },
    ]);
  });

  test.each([
    'VACUUM a',
    'CREATE DATABASE a',
    'ALTER SYSTEM SET a = 1',
    'REINDEX TABLE CONCURRENTLY a',
    'REINDEX DATABASE a',
    'DROP INDEX CONCURRENTLY i',
    'CLUSTER',
    'ALTER TABLE a DETACH PARTITION b CONCURRENTLY',
    "CREATE TABLESPACE a LOCATION '/b'",
  ])('knows that %s refuses to run in a transaction', (sql) => {
    expect(partsOf(sql, 'postgresql').map(({ transactional }) => transactional)).toEqual([false]);
  });

  test('reads what a DO block runs, and says whether that is all', () => {
    const block = (body: string) => {
      const action = parse(`DO $$ ${body} $$`);
      const [first, ...rest] = action.kind === 'script' ? action.parts.map((part) => part.action) : [action];
      return { complete: first?.kind === 'other' && first.detail?.['complete'] === 'true', actions: rest.map(({ kind }) => kind) };
    };
    expect(
      block('BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type) THEN ALTER TABLE a ADD COLUMN b int; UPDATE a SET b = 1; END IF; END'),
    ).toEqual({ complete: true, actions: ['addColumn', 'update'] });
    expect(block("DECLARE n int := 1; BEGIN n := n + 1; EXECUTE 'DROP TABLE a'; EXCEPTION WHEN duplicate_object THEN NULL; END")).toEqual({
      complete: true,
      actions: ['dropTable'],
    });
    expect(block("BEGIN EXECUTE format('DROP TABLE %I', t); END")).toEqual({ complete: false, actions: [] });
    expect(block('BEGIN PERFORM repair_pets(); END')).toEqual({ complete: false, actions: [] });
    expect(block('BEGIN RAISE; not plpgsql at all')).toEqual({ complete: false, actions: [] });
    expect(parse("DO LANGUAGE plpython3u 'import os'")).toMatchObject({
      kind: 'other',
      what: 'DoStmt',
      detail: { language: 'plpython3u' },
    });
  });

  test('says what it cannot read, and reads the rest', () => {
    expect(parse('SELECT %s')).toEqual({ kind: 'unparsed', reason: 'syntax error at or near "%"' });
    const parts = partsOf('DROP TABLE a;\n\\i other.sql;\nALTER TABLE b RENAME TO c', 'postgresql');
    expect(parts.map(({ action }) => action.kind)).toEqual(['dropTable', 'unparsed', 'renameTable']);
    expect(parse('SELECT 1\0 FROM a')).toMatchObject({ kind: 'unparsed' });
    expect(parse(`SELECT 1${'+1'.repeat(100_000)}`)).toEqual({ kind: 'unparsed', reason: 'an expression of too many parts' });
    expect(parse(`SELECT ${'('.repeat(7000)}`)).toMatchObject({ kind: 'unparsed' });
  });

  const words = fc.constantFrom(
    'ALTER TABLE a ',
    'ADD COLUMN b int ',
    'DROP ',
    'TABLE ',
    ';',
    ',',
    '(',
    ')',
    "'",
    '"',
    '$$',
    '--',
    '/*',
    '*/',
    '\n',
    'DO ',
    'BEGIN ',
    'END',
    'é',
    '🐕',
    'CREATE INDEX i ON a (b)',
    'SELECT ',
    ' FROM a',
    'WITH x AS (',
    "E'\\",
    '%s',
  );
  test('never throws, and keeps every part inside the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(words).map((parts) => parts.join('')),
        ),
        (sql) => {
          for (const part of partsOf(sql, 'postgresql')) {
            expect(sql.slice(part.start, part.end)).toBe(part.sql);
            expect(part.end).toBeGreaterThan(part.start);
          }
        },
      ),
    );
  });
});
