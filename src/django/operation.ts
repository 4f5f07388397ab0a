/**
 * Every operation of `django.db.migrations.operations` and `django.contrib.postgres.operations`.
 * `kind` is Django's class name, letter for letter; the other names are Django's argument names in camel case.
 * https://docs.djangoproject.com/en/5.2/ref/migration-operations/
 */
import type { FunctionDef, Lambda, Module } from '../python/ast.ts';
import type { PyValue } from '../python/value.ts';
import type { SourceRange } from '../source/position.ts';
import type { Constraint, Field, Index } from './field.ts';

interface OperationBase {
  /** The operation's call in the migration file. */
  readonly range: SourceRange;
  /** Source ranges of the arguments by Django's argument name (positional ones included). */
  readonly argumentRanges: ReadonlyMap<string, SourceRange>;
  /**
   * Dotted path of the class when it is a subclass defined outside Django whose behaviour we took from its Django base.
   * `overrides` are the methods of Operation that it defines itself, without those that only hand on to their base; `idle` are those of them that do
   * nothing.
   */
  readonly custom?: { readonly path: string; readonly overrides: readonly string[]; readonly idle?: readonly string[] };
  readonly elidable: boolean;
}

export interface CreateModel extends OperationBase {
  readonly kind: 'CreateModel';
  readonly name: string;
  readonly fields: readonly (readonly [string, Field])[];
  /** Without `indexes` and `constraints`, which stand apart. */
  readonly options: ReadonlyMap<string, PyValue>;
  readonly indexes: readonly Index[];
  readonly constraints: readonly Constraint[];
  readonly bases: readonly PyValue[];
  readonly managers: readonly (readonly [string, PyValue])[];
}
export interface DeleteModel extends OperationBase {
  readonly kind: 'DeleteModel';
  readonly name: string;
}
export interface RenameModel extends OperationBase {
  readonly kind: 'RenameModel';
  readonly oldName: string;
  readonly newName: string;
}
/** `table` undefined is Python's None: back to Django's default name. */
export interface AlterModelTable extends OperationBase {
  readonly kind: 'AlterModelTable';
  readonly name: string;
  readonly table: string | undefined;
}
export interface AlterModelTableComment extends OperationBase {
  readonly kind: 'AlterModelTableComment';
  readonly name: string;
  readonly tableComment: string | undefined;
}
/** Normalised as Django does: tuples of field names, in the order of the set that holds them. */
export interface AlterUniqueTogether extends OperationBase {
  readonly kind: 'AlterUniqueTogether';
  readonly name: string;
  readonly uniqueTogether: readonly (readonly string[])[];
}
export interface AlterIndexTogether extends OperationBase {
  readonly kind: 'AlterIndexTogether';
  readonly name: string;
  readonly indexTogether: readonly (readonly string[])[];
}
export interface AlterOrderWithRespectTo extends OperationBase {
  readonly kind: 'AlterOrderWithRespectTo';
  readonly name: string;
  readonly orderWithRespectTo: string | undefined;
}
export interface AlterModelOptions extends OperationBase {
  readonly kind: 'AlterModelOptions';
  readonly name: string;
  readonly options: ReadonlyMap<string, PyValue>;
}
export interface AlterModelManagers extends OperationBase {
  readonly kind: 'AlterModelManagers';
  readonly name: string;
  readonly managers: readonly (readonly [string, PyValue])[];
}
export interface AddField extends OperationBase {
  readonly kind: 'AddField';
  readonly modelName: string;
  readonly name: string;
  readonly field: Field;
  readonly preserveDefault: boolean;
}
export interface RemoveField extends OperationBase {
  readonly kind: 'RemoveField';
  readonly modelName: string;
  readonly name: string;
}
export interface AlterField extends OperationBase {
  readonly kind: 'AlterField';
  readonly modelName: string;
  readonly name: string;
  readonly field: Field;
  readonly preserveDefault: boolean;
}
export interface RenameField extends OperationBase {
  readonly kind: 'RenameField';
  readonly modelName: string;
  readonly oldName: string;
  readonly newName: string;
}
export interface AddIndex extends OperationBase {
  readonly kind: 'AddIndex' | 'AddIndexConcurrently';
  readonly modelName: string;
  readonly index: Index;
}
export interface RemoveIndex extends OperationBase {
  readonly kind: 'RemoveIndex' | 'RemoveIndexConcurrently';
  readonly modelName: string;
  readonly name: string;
}
export interface RenameIndex extends OperationBase {
  readonly kind: 'RenameIndex';
  readonly modelName: string;
  readonly newName: string;
  readonly oldName: string | undefined;
  readonly oldFields: readonly string[] | undefined;
}
export interface AddConstraint extends OperationBase {
  readonly kind: 'AddConstraint' | 'AddConstraintNotValid';
  readonly modelName: string;
  readonly constraint: Constraint;
}
export interface RemoveConstraint extends OperationBase {
  readonly kind: 'RemoveConstraint';
  readonly modelName: string;
  readonly name: string;
}
/** Since Django 5.2: state only. */
export interface AlterConstraint extends OperationBase {
  readonly kind: 'AlterConstraint';
  readonly modelName: string;
  readonly name: string;
  readonly constraint: Constraint;
}
export interface ValidateConstraint extends OperationBase {
  readonly kind: 'ValidateConstraint';
  readonly modelName: string;
  readonly name: string;
}
export interface SeparateDatabaseAndState extends OperationBase {
  readonly kind: 'SeparateDatabaseAndState';
  readonly databaseOperations: readonly Operation[];
  readonly stateOperations: readonly Operation[];
}

/** One thing that RunSQL sends: a text, with parameters when it was written as `(sql, params)`. */
export type RunSQLText =
  | { readonly kind: 'sql'; readonly sql: string; readonly params: readonly PyValue[] | undefined }
  | { readonly kind: 'unknown'; readonly source: string; readonly reason: string };
/** `noop` is `RunSQL.noop` or an empty string; a list is sent item by item; a bare string is `form: "string"`. */
export type RunSQLCode =
  | { readonly form: 'noop' }
  | { readonly form: 'string'; readonly text: RunSQLText }
  | { readonly form: 'list'; readonly texts: readonly RunSQLText[] };
export interface RunSQL extends OperationBase {
  readonly kind: 'RunSQL';
  readonly sql: RunSQLCode;
  readonly reverseSql: RunSQLCode | undefined;
  readonly stateOperations: readonly Operation[];
  readonly hints: PyValue | undefined;
}
/** Python code that a migration runs, resolved as far as the repository allows. */
export type RunPythonCode =
  | { readonly form: 'noop' }
  | {
      readonly form: 'function';
      readonly name: string;
      readonly def: FunctionDef | Lambda;
      /** The file that the function stands in: the migration's own, or one that it imports from. */
      readonly module: Module;
    }
  | { readonly form: 'unknown'; readonly source: string; readonly reason: string };
export interface RunPython extends OperationBase {
  readonly kind: 'RunPython';
  readonly code: RunPythonCode;
  readonly reverseCode: RunPythonCode | undefined;
  /** None in Python (follow the migration) is undefined. */
  readonly atomic: boolean | undefined;
  readonly hints: PyValue | undefined;
}
/** CreateExtension and its subclasses; `className` is the class used (`TrigramExtension`), `name` the extension's name (`pg_trgm`). */
export interface CreateExtension extends OperationBase {
  readonly kind: 'CreateExtension';
  readonly className: string;
  readonly name: string;
}
export interface CreateCollation extends OperationBase {
  readonly kind: 'CreateCollation' | 'RemoveCollation';
  readonly name: string;
  readonly locale: string;
  readonly provider: string;
  readonly deterministic: boolean;
}
/** An operation that we cannot read: an unknown class, or an argument that cannot be known statically. */
export interface UnknownOperation extends OperationBase {
  readonly kind: 'UnknownOperation';
  /** Dotted path of the class when it could be resolved. */
  readonly path: string | undefined;
  readonly source: string;
  readonly reason: string;
  /** False when its `state_forwards` is known to do nothing; what it does to the database is unknown all the same. */
  readonly changesState?: boolean;
}

export type Operation =
  | CreateModel
  | DeleteModel
  | RenameModel
  | AlterModelTable
  | AlterModelTableComment
  | AlterUniqueTogether
  | AlterIndexTogether
  | AlterOrderWithRespectTo
  | AlterModelOptions
  | AlterModelManagers
  | AddField
  | RemoveField
  | AlterField
  | RenameField
  | AddIndex
  | RemoveIndex
  | RenameIndex
  | AddConstraint
  | RemoveConstraint
  | AlterConstraint
  | ValidateConstraint
  | SeparateDatabaseAndState
  | RunSQL
  | RunPython
  | CreateExtension
  | CreateCollation
  | UnknownOperation;
export type OperationKind = Operation['kind'];
