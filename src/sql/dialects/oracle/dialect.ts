/** Oracle as Django's schema editor sees it: names in capitals and short, checks for booleans and JSON. */
import { unknownIn } from '../../fields/unknown-sql.ts';
import type { Dialect, Templates } from '../../model/dialect.ts';
import { djangoBehaviour, type DjangoBehaviour } from '../../model/django-behaviour.ts';
import { truncateName } from '../../model/names.ts';
import { standardTemplates } from '../postgresql/templates.ts';
import type { ValueTarget } from '../../values/field.ts';
import { oracleCheck, oracleType } from './types.ts';

/** Django keeps to the limit of servers before 12.2. */
const longestName = 30;

/** Until 3.2 the digest in a long name was made of the name in capitals. */
function quoteName(django: DjangoBehaviour, name: string): string {
  if (unknownIn(name) !== undefined) return name;
  if (name.startsWith('"') || name.endsWith('"')) return name.toUpperCase();
  return `"${truncateName(django.release < 400 ? name.toUpperCase() : name, longestName)}"`.toUpperCase();
}

/** Columns change with MODIFY; sql_alter_column_no_default writes DEFAULT NULL. */
function oracleTemplates(django: DjangoBehaviour): Templates {
  return {
    ...standardTemplates(django),
    deleteTable: (table) => `DROP TABLE ${table} CASCADE CONSTRAINTS`,
    createColumn: (table, column, definition) => `ALTER TABLE ${table} ADD ${column} ${definition}`,
    alterColumnType: ({ column, type, collation }) => `MODIFY ${column} ${type}${collation}`,
    alterColumnNull: (column) => `MODIFY ${column} NULL`,
    alterColumnNotNull: (column) => `MODIFY ${column} NOT NULL`,
    alterColumnDefault: (column, value) => `MODIFY ${column} DEFAULT ${value}`,
    alterColumnNoDefault: (column) => `MODIFY ${column} DEFAULT NULL`,
    alterColumnNoDefaultNull: (column) => `MODIFY ${column} DEFAULT NULL`,
    deleteColumn: (table, column) => `ALTER TABLE ${table} DROP COLUMN ${column}`,
    columnInlineForeignKey: ({ name, toTable, toColumn, onDelete, deferrable }) =>
      `CONSTRAINT ${name} REFERENCES ${toTable}(${toColumn})${onDelete}${deferrable}`,
    createIndex: ({ table, name, columns, extra }) => `CREATE INDEX ${name} ON ${table} (${columns})${extra}`,
  };
}

export function oracleDialect(values: ValueTarget): Dialect {
  const django = djangoBehaviour(values.django);
  const quote = (name: string): string => quoteName(django, name);
  return {
    vendor: 'oracle',
    django,
    serverVersion: values.serverVersion,
    maxNameLength: longestName,
    quoteName: quote,
    storedName: (name) => name,
    columnType: (internalType, option) => oracleType(django, internalType, option),
    baseType: (internalType) => oracleType(django, internalType, () => undefined),
    columnCheck: (internalType, column) => oracleCheck(internalType, quote(column)),
    typeSuffix: () => undefined,
    geometryType: () => 'MDSYS.SDO_GEOMETRY',
    deferrable: ' DEFERRABLE INITIALLY DEFERRED',
    collate: (collation) => `COLLATE ${quote(collation)}`,
    tablespace: (name, inline) => (inline ? `USING INDEX TABLESPACE ${quote(name)}` : `TABLESPACE ${quote(name)}`),
    values,
    features: {
      supportsForeignKeys: true,
      foreignKeysMakeIndexes: false,
      supportsComments: true,
      supportsCommentsInline: false,
      supportsCombinedAlters: false,
      impliedColumnNull: false,
      requiresLiteralDefaults: true,
      interpretsEmptyStringsAsNulls: true,
      supportsPartialIndexes: false,
      supportsCoveringIndexes: false,
      supportsExpressionIndexes: true,
      supportsDeferrableUniqueConstraints: true,
      supportsNullsDistinct: false,
      supportsTableCheckConstraints: true,
      supportsIndexColumnOrdering: true,
      supportsTablespaces: true,
      canRenameIndex: true,
      ignoresTableNameCase: true,
      allowsMultipleConstraintsOnSameFields: false,
      relatedFieldsMatchType: false,
      checksFollowRenames: true,
    },
    sql: oracleTemplates(django),
  };
}
