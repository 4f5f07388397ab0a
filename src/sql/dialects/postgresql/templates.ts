/** Statements of PostgreSQL, and what most databases share with it (the `sql_…` attributes of Django's schema editors). */
import type { DjangoBehaviour } from '../../model/django-behaviour.ts';
import type { Templates } from '../../model/dialect.ts';

const dropConstraint = (table: string, name: string): string => `ALTER TABLE ${table} DROP CONSTRAINT ${name}`;

/** Django's templates for databases that say nothing else. */
export function standardTemplates(django: DjangoBehaviour): Templates {
  return {
    createTable: (table, definition) => `CREATE TABLE ${table} (${definition})`,
    renameTable: (from, to) => `ALTER TABLE ${from} RENAME TO ${to}`,
    deleteTable: (table) => `DROP TABLE ${table}${django.dropTableCascades ? ' CASCADE' : ''}`,
    createColumn: (table, column, definition) => `ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`,
    alterColumn: (table, changes) => `ALTER TABLE ${table} ${changes}`,
    alterColumnType: ({ column, type, collation }) => `ALTER COLUMN ${column} TYPE ${type}${collation}`,
    alterColumnNull: (column) => `ALTER COLUMN ${column} DROP NOT NULL`,
    alterColumnNotNull: (column) => `ALTER COLUMN ${column} SET NOT NULL`,
    alterColumnDefault: (column, value) => `ALTER COLUMN ${column} SET DEFAULT ${value}`,
    alterColumnNoDefault: (column) => `ALTER COLUMN ${column} DROP DEFAULT`,
    alterColumnNoDefaultNull: (column) => `ALTER COLUMN ${column} DROP DEFAULT`,
    deleteColumn: (table, column) => `ALTER TABLE ${table} DROP COLUMN ${column}${django.dropColumnCascades ? ' CASCADE' : ''}`,
    renameColumn: ({ table, from, to }) => `ALTER TABLE ${table} RENAME COLUMN ${from} TO ${to}`,
    updateWithDefault: (table, column, value) => `UPDATE ${table} SET ${column} = ${value} WHERE ${column} IS NULL`,
    createCheck: (table, name, check) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${check})`,
    deleteCheck: dropConstraint,
    createUnique: ({ table, name, columns, deferrable, nullsDistinct }) =>
      `ALTER TABLE ${table} ADD CONSTRAINT ${name} UNIQUE${nullsDistinct} (${columns})${deferrable}`,
    deleteUnique: dropConstraint,
    createForeignKey: ({ table, name, column, toTable, toColumn, onDelete, deferrable }) =>
      `ALTER TABLE ${table} ADD CONSTRAINT ${name} FOREIGN KEY (${column}) REFERENCES ${toTable} (${toColumn})${onDelete}${deferrable}`,
    deleteForeignKey: dropConstraint,
    inlineForeignKey: undefined,
    columnInlineForeignKey: undefined,
    createIndex: ({ table, name, columns, include, extra, condition }) =>
      `CREATE INDEX ${name} ON ${table} (${columns})${include}${extra}${condition}`,
    createUniqueIndex: ({ table, name, columns, include, nullsDistinct, condition }) =>
      `CREATE UNIQUE INDEX ${name} ON ${table} (${columns})${include}${nullsDistinct}${condition}`,
    deleteIndex: (_table, name) => `DROP INDEX ${name}`,
    renameIndex: (_table, from, to) => `ALTER INDEX ${from} RENAME TO ${to}`,
    createPrimaryKey: (table, name, columns) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} PRIMARY KEY (${columns})`,
    deletePrimaryKey: dropConstraint,
    alterTableComment: (table, comment) => `COMMENT ON TABLE ${table} IS ${comment}`,
    alterColumnComment: (table, column, comment) => `COMMENT ON COLUMN ${table}.${column} IS ${comment}`,
  };
}

/** What PostgreSQL says in its own way: constraints made IMMEDIATE so that rows can be changed in the same transaction, methods of indexes. */
export function postgresqlTemplates(django: DjangoBehaviour): Templates {
  const immediately = django.immediateAfterUpdate ? '; SET CONSTRAINTS ALL IMMEDIATE' : '';
  return {
    ...standardTemplates(django),
    updateWithDefault: (table, column, value) => `UPDATE ${table} SET ${column} = ${value} WHERE ${column} IS NULL${immediately}`,
    createIndex: ({ table, name, columns, using, include, extra, condition, concurrently }) =>
      `CREATE INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${name} ON ${table}${using} (${columns})${include}${extra}${condition}`,
    deleteIndex: (_table, name, concurrently) => `DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}IF EXISTS ${name}`,
    columnInlineForeignKey: ({ name, namespace, toTable, toColumn, onDelete, deferrable }) =>
      `CONSTRAINT ${name} REFERENCES ${toTable}(${toColumn})${onDelete}${deferrable}; SET CONSTRAINTS ${namespace}${name} IMMEDIATE`,
    deleteForeignKey: (table, name) => `SET CONSTRAINTS ${name} IMMEDIATE; ALTER TABLE ${table} DROP CONSTRAINT ${name}`,
  };
}
