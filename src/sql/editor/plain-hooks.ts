/** The editor's behaviour where a database has none of its own. */
import { collationOf } from '../fields/columns.ts';
import { textOf } from '../fields/model-field.ts';
import { makePostgresName } from '../model/names.ts';
import { alterColumn } from './alter/alter-column.ts';
import { alterManyToMany } from './alter/alter-field.ts';
import { addField, alterTable, removeField } from './alter-table.ts';
import { commentLiteral } from './column-sql.ts';
import { alterColumnComment, createModel, deleteModel } from './create-model.ts';
import { ordinaryFieldIndexes } from './indexes/index-sql.ts';
import { addIndex, addMetaConstraint, removeIndex, removeMetaConstraint } from './indexes/indexes.ts';
import type { ColumnChange, EditorHooks, Fragment, SchemaEditor, TypeChange } from './schema-editor.ts';
import { alterIndexTogether, alterUniqueTogether } from './indexes/together.ts';

/** `_alter_column_type_sql`. A comment that changes follows as a statement of its own where it can't stand inline. */
export function changeType(editor: SchemaEditor, change: ColumnChange, using = ''): TypeChange {
  const { dialect } = editor;
  const { from, to, newType, model } = change;
  const column = to.field.column ?? '';
  const collation = collationOf(dialect, to);
  const recollated = collationOf(dialect, from) !== collation;
  const collate = collation === undefined || (dialect.django.collationAlone && !recollated) ? '' : ` ${dialect.collate(collation)}`;
  const cast = dialect.django.collationAlone && recollated ? '' : using;
  const [before, after] = [textOf(from.field.option('db_comment')), textOf(to.field.option('db_comment'))];
  const comments = dialect.features.supportsComments && dialect.django.comments;
  const inline =
    comments && dialect.features.supportsCommentsInline && after !== undefined ? ` COMMENT ${commentLiteral(editor, after)}` : '';
  const sql = dialect.sql.alterColumnType({ column: dialect.quoteName(column), type: newType, collation: collate, comment: inline }) + cast;
  const separate = comments && !dialect.features.supportsCommentsInline && before !== after;
  return {
    fragment: {
      sql,
      action: {
        kind: 'alterColumnType',
        table: model.model.table,
        column,
        from: change.oldType,
        to: newType,
        collation: recollated,
      },
    },
    after: separate ? [() => alterColumnComment(editor, model, to.field, after)] : [],
  };
}

/** `_alter_column_null_sql`. */
export function changeNull(editor: SchemaEditor, { model, to, newType }: ColumnChange): Fragment | undefined {
  const { dialect } = editor;
  if (dialect.features.interpretsEmptyStringsAsNulls && to.field.class.emptyStringsAllowed) return undefined;
  const column = to.field.column ?? '';
  const quoted = dialect.quoteName(column);
  return to.field.null
    ? { sql: dialect.sql.alterColumnNull(quoted, newType), action: { kind: 'dropNotNull', table: model.model.table, column } }
    : { sql: dialect.sql.alterColumnNotNull(quoted, newType), action: { kind: 'setNotNull', table: model.model.table, column } };
}

const labels = { primaryKey: 'pkey', unique: 'key', check: 'check', sequence: 'seq' } as const;

export const plainHooks: EditorHooks = {
  createModel,
  deleteModel,
  addField,
  removeField,
  alterColumn,
  alterManyToMany,
  alterTable,
  addIndex,
  removeIndex,
  addConstraint: addMetaConstraint,
  removeConstraint: removeMetaConstraint,
  alterUniqueTogether,
  alterIndexTogether,
  fieldIndexes: ordinaryFieldIndexes,
  changeType,
  changeNull,
  renamedType: (_editor, change) => change.newType,
  skipDefault: () => false,
  skipDefaultOnAlter: () => false,
  columnDefault: (_editor, _at, literal) => literal,
  implicitName: (kind, table, column) =>
    makePostgresName(table.name, kind === 'primaryKey' ? undefined : column, labels[kind], (name) =>
      table.constraints.some((constraint) => constraint.name === name),
    ),
};
