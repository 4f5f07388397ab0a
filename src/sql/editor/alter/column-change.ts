/** What a change of a column comes to. */
import { columnCheck } from '../../fields/columns.ts';
import type { FieldAt } from '../../model/world.ts';
import type { ColumnChange, SchemaEditor } from '../schema-editor.ts';

/** The column of a field that has one. */
export function columnOf(at: FieldAt): string {
  return at.field.column ?? '';
}

/** Whether the field is a key, with or without a constraint. */
export function isForeignKey(at: FieldAt): boolean {
  return at.field.class.shape === 'foreignKey';
}

/** Whether the database knows the key. */
export function hasConstraint(at: FieldAt): boolean {
  return isForeignKey(at) && at.field.relation?.dbConstraint === true;
}

/** `_field_became_primary_key`. */
export function becamePrimaryKey({ from, to }: ColumnChange): boolean {
  return !from.field.primaryKey && to.field.primaryKey;
}

/** `_unique_should_be_added`. */
export function becomesUnique({ dialect }: SchemaEditor, { from, to }: ColumnChange): boolean {
  if (to.field.primaryKey) return dialect.django.keysAreMadeUnique && !from.field.unique;
  return to.field.unique && (!from.field.unique || from.field.primaryKey);
}

/** The check that belongs to the type. Since 5.0 a renamed column keeps it where the database can. */
export function typeChecks(editor: SchemaEditor, { from, to }: ColumnChange): readonly [string | undefined, string | undefined] {
  const { django, features } = editor.dialect;
  const name = (at: FieldAt): string => (django.databaseDefaults && features.checksFollowRenames ? '__column_name__' : columnOf(at));
  return [columnCheck(editor.dialect, from, name(from)), columnCheck(editor.dialect, to, name(to))];
}
