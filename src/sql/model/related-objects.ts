/** Who points at a model: Django's `_meta.related_objects` and `_get_fields(reverse=True)`. */
import type { ModelState } from '../../django/state.ts';
import { concreteModel, getModel, renderModel } from './model.ts';
import { textOf } from '../fields/model-field.ts';
import { sameReference } from '../fields/references.ts';
import { throughModel } from './through-model.ts';
import type { Apps, FieldAt, Model } from './world.ts';

/** All models of the state with the intermediate ones, app by app in the order of the state. */
export function* allModels(apps: Apps): Iterable<Model> {
  for (const states of appsInOrder(apps)) for (const state of states.values()) yield* withThroughModels(apps, state);
}

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
  for (const other of allModels(apps)) {
    for (const field of other.fields) {
      const to = field.class.shape === 'foreignKey' ? field.relation?.to : undefined;
      if (to === undefined) continue;
      const direct = to.modelName === model.modelName && to.appLabel === model.appLabel;
      if (direct || isProxyOf(apps, to, model)) relations.push({ apps, model: other, field });
    }
  }
  return relations;
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
