/** Field classes of well-known packages, from the facts. */
import { knownFields, type KnownField, type PlainOption } from '../../../facts/fields/known-fields.ts';
import type { PyValue } from '../../../python/value.ts';
import { builtInFieldClass } from './built-in-fields.ts';
import type { CustomFieldClass, CustomFieldClasses, FieldClass } from './field-class.ts';

/** Every known class by each of its dotted paths. */
export const packageFields: CustomFieldClasses = new Map(
  knownFields.flatMap((known) => known.paths.map((path) => [path, toCustom(path, known)] as const)),
);

function toCustom(path: string, known: KnownField): CustomFieldClass {
  return {
    path,
    bases: [known.base],
    overrides: [],
    defaults: options(known.defaults),
    forced: options(known.forced),
    known: {
      ...(known.types === undefined ? {} : { columnTypes: known.types }),
      ...(known.values === undefined ? {} : { values: known.values }),
      ...(known.unknown === undefined ? {} : { unknown: `${path}: ${known.unknown}` }),
      ...(known.emptyStringsAllowed === undefined ? {} : { emptyStringsAllowed: known.emptyStringsAllowed }),
      ...(known.noneAs === undefined ? {} : { noneAs: known.noneAs }),
      ...(known.sized === undefined ? {} : { sizedBy: known.sized.option }),
      needs: needsOf(known),
      ...(known.doubt === undefined ? {} : { doubt: known.doubt }),
      ...(known.orderedBy === undefined ? {} : { orderedBy: known.orderedBy }),
      ...(known.copies === undefined ? {} : { copies: new Map(Object.entries(known.copies)) }),
      ...(known.variant === undefined ? {} : { variant: variantOf(path, known, known.variant) }),
    },
  };
}

function needsOf({ needs = {} }: KnownField): FieldClass['needs'] {
  return new Map(Object.entries(needs).map(([name, by]) => [name, by ?? undefined]));
}

function variantOf(path: string, known: KnownField, variant: NonNullable<KnownField['variant']>): FieldClass['variant'] {
  const found = builtInFieldClass(variant.base);
  if (found === undefined) return undefined;
  const defaults = new Map([...found.defaults, ...options(variant.defaults)]);
  const needs = new Map([...needsOf(known)].filter(([, by]) => by === variant.option));
  return {
    option: variant.option,
    is: toPyValue(variant.is),
    class: { ...found, path, defaults, needs, noneAs: variant.noneAs, values: 'opaque' },
  };
}

function options(plain: Readonly<Record<string, PlainOption>> = {}): ReadonlyMap<string, PyValue> {
  return new Map(Object.entries(plain).map(([name, value]) => [name, toPyValue(value)]));
}

function toPyValue(value: PlainOption): PyValue {
  if (typeof value === 'object') return { kind: 'ref', path: value.ref };
  if (typeof value === 'boolean') return { kind: 'bool', value };
  return typeof value === 'number' ? { kind: 'int', value: BigInt(value) } : { kind: 'str', value };
}
