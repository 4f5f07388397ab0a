import { dataCodeOf } from './data-codes.ts';
import { oneMigration } from '../docs/example.ts';
import { costsOf } from '../../sql/walk/costs.ts';
import { defineRule } from '../rule.ts';
import type { Hit, MigrationContext } from '../rule.ts';
import type { OperationStep } from '../../sql/step.ts';

const changesData = new Set(['update', 'delete', 'insert', 'truncate']);

/** Tables that existed before and that this step's schema change keeps everybody from. */
function lockedBy(step: OperationStep): readonly string[] {
  return costsOf(step)
    .filter(({ action }) => !changesData.has(action.kind))
    .flatMap(({ effects }) =>
      effects.blocks === 'everything' ? effects.locks.filter((lock) => lock.mode === 'AccessExclusiveLock').map((lock) => lock.table) : [],
    );
}

/** Work on rows that takes as long as there are rows; a loop over constants does not. */
function worksOnRows(step: OperationStep): boolean {
  if (step.operation.kind === 'RunPython') {
    const code = dataCodeOf(step.operation.code);
    return code === undefined
      ? step.operation.code.form === 'unknown'
      : code.rowLoops.length + code.rawSql.length > 0 ||
          code.queries.some(({ query }) => ['update', 'delete', 'bulk_update'].includes(query.links.at(-1)?.name ?? ''));
  }
  return step.operation.kind === 'RunSQL' && costsOf(step).some(({ action }) => changesData.has(action.kind));
}

function* check(migration: MigrationContext): Iterable<Hit> {
  if (!migration.migration.atomic) return;
  const { steps } = migration;
  const first = steps.findIndex((step) => lockedBy(step).some((table) => !migration.bornTables.has(table)));
  const data = steps.findIndex((step) => worksOnRows(step));
  const [locker, worker] = [steps[first], steps[data]];
  if (locker === undefined || worker === undefined) return;
  const tables = lockedBy(locker).filter((table) => !migration.bornTables.has(table));
  const after = steps.slice(first + 1).some((step) => worksOnRows(step));
  yield {
    message: after
      ? `The schema change locks \`${tables[0] ?? ''}\` against reads and writes, and the lock is held while this migration goes on to work through rows in the same transaction.`
      : `This migration works through rows and changes the schema of \`${tables[0] ?? ''}\` in one transaction: PostgreSQL may refuse the change because of pending trigger events, and a failure undoes all of it.`,
    range: worker.operation.range,
    identity: tables[0] ?? '',
    severity: after ? 'error' : 'warning',
    advice: [
      {
        kind: 'manual',
        title: 'Make two migrations',
        steps: [
          'Leave the schema change in this migration.',
          'Move the work on rows into the next one, with `atomic = False` and batches.',
        ],
      },
    ],
  };
}

export const schemaAndDataInOneTransaction = defineRule({
  id: 'schema-and-data-in-one-transaction',
  family: 'data',
  severity: 'error',
  databases: ['postgresql'],
  docs: {
    what: 'One atomic migration changes the schema of a table in use and works through rows.',
    why: 'PostgreSQL holds the lock of a schema change to the end of the transaction. What would have been a moment becomes as long as the loop over the rows, and every request for that table waits. In the other order the change may fail with "pending trigger events".',
    fix: 'Put schema and data into two migrations.',
    facts: ['postgresql/locks-until-commit', 'postgresql/pending-trigger-events', 'django/data-and-schema'],
  },
  examples: {
    bad: [
      oneMigration('a column is added and filled in one migration', {
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    for patient in Patient.objects.filter(title="").iterator():
        print(patient.name)`,
        operations: `migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True)),
migrations.RunPython(forwards, migrations.RunPython.noop)`,
      }),
      oneMigration(
        'rows are written and then the schema changes',
        `migrations.RunSQL("UPDATE clinic_patient SET title = '-' WHERE title = ''", migrations.RunSQL.noop),
migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))`,
      ),
    ],
    good: [
      oneMigration('the migration is not atomic', {
        atomic: false,
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    for patient in Patient.objects.filter(title="").iterator():
        print(patient.name)`,
        operations: `migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True)),
migrations.RunPython(forwards, migrations.RunPython.noop)`,
      }),
      oneMigration('forwards does nothing; only the way back works on rows', {
        above: `def backwards(apps, schema_editor):
    apps.get_model("clinic", "Patient").objects.filter(title="").update(title="-")`,
        operations: `migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True)),
migrations.RunPython(migrations.RunPython.noop, backwards)`,
      }),
      oneMigration('the table is born in this migration', {
        above: `def forwards(apps, schema_editor):
    Room = apps.get_model("clinic", "Room")
    Room.objects.bulk_create([Room(), Room()])`,
        operations: `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True))]),
migrations.RunPython(forwards, migrations.RunPython.noop)`,
      }),
    ],
  },
  check: { migration: check },
});
