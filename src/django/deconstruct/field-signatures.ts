/** The positional arguments of Django's field classes (https://docs.djangoproject.com/en/5.2/ref/models/fields/ and the classes themselves). */

const base: readonly string[] = [
  'verbose_name',
  'name',
  'primary_key',
  'max_length',
  'unique',
  'blank',
  'null',
  'db_index',
  'rel',
  'default',
  'editable',
  'serialize',
  'unique_for_date',
  'unique_for_month',
  'unique_for_year',
  'choices',
  'help_text',
  'db_column',
  'db_tablespace',
  'auto_created',
  'validators',
  'error_messages',
  'db_comment',
  'db_default',
];
const named = ['verbose_name', 'name'] as const;
const times = [...named, 'auto_now', 'auto_now_add'];
const geometry = ['verbose_name', 'dim', 'geography'];

const signatures: Readonly<Record<string, readonly string[]>> = {
  DateField: times,
  DateTimeField: times,
  TimeField: times,
  DecimalField: [...named, 'max_digits', 'decimal_places'],
  FilePathField: [...named, 'path', 'match', 'recursive', 'allow_files', 'allow_folders'],
  GenericIPAddressField: [...named, 'protocol', 'unpack_ipv4'],
  URLField: named,
  UUIDField: ['verbose_name'],
  FileField: [...named, 'upload_to', 'storage'],
  ImageField: [...named, 'width_field', 'height_field'],
  JSONField: [...named, 'encoder', 'decoder'],
  ForeignKey: ['to', 'on_delete', 'related_name', 'related_query_name', 'limit_choices_to', 'parent_link', 'to_field', 'db_constraint'],
  OneToOneField: ['to', 'on_delete', 'to_field'],
  ForeignObject: [
    'to',
    'on_delete',
    'from_fields',
    'to_fields',
    'rel',
    'related_name',
    'related_query_name',
    'limit_choices_to',
    'parent_link',
    'swappable',
  ],
  ManyToManyField: [
    'to',
    'related_name',
    'related_query_name',
    'limit_choices_to',
    'symmetrical',
    'through',
    'through_fields',
    'db_constraint',
    'db_table',
    'swappable',
  ],
  ArrayField: ['base_field', 'size'],
  CompositePrimaryKey: [],
  GeneratedField: [],
  GeometryField: geometry,
  PointField: geometry,
  LineStringField: geometry,
  PolygonField: geometry,
  MultiPointField: geometry,
  MultiLineStringField: geometry,
  MultiPolygonField: geometry,
  GeometryCollectionField: geometry,
  RasterField: ['verbose_name', 'srid', 'spatial_index'],
};

/** Names of the positional arguments of a field class of Django, by its printed path; undefined for other classes. */
export function fieldSignature(type: string): readonly string[] | undefined {
  if (!type.startsWith('django.db.models.') && !type.startsWith('django.contrib.postgres.') && !type.startsWith('django.contrib.gis.'))
    return undefined;
  return signatures[type.slice(type.lastIndexOf('.') + 1)] ?? base;
}
