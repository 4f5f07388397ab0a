/** What each operation sends, forwards and backwards (`database_forwards`, `database_backwards` of django.db.migrations.operations). */
import { applyOperation } from '../../django/history/apply/apply-operation.ts';
import type { Operation } from '../../django/operation.ts';
import { note, noteUnread, type SchemaEditor } from '../editor/schema-editor.ts';
import { makeSlot } from '../editor/slot.ts';
import type { Apps } from '../model/world.ts';
import { addNotValid, validateConstraint } from './operations/constraint-operations.ts';
import { createCollation, createExtension, dropCollation, dropExtension } from './operations/database-objects.ts';
import { addField, addFieldBack, alterFieldOf, removeField, renameField } from './operations/field-operations.ts';
import {
  addConstraintBack,
  addIndex,
  removeConstraint,
  removeIndexBackwards,
  removeIndexForwards,
  renameIndex,
} from './operations/index-operations.ts';
import {
  alterComment,
  alterModelTable,
  alterOrder,
  alterTogether,
  createModel,
  deleteModel,
  renameModel,
} from './operations/model-operations.ts';
import { runSql } from './run-sql.ts';
import { migratedModel, type Step } from './step.ts';

/** Whether the operation's class has a method of its own there, which does nothing or what we can't know. */
function isReplaced(editor: SchemaEditor, { custom }: Operation, method: 'database_forwards' | 'database_backwards'): boolean {
  if (custom?.overrides.includes(method) !== true) return false;
  if (custom.idle?.includes(method) !== true) noteUnread(editor, `${custom.path} overrides ${method}()`);
  return true;
}

/** Sends what the operation does forwards. */
export function sendForwards(editor: SchemaEditor, operation: Operation, step: Step): void {
  const { appLabel, from, to } = step;
  if (isReplaced(editor, operation, 'database_forwards')) return;
  switch (operation.kind) {
    case 'CreateModel':
      return createModel(editor, to, appLabel, operation.name);
    case 'DeleteModel':
      return deleteModel(editor, from, appLabel, operation.name);
    case 'RenameModel':
      return renameModel(editor, step, { from: operation.oldName, to: operation.newName });
    case 'AlterModelTable':
      return alterModelTable(editor, operation.name, step);
    case 'AlterModelTableComment':
      return alterComment(editor, operation.name, step);
    case 'AlterUniqueTogether':
    case 'AlterIndexTogether':
      return alterTogether(editor, operation.kind, operation.name, step);
    case 'AlterOrderWithRespectTo':
      return alterOrder(editor, operation, step);
    case 'AddField':
      return addField(editor, operation, step);
    case 'RemoveField':
      return removeField(editor, operation.modelName, operation.name, step);
    case 'AlterField':
      return alterFieldOf(editor, operation, step);
    case 'RenameField':
      return renameField(editor, operation.modelName, { from: operation.oldName, to: operation.newName }, step);
    case 'AddIndex':
    case 'AddIndexConcurrently':
      return addIndex(editor, operation, step);
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
      return removeIndexForwards(editor, operation, step);
    case 'RenameIndex':
      return renameIndex(editor, operation, step, { from: operation.oldName, to: operation.newName });
    case 'AddConstraint': {
      const model = migratedModel(editor, to, appLabel, operation.modelName);
      if (model !== undefined) editor.hooks.addConstraint(editor, model, operation.constraint);
      return;
    }
    case 'AddConstraintNotValid': {
      const model = migratedModel(editor, from, appLabel, operation.modelName);
      if (model !== undefined) addNotValid(editor, model, operation.constraint);
      return;
    }
    case 'RemoveConstraint':
      return removeConstraint(editor, operation.modelName, operation.name, step);
    case 'ValidateConstraint': {
      const model = migratedModel(editor, from, appLabel, operation.modelName);
      if (model !== undefined) validateConstraint(editor, model, operation.name);
      return;
    }
    case 'SeparateDatabaseAndState':
      return separateForwards(editor, operation.databaseOperations, step);
    case 'RunSQL':
      return runSql(editor, operation, 'forwards');
    case 'RunPython':
      return note(editor, operation.code.form === 'noop' ? undefined : 'RunPython');
    case 'CreateExtension':
      return createExtension(editor, operation.name);
    case 'CreateCollation':
      return createCollation(editor, operation);
    case 'RemoveCollation':
      return dropCollation(editor, operation.name);
    case 'AlterModelOptions':
    case 'AlterModelManagers':
    case 'AlterConstraint':
      return;
    case 'UnknownOperation':
      return noteUnread(editor, `${operation.path ?? 'an operation'}: ${operation.reason}`);
  }
}

/** Sends what undoing the operation does. `from` is the state with the operation, `to` the one without it. */
export function sendBackwards(editor: SchemaEditor, operation: Operation, step: Step): void {
  const { appLabel, from, to } = step;
  if (isReplaced(editor, operation, 'database_backwards')) return;
  switch (operation.kind) {
    case 'CreateModel':
      return deleteModel(editor, from, appLabel, operation.name);
    case 'DeleteModel':
      return createModel(editor, to, appLabel, operation.name, false);
    case 'RenameModel':
      return renameModel(editor, step, { from: operation.newName, to: operation.oldName });
    case 'AlterModelTable':
      return alterModelTable(editor, operation.name, step);
    case 'AlterModelTableComment':
      return alterComment(editor, operation.name, step);
    case 'AlterUniqueTogether':
    case 'AlterIndexTogether':
      return alterTogether(editor, operation.kind, operation.name, step);
    case 'AlterOrderWithRespectTo':
      return alterOrder(editor, operation, step);
    case 'AddField':
      return removeField(editor, operation.modelName, operation.name, step);
    case 'RemoveField':
      return addFieldBack(editor, operation.modelName, operation.name, step);
    case 'AlterField':
      return alterFieldOf(editor, operation, step);
    case 'RenameField':
      return renameField(editor, operation.modelName, { from: operation.newName, to: operation.oldName }, step);
    case 'AddIndex':
    case 'AddIndexConcurrently': {
      const model = migratedModel(editor, from, appLabel, operation.modelName);
      if (model !== undefined) editor.hooks.removeIndex(editor, model, operation.index, operation.kind === 'AddIndexConcurrently');
      return;
    }
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
      return removeIndexBackwards(editor, operation, step);
    case 'RenameIndex':
      return operation.oldFields === undefined
        ? renameIndex(editor, operation, step, { from: operation.newName, to: operation.oldName ?? '' })
        : undefined;
    case 'AddConstraint':
    case 'AddConstraintNotValid': {
      const model = migratedModel(editor, to, appLabel, operation.modelName);
      if (model !== undefined) editor.hooks.removeConstraint(editor, model, operation.constraint);
      return;
    }
    case 'RemoveConstraint':
      return addConstraintBack(editor, operation.modelName, operation.name, step);
    case 'SeparateDatabaseAndState':
      return separateBackwards(editor, operation.databaseOperations, step);
    case 'RunSQL':
      return runSql(editor, operation, 'backwards');
    case 'RunPython':
      return note(editor, operation.reverseCode?.form === 'noop' ? undefined : 'RunPython');
    case 'CreateExtension':
      return dropExtension(editor, operation.name);
    case 'CreateCollation':
      return dropCollation(editor, operation.name);
    case 'RemoveCollation':
      return createCollation(editor, operation);
    case 'AlterModelOptions':
    case 'AlterModelManagers':
    case 'AlterConstraint':
    case 'ValidateConstraint':
      return;
    case 'UnknownOperation':
      return noteUnread(editor, `${operation.path ?? 'an operation'}: ${operation.reason}`);
  }
}

/** Each database operation sees the state that the ones before it leave. */
function separateForwards(editor: SchemaEditor, operations: readonly Operation[], { appLabel, from }: Step): void {
  let before = from;
  for (const operation of operations) {
    const after: Apps = { ...before, state: applyOperation(before.state, appLabel, operation) };
    inSlot(editor, operation, () => sendForwards(editor, operation, { appLabel, from: before, to: after }));
    before = after;
  }
}

function separateBackwards(editor: SchemaEditor, operations: readonly Operation[], { appLabel, to }: Step): void {
  const states: Apps[] = [to];
  for (const operation of operations) {
    const last = states.at(-1) ?? to;
    states.push({ ...last, state: applyOperation(last.state, appLabel, operation) });
  }
  for (const [index, operation] of [...operations.entries()].toReversed()) {
    const [without, withIt] = [states[index], states[index + 1]];
    if (without === undefined || withIt === undefined) continue;
    inSlot(editor, operation, () => sendBackwards(editor, operation, { appLabel, from: withIt, to: without }));
  }
}

/** What an inner operation sends is its own. */
function inSlot(editor: SchemaEditor, operation: Operation, send: () => void): void {
  const outer = editor.slot;
  editor.slot = makeSlot(operation);
  outer.inner.push(editor.slot);
  send();
  editor.slot = outer;
}
