/** One action vocabulary for what Django renders and for what people write in RunSQL. */
import type { Operation } from '../django/operation.ts';

/**
 * Names of tables and columns without quotes. `other…` are tables that the statement touches besides its own. Optional members are what only raw SQL
 * says; a missing flag is false.
 */
export type SchemaAction =
  | {
      readonly kind: 'createTable';
      readonly table: string;
      readonly references: readonly string[];
      /** Tables that CREATE TABLE … AS reads. */
      readonly from?: readonly string[];
      readonly partitionOf?: string;
      /** By PARTITION BY: rows stand in its partitions. */
      readonly partitioned?: boolean;
      /** Temporary tables belong to the session, unlogged ones are empty after a crash. */
      readonly persistence?: 'temporary' | 'unlogged';
      readonly ifNotExists?: boolean;
      /** It has columns of other tables, too (LIKE, INHERITS). */
      readonly takesColumns?: boolean;
      /** In RunSQL, where the statement is all that is known of the table. */
      readonly columns?: readonly AddColumn[];
      readonly constraints?: readonly AddConstraintAction[];
    }
  | { readonly kind: 'dropTable'; readonly table: string; readonly cascade: boolean; readonly ifExists?: boolean }
  | { readonly kind: 'renameTable'; readonly table: string; readonly to: string }
  | AddColumn
  | {
      readonly kind: 'dropColumn';
      readonly table: string;
      readonly column: string;
      readonly cascade: boolean;
      readonly ifExists?: boolean;
    }
  | { readonly kind: 'renameColumn'; readonly table: string; readonly column: string; readonly to: string }
  | {
      readonly kind: 'alterColumnType';
      readonly table: string;
      readonly column: string;
      readonly from: string | undefined;
      readonly to: string;
      readonly collation: boolean;
      /** USING computes something else than a cast of the column: every row is rewritten. */
      readonly computes?: boolean;
    }
  | {
      readonly kind: 'setNotNull' | 'dropNotNull' | 'dropDefault' | 'dropIdentity' | 'addIdentity' | 'dropExpression';
      readonly table: string;
      readonly column: string;
    }
  | { readonly kind: 'setDefault'; readonly table: string; readonly column: string; readonly volatile: boolean }
  | {
      readonly kind: 'createIndex';
      readonly table: string;
      readonly index: string | undefined;
      /** Key columns in their order, then those that expressions and the condition read. */
      readonly columns: readonly string[];
      readonly unique: boolean;
      readonly concurrently: boolean;
      readonly ifNotExists: boolean;
      readonly partial: boolean;
      /** `gin`, `fulltext` …; undefined: the ordinary one. */
      readonly method?: string;
      /** On expressions. */
      readonly expressions?: boolean;
      /** The key columns in their order where `columns` has more than them, undefined for an expression. */
      readonly keys?: readonly (string | undefined)[];
    }
  | {
      readonly kind: 'dropIndex';
      readonly index: string;
      readonly table: string | undefined;
      readonly concurrently: boolean;
      readonly ifExists?: boolean;
    }
  | { readonly kind: 'renameIndex'; readonly index: string; readonly to: string; readonly table: string | undefined }
  | AddConstraintAction
  | {
      readonly kind: 'dropConstraint';
      readonly table: string;
      readonly constraint: string;
      readonly references: string | undefined;
      /** Foreign keys that stand on a primary key or UNIQUE go with it. */
      readonly cascade?: boolean;
      readonly ifExists?: boolean;
    }
  | { readonly kind: 'renameConstraint'; readonly table: string; readonly constraint: string; readonly to: string }
  | { readonly kind: 'validateConstraint'; readonly table: string; readonly constraint: string; readonly references: string | undefined }
  | { readonly kind: 'setConstraints' }
  | { readonly kind: 'comment'; readonly table: string; readonly column: string | undefined }
  | {
      readonly kind: 'update' | 'delete';
      readonly table: string;
      readonly filtered: boolean;
      readonly columns: readonly string[];
      /** Other tables that it reads. */
      readonly from?: readonly string[];
    }
  | { readonly kind: 'insert'; readonly table: string; /** The table that an INSERT … SELECT reads. */ readonly from: string | undefined }
  | { readonly kind: 'truncate'; readonly tables: readonly string[]; readonly cascade: boolean }
  | { readonly kind: 'createSequence' | 'dropSequence' | 'alterSequence'; readonly sequence: string }
  | { readonly kind: 'createExtension' | 'dropExtension' | 'createCollation' | 'dropCollation'; readonly name: string }
  | { readonly kind: 'enumAddValue'; readonly type: string }
  /** SET storage parameters, statistics, owner…: `what` is the parser's word for it, `detail` the parameters by name, or the `name` of what it is about. */
  | { readonly kind: 'alterTableOther'; readonly table: string; readonly what: string; readonly detail?: Readonly<Record<string, string>> }
  /** A statement that parses and is none of the above. */
  | OtherAction
  /** Several statements that are sent as one string, as Django does on PostgreSQL. */
  | { readonly kind: 'script'; readonly parts: readonly StatementPart[] }
  /** Not readable: dynamic, or not this database's grammar. Never called safe. */
  | { readonly kind: 'unparsed'; readonly reason: string };

export interface AddColumn {
  readonly kind: 'addColumn';
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly notNull: boolean;
  /** What the database fills existing rows with. */
  readonly default: 'none' | 'constant' | 'stable' | 'volatile';
  /** Builds an index while the column is added. */
  readonly unique: boolean;
  readonly primaryKey: boolean;
  readonly identity: boolean;
  readonly check: boolean;
  readonly generated: 'none' | 'stored' | 'virtual';
  /** The table that an inline foreign key points at. */
  readonly references: string | undefined;
  /** The inline foreign key's name when it has one. */
  readonly foreignKey?: string;
  readonly ifNotExists?: boolean;
}
export interface AddConstraintAction {
  readonly kind: 'addConstraint';
  readonly table: string;
  readonly constraint: string | undefined;
  readonly type: 'check' | 'unique' | 'primaryKey' | 'foreignKey' | 'exclude' | 'notNull';
  readonly columns: readonly string[];
  readonly notValid: boolean;
  readonly usingIndex: boolean;
  /** The index of USING INDEX. */
  readonly index?: string;
  readonly references: string | undefined;
  /** Columns that a CHECK proves to be NOT NULL. */
  readonly provesNotNull?: readonly string[];
  /** PostgreSQL 18: never checked, neither for old rows nor for new ones. */
  readonly notEnforced?: boolean;
  /** A CHECK that calls a function which may answer differently tomorrow. */
  readonly volatile?: boolean;
}
/** An action that is not made of others. */
export type SingleAction = Exclude<SchemaAction, { kind: 'script' }>;
export interface OtherAction {
  readonly kind: 'other';
  /** The parser's word: `CreateTrigStmt`, `DoStmt`, `TransactionStmt`; outside PostgreSQL the same words are used where they fit. */
  readonly what: string;
  readonly tables: readonly string[];
  /** What else tells such statements apart, e.g. `{ name: 'lock_timeout', scope: 'local' }` of a SET; written down with each reader. */
  readonly detail?: Readonly<Record<string, string>>;
}

/** One statement inside a longer text. Offsets are UTF-16 indexes into that text. */
export interface StatementPart {
  readonly sql: string;
  readonly start: number;
  readonly end: number;
  readonly action: SchemaAction;
  readonly transactional: boolean;
}

/** The actions of a statement, those of a script one by one. */
export function actionsOf(statement: { readonly action: SchemaAction }): readonly SchemaAction[] {
  return statement.action.kind === 'script' ? statement.action.parts.flatMap(actionsOf) : [statement.action];
}

/** One statement as the database receives it. */
export interface Statement {
  /** Ends with `;` as sqlmigrate prints it. What can't be known statically stands as `/*unknown:reason*\/`. */
  readonly sql: string;
  readonly action: SchemaAction;
  /** False for statements that refuse to run inside a transaction (CREATE INDEX CONCURRENTLY). */
  readonly transactional: boolean;
}

/** What one operation runs, forwards and backwards. */
export interface RenderedOperation {
  readonly operation: Operation;
  /** The operations inside SeparateDatabaseAndState whose SQL this is. */
  readonly inner: readonly RenderedOperation[];
  readonly statements: readonly Statement[];
  /** Run at the end of the migration because of this operation. */
  readonly deferred: readonly Statement[];
  readonly reversible: boolean;
  /** Undefined when it can't be undone. */
  readonly reverse: readonly Statement[] | undefined;
  readonly reverseDeferred: readonly Statement[];
  /** Why the SQL is not fully known: a clause such as `RunPython`, "the default is a callable". */
  readonly unknown: string | undefined;
}

/** PostgreSQL's table lock modes as pg_locks prints them. */
export type LockMode =
  | 'AccessShareLock'
  | 'RowShareLock'
  | 'RowExclusiveLock'
  | 'ShareUpdateExclusiveLock'
  | 'ShareLock'
  | 'ShareRowExclusiveLock'
  | 'ExclusiveLock'
  | 'AccessExclusiveLock';

/** What one statement costs on tables that existed before the migration. */
export interface Effects {
  /** The strongest mode for each table. */
  readonly locks: readonly { readonly table: string; readonly mode: LockMode }[];
  readonly blocks: 'nothing' | 'writes' | 'everything';
  readonly work: 'instant' | 'scans' | 'rewrites' | 'builds-index' | 'writes-rows' | 'unknown';
  readonly scans: readonly string[];
  readonly rewrites: readonly string[];
  /** Ids of facts (`postgresql/create-index`) that this rests on. */
  readonly facts: readonly string[];
}
