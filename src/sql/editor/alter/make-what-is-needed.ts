/** The second half of `_alter_field`: unique constraints, indexes, keys and checks of the new column, and keys that follow it. */
import { columnCheck, columnType } from '../../fields/columns.ts';
import { makeIndexName } from '../../model/names.ts';
import { relatedKeys, type RelatedKey } from '../../model/related-keys.ts';
import type { FieldAt, ModelAt } from '../../model/world.ts';
import { constraintNames } from '../indexes/constraint-names.ts';
import { foreignKeyOf } from '../create-model.ts';
import { execute } from '../finish-statement.ts';
import { plainIndex } from '../indexes/index-sql.ts';
import { addConstraint, changeTable } from '../schema/physical-schema.ts';
import { emit, type ColumnChange, type SchemaEditor } from '../schema-editor.ts';
import { isForeignKey, hasConstraint, columnOf, becomesUnique, becamePrimaryKey, typeChecks } from './column-change.ts';
import { emitDropConstraint, type Dropped } from './drop-what-is-in-the-way.ts';

/** Makes what the new column needs, in Django's order. */
export function makeWhatIsNeeded(editor: SchemaEditor, change: ColumnChange, dropped: Dropped): void {
  const { model, from, to } = change;
  if (from.field.primaryKey && !to.field.primaryKey) dropPrimaryKey(editor, model);
  const onModel: FieldAt = { ...to, model: model.model };
  if (becomesUnique(editor, change)) {
    execute(editor, {
      kind: 'unique',
      owner: editor.slot,
      table: model.model.table,
      columns: [columnOf(to)],
      name: undefined,
      deferrable: '',
      nullsDistinct: '',
    });
  }
  if ((!from.field.dbIndex || from.field.unique) && to.field.dbIndex && !to.field.unique)
    execute(editor, plainIndex(editor, model.model.table, [columnOf(to)]));
  const related = [...(dropped.related ?? [])];
  if (becamePrimaryKey(change)) {
    makePrimaryKey(editor, change);
    related.push(...relatedKeys(editor.dialect.django, from, to));
  }
  for (const key of related) alterRelatedType(editor, key);
  if (
    editor.dialect.features.supportsForeignKeys &&
    isForeignKey(to) &&
    (dropped.foreignKeys || !isForeignKey(from) || !hasConstraint(from)) &&
    hasConstraint(to)
  ) {
    execute(editor, foreignKeyOf(editor, onModel, 'named'));
  }
  if (dropped.related !== undefined) remakeRelatedKeys(editor, related);
  makeCheck(editor, change);
}

function dropPrimaryKey(editor: SchemaEditor, model: ModelAt): void {
  const { quoteName, sql } = editor.dialect;
  const names = constraintNames(editor, model.model.table, {
    columns: undefined,
    constraint: (constraint) => constraint.type === 'primaryKey',
  });
  for (const name of names) emitDropConstraint(editor, model, name, sql.deletePrimaryKey(quoteName(model.model.table), quoteName(name)));
}

function makePrimaryKey(editor: SchemaEditor, { model, to }: ColumnChange): void {
  const { dialect } = editor;
  const { table } = model.model;
  const column = columnOf(to);
  const name = makeIndexName(table, [column], '_pk', dialect.maxNameLength);
  emit(
    editor,
    dialect.sql.createPrimaryKey(dialect.quoteName(table), dialect.quoteName(name), dialect.quoteName(column)),
    {
      kind: 'addConstraint',
      table,
      constraint: name,
      type: 'primaryKey',
      columns: [column],
      notValid: false,
      usingIndex: false,
      references: undefined,
    },
    (schema) =>
      changeTable(schema, table, (physical) =>
        addConstraint(physical, { name, type: 'primaryKey', columns: [column], references: undefined }),
      ),
  );
}

/** The column of a key that points at us takes our new type. */
function alterRelatedType(editor: SchemaEditor, { from, to }: RelatedKey): void {
  const { dialect } = editor;
  const model: ModelAt = { apps: to.apps, model: to.model };
  const [oldType, newType] = [columnType(dialect, from) ?? '', columnType(dialect, to) ?? ''];
  const { fragment, after } = editor.hooks.changeType(editor, { model, from, to, oldType, newType });
  emit(editor, dialect.sql.alterColumn(dialect.quoteName(to.model.table), fragment.sql), fragment.action);
  for (const run of after) run();
}

/** Before 4.0 keys that the target doesn't see (`related_name` ending in `+`, intermediate tables) were not made again. */
function remakeRelatedKeys(editor: SchemaEditor, related: readonly RelatedKey[]): void {
  const all = editor.dialect.django.followsRelationChains;
  for (const { to } of related) {
    if (to.field.relation?.dbConstraint === true && (all || !to.field.relation.hidden)) execute(editor, foreignKeyOf(editor, to, 'plain'));
  }
}

function makeCheck(editor: SchemaEditor, change: ColumnChange): void {
  const { model, to } = change;
  const [before, after] = typeChecks(editor, change);
  const definition = columnCheck(editor.dialect, to, columnOf(to));
  if (after === undefined || before === after || definition === undefined) return;
  const name = makeIndexName(model.model.table, [columnOf(to)], '_check', editor.dialect.maxNameLength);
  execute(editor, {
    kind: 'constraint',
    owner: editor.slot,
    table: model.model.table,
    name,
    type: 'check',
    definition,
    columns: [columnOf(to)],
  });
}
