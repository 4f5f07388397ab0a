/** When a change of type needs a cast. */
import type { ColumnChange, SchemaEditor } from '../../editor/schema-editor.ts';
import { castType, innerField, internalTypeOf } from '../../fields/columns.ts';
import type { FieldAt } from '../../model/world.ts';

/** `_using_sql`: a cast where the data type changes, not only its length. */
export function castPart(editor: SchemaEditor, { from, to }: ColumnChange, type: string): string {
  const { dialect } = editor;
  if (to.field.class.shape === 'generated') return '';
  const using = ` USING ${dialect.quoteName(to.field.column ?? '')}::${type}`;
  const arrays = from.field.class.shape === 'array' && to.field.class.shape === 'array' && internalTypeOf(from) === internalTypeOf(to);
  if (arrays) return itemCast(editor, from) === itemCast(editor, to) ? '' : using;
  return castType(dialect, from) === castType(dialect, to) ? '' : using;
}

function itemCast(editor: SchemaEditor, at: FieldAt): string | undefined {
  const inner = innerField(at, 'base_field');
  if (inner === undefined) return undefined;
  return inner.field.class.shape === 'array' ? itemCast(editor, inner) : castType(editor.dialect, inner);
}
