/** What Oracle's schema editor does in its own way. */
import { alterField } from '../../editor/alter/alter-field.ts';
import { addField, removeField } from '../../editor/alter-table.ts';
import { isAuto } from '../../editor/column-sql.ts';
import { deleteModel } from '../../editor/create-model.ts';
import { ordinaryFieldIndexes } from '../../editor/indexes/index-sql.ts';
import { changeNull, changeType, plainHooks } from '../../editor/plain-hooks.ts';
import {
  emit,
  note,
  type ColumnChange,
  type EditorHooks,
  type Fragment,
  type SchemaEditor,
  type TypeChange,
} from '../../editor/schema-editor.ts';
import { collationOf, columnType, internalTypeOf } from '../../fields/columns.ts';
import { unknownSql } from '../../fields/unknown-sql.ts';
import { stripQuotes, truncateName } from '../../model/names.ts';
import type { FieldAt, ModelAt } from '../../model/world.ts';
import { isIdentity, isLob } from './types.ts';

export const oracleHooks: EditorHooks = {
  ...plainHooks,
  deleteModel: deleteOracleModel,
  removeField: removeOracleField,
  alterColumn: alterOracleColumn,
  changeType: changeOracleType,
  changeNull: changeOracleNull,
  fieldIndexes: (editor, at) => (isLob(columnType(editor.dialect, at)) ? [] : ordinaryFieldIndexes(editor, at)),
  /** SYS_C0012345. */
  implicitName: (kind, table, column) => unknownSql(`the server named the ${kind} of ${table.name}${column === '' ? '' : `.${column}`}`),
};

/** The sequence that old Djangos counted with goes with its table. */
function deleteOracleModel(editor: SchemaEditor, at: ModelAt): void {
  deleteModel(editor, at);
  const sequence = `${truncateName(stripQuotes(at.model.table), 27).toUpperCase()}_SQ`;
  const lines = [
    'DECLARE',
    '    i INTEGER;',
    'BEGIN',
    '    SELECT COUNT(1) INTO i FROM USER_SEQUENCES',
    `        WHERE SEQUENCE_NAME = '${sequence}';`,
    '    IF i = 1 THEN',
    `        EXECUTE IMMEDIATE 'DROP SEQUENCE "${sequence}"';`,
    '    END IF;',
    'END;',
    '/',
  ];
  emit(editor, lines.join('\n'), { kind: 'dropSequence', sequence });
}

function dropIdentity(editor: SchemaEditor, table: string, column: string): void {
  const { quoteName } = editor.dialect;
  emit(editor, `ALTER TABLE ${quoteName(table)} MODIFY ${quoteName(column)} DROP IDENTITY`, { kind: 'dropIdentity', table, column });
}

function removeOracleField(editor: SchemaEditor, model: ModelAt, at: FieldAt): void {
  if (at.field.column !== undefined && isAuto(at)) dropIdentity(editor, model.model.table, at.field.column);
  removeField(editor, model, at);
}

function changeOracleType(editor: SchemaEditor, change: ColumnChange): TypeChange {
  const { from, to, model } = change;
  if (isAuto(from) && !isAuto(to)) dropIdentity(editor, model.model.table, to.field.column ?? '');
  const reset = collationOf(editor.dialect, from) !== undefined && collationOf(editor.dialect, to) === undefined;
  const changed = changeType(editor, change, reset ? ` COLLATE ${unknownSql('the collation of the table is not known')}` : '');
  return changed;
}

/** Texts are nullable anyway; until 3.2 Django knew that of two types only. */
function changeOracleNull(editor: SchemaEditor, change: ColumnChange): Fragment | undefined {
  const { to, model } = change;
  const type = internalTypeOf(to);
  if (editor.dialect.django.release >= 400 || type === 'CharField' || type === 'TextField') return changeNull(editor, change);
  const { sql, quoteName } = editor.dialect;
  const column = to.field.column ?? '';
  const quoted = quoteName(column);
  const action = { kind: to.field.null ? 'dropNotNull' : 'setNotNull', table: model.model.table, column } as const;
  return { sql: to.field.null ? sql.alterColumnNull(quoted, '') : sql.alterColumnNotNull(quoted, ''), action };
}

/** Types that MODIFY can't reach: to or from a LOB (ORA-22858, ORA-22859), and to an identity column (ORA-30673). */
function isRefused({ oldType, newType }: ColumnChange): boolean {
  return oldType !== newType && (isLob(oldType) || isLob(newType) || (isIdentity(newType) && !isIdentity(oldType)));
}

/**
 * `_alter_field_type_workaround`: a column of the new type beside the old one, the values copied, the old one dropped, the new one renamed. The
 * temporary name holds a hash that differs from process to process, and what was sent before the server refused stays.
 */
function alterOracleColumn(editor: SchemaEditor, change: ColumnChange): void {
  if (!isRefused(change)) return plainHooks.alterColumn(editor, change);
  const { model, from, to } = change;
  const { quoteName } = editor.dialect;
  const column = to.field.column ?? '';
  note(editor, `Oracle refuses to make ${change.oldType} ${change.newType}; Django copies ${column} under a name that is not fixed`);
  const counting = isAuto(to);
  const temporary: FieldAt = { ...to, field: { ...to.field, null: !counting, column: `${column}_${unknownSql('a hash')}` } };
  addField(editor, model, temporary);
  const { table } = model.model;
  const value = copiedValue(quoteName(from.field.column ?? ''), change, internalTypeOf(to));
  const sql = `UPDATE ${quoteName(table)} set ${quoteName(temporary.field.column ?? '')}=${value}`;
  emit(editor, sql, { kind: 'update', table, filtered: false, columns: [column] });
  removeOracleField(editor, model, from);
  alterField(editor, model, temporary, to);
}

/** Explicit conversions out of texts. */
function copiedValue(column: string, { oldType }: ColumnChange, internalType: string): string {
  const text = /^N?CLOB/.test(oldType) ? `TO_CHAR(${column})` : column;
  if (!/^N?(?:CLOB|VARCHAR2)/.test(oldType)) return text;
  if (internalType === 'DateField') return `TO_DATE(${text}, 'YYYY-MM-DD')`;
  if (internalType === 'DateTimeField') return `TO_TIMESTAMP(${text}, 'YYYY-MM-DD HH24:MI:SS.FF')`;
  return internalType === 'TimeField' ? `TO_TIMESTAMP(CONCAT('1900-01-01 ', ${text}), 'YYYY-MM-DD HH24:MI:SS.FF')` : text;
}
