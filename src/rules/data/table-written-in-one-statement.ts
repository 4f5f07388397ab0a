import { isWholeTable, lastLink } from '../../django/data-code/data-code.ts';
import type { RunPython } from '../../django/operation.ts';
import type { Advice } from '../rule.ts';
import { dataCodeOf } from './data-codes.ts';
import { oneMigration } from '../docs/example.ts';
import { costsOf } from '../../sql/walk/costs.ts';
import { isBornModel, isBornTable } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Hit, OperationContext } from '../rule.ts';

const inBatches: Advice = {
  kind: 'manual',
  title: 'Write in batches, outside one big transaction',
  steps: [
    'Put the backfill into a migration of its own with `atomic = False`.',
    'Walk the table by ranges of the primary key, a few thousand rows each, every range in its own `transaction.atomic()`.',
    'Let it skip rows that are done, so that it can be run again.',
  ],
};

function* fromCode(operation: RunPython, context: OperationContext): Iterable<Hit> {
  for (const { query } of dataCodeOf(operation.code)?.queries ?? []) {
    const verb = lastLink(query)?.name;
    if ((verb !== 'update' && verb !== 'delete') || !isWholeTable(query) || isBornModel(query.model, context)) continue;
    const model = `${query.model.appLabel}.${query.model.name}`;
    yield {
      message: `One ${verb.toUpperCase()} over every row of \`${model}\`: all rows stay locked until it ends, and the table doubles in dead rows.`,
      range: query.range.path === operation.range.path ? query.range : operation.range,
      identity: `${model}.${verb}`,
      advice: [inBatches],
    };
  }
}

function* fromSql(_operation: unknown, context: OperationContext): Iterable<Hit> {
  for (const { action } of costsOf(context.step)) {
    if ((action.kind !== 'update' && action.kind !== 'delete') || action.filtered || isBornTable(action.table, context)) continue;
    const verb = action.kind.toUpperCase();
    yield {
      message: `One ${verb} over every row of \`${action.table}\`: all rows stay locked until it ends, and the table doubles in dead rows.`,
      identity: `${action.table}.${verb}`,
      advice: [inBatches],
    };
  }
}

export const tableWrittenInOneStatement = defineRule({
  id: 'table-written-in-one-statement',
  family: 'data',
  severity: 'warning',
  docs: {
    what: 'One UPDATE or DELETE writes every row of a table that is in use.',
    why: 'The statement locks each row it touches until the transaction ends, so users who write those rows wait; it writes as much log as the table is large, replicas fall behind, and when it fails near the end all of it was for nothing.',
    fix: 'Backfill by ranges of the primary key, each in a short transaction, in a migration with `atomic = False` or in a management command.',
    facts: ['postgresql/row-locks'],
  },
  examples: {
    bad: [
      oneMigration('update() on all rows', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Patient").objects.update(title="-")`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration(
        'an UPDATE without WHERE in RunSQL',
        'migrations.RunSQL("UPDATE clinic_patient SET title = name", migrations.RunSQL.noop)',
      ),
      oneMigration('a DELETE without WHERE in RunSQL', 'migrations.RunSQL("DELETE FROM clinic_appointment", migrations.RunSQL.noop)'),
    ],
    good: [
      oneMigration('a filter says which rows', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Patient").objects.filter(title="").update(title="-")`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration(
        'a WHERE says which rows',
        `migrations.RunSQL("UPDATE clinic_patient SET title = '-' WHERE id BETWEEN 1 AND 1000", migrations.RunSQL.noop)`,
      ),
      oneMigration('the table is born in this pull request', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Room").objects.all().delete()`,
        operations: `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True))]),
migrations.RunPython(forwards, migrations.RunPython.noop)`,
      }),
    ],
  },
  check: { RunPython: fromCode, RunSQL: fromSql },
});
