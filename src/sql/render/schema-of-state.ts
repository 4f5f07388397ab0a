/** The database as it would be if all models of a state were created at this moment. */
import type { ProjectState } from '../../django/state.ts';
import { finishStatement } from '../editor/finish-statement.ts';
import { emptySchema, type PhysicalSchema } from '../editor/schema/physical-schema.ts';
import type { SchemaEditor } from '../editor/schema-editor.ts';
import { makeSlot } from '../editor/slot.ts';
import { renderModel } from '../model/model.ts';
import type { World } from '../model/world.ts';
import type { UnknownOperation } from '../../django/operation.ts';
import type { Database } from './database.ts';
import { repoPath } from '../../source/position.ts';

const nowhere = { path: repoPath(''), start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };
const noOperation: UnknownOperation = {
  kind: 'UnknownOperation',
  path: undefined,
  source: '',
  reason: '',
  range: nowhere,
  argumentRanges: new Map(),
  elidable: false,
};

export function schemaOfState(state: ProjectState, { dialect, hooks }: Database, world: World): PhysicalSchema {
  const editor: SchemaEditor = { dialect, hooks, schema: emptySchema, deferred: [], slot: makeSlot(noOperation), doubt: undefined };
  for (const models of state.apps.values()) {
    for (const modelState of models.values()) {
      const model = renderModel(world, modelState);
      if (model.managed && !model.proxy && !model.swapped) hooks.createModel(editor, { apps: { state, world }, model });
    }
  }
  for (const pending of editor.deferred) editor.schema = finishStatement(dialect, pending).change(editor.schema);
  return editor.schema;
}
