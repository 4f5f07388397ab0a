/** What each operation does to the state: Django's `state_forwards`, operation by operation. */
import type { PyValue } from '../../../python/value.ts';
import type { AddField, AlterField, AlterModelOptions, CreateModel, Operation, RemoveField, RenameIndex } from '../../operation.ts';
import type { Index } from '../../field.ts';
import { withoutOption } from '../../relation.ts';
import { modelIn, withModel, withoutModel } from '../../state.ts';
import type { ModelState, ProjectState } from '../../state.ts';
import { changeModel, noteUnknown } from './change-model.ts';
import { renameField } from './rename-field.ts';
import { renameModel } from './rename-model.ts';
import { normalTogether, readTogether, togetherValue } from './together.ts';

/** The options that AlterModelOptions removes when they are not given (AlterModelOptions.ALTER_OPTION_KEYS). */
const alterOptionKeys: readonly string[] = [
  'base_manager_name',
  'default_manager_name',
  'default_related_name',
  'get_latest_by',
  'managed',
  'ordering',
  'permissions',
  'default_permissions',
  'select_on_save',
  'verbose_name',
  'verbose_name_plural',
];

/** The state after `operation`, which stands in a migration of `appLabel`. Never throws: what Django would refuse is noted in `unknown`. */
export function applyOperation(state: ProjectState, appLabel: string, operation: Operation): ProjectState {
  if (operation.custom?.idle?.includes('state_forwards') === true) return state;
  if (operation.custom?.overrides.includes('state_forwards') === true) {
    const noted = noteUnknown(state, `${operation.custom.path} changes the state in its own way`);
    return applyKnown(noted, appLabel, operation);
  }
  return applyKnown(state, appLabel, operation);
}

/** The state after several operations. */
export function applyOperations(state: ProjectState, appLabel: string, operations: readonly Operation[]): ProjectState {
  let next = state;
  for (const operation of operations) next = applyOperation(next, appLabel, operation);
  return next;
}

function applyKnown(state: ProjectState, appLabel: string, operation: Operation): ProjectState {
  const change = (modelName: string, edit: (model: ModelState) => ModelState): ProjectState =>
    changeModel(state, { appLabel, modelName, by: operation.kind }, edit);
  const setOption = (modelName: string, option: string, value: PyValue): ProjectState =>
    change(modelName, (model) => ({ ...model, options: new Map(model.options).set(option, value) }));
  switch (operation.kind) {
    case 'CreateModel':
      return withModel(withoutModel(state, appLabel, operation.name), createdModel(appLabel, operation));
    case 'DeleteModel':
      return modelIn(state, appLabel, operation.name) === undefined
        ? noteUnknown(state, `DeleteModel: there is no model ${appLabel}.${operation.name.toLowerCase()} at this point`)
        : withoutModel(state, appLabel, operation.name);
    case 'RenameModel':
      return renameModel(state, appLabel, operation);
    case 'AlterModelTable':
      return setOption(operation.name, 'db_table', textOrNone(operation.table));
    case 'AlterModelTableComment':
      return setOption(operation.name, 'db_table_comment', textOrNone(operation.tableComment));
    case 'AlterUniqueTogether':
      return setOption(operation.name, 'unique_together', togetherValue(operation.uniqueTogether, 'set'));
    case 'AlterIndexTogether':
      return setOption(operation.name, 'index_together', togetherValue(operation.indexTogether, 'set'));
    case 'AlterOrderWithRespectTo':
      return setOption(operation.name, 'order_with_respect_to', textOrNone(operation.orderWithRespectTo));
    case 'AlterModelOptions':
      return change(operation.name, (model) => withOptions(model, operation));
    case 'AlterModelManagers':
      return change(operation.name, (model) => ({ ...model, managers: operation.managers }));
    case 'AddField':
    case 'AlterField':
      return change(operation.modelName, (model) => withField(model, operation));
    case 'RemoveField':
      return removeField(state, appLabel, operation);
    case 'RenameField':
      return renameField(state, appLabel, operation);
    case 'AddIndex':
    case 'AddIndexConcurrently':
      return change(operation.modelName, (model) => ({ ...model, indexes: [...model.indexes, operation.index] }));
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
      return change(operation.modelName, (model) => ({
        ...model,
        indexes: model.indexes.filter((index) => index.name !== operation.name),
      }));
    case 'RenameIndex':
      return change(operation.modelName, (model) => withIndexRenamed(model, operation));
    case 'AddConstraint':
    case 'AddConstraintNotValid':
      return change(operation.modelName, (model) => ({ ...model, constraints: [...model.constraints, operation.constraint] }));
    case 'RemoveConstraint':
      return change(operation.modelName, (model) => ({
        ...model,
        constraints: model.constraints.filter((constraint) => constraint.name !== operation.name),
      }));
    case 'AlterConstraint':
      return change(operation.modelName, (model) => ({
        ...model,
        constraints: model.constraints.map((constraint) => (constraint.name === operation.name ? operation.constraint : constraint)),
      }));
    case 'SeparateDatabaseAndState':
    case 'RunSQL':
      return applyOperations(state, appLabel, operation.stateOperations);
    case 'ValidateConstraint':
    case 'RunPython':
    case 'CreateExtension':
    case 'CreateCollation':
    case 'RemoveCollation':
      return state;
    case 'UnknownOperation':
      if (operation.changesState === false) return state;
      return noteUnknown(state, `${operation.path ?? 'an operation'}: ${operation.reason}`);
  }
}

function createdModel(appLabel: string, operation: CreateModel): ModelState {
  const options = new Map(operation.options);
  for (const name of ['unique_together', 'index_together']) {
    const value = options.get(name);
    if (value !== undefined) options.set(name, normalTogether(value));
  }
  return {
    appLabel,
    name: operation.name,
    fields: new Map(operation.fields),
    options,
    indexes: operation.indexes,
    constraints: operation.constraints,
    bases: operation.bases,
    managers: operation.managers,
  };
}

function withOptions(model: ModelState, operation: AlterModelOptions): ModelState {
  const options = new Map(model.options);
  for (const [name, value] of operation.options) options.set(name, value);
  for (const name of alterOptionKeys) if (!operation.options.has(name)) options.delete(name);
  return { ...model, options };
}

/** Without `preserve_default` the default is for this migration only: the state doesn't keep it. */
function withField(model: ModelState, operation: AddField | AlterField): ModelState {
  const field = operation.preserveDefault ? operation.field : withoutOption(operation.field, 'default');
  return { ...model, fields: new Map(model.fields).set(operation.name, field) };
}

function removeField(state: ProjectState, appLabel: string, operation: RemoveField): ProjectState {
  const model = modelIn(state, appLabel, operation.modelName);
  if (model?.fields.has(operation.name) !== true) {
    return noteUnknown(
      state,
      `RemoveField: there is no field ${appLabel}.${operation.modelName.toLowerCase()}.${operation.name} at this point`,
    );
  }
  const fields = new Map(model.fields);
  fields.delete(operation.name);
  return withModel(state, { ...model, fields });
}

function withIndexRenamed(model: ModelState, operation: RenameIndex): ModelState {
  const { oldFields } = operation;
  if (oldFields === undefined) {
    return {
      ...model,
      indexes: model.indexes.map((index) => (index.name === operation.oldName ? renamedIndex(index, operation.newName) : index)),
    };
  }
  const names: PyValue = { kind: 'list', items: oldFields.map((name) => ({ kind: 'str', value: name })) };
  const index: Index = {
    type: 'django.db.models.Index',
    name: operation.newName,
    args: [],
    options: new Map<string, PyValue>([
      ['fields', names],
      ['name', { kind: 'str', value: operation.newName }],
    ]),
    range: operation.range,
  };
  const groups = readTogether(model.options.get('index_together')) ?? [];
  const rest = groups.filter((group) => group.join(' ') !== oldFields.join(' '));
  const options = groups.length === 0 ? model.options : new Map(model.options).set('index_together', togetherValue(rest, 'list'));
  return { ...model, options, indexes: [...model.indexes, index] };
}

function renamedIndex(index: Index, name: string): Index {
  return { ...index, name, options: new Map(index.options).set('name', { kind: 'str', value: name }) };
}

function textOrNone(text: string | undefined): PyValue {
  return text === undefined ? { kind: 'none' } : { kind: 'str', value: text };
}
