/** Models of packages, for keys that point at them: their own migrations stand in no repository. */
import type { PyValue } from '../../python/value.ts';
import type { ModelState } from '../../django/state.ts';
import { knownApps, type KnownApp, type KnownModel } from '../../facts/models/known-models.ts';
import type { ModelReference, World } from './world.ts';

const states: ReadonlyMap<string, ModelState> = new Map(
  knownApps.flatMap((app) =>
    Object.entries(app.models).map(([name, model]) => [`${app.label}.${name}`, toState(app, name, model)] as const),
  ),
);

const defaults: ReadonlyMap<string, string> = new Map(knownApps.flatMap(({ settings = {} }) => Object.entries(settings)));

/** A model of a package, with its primary key alone; undefined when the project has an app of that label itself. */
export function packageModel(world: World, { appLabel, modelName }: ModelReference): ModelState | undefined {
  const isOwn = world.ownLabels.has(appLabel) || world.project.apps.some((app) => app.label === appLabel);
  return isOwn ? undefined : states.get(`${appLabel}.${modelName}`);
}

/** The model that a package takes when the setting does not name another: `oauth2_provider.Application`. */
export function packageModelOfSetting(setting: string): string | undefined {
  return defaults.get(setting);
}

function toState(app: KnownApp, name: string, { table, name: key = 'id', type = app.key, options = {} }: KnownModel): ModelState {
  const written = Object.entries({ primary_key: true, ...options }).map(([option, value]) => [option, toPyValue(value)] as const);
  return {
    appLabel: app.label,
    name,
    fields: new Map([[key, { type: `django.db.models.${type}`, args: [], options: new Map(written), range: undefined }]]),
    options: new Map(table === undefined ? [] : [['db_table', toPyValue(table)]]),
    indexes: [],
    constraints: [],
    bases: [{ kind: 'ref', path: 'django.db.models.Model' }],
    managers: [],
  };
}

function toPyValue(value: string | number | boolean): PyValue {
  if (typeof value === 'boolean') return { kind: 'bool', value };
  return typeof value === 'number' ? { kind: 'int', value: BigInt(value) } : { kind: 'str', value };
}
