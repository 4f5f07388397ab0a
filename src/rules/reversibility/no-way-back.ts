import type { RunPython, RunSQL } from '../../django/operation.ts';
import type { SourceRange } from '../../source/position.ts';
import type { TextEdit } from '../../source/edit.ts';
import { oneMigration } from '../docs/example.ts';
import { costsOf } from '../../sql/walk/costs.ts';
import { defineRule } from '../rule.ts';
import type { Hit, OperationContext } from '../rule.ts';
import { dataCodeOf } from '../data/data-codes.ts';

/** `, reverse_code=migrations.RunPython.noop` right before the closing bracket. */
function appendArgument(range: SourceRange, source: string, argument: string): TextEdit {
  const at = { line: range.end.line, column: range.end.column - 1, offset: range.end.offset - 1 };
  const before = source.slice(0, at.offset).trimEnd();
  return {
    range: { path: range.path, start: at, end: at },
    newText: `${before.endsWith(',') || before.endsWith('(') ? '' : ', '}${argument}`,
  };
}

function* runPython(operation: RunPython, context: OperationContext): Iterable<Hit> {
  if (operation.reverseCode !== undefined) return;
  const code = dataCodeOf(operation.code);
  const harmless =
    code !== undefined &&
    code.rowCalls.every(({ method }) => method !== 'delete') &&
    code.queries.every(({ query }) => query.links.at(-1)?.name !== 'delete');
  yield hit(
    'RunPython',
    'reverse_code',
    appendArgument(operation.range, context.migration.migration.module.text, `reverse_code=${classOf(operation, context)}.noop`),
    harmless,
  );
}

function* runSql(operation: RunSQL, context: OperationContext): Iterable<Hit> {
  if (operation.reverseSql !== undefined) return;
  const onlyData = costsOf(context.step).every(({ action }) => ['update', 'insert', 'setConstraints'].includes(action.kind));
  yield hit(
    'RunSQL',
    'reverse_sql',
    appendArgument(operation.range, context.migration.migration.module.text, `reverse_sql=${classOf(operation, context)}.noop`),
    onlyData,
  );
}

/** How the file spells the class: `migrations.RunPython`, `RunPython`, `m.RunPython`. */
function classOf(operation: RunPython | RunSQL, { migration }: OperationContext): string {
  const source = migration.migration.module.text.slice(operation.range.start.offset, operation.range.end.offset);
  return /^[\w.]+/.exec(source)?.[0] ?? `migrations.${operation.kind}`;
}

function hit(kind: string, argument: string, edit: TextEdit, nothingToUndo: boolean): Hit {
  const noop = { kind: 'edit' as const, title: 'If nothing needs to be undone, say so', edits: [edit] };
  const write = {
    kind: 'manual' as const,
    title: 'Write the way back',
    steps: [`Give \`${argument}\` what undoes exactly what this did, no more.`],
  };
  return {
    message: `This ${kind} has no \`${argument}\`: \`migrate\` back past this migration stops with IrreversibleError, also for everything behind it.`,
    advice: nothingToUndo ? [noop] : [write, noop],
  };
}

export const noWayBack = defineRule({
  id: 'no-way-back',
  family: 'reversibility',
  severity: 'warning',
  docs: {
    what: 'A RunPython or RunSQL cannot be undone.',
    why: 'When the release has to be rolled back, Django refuses to go back past this migration. You learn it at the moment when you need it least.',
    fix: 'Write the reverse, or say with `noop` that there is nothing to undo.',
    facts: ['django/runsql-irreversible'],
  },
  examples: {
    bad: [
      oneMigration('RunPython without reverse_code', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Patient").objects.filter(title="").update(title="-")`,
        operations: 'migrations.RunPython(forwards)',
      }),
      oneMigration('RunSQL without reverse_sql', `migrations.RunSQL("UPDATE clinic_patient SET title = '-' WHERE title = ''")`),
      oneMigration(
        'inside SeparateDatabaseAndState',
        `migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("UPDATE clinic_patient SET title = '-' WHERE title = ''")])`,
      ),
    ],
    good: [
      oneMigration('a reverse is given by position', {
        above: `def forwards(apps, schema_editor):
    pass


def backwards(apps, schema_editor):
    pass`,
        operations: 'migrations.RunPython(forwards, backwards)',
      }),
      oneMigration(
        'noop says that nothing needs undoing',
        `migrations.RunSQL("UPDATE clinic_patient SET title = '-' WHERE title = ''", reverse_sql=migrations.RunSQL.noop)`,
      ),
      oneMigration('an empty string is a reverse too', `migrations.RunSQL("UPDATE clinic_patient SET title = '-' WHERE title = ''", "")`),
    ],
  },
  check: { RunPython: runPython, RunSQL: runSql },
});
