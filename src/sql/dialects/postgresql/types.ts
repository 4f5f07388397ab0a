/** Column types of PostgreSQL (django.db.backends.postgresql.base.DatabaseWrapper.data_types). */
import type { PyValue } from '../../../python/value.ts';
import { truthOf } from '../../fields/model-field.ts';
import { unknownSql } from '../../fields/unknown-sql.ts';
import type { OptionReader } from '../../model/dialect.ts';
import type { DjangoBehaviour } from '../../model/django-behaviour.ts';
import { hasNoDigits } from '../../model/open-decimals.ts';
import type { ModelField } from '../../model/world.ts';

/** Types without options. */
const plainTypes: Readonly<Record<string, string>> = {
  BinaryField: 'bytea',
  BooleanField: 'boolean',
  NullBooleanField: 'boolean',
  DateField: 'date',
  DateTimeField: 'timestamp with time zone',
  DurationField: 'interval',
  FloatField: 'double precision',
  IntegerField: 'integer',
  BigIntegerField: 'bigint',
  SmallIntegerField: 'smallint',
  IPAddressField: 'inet',
  GenericIPAddressField: 'inet',
  JSONField: 'jsonb',
  PositiveBigIntegerField: 'bigint',
  PositiveIntegerField: 'integer',
  PositiveSmallIntegerField: 'smallint',
  TextField: 'text',
  TimeField: 'time',
  UUIDField: 'uuid',
};
const identityTypes: Readonly<Record<string, string>> = { AutoField: 'integer', BigAutoField: 'bigint', SmallAutoField: 'smallint' };
const serialTypes: Readonly<Record<string, string>> = { AutoField: 'serial', BigAutoField: 'bigserial', SmallAutoField: 'smallserial' };
const withLength: ReadonlySet<string> = new Set(['CharField', 'FileField', 'FilePathField', 'SlugField']);

function numberText(value: PyValue | undefined, name: string): string {
  if (value === undefined || value.kind === 'none') return 'None';
  if (value.kind === 'str' && /^\d+$/.test(value.value)) return value.value;
  return value.kind === 'int' ? String(value.value) : unknownSql(`${name} is not a constant`);
}

export function postgresqlType(django: DjangoBehaviour, internalType: string, option: OptionReader): string | undefined {
  const auto = (django.identityColumns ? identityTypes : serialTypes)[internalType];
  if (auto !== undefined) return auto;
  if (withLength.has(internalType)) {
    const length = option('max_length');
    const unlimited = internalType === 'CharField' && django.unlimitedCharField && (length === undefined || length.kind === 'none');
    return unlimited ? 'varchar' : `varchar(${numberText(length, 'max_length')})`;
  }
  if (internalType === 'DecimalField') {
    if (django.openDecimals && hasNoDigits(option)) return 'numeric';
    return `numeric(${numberText(option('max_digits'), 'max_digits')}, ${numberText(option('decimal_places'), 'decimal_places')})`;
  }
  return plainTypes[internalType];
}

/** Types that only differ in their options need no cast. */
export function postgresqlBaseType(django: DjangoBehaviour, internalType: string): string | undefined {
  if (withLength.has(internalType)) return internalType === 'CharField' && django.unlimitedCharField ? 'varchar()' : 'varchar(%s)';
  if (internalType === 'DecimalField') return 'numeric';
  return postgresqlType(django, internalType, () => undefined);
}

/** PostGIS: `geometry(POINT,4326)`. https://docs.djangoproject.com/en/5.2/ref/contrib/gis/model-api/ */
export function postgisType(field: ModelField): string {
  const name = field.class.djangoClass;
  if (name === 'RasterField') return 'raster';
  const srid = field.option('srid');
  const dimensions = field.option('dim');
  if (srid?.kind !== 'int' || dimensions?.kind !== 'int') return unknownSql(`srid of ${field.name} is not a constant`);
  const shape = name === 'GeometryField' ? 'GEOMETRY' : name.replace(/Field$/, '').toUpperCase();
  const type = dimensions.value === 3n ? `${shape}Z` : shape;
  return `${truthOf(field.option('geography')) === true ? 'geography' : 'geometry'}(${type},${srid.value})`;
}
