/** Counting columns before Django 4.1: serial, a sequence of its own. https://github.com/django/django/blob/stable/3.2.x/django/db/backends/postgresql/schema.py */
import { changeTable, withSequence } from '../../editor/schema/physical-schema.ts';
import { changeType } from '../../editor/plain-hooks.ts';
import { emit, type ColumnChange, type SchemaEditor, type TypeChange } from '../../editor/schema-editor.ts';
import { collationOf } from '../../fields/columns.ts';
import { stripQuotes } from '../../model/names.ts';
import { castPart } from './cast.ts';

const plainTypes: Readonly<Record<string, string>> = { bigserial: 'bigint', serial: 'integer', smallserial: 'smallint' };

/** The type change of a column that is, becomes or was serial. */
export function changeSerialType(editor: SchemaEditor, change: ColumnChange): TypeChange {
  const plain = plainTypes[change.newType];
  const column = change.to.field.column ?? '';
  const sequence = `${stripQuotes(change.model.model.table)}_${column}_seq`;
  if (plain !== undefined) {
    const { fragment } = changeType(editor, { ...change, newType: plain }, castPart(editor, change, plain));
    return { fragment, after: [() => makeSequence(editor, change, { column, sequence })] };
  }
  const collationOnly = collationOf(editor.dialect, change.from) !== collationOf(editor.dialect, change.to);
  const { fragment, after } = changeType(editor, change, collationOnly ? '' : castPart(editor, change, change.newType));
  return plainTypes[change.oldType] === undefined || collationOnly
    ? { fragment, after }
    : { fragment, after: [() => dropSequence(editor, sequence)] };
}

function dropSequence(editor: SchemaEditor, sequence: string): void {
  emit(editor, `DROP SEQUENCE IF EXISTS ${editor.dialect.quoteName(sequence)} CASCADE`, { kind: 'dropSequence', sequence });
}

/** A new sequence takes over where the column's values end. */
function makeSequence(editor: SchemaEditor, { model }: ColumnChange, names: { readonly column: string; readonly sequence: string }): void {
  const { quoteName } = editor.dialect;
  const table = stripQuotes(model.model.table);
  const { column, sequence } = names;
  const [quoted, quotedTable, quotedColumn] = [quoteName(sequence), quoteName(table), quoteName(column)];
  dropSequence(editor, sequence);
  emit(editor, `CREATE SEQUENCE ${quoted}`, { kind: 'createSequence', sequence });
  emit(editor, `ALTER TABLE ${quotedTable} ALTER COLUMN ${quotedColumn} SET DEFAULT nextval('${quoted}')`, {
    kind: 'setDefault',
    table,
    column,
    volatile: true,
  });
  emit(editor, `SELECT setval('${quoted}', MAX(${quotedColumn})) FROM ${quotedTable}`, {
    kind: 'other',
    what: 'SelectStmt',
    tables: [table],
  });
  emit(editor, `ALTER SEQUENCE ${quoted} OWNED BY ${quotedTable}.${quotedColumn}`, { kind: 'alterSequence', sequence }, (schema) =>
    changeTable(schema, table, (physical) => withSequence(physical, column, sequence)),
  );
}
