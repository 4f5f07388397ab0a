import type { PyCall, PyValue } from '../../../python/value.ts';

/** Functions that read the environment and take a default: os.environ, django-environ, environs, python-decouple, django-configurations. */
const readers: ReadonlySet<string> = new Set([
  'get',
  'getenv',
  'env',
  'config',
  'str',
  'bool',
  'int',
  'float',
  'list',
  'Value',
  'BooleanValue',
  'IntegerValue',
  'ListValue',
]);

/** The value that the code falls back to when the environment says nothing; values that do not read the environment come back as they are. */
export function settledValue(value: PyValue): PyValue {
  if (value.kind === 'call') return defaultOf(value) ?? value;
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set')
    return { kind: value.kind, items: value.items.map(settledValue) };
  if (value.kind === 'dict') return { kind: 'dict', entries: value.entries.map(([key, each]) => [key, settledValue(each)] as const) };
  return value;
}

/** The constant default of a call that reads the environment. */
function defaultOf({ callee, receiver, args, kwargs }: PyCall): PyValue | undefined {
  const name = callee.slice(callee.lastIndexOf('.') + 1);
  if (callee.startsWith('configurations.values.')) return constant(args[0] ?? kwargs.get('default'));
  const readsEnvironment =
    /^os\.(environ\.get|getenv)$/.test(callee) || callee.startsWith('decouple.') || receiver !== undefined || /(^|\.)env$/.test(callee);
  if (!readsEnvironment || !readers.has(name)) return undefined;
  return constant(kwargs.get('default') ?? args[1]);
}

function constant(value: PyValue | undefined): PyValue | undefined {
  return value === undefined || value.kind === 'ref' || value.kind === 'call' || value.kind === 'unknown' ? undefined : value;
}
