/** Which model a value such as `"shop.Order"`, `"self"`, `settings.AUTH_USER_MODEL` or a class names. */
import type { DjangoProject } from '../../django/project.ts';
import type { PyCall, PyValue } from '../../python/value.ts';
import { packageModelOfSetting } from '../model/package-models.ts';
import type { ModelReference, Place } from '../model/world.ts';

export function sameReference(a: ModelReference | undefined, b: ModelReference | undefined): boolean {
  return a !== undefined && b !== undefined && a.appLabel === b.appLabel && a.modelName === b.modelName;
}

/** The model that a value names, seen from a field of `place`; undefined when it names none or can't be known. */
export function resolveReference(place: Place, value: PyValue | undefined): ModelReference | undefined {
  if (value?.kind === 'str') return referenceFromText(place, value.value);
  if (value?.kind === 'call' && value.callee === 'swapper.get_model_name') return referenceFromSwapper(place, value);
  if (value?.kind !== 'ref') return undefined;
  const setting = /(?:^|\.)settings\.([A-Z0-9_]+)$/.exec(value.path)?.[1];
  if (setting !== undefined) return referenceFromSetting(place, setting);
  return referenceFromClass(place.world.project, value.path);
}

function referenceFromText(place: Place, text: string): ModelReference {
  if (text === 'self') return { appLabel: place.appLabel, modelName: place.modelName.toLowerCase() };
  const dot = text.indexOf('.');
  if (dot === -1) return { appLabel: place.appLabel, modelName: text.toLowerCase() };
  return { appLabel: text.slice(0, dot), modelName: text.slice(dot + 1).toLowerCase() };
}

function referenceFromSetting(place: Place, setting: string): ModelReference | undefined {
  const { settings } = place.world.project;
  if (setting === 'AUTH_USER_MODEL') return referenceFromText(place, settings.authUserModel.value);
  const written = settings.values.get(setting)?.value;
  if (written !== undefined) return written.kind === 'str' ? referenceFromText(place, written.value) : undefined;
  const usual = settings.incomplete ? undefined : packageModelOfSetting(setting);
  return usual === undefined ? undefined : referenceFromText(place, usual);
}

/** `swapper.get_model_name("app", "Model")`: what the setting APP_MODEL_MODEL says, or else the model itself. https://github.com/openwisp/django-swappable-models */
function referenceFromSwapper(place: Place, { args: [app, model] }: PyCall): ModelReference | undefined {
  if (app?.kind !== 'str' || model?.kind !== 'str') return undefined;
  const { values, incomplete } = place.world.project.settings;
  const written = values.get(`${app.value}_${model.value}_MODEL`.toUpperCase())?.value;
  if (written !== undefined) return written.kind === 'str' ? referenceFromText(place, written.value) : undefined;
  return incomplete ? undefined : referenceFromText(place, `${app.value}.${model.value}`);
}

/** `shop.models.order.Order` belongs to the app whose package is the longest beginning of the path. */
export function referenceFromClass(project: DjangoProject, path: string): ModelReference | undefined {
  let label: string | undefined;
  let length = 0;
  for (const app of project.apps) {
    if (app.name.length > length && path.startsWith(`${app.name}.`)) {
      label = app.label;
      length = app.name.length;
    }
  }
  const contrib = /^django\.contrib\.(\w+)\.models\./.exec(path)?.[1];
  const appLabel = label ?? contrib;
  return appLabel === undefined ? undefined : { appLabel, modelName: path.slice(path.lastIndexOf('.') + 1).toLowerCase() };
}
