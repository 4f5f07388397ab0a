import type { RunPython } from '../../django/operation.ts';
import { dataCodeOf } from './data-codes.ts';
import { oneMigration } from '../docs/example.ts';
import { defineRule } from '../rule.ts';
import type { Hit } from '../rule.ts';

function* check(operation: RunPython): Iterable<Hit> {
  const forwards = dataCodeOf(operation.code)?.undefinedNames ?? [];
  const backwards = dataCodeOf(operation.reverseCode)?.undefinedNames ?? [];
  const reported = new Set<string>();
  for (const [names, when] of [
    [forwards, 'the migration stops'],
    [backwards, 'going back stops'],
  ] as const) {
    for (const { name, range } of names) {
      if (reported.has(name)) continue;
      reported.add(name);
      yield {
        message: `\`${name}\` is neither defined nor imported in this file: ${when} with a NameError as soon as this line is reached.`,
        range: range.path === operation.range.path ? range : operation.range,
        identity: name,
        advice: [
          {
            kind: 'manual',
            title: 'Define it here',
            steps: [
              `Copy what \`${name}\` does into this file (a migration must not change when the application does), or import it if it belongs to a library.`,
            ],
          },
        ],
      };
    }
  }
}

export const undefinedName = defineRule({
  id: 'undefined-name',
  family: 'data',
  severity: 'error',
  docs: {
    what: 'The code of a data migration uses a name that nothing defines.',
    why: 'Nothing runs this code before the deploy: on an empty test database the loop has no rows, so the line is never reached and CI is green. In production it is reached, half of the work may be done, and the deploy stops.',
    fix: 'Define the function in the migration, or import it.',
    facts: [],
  },
  examples: {
    bad: [
      oneMigration('a token function that the file neither defines nor imports', {
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    for patient in Patient.objects.filter(title="").iterator():
        Patient.objects.filter(pk=patient.pk).update(notes=make_token(patient.pk))`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('a name that only another function has', {
        above: `def clean(apps, schema_editor):
    count = 1
    return count


def forwards(apps, schema_editor):
    print(count)`,
        operations: 'migrations.RunPython(forwards, clean)',
      }),
    ],
    good: [
      oneMigration('defined in the file, imported in the function, or known to Python', {
        above: `import secrets

LENGTH = 8


def make_token():
    return secrets.token_hex(LENGTH)


def forwards(apps, schema_editor):
    from datetime import date as day

    for number, (key, value) in enumerate({"a": day.today()}.items()):
        print([make_token() for _ in range(number)], key, value, __name__)`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('a star import may define it', {
        above: `from clinic.tokens import *


def forwards(apps, schema_editor):
    make_token()`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
    ],
  },
  check: { RunPython: check },
});
