/** SQLite as Django's schema editor sees it. */
import { unknownSql } from '../../fields/unknown-sql.ts';
import type { Dialect, Templates } from '../../model/dialect.ts';
import type { DjangoBehaviour } from '../../model/django-behaviour.ts';
import { djangoBehaviour } from '../../model/django-behaviour.ts';
import { standardTemplates } from '../postgresql/templates.ts';
import type { ValueTarget } from '../../values/field.ts';
import { sqliteCheck, sqliteType } from './types.ts';

const counting: ReadonlySet<string> = new Set(['AutoField', 'BigAutoField', 'SmallAutoField']);

function quoteName(name: string): string {
  return name.startsWith('"') && name.endsWith('"') ? name : `"${name}"`;
}

/** Foreign keys stand with their column; unique constraints that come later are indexes. */
function sqliteTemplates(django: DjangoBehaviour): Templates {
  const inline = (toTable: string, toColumn: string, onDelete: string): string =>
    `REFERENCES ${toTable} (${toColumn})${onDelete} DEFERRABLE INITIALLY DEFERRED`;
  return {
    ...standardTemplates(django),
    deleteTable: (table) => `DROP TABLE ${table}`,
    deleteColumn: (table, column) => `ALTER TABLE ${table} DROP COLUMN ${column}`,
    createUnique: ({ table, name, columns }) => `CREATE UNIQUE INDEX ${name} ON ${table} (${columns})`,
    deleteUnique: (_table, name) => `DROP INDEX ${name}`,
    inlineForeignKey: inline,
    columnInlineForeignKey: ({ toTable, toColumn, onDelete }) => inline(toTable, toColumn, onDelete),
    alterTableComment: undefined,
    alterColumnComment: undefined,
  };
}

export function sqliteDialect(values: ValueTarget): Dialect {
  const django = djangoBehaviour(values.django);
  return {
    vendor: 'sqlite',
    django,
    serverVersion: values.serverVersion,
    maxNameLength: undefined,
    quoteName,
    storedName: (name) => name,
    columnType: (internalType, option) => sqliteType(django, internalType, option),
    baseType: (internalType) => sqliteType(django, internalType, () => undefined),
    columnCheck: sqliteCheck,
    typeSuffix: (internalType) => (counting.has(internalType) ? 'AUTOINCREMENT' : undefined),
    geometryType: (field) => unknownSql(`${field.name} is a SpatiaLite column`),
    deferrable: '',
    collate: (collation) => `COLLATE ${collation}`,
    tablespace: () => '',
    values,
    features: {
      supportsForeignKeys: true,
      foreignKeysMakeIndexes: false,
      supportsComments: false,
      supportsCommentsInline: false,
      supportsCombinedAlters: false,
      impliedColumnNull: false,
      requiresLiteralDefaults: true,
      interpretsEmptyStringsAsNulls: false,
      supportsPartialIndexes: true,
      supportsCoveringIndexes: false,
      supportsExpressionIndexes: true,
      supportsDeferrableUniqueConstraints: false,
      supportsNullsDistinct: false,
      supportsTableCheckConstraints: true,
      supportsIndexColumnOrdering: true,
      supportsTablespaces: false,
      canRenameIndex: false,
      ignoresTableNameCase: true,
      allowsMultipleConstraintsOnSameFields: true,
      relatedFieldsMatchType: false,
      checksFollowRenames: true,
    },
    sql: sqliteTemplates(django),
  };
}
