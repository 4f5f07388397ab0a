import { relatedModel, referencedModel, sameModel, withOption } from '../../relation.ts';
import type { ModelReference } from '../../relation.ts';
import type { Field } from '../../field.ts';
import type { RenameModel } from '../../operation.ts';
import { modelIn } from '../../state.ts';
import type { ModelState, ProjectState } from '../../state.ts';
import { noteUnknown } from './change-model.ts';

/**
 * Renames a model and repoints `to` and `through` of every field of every app. The renamed model moves to the end of its app.
 * Bases are left alone, as Django leaves them (ProjectState.rename_model).
 */
export function renameModel(state: ProjectState, appLabel: string, operation: RenameModel): ProjectState {
  const model = modelIn(state, appLabel, operation.oldName);
  if (model === undefined)
    return noteUnknown(state, `RenameModel: there is no model ${appLabel}.${operation.oldName.toLowerCase()} at this point`);
  if (operation.oldName !== operation.newName && operation.oldName.toLowerCase() === operation.newName.toLowerCase()) {
    return noteUnknown(
      state,
      `RenameModel: ${operation.oldName} and ${operation.newName} differ in capitals only, which makes Django lose the model`,
    );
  }
  const old: ModelReference = { appLabel, modelName: operation.oldName.toLowerCase() };
  const to = `${appLabel}.${operation.newName}`;
  const apps = new Map<string, ReadonlyMap<string, ModelState>>();
  for (const [label, models] of state.apps) {
    apps.set(label, repointed(models, old, to));
  }
  const own = new Map(apps.get(appLabel));
  const renamed = own.get(old.modelName) ?? model;
  own.delete(old.modelName);
  own.set(operation.newName.toLowerCase(), { ...renamed, name: operation.newName });
  apps.set(appLabel, own);
  return { ...state, apps };
}

function repointed(models: ReadonlyMap<string, ModelState>, old: ModelReference, to: string): ReadonlyMap<string, ModelState> {
  let changed: Map<string, ModelState> | undefined;
  for (const [key, model] of models) {
    const fields = repointedFields(model, old, to);
    if (fields === undefined) continue;
    changed ??= new Map(models);
    changed.set(key, { ...model, fields });
  }
  return changed ?? models;
}

function repointedFields(model: ModelState, old: ModelReference, to: string): ReadonlyMap<string, Field> | undefined {
  // Django looks at the model under its new name: a reference to `self` stays one
  const isRenamed = model.appLabel === old.appLabel && model.name.toLowerCase() === old.modelName;
  const scope = { appLabel: model.appLabel, modelName: isRenamed ? to.slice(to.indexOf('.') + 1) : model.name };
  let changed: Map<string, Field> | undefined;
  for (const [name, field] of model.fields) {
    let next = field;
    if (sameModel(relatedModel(field, scope), old)) next = withOption(next, 'to', { kind: 'str', value: to });
    if (sameModel(referencedModel(field.options.get('through'), scope), old))
      next = withOption(next, 'through', { kind: 'str', value: to });
    if (next === field) continue;
    changed ??= new Map(model.fields);
    changed.set(name, next);
  }
  return changed;
}
