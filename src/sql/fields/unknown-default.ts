/** What stands where a default's literal can't be known: the statement around it stays whole, and the cast that the driver writes is known of the field. */
import type { Dialect } from '../model/dialect.ts';
import type { FieldAt } from '../model/world.ts';
import { isField, type ExpressionField, type ValueTarget } from '../values/field.ts';
import type { Literal } from '../values/literal.ts';
import { prepareValue } from '../values/prepare.ts';
import { quoteValue } from '../values/quote.ts';
import { expressionField } from './expression-field.ts';
import { unknownSql } from './unknown-sql.ts';

/** `'…'::timestamptz` with the mark behind it. */
export function unknownDefaultSql(dialect: Dialect, at: FieldAt, reason: string): string {
  const field = followed(expressionField(dialect, at));
  const sample = sampleOf(field, dialect.values);
  const prepared = sample === undefined ? undefined : prepareValue(field, sample, dialect.values);
  const written = prepared === undefined ? undefined : quoteValue(prepared, dialect.values, 'parameter');
  const literal = written === undefined || !written.startsWith("'") ? "'…'" : written.replace(/^'(?:[^']|'')*'/, "'…'");
  return literal + unknownSql(reason);
}

/** The column that a key takes its values from, as if its class were Django's. */
function followed(field: ExpressionField): ExpressionField {
  let at = field;
  for (let step = 0; at.target !== undefined && step < 30; step++) at = at.target;
  return { ...at, custom: false };
}

const midnight = { hour: 0, minute: 0, second: 0, micro: 0 };
const newYear = { year: 2000, month: 1, day: 1 };

/** Any value of a class whose literals are quoted in a way of their own. */
function sampleOf(field: ExpressionField, { useTz }: ValueTarget): Literal | undefined {
  if (isField(field, 'JSONField')) return { kind: 'dict', entries: [] };
  if (isField(field, 'DateTimeField')) return { kind: 'datetime', ...newYear, ...midnight, offset: useTz ? 0 : undefined };
  if (isField(field, 'DateField')) return { kind: 'date', ...newYear };
  if (isField(field, 'TimeField')) return { kind: 'time', ...midnight };
  if (isField(field, 'DurationField')) return { kind: 'timedelta', micros: 0n };
  if (isField(field, 'UUIDField')) return { kind: 'uuid', hex: '0'.repeat(32) };
  if (isField(field, 'GenericIPAddressField')) return { kind: 'str', value: '127.0.0.1' };
  return isField(field, 'BinaryField') ? { kind: 'bytes', value: '' } : undefined;
}
