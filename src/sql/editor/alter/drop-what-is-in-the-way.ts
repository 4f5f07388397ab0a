/** The first half of `_alter_field`: keys, unique constraints, indexes and checks that the new column can't keep. */
import { collationOf } from '../../fields/columns.ts';
import { fieldChanged } from '../../fields/field-change.ts';
import { outsideKeys } from '../../model/outside-keys.ts';
import { relatedKeys, type RelatedKey } from '../../model/related-keys.ts';
import type { ModelAt } from '../../model/world.ts';
import { deleteForeignKey } from '../alter-table.ts';
import { constraintNames, foreignKeyNames } from '../indexes/constraint-names.ts';
import { deleteIndex } from '../indexes/delete-index.ts';
import { metaName } from '../indexes/index-sql.ts';
import { changeTable, dropConstraint } from '../schema/physical-schema.ts';
import { emit, note, type ColumnChange, type SchemaEditor } from '../schema-editor.ts';
import { hasConstraint, columnOf, becamePrimaryKey, typeChecks } from './column-change.ts';

/** What the first half leaves for the second. */
export interface Dropped {
  readonly foreignKeys: boolean;
  /** Keys that pointed at the column, to be made again. */
  readonly related: readonly RelatedKey[] | undefined;
}

/** Drops what the new column cannot keep, in Django's order. */
export function dropWhatIsInTheWay(editor: SchemaEditor, change: ColumnChange): Dropped {
  const foreignKeys = dropOwnForeignKeys(editor, change);
  dropUnique(editor, change);
  const related = dropRelatedForeignKeys(editor, change);
  dropFieldIndexes(editor, change);
  dropCheck(editor, change);
  return { foreignKeys, related };
}

function dropOwnForeignKeys(editor: SchemaEditor, { model, from, to }: ColumnChange): boolean {
  const { django, features } = editor.dialect;
  if (!features.supportsForeignKeys || !hasConstraint(from)) return false;
  if (django.keepsForeignKeyForComment && !fieldChanged(django, from, to, ['db_comment'])) return false;
  const names = foreignKeyNames(editor, model.model.table, columnOf(from));
  for (const name of names) deleteForeignKey(editor, model.model.table, name);
  return names.length > 0;
}

function metaConstraintNames(model: ModelAt): ReadonlySet<string> {
  return new Set(model.model.constraints.map((constraint) => metaName(model, constraint.name)));
}

function dropUnique(editor: SchemaEditor, change: ColumnChange): void {
  const { model, from, to } = change;
  if (!from.field.unique || (to.field.unique && !becamePrimaryKey(change))) return;
  const names = constraintNames(editor, model.model.table, {
    columns: [columnOf(from)],
    constraint: (constraint) => constraint.type === 'unique',
    index: (index) => index.unique,
    exclude: metaConstraintNames(model),
  });
  for (const name of names) {
    const { quoteName, sql } = editor.dialect;
    emitDropConstraint(editor, model, name, sql.deleteUnique(quoteName(model.model.table), quoteName(name)));
  }
}

/** Sends a statement that drops a constraint by its name. */
export function emitDropConstraint(editor: SchemaEditor, model: ModelAt, constraint: string, sql: string): void {
  const { table } = model.model;
  emit(editor, sql, { kind: 'dropConstraint', table, constraint, references: undefined }, (schema) =>
    changeTable(schema, table, (physical) => dropConstraint(physical, constraint)),
  );
}

/** Keys that point at a primary key or unique column whose type changes can't stay. */
function dropRelatedForeignKeys(editor: SchemaEditor, change: ColumnChange): readonly RelatedKey[] | undefined {
  const { from, to } = change;
  const { features, django } = editor.dialect;
  const both = (from.field.primaryKey && to.field.primaryKey) || (from.field.unique && to.field.unique);
  const differs =
    change.oldType !== change.newType ||
    (django.relationCollations && collationOf(editor.dialect, from) !== collationOf(editor.dialect, to));
  if (!features.supportsForeignKeys || !both || !differs) return undefined;
  if (from.field.primaryKey) note(editor, outsideKeys(to.apps, to.model));
  const related = relatedKeys(django, from, to);
  for (const { to: key } of related) {
    for (const name of foreignKeyNames(editor, key.model.table, columnOf(key))) deleteForeignKey(editor, key.model.table, name);
  }
  return related;
}

/** `db_index` went, or a unique constraint takes its place. */
function dropFieldIndexes(editor: SchemaEditor, { model, from, to }: ColumnChange): void {
  if (!from.field.dbIndex || from.field.unique || (to.field.dbIndex && !to.field.unique)) return;
  const names = constraintNames(editor, model.model.table, {
    columns: [columnOf(from)],
    index: (index) => index.plain,
    exclude: new Set(model.model.indexes.map((index) => metaName(model, index.name))),
  });
  for (const name of names) deleteIndex(editor, model, name);
}

function dropCheck(editor: SchemaEditor, change: ColumnChange): void {
  const { model, from } = change;
  const [before, after] = typeChecks(editor, change);
  if (before === undefined || before === after) return;
  const names = constraintNames(editor, model.model.table, {
    columns: [columnOf(from)],
    constraint: (constraint) => constraint.type === 'check',
    exclude: metaConstraintNames(model),
  });
  for (const name of names) {
    const { quoteName, sql } = editor.dialect;
    emitDropConstraint(editor, model, name, sql.deleteCheck(quoteName(model.model.table), quoteName(name)));
  }
}
