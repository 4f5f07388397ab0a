/**
 * SQLite changes most things by making the table anew: the new table beside the old one, the rows copied, the old one dropped, the new one renamed,
 * and everything that is deferred run at once (`_remake_table` of django.db.backends.sqlite3.schema; https://www.sqlite.org/lang_altertable.html#otheralter).
 */
import { modelIn, withModel } from '../../../django/state.ts';
import { alterTable } from '../../editor/alter-table.ts';
import { compileDatabaseDefault } from '../../editor/compile.ts';
import { createModel, dropTable } from '../../editor/create-model.ts';
import { execute } from '../../editor/finish-statement.ts';
import { namesIn } from '../../editor/indexes/index-sql.ts';
import { emit, note, type SchemaEditor } from '../../editor/schema-editor.ts';
import { columnType } from '../../fields/columns.ts';
import { defaultText, effectiveDefault } from '../../fields/effective-default.ts';
import { hasDbDefault, makeModelField } from '../../fields/model-field.ts';
import { automaticKey } from '../../model/model.ts';
import { stripQuotes } from '../../model/names.ts';
import type { Apps, FieldAt, Model, ModelAt, ModelField, Place } from '../../model/world.ts';

export interface Remake {
  readonly created?: FieldAt;
  readonly deleted?: FieldAt;
  readonly altered?: readonly { readonly from: FieldAt; readonly to: FieldAt }[];
}

/** Makes the table of `model` anew with the changes. */
export function remakeTable(editor: SchemaEditor, model: ModelAt, remake: Remake): void {
  const { dialect } = editor;
  const { table } = model.model;
  const newest = remake.created?.apps ?? remake.altered?.[0]?.to.apps ?? model.apps;
  const changed = changedModel(model, remake, editor.backwards === true);
  const copy = copiedColumns(editor, model, remake);
  const made: ModelAt = {
    apps: withTargets(newest, model.apps, changed.fields),
    model: { ...changed, table: `new__${stripQuotes(table)}` },
  };
  createModel(editor, made);
  const columns = [...copy.keys()];
  const names = columns.map(dialect.quoteName).join(', ');
  const sql = `INSERT INTO ${dialect.quoteName(made.model.table)} (${names}) SELECT ${[...copy.values()].join(', ')} FROM ${dialect.quoteName(table)}`;
  emit(editor, sql, { kind: 'insert', table: made.model.table, from: table });
  dropTable(editor, model);
  alterTable(editor, made, made.model.table, table);
  runDeferred(editor);
}

/** The newer state, with what the keys that were not altered still point at when a model has been renamed. */
function withTargets(newest: Apps, older: Apps, fields: readonly ModelField[]): Apps {
  let { state } = newest;
  for (const { relation } of fields) {
    if (relation?.to === undefined || modelIn(state, relation.to.appLabel, relation.to.modelName) !== undefined) continue;
    const target = modelIn(older.state, relation.to.appLabel, relation.to.modelName);
    if (target !== undefined) state = withModel(state, target);
  }
  return state === newest.state ? newest : { ...newest, state };
}

/** Django runs everything that waits, also what earlier operations of the migration left. */
function runDeferred(editor: SchemaEditor): void {
  const pending = editor.deferred;
  editor.deferred = [];
  if (pending.length > 0) note(editor, editor.doubt);
  editor.doubt = undefined;
  for (const statement of pending) execute(editor, statement);
}

function isSame(a: ModelField, b: ModelField): boolean {
  return a.name === b.name;
}

function withoutKey(field: ModelField): ModelField {
  const unique = field.option('unique');
  return { ...field, primaryKey: false, unique: unique?.kind === 'bool' && unique.value };
}

/** The model after the change. A new primary key replaces the old one, which goes altogether when Django had made it. */
function changedModel(model: ModelAt, remake: Remake, backwards: boolean): Model {
  const renamed = new Map((remake.altered ?? []).map(({ from, to }) => [from.field.name, to.field.name]));
  const rename = (name: string): string => renamed.get(name) ?? name;
  const deleted = remake.deleted?.field.name;
  return {
    ...model.model,
    fields: changedFields(model, remake, backwards),
    manyToMany: [],
    uniqueTogether: model.model.uniqueTogether.map((group) => group.map(rename)),
    indexTogether: model.model.indexTogether.map((group) => group.map(rename)),
    indexes: model.model.indexes.filter((index) => deleted === undefined || !namesIn(index.options.get('fields')).includes(deleted)),
    tablespace: undefined,
    tableComment: undefined,
  };
}

/**
 * Fields in the order in which Django made them: those of the model, but keys to the model itself are made anew and come last; a field of another state
 * comes after them when that state is the later one, before them when it is the earlier one.
 */
function changedFields(model: ModelAt, remake: Remake, backwards: boolean): readonly ModelField[] {
  const { created, deleted, altered = [] } = remake;
  const newKey = created?.field.primaryKey === true || altered.some(({ to }) => to.field.primaryKey);
  const replaced = (field: ModelField): boolean => altered.some(({ from }) => isSame(from.field, field));
  const kept: ModelField[] = [];
  for (const field of model.model.fields) {
    if (field.name === deleted?.field.name) continue;
    const change = altered.find(({ from, to }) => isSame(from.field, field) && to.apps.state === model.apps.state);
    if (change !== undefined) kept.push(change.to.field);
    else if (replaced(field)) continue;
    else if (newKey && field.primaryKey && !altered.some(({ to }) => isSame(to.field, field))) {
      if (!field.autoCreated) kept.push(withoutKey(field));
    } else kept.push(field);
  }
  const foreign = [
    ...inOrder(altered.flatMap(({ to }) => (to.apps.state === model.apps.state ? [] : [to]))),
    ...(created === undefined ? [] : [created.field]),
  ];
  const changed = new Set([...foreign, ...altered.map(({ to }) => to.field)]);
  const automatic = [...kept, ...foreign].filter((field) => field.autoCreated);
  const again = kept.filter((field) => !field.autoCreated && !changed.has(field) && refersTo(model, field));
  const plain = kept.filter((field) => !field.autoCreated && !again.includes(field));
  const others = foreign.filter((field) => !field.autoCreated);
  const removed = deleted?.field.column === 'id' && model.apps.world.django.removesAutomaticKey;
  const keyless = !isKeyed([...kept, ...foreign]) && model.model.parents.length === 0 && !removed;
  const key = keyless ? [makeModelField(placeOf(model), 'id', automaticKey(model.apps.world))] : [];
  return [...key, ...automatic, ...(backwards ? [...others, ...plain] : [...plain, ...others]), ...again];
}

function isKeyed(fields: readonly ModelField[]): boolean {
  return fields.some((field) => field.primaryKey || field.class.shape === 'compositePrimaryKey');
}

function placeOf({ apps, model }: ModelAt): Place {
  return { world: apps.world, appLabel: model.appLabel, modelName: model.name };
}

/** Fields of the other state in the order of their model. */
function inOrder(fields: readonly FieldAt[]): readonly ModelField[] {
  const place = ({ model, field }: FieldAt): number => model.fields.findIndex((other) => isSame(other, field));
  return fields.toSorted((a, b) => place(a) - place(b)).map((at) => at.field);
}

/** Whether a foreign key points at the model that has it. */
function refersTo({ model }: ModelAt, field: ModelField): boolean {
  const to = field.class.shape === 'foreignKey' ? field.relation?.to : undefined;
  return to?.appLabel === model.appLabel && to.modelName === model.modelName;
}

/** Column → what it is copied from, in Django's order. */
function copiedColumns(editor: SchemaEditor, model: ModelAt, { created, deleted, altered = [] }: Remake): ReadonlyMap<string, string> {
  const { dialect } = editor;
  const copy = new Map<string, string>();
  const newKey = created?.field.primaryKey === true || altered.some(({ to }) => to.field.primaryKey);
  for (const field of model.model.fields) {
    const { column } = field;
    if (column === undefined || field.class.shape === 'generated' || columnType(dialect, { ...model, field }) === undefined) continue;
    const dropped = newKey && field.primaryKey && field.autoCreated && !altered.some(({ to }) => isSame(to.field, field));
    if (!dropped) copy.set(column, dialect.quoteName(column));
  }
  if (created?.field.column !== undefined && created.field.class.shape !== 'generated' && !ownDefault(editor, created))
    copy.set(created.field.column, defaultText(effectiveDefault(editor.dialect, created)));
  for (const { from, to } of altered) {
    copy.delete(from.field.column ?? '');
    if (to.field.class.shape === 'generated' || to.field.column === undefined) continue;
    const source = dialect.quoteName(from.field.column ?? '');
    const filled = from.field.null && !to.field.null;
    const value = ownDefault(editor, to) ? compileDatabaseDefault(editor, to) : defaultText(effectiveDefault(editor.dialect, to));
    copy.set(to.field.column, filled ? `coalesce(${source}, ${value})` : source);
  }
  if (deleted?.field.column !== undefined) copy.delete(deleted.field.column);
  return copy;
}

function ownDefault(editor: SchemaEditor, at: FieldAt): boolean {
  return editor.dialect.django.databaseDefaults && hasDbDefault(at.field);
}
