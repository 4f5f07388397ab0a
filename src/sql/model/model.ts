/** A model as the database sees it: table, columns in order, relations. Read from a ModelState with Django's defaults. */
import type { ModelState } from '../../django/state.ts';
import { modelIn } from '../../django/state.ts';
import type { Field } from '../../django/field.ts';
import type { PyValue } from '../../python/value.ts';
import { hasDefault, makeModelField, modelFieldOf, textOf, truthOf } from '../fields/model-field.ts';
import { truncateName } from './names.ts';
import { packageModel } from './package-models.ts';
import { referenceFromClass } from '../fields/references.ts';
import type { Apps, Model, ModelField, ModelReference, Place, World } from './world.ts';

/** The model of a state or of a package that is known, or undefined. */
export function getModel(apps: Apps, reference: ModelReference): Model | undefined {
  const state = modelIn(apps.state, reference.appLabel, reference.modelName) ?? packageModel(apps.world, reference);
  return state === undefined ? undefined : renderModel(apps.world, state);
}

/** The model behind a ModelState; computed once for each state object. */
export function renderModel(world: World, state: ModelState): Model {
  const known = world.models.get(state);
  if (known !== undefined) return known;
  const model = makeModel(world, state);
  world.models.set(state, model);
  return model;
}

function makeModel(world: World, state: ModelState): Model {
  const place: Place = { world, appLabel: state.appLabel, modelName: state.name };
  const parents = parentsOf(place, state);
  const proxy = truthOf(state.options.get('proxy')) ?? false;
  const all = [...state.fields].map(([name, field]) => modelFieldOf(place, name, field));
  const local = all.filter((field) => field.class.shape !== 'manyToMany');
  const orderWithRespectTo = textOf(state.options.get('order_with_respect_to'));
  const table = state.options.get('db_table');
  return {
    appLabel: state.appLabel,
    modelName: state.name.toLowerCase(),
    name: state.name,
    table: textOf(table) ?? truncateName(`${state.appLabel}_${state.name.toLowerCase()}`, world.maxNameLength),
    managed: truthOf(state.options.get('managed') ?? { kind: 'bool', value: true }) ?? true,
    proxy,
    swapped: isSwapped(place, state),
    fields: proxy ? [] : orderedFields([...local, ...impliedFields(place, { local, parents, orderWithRespectTo })]),
    manyToMany: all.filter((field) => field.class.shape === 'manyToMany'),
    parents,
    uniqueTogether: readTogether(state.options.get('unique_together')),
    indexTogether: readTogether(state.options.get('index_together')),
    orderWithRespectTo,
    indexes: state.indexes,
    constraints: state.constraints,
    tableComment: textOf(state.options.get('db_table_comment')),
    tablespace: textOf(state.options.get('db_tablespace')),
    requiredVendor: textOf(state.options.get('required_db_vendor')),
    autoCreatedBy: undefined,
    problem:
      table === undefined || table.kind === 'str' || table.kind === 'none' ? undefined : `the db_table of ${state.name} is not a constant`,
  };
}

/** Fields that Django makes itself come first, the last made first of all (`Field.auto_creation_counter` counts down). */
function orderedFields(fields: readonly ModelField[]): readonly ModelField[] {
  const made = fields.filter((field) => field.autoCreated).toReversed();
  return made.length === 0 ? fields : [...made, ...fields.filter((field) => !field.autoCreated)];
}

interface Local {
  readonly local: readonly ModelField[];
  readonly parents: readonly ModelReference[];
  readonly orderWithRespectTo: string | undefined;
}

/** What stands in no migration: the link to a parent, the automatic primary key, the column of `order_with_respect_to`. */
function impliedFields(place: Place, { local, parents, orderWithRespectTo }: Local): readonly ModelField[] {
  const implied: ModelField[] = [];
  const hasPrimaryKey = local.some((field) => field.primaryKey);
  const links = local.filter((field) => field.relation?.parentLink === true);
  const pointsAt = (field: ModelField, parent: ModelReference): boolean => field.relation?.to?.modelName === parent.modelName;
  // A link to none of the bases leads to the model behind a base that is a proxy.
  let behindProxies = links.filter((field) => !parents.some((parent) => pointsAt(field, parent))).length;
  for (const [index, parent] of parents.entries()) {
    if (links.some((field) => pointsAt(field, parent))) continue;
    if (behindProxies > 0) behindProxies -= 1;
    else implied.push(makeModelField(place, `${parent.modelName}_ptr`, parentLink(parent, index === 0 && !hasPrimaryKey)));
  }
  if (orderWithRespectTo !== undefined && !local.some((field) => field.name === '_order'))
    implied.push(makeModelField(place, '_order', orderField));
  if (!hasPrimaryKey && parents.length === 0) implied.push(makeModelField(place, 'id', automaticKey(place.world)));
  return implied;
}

const yes: PyValue = { kind: 'bool', value: true };
const orderField: Field = {
  type: 'django.db.models.OrderWrt',
  args: [],
  options: new Map([['editable', { kind: 'bool', value: false }]]),
  range: undefined,
};

function parentLink(parent: ModelReference, primaryKey: boolean): Field {
  const options = new Map<string, PyValue>([
    ['to', { kind: 'str', value: `${parent.appLabel}.${parent.modelName}` }],
    ['parent_link', yes],
    ['auto_created', yes],
  ]);
  if (primaryKey) options.set('primary_key', yes);
  return { type: 'django.db.models.OneToOneField', args: [], options, range: undefined };
}

/**
 * The field class that Django takes for a primary key that nobody wrote: DEFAULT_AUTO_FIELD. Migrations see stubs in place of the apps' configurations, so
 * that AppConfig.default_auto_field does not count (`AppConfigStub`, https://code.djangoproject.com/ticket/32674).
 */
export function automaticKey(world: World): Field {
  const type = world.project.settings.defaultAutoField?.value ?? `django.db.models.${world.django.bigKeys ? 'BigAutoField' : 'AutoField'}`;
  const options = new Map<string, PyValue>([
    ['verbose_name', { kind: 'str', value: 'ID' }],
    ['primary_key', yes],
    ['auto_created', yes],
  ]);
  return { type, args: [], options, range: undefined };
}

/** Bases that are models: named by text in the state, or a class of one of the project's apps that is no mixin. */
function parentsOf(place: Place, state: ModelState): readonly ModelReference[] {
  const parents: ModelReference[] = [];
  for (const base of state.bases) {
    if (base.kind === 'str') {
      const [label, name] = base.value.includes('.') ? base.value.split('.') : [state.appLabel, base.value];
      parents.push({ appLabel: label ?? '', modelName: (name ?? '').toLowerCase() });
    } else if (base.kind === 'ref' && linksTo(state, referenceFromClass(place.world.project, base.path))) {
      const parent = referenceFromClass(place.world.project, base.path);
      if (parent !== undefined) parents.push(parent);
    }
  }
  return parents;
}

/** A class among the bases is a concrete parent when the state also holds the link to it. */
function linksTo(state: ModelState, parent: ModelReference | undefined): boolean {
  return parent !== undefined && state.fields.has(`${parent.modelName}_ptr`);
}

function isSwapped(place: Place, state: ModelState): boolean {
  const setting = textOf(state.options.get('swappable'));
  if (setting === undefined) return false;
  const { settings } = place.world.project;
  const written = setting === 'AUTH_USER_MODEL' ? settings.authUserModel.value : textOf(settings.values.get(setting)?.value);
  return written !== undefined && written.toLowerCase() !== `${state.appLabel}.${state.name}`.toLowerCase();
}

/** `unique_together` and `index_together` as lists of field names. */
export function readTogether(value: PyValue | undefined): readonly (readonly string[])[] {
  if (value === undefined || !('items' in value)) return [];
  const groups = value.items.map((item) => ('items' in item ? item.items.map((name) => textOf(name) ?? '') : undefined));
  const flat = value.items.map((item) => textOf(item) ?? '');
  return groups.every((group) => group === undefined)
    ? flat.length === 0
      ? []
      : [flat]
    : groups.flatMap((group) => (group === undefined ? [] : [group]));
}

/** The model that owns the table: itself, or what a proxy stands for. */
export function concreteModel(apps: Apps, model: Model): Model | undefined {
  let at: Model | undefined = model;
  for (let depth = 0; at?.proxy === true && depth < 50; depth += 1)
    at = at.parents[0] === undefined ? undefined : getModel(apps, at.parents[0]);
  return at;
}

export function primaryKeyOf(model: Model): ModelField | undefined {
  return model.fields.find((field) => field.primaryKey);
}

/** A local field by name or attribute (`owner_id`), as `_meta.get_field` finds it: a field named `id` hides an automatic key before it. */
export function fieldNamed(model: Model, name: string): ModelField | undefined {
  const byName = model.fields.findLast((field) => field.name === name) ?? model.manyToMany.find((field) => field.name === name);
  return byName ?? model.fields.find((field) => field.class.shape === 'foreignKey' && `${field.name}_id` === name);
}

/** Django gives `_order` the default 0 when the column is added to a table with rows. */
export function withDefault(field: ModelField, value: PyValue): ModelField {
  if (hasDefault(field)) return field;
  return { ...field, option: (name) => (name === 'default' ? value : field.option(name)) };
}
