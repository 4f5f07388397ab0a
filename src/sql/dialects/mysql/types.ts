/** Column types of MySQL (django.db.backends.mysql.base.DatabaseWrapper.data_types). */
import type { PyValue } from '../../../python/value.ts';
import { unknownSql } from '../../fields/unknown-sql.ts';
import type { OptionReader } from '../../model/dialect.ts';

const plainTypes: Readonly<Record<string, string>> = {
  AutoField: 'integer AUTO_INCREMENT',
  BigAutoField: 'bigint AUTO_INCREMENT',
  SmallAutoField: 'smallint AUTO_INCREMENT',
  BinaryField: 'longblob',
  BooleanField: 'bool',
  NullBooleanField: 'bool',
  DateField: 'date',
  DateTimeField: 'datetime(6)',
  DurationField: 'bigint',
  FloatField: 'double precision',
  IntegerField: 'integer',
  BigIntegerField: 'bigint',
  SmallIntegerField: 'smallint',
  IPAddressField: 'char(15)',
  GenericIPAddressField: 'char(39)',
  JSONField: 'json',
  PositiveBigIntegerField: 'bigint UNSIGNED',
  PositiveIntegerField: 'integer UNSIGNED',
  PositiveSmallIntegerField: 'smallint UNSIGNED',
  TextField: 'longtext',
  TimeField: 'time(6)',
  UUIDField: 'char(32)',
};
const withLength: ReadonlySet<string> = new Set(['CharField', 'FileField', 'FilePathField', 'SlugField']);

function numberText(value: PyValue | undefined, name: string): string {
  if (value === undefined || value.kind === 'none') return 'None';
  if (value.kind === 'str' && /^\d+$/.test(value.value)) return value.value;
  return value.kind === 'int' ? String(value.value) : unknownSql(`${name} is not a constant`);
}

export function mysqlType(internalType: string, option: OptionReader): string | undefined {
  if (withLength.has(internalType)) return `varchar(${numberText(option('max_length'), 'max_length')})`;
  if (internalType === 'DecimalField') {
    return `numeric(${numberText(option('max_digits'), 'max_digits')}, ${numberText(option('decimal_places'), 'decimal_places')})`;
  }
  return plainTypes[internalType];
}

const positive: ReadonlySet<string> = new Set(['PositiveBigIntegerField', 'PositiveIntegerField', 'PositiveSmallIntegerField']);

/** Checks that types bring along, for a column name as given. */
export function mysqlCheck(internalType: string, column: string): string | undefined {
  return positive.has(internalType) ? `\`${column}\` >= 0` : undefined;
}

const limited: ReadonlySet<string> = new Set([
  'tinyblob',
  'blob',
  'mediumblob',
  'longblob',
  'tinytext',
  'text',
  'mediumtext',
  'longtext',
  'json',
]);

/** Types without plain defaults and without indexes over the whole value. https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html */
export function isLimited(type: string | undefined): boolean {
  return type !== undefined && limited.has(type.toLowerCase());
}

export function isTextOrBlob(type: string | undefined): boolean {
  return type !== undefined && /(?:blob|text)$/i.test(type);
}
