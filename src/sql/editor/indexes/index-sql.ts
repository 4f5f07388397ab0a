/** Indexes of `Meta.indexes` and those that fields bring along, as pending statements. */
import type { Index } from '../../../django/field.ts';
import type { PyValue } from '../../../python/value.ts';
import { textOf } from '../../fields/model-field.ts';
import { unknownSql } from '../../fields/unknown-sql.ts';
import { fieldNamed } from '../../model/model.ts';
import type { FieldAt, ModelAt } from '../../model/world.ts';
import { compileCondition, compileIndexExpressions } from '../compile.ts';
import type { PendingIndex } from '../pending-statement.ts';
import type { SchemaEditor } from '../schema-editor.ts';

/** An index over columns with nothing special about it. */
export function plainIndex(
  editor: SchemaEditor,
  table: string,
  columns: readonly string[],
  rest: Partial<PendingIndex> = {},
): PendingIndex {
  return {
    kind: 'index',
    owner: editor.slot,
    table,
    columns,
    name: undefined,
    suffix: '',
    unique: false,
    using: '',
    orders: [],
    opclasses: [],
    expressions: undefined,
    include: [],
    extra: '',
    condition: undefined,
    nullsDistinct: '',
    concurrently: false,
    ...rest,
  };
}

/** Items of a list or tuple of strings. */
export function namesIn(value: PyValue | undefined): readonly string[] {
  if (value === undefined || !('items' in value)) return [];
  return value.items.map((item) => (item.kind === 'str' ? item.value : unknownSql('a name that is not a constant')));
}

/** The column of a field by name; a mark when the model has no such field. */
export function columnOf(model: ModelAt, name: string): string {
  return fieldNamed(model.model, name)?.column ?? unknownSql(`${model.model.name} has no field ${name}`);
}

/** `_field_indexes_sql` of every database: `db_index` without `unique`. */
export function ordinaryFieldIndexes(editor: SchemaEditor, at: FieldAt): readonly PendingIndex[] {
  const { field } = at;
  if (!field.dbIndex || field.unique || field.column === undefined) return [];
  return [plainIndex(editor, at.model.table, [field.column], { extra: tablespacePart(editor, at) })];
}

function tablespacePart(editor: SchemaEditor, at: FieldAt): string {
  const name = textOf(at.field.option('db_tablespace')) ?? at.model.tablespace;
  return name === undefined || !editor.dialect.features.supportsTablespaces ? '' : ` ${editor.dialect.tablespace(name, false)}`;
}

/** Access methods and their storage parameters, by class of django.contrib.postgres.indexes. */
const accessMethods: Readonly<Record<string, { readonly using: string; readonly parameters: readonly string[] }>> = {
  BloomIndex: { using: 'bloom', parameters: ['length'] },
  BrinIndex: { using: 'brin', parameters: ['autosummarize', 'pages_per_range'] },
  BTreeIndex: { using: 'btree', parameters: ['fillfactor', 'deduplicate_items'] },
  GinIndex: { using: 'gin', parameters: ['gin_pending_list_limit', 'fastupdate'] },
  GistIndex: { using: 'gist', parameters: ['buffering', 'fillfactor'] },
  HashIndex: { using: 'hash', parameters: ['fillfactor'] },
  SpGistIndex: { using: 'spgist', parameters: ['fillfactor'] },
};

/** An index of a migration (`Index.create_sql`). */
export function metaIndex(editor: SchemaEditor, model: ModelAt, index: Index, concurrently: boolean): PendingIndex {
  const fields = namesIn(index.options.get('fields')).map((name) => ({ name: name.replace(/^-/, ''), descending: name.startsWith('-') }));
  const condition = index.options.get('condition');
  const type = model.apps.world.project.ownClasses.get(index.type)?.base ?? index.type;
  const method = accessMethods[type.slice(type.lastIndexOf('.') + 1)];
  const ordered = editor.dialect.features.supportsIndexColumnOrdering;
  return plainIndex(editor, model.model.table, index.args.length > 0 ? [] : fields.map((field) => columnOf(model, field.name)), {
    name: metaName(model, index.name),
    using: method?.using ?? (isPlainIndex(type) ? '' : unknownSql(`the index class ${index.type} is not known`)),
    orders: fields.map((field) => (field.descending && ordered ? 'DESC' : '')),
    opclasses: namesIn(index.options.get('opclasses')),
    expressions: index.args.length > 0 ? compileIndexExpressions(editor, model, index.args) : undefined,
    include: namesIn(index.options.get('include')).map((name) => columnOf(model, name)),
    extra: indexExtra(editor, model, index, storagePart(index, method?.parameters ?? [])),
    condition: condition === undefined || condition.kind === 'none' ? undefined : compileCondition(editor, model, condition),
    concurrently,
  });
}

function isPlainIndex(type: string): boolean {
  return /^django\.(db\.models|contrib\.gis\.db\.models)\b.*\.Index$/.test(type);
}

/** Names in `Meta` may hold `%(app_label)s` and `%(class)s`. */
export function metaName(model: ModelAt, name: string): string {
  return name.replaceAll('%(app_label)s', model.model.appLabel.toLowerCase()).replaceAll('%(class)s', model.model.modelName);
}

function indexTablespace(editor: SchemaEditor, model: ModelAt, index: Index): string {
  const fields = namesIn(index.options.get('fields'));
  const only = fields.length === 1 ? fieldNamed(model.model, fields[0]?.replace(/^-/, '') ?? '') : undefined;
  const name = textOf(index.options.get('db_tablespace')) ?? textOf(only?.option('db_tablespace')) ?? model.model.tablespace;
  return name === undefined || !editor.dialect.features.supportsTablespaces ? '' : ` ${editor.dialect.tablespace(name, false)}`;
}

/** Before 4.0 the storage parameters followed without a space, and a space stood behind them. */
function indexExtra(editor: SchemaEditor, model: ModelAt, index: Index, storage: string): string {
  const glued = storage !== '' && editor.dialect.django.release < 400;
  return (glued ? `${storage.trimStart()} ` : storage) + indexTablespace(editor, model, index);
}

function storagePart(index: Index, names: readonly string[]): string {
  const written = names.flatMap((name) => {
    const value = index.options.get(name);
    return value === undefined || value.kind === 'none' ? [] : [`${name} = ${storageValue(value)}`];
  });
  const columns = index.options.get('columns');
  const bloom = columns !== undefined && 'items' in columns ? columns.items.map((item, at) => `col${at + 1} = ${storageValue(item)}`) : [];
  const all = [...written, ...bloom];
  return all.length === 0 ? '' : ` WITH (${all.join(', ')})`;
}

function storageValue(value: PyValue): string {
  if (value.kind === 'bool') return value.value ? 'on' : 'off';
  return value.kind === 'int' ? String(value.value) : unknownSql('a storage parameter that is not a constant');
}
