/** Who points at a model: Django's `_meta.related_objects` and `_get_fields(reverse=True)`. */
import type { ModelState } from '../../django/state.ts';
import { concreteModel, getModel, renderModel } from './model.ts';
import { textOf } from '../fields/model-field.ts';
import { sameReference } from '../fields/references.ts';
import { throughModel } from './through-model.ts';
import type { Apps, FieldAt, Model, ModelReference, Pointers, World } from './world.ts';

/** Django makes the intermediate models while it makes the class, so they come before it. */
function* withThroughModels(apps: Apps, state: ModelState): Iterable<Model> {
  const model = renderModel(apps.world, state);
  for (const field of model.manyToMany) {
    const through = throughModel(apps, model, field);
    if (through?.autoCreated === true) yield through.model;
  }
  yield model;
}

/** Foreign keys (also of intermediate models) whose target is the model's table. ManyToManyFields are not among them. */
export function relationsTo(apps: Apps, model: Model): readonly FieldAt[] {
  const relations: FieldAt[] = [];
  const wanted = [model, ...proxiesOf(apps, model)];
  for (const states of appsInOrder(apps)) {
    for (const state of pointingAt(wanted, pointersOf(apps.world, states), states)) {
      for (const other of withThroughModels(apps, state)) {
        for (const field of other.fields) {
          const to = field.class.shape === 'foreignKey' ? field.relation?.to : undefined;
          if (wanted.some((each) => sameReference(to, each))) relations.push({ apps, model: other, field });
        }
      }
    }
  }
  return relations;
}

/** The states among `states` that point at one of the wanted models, in order. */
function pointingAt(wanted: readonly ModelReference[], { from }: Pointers, states: ReadonlyMap<string, ModelState>): Iterable<ModelState> {
  const found = wanted.flatMap((each) => from.get(keyOf(each)) ?? []);
  if (wanted.length === 1 || found.length < 2) return found;
  const pointing = new Set(found);
  return [...states.values()].filter((state) => pointing.has(state));
}

/** Read once for each map of models: apps that two states share are looked through once. */
function pointersOf(world: World, states: ReadonlyMap<string, ModelState>): Pointers {
  const known = world.pointers.get(states);
  if (known !== undefined) return known;
  const from = new Map<string, ModelState[]>();
  const proxies: Model[] = [];
  for (const state of states.values()) {
    const model = renderModel(world, state);
    if (model.proxy) proxies.push(model);
    const targets = new Set<string>(model.manyToMany.length > 0 ? [keyOf(model)] : []);
    for (const { relation } of [...model.fields, ...model.manyToMany]) if (relation?.to !== undefined) targets.add(keyOf(relation.to));
    for (const target of targets) {
      const before = from.get(target);
      if (before === undefined) from.set(target, [state]);
      else before.push(state);
    }
  }
  const made = { from, proxies };
  world.pointers.set(states, made);
  return made;
}

function keyOf({ appLabel, modelName }: ModelReference): string {
  return `${appLabel}.${modelName}`;
}

function proxiesOf(apps: Apps, model: Model): readonly Model[] {
  const proxies: Model[] = [];
  for (const states of apps.state.apps.values()) {
    for (const proxy of pointersOf(apps.world, states).proxies) if (isProxyOf(apps, proxy, model)) proxies.push(proxy);
  }
  return proxies;
}

/**
 * Fields that the model sees from the other end (`_meta.related_objects`): foreign keys that are not hidden, and all ManyToManyFields. In the order
 * of the state, as when Django has just loaded it; models that it had to load again in the same run may come in any order.
 */
export function relatedObjects(apps: Apps, model: Model): readonly FieldAt[] {
  const found: FieldAt[] = [];
  for (const states of appsInOrder(apps)) {
    for (const state of states.values()) {
      const other = renderModel(apps.world, state);
      for (const field of [...other.fields, ...other.manyToMany]) {
        const hidden = field.class.shape === 'foreignKey' && field.relation?.hidden === true;
        if (!hidden && sameReference(field.relation?.to, model)) found.push({ apps, model: other, field });
      }
    }
  }
  return found;
}

/** Apps of the project only: which tables of installed packages stand in the database can't be told. */
function appsInOrder(apps: Apps): readonly ReadonlyMap<string, ModelState>[] {
  const own = apps.world.ownLabels;
  return [...apps.state.apps.keys()].toSorted().flatMap((label) => (own.has(label) ? (apps.state.apps.get(label) ?? []) : []));
}

function isProxyOf(apps: Apps, to: { readonly appLabel: string; readonly modelName: string }, model: Model): boolean {
  const found = getModel(apps, to);
  if (found?.proxy !== true) return false;
  const concrete = concreteModel(apps, found);
  return concrete?.appLabel === model.appLabel && concrete.modelName === model.modelName;
}

/** The name by which the target knows the relation (`ForeignObjectRel.name`), by which Django orders them since 4.0. */
export function relationName({ model, field }: FieldAt): string {
  const written = textOf(field.option('related_query_name')) ?? textOf(field.option('related_name'));
  return (written ?? model.modelName)
    .replaceAll('%(class)s', model.modelName)
    .replaceAll('%(model_name)s', model.modelName)
    .replaceAll('%(app_label)s', model.appLabel);
}
