/** RunSQL as Django sends it: a bare string in the pieces that the database's driver wants, a list item by item. */
import type { RunSQLCode, RunSQLText } from '../../django/operation.ts';
import { emit, note, type SchemaEditor } from '../editor/schema-editor.ts';
import { unknownSql } from '../fields/unknown-sql.ts';
import { readLiteral } from '../values/literal.ts';
import { quoteValue } from '../values/quote.ts';

export function runSql(editor: SchemaEditor, code: RunSQLCode): void {
  switch (code.form) {
    case 'noop':
      return;
    case 'string':
      return sendText(editor, code.text);
    case 'list':
      for (const text of code.texts) sendText(editor, text);
  }
}

function sendText(editor: SchemaEditor, text: RunSQLText): void {
  if (text.kind === 'unknown') {
    const reason = `SQL that can't be read: ${text.reason}`;
    note(editor, reason);
    emit(editor, unknownSql(reason), { kind: 'unparsed', reason: text.reason }, (schema) => ({ ...schema, unknown: reason }));
    return;
  }
  emit(editor, withParameters(editor, text), { kind: 'unparsed', reason: 'not read' });
}

/** `%s` becomes the parameter as the driver writes it, `%%` a percent sign; without parameters the text stays as it is. */
function withParameters(editor: SchemaEditor, { sql, params }: Extract<RunSQLText, { kind: 'sql' }>): string {
  if (params === undefined) return sql;
  let at = 0;
  return sql.replaceAll(/%(s|%)/g, (_match, kind: string) => {
    if (kind === '%') return '%';
    const value = params[at];
    at += 1;
    const literal = value === undefined ? undefined : readLiteral(value);
    const written = literal === undefined ? undefined : quoteValue(literal, editor.dialect.values, 'parameter');
    return written ?? unknownSql('a parameter that is not a constant');
  });
}
