/** What a relational field points to, by Django's own rules (django.db.migrations.utils.resolve_relation). */
import type { PyValue } from '../python/value.ts';
import type { Field } from './field.ts';

/** A model by app label (exact) and name in lower case. */
export interface ModelReference {
  readonly appLabel: string;
  readonly modelName: string;
}

/** Where a reference is written: the model that owns the field. Resolves `self` and names without an app label. */
export interface ReferenceScope {
  readonly appLabel: string;
  readonly modelName: string;
}

/** The model that the option `to` or `through` names; undefined when there is no such option or it is no plain text. */
export function referencedModel(value: PyValue | undefined, scope: ReferenceScope): ModelReference | undefined {
  if (value?.kind !== 'str') return undefined;
  if (value.value === 'self') return { appLabel: scope.appLabel, modelName: scope.modelName.toLowerCase() };
  const dot = value.value.indexOf('.');
  if (dot === -1) return { appLabel: scope.appLabel, modelName: value.value.toLowerCase() };
  return { appLabel: value.value.slice(0, dot), modelName: value.value.slice(dot + 1).toLowerCase() };
}

/** The model a ForeignKey, OneToOneField or ManyToManyField points to. */
export function relatedModel(field: Field, scope: ReferenceScope): ModelReference | undefined {
  return referencedModel(field.options.get('to'), scope);
}

/** Whether two references name the same model. */
export function sameModel(a: ModelReference | undefined, b: ModelReference): boolean {
  return a?.appLabel === b.appLabel && a.modelName === b.modelName;
}

/** The field with one option set. */
export function withOption(field: Field, name: string, value: PyValue): Field {
  return { ...field, options: new Map(field.options).set(name, value) };
}

/** The field without one option. */
export function withoutOption(field: Field, name: string): Field {
  if (!field.options.has(name)) return field;
  const options = new Map(field.options);
  options.delete(name);
  return { ...field, options };
}
