/** The value that Django puts into existing rows when it adds a column or forbids NULL (`BaseDatabaseSchemaEditor.effective_default`). */
import type { PyValue } from '../../python/value.ts';
import { readLiteral, type Literal } from '../values/literal.ts';
import { quantized } from '../values/number-text.ts';
import { prepareValue } from '../values/prepare.ts';
import { quoteValue } from '../values/quote.ts';
import type { ExpressionField } from '../values/field.ts';
import { columnType, internalTypeOf } from './columns.ts';
import type { Dialect } from '../model/dialect.ts';
import { expressionField } from './expression-field.ts';
import { hasDefault, truthOf } from './model-field.ts';
import type { FieldAt } from '../model/world.ts';

export type EffectiveDefault =
  | { readonly kind: 'none' }
  /** `literal` is what is sent, `sql` how it stands in the statement. */
  | { readonly kind: 'value'; readonly literal: Literal; readonly sql: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const none: EffectiveDefault = { kind: 'none' };

/** The default as it is merged into a statement. */
export function effectiveDefault(dialect: Dialect, at: FieldAt): EffectiveDefault {
  const { field } = at;
  if (hasDefault(field)) return defaultOf(dialect, at, field.option('default') ?? { kind: 'none' });
  if (field.class.shape === 'generated') return none;
  if (!field.null && field.blank && field.class.emptyStringsAllowed) {
    const empty: PyValue = internalTypeOf(at) === 'BinaryField' ? { kind: 'bytes', value: '' } : { kind: 'str', value: '' };
    return defaultOf(dialect, at, empty);
  }
  if (truthOf(field.option('auto_now')) !== false || truthOf(field.option('auto_now_add')) !== false)
    return unknown('the default is the time of the migration');
  return noneOf(at);
}

function noneOf({ field }: FieldAt): EffectiveDefault {
  return field.class.keepsNone ? none : unknown(`how ${field.class.path} writes None is not known`);
}

function unknown(reason: string): EffectiveDefault {
  return { kind: 'unknown', reason };
}

/** What Python's own types give when they are called without arguments. */
const emptyValues: Readonly<Record<string, PyValue>> = {
  'builtins.dict': { kind: 'dict', entries: [] },
  'builtins.list': { kind: 'list', items: [] },
  'builtins.tuple': { kind: 'tuple', items: [] },
  'builtins.str': { kind: 'str', value: '' },
  'builtins.int': { kind: 'int', value: 0n },
  'builtins.float': { kind: 'float', value: 0, text: '0.0' },
  'builtins.bool': { kind: 'bool', value: false },
};

function defaultOf(dialect: Dialect, at: FieldAt, written: PyValue): EffectiveDefault {
  const value = written.kind === 'ref' ? emptyValues[written.path] : written;
  if (value === undefined) return unknown(`the default of ${at.field.name} is ${written.kind === 'ref' ? written.path : 'not a constant'}`);
  if (value.kind === 'none') return noneOf(at);
  if (value.kind === 'unknown') return unknown(`the default of ${at.field.name} is ${value.reason}`);
  const literal = readLiteral(value);
  if (literal === undefined) return unknown(`the default of ${at.field.name} is not a constant`);
  if (at.field.class.unknown !== undefined) return unknown(at.field.class.unknown);
  const emptyMap = literal.kind === 'dict' && literal.entries.length === 0 && at.field.class.djangoClass === 'HStoreField';
  if (emptyMap && dialect.vendor === 'postgresql') return { kind: 'value', literal, sql: "''::hstore" };
  const prepared = preparedDefault(dialect, at, literal);
  if (prepared === undefined) return unknown(`how ${at.field.class.path} writes the default of ${at.field.name} is not known`);
  if (prepared.kind === 'none') return none;
  const sql = defaultSql(dialect, at, prepared);
  return sql === undefined
    ? unknown(`how the default of ${at.field.name} is written is not known`)
    : { kind: 'value', literal: prepared, sql };
}

function preparedDefault(dialect: Dialect, at: FieldAt, literal: Literal): Literal | undefined {
  const field = expressionField(dialect, at);
  const { values } = at.field.class;
  if (values === 'empty-only' && !(literal.kind === 'str' && literal.value === '')) return undefined;
  if (values === 'text' && literal.kind !== 'str') return undefined;
  if (field.type !== 'ArrayField' || field.custom === true)
    return savedDecimal(dialect, field, prepareValue(field, literal, dialect.values));
  if (literal.kind === 'str') return literal;
  if ((literal.kind !== 'list' && literal.kind !== 'tuple') || field.base === undefined) return undefined;
  return preparedItems(dialect, field.base, literal.items);
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

function defaultSql(dialect: Dialect, at: FieldAt, literal: Literal): string | undefined {
  if (literal.kind !== 'list') return quoteValue(literal, dialect.values, 'parameter');
  if (literal.items.length === 0 && dialect.vendor === 'postgresql') return "'{}'";
  const sql = quoteValue(literal, dialect.values, 'parameter');
  const width = { 'smallint[]': '2', 'integer[]': '4', 'bigint[]': '8' }[columnType(dialect, at) ?? ''];
  return width === undefined ? sql : sql?.replace(/::int\d\[\]$/, `::int${width}[]`);
}
