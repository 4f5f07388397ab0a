/**
 * `_alter_field` of every database but SQLite, in Django's order: what is in the way goes first (foreign keys, unique, indexes, checks), then the
 * column changes, then what the new field needs is made.
 */
import { columnCheck, columnType, collationOf, internalTypeOf } from '../fields/columns.ts';
import { defaultText, effectiveDefault, type EffectiveDefault } from '../fields/effective-default.ts';
import { fieldChanged, samePyValue } from '../fields/field-change.ts';
import { hasDbDefault, hasDefault, textOf, truthOf } from '../fields/model-field.ts';
import { makeIndexName } from '../model/names.ts';
import { relatedKeys, type RelatedKey } from '../model/related-keys.ts';
import type { FieldAt, ModelAt } from '../model/world.ts';
import type { SchemaAction } from '../statement.ts';
import { deleteForeignKey, emitDropDefault } from './alter-table.ts';
import { compileDatabaseDefault } from './compile.ts';
import { constraintNames, foreignKeyNames } from './constraint-names.ts';
import { foreignKeyOf } from './create-model.ts';
import { execute, indexNameOf } from './finish-statement.ts';
import { metaName, plainIndex } from './index-sql.ts';
import { renameColumnIn } from './pending-statement.ts';
import { addConstraint, changeTable, dropConstraint, dropIndex, renameColumn } from './physical-schema.ts';
import { emit, note, type ColumnChange, type Fragment, type SchemaEditor } from './schema-editor.ts';

/** What the first half leaves for the second. */
interface Dropped {
  readonly foreignKeys: boolean;
  /** Keys that pointed at the column, to be made again. */
  readonly related: readonly RelatedKey[] | undefined;
}

/** Alters a column from one field to another. */
export function alterColumn(editor: SchemaEditor, change: ColumnChange): void {
  const dropped = dropWhatIsInTheWay(editor, change);
  renameChangedColumn(editor, change);
  const defaultLeft = changeColumn(editor, change);
  makeWhatIsNeeded(editor, change, dropped);
  if (defaultLeft) emitDropDefault(editor, change.model, change.to);
}

// ---- first half

function dropWhatIsInTheWay(editor: SchemaEditor, change: ColumnChange): Dropped {
  const foreignKeys = dropOwnForeignKeys(editor, change);
  dropUnique(editor, change);
  const related = dropRelatedForeignKeys(editor, change);
  dropFieldIndexes(editor, change);
  dropCheck(editor, change);
  return { foreignKeys, related };
}

function isForeignKey(at: FieldAt): boolean {
  return at.field.class.shape === 'foreignKey';
}

function hasConstraint(at: FieldAt): boolean {
  return isForeignKey(at) && at.field.relation?.dbConstraint === true;
}

function columnOf(at: FieldAt): string {
  return at.field.column ?? '';
}

function dropOwnForeignKeys(editor: SchemaEditor, { model, from, to }: ColumnChange): boolean {
  const { django, features } = editor.dialect;
  if (!features.supportsForeignKeys || !hasConstraint(from)) return false;
  if (django.keepsForeignKeyForComment && !fieldChanged(django, from, to, ['db_comment'])) return false;
  const names = foreignKeyNames(editor, model.model.table, columnOf(from));
  for (const name of names) deleteForeignKey(editor, model.model.table, name);
  return names.length > 0;
}

function metaConstraintNames(model: ModelAt): ReadonlySet<string> {
  return new Set(model.model.constraints.map((constraint) => metaName(model, constraint.name)));
}

/** `_unique_should_be_added`. */
function becomesUnique({ dialect }: SchemaEditor, { from, to }: ColumnChange): boolean {
  if (to.field.primaryKey) return dialect.django.keysAreMadeUnique && !from.field.unique;
  return to.field.unique && (!from.field.unique || from.field.primaryKey);
}

function becamePrimaryKey({ from, to }: ColumnChange): boolean {
  return !from.field.primaryKey && to.field.primaryKey;
}

function dropUnique(editor: SchemaEditor, change: ColumnChange): void {
  const { model, from, to } = change;
  if (!from.field.unique || (to.field.unique && !becamePrimaryKey(change))) return;
  const names = constraintNames(editor, model.model.table, {
    columns: [columnOf(from)],
    constraint: (constraint) => constraint.type === 'unique',
    index: (index) => index.unique,
    exclude: metaConstraintNames(model),
  });
  for (const name of names) {
    const { quoteName, sql } = editor.dialect;
    emitDropConstraint(editor, model, name, sql.deleteUnique(quoteName(model.model.table), quoteName(name)));
  }
}

function emitDropConstraint(editor: SchemaEditor, model: ModelAt, constraint: string, sql: string): void {
  const { table } = model.model;
  emit(editor, sql, { kind: 'dropConstraint', table, constraint, references: undefined }, (schema) =>
    changeTable(schema, table, (physical) => dropConstraint(physical, constraint)),
  );
}

/** Keys that point at a primary key or unique column whose type changes can't stay. */
function dropRelatedForeignKeys(editor: SchemaEditor, change: ColumnChange): readonly RelatedKey[] | undefined {
  const { from, to } = change;
  const { features, django } = editor.dialect;
  const both = (from.field.primaryKey && to.field.primaryKey) || (from.field.unique && to.field.unique);
  const differs =
    change.oldType !== change.newType ||
    (django.relationCollations && collationOf(editor.dialect, from) !== collationOf(editor.dialect, to));
  if (!features.supportsForeignKeys || !both || !differs) return undefined;
  const related = relatedKeys(django, from, to);
  for (const { to: key } of related) {
    for (const name of foreignKeyNames(editor, key.model.table, columnOf(key))) deleteForeignKey(editor, key.model.table, name);
  }
  return related;
}

/** `db_index` went, or a unique constraint takes its place. */
function dropFieldIndexes(editor: SchemaEditor, { model, from, to }: ColumnChange): void {
  if (!from.field.dbIndex || from.field.unique || (to.field.dbIndex && !to.field.unique)) return;
  const names = constraintNames(editor, model.model.table, {
    columns: [columnOf(from)],
    index: (index) => index.plain,
    exclude: new Set(model.model.indexes.map((index) => metaName(model, index.name))),
  });
  for (const name of names) deleteIndex(editor, model, name);
}

/** `_delete_index_sql`: an index that is still waiting to be made is not made any more. */
export function deleteIndex(editor: SchemaEditor, model: ModelAt, name: string, concurrently = false): void {
  const { dialect } = editor;
  const { table } = model.model;
  if (dialect.django.dropsDeferredIndexes) {
    editor.deferred = editor.deferred.filter(
      (pending) => pending.table !== table || pending.kind !== 'index' || indexNameOf(dialect, pending) !== name,
    );
  }
  emit(
    editor,
    dialect.sql.deleteIndex(dialect.quoteName(table), dialect.quoteName(name), concurrently),
    { kind: 'dropIndex', index: name, table, concurrently },
    (schema) => changeTable(schema, table, (physical) => dropIndex(physical, name)),
  );
}

/** The check that belongs to the type. Since 5.0 a renamed column keeps it where the database can. */
function typeChecks(editor: SchemaEditor, { from, to }: ColumnChange): readonly [string | undefined, string | undefined] {
  const { django, features } = editor.dialect;
  const name = (at: FieldAt): string => (django.databaseDefaults && features.checksFollowRenames ? '__column_name__' : columnOf(at));
  return [columnCheck(editor.dialect, from, name(from)), columnCheck(editor.dialect, to, name(to))];
}

function dropCheck(editor: SchemaEditor, change: ColumnChange): void {
  const { model, from } = change;
  const [before, after] = typeChecks(editor, change);
  if (before === undefined || before === after) return;
  const names = constraintNames(editor, model.model.table, {
    columns: [columnOf(from)],
    constraint: (constraint) => constraint.type === 'check',
    exclude: metaConstraintNames(model),
  });
  for (const name of names) {
    const { quoteName, sql } = editor.dialect;
    emitDropConstraint(editor, model, name, sql.deleteCheck(quoteName(model.model.table), quoteName(name)));
  }
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

// ---- the column itself

/** Type, default and NULL. True when a default is left in the database that has to go at the end. */
function changeColumn(editor: SchemaEditor, change: ColumnChange): boolean {
  const { to } = change;
  const actions: Fragment[] = [];
  const after: (() => void)[] = [];
  if (typeDiffers(editor, change)) {
    const type = editor.hooks.changeType(editor, change);
    actions.push(type.fragment);
    after.push(...type.after);
  }
  actions.push(...databaseDefaultChange(editor, change));
  const newDefault = effectiveDefault(editor.dialect, to);
  const withDefault = needsDefault(editor, change, newDefault);
  if (withDefault) actions.push(setDefault(editor, change, defaultText(newDefault)));
  const nullChange = change.from.field.null === to.field.null ? undefined : editor.hooks.changeNull(editor, change);
  const ownDefault = editor.dialect.django.databaseDefaults && hasDbDefault(to.field);
  const fourSteps = (hasDefault(to.field) || ownDefault) && change.from.field.null && !to.field.null;
  if (actions.length > 0 || nullChange !== undefined) {
    if (!fourSteps && nullChange !== undefined) actions.push(nullChange);
    emitFragments(editor, change, actions);
    if (fourSteps) {
      emitUpdate(editor, change, ownDefault ? compileDatabaseDefault(editor, to) : defaultText(newDefault));
      if (nullChange !== undefined) emitFragments(editor, change, [nullChange]);
    }
  }
  for (const run of after) run();
  return withDefault;
}

function typeDiffers(editor: SchemaEditor, { from, to, oldType, newType }: ColumnChange): boolean {
  const { dialect } = editor;
  if (oldType !== newType || collationOf(dialect, from) !== collationOf(dialect, to)) return true;
  const suffix = (at: FieldAt): string | undefined =>
    at.field.class.shape === 'column' ? dialect.typeSuffix(internalTypeOf(at)) : undefined;
  if (dialect.django.comparesTypeSuffix && suffix(from) !== suffix(to)) return true;
  const comment = (at: FieldAt): string | undefined => textOf(at.field.option('db_comment'));
  return dialect.django.comments && dialect.features.supportsComments && comment(from) !== comment(to);
}

function databaseDefaultChange(editor: SchemaEditor, { from, to, newType }: ColumnChange): readonly Fragment[] {
  const { dialect } = editor;
  if (!dialect.django.databaseDefaults) return [];
  const [before, after] = [hasDbDefault(from.field), hasDbDefault(to.field)];
  const column = dialect.quoteName(columnOf(to));
  const target = { table: to.model.table, column: columnOf(to) };
  if (after) {
    const [old, renewed] = [from.field.option('db_default'), to.field.option('db_default')];
    if (before && old !== undefined && renewed !== undefined && samePyValue(old, renewed)) return [];
    const constant = renewed?.kind !== 'call' || renewed.callee.endsWith('.Value');
    return [
      {
        sql: dialect.sql.alterColumnDefault(column, compileDatabaseDefault(editor, to), newType),
        action: { kind: 'setDefault', ...target, volatile: !constant },
      },
    ];
  }
  return before ? [{ sql: dialect.sql.alterColumnNoDefault(column, newType), action: { kind: 'dropDefault', ...target } }] : [];
}

/** NULL is forbidden from now on and the new default differs from the old one. */
function needsDefault(editor: SchemaEditor, { from, to }: ColumnChange, newDefault: EffectiveDefault): boolean {
  if (!from.field.null || to.field.null || (editor.dialect.django.databaseDefaults && hasDbDefault(to.field))) return false;
  if (newDefault.kind === 'none' || editor.hooks.skipDefaultOnAlter(editor, to)) return false;
  const oldDefault = effectiveDefault(editor.dialect, from);
  if (oldDefault.kind === 'unknown' || newDefault.kind === 'unknown') {
    if (newDefault.kind === 'unknown' && isDay(from) && isDay(to)) {
      note(editor, newDefault.reason);
      return false;
    }
    return true;
  }
  if (oldDefault.kind === 'none') return true;
  // each is wrapped for the driver anew, and wrappers are not compared by what they hold
  const wrapped = newDefault.literal.kind === 'json' && editor.dialect.django.wrapsJson && editor.dialect.vendor === 'postgresql';
  return wrapped || oldDefault.sql !== newDefault.sql;
}

/** A default that is the day of the migration: both of its values are the same. */
function isDay(at: FieldAt): boolean {
  const written = at.field.option('default');
  if (written !== undefined) return written.kind === 'ref' && written.path === 'datetime.date.today';
  const isSet = (option: string): boolean => truthOf(at.field.option(option)) === true;
  return at.field.class.djangoClass === 'DateField' && (isSet('auto_now') || isSet('auto_now_add'));
}

function setDefault(editor: SchemaEditor, { to, newType }: ColumnChange, literal: string): Fragment {
  const { dialect } = editor;
  const value = editor.hooks.columnDefault(editor, to, literal);
  return {
    sql: dialect.sql.alterColumnDefault(dialect.quoteName(columnOf(to)), value, newType),
    action: { kind: 'setDefault', table: to.model.table, column: columnOf(to), volatile: false },
  };
}

/** One ALTER TABLE with all parts where the database can combine them. */
function emitFragments(editor: SchemaEditor, change: ColumnChange, fragments: readonly Fragment[]): void {
  const { dialect } = editor;
  const table = dialect.quoteName(change.model.model.table);
  if (fragments.length === 0) return;
  if (!dialect.features.supportsCombinedAlters) {
    for (const fragment of fragments) emit(editor, dialect.sql.alterColumn(table, fragment.sql), fragment.action);
    return;
  }
  const [first] = fragments;
  if (first === undefined) return;
  emit(
    editor,
    dialect.sql.alterColumn(table, fragments.map((fragment) => fragment.sql).join(', ')),
    heaviest(
      fragments.map((fragment) => fragment.action),
      first.action,
    ),
  );
}

/** The action that stands for a combined statement: a change of type, or else forbidding NULL, or else the first. */
function heaviest(actions: readonly SchemaAction[], first: SchemaAction): SchemaAction {
  return actions.find((action) => action.kind === 'alterColumnType') ?? actions.find((action) => action.kind === 'setNotNull') ?? first;
}

function emitUpdate(editor: SchemaEditor, { model, to }: ColumnChange, value: string): void {
  const { dialect } = editor;
  const { table } = model.model;
  const column = columnOf(to);
  emit(editor, dialect.sql.updateWithDefault(dialect.quoteName(table), dialect.quoteName(column), value), {
    kind: 'update',
    table,
    filtered: true,
    columns: [column],
  });
}

// ---- second half

function makeWhatIsNeeded(editor: SchemaEditor, change: ColumnChange, dropped: Dropped): void {
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
