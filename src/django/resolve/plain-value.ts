import type { PyCall, PyValue } from '../../python/value.ts';

/** Functions that give back their text, translated at run time. https://docs.djangoproject.com/en/5.2/topics/i18n/translation/ */
const translators = /^django\.utils\.translation\.(trans_real\.|trans_null\.)?(u?gettext(_lazy|_noop)?|_)$/;
const contextTranslators = /^django\.utils\.translation\.(trans_real\.|trans_null\.)?pgettext(_lazy)?$/;

/** What the project says. */
export interface ProjectValues {
  /** The value of a setting by its name. */
  setting(name: string): PyValue | undefined;
  /** The value of an enumeration's member by its dotted path; undefined when the path names something else. */
  member(path: string): PyValue | undefined;
}

/**
 * The value as Django has it when migrations are loaded: translated texts as they are written, members of enumerations as their values, and
 * `getattr(settings, "NAME", default)` as what the project sets, the environment as silent. The same object when nothing changes.
 */
export function plainValue(value: PyValue, project: ProjectValues): PyValue {
  switch (value.kind) {
    case 'call':
      return plainCall(value, project);
    case 'list':
    case 'tuple':
    case 'set': {
      const items = mapped(value.items, (item) => plainValue(item, project));
      return items === value.items ? value : { kind: value.kind, items };
    }
    case 'dict': {
      const entries = mapped(value.entries, (entry) => {
        const plain = plainValue(entry[1], project);
        return plain === entry[1] ? entry : ([entry[0], plain] as const);
      });
      return entries === value.entries ? value : { kind: 'dict', entries };
    }
    case 'binop': {
      const left = plainValue(value.left, project);
      const right = plainValue(value.right, project);
      return left === value.left && right === value.right ? value : { ...value, left, right };
    }
    case 'unaryop': {
      const operand = plainValue(value.operand, project);
      return operand === value.operand ? value : { ...value, operand };
    }
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
    case 'unknown':
      return value;
    case 'ref':
      return value.path.startsWith('django.') ? value : (project.member(value.path) ?? value);
  }
}

function plainCall(call: PyCall, project: ProjectValues): PyValue {
  const [first, second, third] = call.args;
  if (call.receiver === undefined) {
    if (translators.test(call.callee) && first !== undefined && call.args.length === 1) return plainValue(first, project);
    if (contextTranslators.test(call.callee) && second !== undefined && call.args.length === 2) return plainValue(second, project);
    if (/^os\.(environ\.get|getenv)$/.test(call.callee)) return second ?? { kind: 'none' };
    if (call.callee.startsWith('swapper.')) return swappedName(call, project) ?? call;
    if (call.callee === 'builtins.getattr' && first?.kind === 'ref' && first.path === 'django.conf.settings' && second?.kind === 'str') {
      return project.setting(second.value) ?? third ?? call;
    }
  }
  const args = mapped(call.args, (arg) => plainValue(arg, project));
  let kwargs: Map<string, PyValue> | undefined;
  for (const [name, value] of call.kwargs) {
    const plain = plainValue(value, project);
    if (plain === value) continue;
    kwargs ??= new Map(call.kwargs);
    kwargs.set(name, plain);
  }
  const receiver = call.receiver === undefined ? undefined : plainValue(call.receiver, project);
  if (args === call.args && kwargs === undefined && receiver === call.receiver) return call;
  return { ...call, args, kwargs: kwargs ?? call.kwargs, ...(receiver === undefined ? {} : { receiver }) };
}

/** The package swapper: a model's name unless a setting `APP_MODEL_MODEL` names another. https://github.com/openwisp/django-swappable-models */
function swappedName({ callee, args: [app, model], kwargs }: PyCall, project: ProjectValues): PyValue | undefined {
  if (app?.kind !== 'str' || model?.kind !== 'str') return undefined;
  const swapped = project.setting(`${app.value}_${model.value}_MODEL`.toUpperCase());
  const name: PyValue = swapped?.kind === 'str' ? swapped : { kind: 'str', value: `${app.value}.${model.value}` };
  if (callee === 'swapper.get_model_name') return name;
  if (callee !== 'swapper.dependency') return undefined;
  const version = kwargs.get('version');
  const first: PyValue = { kind: 'str', value: name.value.split('.')[0] ?? '' };
  return { kind: 'tuple', items: [first, version?.kind === 'str' ? version : { kind: 'str', value: '__first__' }] };
}

function mapped<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  let result: T[] | undefined;
  for (const [index, item] of items.entries()) {
    const next = change(item);
    if (next === item) continue;
    result ??= [...items];
    result[index] = next;
  }
  return result ?? items;
}
