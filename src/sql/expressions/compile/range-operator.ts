import type { PyValue } from '../../../python/value.ts';

/** https://docs.djangoproject.com/en/5.2/ref/contrib/postgres/fields/#rangeoperators */
const rangeOperators: Readonly<Record<string, string>> = {
  EQUAL: '=',
  NOT_EQUAL: '<>',
  CONTAINS: '@>',
  CONTAINED_BY: '<@',
  OVERLAPS: '&&',
  FULLY_LT: '<<',
  FULLY_GT: '>>',
  NOT_LT: '&>',
  NOT_GT: '&<',
  ADJACENT_TO: '-|-',
};

/** The operator of an exclusion, written as text or as a member of RangeOperators; undefined for anything else. */
export function rangeOperator(value: PyValue): string | undefined {
  if (value.kind === 'str') return value.value;
  const [, name] = value.kind === 'ref' ? (/\bRangeOperators\.(\w+)$/.exec(value.path) ?? []) : [];
  return name !== undefined && Object.hasOwn(rangeOperators, name) ? rangeOperators[name] : undefined;
}
