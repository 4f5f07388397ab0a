/** The difference between databases, as data and functions on text. What differs in behaviour stands in `editor/schema-editor.ts`. */
import type { Vendor } from '../../django/project.ts';
import type { PyValue } from '../../python/value.ts';
import type { DjangoBehaviour } from './django-behaviour.ts';
import type { ValueTarget } from '../values/field.ts';
import type { ModelField } from './world.ts';

/** Reads an option of a field (`max_length`), with the class's defaults. */
export type OptionReader = (name: string) => PyValue | undefined;

/** What the database can do, as Django's `DatabaseFeatures` says it. */
export interface Features {
  readonly supportsForeignKeys: boolean;
  /** The database makes an index for each foreign key that has none (InnoDB). */
  readonly foreignKeysMakeIndexes: boolean;
  readonly supportsComments: boolean;
  readonly supportsCommentsInline: boolean;
  readonly supportsCombinedAlters: boolean;
  readonly impliedColumnNull: boolean;
  readonly requiresLiteralDefaults: boolean;
  readonly interpretsEmptyStringsAsNulls: boolean;
  readonly supportsPartialIndexes: boolean;
  readonly supportsCoveringIndexes: boolean;
  readonly supportsExpressionIndexes: boolean;
  readonly supportsDeferrableUniqueConstraints: boolean;
  readonly supportsNullsDistinct: boolean;
  readonly supportsTableCheckConstraints: boolean;
  readonly supportsIndexColumnOrdering: boolean;
  readonly supportsTablespaces: boolean;
  readonly canRenameIndex: boolean;
  readonly ignoresTableNameCase: boolean;
  readonly allowsMultipleConstraintsOnSameFields: boolean;
  /** Foreign keys to positive integers take the positive type (MySQL). */
  readonly relatedFieldsMatchType: boolean;
  /** The check of a column's type stays when the column is renamed. */
  readonly checksFollowRenames: boolean;
}

/** Parts of statements, already quoted. */
export interface Templates {
  readonly createTable: (table: string, definition: string) => string;
  readonly renameTable: (from: string, to: string) => string;
  readonly deleteTable: (table: string) => string;
  readonly createColumn: (table: string, column: string, definition: string) => string;
  readonly alterColumn: (table: string, changes: string) => string;
  readonly alterColumnType: (parts: {
    readonly column: string;
    readonly type: string;
    readonly collation: string;
    readonly comment: string;
  }) => string;
  readonly alterColumnNull: (column: string, type: string) => string;
  readonly alterColumnNotNull: (column: string, type: string) => string;
  readonly alterColumnDefault: (column: string, value: string, type: string) => string;
  readonly alterColumnNoDefault: (column: string, type: string) => string;
  readonly alterColumnNoDefaultNull: (column: string, type: string) => string;
  readonly deleteColumn: (table: string, column: string) => string;
  readonly renameColumn: (parts: { readonly table: string; readonly from: string; readonly to: string; readonly type: string }) => string;
  readonly updateWithDefault: (table: string, column: string, value: string) => string;
  readonly createCheck: (table: string, name: string, check: string) => string;
  readonly deleteCheck: (table: string, name: string) => string;
  readonly createUnique: (parts: UniqueParts) => string;
  readonly deleteUnique: (table: string, name: string) => string;
  readonly createForeignKey: (parts: ForeignKeyParts) => string;
  readonly deleteForeignKey: (table: string, name: string) => string;
  /** What follows a column's definition in CREATE TABLE; undefined: the foreign key is added afterwards. */
  readonly inlineForeignKey: ((toTable: string, toColumn: string, onDelete: string) => string) | undefined;
  /** What follows a column's definition in ADD COLUMN; undefined: the foreign key is deferred. */
  readonly columnInlineForeignKey: ((parts: ForeignKeyParts & { readonly namespace: string }) => string) | undefined;
  readonly createIndex: (parts: IndexParts) => string;
  readonly createUniqueIndex: (parts: IndexParts & { readonly nullsDistinct: string }) => string;
  readonly deleteIndex: (table: string, name: string, concurrently: boolean) => string;
  readonly renameIndex: (table: string, from: string, to: string) => string;
  readonly createPrimaryKey: (table: string, name: string, columns: string) => string;
  readonly deletePrimaryKey: (table: string, name: string) => string;
  readonly alterTableComment: ((table: string, comment: string) => string) | undefined;
  readonly alterColumnComment: ((table: string, column: string, comment: string) => string) | undefined;
}

export interface UniqueParts {
  readonly table: string;
  readonly name: string;
  readonly columns: string;
  readonly deferrable: string;
  readonly nullsDistinct: string;
}
export interface ForeignKeyParts {
  readonly table: string;
  readonly name: string;
  readonly column: string;
  readonly toTable: string;
  readonly toColumn: string;
  /** ` ON DELETE CASCADE`, or nothing. */
  readonly onDelete: string;
  readonly deferrable: string;
}
export interface IndexParts {
  readonly table: string;
  readonly name: string;
  readonly columns: string;
  /** ` USING gin`. */
  readonly using: string;
  /** ` INCLUDE ("a")`. */
  readonly include: string;
  /** ` WITH (…)`, ` TABLESPACE …`. */
  readonly extra: string;
  /** ` WHERE …`. */
  readonly condition: string;
  readonly concurrently: boolean;
}

/** One database of one version under one Django. */
export interface Dialect {
  readonly vendor: Vendor;
  readonly django: DjangoBehaviour;
  /** `16`, `8.0.36`; undefined: a current server. */
  readonly serverVersion: string | undefined;
  readonly maxNameLength: number | undefined;
  readonly quoteName: (name: string) => string;
  /** A name as the database keeps it; PostgreSQL cuts names that are too long. */
  readonly storedName: (name: string) => string;
  /** Django's `data_types` with the field's options put in; undefined for a type the database doesn't know. */
  readonly columnType: (internalType: string, option: OptionReader) => string | undefined;
  /** The key by which two types count as the same for casts: `data_types` without the options. */
  readonly baseType: (internalType: string) => string | undefined;
  /** Django's `data_type_check_constraints` for a column written as given. */
  readonly columnCheck: (internalType: string, column: string) => string | undefined;
  /** `GENERATED BY DEFAULT AS IDENTITY`, `AUTOINCREMENT`. */
  readonly typeSuffix: (internalType: string) => string | undefined;
  /** The column type of a geographic field. */
  readonly geometryType: (field: ModelField) => string;
  readonly deferrable: string;
  readonly collate: (collation: string) => string;
  readonly tablespace: (name: string, inline: boolean) => string;
  /** How values are written. */
  readonly values: ValueTarget;
  readonly features: Features;
  readonly sql: Templates;
}
