import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Vendor } from '../../../../src/django/project.ts';
import { parseStatement, partsOf } from '../../../../src/sql/rawsql/parse.ts';

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
const index = { kind: 'createIndex', table: 'clinic_pet', unique: false, concurrently: false, ifNotExists: false, partial: false };
const constraint = { kind: 'addConstraint', table: 'clinic_pet', notValid: false, usingIndex: false, references: undefined };

const cases: readonly (readonly [Vendor, string, object])[] = [
  [
    'mysql',
    'ALTER TABLE `clinic_pet` ADD COLUMN `colour` varchar(20) NOT NULL DEFAULT \'a, b\' COMMENT "x" AFTER `id`',
    { ...column, column: 'colour', type: 'varchar(20)', notNull: true, default: 'constant' },
  ],
  [
    'mysql',
    'ALTER TABLE clinic_pet ADD n int unsigned AUTO_INCREMENT PRIMARY KEY',
    { ...column, column: 'n', type: 'int unsigned', notNull: true, primaryKey: true, identity: true },
  ],
  [
    'mysql',
    'ALTER TABLE clinic_pet ADD code char(36) DEFAULT (uuid())',
    { ...column, column: 'code', type: 'char(36)', default: 'volatile' },
  ],
  [
    'mysql',
    'ALTER TABLE clinic_pet ADD heavy bool GENERATED ALWAYS AS (weight > 4) STORED',
    { ...column, column: 'heavy', type: 'bool', generated: 'stored' },
  ],
  ['mysql', 'ALTER TABLE clinic_pet MODIFY name varchar(100) NOT NULL', { kind: 'script' }],
  [
    'mysql',
    'ALTER TABLE clinic_pet ADD UNIQUE KEY pet_u (a, b(10))',
    { ...constraint, constraint: 'pet_u', type: 'unique', columns: ['a', 'b'] },
  ],
  [
    'mysql',
    'ALTER TABLE clinic_pet ADD CONSTRAINT f FOREIGN KEY (vet_id) REFERENCES `clinic_vet` (id)',
    { ...constraint, constraint: 'f', type: 'foreignKey', columns: ['vet_id'], references: 'clinic_vet' },
  ],
  [
    'mysql',
    'ALTER TABLE clinic_pet DROP FOREIGN KEY f',
    { kind: 'dropConstraint', table: 'clinic_pet', constraint: 'f', references: undefined },
  ],
  ['mysql', 'ALTER TABLE clinic_pet DROP INDEX i', { kind: 'dropIndex', index: 'i', table: 'clinic_pet', concurrently: false }],
  ['mysql', 'ALTER TABLE clinic_pet RENAME INDEX a TO b', { kind: 'renameIndex', index: 'a', to: 'b', table: 'clinic_pet' }],
  [
    'mysql',
    'ALTER TABLE clinic_pet CONVERT TO CHARACTER SET utf8mb4',
    { kind: 'alterTableOther', table: 'clinic_pet', what: 'CONVERT TO CHARACTER' },
  ],
  ['mysql', 'ALTER TABLE clinic_pet ALGORITHM=COPY', { kind: 'alterTableOther', table: 'clinic_pet', what: 'ALGORITHM COPY' }],
  ['mysql', 'CREATE FULLTEXT INDEX i ON clinic_pet (name(10), `b`)', { ...index, index: 'i', columns: ['name', 'b'] }],
  ['mysql', 'RENAME TABLE a TO b, c TO d', { kind: 'script' }],
  [
    'mysql',
    "UPDATE clinic_pet SET a = 'x;y', b = 2 WHERE id > 3",
    { kind: 'update', table: 'clinic_pet', filtered: true, columns: ['a', 'b'] },
  ],
  ['mysql', 'DELETE FROM clinic_pet', { kind: 'delete', table: 'clinic_pet', filtered: false, columns: [] }],
  ['mysql', 'INSERT IGNORE INTO a (b) SELECT b FROM c', { kind: 'insert', table: 'a', from: 'c' }],
  [
    'mysql',
    'SET FOREIGN_KEY_CHECKS = 0',
    { kind: 'other', what: 'VariableSetStmt', tables: [], detail: { name: 'FOREIGN_KEY_CHECKS', scope: 'session', value: '0' } },
  ],
  ['mysql', 'LOCK TABLES a WRITE, b READ', { kind: 'other', what: 'LockStmt', tables: ['a', 'b'] }],
  [
    'mysql',
    'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET x = 1; END',
    { kind: 'other', what: 'CreateTrigStmt', tables: ['a'] },
  ],
  ['mysql', 'constructor //', { kind: 'unparsed', reason: 'a statement that begins with CONSTRUCTOR' }],
  ['mysql', 'DELIMITER //', { kind: 'unparsed', reason: 'a statement that begins with DELIMITER' }],
  ['mysql', '/*!40101 SET NAMES utf8 */', { kind: 'unparsed', reason: 'a comment that some servers run' }],
  ['mariadb', 'ALTER TABLE clinic_pet DROP COLUMN IF EXISTS a', { kind: 'dropColumn', table: 'clinic_pet', column: 'a', cascade: false }],
  ['sqlite', 'ALTER TABLE "clinic_pet" RENAME TO "clinic_animal"', { kind: 'renameTable', table: 'clinic_pet', to: 'clinic_animal' }],
  ['sqlite', 'ALTER TABLE clinic_pet RENAME COLUMN [a b] TO c', { kind: 'renameColumn', table: 'clinic_pet', column: 'a b', to: 'c' }],
  [
    'sqlite',
    'CREATE UNIQUE INDEX IF NOT EXISTS i ON clinic_pet (lower(name)) WHERE sold',
    { ...index, index: 'i', columns: ['name'], unique: true, ifNotExists: true, partial: true, expressions: true },
  ],
  ['sqlite', 'CREATE TABLE a AS SELECT * FROM b', { kind: 'createTable', table: 'a', references: [], from: ['b'] }],
  [
    'sqlite',
    'CREATE TEMP TABLE IF NOT EXISTS a (b REFERENCES c (id))',
    { kind: 'createTable', table: 'a', references: ['c'], persistence: 'temporary', ifNotExists: true },
  ],
  ['mysql', 'CREATE OR REPLACE VIEW event AS SELECT * FROM a', { kind: 'other', what: 'ViewStmt', tables: ['a'] }],
  [
    'sqlite',
    'PRAGMA foreign_keys = OFF',
    { kind: 'other', what: 'PragmaStmt', tables: [], detail: { name: 'foreign_keys', value: 'off' } },
  ],
  ['sqlite', 'BEGIN IMMEDIATE', { kind: 'other', what: 'TransactionStmt', tables: [], detail: { command: 'begin' } }],
  ['sqlite', 'DROP TABLE IF EXISTS a', { kind: 'dropTable', table: 'a', cascade: false }],
  ['sqlite', 'SELECT * FROM a JOIN b', { kind: 'other', what: 'SelectStmt', tables: ['a', 'b'] }],
  [
    'oracle',
    'ALTER TABLE "CLINIC_PET" ADD ("COLOUR" NVARCHAR2(20) NULL)',
    { ...column, table: 'CLINIC_PET', column: 'COLOUR', type: 'nvarchar2(20)' },
  ],
  ['oracle', 'ALTER TABLE CLINIC_PET MODIFY (a NULL)', { kind: 'dropNotNull', table: 'clinic_pet', column: 'a' }],
  ['oracle', 'CREATE INDEX i ON clinic_pet (a) ONLINE', { ...index, index: 'i', columns: ['a'], concurrently: true }],
  [
    'oracle',
    'ALTER TABLE clinic_pet ADD CONSTRAINT c CHECK (a > 0) ENABLE NOVALIDATE',
    { ...constraint, constraint: 'c', type: 'check', columns: ['a'], notValid: true },
  ],
  ['oracle', "COMMENT ON COLUMN clinic_pet.a IS 'x'", { kind: 'comment', table: 'clinic_pet', column: 'a' }],
  ['oracle', 'DECLARE i INTEGER; BEGIN DELETE FROM a; END;', { kind: 'other', what: 'DoStmt', tables: ['a'] }],
  ['oracle', "INSERT INTO a SELECT q'[it's; from x]' FROM b", { kind: 'insert', table: 'a', from: 'b' }],
];

describe('MySQL, MariaDB, SQLite and Oracle', () => {
  test.each(cases)('%s: %s', (vendor, sql, action) => {
    expect(parseStatement(sql, vendor)).toMatchObject(action);
  });

  test('a changed column is each change that it states', () => {
    const kinds = (sql: string): readonly string[] => partsOf(sql, 'mysql').map(({ action }) => action.kind);
    expect(kinds('ALTER TABLE a CHANGE b c int NULL')).toEqual(['renameColumn', 'alterColumnType', 'dropNotNull']);
    expect(kinds('ALTER TABLE a MODIFY b int NOT NULL, ADD c int, DROP d')).toEqual([
      'alterColumnType',
      'setNotNull',
      'addColumn',
      'dropColumn',
    ]);
    expect(kinds('RENAME TABLE a TO b, c TO d')).toEqual(['renameTable', 'renameTable']);
  });

  const words = fc.constantFrom(
    'ALTER TABLE a ',
    'ADD ',
    'MODIFY ',
    'CREATE ',
    'INDEX i ON b ',
    'DROP ',
    ';',
    ',',
    '(',
    ')',
    "'",
    '"',
    '`',
    '[',
    '--',
    '/*',
    '\n',
    '\\',
    'SELECT ',
    'FROM ',
    'é',
    'INSERT INTO ',
    'UPDATE x SET ',
    "q'[",
  );
  test('never throw, on any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(words).map((parts) => parts.join('')),
        ),
        fc.constantFrom('mysql', 'mariadb', 'sqlite', 'oracle'),
        (sql, vendor) => {
          for (const part of partsOf(sql, vendor)) expect(sql.slice(part.start, part.end)).toBe(part.sql);
        },
      ),
    );
  });
});
