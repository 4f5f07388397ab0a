/** One run of Django's schema editor over the operations of a migration, forwards or backwards: what it has sent, and what it will send at the end. */
import type { Constraint, Index } from '../../django/field.ts';
import type { Dialect } from '../model/dialect.ts';
import type { FieldAt, ModelAt } from '../model/world.ts';
import type { SchemaAction } from '../statement.ts';
import type { PendingStatement } from './pending-statement.ts';
import type { PhysicalSchema, PhysicalTable } from './schema/physical-schema.ts';
import type { Slot } from './slot.ts';

export interface SchemaEditor {
  readonly dialect: Dialect;
  readonly hooks: EditorHooks;
  /** Undoing the migration: the state aimed at is the older one. */
  readonly backwards?: boolean;
  /** Changes with every statement. */
  schema: PhysicalSchema;
  /** Of the whole migration, in the order in which they will run. */
  deferred: PendingStatement[];
  /** The operation in hand. */
  slot: Slot;
  /** Why what waits may have been sent already: on SQLite every table that is made anew sends it. */
  doubt: string | undefined;
}

/** A column before and after. `model` is the model whose table is altered. */
export interface ColumnChange {
  readonly model: ModelAt;
  readonly from: FieldAt;
  readonly to: FieldAt;
  readonly oldType: string;
  readonly newType: string;
}

/** A part of one ALTER TABLE with what runs after it. */
export interface TypeChange {
  readonly fragment: Fragment;
  readonly after: readonly (() => void)[];
}
export interface Fragment {
  readonly sql: string;
  readonly action: SchemaAction;
}

/** A ManyToManyField before and after. */
export interface ManyToManyChange {
  readonly model: ModelAt;
  readonly from: FieldAt;
  readonly to: FieldAt;
}

/** What a database's schema editor does in its own way. The plain forms stand beside this file; a dialect replaces some of them. */
export interface EditorHooks {
  readonly createModel: (editor: SchemaEditor, at: ModelAt) => void;
  readonly deleteModel: (editor: SchemaEditor, at: ModelAt) => void;
  readonly addField: (editor: SchemaEditor, model: ModelAt, field: FieldAt) => void;
  readonly removeField: (editor: SchemaEditor, model: ModelAt, field: FieldAt) => void;
  /** `_alter_field`: both sides have a column and something about it changes. */
  readonly alterColumn: (editor: SchemaEditor, change: ColumnChange) => void;
  readonly alterManyToMany: (editor: SchemaEditor, change: ManyToManyChange) => void;
  readonly alterTable: (editor: SchemaEditor, model: ModelAt, from: string, to: string) => void;
  readonly addIndex: (editor: SchemaEditor, model: ModelAt, index: Index, concurrently: boolean) => void;
  readonly removeIndex: (editor: SchemaEditor, model: ModelAt, index: Index, concurrently: boolean) => void;
  readonly addConstraint: (editor: SchemaEditor, model: ModelAt, constraint: Constraint) => void;
  readonly removeConstraint: (editor: SchemaEditor, model: ModelAt, constraint: Constraint) => void;
  readonly alterUniqueTogether: (editor: SchemaEditor, model: ModelAt, groups: TogetherChange) => void;
  readonly alterIndexTogether: (editor: SchemaEditor, model: ModelAt, groups: TogetherChange) => void;
  /** `_field_indexes_sql`: the indexes that `db_index` and `unique` bring along. */
  readonly fieldIndexes: (editor: SchemaEditor, at: FieldAt) => readonly PendingStatement[];
  /** `_alter_column_type_sql`. May emit statements that run before. */
  readonly changeType: (editor: SchemaEditor, change: ColumnChange) => TypeChange;
  /** `_alter_column_null_sql`; undefined when nothing has to be done. */
  readonly changeNull: (editor: SchemaEditor, change: ColumnChange) => Fragment | undefined;
  /** The column type that a renamed column is written with (MySQL's CHANGE). */
  readonly renamedType: (editor: SchemaEditor, change: ColumnChange) => string;
  /** Column defaults that the database refuses (`skip_default`, `skip_default_on_alter`). */
  readonly skipDefault: (editor: SchemaEditor, at: FieldAt) => boolean;
  readonly skipDefaultOnAlter: (editor: SchemaEditor, at: FieldAt) => boolean;
  /** How a default stands behind DEFAULT: plain, or in parentheses. */
  readonly columnDefault: (editor: SchemaEditor, at: FieldAt, literal: string) => string;
  /** The name that the database gives to a constraint written without one, and to the sequence of a counting column. */
  readonly implicitName: (kind: ImplicitName, table: PhysicalTable, column: string) => string;
}

export type ImplicitName = 'primaryKey' | 'unique' | 'check' | 'sequence';

export interface TogetherChange {
  readonly from: readonly (readonly string[])[];
  readonly to: readonly (readonly string[])[];
}

/** Sends a statement: it gets its semicolon, and the schema changes with it. */
export function emit(editor: SchemaEditor, sql: string, action: SchemaAction, change?: (schema: PhysicalSchema) => PhysicalSchema): void {
  const text = sql.trim();
  const transactional = !('concurrently' in action && action.concurrently);
  editor.slot.statements.push({ sql: text.endsWith(';') ? text : `${text};`, action, transactional });
  if (change !== undefined) editor.schema = change(editor.schema);
}

/** Notes that nobody can tell what the operation in hand sends, nor whether it sends what waits. */
export function noteUnread(editor: SchemaEditor, reason: string): void {
  note(editor, reason);
  if (editor.dialect.vendor === 'sqlite' && editor.deferred.length > 0) editor.doubt ??= `${reason}; it may have sent what was deferred`;
}

/** Notes that the operation in hand is not fully known. */
export function note(editor: SchemaEditor, reason: string | undefined): void {
  if (reason !== undefined) editor.slot.problems.push(reason);
}
