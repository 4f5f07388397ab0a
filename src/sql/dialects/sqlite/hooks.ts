/** What SQLite's schema editor does in its own way: it makes tables anew where other databases alter them. */
import type { Constraint } from '../../../django/field.ts';
import { addField, removeField } from '../../editor/alter-table.ts';
import { columnDefinition } from '../../editor/column-sql.ts';
import { constraintClass } from '../../editor/indexes/constraint-sql.ts';
import { createModel } from '../../editor/create-model.ts';
import { addMetaConstraint, removeMetaConstraint } from '../../editor/indexes/indexes.ts';
import { changeTable, renameColumn } from '../../editor/schema/physical-schema.ts';
import { plainHooks } from '../../editor/plain-hooks.ts';
import { emit, note, type ColumnChange, type EditorHooks, type ManyToManyChange, type SchemaEditor } from '../../editor/schema-editor.ts';
import { collationOf, columnType } from '../../fields/columns.ts';
import { effectiveDefault } from '../../fields/effective-default.ts';
import { hasDbDefault } from '../../fields/model-field.ts';
import { primaryKeyOf } from '../../model/model.ts';
import { relatedObjects } from '../../model/related-objects.ts';
import { throughModel } from '../../model/through-model.ts';
import type { FieldAt, Model, ModelAt } from '../../model/world.ts';
import { atLeast } from '../../values/field.ts';
import { remakeTable } from './remake.ts';

export const sqliteHooks: EditorHooks = {
  ...plainHooks,
  addField: addSqliteField,
  removeField: removeSqliteField,
  alterColumn: alterSqliteColumn,
  alterManyToMany: alterSqliteManyToMany,
  addConstraint: (editor, model, constraint) =>
    isSeparate(editor, model, constraint) ? addMetaConstraint(editor, model, constraint) : remakeTable(editor, model, {}),
  removeConstraint: removeSqliteConstraint,
};

/** Since Django 4.1 columns are added and dropped in place where SQLite can. https://docs.djangoproject.com/en/4.1/releases/4.1/#migrations */
const inPlace = 401;

function addSqliteField(editor: SchemaEditor, model: ModelAt, at: FieldAt): void {
  const { field } = at;
  if (field.class.shape === 'manyToMany' && autoThrough(at) !== undefined) return addField(editor, model, at);
  // A ManyToManyField through a model of its own: the table is made anew all the same, without a change.
  if (field.class.shape === 'manyToMany') return remakeTable(editor, model, {});
  if (field.class.shape === 'compositePrimaryKey') return undefined;
  if (columnType(editor.dialect, at) === undefined) return undefined;
  const { release } = editor.dialect.django;
  const remade =
    release < inPlace ||
    field.primaryKey ||
    field.unique ||
    !field.null ||
    effectiveDefault(editor.dialect, at).kind !== 'none' ||
    hasComputedDefault(editor, at);
  return remade ? remakeTable(editor, model, { created: at }) : addField(editor, model, at);
}

/** A `db_default` that is no `Value`: a bare constant counts as computed, too. */
function hasComputedDefault(editor: SchemaEditor, { field }: FieldAt): boolean {
  if (!editor.dialect.django.databaseDefaults || !hasDbDefault(field)) return false;
  const written = field.option('db_default');
  return written?.kind !== 'call' || !written.callee.endsWith('.Value');
}

function removeSqliteField(editor: SchemaEditor, model: ModelAt, at: FieldAt): void {
  const { field } = at;
  const { django, serverVersion } = editor.dialect;
  if (field.class.shape === 'manyToMany') return removeField(editor, model, at);
  if (columnType(editor.dialect, at) === undefined) return undefined;
  // https://www.sqlite.org/lang_altertable.html#alter_table_drop_column
  const able = django.release >= inPlace && (serverVersion === undefined || atLeast(serverVersion, '3.36') || serverVersion === '3.35.5');
  const constrained = field.class.shape === 'foreignKey' && field.relation?.dbConstraint === true;
  if (able && !field.primaryKey && !field.unique && !field.dbIndex && !constrained) return removeField(editor, model, at);
  return remakeTable(editor, model, { deleted: at });
}

function isConstrained({ field }: FieldAt): boolean {
  return field.class.shape === 'foreignKey' && field.relation?.dbConstraint === true;
}

function alterSqliteColumn(editor: SchemaEditor, change: ColumnChange): void {
  const { model, from, to } = change;
  const [before, after] = [from.field.column ?? '', to.field.column ?? ''];
  const sameDefinition = columnDefinition(editor, from, false) === columnDefinition(editor, to, false);
  if (before !== after && sameDefinition && !isConstrained(from) && !isConstrained(to)) {
    const { quoteName, sql } = editor.dialect;
    const { table } = model.model;
    const text = sql.renameColumn({ table: quoteName(table), from: quoteName(before), to: quoteName(after), type: change.newType });
    emit(editor, text, { kind: 'renameColumn', table, column: before, to: after }, (schema) =>
      changeTable(schema, table, (physical) => renameColumn(physical, before, after)),
    );
    return;
  }
  remakeTable(editor, model, { altered: [{ from, to }] });
  remakeRelated(editor, change);
}

/** Tables whose keys point at a unique column follow its new type. Django holds them in a set, whose order is not fixed. */
function remakeRelated(editor: SchemaEditor, { from, to, oldType, newType }: ColumnChange): void {
  const { dialect } = editor;
  const collated = dialect.django.relationCollations && collationOf(dialect, from) !== collationOf(dialect, to);
  if (!to.field.unique || (oldType === newType && !collated)) return;
  const tables = new Map<string, Model>();
  const add = (model: Model | undefined): unknown => model !== undefined && tables.set(model.table, model);
  for (const related of relatedObjects(to.apps, to.model)) {
    if (related.field.class.shape !== 'manyToMany') {
      const target = related.field.relation?.toField ?? primaryKeyOf(to.model)?.name;
      if (target === to.field.name) add(related.model);
    } else if (to.field.primaryKey) add(autoThrough(related));
  }
  if (to.field.primaryKey) for (const field of to.model.manyToMany) add(autoThrough({ ...to, field }));
  if (tables.size > 1) note(editor, `Django makes ${tables.size} tables anew in an order that is not fixed`);
  for (const model of tables.values()) remakeTable(editor, { apps: to.apps, model }, {});
}

function autoThrough(at: FieldAt): Model | undefined {
  const through = throughModel(at.apps, at.model, at.field);
  return through?.autoCreated === true ? through.model : undefined;
}

/** The intermediate table: made anew when it keeps its name, else copied into a new one. */
function alterSqliteManyToMany(editor: SchemaEditor, { from, to }: ManyToManyChange): void {
  const [before, after] = [throughModel(from.apps, from.model, from.field), throughModel(to.apps, to.model, to.field)];
  if (before?.source === undefined || before.target === undefined || after?.source === undefined || after.target === undefined) return;
  const [old, made]: readonly ModelAt[] = [
    { apps: from.apps, model: before.model },
    { apps: to.apps, model: after.model },
  ];
  if (old === undefined || made === undefined) return;
  if (before.model.table === after.model.table) {
    const source = { from: { ...old, field: before.source }, to: { ...made, field: after.source } };
    const target = { from: { ...old, field: before.target }, to: { ...made, field: after.target } };
    remakeTable(editor, old, { altered: editor.dialect.django.release >= 402 ? [target, source] : [target] });
    return;
  }
  createModel(editor, made);
  const { quoteName } = editor.dialect;
  const columns = [
    ['id', after.source.column, after.target.column].join(', '),
    ['id', before.source.column, before.target.column].join(', '),
  ];
  const sql = `INSERT INTO ${quoteName(made.model.table)} (${columns[0]}) SELECT ${columns[1]} FROM ${quoteName(old.model.table)}`;
  emit(editor, sql, { kind: 'insert', table: made.model.table, from: old.model.table });
  editor.hooks.deleteModel(editor, old);
}

function holds(constraint: Constraint, name: string): boolean {
  const value = constraint.options.get(name);
  return value !== undefined && value.kind !== 'none' && !('items' in value && value.items.length === 0);
}

/** A unique constraint that is an index beside the table. */
function isSeparate(editor: SchemaEditor, model: ModelAt, constraint: Constraint): boolean {
  if (constraintClass(model, constraint) !== 'unique') return false;
  if (holds(constraint, 'condition')) return true;
  return (
    editor.dialect.django.release >= 400 && (constraint.args.length > 0 || holds(constraint, 'include') || holds(constraint, 'deferrable'))
  );
}

function removeSqliteConstraint(editor: SchemaEditor, model: ModelAt, constraint: Constraint): void {
  if (isSeparate(editor, model, constraint)) return removeMetaConstraint(editor, model, constraint);
  const constraints = model.model.constraints.filter((other) => other.name !== constraint.name);
  return remakeTable(editor, { ...model, model: { ...model.model, constraints } }, {});
}
