/** Operations on indexes and constraints of `Meta`. */
import type { Constraint, Index } from '../../../django/field.ts';
import type { ModelAt } from '../../model/world.ts';
import { deleteIndex } from './delete-index.ts';
import { constraintClass, constraintStatement, isUniqueIndex } from './constraint-sql.ts';
import { execute } from '../finish-statement.ts';
import { metaIndex } from './index-sql.ts';
import { changeTable, dropConstraint, dropIndex, renameIndex } from '../schema/physical-schema.ts';
import { emit, note, type SchemaEditor } from '../schema-editor.ts';

export function addIndex(editor: SchemaEditor, model: ModelAt, index: Index, concurrently: boolean): void {
  if (index.args.length > 0 && !editor.dialect.features.supportsExpressionIndexes) return;
  execute(editor, { ...metaIndex(editor, model, index, concurrently), name: index.name });
}

export function removeIndex(editor: SchemaEditor, model: ModelAt, index: Index, concurrently: boolean): void {
  if (index.args.length > 0 && !editor.dialect.features.supportsExpressionIndexes) return;
  deleteIndex(editor, model, index.name, concurrently);
}

/** `rename_index`: where the database can't, the index is dropped and made again. */
export function renameMetaIndex(editor: SchemaEditor, model: ModelAt, from: Index, to: Index): void {
  const { dialect } = editor;
  const { table } = model.model;
  if (!dialect.features.canRenameIndex) {
    editor.hooks.removeIndex(editor, model, from, false);
    editor.hooks.addIndex(editor, model, to, false);
    return;
  }
  const sql = dialect.sql.renameIndex(dialect.quoteName(table), dialect.quoteName(from.name), dialect.quoteName(to.name));
  emit(editor, sql, { kind: 'renameIndex', index: from.name, to: to.name, table }, (schema) =>
    changeTable(schema, table, (physical) => renameIndex(physical, from.name, to.name)),
  );
}

export function addMetaConstraint(editor: SchemaEditor, model: ModelAt, constraint: Constraint): void {
  const pending = constraintStatement(editor, model, constraint);
  if (pending === undefined) return;
  execute(editor, pending.kind === 'foreignKey' ? pending : { ...pending, name: constraint.name });
}

export function removeMetaConstraint(editor: SchemaEditor, model: ModelAt, constraint: Constraint): void {
  const { dialect } = editor;
  const kind = constraintClass(model, constraint);
  if (kind === undefined) {
    note(editor, `the constraint class ${constraint.type} is not known`);
    return;
  }
  if (constraintStatement(editor, model, constraint) === undefined) return;
  const { table } = model.model;
  const [quotedTable, quotedName] = [dialect.quoteName(table), dialect.quoteName(constraint.name)];
  if (kind === 'unique' && isUniqueIndex(constraint)) {
    emit(
      editor,
      dialect.sql.deleteIndex(quotedTable, quotedName, false),
      { kind: 'dropIndex', index: constraint.name, table, concurrently: false },
      (schema) => changeTable(schema, table, (physical) => dropIndex(physical, constraint.name)),
    );
    return;
  }
  const sql = kind === 'unique' ? dialect.sql.deleteUnique(quotedTable, quotedName) : dialect.sql.deleteCheck(quotedTable, quotedName);
  emit(editor, sql, { kind: 'dropConstraint', table, constraint: constraint.name, references: undefined }, (schema) =>
    changeTable(schema, table, (physical) => dropConstraint(physical, constraint.name)),
  );
}
