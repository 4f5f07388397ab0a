/** Extensions and collations (django.contrib.postgres.operations). Nothing happens on other databases. */
import type { CreateCollation } from '../../../django/operation.ts';
import { emit, type SchemaEditor } from '../../editor/schema-editor.ts';

/** Django looks first whether the extension is there; a database made by the project's migrations alone is taken. */
export function createExtension(editor: SchemaEditor, name: string): void {
  if (editor.dialect.vendor !== 'postgresql' || editor.schema.extensions.has(name)) return;
  emit(editor, `CREATE EXTENSION IF NOT EXISTS ${editor.dialect.quoteName(name)}`, { kind: 'createExtension', name }, (schema) => ({
    ...schema,
    extensions: new Set(schema.extensions).add(name),
  }));
}

export function dropExtension(editor: SchemaEditor, name: string): void {
  if (editor.dialect.vendor !== 'postgresql' || !editor.schema.extensions.has(name)) return;
  emit(editor, `DROP EXTENSION IF EXISTS ${editor.dialect.quoteName(name)}`, { kind: 'dropExtension', name }, (schema) => {
    const extensions = new Set(schema.extensions);
    extensions.delete(name);
    return { ...schema, extensions };
  });
}

export function createCollation(editor: SchemaEditor, collation: CreateCollation): void {
  if (editor.dialect.vendor !== 'postgresql') return;
  const { quoteName } = editor.dialect;
  const parts = [`locale=${quoteName(collation.locale)}`];
  if (collation.provider !== 'libc') parts.push(`provider=${quoteName(collation.provider)}`);
  if (!collation.deterministic) parts.push('deterministic=false');
  emit(editor, `CREATE COLLATION ${quoteName(collation.name)} (${parts.join(', ')})`, { kind: 'createCollation', name: collation.name });
}

export function dropCollation(editor: SchemaEditor, name: string): void {
  if (editor.dialect.vendor !== 'postgresql') return;
  emit(editor, `DROP COLLATION ${editor.dialect.quoteName(name)}`, { kind: 'dropCollation', name });
}
