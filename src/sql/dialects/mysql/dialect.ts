/** MySQL as Django's schema editor sees it; MariaDB builds on it. */
import { unknownSql } from '../../fields/unknown-sql.ts';
import type { Dialect, Templates } from '../../model/dialect.ts';
import { djangoBehaviour, type DjangoBehaviour } from '../../model/django-behaviour.ts';
import { standardTemplates } from '../postgresql/templates.ts';
import { atLeast, type ValueTarget } from '../../values/field.ts';
import { mysqlCheck, mysqlType } from './types.ts';

/** https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html */
const longestName = 64;

function quoteName(name: string): string {
  return name.startsWith('`') && name.endsWith('`') ? name : `\`${name}\``;
}

/** Statements as MySQL and MariaDB spell them: MODIFY for columns, keys dropped by their kind, indexes dropped from their table. */
function mysqlTemplates(django: DjangoBehaviour): Templates {
  return {
    ...standardTemplates(django),
    renameTable: (from, to) => `RENAME TABLE ${from} TO ${to}`,
    alterColumnType: ({ column, type, collation, comment }) => `MODIFY ${column} ${type}${collation}${comment}`,
    alterColumnNull: (column, type) => `MODIFY ${column} ${type} NULL`,
    alterColumnNotNull: (column, type) => `MODIFY ${column} ${type} NOT NULL`,
    alterColumnNoDefaultNull: (column) => `ALTER COLUMN ${column} SET DEFAULT NULL`,
    deleteColumn: (table, column) => `ALTER TABLE ${table} DROP COLUMN ${column}`,
    deleteCheck: (table, name) => `ALTER TABLE ${table} DROP CHECK ${name}`,
    deleteUnique: (table, name) => `ALTER TABLE ${table} DROP INDEX ${name}`,
    columnInlineForeignKey: ({ name, column, toTable, toColumn, onDelete }) =>
      `, ADD CONSTRAINT ${name} FOREIGN KEY (${column}) REFERENCES ${toTable}(${toColumn})${onDelete}`,
    deleteForeignKey: (table, name) => `ALTER TABLE ${table} DROP FOREIGN KEY ${name}`,
    createIndex: ({ table, name, columns, extra }) => `CREATE INDEX ${name} ON ${table} (${columns})${extra}`,
    deleteIndex: (table, name) => `DROP INDEX ${name} ON ${table}`,
    renameIndex: (table, from, to) => `ALTER TABLE ${table} RENAME INDEX ${from} TO ${to}`,
    deletePrimaryKey: (table) => `ALTER TABLE ${table} DROP PRIMARY KEY`,
    alterTableComment: (table, comment) => `ALTER TABLE ${table} COMMENT = ${comment}`,
    alterColumnComment: undefined,
  };
}

/** Whether the server is at least this version; an unknown one is taken for a current one. */
export function isServer({ serverVersion }: ValueTarget, version: string): boolean {
  return serverVersion === undefined || atLeast(serverVersion, version);
}

export function mysqlDialect(values: ValueTarget): Dialect {
  const django = djangoBehaviour(values.django);
  const templates = mysqlTemplates(django);
  const checks = isServer(values, '8.0.16');
  return {
    vendor: 'mysql',
    django,
    serverVersion: values.serverVersion,
    maxNameLength: longestName,
    quoteName,
    storedName: (name) => name,
    columnType: mysqlType,
    baseType: (internalType) => mysqlType(internalType, () => undefined),
    columnCheck: (internalType, column) => (checks ? mysqlCheck(internalType, column) : undefined),
    typeSuffix: () => undefined,
    geometryType: (field) => unknownSql(`${field.name} is a geographic column`),
    deferrable: '',
    collate: (collation) => `COLLATE ${quoteName(collation)}`,
    tablespace: () => '',
    values,
    features: {
      supportsForeignKeys: true,
      foreignKeysMakeIndexes: true,
      supportsComments: true,
      supportsCommentsInline: true,
      supportsCombinedAlters: false,
      impliedColumnNull: false,
      requiresLiteralDefaults: false,
      interpretsEmptyStringsAsNulls: false,
      supportsPartialIndexes: false,
      supportsCoveringIndexes: false,
      supportsExpressionIndexes: isServer(values, '8.0.13'),
      supportsDeferrableUniqueConstraints: false,
      supportsNullsDistinct: false,
      supportsTableCheckConstraints: checks,
      supportsIndexColumnOrdering: isServer(values, '8.0.1'),
      supportsTablespaces: false,
      canRenameIndex: true,
      ignoresTableNameCase: false,
      allowsMultipleConstraintsOnSameFields: true,
      relatedFieldsMatchType: true,
      checksFollowRenames: false,
    },
    // Before 8.0.4 a column is renamed with its whole definition.
    sql: isServer(values, '8.0.4') ? templates : { ...templates, renameColumn: changeColumn },
  };
}

export const changeColumn: Templates['renameColumn'] = ({ table, from, to, type }) => `ALTER TABLE ${table} CHANGE ${from} ${to} ${type}`;
