import type { PyValue } from '../python/value.ts';
import type { Constraint, Field, Index } from './field.ts';

/** `app_label.model_name`, both as Django keys them: the model name in lower case. */
export type ModelKey = string;

/** One model at one point of the history (django.db.migrations.state.ModelState). Immutable. */
export interface ModelState {
  readonly appLabel: string;
  /** As written, with capitals. */
  readonly name: string;
  /** In Django's order. The automatic primary key stands here only when a migration wrote it, as in Django. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Meta options without `indexes` and `constraints`; `unique_together` and `index_together` in normal form. */
  readonly options: ReadonlyMap<string, PyValue>;
  readonly indexes: readonly Index[];
  readonly constraints: readonly Constraint[];
  /** Bases as strings (`app.model` in lower case for models in the state) or references (`django.db.models.Model`). */
  readonly bases: readonly PyValue[];
  readonly managers: readonly (readonly [string, PyValue])[];
}

/** All models at one point of the history. Immutable: applying an operation returns another state that shares the rest. */
export interface ProjectState {
  /** App label → model name in lower case → model. */
  readonly apps: ReadonlyMap<string, ReadonlyMap<string, ModelState>>;
  /** Why the state may be incomplete from here on: operations that were not understood. */
  readonly unknown: readonly string[];
}

export const emptyState: ProjectState = { apps: new Map(), unknown: [] };

/** The model, looked up as Django does: app label exactly, model name in any case. */
export function modelIn(state: ProjectState, appLabel: string, modelName: string): ModelState | undefined {
  return state.apps.get(appLabel)?.get(modelName.toLowerCase());
}

/** The state with one model put in (or replaced). */
export function withModel(state: ProjectState, model: ModelState): ProjectState {
  const models = new Map(state.apps.get(model.appLabel));
  models.set(model.name.toLowerCase(), model);
  return { ...state, apps: new Map(state.apps).set(model.appLabel, models) };
}

/** The state without one model. */
export function withoutModel(state: ProjectState, appLabel: string, modelName: string): ProjectState {
  const models = new Map(state.apps.get(appLabel));
  models.delete(modelName.toLowerCase());
  return { ...state, apps: new Map(state.apps).set(appLabel, models) };
}
