/** Django's own field classes (django.db.models, contrib.postgres, contrib.gis, contrib.contenttypes). https://docs.djangoproject.com/en/5.2/ref/models/fields/ */
import type { PyValue } from '../../../python/value.ts';
import { plainClass, type FieldClass } from './field-class.ts';

type Entry = Partial<
  Omit<
    FieldClass,
    | 'path'
    | 'djangoClass'
    | 'internalType'
    | 'defaults'
    | 'relatedTypes'
    | 'unknown'
    | 'forced'
    | 'hidden'
    | 'variant'
    | 'needs'
    | 'copies'
    | 'noneAs'
    | 'doubt'
    | 'orderedBy'
    | 'sizedBy'
  >
> & {
  readonly internalType?: string;
  readonly options?: Readonly<Record<string, boolean | number>>;
};

const noEmpty = { emptyStringsAllowed: false } as const;
const auto = { ...noEmpty, options: { primary_key: true } } as const;
const foreignKey = { ...noEmpty, shape: 'foreignKey' } as const;
const geometry = { shape: 'geometry', ...noEmpty, options: { srid: 4326, dim: 2, spatial_index: true, geography: false } } as const;

const models: Readonly<Record<string, Entry>> = {
  AutoField: auto,
  BigAutoField: auto,
  SmallAutoField: auto,
  BinaryField: { options: { editable: false } },
  BooleanField: noEmpty,
  CharField: {},
  CommaSeparatedIntegerField: { internalType: 'CharField' },
  CompositePrimaryKey: { shape: 'compositePrimaryKey', options: { primary_key: true } },
  DateField: noEmpty,
  DateTimeField: noEmpty,
  DecimalField: noEmpty,
  DurationField: noEmpty,
  // the base class has no type of its own: classes that build on it say theirs
  Field: {},
  EmailField: { internalType: 'CharField', options: { max_length: 254 } },
  FileField: { options: { max_length: 100 } },
  FilePathField: { options: { max_length: 100 } },
  FloatField: noEmpty,
  ForeignKey: { ...foreignKey, options: { db_index: true } },
  ForeignObject: { ...noEmpty, shape: 'none' },
  GeneratedField: { shape: 'generated' },
  GenericIPAddressField: { ...noEmpty, options: { max_length: 39 } },
  IPAddressField: { ...noEmpty, options: { max_length: 15 } },
  ImageField: { internalType: 'FileField', options: { max_length: 100 } },
  IntegerField: noEmpty,
  BigIntegerField: noEmpty,
  SmallIntegerField: noEmpty,
  PositiveBigIntegerField: noEmpty,
  PositiveIntegerField: noEmpty,
  PositiveSmallIntegerField: noEmpty,
  JSONField: noEmpty,
  ManyToManyField: { ...noEmpty, shape: 'manyToMany' },
  NullBooleanField: { ...noEmpty, options: { null: true, blank: true } },
  OneToOneField: { ...foreignKey, options: { db_index: true, unique: true } },
  OrderWrt: { ...noEmpty, internalType: 'IntegerField', options: { editable: false } },
  SlugField: { options: { max_length: 50, db_index: true } },
  TextField: {},
  TimeField: noEmpty,
  URLField: { internalType: 'CharField', options: { max_length: 200 } },
  UUIDField: { ...noEmpty, options: { max_length: 32 } },
};

/** They write their type whatever the database is. */
const postgres = (type: string): Entry => ({ ...noEmpty, columnTypes: { any: type } });
const contribPostgres: Readonly<Record<string, Entry>> = {
  ArrayField: { ...noEmpty, shape: 'array' },
  HStoreField: postgres('hstore'),
  JSONField: { ...noEmpty, internalType: 'JSONField' },
  IntegerRangeField: postgres('int4range'),
  BigIntegerRangeField: postgres('int8range'),
  DecimalRangeField: postgres('numrange'),
  FloatRangeField: postgres('numrange'),
  DateTimeRangeField: postgres('tstzrange'),
  DateRangeField: postgres('daterange'),
  CICharField: { internalType: 'CICharField', columnTypes: { postgresql: 'citext' } },
  CIEmailField: { internalType: 'CICharField', columnTypes: { postgresql: 'citext' }, options: { max_length: 254 } },
  CITextField: { internalType: 'CITextField', columnTypes: { postgresql: 'citext' } },
};
const contribPostgresSearch: Readonly<Record<string, Entry>> = {
  SearchVectorField: { columnTypes: { any: 'tsvector' } },
  SearchQueryField: { columnTypes: { any: 'tsquery' } },
};
const contribGis: Readonly<Record<string, Entry>> = {
  GeometryField: geometry,
  PointField: geometry,
  LineStringField: geometry,
  PolygonField: geometry,
  MultiPointField: geometry,
  MultiLineStringField: geometry,
  MultiPolygonField: geometry,
  GeometryCollectionField: geometry,
  RasterField: { ...geometry, columnTypes: { postgresql: 'raster' }, options: { srid: 4326, spatial_index: true } },
};
const contribContentTypes: Readonly<Record<string, Entry>> = {
  GenericForeignKey: { ...noEmpty, shape: 'none' },
  GenericRelation: { ...noEmpty, shape: 'none' },
};

/** Module prefix → classes → the module under which `deconstruct()` names them. */
const modules: readonly (readonly [prefix: string, entries: Readonly<Record<string, Entry>>, home: string])[] = [
  ['django.contrib.gis.db.models', contribGis, 'django.contrib.gis.db.models.fields'],
  ['django.contrib.gis.db.models', models, 'django.db.models'],
  ['django.contrib.postgres.fields', contribPostgres, 'django.contrib.postgres.fields'],
  ['django.contrib.postgres.search', contribPostgresSearch, 'django.contrib.postgres.search'],
  ['django.contrib.contenttypes', contribContentTypes, 'django.contrib.contenttypes.fields'],
  ['django.db.models', models, 'django.db.models'],
];

function toClass(path: string, name: string, entry: Entry): FieldClass {
  const { options = {}, internalType = name, ...rest } = entry;
  const defaults = new Map(Object.entries(options).map(([key, value]) => [key, toPyValue(value)]));
  return { ...plainClass, ...rest, path, djangoClass: name === 'OrderWrt' ? internalType : name, internalType, defaults };
}

function toPyValue(value: boolean | number): PyValue {
  return typeof value === 'boolean' ? { kind: 'bool', value } : { kind: 'int', value: BigInt(value) };
}

const found = new Map<string, FieldClass | undefined>();

/** Django's own class behind a dotted path in any of the forms in which it can be imported; undefined when it is not Django's. */
export function builtInFieldClass(path: string): FieldClass | undefined {
  if (!path.startsWith('django.')) return undefined;
  if (!found.has(path)) found.set(path, findBuiltIn(path));
  return found.get(path);
}

function findBuiltIn(path: string): FieldClass | undefined {
  const name = path.slice(path.lastIndexOf('.') + 1);
  for (const [prefix, entries, home] of modules) {
    const entry = path.startsWith(`${prefix}.`) && Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (entry !== undefined) return toClass(`${home}.${name}`, name, entry);
  }
  return undefined;
}
