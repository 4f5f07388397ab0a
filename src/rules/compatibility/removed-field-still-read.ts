import type { RemoveField } from '../../django/operation.ts';
import { fieldNamed } from '../../sql/model/model.ts';
import { oneMigration } from '../docs/example.ts';
import { fieldSource } from '../rewrite/field-source.ts';
import { forgetAndDrop } from '../rewrite/forget-and-drop.ts';
import { costsOf, modelOfTable } from '../../sql/walk/costs.ts';
import { isBornTable, modelAt } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Advice, Chain, OperationContext, OperationHit } from '../rule.ts';

function* removeField(operation: RemoveField, context: OperationContext): Iterable<OperationHit> {
  const { appLabel } = context.migration.migration;
  const name = { appLabel, modelName: operation.modelName };
  const model = modelAt(context.step.before, name, context);
  const field = model === undefined ? undefined : fieldNamed(model, operation.name);
  if (model === undefined || field?.column === undefined || !model.managed || model.proxy || isBornTable(model.table, context)) return;
  const released = modelAt(context.migration.released, name, context);
  if (released === undefined || fieldNamed(released, operation.name) === undefined) return; // the running release does not know it any more
  const column = `${model.table}.${field.column}`;
  const required = !field.null && field.option('db_default') === undefined;
  yield {
    message: `Dropping \`${column}\` breaks the release before this one, which still names it in every SELECT and INSERT of \`${model.table}\`; the data in it is gone.`,
    identity: column,
    advice: [inTwoReleases(operation, required, context)],
  };
}

function inTwoReleases(operation: RemoveField, required: boolean, context: OperationContext): Advice | Chain {
  const title = 'Forget it in one release, drop it in the next';
  const steps = (about: string) => [
    `Release 1: code that does not use ${about} any more, with a migration in which Django forgets the field and the column stays${required ? ' (new code no longer writes the column, so it must allow NULL)' : ''}.`,
    'Wait until no process of the release before runs.',
    'Release 2: the migration that drops the column. Make a backup first if the data may be wanted.',
  ];
  const { appLabel } = context.migration.migration;
  const known = context.step.before.apps.get(appLabel)?.get(operation.modelName.toLowerCase())?.fields.get(operation.name);
  const source = known === undefined ? undefined : fieldSource(known, { without: ['null'], add: 'null=True' }, context.migration);
  const about = `${operation.modelName.toLowerCase()}.${operation.name}`;
  if (source === undefined) return { kind: 'manual', title, steps: steps(`\`${about}\``) };
  return {
    kind: 'chain',
    title,
    about,
    steps,
    links: forgetAndDrop({ modelName: operation.modelName, name: operation.name, source, required }),
  };
}

function* sql(_operation: unknown, context: OperationContext): Iterable<OperationHit> {
  for (const { action } of costsOf(context.step)) {
    if (action.kind !== 'dropColumn' || isBornTable(action.table, context) || !isReleased(action, context)) continue;
    const column = `${action.table}.${action.column}`;
    yield {
      message: `Dropping \`${column}\` breaks the release before this one, which still names it in every SELECT and INSERT of \`${action.table}\`; the data in it is gone.`,
      identity: column,
    };
  }
}

/** The running release has a field for this column. */
function isReleased({ table, column }: { readonly table: string; readonly column: string }, { migration }: OperationContext): boolean {
  return modelOfTable(migration.released, table, migration)?.fields.some((field) => field.column === column) === true;
}

export const removedFieldStillRead = defineRule({
  id: 'removed-field-still-read',
  family: 'compatibility',
  severity: 'error',
  docs: {
    what: 'A column is dropped that the running release still uses.',
    why: 'Django names every column of a model in each SELECT and INSERT. From the moment the column is gone until the last old process is replaced, every query of that table by old code fails. And the data cannot be brought back by rolling back.',
    fix: 'First ship code and a state-only removal; drop the column in the next release.',
    facts: ['django/columns-by-name', 'postgresql/drop-column'],
  },
  examples: {
    bad: [
      oneMigration('RemoveField', 'migrations.RemoveField("patient", "title")'),
      oneMigration('DROP COLUMN by hand', 'migrations.RunSQL("ALTER TABLE clinic_patient DROP COLUMN title", migrations.RunSQL.noop)'),
    ],
    good: [
      oneMigration(
        'only Django forgets it, the column stays',
        'migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("doctor", "licence")])',
      ),
      {
        name: 'the release before has forgotten it already',
        base: {
          'clinic/migrations/0002_forget.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]
    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("patient", "title")])]
`,
        },
        head: {
          'clinic/migrations/0003_drop.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0002_forget")]
    operations = [migrations.RunSQL("ALTER TABLE clinic_patient DROP COLUMN title", migrations.RunSQL.noop)]
`,
        },
      },
      oneMigration(
        'the table is born in this pull request',
        `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True)), ("floor", models.IntegerField())]),
migrations.RemoveField("room", "floor")`,
      ),
      oneMigration(
        'the column was added by this pull request',
        `migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True)),
migrations.RemoveField("patient", "phone")`,
      ),
    ],
  },
  check: { RemoveField: removeField, RunSQL: sql },
});
