/** A field as it stands on a model: names, flags and relation, read from its options with Django's defaults. */
import { unknownSql } from './unknown-sql.ts';
import type { Field } from '../../django/field.ts';
import type { PyValue } from '../../python/value.ts';
import { truthOf as truthOfValue } from '../../python/values/compare.ts';
import type { FieldClass } from './classes/field-class.ts';
import { resolveReference } from './references.ts';
import type { ModelField, Place, Relation } from '../model/world.ts';
import { fieldClassOf } from './classes/field-class-of.ts';

const positional: Readonly<Record<string, readonly string[]>> = {
  foreignKey: ['to', 'on_delete', 'related_name', 'related_query_name', 'limit_choices_to', 'parent_link', 'to_field', 'db_constraint'],
  oneToOne: ['to', 'on_delete', 'to_field'],
  manyToMany: ['to', 'related_name'],
  decimal: ['verbose_name', 'name', 'max_digits', 'decimal_places'],
  plain: ['verbose_name', 'name', 'primary_key', 'max_length', 'unique', 'blank', 'null', 'db_index'],
};

function argumentNames(fieldClass: FieldClass): readonly string[] {
  if (fieldClass.shape === 'foreignKey')
    return (fieldClass.defaults.has('unique') ? positional['oneToOne'] : positional['foreignKey']) ?? [];
  if (fieldClass.shape === 'manyToMany') return positional['manyToMany'] ?? [];
  if (fieldClass.shape === 'array') return ['base_field', 'size'];
  if (fieldClass.internalType === 'DecimalField') return positional['decimal'] ?? [];
  return positional['plain'] ?? [];
}

/** Python's truth of an option; one that is left out is false, undefined when the value is not known. */
export function truthOf(value: PyValue | undefined): boolean | undefined {
  return value === undefined ? false : truthOfValue(value);
}

/** The text of a constant string that is not empty. */
export function textOf(value: PyValue | undefined): string | undefined {
  return value?.kind === 'str' && value.value !== '' ? value.value : undefined;
}

/** The field of a model state; remembered for the model and name that it last stood under. */
export function modelFieldOf(place: Place, name: string, field: Field): ModelField {
  const known = place.world.fields.get(field);
  if (known?.made.name === name && known.place.modelName === place.modelName && known.place.appLabel === place.appLabel) return known.made;
  const made = makeModelField(place, name, field);
  place.world.fields.set(field, { place, made });
  return made;
}

/** Reads a field of a model state. */
export function makeModelField(place: Place, name: string, field: Field): ModelField {
  const fieldClass = variantFor(fieldClassOf(place.world, field.type), field);
  const names = argumentNames(fieldClass);
  const option = (key: string): PyValue | undefined => {
    const index = names.indexOf(key);
    const copied = fieldClass.copies.get(key);
    if (copied !== undefined && field.options.has(copied)) return field.options.get(copied);
    return (
      fieldClass.forced.get(key) ?? field.options.get(key) ?? (index === -1 ? undefined : field.args[index]) ?? fieldClass.defaults.get(key)
    );
  };
  let problem = fieldClass.unknown ?? hiddenOption(fieldClass, option) ?? missingOption(fieldClass, field);
  const flag = (key: string): boolean => {
    const truth = truthOf(option(key));
    if (truth === undefined) problem ??= `the option ${key} of ${name} is not a constant`;
    return truth ?? false;
  };
  const relation = fieldClass.shape === 'foreignKey' || fieldClass.shape === 'manyToMany' ? makeRelation(place, option) : undefined;
  if (relation !== undefined && relation.to === undefined) problem ??= `the model that ${name} refers to is not a constant`;
  problem ??= unknownName(name, option);
  const primaryKey = flag('primary_key');
  return {
    name,
    field,
    class: fieldClass,
    column: columnName(fieldClass, name, option),
    null: flag('null'),
    blank: flag('blank'),
    primaryKey,
    unique: flag('unique') || primaryKey,
    dbIndex: flag('db_index'),
    autoCreated: flag('auto_created'),
    relation,
    option,
    problem,
  };
}

/** Names that are written, but not as a constant. */
function unknownName(name: string, option: (key: string) => PyValue | undefined): string | undefined {
  const key = ['db_column', 'to_field'].find((each) => !['str', 'none', undefined].includes(option(each)?.kind));
  return key === undefined ? undefined : `the option ${key} of ${name} is not a constant`;
}

/** Some classes make another column when an option says so. */
function variantFor(fieldClass: FieldClass, field: Field): FieldClass {
  const { variant } = fieldClass;
  const written = variant === undefined ? undefined : field.options.get(variant.option);
  if (variant === undefined || written === undefined) return fieldClass;
  const same = written.kind === variant.is.kind && 'value' in written && 'value' in variant.is && written.value === variant.is.value;
  return same ? variant.class : fieldClass;
}

/** An option that a class works out by itself when it isn't written. */
function missingOption(fieldClass: FieldClass, field: Field): string | undefined {
  for (const [name, by] of fieldClass.needs) {
    const wanted = by === undefined || truthOf(field.options.get(by)) !== false;
    if (wanted && !field.options.has(name)) return `${fieldClass.path}: ${fieldClass.doubt ?? `it works out ${name} by itself`}`;
  }
  return undefined;
}

/** Options that decide about the column, left out by a class of the repository and not known otherwise. */
const needed = ['max_length', 'max_digits', 'decimal_places', 'null', 'unique', 'db_index', 'primary_key', 'db_column', 'to', 'base_field'];

function hiddenOption(fieldClass: FieldClass, option: (key: string) => PyValue | undefined): string | undefined {
  const name = fieldClass.hidden.find((hidden) => needed.includes(hidden) && option(hidden) === undefined);
  return name === undefined ? undefined : `${fieldClass.path} leaves ${name} out of the migration`;
}

function columnName(fieldClass: FieldClass, name: string, option: (key: string) => PyValue | undefined): string | undefined {
  if (fieldClass.shape === 'none' || fieldClass.shape === 'manyToMany' || fieldClass.shape === 'compositePrimaryKey') return undefined;
  const written = option('db_column');
  if (written !== undefined && written.kind !== 'str' && written.kind !== 'none')
    return unknownSql(`the option db_column of ${name} is not a constant`);
  const own = textOf(written);
  if (own !== undefined && own !== '') return own;
  return fieldClass.shape === 'foreignKey' ? `${name}_id` : name;
}

function makeRelation(place: Place, option: (key: string) => PyValue | undefined): Relation {
  const related = textOf(option('related_name'));
  return {
    to: resolveReference(place, option('to')),
    toField: textOf(option('to_field')),
    dbConstraint: option('db_constraint') === undefined ? true : (truthOf(option('db_constraint')) ?? true),
    parentLink: truthOf(option('parent_link')) ?? false,
    hidden: related?.endsWith('+') ?? false,
    through: resolveReference(place, option('through')),
    throughTable: textOf(option('db_table')),
  };
}

/** A default was written (Django's `has_default()`). */
export function hasDefault(field: ModelField): boolean {
  return field.option('default') !== undefined && !isNotProvided(field.option('default'));
}

export function hasDbDefault(field: ModelField): boolean {
  return field.option('db_default') !== undefined && !isNotProvided(field.option('db_default'));
}

function isNotProvided(value: PyValue | undefined): boolean {
  return value?.kind === 'ref' && value.path.endsWith('.NOT_PROVIDED');
}
