/** Column definitions (`BaseDatabaseSchemaEditor.column_sql`). */
import { collationOf, columnCheck, columnType, internalTypeOf } from '../fields/columns.ts';
import { effectiveDefault } from '../fields/effective-default.ts';
import { hasDbDefault, textOf, truthOf } from '../fields/model-field.ts';
import { unknownSql } from '../fields/unknown-sql.ts';
import type { FieldAt } from '../model/world.ts';
import { quoteValue } from '../values/quote.ts';
import { compileDatabaseDefault, compileGenerated } from './compile.ts';
import { note, type SchemaEditor } from './schema-editor.ts';

/** The definition after the column's name, without check, suffix and foreign key; undefined when the field has no column. */
export function columnDefinition(editor: SchemaEditor, at: FieldAt, includeDefault: boolean): string | undefined {
  const { dialect } = editor;
  const { field } = at;
  const type = columnType(dialect, at);
  if (type === undefined || field.column === undefined) return undefined;
  note(editor, field.problem);
  const parts = [type];
  const collation = collationOf(dialect, at);
  if (collation !== undefined) parts.push(dialect.collate(collation));
  const comment = textOf(field.option('db_comment'));
  if (comment !== undefined && dialect.features.supportsCommentsInline && dialect.django.comments)
    parts.push(inlineComment(editor, comment));
  const written = defaultPart(editor, at, includeDefault);
  if (written !== undefined) parts.push(written);
  parts.push(...nullParts(editor, at));
  if (field.primaryKey) parts.push('PRIMARY KEY');
  else if (field.unique) parts.push('UNIQUE');
  const tablespace = textOf(field.option('db_tablespace')) ?? at.model.tablespace;
  if (tablespace !== undefined && dialect.features.supportsTablespaces && field.unique) parts.push(dialect.tablespace(tablespace, true));
  return parts.join(' ');
}

function inlineComment(editor: SchemaEditor, comment: string): string {
  return `COMMENT ${commentLiteral(editor, comment)}`;
}

/** A comment as it stands in a statement. */
export function commentLiteral(editor: SchemaEditor, comment: string | undefined): string {
  return (
    quoteValue({ kind: 'str', value: comment ?? '' }, editor.dialect.values, 'parameter') ??
    unknownSql('how the comment is written is not known')
  );
}

function defaultPart(editor: SchemaEditor, at: FieldAt, include: boolean): string | undefined {
  const { dialect, hooks } = editor;
  const { field } = at;
  if (dialect.django.databaseDefaults && hasDbDefault(field)) return `DEFAULT ${compileDatabaseDefault(editor, at)}`;
  if (!include || hooks.skipDefault(editor, at) || (field.null && hooks.skipDefaultOnAlter(editor, at))) return undefined;
  const value = effectiveDefault(dialect, at);
  if (value.kind === 'none') return undefined;
  return `DEFAULT ${hooks.columnDefault(editor, at, value.sql)}`;
}

function nullParts(editor: SchemaEditor, at: FieldAt): readonly string[] {
  const { features } = editor.dialect;
  const { field } = at;
  if (field.class.shape === 'generated') return [generatedPart(editor, at)];
  const emptyIsNull = field.class.emptyStringsAllowed && !field.primaryKey && features.interpretsEmptyStringsAsNulls;
  if (!field.null && !emptyIsNull) return ['NOT NULL'];
  return features.impliedColumnNull ? [] : ['NULL'];
}

function generatedPart(editor: SchemaEditor, at: FieldAt): string {
  const stored = truthOf(at.field.option('db_persist'));
  const expression = at.field.option('expression');
  if (expression === undefined || stored === undefined) return unknownSql(`the expression of ${at.field.name} is not known`);
  return `GENERATED ALWAYS AS (${compileGenerated(editor, at, expression)}) ${stored ? 'STORED' : 'VIRTUAL'}`;
}

/** The definition with the check and the suffix (identity) that belong to the type. CREATE TABLE and ADD COLUMN put them in different order. */
export function withCheckAndSuffix(editor: SchemaEditor, at: FieldAt, definition: string, order: 'create' | 'add'): string {
  const check = columnCheck(editor.dialect, at, at.field.column ?? '');
  const suffix = at.field.class.shape === 'column' ? editor.dialect.typeSuffix(internalTypeOf(at)) : undefined;
  const checkPart = check === undefined ? '' : ` CHECK (${check})`;
  const suffixPart = suffix === undefined ? '' : ` ${suffix}`;
  return definition + (order === 'create' ? checkPart + suffixPart : suffixPart + checkPart);
}

/** The column exists: a type that counts by itself. */
export function isAuto(at: FieldAt): boolean {
  return at.field.class.shape === 'column' && /^(Small|Big)?AutoField$/.test(at.field.class.internalType);
}
