import type { SourceRange } from '../source/position.ts';
import type { PyValue } from '../python/value.ts';

/**
 * A model field as a migration writes it, in the form of Django's `Field.deconstruct()`.
 * One record with a map of options, because field classes are an open world.
 */
export interface Field {
  /** Dotted path of the class as Python would find it through the import: `django.db.models.CharField`, `shop.fields.CodeField`. */
  readonly type: string;
  readonly args: readonly PyValue[];
  readonly options: ReadonlyMap<string, PyValue>;
  /** Where the field's call stands; undefined for fields that Django adds by itself (the automatic `id`, parent links). */
  readonly range: SourceRange | undefined;
}

/** An index as a migration writes it. All keyword arguments stand in `options`, positional ones (expressions) in `args`. */
export interface Index {
  /** Dotted path of the class: `django.db.models.Index`, `django.contrib.postgres.indexes.GinIndex`. */
  readonly type: string;
  readonly name: string;
  readonly args: readonly PyValue[];
  readonly options: ReadonlyMap<string, PyValue>;
  readonly range: SourceRange | undefined;
}

/** A constraint as a migration writes it; the same form as Index. */
export interface Constraint {
  /** Dotted path of the class: `django.db.models.UniqueConstraint`, `django.contrib.postgres.constraints.ExclusionConstraint`. */
  readonly type: string;
  readonly name: string;
  readonly args: readonly PyValue[];
  readonly options: ReadonlyMap<string, PyValue>;
  readonly range: SourceRange | undefined;
}

/** The type of a field whose class cannot be known; its `args` then hold the value as far as it was read. */
export const unknownFieldType = '?';
