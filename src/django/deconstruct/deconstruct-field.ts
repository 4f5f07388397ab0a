/** A field in the form of Django's `Field.deconstruct()`: printed path, and keyword arguments without those that say the default. */
import type { PyValue } from '../../python/value.ts';
import type { Field } from '../field.ts';
import type { FieldConstruction } from '../project.ts';
import { fieldSignature } from './field-signatures.ts';

export interface DeconstructedField {
  readonly path: string;
  readonly args: readonly PyValue[];
  /** Sorted by name. */
  readonly kwargs: ReadonlyMap<string, PyValue>;
}

type IsDefault = (value: PyValue) => boolean;

const isNone: IsDefault = (value) => value.kind === 'none';
const isFalse: IsDefault = (value) => value.kind === 'bool' && !value.value;
const isTrue: IsDefault = (value) => value.kind === 'bool' && value.value;
const isNotProvided: IsDefault = (value) => value.kind === 'ref' && /(^|\.)NOT_PROVIDED$/.test(value.path);
const always: IsDefault = () => true;
const isText =
  (text: string): IsDefault =>
  (value) =>
    value.kind === 'str' && value.value === text;
const isNumber =
  (number: number): IsDefault =>
  (value) =>
    value.kind === 'int' && value.value === BigInt(number);
/** Python's falsy constants. */
const isFalsy: IsDefault = (value) => {
  if (isNone(value) || isFalse(value) || isText('')(value) || isNumber(0)(value)) return true;
  if (value.kind === 'dict') return value.entries.length === 0;
  return (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') && value.items.length === 0;
};

/** What `Field.deconstruct` leaves out for every field, option by option. */
const generalDefaults: Readonly<Record<string, IsDefault>> = {
  name: always,
  rel: always,
  verbose_name: isNone,
  primary_key: isFalse,
  max_length: isNone,
  unique: isFalse,
  blank: isFalse,
  null: isFalse,
  db_index: isFalse,
  default: isNotProvided,
  db_default: isNotProvided,
  editable: isTrue,
  serialize: isTrue,
  unique_for_date: isNone,
  unique_for_month: isNone,
  unique_for_year: isNone,
  choices: isNone,
  help_text: isText(''),
  db_column: isNone,
  db_comment: isNone,
  db_tablespace: isNone,
  auto_created: isFalse,
  validators: isFalsy,
  error_messages: isNone,
};

interface ClassDefaults {
  /** Left out when the check says so; stands in for the general default of that option. */
  readonly omitted?: Readonly<Record<string, IsDefault>>;
  /** Always printed, with this value when it isn't written. */
  readonly added?: Readonly<Record<string, PyValue>>;
}

const none: PyValue = { kind: 'none' };
const automatic: ClassDefaults = { omitted: { blank: always }, added: { primary_key: { kind: 'bool', value: true } } };
const related = { related_name: isNone, related_query_name: isNone, limit_choices_to: isFalsy, swappable: always };
const foreignKey = { ...related, db_index: isTrue, db_constraint: isTrue, to_field: isFalsy, parent_link: isFalsy };
const file: ClassDefaults = {
  omitted: { max_length: isNumber(100), storage: isNone, width_field: isFalsy, height_field: isFalsy },
  added: { upload_to: { kind: 'str', value: '' } },
};
const geometry: ClassDefaults = {
  omitted: { spatial_index: isTrue, dim: isNumber(2), geography: isFalse },
  added: { srid: { kind: 'int', value: 4326n } },
};
const range: ClassDefaults = { omitted: { default_bounds: isText('[)') } };

const classDefaults: Readonly<Record<string, ClassDefaults>> = {
  AutoField: automatic,
  BigAutoField: automatic,
  SmallAutoField: automatic,
  BinaryField: { omitted: { editable: isFalse } },
  NullBooleanField: { omitted: { null: always, blank: always } },
  CharField: { omitted: { db_collation: isFalsy } },
  TextField: { omitted: { db_collation: isFalsy } },
  EmailField: { omitted: { db_collation: isFalsy }, added: { max_length: { kind: 'int', value: 254n } } },
  URLField: { omitted: { db_collation: isFalsy, max_length: isNumber(200) } },
  SlugField: { omitted: { db_collation: isFalsy, max_length: isNumber(50), db_index: isTrue, allow_unicode: isFalse } },
  FilePathField: {
    omitted: {
      max_length: isNumber(100),
      path: isText(''),
      match: isNone,
      recursive: isFalse,
      allow_files: isTrue,
      allow_folders: isFalse,
    },
  },
  IPAddressField: { omitted: { max_length: always } },
  GenericIPAddressField: { omitted: { max_length: always, protocol: isText('both'), unpack_ipv4: isFalse } },
  UUIDField: { omitted: { max_length: always } },
  DecimalField: { omitted: { max_digits: isNone, decimal_places: isNone } },
  FileField: file,
  ImageField: file,
  JSONField: { omitted: { encoder: isNone, decoder: isNone } },
  ForeignObject: { omitted: { ...related, parent_link: isFalsy } },
  ForeignKey: { omitted: foreignKey },
  OneToOneField: { omitted: { ...foreignKey, unique: always } },
  ManyToManyField: {
    omitted: { ...related, symmetrical: always, through: isNone, through_fields: isFalsy, db_table: isNone, db_constraint: isTrue },
  },
  GeneratedField: { omitted: { blank: always, editable: always } },
  CompositePrimaryKey: {
    added: { primary_key: { kind: 'bool', value: true }, blank: { kind: 'bool', value: true }, editable: { kind: 'bool', value: false } },
  },
  ArrayField: { added: { size: none } },
  DecimalRangeField: range,
  DateTimeRangeField: range,
  CIEmailField: { added: { max_length: { kind: 'int', value: 254n } } },
  GeometryField: geometry,
  PointField: geometry,
  LineStringField: geometry,
  PolygonField: geometry,
  MultiPointField: geometry,
  MultiLineStringField: geometry,
  MultiPolygonField: geometry,
  GeometryCollectionField: geometry,
  RasterField: geometry,
};

/** A field class that is none of Django's. */
export interface FieldClass {
  /** The class of Django that it builds on. */
  readonly base: string;
  /** What it and the classes between make of their options, itself first. */
  readonly constructions: readonly FieldConstruction[];
}

/** What is known of a field class by its path; undefined for those of packages. */
export type FieldClasses = (type: string) => FieldClass | undefined;

/** Deconstructs a field; one of the project's own class by the rules of its base and of its own methods. */
export function deconstructField(field: Field, classes: FieldClasses = () => undefined): DeconstructedField {
  if (field.type.startsWith('django.')) return { path: field.type, args: field.args, kwargs: sorted(keywords(field.options, field.type)) };
  const known = classes(field.type);
  if (known === undefined) return { path: field.type, args: field.args, kwargs: sorted(keywords(field.options, field.type)) };
  const options = new Map(field.options);
  const names = fieldSignature(known.base) ?? [];
  const unnamed = field.args.filter((value, index) => {
    const name = names[index];
    if (name !== undefined) options.set(name, value);
    return name === undefined;
  });
  for (const { forced, defaults } of known.constructions) {
    for (const [name, value] of defaults) if (!options.has(name)) options.set(name, value);
    for (const [name, value] of forced) options.set(name, value);
  }
  const kwargs = keywords(options, known.base);
  for (const { hidden, added } of known.constructions.toReversed()) {
    for (const name of hidden) kwargs.delete(name);
    for (const [name, value] of added) if (!kwargs.has(name)) kwargs.set(name, value);
  }
  return { path: field.type, args: unnamed, kwargs: sorted(kwargs) };
}

/** The keyword arguments that the class of Django prints for these options. */
function keywords(options: ReadonlyMap<string, PyValue>, type: string): Map<string, PyValue> {
  const { omitted = {}, added = {} } = rulesFor(type);
  const kwargs = new Map<string, PyValue>();
  const isTimed = ['auto_now', 'auto_now_add'].some((name) => isWrittenTrue(options.get(name)));
  for (const [name, value] of options) {
    const isDefault = omitted[name] ?? generalDefaults[name];
    if (isDefault?.(value) === true) continue;
    if ((name === 'auto_now' || name === 'auto_now_add') && isFalse(value)) continue;
    if (isTimed && (name === 'blank' || name === 'editable')) continue;
    kwargs.set(name, name === 'to' ? lowerCaseModel(value) : value);
  }
  for (const [name, value] of Object.entries(added)) if (!kwargs.has(name)) kwargs.set(name, value);
  return kwargs;
}

function sorted(kwargs: ReadonlyMap<string, PyValue>): ReadonlyMap<string, PyValue> {
  return new Map([...kwargs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function rulesFor(type: string): ClassDefaults {
  return type.startsWith('django.') ? (classDefaults[type.slice(type.lastIndexOf('.') + 1)] ?? {}) : {};
}

function isWrittenTrue(value: PyValue | undefined): boolean {
  return value?.kind === 'bool' && value.value;
}

/** `Shop.Order` → `Shop.order`: the app label keeps its capitals. */
function lowerCaseModel(value: PyValue): PyValue {
  if (value.kind !== 'str') return value;
  const dot = value.value.lastIndexOf('.');
  return { ...value, value: value.value.slice(0, dot + 1) + value.value.slice(dot + 1).toLowerCase() };
}
