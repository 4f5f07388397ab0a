import { isWholeTable, lastLink, type RowLoop } from '../../django/data-code/data-code.ts';
import type { SourceRange } from '../../source/position.ts';
import type { RunPython } from '../../django/operation.ts';
import { dataCodeOf } from './data-codes.ts';
import { oneMigration } from '../docs/example.ts';
import { isBornModel } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Hit, OperationContext } from '../rule.ts';

const writes = new Set([
  'create',
  'get_or_create',
  'update_or_create',
  'update',
  'delete',
  'save',
  'asave',
  'adelete',
  'add',
  'set',
  'remove',
]);

/** A write inside a loop over rows: where, of what, and the loop it stands in. */
interface Write {
  readonly method: string;
  readonly range: SourceRange;
  readonly loop: RowLoop;
}

function* check(operation: RunPython, context: OperationContext): Iterable<Hit> {
  const code = dataCodeOf(operation.code);
  if (code === undefined) return;
  const calls = [
    ...code.queries.map(({ query, rowLoops }) => ({ method: lastLink(query)?.name ?? '', range: query.range, loop: rowLoops[0] })),
    ...code.rowCalls.map(({ method, range, rowLoops }) => ({ method, range, loop: rowLoops[0] })),
  ].filter((call): call is Write => call.loop !== undefined && writes.has(call.method));
  const seen = new Set<RowLoop>();
  for (const { method, range, loop } of calls) {
    if (seen.has(loop) || isBornModel(loop.query.model, context)) continue;
    seen.add(loop);
    const rows = isWholeTable(loop.query) ? `every row of` : 'each row that it finds in';
    yield {
      message: `For ${rows} \`${loop.query.model.appLabel}.${loop.query.model.name}\` this code sends \`${method}()\` on its own: as many round trips as rows, in one transaction${context.migration.migration.atomic && operation.atomic !== false ? ' that holds its locks to the end' : ' each'}.`,
      range: range.path === operation.range.path ? range : operation.range,
      identity: `${loop.query.model.appLabel}.${loop.query.model.name}.${method}`,
      advice: [
        {
          kind: 'manual',
          title: 'Write in batches',
          steps: [
            'Say it as one expression where that is possible: `.filter(…).update(field=F(…))` by ranges of the primary key.',
            'Otherwise collect rows and send `bulk_create(rows, batch_size=1000)` or `bulk_update(rows, ["field"], batch_size=1000)`.',
            'Set `atomic = False` on the migration and wrap each batch in `transaction.atomic()`, so that locks are short and a rerun goes on where it stopped.',
          ],
        },
      ],
    };
  }
}

export const rowsWrittenOneByOne = defineRule({
  id: 'rows-written-one-by-one',
  family: 'data',
  severity: 'warning',
  docs: {
    what: 'A data migration writes rows one at a time, inside a loop over a table.',
    why: 'Each row costs a round trip (two for `get_or_create`). A million rows take hours, the transaction holds its row locks all the time, and a failure near the end undoes everything. `save()` also writes back every column, so it overwrites what users changed meanwhile.',
    fix: 'Write in batches: `update()` with expressions, `bulk_create`, `bulk_update`, each batch in a short transaction of its own.',
    facts: ['postgresql/row-locks'],
  },
  examples: {
    bad: [
      oneMigration('save() in a loop over the table', {
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    for patient in Patient.objects.all():
        patient.title = patient.name[:3]
        patient.save()`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('get_or_create in a loop, in a function of its own', {
        above: `def copy(rows, Appointment):
    for row in rows:
        Appointment.objects.get_or_create(patient=row, kind="first")


def forwards(apps, schema_editor):
    Appointment = apps.get_model("clinic", "Appointment")
    copy(apps.get_model("clinic", "Patient").objects.filter(visits=0), Appointment)`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
    ],
    good: [
      oneMigration('rows are collected and written together', {
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    batch = []
    for patient in Patient.objects.filter(title="").iterator(chunk_size=1000):
        patient.title = patient.name[:3]
        batch.append(patient)
    Patient.objects.bulk_update(batch, ["title"], batch_size=1000)`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('the loop is over a handful of constants, not over rows', {
        above: `def forwards(apps, schema_editor):
    Doctor = apps.get_model("clinic", "Doctor")
    for name in ["House", "Grey"]:
        Doctor.objects.get_or_create(name=name)`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('the table is born in this pull request', {
        above: `def forwards(apps, schema_editor):
    Room = apps.get_model("clinic", "Room")
    for room in Room.objects.all():
        room.save()`,
        operations: `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True))]),
migrations.RunPython(forwards, migrations.RunPython.noop)`,
      }),
    ],
  },
  check: { RunPython: check },
});
