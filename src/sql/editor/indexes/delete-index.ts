import type { ModelAt } from '../../model/world.ts';
import { indexNameOf } from '../finish-statement.ts';
import { changeTable, dropIndex } from '../schema/physical-schema.ts';
import { emit, type SchemaEditor } from '../schema-editor.ts';

/** `_delete_index_sql`: an index that is still waiting to be made is not made any more. */
export function deleteIndex(editor: SchemaEditor, model: ModelAt, name: string, concurrently = false): void {
  const { dialect } = editor;
  const { table } = model.model;
  if (dialect.django.dropsDeferredIndexes) {
    editor.deferred = editor.deferred.filter(
      (pending) => pending.table !== table || pending.kind !== 'index' || indexNameOf(dialect, pending) !== name,
    );
  }
  emit(
    editor,
    dialect.sql.deleteIndex(dialect.quoteName(table), dialect.quoteName(name), concurrently),
    { kind: 'dropIndex', index: name, table, concurrently, ...(dialect.vendor === 'postgresql' ? { ifExists: true } : {}) },
    (schema) => changeTable(schema, table, (physical) => dropIndex(physical, name)),
  );
}
