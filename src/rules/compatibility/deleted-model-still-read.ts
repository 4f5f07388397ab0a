import type { DeleteModel } from '../../django/operation.ts';
import type { RenderedOperation, Statement } from '../../sql/statement.ts';
import { oneMigration } from '../docs/example.ts';
import { stateOnly } from '../rewrite/forget-and-drop.ts';
import { costsOf, modelOfTable } from '../../sql/walk/costs.ts';
import { isBornTable, modelAt } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { OperationContext, OperationHit } from '../rule.ts';

function* deleteModel(operation: DeleteModel, context: OperationContext): Iterable<OperationHit> {
  const name = { appLabel: context.migration.migration.appLabel, modelName: operation.name };
  const model = modelAt(context.step.before, name, context);
  if (model === undefined || !model.managed || model.proxy || model.swapped || isBornTable(model.table, context)) return;
  if (modelAt(context.migration.released, name, context) === undefined) return;
  yield {
    message: `Dropping the table \`${model.table}\` breaks the release before this one wherever it still uses \`${model.name}\`; every row is gone.`,
    identity: model.table,
    advice: [
      {
        kind: 'chain',
        title: 'Forget it in one release, drop the table in the next',
        about: model.name,
        steps: (about) => [
          `Release 1: code without ${about}, with the first migration below: Django forgets the model, the table stays.`,
          'Wait until no process of the release before runs, and make a backup.',
          'Release 2: the second migration drops the table.',
        ],
        links: [
          { name: `forget_${operation.name}`, operations: stateOnly(`migrations.DeleteModel(name="${operation.name}")`) },
          { name: `drop_${operation.name}`, operations: dropTable(context.step.rendered) },
        ],
      },
    ],
  };
}

/** Django's own statements, there and back: its tables of many-to-many fields go and come with it. */
function dropTable({ statements, deferred, reverse, reverseDeferred, unknown }: RenderedOperation): string {
  const list = (all: readonly Statement[]) => `[\n${all.map(({ sql }) => `        ${JSON.stringify(sql)},\n`).join('')}    ]`;
  const back = reverse !== undefined && unknown === undefined ? `    ${list([...reverse, ...reverseDeferred])},\n` : '';
  return `migrations.RunSQL(\n    ${list([...statements, ...deferred])},\n${back})`;
}

function* sql(_operation: unknown, context: OperationContext): Iterable<OperationHit> {
  for (const { action } of costsOf(context.step)) {
    if (action.kind !== 'dropTable' || isBornTable(action.table, context)) continue;
    const model = modelOfTable(context.migration.released, action.table, context.migration);
    if (model === undefined) continue;
    yield {
      message: `Dropping the table \`${action.table}\` breaks the release before this one wherever it still uses \`${model.name}\`; every row is gone.`,
      identity: action.table,
    };
  }
}

export const deletedModelStillRead = defineRule({
  id: 'deleted-model-still-read',
  family: 'compatibility',
  severity: 'error',
  docs: {
    what: 'A table is dropped that the running release still uses.',
    why: 'Old processes query the table until the last of them is replaced. Rolling back makes an empty table: the rows do not come back.',
    fix: 'First ship code without the model and a state-only DeleteModel; drop the table in the next release.',
    facts: ['postgresql/drop-table'],
  },
  examples: {
    bad: [
      oneMigration('DeleteModel', 'migrations.DeleteModel("Appointment")'),
      oneMigration('DROP TABLE by hand', 'migrations.RunSQL("DROP TABLE clinic_appointment", migrations.RunSQL.noop)'),
    ],
    good: [
      oneMigration(
        'only Django forgets it, the table stays',
        'migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Appointment")])',
      ),
      oneMigration(
        'the model is not managed: Django drops nothing',
        `migrations.CreateModel("Report", [("id", models.BigAutoField(primary_key=True))], options={"managed": False}),
migrations.DeleteModel("Report")`,
      ),
      oneMigration(
        'the table is born in this pull request',
        `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True))]),
migrations.DeleteModel("Room")`,
      ),
    ],
  },
  check: { DeleteModel: deleteModel, RunSQL: sql },
});
