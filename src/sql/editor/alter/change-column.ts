/** The middle of `_alter_field`: type, default and NULL of the column itself. */
import { collationOf, internalTypeOf } from '../../fields/columns.ts';
import { defaultText, effectiveDefault, type EffectiveDefault } from '../../fields/effective-default.ts';
import { samePyValue } from '../../fields/field-change.ts';
import { hasDbDefault, hasDefault, textOf, truthOf } from '../../fields/model-field.ts';
import type { FieldAt } from '../../model/world.ts';
import type { SchemaAction } from '../../statement.ts';
import { compileDatabaseDefault } from '../compile.ts';
import { emit, note, type ColumnChange, type Fragment, type SchemaEditor } from '../schema-editor.ts';
import { columnOf } from './column-change.ts';

/** Type, default and NULL. True when a default is left in the database that has to go at the end. */
export function changeColumn(editor: SchemaEditor, change: ColumnChange): boolean {
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
