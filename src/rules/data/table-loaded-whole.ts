import { isBatched, isWholeTable } from '../../django/data-code/data-code.ts';
import type { RunPython } from '../../django/operation.ts';
import { dataCodeOf } from './data-codes.ts';
import { oneMigration } from '../docs/example.ts';
import { isBornModel } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Hit, OperationContext } from '../rule.ts';

function* check(operation: RunPython, context: OperationContext): Iterable<Hit> {
  const seen = new Set<string>();
  for (const { query, range } of dataCodeOf(operation.code)?.rowLoops ?? []) {
    const model = `${query.model.appLabel}.${query.model.name}`;
    if (!isWholeTable(query) || isBatched(query) || isBornModel(query.model, context) || seen.has(model)) continue;
    seen.add(model);
    yield {
      message: `This loop loads all of \`${model}\` into memory before its first row is handled.`,
      range: range.path === operation.range.path ? range : operation.range,
      identity: model,
      advice: [
        {
          kind: 'manual',
          title: 'Read in pieces',
          steps: ['Write `.iterator(chunk_size=1000)` at the end of the query, or walk the table by ranges of the primary key.'],
        },
      ],
    };
  }
}

export const tableLoadedWhole = defineRule({
  id: 'table-loaded-whole',
  family: 'data',
  severity: 'warning',
  docs: {
    what: 'A data migration loops over a whole table without reading it in pieces.',
    why: 'A queryset in a for loop fetches every row and keeps every object: the migrate process grows with the table until the machine ends it, and the transaction is rolled back.',
    fix: 'Use `.iterator(chunk_size=…)`, or ranges of the primary key with a short transaction each.',
    facts: [],
  },
  examples: {
    bad: [
      oneMigration('a loop over all()', {
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    names = []
    for patient in Patient.objects.all():
        names.append(patient.name)`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('a comprehension over a variable', {
        above: `def forwards(apps, schema_editor):
    everybody = apps.get_model("clinic", "Patient").objects.order_by("name")
    print([patient.name for patient in everybody])`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
    ],
    good: [
      oneMigration('read through an iterator', {
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    for patient in Patient.objects.all().iterator(chunk_size=500):
        print(patient.name)`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('a filter says which rows', {
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    for patient in Patient.objects.filter(title="x"):
        print(patient.name)`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('a slice is a batch', {
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    for patient in Patient.objects.all()[:100]:
        print(patient.name)`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
    ],
  },
  check: { RunPython: check },
});
