/** The model of `test/goldens/expressions/make_expressions.py`: a loan of a library, one field of each kind. */
import type { Vendor } from '../../../src/django/project.ts';
import type { PyCall, PyValue } from '../../../src/python/value.ts';
import type { ExpressionContext } from '../../../src/sql/expressions/context.ts';
import type { ExpressionField } from '../../../src/sql/values/field.ts';
import { atLeast, internalType, plainField } from '../../../src/sql/values/field.ts';

type Texts = Readonly<Record<string, string>>;
const common: Texts = { SlugField: 'varchar(50)', FileField: 'varchar(100)' };
const postgresql: Texts = {
  ...common,
  BigAutoField: 'bigint',
  BinaryField: 'bytea',
  BooleanField: 'boolean',
  DateField: 'date',
  DateTimeField: 'timestamp with time zone',
  DurationField: 'interval',
  FloatField: 'double precision',
  IntegerField: 'integer',
  BigIntegerField: 'bigint',
  GenericIPAddressField: 'inet',
  JSONField: 'jsonb',
  PositiveIntegerField: 'integer',
  PositiveSmallIntegerField: 'smallint',
  SmallIntegerField: 'smallint',
  TextField: 'text',
  TimeField: 'time',
  UUIDField: 'uuid',
  DateRangeField: 'daterange',
  DateTimeRangeField: 'tstzrange',
  DecimalRangeField: 'numrange',
  IntegerRangeField: 'int4range',
  BigIntegerRangeField: 'int8range',
  HStoreField: 'hstore',
  SearchVectorField: 'tsvector',
};
const sqlite: Texts = {
  ...common,
  BooleanField: 'bool',
  DateField: 'date',
  DateTimeField: 'datetime',
  DecimalField: 'decimal',
  DurationField: 'bigint',
  FloatField: 'real',
  IntegerField: 'integer',
  BigIntegerField: 'bigint',
  JSONField: 'text',
  PositiveIntegerField: 'integer unsigned',
  SmallIntegerField: 'smallint',
  TextField: 'text',
  TimeField: 'time',
  UUIDField: 'char(32)',
};
const mysql: Texts = {
  ...common,
  BinaryField: 'longblob',
  BooleanField: 'bool',
  DateField: 'date',
  DateTimeField: 'datetime(6)',
  FloatField: 'double precision',
  IntegerField: 'integer',
  JSONField: 'json',
  TextField: 'longtext',
  TimeField: 'time(6)',
  UUIDField: 'char(32)',
};
const oracle: Texts = {
  BooleanField: 'NUMBER(1)',
  DateField: 'DATE',
  DateTimeField: 'TIMESTAMP',
  DurationField: 'INTERVAL DAY(9) TO SECOND(6)',
  FloatField: 'DOUBLE PRECISION',
  IntegerField: 'NUMBER(11)',
  BigIntegerField: 'NUMBER(19)',
  JSONField: 'NCLOB',
  PositiveIntegerField: 'NUMBER(11)',
  SmallIntegerField: 'NUMBER(11)',
  TextField: 'NCLOB',
  TimeField: 'TIMESTAMP',
  UUIDField: 'VARCHAR2(32)',
};
const types: Readonly<Record<Vendor, Texts>> = { postgresql, sqlite, mysql, mariadb: mysql, oracle };
const chars: Readonly<Record<Vendor, string>> = {
  postgresql: 'varchar',
  sqlite: 'varchar',
  mysql: 'varchar',
  mariadb: 'varchar',
  oracle: 'NVARCHAR2',
};
const decimals: Readonly<Record<Vendor, string>> = {
  postgresql: 'numeric',
  sqlite: '',
  mysql: 'numeric',
  mariadb: 'numeric',
  oracle: 'NUMBER',
};

function columnType(type: string, more: Partial<ExpressionField>, vendor: Vendor): string | undefined {
  const internal = internalType(plainField(type)) ?? type;
  if (internal === 'CharField') return more.maxLength === undefined ? chars[vendor] : `${chars[vendor]}(${more.maxLength})`;
  if (internal === 'DecimalField' && vendor !== 'sqlite') return `${decimals[vendor]}(${more.maxDigits}, ${more.decimalPlaces})`;
  return types[vendor][internal];
}

function make(vendor: Vendor, type: string, column: string, more: Partial<ExpressionField> = {}): ExpressionField {
  return plainField(type, { column, dbType: columnType(type, more, vendor), ...more });
}

const nullable = { null: true };
const plain: Readonly<Record<string, readonly [string, Partial<ExpressionField>?]>> = {
  id: ['BigAutoField'],
  title: ['CharField', { maxLength: 100 }],
  subtitle: ['CharField', { maxLength: 100, null: true }],
  isbn: ['SlugField', { maxLength: 50 }],
  notes: ['TextField'],
  remarks: ['TextField', nullable],
  email: ['EmailField', { maxLength: 254 }],
  page: ['URLField', { maxLength: 200, null: true }],
  cover: ['FileField', { maxLength: 100 }],
  pages: ['IntegerField'],
  rank: ['SmallIntegerField', nullable],
  copies: ['PositiveIntegerField'],
  shelf: ['PositiveSmallIntegerField', nullable],
  barcode: ['BigIntegerField'],
  price: ['DecimalField', { maxDigits: 8, decimalPlaces: 2 }],
  fee: ['DecimalField', { maxDigits: 6, decimalPlaces: 3, null: true }],
  weight: ['FloatField'],
  height: ['FloatField', nullable],
  lent: ['BooleanField'],
  overdue: ['BooleanField', nullable],
  due: ['DateField'],
  returned: ['DateField', nullable],
  created: ['DateTimeField'],
  updated: ['DateTimeField', nullable],
  opens: ['TimeField'],
  closes: ['TimeField', nullable],
  period: ['DurationField'],
  grace: ['DurationField', nullable],
  key: ['UUIDField'],
  token: ['UUIDField', nullable],
  address: ['GenericIPAddressField'],
  gateway: ['GenericIPAddressField', nullable],
  scan: ['BinaryField'],
  meta: ['JSONField'],
  extra: ['JSONField', nullable],
};
const text30 = plainField('CharField', { maxLength: 30, dbType: 'varchar(30)' });
const postgresOnly: typeof plain = {
  tags: ['ArrayField', { dbType: 'varchar(30)[]', base: text30 }],
  scores: ['ArrayField', { null: true, dbType: 'integer[]', base: plainField('IntegerField') }],
  grid: ['ArrayField', { dbType: 'double precision[][]', base: plainField('ArrayField', { base: plainField('FloatField') }) }],
  days: ['DateRangeField', { base: plainField('DateField') }],
  window: ['DateTimeRangeField', { null: true, base: plainField('DateTimeField') }],
  prices: ['DecimalRangeField', { base: plainField('DecimalField') }],
  ages: ['IntegerRangeField', { base: plainField('IntegerField') }],
  wide: ['BigIntegerRangeField', { base: plainField('BigIntegerField') }],
  store: ['HStoreField'],
  vector: ['SearchVectorField', nullable],
};
const lengths: Readonly<Record<string, number>> = { SlugField: 50, EmailField: 254, URLField: 200, FileField: 100 };

function number(call: PyCall, name: string): number | undefined {
  const value = call.kwargs.get(name);
  return value?.kind === 'int' ? Number(value.value) : undefined;
}

/** The field that a call of a field class makes. */
function called(vendor: Vendor, value: PyValue | undefined): ExpressionField | undefined {
  if (value?.kind !== 'call' || !value.callee.endsWith('Field')) return undefined;
  const type = value.callee.slice(value.callee.lastIndexOf('.') + 1);
  const base = called(vendor, value.args[0]);
  if (type === 'ArrayField') return base === undefined ? undefined : make(vendor, type, '', { base, dbType: `${base.dbType}[]` });
  const [maxLength, maxDigits, decimalPlaces] = ['max_length', 'max_digits', 'decimal_places'].map((name) => number(value, name));
  const length = maxLength ?? lengths[type];
  return make(vendor, type, '', {
    ...(length === undefined ? {} : { maxLength: length }),
    ...(maxDigits === undefined || decimalPlaces === undefined ? {} : { maxDigits, decimalPlaces }),
  });
}

/** The context in which the goldens were made: UTC, time zones on. */
export function loanContext(vendor: Vendor, django: string): ExpressionContext {
  const fields = vendor === 'postgresql' ? { ...plain, ...postgresOnly } : plain;
  return {
    vendor,
    django,
    useTz: true,
    timeZone: 'UTC',
    ownClass: () => undefined,
    outputField(value) {
      const field = called(vendor, value);
      const native = vendor === 'mariadb' && atLeast(django, '5.0') && field?.type === 'UUIDField';
      return native ? { ...field, dbType: 'uuid' } : field;
    },
    field(name) {
      if (name === 'odd') return make(vendor, 'IntegerField', 'Odd Column');
      if (name === 'author' || name === 'author_id')
        return { ...make(vendor, 'ForeignKey', 'author_id'), target: make(vendor, 'BigAutoField', 'id') };
      if (name === 'reader' || name === 'reader_id')
        return { ...make(vendor, 'ForeignKey', 'reader_id', nullable), target: make(vendor, 'UUIDField', 'id') };
      const known = name === 'pk' ? 'id' : name;
      const found = Object.hasOwn(fields, known) ? fields[known] : undefined;
      return found === undefined ? undefined : make(vendor, found[0], known, found[1]);
    },
  };
}
