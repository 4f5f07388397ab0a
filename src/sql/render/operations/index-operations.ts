/** Operations on indexes and constraints. */
import type { AddIndex, RemoveIndex, RenameIndex } from '../../../django/operation.ts';
import { constraintNames } from '../../editor/indexes/constraint-names.ts';
import { columnOf } from '../../editor/indexes/index-sql.ts';
import { renameMetaIndex } from '../../editor/indexes/indexes.ts';
import { note, type SchemaEditor } from '../../editor/schema-editor.ts';
import type { ModelAt } from '../../model/world.ts';
import { migratedModel, theModel, type Step } from '../step.ts';

export function addIndex(editor: SchemaEditor, operation: AddIndex, { appLabel, to }: Step): void {
  const model = migratedModel(editor, to, appLabel, operation.modelName);
  if (model !== undefined) editor.hooks.addIndex(editor, model, operation.index, operation.kind === 'AddIndexConcurrently');
}

export function removeIndexForwards(editor: SchemaEditor, operation: RemoveIndex, { appLabel, from }: Step): void {
  const model = migratedModel(editor, from, appLabel, operation.modelName);
  const index = model?.model.indexes.find((candidate) => candidate.name === operation.name);
  if (model === undefined) return;
  if (index === undefined) return note(editor, `${operation.modelName} has no index ${operation.name}`);
  editor.hooks.removeIndex(editor, model, index, operation.kind === 'RemoveIndexConcurrently');
}

export function removeIndexBackwards(editor: SchemaEditor, operation: RemoveIndex, { appLabel, to }: Step): void {
  const model = migratedModel(editor, to, appLabel, operation.modelName);
  const index = model?.model.indexes.find((candidate) => candidate.name === operation.name);
  if (model === undefined) return;
  if (index === undefined) return note(editor, `${operation.modelName} has no index ${operation.name}`);
  editor.hooks.addIndex(editor, model, index, operation.kind === 'RemoveIndexConcurrently');
}

interface OptionalNames {
  readonly from: string | undefined;
  readonly to: string;
}

export function renameIndex(editor: SchemaEditor, operation: RenameIndex, { appLabel, from, to }: Step, names: OptionalNames): void {
  const after = migratedModel(editor, to, appLabel, operation.modelName);
  const before = after === undefined ? undefined : theModel(from, after, operation.modelName);
  const made = after?.model.indexes.find((index) => index.name === names.to);
  if (after === undefined || before === undefined || made === undefined) return;
  const oldName = operation.oldFields === undefined ? names.from : unnamedIndex(editor, before, operation.oldFields);
  const old = before.model.indexes.find((index) => index.name === oldName) ?? { ...made, name: oldName ?? '' };
  if (oldName !== undefined && oldName !== names.to) renameMetaIndex(editor, after, old, made);
}

/** The index that `index_together` made is looked up by its columns. */
function unnamedIndex(editor: SchemaEditor, before: ModelAt, fields: readonly string[]): string | undefined {
  const columns = fields.map((name) => columnOf(before, name));
  const names = constraintNames(editor, before.model.table, { columns, index: (index) => !index.unique });
  if (names.length !== 1) note(editor, `Django finds ${names.length} indexes on ${before.model.table}(${columns.join(', ')}) and stops`);
  return names.length === 1 ? names[0] : undefined;
}

export function removeConstraint(editor: SchemaEditor, modelName: string, name: string, { appLabel, from }: Step): void {
  const model = migratedModel(editor, from, appLabel, modelName);
  const constraint = model?.model.constraints.find((candidate) => candidate.name === name);
  if (model === undefined) return;
  if (constraint === undefined) return note(editor, `${modelName} has no constraint ${name}`);
  editor.hooks.removeConstraint(editor, model, constraint);
}

export function addConstraintBack(editor: SchemaEditor, modelName: string, name: string, { appLabel, to }: Step): void {
  const model = migratedModel(editor, to, appLabel, modelName);
  const constraint = model?.model.constraints.find((candidate) => candidate.name === name);
  if (model === undefined) return;
  if (constraint === undefined) return note(editor, `${modelName} has no constraint ${name}`);
  editor.hooks.addConstraint(editor, model, constraint);
}
