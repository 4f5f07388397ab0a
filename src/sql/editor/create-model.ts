/** Making and dropping the table of a model, with its indexes, constraints and the tables of its ManyToManyFields. */
import { columnCheck, columnType, targetColumn, targetTable } from '../fields/columns.ts';
import { textOf } from '../fields/model-field.ts';
import type { FieldAt, ModelAt, ModelField } from '../model/world.ts';
import { throughModel } from '../model/through-model.ts';
import { onDeletePart } from '../model/on-delete.ts';
import { columnDefinition, commentLiteral, isAuto, withCheckAndSuffix } from './column-sql.ts';
import { hasParameters } from './compile.ts';
import { constraintStatement, inlineConstraint } from './indexes/constraint-sql.ts';
import { columnOf, metaIndex, namesIn, plainIndex } from './indexes/index-sql.ts';
import { referencesTable, type PendingStatement } from './pending-statement.ts';
import { addConstraint, withoutTable, withTable, type PhysicalConstraint, type PhysicalTable } from './schema/physical-schema.ts';
import { emit, note, type SchemaEditor } from './schema-editor.ts';

/** `create_model`: the table now, its foreign keys, unique_together and indexes at the end of the migration. */
export function createModel(editor: SchemaEditor, at: ModelAt): void {
  const { dialect } = editor;
  const { model } = at;
  note(editor, model.problem);
  for (const group of model.uniqueTogether) editor.deferred.push(togetherUnique(editor, at, group));
  const columns = model.fields.flatMap((field) => createdColumn(editor, { ...at, field }));
  const constraints = constraintsApart(editor, at)
    ? []
    : model.constraints.flatMap((constraint) => inlineConstraint(editor, at, constraint) ?? []);
  const definition = [...columns, ...constraints.map((constraint) => constraint.sql), ...compositeKey(editor, at)].join(', ');
  const tablespace =
    model.tablespace === undefined || !dialect.features.supportsTablespaces ? '' : ` ${dialect.tablespace(model.tablespace, false)}`;
  const references = model.fields.flatMap((field) =>
    field.class.shape === 'foreignKey' && dialect.sql.inlineForeignKey !== undefined ? [targetTable({ ...at, field })] : [],
  );
  const made = physicalTable(
    editor,
    at,
    constraints.map((constraint) => constraint.pending),
  );
  emit(
    editor,
    dialect.sql.createTable(dialect.quoteName(model.table), definition) + tablespace,
    { kind: 'createTable', table: model.table, references },
    (schema) => withTable(schema, made),
  );
  emitComments(editor, at);
  editor.deferred.push(...modelIndexes(editor, at));
  for (const field of model.manyToMany) {
    const through = throughModel(at.apps, model, field);
    if (through === undefined) note(editor, field.problem ?? `the model behind ${field.name} is not known`);
    else if (through.autoCreated) editor.hooks.createModel(editor, { apps: at.apps, model: through.model });
  }
}

/** A CREATE TABLE with parameters can't hold constraints, whose percent signs are not doubled: they follow at the end of the migration. */
function constraintsApart(editor: SchemaEditor, at: ModelAt): boolean {
  const { dialect } = editor;
  if (!dialect.django.constraintsAfterParameters || at.model.constraints.length === 0) return false;
  if (!at.model.fields.some((field) => hasParameters(editor, { ...at, field }))) return false;
  editor.deferred.push(...at.model.constraints.flatMap((constraint) => constraintStatement(editor, at, constraint) ?? []));
  return true;
}

/** The unique constraint of one group of `unique_together`. */
export function togetherUnique(editor: SchemaEditor, at: ModelAt, group: readonly string[]): PendingStatement {
  return {
    kind: 'unique',
    owner: editor.slot,
    table: at.model.table,
    columns: group.map((name) => columnOf(at, name)),
    name: undefined,
    deferrable: '',
    nullsDistinct: '',
  };
}

function createdColumn(editor: SchemaEditor, at: FieldAt): readonly string[] {
  const { dialect } = editor;
  const { field } = at;
  const definition = columnDefinition(editor, at, false);
  if (definition === undefined || field.column === undefined) return [];
  let sql = `${dialect.quoteName(field.column)} ${withCheckAndSuffix(editor, at, definition, 'create')}`;
  if (field.class.shape === 'foreignKey' && field.relation?.dbConstraint === true) {
    if (dialect.sql.inlineForeignKey !== undefined)
      sql += ` ${dialect.sql.inlineForeignKey(dialect.quoteName(targetTable(at)), dialect.quoteName(targetColumn(at)), onDeletePart(dialect.django, field))}`;
    else if (dialect.features.supportsForeignKeys) editor.deferred.push(foreignKeyOf(editor, at, 'named'));
  }
  return [sql];
}

/** The foreign key of a field as a statement of its own. */
export function foreignKeyOf(editor: SchemaEditor, at: FieldAt, suffix: 'named' | 'plain'): PendingStatement {
  return {
    kind: 'foreignKey',
    owner: editor.slot,
    table: at.model.table,
    column: at.field.column ?? '',
    toTable: targetTable(at),
    toColumn: targetColumn(at),
    onDelete: onDeletePart(editor.dialect.django, at.field),
    suffix,
  };
}

function compositeKeyColumns(at: ModelAt): readonly string[] {
  const key = at.model.fields.find((field) => field.class.shape === 'compositePrimaryKey');
  const names = key === undefined ? [] : key.field.args.length > 0 ? namesIn({ kind: 'tuple', items: key.field.args }) : [];
  return names.map((name) => columnOf(at, name));
}

function compositeKey(editor: SchemaEditor, at: ModelAt): readonly string[] {
  const columns = compositeKeyColumns(at);
  return columns.length === 0 ? [] : [`PRIMARY KEY (${columns.map(editor.dialect.quoteName).join(', ')})`];
}

/** The table as it will stand in the database, with the names that the database gives by itself. */
function physicalTable(editor: SchemaEditor, at: ModelAt, constraints: readonly PendingStatement[]): PhysicalTable {
  const columns = at.model.fields.flatMap((field) =>
    columnType(editor.dialect, { ...at, field }) === undefined || field.column === undefined ? [] : [field.column],
  );
  let table: PhysicalTable = { name: at.model.table, columns, constraints: [], indexes: [], sequences: new Map(), unknown: undefined };
  for (const constraint of constraints) {
    if (constraint.kind === 'foreignKey' || constraint.kind === 'index') continue;
    const type = constraint.kind === 'unique' ? 'unique' : constraint.type;
    table = addConstraint(table, { name: constraint.name ?? '', type, columns: constraint.columns, references: undefined });
  }
  for (const field of at.model.fields) table = withImplicitNames(editor, table, { ...at, field });
  const composite = compositeKeyColumns(at);
  if (composite.length > 0) {
    table = addConstraint(table, {
      name: editor.hooks.implicitName('primaryKey', table, ''),
      type: 'primaryKey',
      columns: composite,
      references: undefined,
    });
  }
  return table;
}

/** Adds what the database names by itself when a column is made: primary key, unique constraint, check, sequence. */
export function withImplicitNames(editor: SchemaEditor, table: PhysicalTable, at: FieldAt): PhysicalTable {
  if (at.field.column === undefined) return table;
  const column = editor.dialect.storedName(at.field.column);
  const implicit: PhysicalConstraint[] = [];
  const add = (type: 'primaryKey' | 'unique' | 'check'): void => {
    implicit.push({ name: editor.hooks.implicitName(type, table, column), type, columns: [column], references: undefined });
  };
  if (at.field.primaryKey) add('primaryKey');
  else if (at.field.unique) add('unique');
  if (columnCheck(editor.dialect, at, column) !== undefined) add('check');
  let next = table;
  for (const constraint of implicit) next = addConstraint(next, constraint);
  if (!isAuto(at)) return next;
  return { ...next, sequences: new Map(next.sequences).set(column, editor.hooks.implicitName('sequence', table, column)) };
}

function emitComments(editor: SchemaEditor, at: ModelAt): void {
  const { dialect } = editor;
  if (!dialect.features.supportsComments || !dialect.django.comments) return;
  if (at.model.tableComment !== undefined) alterTableComment(editor, at, at.model.tableComment);
  if (dialect.features.supportsCommentsInline) return;
  for (const field of at.model.fields) {
    const comment = textOf(field.option('db_comment'));
    if (comment !== undefined) alterColumnComment(editor, at, field, comment);
  }
}

export function alterTableComment(editor: SchemaEditor, at: ModelAt, comment: string | undefined): void {
  const write = editor.dialect.sql.alterTableComment;
  if (write === undefined || !editor.dialect.features.supportsComments) return;
  emit(editor, write(editor.dialect.quoteName(at.model.table), commentLiteral(editor, comment)), {
    kind: 'comment',
    table: at.model.table,
    column: undefined,
  });
}

export function alterColumnComment(editor: SchemaEditor, at: ModelAt, field: ModelField, comment: string | undefined): void {
  const write = editor.dialect.sql.alterColumnComment;
  if (write === undefined || field.column === undefined) return;
  const { quoteName } = editor.dialect;
  emit(editor, write(quoteName(at.model.table), quoteName(field.column), commentLiteral(editor, comment)), {
    kind: 'comment',
    table: at.model.table,
    column: field.column,
  });
}

/** `_model_indexes_sql`: indexes of fields, of `index_together` and of `Meta.indexes`. */
export function modelIndexes(editor: SchemaEditor, at: ModelAt): readonly PendingStatement[] {
  const { model } = at;
  if (!model.managed || model.proxy || model.swapped) return [];
  const together = editor.dialect.django.indexTogetherRemoved ? [] : model.indexTogether;
  return [
    ...model.fields.flatMap((field) => editor.hooks.fieldIndexes(editor, { ...at, field })),
    ...together.map((group) => togetherIndex(editor, at, group)),
    ...model.indexes.flatMap((index) =>
      index.args.length > 0 && !editor.dialect.features.supportsExpressionIndexes ? [] : [metaIndex(editor, at, index, false)],
    ),
  ];
}

/** The index of one group of `index_together`. */
export function togetherIndex(editor: SchemaEditor, at: ModelAt, group: readonly string[]): PendingStatement {
  return plainIndex(
    editor,
    at.model.table,
    group.map((name) => columnOf(at, name)),
    { suffix: '_idx' },
  );
}

/** `delete_model`: the tables of its ManyToManyFields first. What was deferred for the table is dropped. */
export function deleteModel(editor: SchemaEditor, at: ModelAt): void {
  const { model } = at;
  for (const field of model.manyToMany) {
    const through = throughModel(at.apps, model, field);
    if (through === undefined) note(editor, field.problem ?? `the model behind ${field.name} is not known`);
    else if (through.autoCreated) editor.hooks.deleteModel(editor, { apps: at.apps, model: through.model });
  }
  dropTable(editor, at);
}

export function dropTable(editor: SchemaEditor, { model }: ModelAt): void {
  note(editor, model.problem);
  const sql = editor.dialect.sql.deleteTable(editor.dialect.quoteName(model.table));
  const cascade = /\bCASCADE\b/.test(sql);
  emit(editor, sql, { kind: 'dropTable', table: model.table, cascade }, (schema) => withoutTable(schema, model.table, cascade));
  editor.deferred = editor.deferred.filter((pending) => !referencesTable(pending, model.table));
}
