/** What must be known besides the statement to say what it costs. */
import type { Vendor } from '../../django/project.ts';

export interface EffectsContext {
  readonly vendor: Vendor;
  /** `15`, `8.0.36`; undefined: a version that is supported today is assumed. */
  readonly serverVersion: string | undefined;
  /** Tables made earlier in the migration or pull request: nobody else uses them, so they cost nothing. */
  readonly bornTables: ReadonlySet<string>;
  /** The schema as it is before the statement. */
  readonly schema: SchemaView;
  /** Time zone of the session: `UTC` when Django's USE_TZ is on. It decides what timestamp ↔ timestamptz costs; undefined: not known. */
  readonly timeZone?: string;
}

export interface SchemaView {
  /** A table by its name in the database, without quotes; undefined when nothing is known of it. */
  readonly table: (name: string) => TableShape | undefined;
  /** The table that an index belongs to. */
  readonly tableOfIndex: (index: string) => string | undefined;
}

export interface TableShape {
  readonly columns: ReadonlyMap<string, ColumnShape>;
  readonly indexes: readonly IndexShape[];
  readonly checks: readonly CheckShape[];
  readonly foreignKeys: readonly ForeignKeyShape[];
  /** Tables whose foreign keys point here. */
  readonly referencedBy: readonly string[];
  /** The partitions of a partitioned table, which holds no rows itself. */
  readonly partitions?: readonly string[];
  readonly partitionOf?: string;
}
export interface ColumnShape {
  /** As in CREATE TABLE: `varchar(50)`; undefined when it is not known. */
  readonly type: string | undefined;
  readonly notNull: boolean;
}
/** Also those that stand behind UNIQUE, PRIMARY KEY and EXCLUDE, under the constraint's name. */
export interface IndexShape {
  readonly name: string | undefined;
  /** Every column that is read, also in expressions and in the condition. */
  readonly columns: readonly string[];
  /** With an expression or a condition. */
  readonly computed: boolean;
  readonly primaryKey: boolean;
}
export interface CheckShape {
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly valid: boolean;
  /** Columns that it proves to be NOT NULL. */
  readonly provesNotNull: readonly string[];
}
export interface ForeignKeyShape {
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly references: string;
}

export const emptyTable: TableShape = { columns: new Map(), indexes: [], checks: [], foreignKeys: [], referencedBy: [] };
/** Nothing is known of any table. */
export const unknownSchema: SchemaView = { table: () => undefined, tableOfIndex: () => undefined };

/** `15.3` → 15.3, `9.6` → 9.6, `8.0.36` → 8.0036: numbers that compare as versions do (two parts, the third in ten-thousandths). */
export function versionNumber(version: string | undefined): number {
  const [major, minor, patch] = (version ?? '').split('.').map((part) => Number.parseInt(part, 10));
  if (major === undefined || Number.isNaN(major)) return Number.POSITIVE_INFINITY;
  return major + (minor || 0) / 100 + (patch || 0) / 1e6;
}
