/** What field classes of the repository make of values on their way to the database, where their own methods can be worked out. */
import type { FunctionDef } from '../../../python/ast.ts';
import type { PyCall, PyValue } from '../../../python/value.ts';
import { keyOf } from '../../../python/values/compare.ts';
import type { CustomClass, PreparedValue } from '../../project.ts';
import { instanceOf } from './instance-of.ts';
import { definitionBehind, runMethod, type ReadingSpace } from '../../resolve/reading-space.ts';
import { emptyTrace } from '../../resolve/trace.ts';

/** The methods of Django's Field, each of which calls the next one. https://docs.djangoproject.com/en/5.2/howto/custom-model-fields/#converting-python-objects-to-query-values */
const steps = ['get_db_prep_save', 'get_db_prep_value', 'get_prep_value'];

/** Fields whose `get_prep_value` asks `to_python`. */
const askToPython = /^django\..*\.(Char|Email|URL|Slug|Text|Boolean|Date|DateTime|Time|Decimal|UUID|GenericIPAddress)Field$/;

/** The class and its bases in the repository, nearest first, and the Django class behind them. */
export interface ClassChain {
  readonly classes: readonly CustomClass[];
  readonly django: string;
}

/** Follows the bases of a class, as long as they stand in the repository or are Django's; mixins come before what follows them. */
export function chainOf(classes: ReadonlyMap<string, CustomClass>, type: string): ClassChain | undefined {
  const chain: CustomClass[] = [];
  const open = [type];
  for (let path = open.shift(); path !== undefined && chain.length < 20; path = open.shift()) {
    if (path.startsWith('django.')) return { classes: chain, django: path };
    const found = classes.get(path);
    if (found === undefined) return undefined;
    chain.push(found);
    open.unshift(...found.bases);
  }
  return undefined;
}

/** Whether the classes change values, in ways that this module follows. */
export function changesValues({ classes }: ClassChain): boolean {
  const names = new Set(classes.flatMap(({ methods }) => [...methods.keys()]));
  const isAssigned = classes.some(({ attributes }) => [...attributes.keys()].some((name) => isConversion(name) || name === 'get_default'));
  return !isAssigned && !names.has('get_default') && [...steps, 'to_python'].some((name) => names.has(name));
}

/** The value as the class's own methods leave it; undefined when that can't be told. */
export function preparedValue(space: ReadingSpace, chain: ClassChain, value: PyValue): PreparedValue | undefined {
  let isBase = false;
  let depth = 0;

  const base = (name: string, given: PyValue): PyValue | undefined => {
    if (name === 'get_db_prep_save') {
      if (given.kind !== 'none' || !chain.django.endsWith('.JSONField')) return call('get_db_prep_value', given, 0);
      isBase = true;
      return given;
    }
    if (name === 'get_db_prep_value') {
      isBase = true;
      return call('get_prep_value', given, 0);
    }
    return name === 'get_prep_value' && askToPython.test(chain.django) ? call('to_python', given, 0) : given;
  };

  const call = (name: string, given: PyValue, from: number): PyValue | undefined => {
    const index = chain.classes.findIndex(({ methods }, at) => at >= from && methods.has(name));
    const method = chain.classes[index]?.methods.get(name);
    if (method === undefined) return base(name, given);
    depth++;
    const result = depth > 20 ? undefined : run(method, index, [given]);
    depth--;
    return result;
  };

  const run = (method: FunctionDef, index: number, given: readonly PyValue[]): PyValue | undefined => {
    const owner = chain.classes[index];
    const found = owner === undefined ? undefined : definitionBehind(space, emptyTrace(), owner.path);
    if (found?.kind !== 'class') return undefined;
    const rest: PyValue[] = method.name.startsWith('get_db_prep') ? [{ kind: 'ref', path: 'connection' }] : [];
    const args = [{ kind: 'ref', path: 'self' } as const, ...given, ...rest];
    return runMethod(space, emptyTrace(), { scope: found.scope, def: method, args, call: (inner) => workOut(inner, index) });
  };

  const workOut = (inner: PyCall, index: number): PyValue | undefined => {
    const [first] = inner.args;
    const isSuper = inner.receiver?.kind === 'call' && inner.receiver.callee === 'builtins.super';
    if (isSuper && first !== undefined && isConversion(inner.callee)) return call(inner.callee, first, index + 1);
    if (inner.callee.startsWith('self.') && inner.receiver === undefined) {
      const name = inner.callee.slice('self.'.length);
      if (first !== undefined && isConversion(name)) return call(name, first, 0);
    }
    return instanceOf(inner);
  };

  const result = call('get_db_prep_save', value, 0);
  return result === undefined || keyOf(result) === undefined ? undefined : { value: result, isFinal: !isBase };
}

function isConversion(name: string): boolean {
  return steps.includes(name) || name === 'to_python';
}
