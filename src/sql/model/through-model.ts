/** The intermediate model that Django makes for a ManyToManyField (django.db.models.fields.related.create_many_to_many_intermediary_model). */
import type { Field } from '../../django/field.ts';
import type { PyValue } from '../../python/value.ts';
import { automaticKey, fieldNamed, getModel } from './model.ts';
import { makeModelField, textOf, truthOf } from '../fields/model-field.ts';
import { stripQuotes, truncateName } from './names.ts';
import { sameReference } from '../fields/references.ts';
import type { Apps, Model, ModelField, ModelReference } from './world.ts';

/** The intermediate model with the names of its two foreign keys. */
export interface ThroughModel {
  readonly model: Model;
  readonly autoCreated: boolean;
  /** The key to the model that has the field. */
  readonly source: ModelField | undefined;
  /** The key to the model that the field points at. */
  readonly target: ModelField | undefined;
}

/** The intermediate model of a ManyToManyField: the one it names, or the one Django makes; undefined when it can't be told. */
export function throughModel(apps: Apps, owner: Model, field: ModelField): ThroughModel | undefined {
  const { relation } = field;
  if (relation === undefined) return undefined;
  if (field.option('through') !== undefined && field.option('through')?.kind !== 'none') return namedThrough(apps, owner, field);
  if (relation.to === undefined) return undefined;
  const [source, target] = keyNames(owner, relation.to);
  const model = autoThrough(apps, owner, field, [source, target]);
  return { model, autoCreated: true, source: fieldNamed(model, source), target: fieldNamed(model, target) };
}

function namedThrough(apps: Apps, owner: Model, field: ModelField): ThroughModel | undefined {
  const through = field.relation?.through;
  const model = through === undefined ? undefined : getModel(apps, through);
  if (model === undefined) return undefined;
  const to = (reference: ModelReference | undefined): ModelField | undefined =>
    model.fields.find((candidate) => sameReference(candidate.relation?.to, reference));
  return { model, autoCreated: false, source: to(owner), target: to(field.relation?.to) };
}

/** Both keys are called after their models; a model that points at itself gets `from_` and `to_`. */
function keyNames(owner: Model, to: ModelReference): readonly [source: string, target: string] {
  return owner.modelName === to.modelName ? [`from_${owner.modelName}`, `to_${to.modelName}`] : [owner.modelName, to.modelName];
}

function autoThrough(apps: Apps, owner: Model, field: ModelField, [source, target]: readonly [string, string]): Model {
  const { world } = apps;
  const known = world.throughModels.get(field);
  const related = field.relation?.to === undefined ? undefined : getModel(apps, field.relation.to);
  const managed = owner.managed || (related?.managed ?? true);
  const table = throughTable(owner, field, world.maxNameLength);
  if (known !== undefined && isSame(known, { managed, table, owner, field })) return known;
  const name = `${owner.name}_${field.name}`;
  const place = { world, appLabel: owner.appLabel, modelName: name };
  const key = (to: ModelReference): Field => ({
    type: 'django.db.models.ForeignKey',
    args: [],
    options: keyOptions(field, name, to),
    range: undefined,
  });
  const model: Model = {
    appLabel: owner.appLabel,
    modelName: name.toLowerCase(),
    name,
    table,
    managed,
    proxy: false,
    swapped: false,
    fields: [
      makeModelField(place, 'id', automaticKey(world)),
      ...orderColumn(field).map((column) => makeModelField(place, column, orderField)),
      makeModelField(place, source, key(owner)),
      makeModelField(place, target, key(field.relation?.to ?? owner)),
    ],
    manyToMany: [],
    parents: [],
    uniqueTogether: [[source, target]],
    indexTogether: [],
    orderWithRespectTo: undefined,
    indexes: [],
    constraints: [],
    tableComment: undefined,
    tablespace: owner.tablespace,
    requiredVendor: owner.requiredVendor,
    autoCreatedBy: { appLabel: owner.appLabel, modelName: owner.modelName },
    problem: owner.problem ?? field.problem,
  };
  world.throughModels.set(field, model);
  return model;
}

const orderField: Field = {
  type: 'django.db.models.IntegerField',
  args: [],
  options: new Map([['default', { kind: 'int', value: 0n }]]),
  range: undefined,
};

/** The column in which packages keep the order; none for Django's own fields. */
function orderColumn(field: ModelField): readonly string[] {
  const { orderedBy } = field.class;
  if (orderedBy === undefined || truthOf(field.option(orderedBy.switch) ?? { kind: 'bool', value: true }) === false) return [];
  return [textOf(field.option(orderedBy.named)) ?? orderedBy.column];
}

interface Through {
  readonly managed: boolean;
  readonly table: string;
  readonly owner: Model;
  readonly field: ModelField;
}

/** What of the models at both ends shows in the model between them. */
function isSame(known: Model, { managed, table, owner, field }: Through): boolean {
  return (
    known.managed === managed &&
    known.table === table &&
    known.tablespace === owner.tablespace &&
    known.requiredVendor === owner.requiredVendor &&
    known.problem === (owner.problem ?? field.problem)
  );
}

function throughTable(owner: Model, field: ModelField, maxNameLength: number | undefined): string {
  return field.relation?.throughTable ?? truncateName(`${stripQuotes(owner.table)}_${field.name}`, maxNameLength);
}

function keyOptions(field: ModelField, name: string, to: ModelReference): ReadonlyMap<string, PyValue> {
  const options = new Map<string, PyValue>([
    ['to', { kind: 'str', value: `${to.appLabel}.${to.modelName}` }],
    ['related_name', { kind: 'str', value: `${name}+` }],
    ['db_constraint', { kind: 'bool', value: field.relation?.dbConstraint ?? true }],
  ]);
  const tablespace = field.option('db_tablespace');
  return tablespace === undefined ? options : options.set('db_tablespace', tablespace);
}
