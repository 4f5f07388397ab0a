/** Operations on whole models. */
import type { AlterOrderWithRespectTo } from '../../../django/operation.ts';
import { alterField } from '../../editor/alter/alter-field.ts';
import { alterTableComment } from '../../editor/create-model.ts';
import { note, type SchemaEditor } from '../../editor/schema-editor.ts';
import { fieldNamed, getModel, withDefault } from '../../model/model.ts';
import { relatedObjects } from '../../model/related-objects.ts';
import { throughModel } from '../../model/through-model.ts';
import type { Apps, FieldAt, ModelAt } from '../../model/world.ts';
import { migratedModel, theModel, type Names, type Step } from '../step.ts';

/** Since 5.1 `index_together` of an old migration is made apart from the table, and only forwards. */
export function createModel(editor: SchemaEditor, apps: Apps, appLabel: string, name: string, forwards = true): void {
  const at = migratedModel(editor, apps, appLabel, name);
  if (at === undefined) return;
  editor.hooks.createModel(editor, at);
  if (forwards && editor.dialect.django.indexTogetherRemoved && at.model.indexTogether.length > 0) {
    editor.hooks.alterIndexTogether(editor, at, { from: [], to: at.model.indexTogether });
  }
}

export function deleteModel(editor: SchemaEditor, apps: Apps, appLabel: string, name: string): void {
  const at = migratedModel(editor, apps, appLabel, name);
  if (at !== undefined) editor.hooks.deleteModel(editor, at);
}

/** The table, then the keys that point at it, then the tables of its ManyToManyFields. */
export function renameModel(editor: SchemaEditor, { appLabel, from, to }: Step, names: Names): void {
  const after = migratedModel(editor, to, appLabel, names.to);
  if (after === undefined) return;
  const before = theModel(from, after, names.from);
  if (before === undefined) return note(editor, `the state has no model ${appLabel}.${names.from}`);
  editor.hooks.alterTable(editor, after, before.model.table, after.model.table);
  for (const related of relatedObjects(before.apps, before.model)) {
    const own = related.model.appLabel === before.model.appLabel && related.model.modelName === before.model.modelName;
    const owner = own ? after : getModelAt(to, related.model.appLabel, related.model.modelName);
    const field = owner === undefined ? undefined : fieldNamed(owner.model, related.field.name);
    // Until 5.0 the other keys of the table still pointed at the old name while SQLite made it anew.
    const altered = own || editor.dialect.django.release >= 501 ? owner : { apps: from, model: related.model };
    if (owner === undefined || altered === undefined || field === undefined)
      note(editor, `the key ${related.model.name}.${related.field.name} is gone`);
    else alterField(editor, altered, related, { ...owner, field });
  }
  for (const [index, field] of before.model.manyToMany.entries()) {
    const renamed = after.model.manyToMany[index];
    if (renamed === undefined) continue;
    renameManyToMany(editor, { ...before, field }, { ...after, field: renamed });
  }
}

function getModelAt(apps: Apps, appLabel: string, modelName: string): ModelAt | undefined {
  const model = getModel(apps, { appLabel, modelName });
  return model === undefined ? undefined : { apps, model };
}

/** Fields that point at their own model were altered as related objects already. Until 4.1 only the key to the renamed model followed. */
function renameManyToMany(editor: SchemaEditor, from: FieldAt, to: FieldAt): void {
  const target = to.field.relation?.to;
  const own = target?.appLabel === to.model.appLabel && target.modelName === to.model.modelName;
  const made = throughModel(to.apps, to.model, to.field);
  if (own || made?.autoCreated !== true) return;
  if (editor.dialect.django.release >= 402) return editor.hooks.alterManyToMany(editor, { model: to, from, to });
  const old = throughModel(from.apps, from.model, from.field);
  if (old?.source === undefined || made.source === undefined) return;
  const through: ModelAt = { apps: to.apps, model: made.model };
  editor.hooks.alterTable(editor, through, old.model.table, made.model.table);
  alterField(editor, through, { apps: from.apps, model: old.model, field: old.source }, { ...through, field: made.source });
}

export function alterModelTable(editor: SchemaEditor, name: string, { appLabel, from, to }: Step): void {
  const after = migratedModel(editor, to, appLabel, name);
  const before = after === undefined ? undefined : theModel(from, after, name);
  if (after === undefined || before === undefined) return;
  editor.hooks.alterTable(editor, after, before.model.table, after.model.table);
  for (const [index, field] of before.model.manyToMany.entries()) {
    const renamed = after.model.manyToMany[index];
    const [old, made] = [
      throughModel(from, before.model, field),
      renamed === undefined ? undefined : throughModel(to, after.model, renamed),
    ];
    if (old !== undefined && made?.autoCreated === true)
      editor.hooks.alterTable(editor, { apps: to, model: made.model }, old.model.table, made.model.table);
  }
}

export function alterComment(editor: SchemaEditor, name: string, { appLabel, to }: Step): void {
  const after = migratedModel(editor, to, appLabel, name);
  if (after !== undefined) alterTableComment(editor, after, after.model.tableComment);
}

export function alterTogether(
  editor: SchemaEditor,
  kind: 'AlterUniqueTogether' | 'AlterIndexTogether',
  name: string,
  { appLabel, from, to }: Step,
): void {
  const after = migratedModel(editor, to, appLabel, name);
  const before = after === undefined ? undefined : theModel(from, after, name);
  if (after === undefined || before === undefined) return;
  if (kind === 'AlterUniqueTogether')
    editor.hooks.alterUniqueTogether(editor, after, { from: before.model.uniqueTogether, to: after.model.uniqueTogether });
  else editor.hooks.alterIndexTogether(editor, after, { from: before.model.indexTogether, to: after.model.indexTogether });
}

export function alterOrder(editor: SchemaEditor, { name }: AlterOrderWithRespectTo, { appLabel, from, to }: Step): void {
  const after = migratedModel(editor, to, appLabel, name);
  const before = after === undefined ? undefined : theModel(from, after, name);
  if (after === undefined || before === undefined) return;
  const [had, has] = [before.model.orderWithRespectTo !== undefined, after.model.orderWithRespectTo !== undefined];
  const [oldField, newField] = [fieldNamed(before.model, '_order'), fieldNamed(after.model, '_order')];
  if (had && !has && oldField !== undefined) editor.hooks.removeField(editor, before, { ...before, field: oldField });
  if (has && !had && newField !== undefined) {
    editor.hooks.addField(editor, before, { ...after, field: withDefault(newField, { kind: 'int', value: 0n }) });
  }
}
