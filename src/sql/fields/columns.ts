/** The column of a field: type, check, collation, suffix; foreign keys take theirs from what they point at. */
import type { Field } from '../../django/field.ts';
import type { PyValue } from '../../python/value.ts';
import { unknownSql } from './unknown-sql.ts';
import type { Dialect } from '../model/dialect.ts';
import { concreteModel, fieldNamed, getModel, primaryKeyOf } from '../model/model.ts';
import { makeModelField, textOf } from './model-field.ts';
import type { FieldAt, ModelField } from '../model/world.ts';
import type { ColumnText } from './classes/field-class.ts';

/** What a foreign key points at: the concrete model that owns the table, and its field. */
export function targetOf(at: FieldAt): FieldAt | undefined {
  const { relation } = at.field;
  if (relation?.to === undefined) return undefined;
  const found = getModel(at.apps, relation.to);
  const model = found === undefined ? undefined : concreteModel(at.apps, found);
  if (model === undefined) return undefined;
  const field = relation.toField === undefined ? primaryKeyOf(model) : fieldNamed(model, relation.toField);
  return field === undefined ? undefined : { apps: at.apps, model, field };
}

/** The name of a model for people. */
function nameOf(at: FieldAt): string {
  const to = at.field.relation?.to;
  return to === undefined ? 'a model' : `${to.appLabel}.${to.modelName}`;
}

/** The table a foreign key points at, marked when it is not known. */
export function targetTable(at: FieldAt): string {
  return targetOf(at)?.model.table ?? unknownSql(`the table of ${nameOf(at)} is not known`);
}

export function targetColumn(at: FieldAt): string {
  return targetOf(at)?.field.column ?? unknownSql(`the key of ${nameOf(at)} is not known`);
}

/** The field that the column type follows: the output_field of a GeneratedField, the base_field of an ArrayField. */
export function innerField(at: FieldAt, option: 'output_field' | 'base_field'): FieldAt | undefined {
  const value = at.field.option(option);
  if (value?.kind !== 'call') return undefined;
  const field: Field = { type: value.callee, args: value.args, options: value.kwargs, range: undefined };
  const place = { world: at.apps.world, appLabel: at.model.appLabel, modelName: at.model.name };
  return { ...at, field: makeModelField(place, at.field.name, field) };
}

const targetLimit = 30;

/** The column type of a field; undefined when the field has no column. What can't be known stands as a mark in the text. */
export function columnType(dialect: Dialect, at: FieldAt, depth = 0): string | undefined {
  const { field } = at;
  switch (field.class.shape) {
    case 'none':
    case 'manyToMany':
    case 'compositePrimaryKey':
      return undefined;
    case 'foreignKey':
      return relatedType(dialect, at, depth);
    case 'generated': {
      const inner = innerField(at, 'output_field');
      return inner === undefined ? unknownSql(`the output_field of ${field.name} is not known`) : columnType(dialect, inner, depth + 1);
    }
    case 'array':
      return arrayType(dialect, at, depth);
    case 'geometry':
      return dialect.geometryType(field);
    case 'column':
      return plainType(dialect, at);
  }
}

function plainType(dialect: Dialect, { field }: FieldAt): string {
  const { class: fieldClass } = field;
  if (fieldClass.unknown !== undefined) return unknownSql(fieldClass.unknown);
  const own = fieldClass.columnTypes[dialect.vendor] ?? fieldClass.columnTypes.any ?? { as: fieldClass.internalType };
  return typeText(dialect, field, own);
}

/** A type with the values of the options that it names. */
function typeText(dialect: Dialect, field: ModelField, type: ColumnText): string {
  if (typeof type !== 'string')
    return dialect.columnType(type.as, field.option) ?? unknownSql(`${field.class.path} has no column type on ${dialect.vendor}`);
  const size = field.class.sizedBy === undefined ? undefined : field.option(field.class.sizedBy);
  const sized =
    size === undefined || size.kind === 'none'
      ? type
      : `${type}(${size.kind === 'int' ? size.value : unknownSql('its size is not a constant')})`;
  return sized.replaceAll(/%\((\w+)\)s/g, (_, name: string) => {
    const value = field.option(name);
    return value?.kind === 'int' ? String(value.value) : unknownSql(`${name} is not a constant`);
  });
}

function arrayType(dialect: Dialect, at: FieldAt, depth: number): string {
  const inner = innerField(at, 'base_field');
  const base = inner === undefined || depth > targetLimit ? undefined : columnType(dialect, inner, depth + 1);
  if (base === undefined) return unknownSql(`the base_field of ${at.field.name} is not known`);
  const size = at.field.option('size');
  return `${base}[${size?.kind === 'int' ? size.value : ''}]`;
}

/** `rel_db_type` of the target: keys that count by themselves are plain integers at the other end. */
function relatedType(dialect: Dialect, at: FieldAt, depth: number): string {
  const target = depth > targetLimit ? undefined : targetOf(at);
  if (target === undefined) return unknownSql(at.field.problem ?? `the key of ${nameOf(at)} is not known`);
  const own = target.field.class.relatedTypes[dialect.vendor];
  if (own !== undefined && !(typeof own === 'object' && 'own' in own)) return typeText(dialect, target.field, own);
  const plain = own !== undefined ? undefined : plainIntegers[target.field.class.internalType];
  const keeps = target.field.class.internalType.startsWith('Positive') && dialect.features.relatedFieldsMatchType;
  if (target.field.class.shape === 'column' && plain !== undefined && !keeps)
    return dialect.columnType(plain, noOption) ?? unknownSql(`no type for ${plain}`);
  return columnType(dialect, target, depth + 1) ?? unknownSql(`the key of ${nameOf(at)} has no column`);
}

const noOption = (): PyValue | undefined => undefined;
const plainIntegers: Readonly<Record<string, string>> = {
  AutoField: 'IntegerField',
  BigAutoField: 'BigIntegerField',
  SmallAutoField: 'SmallIntegerField',
  PositiveIntegerField: 'IntegerField',
  PositiveBigIntegerField: 'BigIntegerField',
  PositiveSmallIntegerField: 'SmallIntegerField',
};

/** Django's `get_internal_type()`: a GeneratedField answers for its output_field. */
export function internalTypeOf(at: FieldAt): string {
  const inner = at.field.class.shape === 'generated' ? innerField(at, 'output_field') : undefined;
  return inner === undefined ? at.field.class.internalType : internalTypeOf(inner);
}

/**
 * The check that the type brings along (Positive…Field), for a column name as given. A generated column has none: Django asks its output field, which
 * knows no column.
 */
export function columnCheck(dialect: Dialect, at: FieldAt, column: string): string | undefined {
  const { shape } = at.field.class;
  if (shape === 'foreignKey' || shape === 'manyToMany' || shape === 'none' || shape === 'generated') return undefined;
  return dialect.columnCheck(internalTypeOf(at), column);
}

/** The collation that a column is made with; foreign keys follow their target. */
export function collationOf(dialect: Dialect, at: FieldAt, depth = 0): string | undefined {
  const { field } = at;
  if (field.class.shape === 'foreignKey') {
    const target = dialect.django.relationCollations && depth < targetLimit ? targetOf(at) : undefined;
    return target === undefined ? undefined : collationOf(dialect, target, depth + 1);
  }
  if (field.class.shape === 'array' || field.class.shape === 'generated') {
    const inner = innerField(at, field.class.shape === 'array' ? 'base_field' : 'output_field');
    return inner === undefined ? undefined : collationOf(dialect, inner, depth + 1);
  }
  return textOf(field.option('db_collation'));
}

/** The type as a cast compares it: `data_types` without its options, or what a relation points at. */
export function castType(dialect: Dialect, at: FieldAt): string | undefined {
  if (at.field.class.shape === 'foreignKey') return columnType(dialect, at);
  return dialect.baseType(internalTypeOf(at)) ?? columnType(dialect, at);
}
