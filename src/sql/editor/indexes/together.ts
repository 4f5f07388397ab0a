/** `alter_unique_together` and `alter_index_together`. */
import { setDifference } from '../../../python/hash/set-order.ts';
import { makeIndexName } from '../../model/names.ts';
import type { ModelAt } from '../../model/world.ts';
import { deleteIndex } from './delete-index.ts';
import { constraintNames } from './constraint-names.ts';
import { togetherIndex, togetherUnique } from '../create-model.ts';
import { execute } from '../finish-statement.ts';
import { columnOf, metaName } from './index-sql.ts';
import { changeTable, dropConstraint } from '../schema/physical-schema.ts';
import { emit, note, type SchemaEditor, type TogetherChange } from '../schema-editor.ts';

/** Groups that went lose their constraint, groups that came get one. */
export function alterUniqueTogether(editor: SchemaEditor, model: ModelAt, { from, to }: TogetherChange): void {
  for (const group of setDifference(from, to)) dropTogetherUnique(editor, model, group);
  for (const group of setDifference(to, from)) execute(editor, togetherUnique(editor, model, group));
}

function metaNames(model: ModelAt): ReadonlySet<string> {
  return new Set([...model.model.constraints, ...model.model.indexes].map((part) => metaName(model, part.name)));
}

/** The constraint is looked up by its columns; the name that Django would give wins where there are several (since 4.1). */
function dropTogetherUnique(editor: SchemaEditor, model: ModelAt, group: readonly string[]): void {
  const { dialect } = editor;
  const { table } = model.model;
  const columns = group.map((name) => columnOf(model, name));
  const found = constraintNames(editor, table, {
    columns,
    constraint: (constraint) => constraint.type === 'unique' || (constraint.type === 'primaryKey' && dialect.django.release < 401),
    index: (index) => index.unique,
    exclude: metaNames(model),
  });
  const usual = makeIndexName(table, columns, '_uniq', dialect.maxNameLength);
  const preferred =
    dialect.django.release >= 401 && dialect.features.allowsMultipleConstraintsOnSameFields && found.includes(usual) ? [usual] : found;
  const [name] = preferred;
  if (name === undefined || preferred.length !== 1) {
    note(editor, `Django finds ${preferred.length} constraints on ${table}(${columns.join(', ')}) and stops`);
    return;
  }
  emit(
    editor,
    dialect.sql.deleteUnique(dialect.quoteName(table), dialect.quoteName(name)),
    { kind: 'dropConstraint', table, constraint: name, references: undefined },
    (schema) => changeTable(schema, table, (physical) => dropConstraint(physical, name)),
  );
}

export function alterIndexTogether(editor: SchemaEditor, model: ModelAt, { from, to }: TogetherChange): void {
  for (const group of setDifference(from, to)) dropTogetherIndex(editor, model, group);
  for (const group of setDifference(to, from)) execute(editor, togetherIndex(editor, model, group));
}

function dropTogetherIndex(editor: SchemaEditor, model: ModelAt, group: readonly string[]): void {
  const columns = group.map((name) => columnOf(model, name));
  const found = constraintNames(editor, model.model.table, { columns, index: (index) => !index.unique, exclude: metaNames(model) });
  const [name] = found;
  if (name === undefined || found.length !== 1) {
    note(editor, `Django finds ${found.length} indexes on ${model.model.table}(${columns.join(', ')}) and stops`);
    return;
  }
  deleteIndex(editor, model, name);
}
