/**
 * `_alter_field` of every database but SQLite, in Django's order: what is in the way goes first (foreign keys, unique, indexes, checks), then the
 * column changes, then what the new field needs is made.
 */
import { emitDropDefault } from '../alter-table.ts';
import { renameColumnIn } from '../pending-statement.ts';
import { changeTable, renameColumn } from '../schema/physical-schema.ts';
import { emit, type ColumnChange, type SchemaEditor } from '../schema-editor.ts';
import { changeColumn } from './change-column.ts';
import { columnOf } from './column-change.ts';
import { dropWhatIsInTheWay } from './drop-what-is-in-the-way.ts';
import { makeWhatIsNeeded } from './make-what-is-needed.ts';

/** Alters a column from one field to another. */
export function alterColumn(editor: SchemaEditor, change: ColumnChange): void {
  const dropped = dropWhatIsInTheWay(editor, change);
  renameChangedColumn(editor, change);
  const defaultLeft = changeColumn(editor, change);
  makeWhatIsNeeded(editor, change, dropped);
  if (defaultLeft) emitDropDefault(editor, change.model, change.to);
}

function renameChangedColumn(editor: SchemaEditor, change: ColumnChange): void {
  const { dialect } = editor;
  const [from, to] = [columnOf(change.from), columnOf(change.to)];
  if (from === to) return;
  const { table } = change.model.model;
  const sql = dialect.sql.renameColumn({
    table: dialect.quoteName(table),
    from: dialect.quoteName(from),
    to: dialect.quoteName(to),
    type: editor.hooks.renamedType(editor, change),
  });
  emit(editor, sql, { kind: 'renameColumn', table, column: from, to }, (schema) =>
    changeTable(schema, table, (physical) => renameColumn(physical, dialect.storedName(from), dialect.storedName(to))),
  );
  editor.deferred = editor.deferred.map((pending) => renameColumnIn(pending, table, { from, to }));
}
