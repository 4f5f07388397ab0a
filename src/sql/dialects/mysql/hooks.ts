/** What MySQL's schema editor does in its own way. */
import type { Constraint, Index } from '../../../django/field.ts';
import { addField, alterTable } from '../../editor/alter-table.ts';
import { compileDatabaseDefault } from '../../editor/compile.ts';
import { constraintClass } from '../../editor/indexes/constraint-sql.ts';
import { ordinaryFieldIndexes } from '../../editor/indexes/index-sql.ts';
import { changeTable, type PhysicalTable } from '../../editor/schema/physical-schema.ts';
import { changeNull, changeType, plainHooks } from '../../editor/plain-hooks.ts';
import {
  emit,
  type ColumnChange,
  type EditorHooks,
  type Fragment,
  type SchemaEditor,
  type TypeChange,
} from '../../editor/schema-editor.ts';
import { collationOf, columnType } from '../../fields/columns.ts';
import { defaultText, effectiveDefault } from '../../fields/effective-default.ts';
import { hasDbDefault, hasDefault } from '../../fields/model-field.ts';
import type { FieldAt, ModelAt } from '../../model/world.ts';
import { isServer } from './dialect.ts';
import { constraintFields, keepKeyIndex, togetherWithKeys } from './key-indexes.ts';
import { isLimited, isTextOrBlob } from './types.ts';

export const mysqlHooks: EditorHooks = {
  ...plainHooks,
  addField: addMysqlField,
  alterTable: alterMysqlTable,
  removeIndex: (editor, model, index, concurrently) => {
    if (editor.dialect.django.release >= keepsKeysOfIndexes) keepKeyIndex(editor, model, indexField(index));
    plainHooks.removeIndex(editor, model, index, concurrently);
  },
  removeConstraint: removeMysqlConstraint,
  alterUniqueTogether: togetherWithKeys(plainHooks.alterUniqueTogether),
  alterIndexTogether: togetherWithKeys(plainHooks.alterIndexTogether),
  fieldIndexes: mysqlFieldIndexes,
  changeType: changeMysqlType,
  changeNull: changeMysqlNull,
  renamedType: (editor, change) => keptType(editor, change.from, change.newType),
  skipDefault: (editor, at) => isEmptyText(editor, at) || (!isServer(editor.dialect.values, '8.0.13') && hasLimitedType(editor, at)),
  skipDefaultOnAlter: (editor, at) => isEmptyText(editor, at) || hasLimitedType(editor, at),
  columnDefault: (editor, at, literal) => (hasLimitedType(editor, at) ? `(${literal})` : literal),
  implicitName: (kind, table, column) => {
    if (kind === 'primaryKey') return 'PRIMARY';
    return kind === 'check' ? checkName(table) : uniqueName(table, column);
  },
};

/** Indexes and constraints of Meta that cover a foreign key (#31335). */
const keepsKeysOfIndexes = 402;

export function hasLimitedType(editor: SchemaEditor, at: FieldAt): boolean {
  return isLimited(columnType(editor.dialect, at));
}

/** Since 5.1 an empty text is not written as a default at all (#35000). */
export function isEmptyText(editor: SchemaEditor, at: FieldAt): boolean {
  if (editor.dialect.django.release < 501 || !isTextOrBlob(columnType(editor.dialect, at))) return false;
  const value = effectiveDefault(editor.dialect, at);
  const written = value.kind === 'value' ? value.literal : at.field.option('default');
  // A blank binary field without a default gets b''.
  if (written === undefined) return value.kind === 'unknown' && at.field.blank;
  return (written.kind === 'str' || written.kind === 'bytes') && written.value === '';
}

/** A default that can't stand in the definition fills the rows with an UPDATE. */
function addMysqlField(editor: SchemaEditor, model: ModelAt, at: FieldAt): void {
  addField(editor, model, at);
  const { dialect, hooks } = editor;
  const { column } = at.field;
  if (column === undefined || columnType(dialect, at) === undefined || !hooks.skipDefault(editor, at)) return;
  if (!hasDefault(at.field) || at.field.option('default')?.kind === 'none') return;
  const { table } = model.model;
  const sql = `UPDATE ${dialect.quoteName(table)} SET ${dialect.quoteName(column)} = ${defaultText(effectiveDefault(dialect, at))}`;
  emit(editor, sql, { kind: 'update', table, filtered: false, columns: [column] });
}

/** Checks that the server named go with the table's name. https://dev.mysql.com/doc/refman/8.4/en/create-table-check-constraints.html */
function alterMysqlTable(editor: SchemaEditor, model: ModelAt, from: string, to: string): void {
  alterTable(editor, model, from, to);
  const renamed = (name: string): string => (name.startsWith(`${from}_chk_`) ? to + name.slice(from.length) : name);
  editor.schema = changeTable(editor.schema, to, (table) => ({
    ...table,
    constraints: table.constraints.map((constraint) =>
      constraint.type === 'check' ? { ...constraint, name: renamed(constraint.name) } : constraint,
    ),
  }));
}

function checkName(table: PhysicalTable): string {
  const prefix = `${table.name}_chk_`;
  const numbers = table.constraints.flatMap(({ name }) => (name.startsWith(prefix) ? [Number(name.slice(prefix.length))] : []));
  return `${prefix}${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}`;
}

/** A unique index takes the name of its column, with a number when that is taken. */
export function uniqueName(table: PhysicalTable, column: string): string {
  const taken = new Set([...table.constraints, ...table.indexes].map(({ name }) => name.toLowerCase()));
  let name = column;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${column}_${number}`;
  return name;
}

function indexField(index: Index): string | undefined {
  const fields = index.options.get('fields');
  const first = fields !== undefined && 'items' in fields ? fields.items[0] : undefined;
  return first?.kind === 'str' ? first.value.replace(/^-/, '') : expressionField(index.args[0]);
}

function expressionField(value: Index['args'][number] | undefined): string | undefined {
  const name = value?.kind === 'call' && /(?:^|\.)F$/.test(value.callee) ? value.args[0] : value;
  return name?.kind === 'str' && !name.value.includes('__') ? name.value.replace(/^-/, '') : undefined;
}

function removeMysqlConstraint(editor: SchemaEditor, model: ModelAt, constraint: Constraint): void {
  const { release } = editor.dialect.django;
  const written = constraint.options.get('condition');
  const made = constraintClass(model, constraint) === 'unique' && (written === undefined || written.kind === 'none');
  if (made && release >= keepsKeysOfIndexes)
    keepKeyIndex(editor, model, constraintFields(constraint)[0] ?? expressionField(constraint.args[0]));
  plainHooks.removeConstraint(editor, model, constraint);
}

/** InnoDB makes an index for each foreign key by itself; long texts can't have one. */
function mysqlFieldIndexes(editor: SchemaEditor, at: FieldAt): ReturnType<typeof ordinaryFieldIndexes> {
  const { field } = at;
  const constrained =
    field.class.shape === 'foreignKey' && field.class.internalType === 'ForeignKey' && field.relation?.dbConstraint === true;
  return constrained || hasLimitedType(editor, at) ? [] : ordinaryFieldIndexes(editor, at);
}

/** MODIFY sets everything anew: NULL and the default of the old field stand in it, what changes follows. */
function keptType(editor: SchemaEditor, at: FieldAt, type: string): string {
  const own = editor.dialect.django.databaseDefaults && hasDbDefault(at.field);
  const written = own ? ` DEFAULT ${compileDatabaseDefault(editor, at)}` : '';
  return `${type}${written}${at.field.null ? ' NULL' : ' NOT NULL'}`;
}

function changeMysqlType(editor: SchemaEditor, change: ColumnChange): TypeChange {
  const { dialect } = editor;
  // Before 4.1 a new collation came with the bare type.
  const bare = !dialect.django.relationCollations && collationOf(dialect, change.from) !== collationOf(dialect, change.to);
  const changed = changeType(editor, bare ? change : { ...change, newType: keptType(editor, change.from, change.newType) });
  const { action, sql } = changed.fragment;
  return { ...changed, fragment: { sql, action: action.kind === 'alterColumnType' ? { ...action, to: change.newType } : action } };
}

function changeMysqlNull(editor: SchemaEditor, change: ColumnChange): Fragment | undefined {
  const plain = changeNull(editor, change);
  const { to, newType } = change;
  if (plain === undefined || !editor.dialect.django.databaseDefaults || !hasDbDefault(to.field)) return plain;
  return { ...plain, sql: `MODIFY ${editor.dialect.quoteName(to.field.column ?? '')} ${keptType(editor, to, newType)}` };
}
