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
import { unknownDefaultSql } from './unknown-default.ts';
import type { FieldAt } from '../model/world.ts';

export type EffectiveDefault =
  | { readonly kind: 'none' }
  /** `literal` is what is sent, `sql` how it stands in the statement. */
  | { readonly kind: 'value'; readonly literal: Literal; readonly sql: string }
  /** `sql` is a marked placeholder. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly sql: string };

const none: EffectiveDefault = { kind: 'none' };

/** The default as it stands where NULL does without one. */
export function defaultText(value: EffectiveDefault): string {
  return value.kind === 'none' ? 'NULL' : value.sql;
}

/** The default as it is merged into a statement. */
export function effectiveDefault(dialect: Dialect, at: FieldAt): EffectiveDefault {
  const found = defaultFor(dialect, at);
  return 'reason' in found ? { kind: 'unknown', reason: found.reason, sql: unknownDefaultSql(dialect, at, found.reason) } : found;
}

/** What can't be known comes with its reason. */
type Found = EffectiveDefault | { readonly reason: string };

function defaultFor(dialect: Dialect, at: FieldAt): Found {
  const { field } = at;
  if (hasDefault(field)) return writtenDefault(dialect, at, field.option('default') ?? { kind: 'none' });
  if (field.class.shape === 'generated') return none;
  if (!field.null && field.blank && field.class.emptyStringsAllowed) {
    const empty: PyValue = internalTypeOf(at) === 'BinaryField' ? { kind: 'bytes', value: '' } : { kind: 'str', value: '' };
    return writtenDefault(dialect, at, empty);
  }
  if (truthOf(field.option('auto_now')) !== false || truthOf(field.option('auto_now_add')) !== false)
    return { reason: 'the default is the time of the migration' };
  return noneOf(dialect, at);
}

function noneOf(dialect: Dialect, { field }: FieldAt): Found {
  if (field.class.noneAs !== undefined) return textDefault(dialect, field.class.noneAs);
  return field.class.keepsNone ? none : { reason: `how ${field.class.path} writes None is not known` };
}

/** A text that a class writes itself. */
function textDefault(dialect: Dialect, text: string): Found {
  const literal: Literal = { kind: 'str', value: text };
  const sql = quoteValue(literal, dialect.values, 'parameter');
  return sql === undefined ? { reason: 'how the default is written is not known' } : { kind: 'value', literal, sql };
}

/** What Python's own types give when they are called without arguments. */
const emptyLiterals: Readonly<Record<string, Literal>> = {
  'builtins.dict': { kind: 'dict', entries: [] },
  'builtins.list': { kind: 'list', items: [] },
  'builtins.tuple': { kind: 'tuple', items: [] },
  'builtins.str': { kind: 'str', value: '' },
  'builtins.bytes': { kind: 'bytes', value: '' },
  'builtins.int': { kind: 'int', value: 0n },
  'builtins.float': { kind: 'float', text: '0.0' },
  'builtins.bool': { kind: 'bool', value: false },
  'collections.OrderedDict': { kind: 'dict', entries: [] },
  'datetime.timedelta': { kind: 'timedelta', micros: 0n },
  'decimal.Decimal': { kind: 'decimal', text: '0' },
};

/** The constant that a default comes to; callables of the repository were worked out while the project was read. */
function literalOf(dialect: Dialect, { apps, field }: FieldAt, written: PyValue): Literal | { readonly reason: string } {
  const unknown = (what: string): { readonly reason: string } => ({ reason: `the default of ${field.name} is ${what}` });
  if (written.kind === 'unknown') return unknown(written.reason);
  if (written.kind !== 'ref') return readLiteral(written) ?? unknown('not a constant');
  const { path } = written;
  const { timeZone } = dialect.values;
  if (path === 'django.utils.timezone.get_default_timezone_name' && timeZone !== undefined) return { kind: 'str', value: timeZone };
  const returned = apps.world.project.defaultResults.get(path);
  return (returned === undefined ? emptyLiterals[path] : readLiteral(returned)) ?? unknown(path);
}

function writtenDefault(dialect: Dialect, at: FieldAt, written: PyValue): Found {
  const { name, class: fieldClass } = at.field;
  const literal = literalOf(dialect, at, written);
  if ('reason' in literal) return literal;
  if (literal.kind === 'none') return noneOf(dialect, at);
  if (fieldClass.unknown !== undefined) return { reason: fieldClass.unknown };
  const emptyMap = literal.kind === 'dict' && literal.entries.length === 0 && fieldClass.djangoClass === 'HStoreField';
  if (emptyMap && dialect.vendor === 'postgresql') return { kind: 'value', literal, sql: "''::hstore" };
  const prepared = preparedDefault(dialect, at, literal);
  if (prepared === undefined) return { reason: `how ${fieldClass.path} writes the default of ${name} is not known` };
  if (prepared.kind === 'none') return none;
  const sql = defaultSql(dialect, at, prepared);
  return sql === undefined ? { reason: `how the default of ${name} is written is not known` } : { kind: 'value', literal: prepared, sql };
}

function preparedDefault(dialect: Dialect, at: FieldAt, literal: Literal): Literal | undefined {
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

function defaultSql(dialect: Dialect, at: FieldAt, literal: Literal): string | undefined {
  if (literal.kind !== 'list') return quoteValue(literal, dialect.values, 'parameter');
  if (literal.items.length === 0 && dialect.vendor === 'postgresql') return "'{}'";
  const sql = quoteValue(literal, dialect.values, 'parameter');
  const width = { 'smallint[]': '2', 'integer[]': '4', 'bigint[]': '8' }[columnType(dialect, at) ?? ''];
  return width === undefined ? sql : sql?.replace(/::int\d\[\]$/, `::int${width}[]`);
}
