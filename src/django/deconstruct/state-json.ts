/** The project state after a migration as JSON: what changed, model by model, in deconstructed form. */
import { migrationId } from '../migration.ts';
import type { ReplayedMigration } from '../history/replay/replay.ts';
import type { ModelKey, ModelState, ProjectState } from '../state.ts';
import { entriesJson, fieldJson, jsonOf, namedJson } from './json-value.ts';
import type { Json, Printing } from './json-value.ts';

/** The models that differ between two states, by key, and the keys of those that are gone. */
export function stateDifference(
  before: ProjectState,
  after: ProjectState,
): { readonly changed: ReadonlyMap<ModelKey, ModelState>; readonly deleted: readonly ModelKey[] } {
  const changed = new Map<ModelKey, ModelState>();
  const deleted: ModelKey[] = [];
  for (const [appLabel, models] of after.apps) {
    const old = before.apps.get(appLabel);
    if (old === models) continue;
    for (const [name, model] of models) if (old?.get(name) !== model) changed.set(`${appLabel}.${name}`, model);
  }
  for (const [appLabel, models] of before.apps) {
    const kept = after.apps.get(appLabel);
    if (kept === models) continue;
    for (const name of models.keys()) if (kept?.has(name) !== true) deleted.push(`${appLabel}.${name}`);
  }
  return { changed, deleted };
}

/** One line of `state`. `printing` knows the project's own field classes and its Django. */
export function stateRecord({ migration, before, after }: ReplayedMigration, printing?: Printing): { readonly [key: string]: Json } {
  const { changed, deleted } = stateDifference(before, after);
  const unknown = after.unknown.slice(before.unknown.length);
  return {
    app: migration.appLabel,
    name: migration.name,
    changed: Object.fromEntries([...changed].map(([key, model]) => [key, modelJson(model, printing)])),
    deleted,
    ...(unknown.length === 0 ? {} : { unknown: unknown.map((sentence) => `${migrationId(migration)}: ${sentence}`) }),
  };
}

/** A model as `{name, bases, fields, options}`; fields in Django's order. */
export function modelJson(model: ModelState, printing?: Printing): Json {
  return {
    name: model.name,
    bases: model.bases.map((base) => (base.kind === 'str' ? base.value : base.kind === 'ref' ? base.path : jsonOf(base))),
    fields: Object.fromEntries([...model.fields].map(([name, field]) => [name, fieldJson(field, printing)])),
    options: {
      ...entriesJson(model.options, printing),
      indexes: model.indexes.map((index) => namedJson(index, printing)),
      constraints: model.constraints.map((constraint) => namedJson(constraint, printing)),
    },
    ...(model.managers.length === 0 ? {} : { managers: Object.fromEntries(model.managers.map(([name, value]) => [name, jsonOf(value)])) }),
  };
}
