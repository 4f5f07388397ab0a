/** RunSQL as Django sends it, and what it leaves in the database. */
import type { RunSQL } from '../../django/operation.ts';
import { applyAction } from '../editor/schema/apply-action.ts';
import { note, type SchemaEditor } from '../editor/schema-editor.ts';
import { renderRunSQL } from '../rawsql/run-sql.ts';
import { actionsOf } from '../statement.ts';
import { readLiteral } from '../values/literal.ts';
import { quoteValue } from '../values/quote.ts';

/** Sends one direction of a RunSQL; nothing when that direction does not exist. */
export function runSql(editor: SchemaEditor, operation: RunSQL, direction: 'forwards' | 'backwards'): void {
  const { vendor, values } = editor.dialect;
  const statements = renderRunSQL(operation, direction, {
    vendor,
    quote: (value) => {
      const literal = readLiteral(value);
      return literal === undefined ? undefined : quoteValue(literal, values, 'parameter');
    },
  });
  for (const statement of statements ?? []) {
    editor.slot.statements.push(statement);
    editor.schema = applyAction(editor.schema, statement.action, { sql: statement.sql, vendor });
    for (const action of actionsOf(statement)) if (action.kind === 'unparsed') note(editor, `SQL that can't be read: ${action.reason}`);
  }
}
