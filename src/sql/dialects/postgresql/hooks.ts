/** What PostgreSQL's schema editor does in its own way: `_like` indexes, casts, counting columns, spatial indexes. */
import { alterColumn } from '../../editor/alter/alter-column.ts';
import { deleteIndex } from '../../editor/indexes/delete-index.ts';
import { isAuto } from '../../editor/column-sql.ts';
import { execute, indexNameOf } from '../../editor/finish-statement.ts';
import { ordinaryFieldIndexes, plainIndex } from '../../editor/indexes/index-sql.ts';
import type { PendingIndex } from '../../editor/pending-statement.ts';
import { changeTable, tableIn, withSequence } from '../../editor/schema/physical-schema.ts';
import { changeType, plainHooks } from '../../editor/plain-hooks.ts';
import { emit, type ColumnChange, type EditorHooks, type SchemaEditor, type TypeChange } from '../../editor/schema-editor.ts';
import { columnType, internalTypeOf, targetOf } from '../../fields/columns.ts';
import { textOf, truthOf } from '../../fields/model-field.ts';
import { makeIndexName, stripQuotes } from '../../model/names.ts';
import type { FieldAt } from '../../model/world.ts';
import { castPart } from './cast.ts';
import { changeSerialType } from './serial.ts';

export const postgresqlHooks: EditorHooks = {
  ...plainHooks,
  fieldIndexes: (editor, at) => [...ordinaryFieldIndexes(editor, at), ...likeIndexes(editor, at), ...spatialIndexes(editor, at)],
  changeType: changePostgresqlType,
  alterColumn: alterPostgresqlColumn,
};

/** The second index that LIKE needs outside the C locale (`_create_like_index_sql`). */
export function likeIndexes(editor: SchemaEditor, at: FieldAt): readonly PendingIndex[] {
  const { field } = at;
  const type = columnType(editor.dialect, at);
  if (type === undefined || field.column === undefined || !(field.dbIndex || field.unique) || type.includes('[')) return [];
  if (hasUndeterministicCollation(editor, at)) return [];
  const opclass = type.startsWith('varchar') ? 'varchar_pattern_ops' : type.startsWith('text') ? 'text_pattern_ops' : undefined;
  return opclass === undefined ? [] : [plainIndex(editor, at.model.table, [field.column], { suffix: '_like', opclasses: [opclass] })];
}

/** A collation that the migrations made as not deterministic has no such index. Collations of the database itself are deterministic. */
function hasUndeterministicCollation({ dialect: { django } }: SchemaEditor, at: FieldAt): boolean {
  if (django.release < 402) return false;
  const own = textOf(at.field.option('db_collation'));
  const target = own === undefined && django.release >= 501 && at.field.class.shape === 'foreignKey' ? targetOf(at) : undefined;
  const collation = own ?? (target === undefined ? undefined : textOf(target.field.option('db_collation')));
  return collation !== undefined && at.apps.world.undeterministicCollations.has(collation);
}

/** PostGIS makes a GiST index for every geometry unless `spatial_index=False`. */
function spatialIndexes(editor: SchemaEditor, at: FieldAt): readonly PendingIndex[] {
  const { field } = at;
  if (field.class.shape !== 'geometry' || field.column === undefined || truthOf(field.option('spatial_index')) !== true) return [];
  const { dialect } = editor;
  const raster = field.class.djangoClass === 'RasterField';
  const geography = truthOf(field.option('geography')) === true;
  const dimensions = field.option('dim');
  const opclasses = !geography && !raster && dimensions?.kind === 'int' && dimensions.value === 3n ? ['gist_geometry_ops_nd'] : [];
  const expressions = raster ? `ST_ConvexHull(${dialect.quoteName(field.column)})` : undefined;
  const name = dialect.django.release >= 400 ? undefined : `${at.model.table}_${field.column}_id`;
  return [plainIndex(editor, at.model.table, [field.column], { name, suffix: '_id', using: 'GIST', opclasses, expressions })];
}

function isChangedIndexedText({ from, oldType, newType }: ColumnChange): boolean {
  if (!from.field.dbIndex && !from.field.unique) return false;
  return ['varchar', 'text', 'citext'].some((type) => oldType.startsWith(type) && !newType.startsWith(type));
}

function likeName(editor: SchemaEditor, { model, from }: ColumnChange): string {
  return makeIndexName(model.model.table, [from.field.column ?? ''], '_like', editor.dialect.maxNameLength);
}

function changePostgresqlType(editor: SchemaEditor, change: ColumnChange): TypeChange {
  if (!editor.dialect.django.identityColumns) return changeSerialType(editor, change);
  if (editor.dialect.django.dropsLikeIndexWithType && isChangedIndexedText(change))
    deleteIndex(editor, change.model, likeName(editor, change));
  const [wasAuto, isNowAuto] = [isAuto(change.from), isAuto(change.to)];
  const using = castPart(editor, change, change.newType);
  if (isNowAuto && !wasAuto) return { fragment: changeType(editor, change, using).fragment, after: [() => addIdentity(editor, change)] };
  if (wasAuto && !isNowAuto) {
    dropIdentity(editor, change);
    const sequence = sequenceOf(editor, change);
    return {
      fragment: changeType(editor, change, using).fragment,
      after: sequence === undefined ? [] : [() => dropSequence(editor, sequence)],
    };
  }
  const plain = changeType(editor, change, using);
  const counts = isNowAuto && wasAuto && internalTypeOf(change.from) !== internalTypeOf(change.to);
  const sequence = counts ? sequenceOf(editor, change) : undefined;
  if (!counts) return plain;
  return { fragment: plain.fragment, after: sequence === undefined ? [] : [() => retypeSequence(editor, sequence, change.newType)] };
}

function sequenceOf(editor: SchemaEditor, { model, to }: ColumnChange): string | undefined {
  return tableIn(editor.schema, stripQuotes(model.model.table))?.sequences.get(to.field.column ?? '');
}

function addIdentity(editor: SchemaEditor, { model, to }: ColumnChange): void {
  const { quoteName } = editor.dialect;
  const column = to.field.column ?? '';
  const { table } = model.model;
  emit(
    editor,
    `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteName(column)} ADD GENERATED BY DEFAULT AS IDENTITY`,
    { kind: 'addIdentity', table, column },
    (schema) =>
      changeTable(schema, table, (physical) => withSequence(physical, column, plainHooks.implicitName('sequence', physical, column))),
  );
}

/** The sequence of an identity column goes with the identity. */
function dropIdentity(editor: SchemaEditor, { model, to }: ColumnChange): void {
  const { quoteName } = editor.dialect;
  const column = to.field.column ?? '';
  const { table } = model.model;
  emit(
    editor,
    `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteName(column)} DROP IDENTITY IF EXISTS`,
    { kind: 'dropIdentity', table, column },
    (schema) => changeTable(schema, table, (physical) => withSequence(physical, column, undefined)),
  );
}

function dropSequence(editor: SchemaEditor, sequence: string): void {
  emit(editor, `DROP SEQUENCE IF EXISTS ${editor.dialect.quoteName(sequence)} CASCADE`, { kind: 'dropSequence', sequence });
}

function retypeSequence(editor: SchemaEditor, sequence: string, type: string): void {
  emit(editor, `ALTER SEQUENCE IF EXISTS ${editor.dialect.quoteName(sequence)} AS ${type}`, { kind: 'alterSequence', sequence });
}

function alterPostgresqlColumn(editor: SchemaEditor, change: ColumnChange): void {
  const { from, to, model } = change;
  const { django } = editor.dialect;
  if (!django.dropsLikeIndexWithType && isChangedIndexedText(change)) deleteIndex(editor, model, likeName(editor, change));
  alterColumn(editor, change);
  const indexed = from.field.dbIndex || from.field.unique;
  const again = django.recreatesLikeIndex && isChangedIndexedText(change);
  if ((!indexed && to.field.dbIndex) || (!from.field.unique && to.field.unique) || again) {
    for (const index of likeIndexes(editor, { ...to, model: model.model })) execute(editor, index);
  }
  if (from.field.unique && !to.field.dbIndex && !to.field.unique) deleteIndex(editor, model, likeName(editor, change));
  alterSpatialIndex(editor, change);
}

function alterSpatialIndex(editor: SchemaEditor, { from, to, model }: ColumnChange): void {
  const [before, after] = [spatialIndexes(editor, { ...from, model: model.model }), spatialIndexes(editor, { ...to, model: model.model })];
  if (before.length === 0) for (const index of after) execute(editor, index);
  else if (after.length === 0) for (const index of before) deleteIndex(editor, model, indexNameOf(editor.dialect, index));
}
