/** A migration as SQL: each operation's statements, what runs at the end because of it, and the way back. */
import type { Migration } from '../../django/migration.ts';
import type { Operation } from '../../django/operation.ts';
import type { ProjectState } from '../../django/state.ts';
import { finishStatement } from '../editor/finish-statement.ts';
import type { PhysicalSchema } from '../editor/schema/physical-schema.ts';
import { emit, type SchemaEditor } from '../editor/schema-editor.ts';
import { makeSlot, type Slot } from '../editor/slot.ts';
import { unknownIn } from '../fields/unknown-sql.ts';
import type { World } from '../model/world.ts';
import type { RenderedOperation, Statement } from '../statement.ts';
import type { Database } from './database.ts';
import { sendBackwards, sendForwards } from './send-operation.ts';

export interface RenderInput {
  readonly migration: Migration;
  readonly database: Database;
  readonly world: World;
  /** Before the first operation, then after each. */
  readonly states: readonly ProjectState[];
  /** What stands in the database before the migration. */
  readonly schema: PhysicalSchema;
}

export interface RenderedMigration {
  readonly operations: readonly RenderedOperation[];
  readonly schema: PhysicalSchema;
}

export function renderMigration({ migration, states, database, world, schema }: RenderInput): RenderedMigration {
  const [first] = migration.operations;
  const [before] = states;
  if (first === undefined || before === undefined) return { operations: [], schema };
  const forwards = makeEditor(database, schema, { first, backwards: false });
  const sent = sendAll(forwards, migration.operations, (operation, index) => {
    const [from, to] = [states[index] ?? before, states[index + 1] ?? before];
    sendForwards(forwards, operation, { appLabel: migration.appLabel, from: { state: from, world }, to: { state: to, world } });
  });
  const backwards = makeEditor(database, forwards.schema, { first, backwards: true });
  const undone = sendAll(
    backwards,
    migration.operations,
    (operation, index) => {
      const [from, to] = [states[index + 1] ?? before, states[index] ?? before];
      if (isReversible(operation))
        sendBackwards(backwards, operation, { appLabel: migration.appLabel, from: { state: from, world }, to: { state: to, world } });
    },
    true,
  );
  const operations = sent.flatMap((slot, index) => (undone[index] === undefined ? [] : [rendered(slot, undone[index])]));
  return { operations, schema: forwards.schema };
}

function makeEditor(
  { dialect, hooks }: Database,
  schema: PhysicalSchema,
  { first, backwards }: { readonly first: Operation; readonly backwards: boolean },
): SchemaEditor {
  return { dialect, hooks, schema, backwards, deferred: [], slot: makeSlot(first), doubt: undefined };
}

/** Runs all operations in one schema editor, in order or in the reverse of it; what they deferred runs at the end. */
function sendAll(
  editor: SchemaEditor,
  operations: readonly Operation[],
  send: (operation: Operation, index: number) => void,
  reversed = false,
): readonly Slot[] {
  const slots = operations.map(makeSlot);
  const order = [...operations.entries()];
  for (const [index, operation] of reversed ? order.toReversed() : order) {
    editor.slot = slots[index] ?? editor.slot;
    send(operation, index);
  }
  runDeferred(editor);
  return slots;
}

/** A statement waits in the slot of the operation that caused it. */
function runDeferred(editor: SchemaEditor): void {
  for (const pending of editor.deferred) {
    const { sql, action, change } = finishStatement(editor.dialect, pending);
    editor.slot = makeSlot(pending.owner.operation);
    emit(editor, sql, action, change);
    pending.owner.deferred.push(...editor.slot.statements);
    if (editor.doubt !== undefined) pending.owner.problems.push(editor.doubt);
  }
  editor.deferred = [];
}

/** Django refuses to undo RunSQL without `reverse_sql` and RunPython without `reverse_code`. */
export function isReversible(operation: Operation): boolean {
  if (operation.kind === 'RunSQL') return operation.reverseSql !== undefined;
  if (operation.kind === 'RunPython') return operation.reverseCode !== undefined;
  return operation.kind !== 'SeparateDatabaseAndState' || operation.databaseOperations.every(isReversible);
}

function allStatements(slot: Slot): readonly Statement[] {
  return [...slot.statements, ...slot.inner.flatMap(allStatements)];
}

function allDeferred(slot: Slot): readonly Statement[] {
  return [...slot.deferred, ...slot.inner.flatMap(allDeferred)];
}

function unknownOf(slot: Slot): string | undefined {
  const marked = [...slot.statements, ...slot.deferred].map((statement) => unknownIn(statement.sql)).find((reason) => reason !== undefined);
  return slot.problems[0] ?? marked ?? slot.inner.map(unknownOf).find((reason) => reason !== undefined);
}

function rendered(sent: Slot, undone: Slot): RenderedOperation {
  const { operation } = sent;
  const reversible = isReversible(operation);
  const back = unknownOf(undone);
  return {
    operation,
    inner: sent.inner.map((slot) =>
      rendered(slot, undone.inner.find((other) => other.operation === slot.operation) ?? makeSlot(slot.operation)),
    ),
    statements: allStatements(sent),
    deferred: allDeferred(sent),
    reversible,
    reverse: reversible ? allStatements(undone) : undefined,
    reverseDeferred: allDeferred(undone),
    unknown: unknownOf(sent) ?? (back === undefined ? undefined : `backwards: ${back}`),
  };
}
