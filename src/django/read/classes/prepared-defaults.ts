/** Every default of the migrations, as the field classes of the repository write it. */
import { emptyValue } from '../../../python/values/empty-values.ts';
import type { PyValue } from '../../../python/value.ts';
import { keyOf } from '../../../python/values/compare.ts';
import type { Migration } from '../../migration.ts';
import type { CustomClass, PreparedValue } from '../../project.ts';
import type { ReadingSpace } from '../../resolve/reading-space.ts';
import { fieldsIn } from './custom-classes.ts';
import { chainOf, changesValues, preparedValue, type ClassChain } from './prepared-values.ts';

export interface KnownDefaults {
  readonly customFields: ReadonlyMap<string, CustomClass>;
  /** What callable defaults return. */
  readonly results: ReadonlyMap<string, PyValue>;
}

const always: readonly PyValue[] = [{ kind: 'none' }, { kind: 'str', value: '' }];

/** By the class's path, then by `keyOf` of the value. */
export function preparedValuesOf(
  migrations: readonly Migration[],
  space: ReadingSpace,
  { customFields, results }: KnownDefaults,
): ReadonlyMap<string, ReadonlyMap<string, PreparedValue>> {
  const prepared = new Map<string, Map<string, PreparedValue>>();
  const chains = new Map<string, ClassChain | undefined>();
  if (customFields.size === 0) return prepared;
  for (const { operations } of migrations) {
    for (const { type, options } of fieldsIn(operations)) {
      if (!customFields.has(type)) continue;
      if (!chains.has(type)) chains.set(type, changingChain(customFields, type));
      const chain = chains.get(type);
      if (chain === undefined) continue;
      const written = options.get('default');
      const value = written?.kind === 'ref' ? (results.get(written.path) ?? emptyValue(written.path)) : written;
      const values = prepared.get(type) ?? new Map<string, PreparedValue>();
      prepared.set(type, values);
      for (const each of [...always, ...classDefaults(chain), ...(value === undefined ? [] : [value])])
        addPrepared(values, each, { space, chain });
    }
  }
  return prepared;
}

/** Defaults that the classes themselves set. */
function classDefaults({ classes }: ClassChain): readonly PyValue[] {
  return classes.flatMap(({ construction: { defaults, forced } }) => [defaults, forced].flatMap((options) => options.get('default') ?? []));
}

function changingChain(customFields: ReadonlyMap<string, CustomClass>, type: string): ClassChain | undefined {
  const chain = chainOf(customFields, type);
  return chain !== undefined && changesValues(chain) ? chain : undefined;
}

function addPrepared(
  into: Map<string, PreparedValue>,
  value: PyValue,
  { space, chain }: { readonly space: ReadingSpace; readonly chain: ClassChain },
): void {
  const key = keyOf(value);
  if (key === undefined || into.has(key)) return;
  const found = preparedValue(space, chain, value);
  if (found !== undefined) into.set(key, found);
}
