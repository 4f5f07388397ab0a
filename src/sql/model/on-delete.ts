/**
 * What the database does with rows whose target is deleted. Of Django's on_delete only the three that begin with DB_ reach the database.
 * https://docs.djangoproject.com/en/6.1/ref/models/fields/#django.db.models.DB_CASCADE
 */
import type { DjangoBehaviour } from './django-behaviour.ts';
import type { ModelField } from './world.ts';

const clauses: ReadonlyMap<string, string> = new Map([
  ['DB_CASCADE', ' ON DELETE CASCADE'],
  ['DB_SET_NULL', ' ON DELETE SET NULL'],
  ['DB_SET_DEFAULT', ' ON DELETE SET DEFAULT'],
]);

/** The clause behind the foreign key's target; empty where Python deletes. */
export function onDeletePart({ databaseOnDelete }: DjangoBehaviour, field: ModelField): string {
  const value = databaseOnDelete ? field.option('on_delete') : undefined;
  if (value?.kind !== 'ref' || !value.path.startsWith('django.db.models.')) return '';
  return clauses.get(value.path.slice(value.path.lastIndexOf('.') + 1)) ?? '';
}
