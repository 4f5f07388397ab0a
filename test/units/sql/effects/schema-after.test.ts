import { beforeAll, describe, expect, test } from '@jest/globals';
import { unknownSchema, type SchemaView, type TableShape } from '../../../../src/sql/effects/context.ts';
import { schemaAfter } from '../../../../src/sql/effects/schema-after.ts';
import { loadSqlParser } from '../../../../src/sql/rawsql/grammar/postgresql-parser.ts';
import { parseStatement } from '../../../../src/sql/rawsql/parse.ts';

const after = (sql: string, schema: SchemaView = unknownSchema): SchemaView => schemaAfter(schema, parseStatement(sql, 'postgresql'));
const clinic = `CREATE TABLE clinic_vet (id bigint PRIMARY KEY, name text NOT NULL);
  CREATE TABLE clinic_pet (id bigint PRIMARY KEY, name varchar(50), age int CHECK (age >= 0), vet_id bigint CONSTRAINT pet_vet REFERENCES clinic_vet (id));
  CREATE INDEX pet_name ON clinic_pet (name);`;
const pet = (sql: string): TableShape | undefined => after(clinic + sql).table('clinic_pet');

describe('the schema after a statement', () => {
  beforeAll(loadSqlParser);

  test('knows a new table with all that it was made of', () => {
    expect(pet('')).toEqual({
      columns: new Map([
        ['id', { type: 'bigint', notNull: true }],
        ['name', { type: 'varchar(50)', notNull: false }],
        ['age', { type: 'integer', notNull: false }],
        ['vet_id', { type: 'bigint', notNull: false }],
      ]),
      indexes: [
        { name: 'clinic_pet_pkey', columns: ['id'], computed: false, primaryKey: true },
        { name: 'pet_name', columns: ['name'], computed: false, primaryKey: false },
      ],
      checks: [{ name: 'clinic_pet_age_check', columns: ['age'], valid: true, provesNotNull: [] }],
      foreignKeys: [{ name: 'pet_vet', columns: ['vet_id'], references: 'clinic_vet' }],
      referencedBy: [],
    });
    expect(after(clinic).table('clinic_vet')?.referencedBy).toEqual(['clinic_pet']);
    expect(after(clinic).tableOfIndex('pet_name')).toBe('clinic_pet');
  });

  test('follows columns', () => {
    expect(pet('ALTER TABLE clinic_pet ALTER name TYPE text, ALTER name SET NOT NULL')?.columns.get('name')).toEqual({
      type: 'text',
      notNull: true,
    });
    const renamed = pet('ALTER TABLE clinic_pet RENAME vet_id TO doctor_id');
    expect(renamed?.foreignKeys).toEqual([{ name: 'pet_vet', columns: ['doctor_id'], references: 'clinic_vet' }]);
    expect([...(renamed?.columns.keys() ?? [])]).toEqual(['id', 'name', 'age', 'doctor_id']);
    const dropped = pet('ALTER TABLE clinic_pet DROP COLUMN name, DROP COLUMN age');
    expect(dropped?.indexes.map(({ name }) => name)).toEqual(['clinic_pet_pkey']);
    expect(dropped?.checks).toEqual([]);
  });

  test('follows renamed tables and indexes', () => {
    const schema = after(`${clinic} ALTER TABLE clinic_vet RENAME TO clinic_doctor; ALTER INDEX pet_name RENAME TO pet_called`);
    expect(schema.table('clinic_vet')).toBeUndefined();
    expect(schema.table('clinic_doctor')?.referencedBy).toEqual(['clinic_pet']);
    expect(schema.table('clinic_pet')?.foreignKeys[0]?.references).toBe('clinic_doctor');
  });

  test('forgets what is dropped', () => {
    expect(after(`${clinic} DROP TABLE clinic_pet`).table('clinic_vet')?.referencedBy).toEqual([]);
    expect(after(`${clinic} DROP INDEX pet_name`).tableOfIndex('pet_name')).toBeUndefined();
    expect(pet('ALTER TABLE clinic_pet DROP CONSTRAINT pet_vet')?.foreignKeys).toEqual([]);
    expect(after(`${clinic} ALTER TABLE clinic_pet DROP COLUMN vet_id`).table('clinic_vet')?.referencedBy).toEqual([]);
  });

  test('tells valid checks from those that wait', () => {
    const added = 'ALTER TABLE clinic_pet ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID;';
    expect(pet(added)?.checks.at(-1)).toEqual({ name: 'named', columns: ['name'], valid: false, provesNotNull: ['name'] });
    expect(pet(`${added} ALTER TABLE clinic_pet VALIDATE CONSTRAINT named`)?.checks.at(-1)?.valid).toBe(true);
  });

  test('says nothing of tables that it does not know, but remembers their indexes', () => {
    const schema = after('ALTER TABLE clinic_bill ADD COLUMN total int; CREATE INDEX bill_total ON clinic_bill (total)');
    expect(schema.table('clinic_bill')).toBeUndefined();
    expect(schema.tableOfIndex('bill_total')).toBe('clinic_bill');
  });
});
