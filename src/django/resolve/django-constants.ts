/** Constants of Django that migrations use by name. */
import type { PyValue } from '../../python/value.ts';

/** django.contrib.postgres.fields.RangeOperators: https://docs.djangoproject.com/en/5.2/ref/contrib/postgres/fields/#rangeoperators */
const rangeOperators: ReadonlyMap<string, string> = new Map([
  ['EQUAL', '='],
  ['NOT_EQUAL', '<>'],
  ['CONTAINS', '@>'],
  ['CONTAINED_BY', '<@'],
  ['OVERLAPS', '&&'],
  ['FULLY_LT', '<<'],
  ['FULLY_GT', '>>'],
  ['NOT_LT', '&>'],
  ['NOT_GT', '&<'],
  ['ADJACENT_TO', '-|-'],
]);

/** The value behind a dotted path into Django, where it is a plain constant. */
export function djangoConstant(dotted: string): PyValue | undefined {
  if (!dotted.startsWith('django.contrib.postgres.fields.')) {
    return dotted === 'django.db.models.constants.LOOKUP_SEP' ? { kind: 'str', value: '__' } : undefined;
  }
  const [owner, name] = dotted.split('.').slice(-2);
  const operator = owner === 'RangeOperators' && name !== undefined ? rangeOperators.get(name) : undefined;
  return operator === undefined ? undefined : { kind: 'str', value: operator };
}
