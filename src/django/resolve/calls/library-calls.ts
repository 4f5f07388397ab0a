/** Calls of library functions that only hand something on, as Django has their results when migrations are loaded. */
import type { PyCall, PyValue } from '../../../python/value.ts';
import { dumpJson } from '../../../python/values/text/json.ts';

/** Functions that give back their text, translated at run time. https://docs.djangoproject.com/en/5.2/topics/i18n/translation/ */
const translators = /^django\.utils\.translation\.(trans_real\.|trans_null\.)?(u?gettext(_lazy|_noop)?|_)$/;
const contextTranslators = /^django\.utils\.translation\.(trans_real\.|trans_null\.)?pgettext(_lazy)?$/;

/** A call as far as it is looked at. */
export type Called = Pick<PyCall, 'callee' | 'args' | 'kwargs'>;

/** The value of a setting by its name. */
export type Setting = (name: string) => PyValue | undefined;

/** What the call comes to: translated texts as written, settings as set, the environment as silent; undefined for any other call. */
export function libraryCall({ callee, args, kwargs }: Called, setting: Setting): PyValue | undefined {
  const [first, second, third] = args;
  if (translators.test(callee)) return args.length === 1 ? first : undefined;
  if (contextTranslators.test(callee)) return args.length === 2 ? second : undefined;
  if (callee === 'os.environ.get' || callee === 'os.getenv') return second ?? kwargs.get('default') ?? { kind: 'none' };
  if (callee === 'builtins.getattr' && first?.kind === 'ref' && first.path === 'django.conf.settings' && second?.kind === 'str') {
    return setting(second.value) ?? third;
  }
  if (callee === 'json.dumps') return dumped(args, kwargs);
  if (callee === 'copy.deepcopy' || callee === 'copy.copy') return first !== undefined && isData(first) ? first : undefined;
  if (callee === 'django.utils.module_loading.import_string') return first?.kind === 'str' ? { kind: 'ref', path: first.value } : undefined;
  return callee.startsWith('swapper.') ? swapperCall(callee.slice('swapper.'.length), { args, kwargs }, setting) : undefined;
}

/** `json.dumps` of constants; an encoder is only asked for what JSON has no word for. */
function dumped(args: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>): PyValue | undefined {
  const [value] = args;
  const text = value === undefined || args.length > 1 || [...kwargs.keys()].some((name) => name !== 'cls') ? undefined : dumpJson(value);
  return text === undefined ? undefined : { kind: 'str', value: text };
}

/** Values are never changed in place here: a copy is the value itself. */
function isData({ kind }: PyValue): boolean {
  return kind !== 'unknown' && kind !== 'call' && kind !== 'ref';
}

/** The package swapper: a model's name unless a setting `APP_MODEL_MODEL` names another. https://github.com/openwisp/django-swappable-models */
function swapperCall(name: string, { args: [app, model], kwargs }: Pick<PyCall, 'args' | 'kwargs'>, setting: Setting): PyValue | undefined {
  if (app?.kind !== 'str') return undefined;
  if (name === 'split') {
    const dot = app.value.indexOf('.');
    return dot === -1 ? undefined : pair(app.value.slice(0, dot), app.value.slice(dot + 1));
  }
  if (model?.kind !== 'str') return undefined;
  const key = `${app.value}_${model.value}_MODEL`.toUpperCase();
  const swapped = setting(key);
  const full = swapped?.kind === 'str' ? swapped.value : `${app.value}.${model.value}`;
  if (name === 'is_swapped') return full === `${app.value}.${model.value}` ? { kind: 'bool', value: false } : { kind: 'str', value: full };
  if (name === 'get_model_name') return { kind: 'str', value: full };
  if (name === 'swappable_setting') return { kind: 'str', value: key };
  if (name !== 'dependency') return undefined;
  const version = kwargs.get('version');
  return pair(full.split('.')[0] ?? '', version?.kind === 'str' ? version.value : '__first__');
}

function pair(first: string, second: string): PyValue {
  return {
    kind: 'tuple',
    items: [
      { kind: 'str', value: first },
      { kind: 'str', value: second },
    ],
  };
}
