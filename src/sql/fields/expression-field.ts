/** A field in the form in which values and expressions ask for it. */
import type { PyValue } from '../../python/value.ts';
import type { ExpressionField } from '../values/field.ts';
import { columnType, innerField, targetOf } from './columns.ts';
import type { Dialect } from '../model/dialect.ts';
import type { FieldAt } from '../model/world.ts';

function numberOf(value: PyValue | undefined): number | undefined {
  return value?.kind === 'int' ? Number(value.value) : undefined;
}

/** The field as `values/` and `expressions/` see it; relations are followed to the column they end at. */
export function expressionField(dialect: Dialect, at: FieldAt, depth = 0): ExpressionField {
  const { field } = at;
  const target = field.class.shape === 'foreignKey' && depth < 30 ? targetOf(at) : undefined;
  const base = field.class.shape === 'array' ? innerField(at, 'base_field') : undefined;
  const type = columnType(dialect, at);
  const maxLength = numberOf(field.option('max_length'));
  const maxDigits = numberOf(field.option('max_digits'));
  const decimalPlaces = numberOf(field.option('decimal_places'));
  const bounds = field.option('default_bounds');
  return {
    type: field.class.djangoClass,
    column: field.column ?? '',
    null: field.null,
    dbType: type === undefined || type.includes('/*unknown:') ? undefined : type,
    ...(field.class.unknown !== undefined || field.class.values === 'opaque' ? { custom: true } : {}),
    ...(dialect.vendor === 'postgresql' && type !== undefined && !type.includes('/*unknown:') ? { castType: type } : {}),
    ...(target === undefined ? {} : { target: expressionField(dialect, target, depth + 1) }),
    ...(base === undefined ? {} : { base: expressionField(dialect, base, depth + 1) }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(maxDigits === undefined ? {} : { maxDigits }),
    ...(decimalPlaces === undefined ? {} : { decimalPlaces }),
    ...(bounds?.kind === 'str' ? { defaultBounds: bounds.value } : {}),
  };
}
