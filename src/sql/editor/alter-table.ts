/** Renaming tables, adding and removing fields. */
import { columnCheck, columnType, targetColumn, targetTable } from '../fields/columns.ts';
import { effectiveDefault, type EffectiveDefault } from '../fields/effective-default.ts';
import { hasDbDefault, textOf } from '../fields/model-field.ts';
import { splitIdentifier } from '../model/names.ts';
import type { FieldAt, ModelAt } from '../model/world.ts';
import { throughModel } from '../model/through-model.ts';
import { onDeletePart } from '../model/on-delete.ts';
import type { AddColumn } from '../statement.ts';
import { columnDefinition, isAuto, withCheckAndSuffix } from './column-sql.ts';
import { foreignKeyNames } from './indexes/constraint-names.ts';
import { alterColumnComment, foreignKeyOf, withImplicitNames } from './create-model.ts';
import { foreignKeyName } from './finish-statement.ts';
import { referencesColumn, renameTableIn } from './pending-statement.ts';
import { addConstraint, changeTable, dropColumn, dropConstraint, renameTable, tableIn } from './schema/physical-schema.ts';
import { emit, note, type SchemaEditor } from './schema-editor.ts';

/** `alter_db_table`. */
export function alterTable(editor: SchemaEditor, _model: ModelAt, from: string, to: string): void {
  const { dialect } = editor;
  if (from === to || (dialect.features.ignoresTableNameCase && from.toLowerCase() === to.toLowerCase())) return;
  emit(
    editor,
    dialect.sql.renameTable(dialect.quoteName(from), dialect.quoteName(to)),
    { kind: 'renameTable', table: from, to },
    (schema) => renameTable(schema, from, to),
  );
  editor.deferred = editor.deferred.map((pending) => renameTableIn(pending, from, to));
}

/** `add_field`. `model` is the model before. */
export function addField(editor: SchemaEditor, model: ModelAt, at: FieldAt): void {
  const { dialect, hooks } = editor;
  const { field } = at;
  if (field.class.shape === 'manyToMany') {
    addManyToMany(editor, at);
    return;
  }
  const definition = columnDefinition(editor, at, true);
  if (definition === undefined || field.column === undefined) return;
  const table = model.model.table;
  const column = dialect.quoteName(field.column);
  const foreignKey = field.class.shape === 'foreignKey' && field.relation?.dbConstraint === true && dialect.features.supportsForeignKeys;
  const inline = foreignKey ? inlineKey(editor, model, at) : '';
  if (foreignKey && inline === '') editor.deferred.push(foreignKeyOf(editor, { ...at, model: model.model }, 'named'));
  const sql = dialect.sql.createColumn(dialect.quoteName(table), column, withCheckAndSuffix(editor, at, definition, 'add') + inline);
  const name = foreignKeyName(dialect, {
    table,
    column: field.column,
    toTable: targetTable(at),
    toColumn: targetColumn(at),
    suffix: 'named',
  });
  const stored = dialect.storedName(field.column);
  emit(editor, sql, addColumnAction(editor, model, at, inline !== ''), (schema) =>
    changeTable(schema, table, (before) => {
      const after = withImplicitNames(editor, { ...before, columns: [...before.columns, stored] }, at);
      const indexed = dialect.features.foreignKeysMakeIndexes;
      const key = { name, type: 'foreignKey', columns: [stored], references: targetTable(at), indexed } as const;
      return inline === '' ? after : addConstraint(after, key);
    }),
  );
  if (
    !(dialect.django.databaseDefaults && hasDbDefault(field)) &&
    !hooks.skipDefaultOnAlter(editor, at) &&
    effectiveDefault(dialect, at).kind !== 'none'
  ) {
    emitDropDefault(editor, model, at);
  }
  const comment = textOf(field.option('db_comment'));
  if (comment !== undefined && dialect.features.supportsComments && dialect.django.comments && !dialect.features.supportsCommentsInline) {
    alterColumnComment(editor, model, field, comment);
  }
  editor.deferred.push(...hooks.fieldIndexes(editor, { ...at, model: model.model }));
}

function addManyToMany(editor: SchemaEditor, at: FieldAt): void {
  const through = throughModel(at.apps, at.model, at.field);
  if (through === undefined) note(editor, at.field.problem ?? `the model behind ${at.field.name} is not known`);
  else if (through.autoCreated) editor.hooks.createModel(editor, { apps: at.apps, model: through.model });
}

function inlineKey(editor: SchemaEditor, model: ModelAt, at: FieldAt): string {
  const { dialect } = editor;
  const write = dialect.sql.columnInlineForeignKey;
  if (write === undefined) return '';
  const { table } = model.model;
  const [namespace] = splitIdentifier(table);
  const key = { table, column: at.field.column ?? '', toTable: targetTable(at), toColumn: targetColumn(at) };
  const quote = dialect.quoteName;
  return ` ${write({
    table: quote(table),
    name: quote(foreignKeyName(dialect, { ...key, suffix: 'named' })),
    namespace: namespace === '' ? '' : `${quote(namespace)}.`,
    column: quote(key.column),
    toTable: quote(key.toTable),
    toColumn: quote(key.toColumn),
    onDelete: onDeletePart(dialect.django, at.field),
    deferrable: dialect.deferrable,
  })}`;
}

/** How a default fills existing rows. */
function fillOf(value: EffectiveDefault): AddColumn['default'] {
  return value.kind === 'none' ? 'none' : 'constant';
}

function addColumnAction(editor: SchemaEditor, model: ModelAt, at: FieldAt, references: boolean): AddColumn {
  const { dialect } = editor;
  const { field } = at;
  const type = columnType(dialect, at) ?? '';
  const stored = field.option('db_persist');
  const generated = field.class.shape !== 'generated' ? 'none' : stored?.kind === 'bool' && !stored.value ? 'virtual' : 'stored';
  const own = dialect.django.databaseDefaults && hasDbDefault(field);
  const constant = field.option('db_default')?.kind !== 'call' || calleeOf(at).endsWith('.Value');
  const fill = own ? (constant ? 'constant' : 'volatile') : fillOf(effectiveDefault(dialect, at));
  return {
    kind: 'addColumn',
    table: model.model.table,
    column: field.column ?? '',
    type,
    notNull: !field.null,
    default: generated === 'none' ? fill : 'none',
    unique: field.unique && !field.primaryKey,
    primaryKey: field.primaryKey,
    identity: isAuto(at),
    check: columnCheck(dialect, at, field.column ?? '') !== undefined,
    generated,
    references: references ? targetTable(at) : undefined,
  };
}

function calleeOf(at: FieldAt): string {
  const value = at.field.option('db_default');
  return value?.kind === 'call' ? value.callee : '';
}

/** Django keeps no defaults in the database: the one that filled the rows goes at once. */
export function emitDropDefault(editor: SchemaEditor, model: ModelAt, at: FieldAt): void {
  const { dialect } = editor;
  const column = dialect.quoteName(at.field.column ?? '');
  const type = columnType(dialect, at) ?? '';
  const changes = at.field.null ? dialect.sql.alterColumnNoDefaultNull(column, type) : dialect.sql.alterColumnNoDefault(column, type);
  emit(editor, dialect.sql.alterColumn(dialect.quoteName(model.model.table), changes), {
    kind: 'dropDefault',
    table: model.model.table,
    column: at.field.column ?? '',
  });
}

/** `remove_field`. */
export function removeField(editor: SchemaEditor, model: ModelAt, at: FieldAt): void {
  const { dialect } = editor;
  const { field } = at;
  const { table } = model.model;
  if (field.class.shape === 'manyToMany') {
    const through = throughModel(at.apps, at.model, field);
    if (through === undefined) note(editor, field.problem ?? `the model behind ${field.name} is not known`);
    else if (through.autoCreated) editor.hooks.deleteModel(editor, { apps: at.apps, model: through.model });
    return;
  }
  const { column } = field;
  if (column === undefined || columnType(dialect, at) === undefined) return;
  if (field.class.shape === 'foreignKey') for (const name of foreignKeyNames(editor, table, column)) deleteForeignKey(editor, table, name);
  const sql = dialect.sql.deleteColumn(dialect.quoteName(table), dialect.quoteName(column));
  emit(editor, sql, { kind: 'dropColumn', table, column, cascade: /\bCASCADE\b/.test(sql) }, (schema) =>
    changeTable(schema, table, (physical) => dropColumn(physical, dialect.storedName(column))),
  );
  editor.deferred = editor.deferred.filter((pending) => !referencesColumn(pending, table, column));
}

/** Drops a foreign key by name. */
export function deleteForeignKey(editor: SchemaEditor, table: string, name: string): void {
  const { dialect } = editor;
  const references = referencedTable(editor, table, name);
  emit(
    editor,
    dialect.sql.deleteForeignKey(dialect.quoteName(table), dialect.quoteName(name)),
    { kind: 'dropConstraint', table, constraint: name, references },
    (schema) => changeTable(schema, table, (physical) => dropConstraint(physical, name)),
  );
}

function referencedTable(editor: SchemaEditor, table: string, name: string): string | undefined {
  return tableIn(editor.schema, table)?.constraints.find((constraint) => constraint.name === name)?.references;
}
