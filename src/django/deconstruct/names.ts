/** Under which dotted paths Django's classes and functions are imported, defined, and printed by `deconstruct()`. Read from Django 3.2, 4.2 and 5.2. */

/** Package that re-exports → module that defines → names. */
const exported: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'django.db.models': {
    aggregates: 'Aggregate Avg Count Max Min StdDev Sum Variance',
    base: 'Model',
    constraints: 'BaseConstraint CheckConstraint Deferrable UniqueConstraint',
    deletion:
      'CASCADE DB_CASCADE DB_SET_DEFAULT DB_SET_NULL DO_NOTHING PROTECT ProtectedError RESTRICT RestrictedError SET SET_DEFAULT SET_NULL',
    enums: 'Choices IntegerChoices TextChoices',
    expressions:
      'Case Exists Expression ExpressionList ExpressionWrapper F Func OrderBy OuterRef RowRange Subquery Value ValueRange When Window WindowFrame',
    fields:
      'AutoField BigAutoField BigIntegerField BinaryField BooleanField CharField CommaSeparatedIntegerField DateField DateTimeField DecimalField DurationField EmailField Empty Field FilePathField FloatField GenericIPAddressField IPAddressField IntegerField NOT_PROVIDED NullBooleanField PositiveBigIntegerField PositiveIntegerField PositiveSmallIntegerField SlugField SmallAutoField SmallIntegerField TextField TimeField URLField UUIDField',
    'fields.composite': 'CompositePrimaryKey',
    'fields.files': 'FileField ImageField',
    'fields.generated': 'GeneratedField',
    'fields.json': 'JSONField',
    'fields.proxy': 'OrderWrt',
    'fields.related': 'ForeignKey ForeignObject ManyToManyField OneToOneField',
    indexes: 'Index',
    lookups: 'Lookup Transform',
    manager: 'Manager',
    query: 'Prefetch QuerySet',
    query_utils: 'FilteredRelation Q',
  },
  'django.db.models.functions': {
    comparison: 'Cast Coalesce Collate Greatest Least NullIf',
    datetime:
      'Extract ExtractDay ExtractHour ExtractIsoWeekDay ExtractIsoYear ExtractMinute ExtractMonth ExtractQuarter ExtractSecond ExtractWeek ExtractWeekDay ExtractYear Now Trunc TruncDate TruncDay TruncHour TruncMinute TruncMonth TruncQuarter TruncSecond TruncTime TruncWeek TruncYear',
    json: 'JSONArray JSONObject',
    math: 'ACos ASin ATan ATan2 Abs Ceil Cos Cot Degrees Exp Floor Ln Log Mod Pi Power Radians Random Round Sign Sin Sqrt Tan',
    text: 'Chr Concat ConcatPair LPad LTrim Left Length Lower MD5 Ord RPad RTrim Repeat Replace Reverse Right SHA1 SHA224 SHA256 SHA384 SHA512 StrIndex Substr Trim Upper',
  },
  'django.contrib.postgres.fields': {
    array: 'ArrayField',
    citext: 'CICharField CIEmailField CIText CITextField',
    hstore: 'HStoreField',
    jsonb: 'JSONField',
    ranges:
      'BigIntegerRangeField DateRangeField DateTimeRangeField DecimalRangeField IntegerRangeField RangeBoundary RangeField RangeOperators',
  },
  'django.contrib.gis.db.models': {
    fields:
      'ExtentField GeometryCollectionField GeometryField LineStringField MultiLineStringField MultiPointField MultiPolygonField PointField PolygonField RasterField',
  },
  'django.core.files.storage': { base: 'Storage', filesystem: 'FileSystemStorage', memory: 'InMemoryStorage' },
};

const definitions: ReadonlyMap<string, string> = new Map(
  Object.entries(exported).flatMap(([outer, modules]) =>
    Object.entries(modules).flatMap(([inner, names]) =>
      names.split(' ').map((name): [string, string] => [`${outer}.${name}`, `${outer}.${inner}.${name}`]),
    ),
  ),
);

/** Expressions that are printed under `django.db.models` (`@deconstructible(path=…)`). */
const printedExpressions: ReadonlySet<string> = new Set(['F', 'Func', 'Value', 'ExpressionWrapper', 'When', 'Case', 'OrderBy']);

/** Where Django defines what `path` imports: `django.db.models.CASCADE` → `django.db.models.deletion.CASCADE`. Other paths come back as they are. */
export function definitionPath(path: string): string {
  const known = definitions.get(path);
  if (known !== undefined) return known;
  const geo = 'django.contrib.gis.db.models.';
  if (path.startsWith(geo) && path.indexOf('.', geo.length) === -1) {
    return definitions.get(`django.db.models.${path.slice(geo.length)}`) ?? path;
  }
  return path;
}

/**
 * The path under which `deconstruct()` prints a class of Django: `django.db.models.CharField` for `django.db.models.fields.CharField`,
 * `django.contrib.postgres.fields.hstore.HStoreField` for `django.contrib.postgres.fields.HStoreField`. Other paths come back as they are.
 */
export function printedPath(path: string): string {
  const defined = definitionPath(path);
  const dot = defined.lastIndexOf('.');
  const module = defined.slice(0, dot);
  const name = defined.slice(dot + 1);
  if (
    module === 'django.db.models.fields' ||
    (module.startsWith('django.db.models.fields.') && definitions.has(`django.db.models.${name}`))
  ) {
    return `django.db.models.${name}`;
  }
  if (module === 'django.db.models.constraints' || module === 'django.db.models.indexes' || module === 'django.db.models.query_utils') {
    return `django.db.models.${name}`;
  }
  if (module === 'django.db.models.expressions' && printedExpressions.has(name)) return `django.db.models.${name}`;
  if (defined === 'django.contrib.postgres.fields.array.ArrayField') return 'django.contrib.postgres.fields.ArrayField';
  if (module === 'django.core.files.storage.filesystem' || module === 'django.core.files.storage.memory')
    return `django.core.files.storage.${name}`;
  return defined;
}
