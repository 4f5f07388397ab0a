/** What tests on Django's and Python's version come out as on the new releases. */
import type { Compare, Expr } from '../../../python/ast.ts';
import type { ScanAim } from '../../hit.ts';
import { releaseOf } from '../watch/relevance.ts';
import { qualify, type Names } from '../resolve/qualify.ts';
import type { Scope } from '../resolve/scope.ts';

const djangoTuples = new Set(['django.VERSION', 'django.utils.version.VERSION']);
const djangoTexts = new Set(['django.__version__', 'django.get_version', 'django.get_version()', 'django.utils.version.get_version']);
const yes = new Set(['six.PY3', 'django.utils.six.PY3', 'six.PY34', 'django.utils.six.PY34']);
const no = new Set(['six.PY2', 'django.utils.six.PY2']);

/** A version as far as it is known: `parts` of the new release, patch level unknown. */
interface KnownVersion {
  readonly parts: readonly number[];
  /** Written as a single number (`VERSION[0]`) or as a text. */
  readonly form: 'tuple' | 'slice' | 'number';
}

/** True or false when the new versions decide it, undefined otherwise. */
export function decide(names: Names, test: Expr, scope: Scope, aim: ScanAim): boolean | undefined {
  switch (test.kind) {
    case 'Constant':
      return test.value.type === 'bool' ? test.value.value : undefined;
    case 'UnaryOp': {
      const inner = test.op === 'not' ? decide(names, test.operand, scope, aim) : undefined;
      return inner === undefined ? undefined : !inner;
    }
    case 'BoolOp': {
      const parts = test.values.map((each) => decide(names, each, scope, aim));
      const decisive = test.op === 'or';
      if (parts.includes(decisive)) return decisive;
      return parts.includes(undefined) ? undefined : !decisive;
    }
    case 'Compare':
      return compare(names, test, scope, aim);
    case 'Name':
    case 'Attribute':
      return decideName(names, test, scope, aim);
    default:
      return undefined;
  }
}

/** `six.PY2`, or a name that was assigned a test: `DJANGO_4 = django.VERSION >= (4,)`. */
function decideName(names: Names, test: Expr, scope: Scope, aim: ScanAim): boolean | undefined {
  const paths = qualify(names, test, scope).map((each) => each.path);
  if (paths.some((path) => yes.has(path))) return true;
  if (paths.some((path) => no.has(path))) return false;
  if (test.kind !== 'Name') return undefined;
  const bindings = names.scopes.module.names.get(test.id) ?? [];
  const [only] = bindings;
  if (bindings.length !== 1 || only?.kind !== 'value' || only.how !== 'assign' || only.value === undefined) return undefined;
  return only.value.kind === 'Name' ? undefined : decide(names, only.value, names.scopes.module, aim);
}

/** Whether the comparison asks for a version of Django or Python at all, decided or not. */
export function asksForVersion(names: Names, test: Compare, scope: Scope, subject: 'django' | 'python'): boolean {
  const aim: ScanAim = { django: { from: undefined, to: '0.0' }, python: { from: undefined, to: '0.0' }, packages: new Map() };
  const only = { ...aim, [subject === 'django' ? 'python' : 'django']: undefined };
  return [test.left, ...test.comparators].some((each) => versionOf(names, each, scope, only) !== undefined);
}

function compare(names: Names, test: Compare, scope: Scope, aim: ScanAim): boolean | undefined {
  const [op] = test.ops;
  const [right] = test.comparators;
  if (test.ops.length !== 1 || op === undefined || right === undefined) return undefined;
  const version = versionOf(names, test.left, scope, aim);
  if (version !== undefined) return settle(version, op, numbersOf(right));
  const turned = versionOf(names, right, scope, aim);
  return turned === undefined ? undefined : settle(turned, mirror[op] ?? '', numbersOf(test.left));
}

const mirror: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=', '==': '==', '!=': '!=' };

function settle(version: KnownVersion, op: string, given: readonly number[] | undefined): boolean | undefined {
  if (given === undefined) return undefined;
  const order = orderOf(version, given);
  if (order === undefined) return undefined;
  if (op === '<') return order < 0;
  if (op === '<=') return order <= 0;
  if (op === '>') return order > 0;
  if (op === '>=') return order >= 0;
  if (op === '==') return order === 0;
  return op === '!=' ? order !== 0 : undefined;
}

/** As Python compares tuples: an equal beginning makes the longer one greater. Undefined where the patch level would decide. */
function orderOf({ parts, form }: KnownVersion, given: readonly number[]): number | undefined {
  for (const [index, part] of parts.entries()) {
    const other = given[index];
    if (other === undefined) return 1;
    if (part !== other) return part - other;
  }
  if (given.length > parts.length) return form === 'tuple' ? undefined : -1;
  return form === 'tuple' ? 1 : 0;
}

function versionOf(names: Names, expr: Expr, scope: Scope, aim: ScanAim): KnownVersion | undefined {
  if (expr.kind === 'Subscript') return subscripted(versionOf(names, expr.value, scope, aim), expr.slice);
  if (expr.kind === 'Call') {
    // LooseVersion(django.get_version()), tuple(sys.version_info), parse(django.__version__)
    const inner = expr.args.length === 1 ? expr.args[0] : undefined;
    return versionOf(names, inner ?? expr.func, scope, aim);
  }
  const paths = qualify(names, expr, scope).map((each) => each.path);
  const django = aim.django && releaseOf(aim.django.to);
  const python = aim.python && releaseOf(aim.python.to);
  for (const path of paths) {
    if (django && (djangoTuples.has(path) || djangoTexts.has(path))) return { parts: django, form: 'tuple' };
    if (python && path === 'sys.version_info') return { parts: python, form: 'tuple' };
    if (python && path === 'sys.version_info.major') return { parts: python.slice(0, 1), form: 'number' };
    if (python && path === 'sys.version_info.minor') return { parts: python.slice(1, 2), form: 'number' };
  }
  return undefined;
}

function subscripted(version: KnownVersion | undefined, slice: Expr): KnownVersion | undefined {
  if (version === undefined) return undefined;
  const index = integer(slice);
  if (index !== undefined) return index === 0 || index === 1 ? { parts: version.parts.slice(index, index + 1), form: 'number' } : undefined;
  if (slice.kind !== 'Slice' || slice.upper === undefined || slice.step !== undefined) return undefined;
  if (slice.lower !== undefined && integer(slice.lower) !== 0) return undefined;
  const upper = integer(slice.upper);
  if (upper === undefined || upper < 1) return undefined;
  return upper <= 2 ? { parts: version.parts.slice(0, upper), form: 'slice' } : version;
}

/** `(4, 2)`, `4`, `"4.2"`, `LooseVersion("4.2")` as numbers. */
function numbersOf(expr: Expr): readonly number[] | undefined {
  if (expr.kind === 'Tuple' || expr.kind === 'List') {
    const parts: number[] = [];
    for (const each of expr.elts) {
      const part = integer(each);
      if (part === undefined) break;
      parts.push(part);
    }
    return parts.length > 0 ? parts : undefined;
  }
  if (expr.kind === 'Call' && expr.args.length === 1) return numbersOf(expr.args[0]!);
  if (expr.kind !== 'Constant') return undefined;
  if (expr.value.type === 'str') return /^\d+(\.\d+)*$/.test(expr.value.value) ? expr.value.value.split('.').map(Number) : undefined;
  const whole = integer(expr);
  return whole === undefined ? undefined : [whole];
}

function integer(expr: Expr): number | undefined {
  return expr.kind === 'Constant' && expr.value.type === 'int' ? Number(expr.value.value) : undefined;
}
