import type { AlterModelTable, RenameModel } from '../../django/operation.ts';
import { oneMigration } from '../docs/example.ts';
import { costsOf, modelOfTable } from '../../sql/walk/costs.ts';
import { isBornTable, modelAt } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Advice, Chain, OperationContext, OperationHit } from '../rule.ts';

interface Renamed {
  readonly table: string;
  readonly to: string;
  readonly model: string;
}

function sentence({ table, to, model }: Renamed): string {
  return `Renaming the table \`${table}\` to \`${to}\` breaks the release before this one, which still uses \`${table}\` for \`${model}\`.`;
}

function* renameModel(operation: RenameModel, context: OperationContext): Iterable<OperationHit> {
  const { appLabel } = context.migration.migration;
  const before = modelAt(context.step.before, { appLabel, modelName: operation.oldName }, context);
  const after = modelAt(context.step.after, { appLabel, modelName: operation.newName }, context);
  if (before === undefined || after === undefined || before.table === after.table || !before.managed || before.proxy) return;
  if (
    isBornTable(before.table, context) ||
    modelAt(context.migration.released, { appLabel, modelName: operation.oldName }, context) === undefined
  )
    return;
  const renamed = { table: before.table, to: after.table, model: before.name };
  yield { message: sentence(renamed), identity: before.table, advice: [keepTable(operation, renamed), bothNames(renamed)] };
}

function keepTable(operation: RenameModel, { table }: Renamed): Chain {
  const operations = `migrations.SeparateDatabaseAndState(
    state_operations=[
        migrations.RenameModel(old_name="${operation.oldName}", new_name="${operation.newName}"),
        migrations.AlterModelTable(name="${operation.newName.toLowerCase()}", table="${table}"),
    ],
)`;
  return {
    kind: 'chain',
    title: 'Rename it in Python only, and keep the table',
    steps: () => [
      `In \`${operation.newName}.Meta\` write \`db_table = "${table}"\`.`,
      'Let Django know with the state-only migration below: no SQL runs, old and new code both work.',
      `If other models have a ManyToManyField to it, give those fields a \`through\` or keep their column names: Django would rename \`${operation.oldName.toLowerCase()}_id\` in the joining table.`,
    ],
    links: [{ name: `${operation.oldName}_in_python`, operations }],
  };
}

function bothNames({ table, to }: Renamed): Advice {
  return {
    kind: 'manual',
    title: 'Or rename the table and leave a view under the old name',
    steps: [
      `In one transaction rename the table and run \`CREATE VIEW "${table}" AS SELECT * FROM "${to}"\`: a view of one table can be read and written by old code.`,
      'Deploy the new code.',
      `When no old process runs any more, \`DROP VIEW "${table}"\`.`,
    ],
  };
}

function* alterModelTable(operation: AlterModelTable, context: OperationContext): Iterable<OperationHit> {
  for (const { action } of costsOf(context.step)) {
    if (action.kind !== 'renameTable' || isBornTable(action.table, context)) continue;
    const renamed = { table: action.table, to: action.to, model: operation.name };
    yield { message: sentence(renamed), identity: action.table, advice: [bothNames(renamed)] };
    return; // joining tables are renamed along with it
  }
}

function* sql(_operation: unknown, context: OperationContext): Iterable<OperationHit> {
  for (const { action } of costsOf(context.step)) {
    if (action.kind !== 'renameTable' || isBornTable(action.table, context)) continue;
    const known = modelOfTable(context.migration.released, action.table, context.migration);
    if (known === undefined) continue;
    const renamed = { table: action.table, to: action.to, model: known.name };
    yield { message: sentence(renamed), identity: action.table, advice: [bothNames(renamed)] };
  }
}

export const renamedModelStillRead = defineRule({
  id: 'renamed-model-still-read',
  family: 'compatibility',
  severity: 'error',
  docs: {
    what: 'A table is renamed that the running release still uses.',
    why: 'Old code uses the old name until the last old process is replaced, new code the new one. Django also renames columns of joining tables and makes foreign keys anew, under locks on every table that points here.',
    fix: 'Keep the table with `db_table` and rename only the class, or leave an updatable view under the old name for the time of the deploy.',
    facts: ['django/rename-model-same-table', 'django/rename-model-foreign-keys', 'postgresql/rename'],
  },
  examples: {
    bad: [
      oneMigration('RenameModel', 'migrations.RenameModel("Patient", "Client")'),
      oneMigration('another db_table', 'migrations.AlterModelTable("patient", "people")'),
    ],
    good: [
      {
        name: 'db_table keeps the table where it is',
        base: {
          'clinic/migrations/0002_table.py': `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]
    operations = [migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True))], options={"db_table": "rooms"})]
`,
        },
        head: {
          'clinic/migrations/0003_rename.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0002_table")]
    operations = [migrations.RenameModel("Room", "Ward")]
`,
        },
      },
      oneMigration(
        'only Python gets the new name',
        'migrations.SeparateDatabaseAndState(state_operations=[migrations.RenameModel("Patient", "Client"), migrations.AlterModelTable("client", "clinic_patient")])',
      ),
      oneMigration(
        'the table is born in this pull request',
        `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True))]),
migrations.RenameModel("Room", "Ward")`,
      ),
    ],
  },
  check: { RenameModel: renameModel, AlterModelTable: alterModelTable, RunSQL: sql },
});
