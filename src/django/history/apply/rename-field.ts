import type { PyValue } from '../../../python/value.ts';
import type { Field } from '../../field.ts';
import type { RenameField } from '../../operation.ts';
import { relatedModel, sameModel, withOption } from '../../relation.ts';
import type { ModelReference } from '../../relation.ts';
import { modelIn } from '../../state.ts';
import type { ModelState, ProjectState } from '../../state.ts';
import { noteUnknown } from './change-model.ts';
import { readTogether, togetherValue } from './together.ts';

/**
 * Renames a field. It moves to the end of the model; `unique_together` and `index_together` become lists of lists; `to_field`, `to_fields`
 * and `from_fields` that name it follow; indexes and constraints don't (ProjectState.rename_field).
 */
export function renameField(state: ProjectState, appLabel: string, operation: RenameField): ProjectState {
  const model = modelIn(state, appLabel, operation.modelName);
  const field = model?.fields.get(operation.oldName);
  if (model === undefined || field === undefined) {
    return noteUnknown(
      state,
      `RenameField: there is no field ${appLabel}.${operation.modelName.toLowerCase()}.${operation.oldName} at this point`,
    );
  }
  const rename = (name: string): string => (name === operation.oldName ? operation.newName : name);
  const own: ModelReference = { appLabel, modelName: operation.modelName.toLowerCase() };
  const apps = new Map<string, ReadonlyMap<string, ModelState>>();
  for (const [label, models] of state.apps) apps.set(label, withReferencesRenamed(models, own, rename));
  const fields = new Map(apps.get(appLabel)?.get(own.modelName)?.fields ?? model.fields);
  const moved = fields.get(operation.oldName) ?? field;
  fields.delete(operation.oldName);
  fields.set(operation.newName, moved);
  for (const [name, each] of fields) fields.set(name, withLocalNamesRenamed(each, rename));
  const renamed: ModelState = { ...model, fields, options: withTogetherRenamed(model.options, rename) };
  apps.set(appLabel, new Map(apps.get(appLabel)).set(own.modelName, renamed));
  return { ...state, apps };
}

function withTogetherRenamed(options: ReadonlyMap<string, PyValue>, rename: (name: string) => string): ReadonlyMap<string, PyValue> {
  const renamed = new Map(options);
  for (const name of ['index_together', 'unique_together']) {
    const value = options.get(name);
    const groups = value === undefined || value.kind === 'none' ? undefined : readTogether(value);
    if (groups !== undefined) {
      renamed.set(
        name,
        togetherValue(
          groups.map((group) => group.map(rename)),
          'list',
        ),
      );
    }
  }
  return renamed;
}

/** `from_fields` of a ForeignObject and the names of a CompositePrimaryKey. */
function withLocalNamesRenamed(field: Field, rename: (name: string) => string): Field {
  const from = field.options.get('from_fields');
  const next = from === undefined ? field : withOption(field, 'from_fields', withNamesRenamed(from, rename));
  if (!next.type.endsWith('.CompositePrimaryKey')) return next;
  return { ...next, args: next.args.map((name) => withNamesRenamed(name, rename)) };
}

function withReferencesRenamed(
  models: ReadonlyMap<string, ModelState>,
  target: ModelReference,
  rename: (name: string) => string,
): ReadonlyMap<string, ModelState> {
  let changed: Map<string, ModelState> | undefined;
  for (const [key, model] of models) {
    for (const [name, field] of model.fields) {
      const next = withTargetRenamed(field, model, { target, rename });
      if (next === field) continue;
      changed ??= new Map(models);
      const present = changed.get(key) ?? model;
      changed.set(key, { ...present, fields: new Map(present.fields).set(name, next) });
    }
  }
  return changed ?? models;
}

function withTargetRenamed(
  field: Field,
  model: ModelState,
  { target, rename }: { readonly target: ModelReference; readonly rename: (name: string) => string },
): Field {
  const written = (['to_field', 'to_fields'] as const).filter((option) => field.options.has(option));
  if (written.length === 0 || !sameModel(relatedModel(field, { appLabel: model.appLabel, modelName: model.name }), target)) return field;
  let next = field;
  for (const option of written) {
    const value = field.options.get(option);
    if (value !== undefined) next = withOption(next, option, withNamesRenamed(value, rename));
  }
  return next;
}

function withNamesRenamed(value: PyValue, rename: (name: string) => string): PyValue {
  if (value.kind === 'str') return { ...value, value: rename(value.value) };
  if (value.kind === 'list' || value.kind === 'tuple')
    return { ...value, items: value.items.map((item) => withNamesRenamed(item, rename)) };
  return value;
}
