/** Operations on fields. */
import type { Field } from '../../../django/field.ts';
import type { AddField, AlterField } from '../../../django/operation.ts';
import { withoutOption } from '../../../django/relation.ts';
import { alterField } from '../../editor/alter/alter-field.ts';
import type { SchemaEditor } from '../../editor/schema-editor.ts';
import type { ModelField } from '../../model/world.ts';
import { migratedModel, theField, theModel, type Names, type Step } from '../step.ts';

/** `preserve_default=False`: the default is for this operation only. */
function withOwnDefault(field: ModelField, preserved: boolean, written: Field): ModelField {
  if (preserved) return field;
  const value = written.options.get('default');
  const own = withoutOption(field.field, 'default');
  const options = value === undefined ? own.options : new Map(own.options).set('default', value);
  return { ...field, field: { ...own, options }, option: (name) => (name === 'default' ? value : field.option(name)) };
}

export function addField(editor: SchemaEditor, operation: AddField, { appLabel, from, to }: Step): void {
  const after = migratedModel(editor, to, appLabel, operation.modelName);
  const before = after === undefined ? undefined : theModel(from, after, operation.modelName);
  const at = after === undefined ? undefined : theField(editor, after, operation.name);
  if (before === undefined || at === undefined) return;
  editor.hooks.addField(editor, before, { ...at, field: withOwnDefault(at.field, operation.preserveDefault, operation.field) });
}

export function addFieldBack(editor: SchemaEditor, modelName: string, name: string, { appLabel, from, to }: Step): void {
  const after = migratedModel(editor, to, appLabel, modelName);
  const before = after === undefined ? undefined : theModel(from, after, modelName);
  const at = after === undefined ? undefined : theField(editor, after, name);
  if (before !== undefined && at !== undefined) editor.hooks.addField(editor, before, at);
}

export function removeField(editor: SchemaEditor, modelName: string, name: string, { appLabel, from }: Step): void {
  const before = migratedModel(editor, from, appLabel, modelName);
  const at = before === undefined ? undefined : theField(editor, before, name);
  if (before !== undefined && at !== undefined) editor.hooks.removeField(editor, before, at);
}

export function alterFieldOf(editor: SchemaEditor, operation: AlterField, { appLabel, from, to }: Step): void {
  const after = migratedModel(editor, to, appLabel, operation.modelName);
  const before = after === undefined ? undefined : theModel(from, after, operation.modelName);
  const newField = after === undefined ? undefined : theField(editor, after, operation.name);
  const oldField = before === undefined ? undefined : theField(editor, before, operation.name);
  if (before === undefined || newField === undefined || oldField === undefined) return;
  alterField(editor, before, oldField, { ...newField, field: withOwnDefault(newField.field, operation.preserveDefault, operation.field) });
}

export function renameField(editor: SchemaEditor, modelName: string, names: Names, { appLabel, from, to }: Step): void {
  const after = migratedModel(editor, to, appLabel, modelName);
  const before = after === undefined ? undefined : theModel(from, after, modelName);
  const newField = after === undefined ? undefined : theField(editor, after, names.to);
  const oldField = before === undefined ? undefined : theField(editor, before, names.from);
  if (before !== undefined && newField !== undefined && oldField !== undefined) alterField(editor, before, oldField, newField);
}
