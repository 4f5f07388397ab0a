/** Constraints that are added without a look at the rows, and validated later (django.contrib.postgres.operations). */
import type { Constraint } from '../../../django/field.ts';
import { constraintStatement } from '../../editor/indexes/constraint-sql.ts';
import { finishStatement } from '../../editor/finish-statement.ts';
import { emit, type SchemaEditor } from '../../editor/schema-editor.ts';
import type { ModelAt } from '../../model/world.ts';

export function addNotValid(editor: SchemaEditor, model: ModelAt, constraint: Constraint): void {
  const pending = constraintStatement(editor, model, constraint);
  if (pending === undefined) return;
  const { sql, action, change } = finishStatement(editor.dialect, pending);
  emit(editor, `${sql} NOT VALID`, action.kind === 'addConstraint' ? { ...action, notValid: true } : action, change);
}

export function validateConstraint(editor: SchemaEditor, { model }: ModelAt, name: string): void {
  const { quoteName } = editor.dialect;
  const action = { kind: 'validateConstraint', table: model.table, constraint: name, references: undefined } as const;
  emit(editor, `ALTER TABLE ${quoteName(model.table)} VALIDATE CONSTRAINT ${quoteName(name)}`, action);
}
