import { lastLink } from '../../django/data-code/data-code.ts';
import { walk } from '../../python/walk.ts';
import { costsOf, modelAt } from '../../sql/walk/costs.ts';
import { fieldNamed } from '../../sql/model/model.ts';
import type { MigrationStep, OperationStep } from '../../sql/step.ts';
import { dataCodeOf } from '../data/data-codes.ts';
import { migrationText, oneMigration } from '../docs/example.ts';
import { defineRule } from '../rule.ts';
import type { Hit, PullRequestContext } from '../rule.ts';

/** A column that goes in this pull request. */
interface Dropped {
  readonly table: string;
  readonly column: string;
  /** The field's name in Python, when Django drops it. */
  readonly field: string | undefined;
  readonly model: string | undefined;
  readonly step: OperationStep;
  readonly migration: MigrationStep;
}

function droppedIn(migration: MigrationStep): readonly Dropped[] {
  return migration.steps.flatMap((step): readonly Dropped[] => {
    const { operation } = step;
    if (operation.kind === 'RemoveField' && !step.stateOnly) {
      const model = modelAt(step.before, { appLabel: migration.migration.appLabel, modelName: operation.modelName }, migration);
      const column = model === undefined ? undefined : fieldNamed(model, operation.name)?.column;
      return model === undefined || column === undefined
        ? []
        : [{ table: model.table, column, field: operation.name, model: `${model.appLabel}.${model.modelName}`, step, migration }];
    }
    return costsOf(step).flatMap(({ action }) =>
      action.kind === 'dropColumn'
        ? [{ table: action.table, column: action.column, field: undefined, model: undefined, step, migration }]
        : [],
    );
  });
}

/** The step copies the column into others of the same table: `UPDATE t SET new = old`, or the same through the ORM. */
function copies(step: OperationStep, dropped: Dropped): boolean {
  const bySql = costsOf(step).some(
    ({ action, statement }) =>
      action.kind === 'update' &&
      action.table === dropped.table &&
      !action.columns.includes(dropped.column) &&
      new RegExp(`\\b${dropped.column}\\b`).test(statement.sql),
  );
  return bySql || copiesInPython(step, dropped);
}

function copiesInPython({ operation }: OperationStep, { field, model }: Dropped): boolean {
  const code = operation.kind === 'RunPython' ? dataCodeOf(operation.code) : undefined;
  if (code === undefined || field === undefined || operation.kind !== 'RunPython' || operation.code.form !== 'function') return false;
  const writes = code.queries.some(
    ({ query }) =>
      `${query.model.appLabel}.${query.model.name.toLowerCase()}` === model &&
      ['update', 'bulk_update'].includes(lastLink(query)?.name ?? ''),
  );
  const saves = code.rowCalls.some((call) => call.method === 'save' && `${call.model.appLabel}.${call.model.name.toLowerCase()}` === model);
  if (!writes && !saves) return false;
  for (const node of walk(operation.code.def)) {
    if (node.kind === 'Attribute' && node.attr === field) return true;
    if (
      node.kind === 'Call' &&
      node.args[0]?.kind === 'Constant' &&
      node.args[0].value.type === 'str' &&
      node.args[0].value.value === field
    )
      return true; // F("old")
  }
  return false;
}

function* check({ migrations }: PullRequestContext): Iterable<Hit> {
  const all = migrations.flatMap((migration) => migration.steps.map((step) => ({ step, migration })));
  for (const dropped of migrations.flatMap(droppedIn)) {
    if (dropped.migration.bornTables.has(dropped.table)) continue;
    const at = all.findIndex(({ step }) => step === dropped.step);
    const copy = all.slice(0, at).find(({ step, migration }) => migration.project === dropped.migration.project && copies(step, dropped));
    if (copy === undefined) continue;
    yield {
      message: `\`${dropped.table}.${dropped.column}\` is copied once and dropped in the same pull request: what the running release writes to it between the copy and its own end is lost.`,
      range: dropped.step.operation.range,
      migration: dropped.migration.migration,
      identity: `${dropped.table}.${dropped.column}`,
      advice: [
        {
          kind: 'manual',
          title: 'Copy while both are written, and drop a release later',
          steps: [
            'Release 1: add the new column; the code writes both.',
            'When no older process runs any more, copy the rows that the new column still misses, in batches.',
            `Release 2: the code uses only the new column. Release 3: drop \`${dropped.column}\`.`,
          ],
        },
      ],
    };
  }
}

export const lateWritesLost = defineRule({
  id: 'late-writes-lost',
  family: 'destructive',
  severity: 'error',
  docs: {
    what: 'A column is copied into another and dropped before all code writes the other.',
    why: 'The copy takes the rows as they are at that moment. Until the last process of the release before is gone, it goes on writing the old column only; when that column goes, those values go with it, and nothing reports an error.',
    fix: 'Write both columns first, copy then, and drop the old one in a later release.',
    facts: ['django/columns-by-name'],
  },
  examples: {
    bad: [
      {
        name: 'copied with one UPDATE in one migration, dropped in the next',
        head: {
          'clinic/migrations/0002_salutation.py': migrationText({
            operations: `migrations.AddField("patient", "salutation", models.CharField(max_length=20, null=True)),
migrations.RunSQL("UPDATE clinic_patient SET salutation = title", migrations.RunSQL.noop)`,
          }),
          'clinic/migrations/0003_drop.py': migrationText({
            dependencies: '("clinic", "0002_salutation")',
            operations: 'migrations.RemoveField("patient", "title")',
          }),
        },
      },
      {
        name: 'copied through the ORM',
        head: {
          'clinic/migrations/0002_salutation.py': migrationText({
            above: `def copy(apps, schema_editor):
    apps.get_model("clinic", "Patient").objects.filter(salutation=None).update(salutation=models.F("title"))`,
            operations: `migrations.AddField("patient", "salutation", models.CharField(max_length=20, null=True)),
migrations.RunPython(copy, migrations.RunPython.noop)`,
          }),
          'clinic/migrations/0003_drop.py': migrationText({
            dependencies: '("clinic", "0002_salutation")',
            operations: 'migrations.RemoveField("patient", "title")',
          }),
        },
      },
    ],
    good: [
      oneMigration('copied and kept', {
        operations: `migrations.AddField("patient", "salutation", models.CharField(max_length=20, null=True)),
migrations.RunSQL("UPDATE clinic_patient SET salutation = title WHERE salutation IS NULL", migrations.RunSQL.noop)`,
      }),
      oneMigration('another column is dropped', {
        operations: `migrations.RunSQL("UPDATE clinic_patient SET notes = title WHERE notes = ''", migrations.RunSQL.noop),
migrations.RemoveField("patient", "born")`,
      }),
    ],
  },
  check: { pullRequest: check },
});
