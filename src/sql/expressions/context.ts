/** What the expression compiler must be told about the model, and what it answers. */
import type { OwnClass } from '../../django/project.ts';
import type { PyValue } from '../../python/value.ts';
import type { ExpressionField, ValueTarget } from '../values/field.ts';

export interface ExpressionContext extends ValueTarget {
  /** The model's field by name or attname (`author_id`); `pk` is asked for as `pk`. */
  field(name: string): ExpressionField | undefined;
  /** What an expression class of the project amounts to; undefined when it is not known. */
  ownClass(path: string): OwnClass | undefined;
  /** The field that a call of a field class makes, as in `Cast("a", models.IntegerField())`; undefined when it cannot be told. */
  outputField(value: PyValue): ExpressionField | undefined;
}

/** SQL as it stands in the statement, or why it cannot be told. */
export type ExpressionSql = { readonly sql: string; readonly parameters: number } | { readonly unknown: string };
