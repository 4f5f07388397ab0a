/** Conditions and expressions of a model as SQL; what can't be compiled stands as a mark in the text. */
import type { Field } from '../../django/field.ts';
import type { PyValue } from '../../python/value.ts';
import type { ExpressionContext, ExpressionSql } from '../expressions/context.ts';
import { renderCondition, renderDatabaseDefault, renderExclusion, renderGenerated, renderIndexExpressions } from '../expressions/render.ts';
import { expressionField } from '../fields/expression-field.ts';
import { hasDbDefault, makeModelField } from '../fields/model-field.ts';
import { unknownSql } from '../fields/unknown-sql.ts';
import type { Dialect } from '../model/dialect.ts';
import { fieldNamed, primaryKeyOf } from '../model/model.ts';
import type { FieldAt, ModelAt } from '../model/world.ts';
import type { SchemaEditor } from './schema-editor.ts';

/** What the compiler asks about a model. */
function expressionContext(dialect: Dialect, at: ModelAt): ExpressionContext {
  return {
    ...dialect.values,
    field: (name) => {
      const field = name === 'pk' ? primaryKeyOf(at.model) : fieldNamed(at.model, name);
      return field === undefined || field.class.shape === 'manyToMany' ? undefined : expressionField(dialect, { ...at, field });
    },
    ownClass: (path) => at.apps.world.project.ownClasses.get(path),
    outputField: (value) => {
      if (value.kind !== 'call') return undefined;
      const field: Field = { type: value.callee, args: value.args, options: value.kwargs, range: undefined };
      const place = { world: at.apps.world, appLabel: at.model.appLabel, modelName: at.model.name };
      const made = makeModelField(place, '', field);
      return made.class.unknown === undefined ? expressionField(dialect, { ...at, field: { ...made, column: '' } }) : undefined;
    },
  };
}

function textOr(result: ExpressionSql): string {
  return 'sql' in result ? result.sql : unknownSql(result.unknown);
}

/** The condition of a check, an index or a constraint (a `Q`). */
export function compileCondition({ dialect }: SchemaEditor, model: ModelAt, condition: PyValue): string {
  return textOr(renderCondition(condition, expressionContext(dialect, model)));
}

/** Expressions of an index, joined by commas. */
export function compileIndexExpressions({ dialect }: SchemaEditor, model: ModelAt, expressions: readonly PyValue[]): string {
  return textOr(renderIndexExpressions(expressions, expressionContext(dialect, model)));
}

/** The `(expression, operator)` pairs of an ExclusionConstraint. */
export function compileExclusion({ dialect }: SchemaEditor, model: ModelAt, pairs: PyValue): string {
  return textOr(renderExclusion(pairs, expressionContext(dialect, model)));
}

/** The expression of a GeneratedField. */
export function compileGenerated({ dialect }: SchemaEditor, model: ModelAt, expression: PyValue): string {
  return textOr(renderGenerated(expression, expressionContext(dialect, model)));
}

function databaseDefault({ dialect }: SchemaEditor, at: FieldAt): ExpressionSql {
  const value = at.field.option('db_default') ?? { kind: 'none' };
  return renderDatabaseDefault(value, expressionField(dialect, at), expressionContext(dialect, at));
}

/** What stands behind DEFAULT for a `db_default`: constants plain, other expressions in parentheses. */
export function compileDatabaseDefault(editor: SchemaEditor, at: FieldAt): string {
  return textOr(databaseDefault(editor, at));
}

/** The column's definition takes parameters when Django sends it. */
export function hasParameters(editor: SchemaEditor, at: FieldAt): boolean {
  if (editor.dialect.features.requiresLiteralDefaults) return false;
  const expression = at.field.class.shape === 'generated' ? at.field.option('expression') : undefined;
  if (expression === undefined && !hasDbDefault(at.field)) return false;
  const sent = expression === undefined ? databaseDefault(editor, at) : renderGenerated(expression, expressionContext(editor.dialect, at));
  return 'parameters' in sent && sent.parameters > 0;
}
