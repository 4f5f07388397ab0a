/** Column types of SQLite (django.db.backends.sqlite3.base.DatabaseWrapper.data_types). */
import type { PyValue } from '../../../python/value.ts';
import { unknownSql } from '../../fields/unknown-sql.ts';
import type { DjangoBehaviour } from '../../model/django-behaviour.ts';
import type { OptionReader } from '../../model/dialect.ts';

const plainTypes: Readonly<Record<string, string>> = {
  AutoField: 'integer',
  BigAutoField: 'integer',
  SmallAutoField: 'integer',
  BinaryField: 'BLOB',
  BooleanField: 'bool',
  NullBooleanField: 'bool',
  DateField: 'date',
  DateTimeField: 'datetime',
  DecimalField: 'decimal',
  DurationField: 'bigint',
  FloatField: 'real',
  IntegerField: 'integer',
  BigIntegerField: 'bigint',
  SmallIntegerField: 'smallint',
  IPAddressField: 'char(15)',
  GenericIPAddressField: 'char(39)',
  JSONField: 'text',
  PositiveBigIntegerField: 'bigint unsigned',
  PositiveIntegerField: 'integer unsigned',
  PositiveSmallIntegerField: 'smallint unsigned',
  TextField: 'text',
  TimeField: 'time',
  UUIDField: 'char(32)',
};
const withLength: ReadonlySet<string> = new Set(['CharField', 'FileField', 'FilePathField', 'SlugField']);

export function sqliteType(django: DjangoBehaviour, internalType: string, option: OptionReader): string | undefined {
  if (!withLength.has(internalType)) return plainTypes[internalType];
  const length: PyValue | undefined = option('max_length');
  if (length?.kind === 'int') return `varchar(${length.value})`;
  const none = length === undefined || length.kind === 'none';
  if (!none) return unknownSql('max_length is not a constant');
  return internalType === 'CharField' && django.release >= 502 ? 'varchar' : 'varchar(None)';
}

const positive: ReadonlySet<string> = new Set(['PositiveBigIntegerField', 'PositiveIntegerField', 'PositiveSmallIntegerField']);

/** Checks that types bring along, for a column name as given. */
export function sqliteCheck(internalType: string, column: string): string | undefined {
  if (positive.has(internalType)) return `"${column}" >= 0`;
  return internalType === 'JSONField' ? `(JSON_VALID("${column}") OR "${column}" IS NULL)` : undefined;
}
