/** The value that Django puts into existing rows when it adds a column or forbids NULL (`BaseDatabaseSchemaEditor.effective_default`). */
import type { PyValue } from '../../python/value.ts';
import { emptyValue } from '../../python/values/empty-values.ts';
import { readLiteral, type Literal } from '../values/literal.ts';
import { internalTypeOf, targetOf } from './columns.ts';
import type { Dialect } from '../model/dialect.ts';
import { hasDefault, truthOf } from './model-field.ts';
import { defaultSql, ownPrepared, preparedDefault } from './prepared-default.ts';
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

/** None itself, or what the field's class makes of it. */
function noneOf(dialect: Dialect, at: FieldAt): Found {
  const { class: fieldClass } = at.field;
  // before 4.2 a JSONField asked its conversions what to do with None
  const isOld =
    dialect.django.release < 402 && fieldClass.djangoClass === 'JSONField' && at.apps.world.project.preparedValues.has(at.field.field.type);
  if (isOld) return { reason: `how ${fieldClass.path} writes None is not known` };
  const prepared: Literal | undefined =
    fieldClass.noneAs === undefined ? ownPrepared(dialect, at, { kind: 'none' }) : { kind: 'str', value: fieldClass.noneAs };
  if (prepared === undefined) return fieldClass.keepsNone ? none : { reason: `how ${fieldClass.path} writes None is not known` };
  if (prepared.kind === 'none') return none;
  const sql = defaultSql(dialect, at, prepared);
  return sql === undefined ? { reason: 'how the default is written is not known' } : { kind: 'value', literal: prepared, sql };
}

/** What other callables of Python's own give when they are called without arguments. */
const emptyLiterals: Readonly<Record<string, Literal>> = {
  'datetime.timedelta': { kind: 'timedelta', micros: 0n },
  'decimal.Decimal': { kind: 'decimal', text: '0' },
};

/** The value that a default comes to; callables of the repository were worked out while the project was read. */
function calledValue(dialect: Dialect, { apps }: FieldAt, written: PyValue): PyValue {
  if (written.kind !== 'ref') return written;
  const { timeZone } = dialect.values;
  if (written.path === 'django.utils.timezone.get_default_timezone_name' && timeZone !== undefined) return { kind: 'str', value: timeZone };
  return apps.world.project.defaultResults.get(written.path) ?? emptyValue(written.path) ?? written;
}

function literalOf(value: PyValue): Literal | { readonly reason: string } {
  if (value.kind === 'unknown') return { reason: value.reason };
  if (value.kind === 'ref') return emptyLiterals[value.path] ?? { reason: value.path };
  return readLiteral(value) ?? { reason: 'not a constant' };
}

/** An empty text is no key unless the key is text itself (`ForeignKey.get_db_prep_save`). */
function isEmptyKey(at: FieldAt, literal: Literal): boolean {
  if (at.field.class.shape !== 'foreignKey' || literal.kind !== 'str' || literal.value !== '') return false;
  return targetOf(at)?.field.class.emptyStringsAllowed === false;
}

/** A class that writes a text for None writes it for no items, too. */
function isEmptyList(at: FieldAt, literal: Literal): boolean {
  return at.field.class.noneAs !== undefined && (literal.kind === 'list' || literal.kind === 'tuple') && literal.items.length === 0;
}

function writtenDefault(dialect: Dialect, at: FieldAt, written: PyValue): Found {
  const { name, class: fieldClass } = at.field;
  const value = calledValue(dialect, at, written);
  const literal = literalOf(value);
  if ('reason' in literal) return { reason: `the default of ${name} is ${written.kind === 'ref' ? written.path : literal.reason}` };
  if (literal.kind === 'none' || isEmptyKey(at, literal) || isEmptyList(at, literal)) return noneOf(dialect, at);
  if (fieldClass.unknown !== undefined) return { reason: fieldClass.unknown };
  const emptyMap = literal.kind === 'dict' && literal.entries.length === 0 && fieldClass.djangoClass === 'HStoreField';
  if (emptyMap && dialect.vendor === 'postgresql') return { kind: 'value', literal, sql: "''::hstore" };
  const prepared = ownPrepared(dialect, at, value) ?? preparedDefault(dialect, at, literal);
  if (prepared === undefined) return { reason: `how ${fieldClass.path} writes the default of ${name} is not known` };
  if (prepared.kind === 'none') return none;
  const sql = defaultSql(dialect, at, prepared);
  return sql === undefined ? { reason: `how the default of ${name} is written is not known` } : { kind: 'value', literal: prepared, sql };
}
