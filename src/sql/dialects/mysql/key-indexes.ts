/**
 * InnoDB needs an index for every foreign key and lets go of the one it made by itself as soon as another one covers the column. Before Django drops
 * such an index it makes one for the key alone (`_create_missing_fk_index`). https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html
 */
import type { Constraint } from '../../../django/field.ts';
import { execute } from '../../editor/finish-statement.ts';
import { namesIn, plainIndex } from '../../editor/indexes/index-sql.ts';
import { tableIn, type PhysicalTable } from '../../editor/schema/physical-schema.ts';
import type { EditorHooks, SchemaEditor } from '../../editor/schema-editor.ts';
import { fieldNamed } from '../../model/model.ts';
import type { ModelAt } from '../../model/world.ts';

export function constraintFields(constraint: Constraint): readonly string[] {
  return namesIn(constraint.options.get('fields'));
}

/** Names under which the table holds indexes, with their columns. */
function indexesOf(table: PhysicalTable): readonly (readonly (string | undefined)[])[] {
  const constraints = table.constraints.filter(({ type }) => type === 'primaryKey' || type === 'unique');
  return [...constraints, ...table.indexes].map(({ columns }) => columns);
}

/** Makes an index for the foreign key `name` when the only one that serves it is about to go. */
export function keepKeyIndex(editor: SchemaEditor, model: ModelAt, name: string | undefined): void {
  const field = name === undefined ? undefined : fieldNamed(model.model, name);
  if (field?.column === undefined || field.class.internalType !== 'ForeignKey') return;
  const table = tableIn(editor.schema, model.model.table);
  if (table === undefined) return;
  const serving = indexesOf(table).filter(([first]) => first === field.column);
  // Until 4.1 Django looked for an index of exactly this column.
  const missing = editor.dialect.django.release >= 402 ? serving.length === 1 : !serving.some((columns) => columns.length === 1);
  if (missing) execute(editor, plainIndex(editor, model.model.table, [field.column]));
}

/** Changes of `unique_together` and `index_together`, group by group. */
export function togetherWithKeys(plain: EditorHooks['alterUniqueTogether']): EditorHooks['alterUniqueTogether'] {
  return (editor, model, { from, to }) => {
    const key = (group: readonly string[]): string => group.join(' ');
    const [before, after] = [new Set(from.map(key)), new Set(to.map(key))];
    for (const group of from) {
      if (after.has(key(group))) continue;
      keepKeyIndex(editor, model, group[0]);
      plain(editor, model, { from: [group], to: [] });
    }
    plain(editor, model, { from: [], to: to.filter((group) => !before.has(key(group))) });
  };
}
