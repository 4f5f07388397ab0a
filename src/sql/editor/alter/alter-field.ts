/** `alter_field`: decides what kind of change it is, and `_alter_many_to_many`. */
import { columnType } from '../../fields/columns.ts';
import { fieldChanged } from '../../fields/field-change.ts';
import type { FieldAt, ModelAt } from '../../model/world.ts';
import { throughModel } from '../../model/through-model.ts';
import { note, type ManyToManyChange, type SchemaEditor } from '../schema-editor.ts';

/** Alters one field of a model; nothing is sent when Django sees no change of the column. */
export function alterField(editor: SchemaEditor, model: ModelAt, from: FieldAt, to: FieldAt): void {
  const { dialect } = editor;
  const unknown = from.field.problem ?? to.field.problem;
  if (!fieldChanged(dialect.django, from, to)) return;
  const [oldType, newType] = [columnType(dialect, from), columnType(dialect, to)];
  if (oldType === undefined || newType === undefined) {
    note(editor, unknown);
    alterRelation(editor, { model, from, to }, oldType === undefined && newType === undefined);
    return;
  }
  note(editor, unknown);
  editor.hooks.alterColumn(editor, { model, from, to, oldType, newType });
}

function alterRelation(editor: SchemaEditor, change: ManyToManyChange, bothWithoutColumn: boolean): void {
  const { from, to } = change;
  if (from.field.class.shape === 'none' && to.field.class.shape === 'none') return;
  const [before, after] = [throughModel(from.apps, from.model, from.field), throughModel(to.apps, to.model, to.field)];
  if (!bothWithoutColumn || before?.autoCreated !== after?.autoCreated) {
    note(editor, `Django refuses to alter ${from.field.name}: a ManyToManyField can't become another kind of field or change its through`);
  } else if (before?.autoCreated === true) {
    editor.hooks.alterManyToMany(editor, change);
  } else if (before === undefined) {
    note(editor, `the model behind ${from.field.name} is not known`);
  }
}

/** `_alter_many_to_many`: the table is renamed, its foreign keys are pointed at the new model. */
export function alterManyToMany(editor: SchemaEditor, { from, to }: ManyToManyChange): void {
  const [before, after] = [throughModel(from.apps, from.model, from.field), throughModel(to.apps, to.model, to.field)];
  if (before === undefined || after === undefined) return;
  const through: ModelAt = { apps: to.apps, model: after.model };
  if (before.model.table !== after.model.table) editor.hooks.alterTable(editor, through, before.model.table, after.model.table);
  for (const side of ['target', 'source'] as const) {
    const [old, renewed] = [before[side], after[side]];
    if (old === undefined || renewed === undefined) continue;
    alterField(
      editor,
      through,
      { apps: from.apps, model: before.model, field: old },
      { apps: to.apps, model: after.model, field: renewed },
    );
  }
}
