import { oneMigration } from '../docs/example.ts';
import { makeNonAtomic } from '../rewrite/operation-source.ts';
import { defineRule } from '../rule.ts';
import type { Hit, OperationContext } from '../rule.ts';

function* check(_operation: unknown, { step, migration }: OperationContext): Iterable<Hit> {
  if (!migration.migration.atomic) return;
  const refused = step.rendered.statements.find((statement) => !statement.transactional);
  if (refused === undefined) return;
  yield {
    message: `\`${shortSql(refused.sql)}\` refuses to run inside a transaction, and this migration is atomic: the deploy stops here.`,
    advice: [{ kind: 'edit', title: 'Run the migration outside a transaction', edits: [makeNonAtomic(migration.migration)] }],
  };
}

/** The first words of a statement: what it does to what. */
function shortSql(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').replace(/;$/, '');
  return line.length <= 60 ? line : line.slice(0, 60).replace(/ \S*$/, '');
}

export const concurrentOperationInTransaction = defineRule({
  id: 'concurrent-operation-in-transaction',
  family: 'locking',
  severity: 'error',
  databases: ['postgresql'],
  docs: {
    what: 'A statement that refuses to run in a transaction stands in an atomic migration.',
    why: 'Django opens a transaction for each migration. PostgreSQL refuses to build or drop an index concurrently in it, and Django itself raises NotSupportedError: `migrate` stops in the middle of the deploy.',
    fix: 'Add `atomic = False` to the migration, and leave nothing else in it that needs the transaction.',
    facts: ['postgresql/concurrently-outside-transaction', 'django/concurrently-needs-non-atomic'],
  },
  examples: {
    bad: [
      oneMigration('AddIndexConcurrently in an atomic migration', {
        above: 'from django.contrib.postgres.operations import AddIndexConcurrently',
        operations: 'AddIndexConcurrently("patient", models.Index(fields=["name"], name="patient_name_idx"))',
      }),
      oneMigration(
        'CONCURRENTLY written by hand',
        'migrations.RunSQL("CREATE INDEX CONCURRENTLY patient_name_idx ON clinic_patient (name)", "DROP INDEX patient_name_idx")',
      ),
    ],
    good: [
      oneMigration('the migration is not atomic', {
        atomic: false,
        above: 'from django.contrib.postgres.operations import AddIndexConcurrently',
        operations: 'AddIndexConcurrently("patient", models.Index(fields=["name"], name="patient_name_idx"))',
      }),
      oneMigration(
        'only a comment speaks of CONCURRENTLY',
        'migrations.RunSQL("-- not CONCURRENTLY: the table is small\\nCREATE INDEX patient_name_idx ON clinic_patient (name)", "DROP INDEX patient_name_idx")',
      ),
    ],
  },
  check: { AddIndexConcurrently: check, RemoveIndexConcurrently: check, RunSQL: check },
});
