/** Defaults in the form in which fields hand them to the driver. */
import { keyOf } from '../../python/values/compare.ts';
import type { PyValue } from '../../python/value.ts';
import type { Dialect } from '../model/dialect.ts';
import type { FieldAt } from '../model/world.ts';
import type { ExpressionField } from '../values/field.ts';
import { readLiteral, type Literal } from '../values/literal.ts';
import { quantized } from '../values/number-text.ts';
import { prepareValue } from '../values/prepare.ts';
import { quoteValue } from '../values/quote.ts';
import { columnType } from './columns.ts';
import { expressionField } from './expression-field.ts';

/** What the methods of a class of the repository make of a value; undefined when it has none or they can't be followed. */
export function ownPrepared(dialect: Dialect, { apps, model, field }: FieldAt, value: PyValue): Literal | undefined {
  const key = keyOf(value);
  const found = key === undefined ? undefined : apps.world.project.preparedValues.get(field.field.type)?.get(key);
  const literal = found === undefined ? undefined : readLiteral(found.value);
  if (found === undefined || literal === undefined || found.isFinal || literal.kind === 'none') return literal;
  const plain = { ...field, class: { ...field.class, values: 'plain' as const } };
  return preparedDefault(dialect, { apps, model, field: plain }, literal);
}

/** A default as Django's class hands it to the driver; undefined where a class of its own changes it in ways that are not known. */
export function preparedDefault(dialect: Dialect, at: FieldAt, literal: Literal): Literal | undefined {
  const field = expressionField(dialect, at);
  const { values } = at.field.class;
  if (values === 'empty-only' && !(literal.kind === 'str' && literal.value === '')) return undefined;
  if (values === 'text' && literal.kind !== 'str') return undefined;
  if (values === 'json') return emptyJson(literal);
  if (field.type !== 'ArrayField' || field.custom === true)
    return savedDecimal(dialect, field, prepareValue(field, literal, dialect.values));
  if (literal.kind === 'str') return literal;
  if ((literal.kind !== 'list' && literal.kind !== 'tuple') || field.base === undefined) return undefined;
  return preparedItems(dialect, field.base, literal.items);
}

/** JSON in a text column: each package has its own way of writing what is not empty. */
function emptyJson(literal: Literal): Literal | undefined {
  if (literal.kind === 'dict' && literal.entries.length === 0) return { kind: 'str', value: '{}' };
  return (literal.kind === 'list' || literal.kind === 'tuple') && literal.items.length === 0 ? { kind: 'str', value: '[]' } : undefined;
}

/** Until 5.1 SQLite was given decimals as text with all their places (`format_number` of django.db.backends.utils). */
function savedDecimal(dialect: Dialect, field: ExpressionField, value: Literal | undefined): Literal | undefined {
  if (dialect.vendor !== 'sqlite' || dialect.django.release >= 502 || value?.kind !== 'decimal' || field.decimalPlaces === undefined)
    return value;
  const text = quantized(value.text, field.decimalPlaces);
  return text === undefined ? undefined : { kind: 'str', value: text };
}

function preparedItems(dialect: Dialect, base: ExpressionField, items: readonly Literal[]): Literal | undefined {
  const prepared = items.map((item) => (item.kind === 'none' ? item : prepareValue(base, item, dialect.values)));
  return prepared.every((item) => item !== undefined) ? { kind: 'list', items: prepared } : undefined;
}

/** The prepared default as it stands in a statement. */
export function defaultSql(dialect: Dialect, at: FieldAt, literal: Literal): string | undefined {
  if (literal.kind !== 'list') return quoteValue(literal, dialect.values, 'parameter');
  if (literal.items.length === 0 && dialect.vendor === 'postgresql') return "'{}'";
  const sql = quoteValue(literal, dialect.values, 'parameter');
  const width = { 'smallint[]': '2', 'integer[]': '4', 'bigint[]': '8' }[columnType(dialect, at) ?? ''];
  return width === undefined ? sql : sql?.replace(/::int\d\[\]$/, `::int${width}[]`);
}
