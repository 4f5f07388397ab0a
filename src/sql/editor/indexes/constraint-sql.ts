/** Constraints of `Meta.constraints`: inside CREATE TABLE, or as statements of their own. */
import type { Constraint } from '../../../django/field.ts';
import type { PyValue } from '../../../python/value.ts';
import { textOf } from '../../fields/model-field.ts';
import { rangeOperator } from '../../expressions/compile/range-operator.ts';
import { unknownSql } from '../../fields/unknown-sql.ts';
import type { ModelAt } from '../../model/world.ts';
import { compileCondition, compileExclusion, compileIndexExpressions } from '../compile.ts';
import { columnOf, metaName, namesIn, plainIndex } from './index-sql.ts';
import type { PendingConstraint, PendingStatement } from '../pending-statement.ts';
import { note, type SchemaEditor } from '../schema-editor.ts';

export type ConstraintClass = 'check' | 'unique' | 'exclude';

const constraintClasses: ReadonlyMap<string, ConstraintClass> = new Map([
  ['CheckConstraint', 'check'],
  ['UniqueConstraint', 'unique'],
  ['ExclusionConstraint', 'exclude'],
]);

/** What a constraint of a model is; undefined when its class is not known. */
export function constraintClass({ apps }: ModelAt, constraint: Constraint): ConstraintClass | undefined {
  const type = apps.world.project.ownClasses.get(constraint.type)?.base ?? constraint.type;
  return type.startsWith('django.') ? constraintClasses.get(type.slice(type.lastIndexOf('.') + 1)) : undefined;
}

function given(constraint: Constraint, name: string): PyValue | undefined {
  const value = constraint.options.get(name);
  if (value === undefined || value.kind === 'none') return undefined;
  return 'items' in value && value.items.length === 0 ? undefined : value;
}

/** A UniqueConstraint that the database makes as an index: with a condition, covered columns, operator classes or expressions. */
export function isUniqueIndex(constraint: Constraint): boolean {
  return ['condition', 'include', 'opclasses'].some((name) => given(constraint, name) !== undefined) || constraint.args.length > 0;
}

/** What follows a column's or constraint's definition for `deferrable=Deferrable.DEFERRED`. */
export function deferrablePart(constraint: Constraint): string {
  const value = given(constraint, 'deferrable');
  if (value === undefined) return '';
  const name = value.kind === 'ref' ? value.path.slice(value.path.lastIndexOf('.') + 1) : textOf(value)?.toUpperCase();
  if (name === 'DEFERRED' || name === 'IMMEDIATE') return ` DEFERRABLE INITIALLY ${name}`;
  return ` ${unknownSql('deferrable is not a constant')}`;
}

function nullsDistinctPart(constraint: Constraint): string {
  const value = given(constraint, 'nulls_distinct');
  if (value?.kind !== 'bool') return '';
  return value.value ? ' NULLS DISTINCT' : ' NULLS NOT DISTINCT';
}

/** Django leaves out what the database can't do. */
function uniqueSupported(editor: SchemaEditor, constraint: Constraint): boolean {
  const { features } = editor.dialect;
  return (
    (given(constraint, 'condition') === undefined || features.supportsPartialIndexes) &&
    (given(constraint, 'deferrable') === undefined || features.supportsDeferrableUniqueConstraints) &&
    (given(constraint, 'include') === undefined || features.supportsCoveringIndexes) &&
    (constraint.args.length === 0 || features.supportsExpressionIndexes) &&
    (given(constraint, 'nulls_distinct') === undefined || features.supportsNullsDistinct)
  );
}

/** The statement that adds the constraint to a table; undefined when the database can't hold it. */
export function constraintStatement(editor: SchemaEditor, model: ModelAt, constraint: Constraint): PendingStatement | undefined {
  switch (constraintClass(model, constraint)) {
    case 'unique':
      return uniqueStatement(editor, model, constraint);
    case 'check':
      return editor.dialect.features.supportsTableCheckConstraints ? checkStatement(editor, model, constraint) : undefined;
    case 'exclude':
      return exclusionStatement(editor, model, constraint);
    case undefined:
      note(editor, `the constraint class ${constraint.type} is not known`);
      return undefined;
  }
}

function uniqueStatement(editor: SchemaEditor, model: ModelAt, constraint: Constraint): PendingStatement | undefined {
  if (!uniqueSupported(editor, constraint)) return undefined;
  const { table } = model.model;
  const columns = namesIn(constraint.options.get('fields')).map((name) => columnOf(model, name));
  const name = metaName(model, constraint.name);
  const nullsDistinct = nullsDistinctPart(constraint);
  if (!isUniqueIndex(constraint)) {
    return { kind: 'unique', owner: editor.slot, table, columns, name, deferrable: deferrablePart(constraint), nullsDistinct };
  }
  const condition = given(constraint, 'condition');
  return plainIndex(editor, table, constraint.args.length > 0 ? [] : columns, {
    name,
    unique: true,
    opclasses: namesIn(constraint.options.get('opclasses')),
    expressions: constraint.args.length > 0 ? compileIndexExpressions(editor, model, constraint.args) : undefined,
    include: namesIn(constraint.options.get('include')).map((field) => columnOf(model, field)),
    condition: condition === undefined ? undefined : compileCondition(editor, model, condition),
    nullsDistinct,
  });
}

function checkStatement(editor: SchemaEditor, model: ModelAt, constraint: Constraint): PendingConstraint {
  const condition = given(constraint, 'condition') ?? given(constraint, 'check');
  const definition = condition === undefined ? unknownSql('the condition is not known') : compileCondition(editor, model, condition);
  const columns = model.model.fields.flatMap((field) =>
    field.column !== undefined && definition.includes(editor.dialect.quoteName(field.column)) ? [field.column] : [],
  );
  return {
    kind: 'constraint',
    owner: editor.slot,
    table: model.model.table,
    name: metaName(model, constraint.name),
    type: 'check',
    definition,
    columns,
  };
}

function exclusionStatement(editor: SchemaEditor, model: ModelAt, constraint: Constraint): PendingConstraint {
  const type = textOf(given(constraint, 'index_type')) ?? 'GIST';
  const condition = given(constraint, 'condition');
  const include = namesIn(constraint.options.get('include')).map((name) => editor.dialect.quoteName(columnOf(model, name)));
  const definition = [
    `EXCLUDE USING ${type} (${exclusionExpressions(editor, model, constraint)})`,
    include.length === 0 ? '' : ` INCLUDE (${include.join(', ')})`,
    condition === undefined ? '' : ` WHERE (${compileCondition(editor, model, condition)})`,
    deferrablePart(constraint),
  ].join('');
  return {
    kind: 'constraint',
    owner: editor.slot,
    table: model.model.table,
    name: metaName(model, constraint.name),
    type: 'exclude',
    definition,
    columns: [],
  };
}

function exclusionExpressions(editor: SchemaEditor, model: ModelAt, constraint: Constraint): string {
  const pairs = constraint.options.get('expressions');
  const opclasses = namesIn(constraint.options.get('opclasses'));
  if (pairs === undefined || !('items' in pairs)) return unknownSql('the expressions are not known');
  if (opclasses.length === 0) return compileExclusion(editor, model, pairs);
  const written = pairs.items.map((pair, at) => {
    const [expression, operator] = 'items' in pair ? pair.items : [];
    const symbol = operator === undefined ? undefined : rangeOperator(operator);
    if (expression === undefined || symbol === undefined) return unknownSql('an operator that is not a constant');
    const opclass = opclasses[at] === undefined || opclasses[at] === '' ? '' : ` ${opclasses[at]}`;
    return `${compileIndexExpressions(editor, model, [expression])}${opclass} WITH ${symbol}`;
  });
  return written.join(', ');
}

/** The constraint inside CREATE TABLE; undefined when it is left out or becomes an index after the table (which is then deferred). */
export function inlineConstraint(
  editor: SchemaEditor,
  model: ModelAt,
  constraint: Constraint,
): { readonly sql: string; readonly pending: PendingStatement } | undefined {
  const pending = constraintStatement(editor, model, constraint);
  if (pending === undefined) return undefined;
  const quote = editor.dialect.quoteName;
  if (pending.kind === 'index') {
    editor.deferred.push(pending);
    return undefined;
  }
  if (pending.kind === 'unique' && pending.nullsDistinct !== '') {
    editor.deferred.push(pending);
    return undefined;
  }
  if (pending.kind === 'unique') {
    return {
      sql: `CONSTRAINT ${quote(pending.name ?? constraint.name)} UNIQUE (${pending.columns.map(quote).join(', ')})${pending.deferrable}`,
      pending,
    };
  }
  if (pending.kind === 'constraint') {
    const definition = pending.type === 'check' ? `CHECK (${pending.definition})` : pending.definition;
    return { sql: `CONSTRAINT ${quote(pending.name)} ${definition}`, pending };
  }
  return undefined;
}
