import type { AddField, AddIndex, AlterField } from '../../django/operation.ts';
import { oneMigration } from '../docs/example.ts';
import { sourceOf } from '../rewrite/operation-source.ts';
import { costsOf, type Cost } from '../../sql/walk/costs.ts';
import { isBornTable, whoWaits } from '../engine/gates.ts';
import { isLockedBefore } from '../../sql/walk/waits.ts';
import { defineRule } from '../rule.ts';
import type { Advice, Chain, OperationContext, OperationHit } from '../rule.ts';

interface Build extends Cost {
  readonly table: string;
  readonly index: string;
}

/** Index builds that somebody waits for. */
function buildsOf(context: OperationContext): readonly Build[] {
  return costsOf(context.step).flatMap((cost) => {
    const { action, effects } = cost;
    if (action.kind !== 'createIndex' || action.concurrently || effects.blocks === 'nothing' || isBornTable(action.table, context))
      return [];
    return [{ ...cost, table: action.table, index: action.index ?? 'the index' }];
  });
}

/** In an atomic migration the ADD COLUMN before it still holds the table when the deferred index is built. */
function sentence(build: Build, context: OperationContext): string {
  const why = isLockedBefore(context.migration, build, build.table) ? ', because the same transaction has changed the table before' : '';
  return `Building \`${build.index}\` makes ${whoWaits(build, build.table, context)} of \`${build.table}\` wait until it is done${why}.`;
}

function* addIndex(operation: AddIndex, context: OperationContext): Iterable<OperationHit> {
  for (const build of buildsOf(context))
    yield { message: sentence(build, context), identity: build.index, advice: [concurrently(operation, context)] };
}

function concurrently(operation: AddIndex, { migration: { migration } }: OperationContext): Chain {
  const source = sourceOf(migration, operation).replace(/^[\w.]*AddIndex\b/, 'AddIndexConcurrently');
  const imported = 'from django.contrib.postgres.operations import AddIndexConcurrently';
  return {
    kind: 'chain',
    title: 'Build it concurrently, in a migration of its own',
    about: operation.index.name,
    steps: (about) => [
      `Reads and writes go on while ${about} is built.`,
      'If the build is interrupted it leaves an invalid index behind: drop that before you run the migration again.',
    ],
    links: [{ name: operation.index.name, atomic: false, imports: imported, operations: source }],
  };
}

function* field(operation: AddField | AlterField, context: OperationContext): Iterable<OperationHit> {
  // a new column with a unique index is told as such, its _like index included
  if (costsOf(context.step).some(({ action }) => action.kind === 'addColumn' && action.unique)) return;
  const [build] = buildsOf(context); // one sentence for a field: its _like index is built under the same lock
  if (build === undefined) return;
  const steps = [
    `Write \`db_index=False\` on \`${operation.name}\` in this migration.`,
    `Declare \`models.Index(fields=["${operation.name}"], name="…")\` in the model's Meta, and add it with \`AddIndexConcurrently\` in the next migration, with \`atomic = False\`.`,
  ];
  yield {
    message: sentence(build, context),
    identity: build.index,
    advice: [{ kind: 'manual', title: 'Add the column without its index, then build the index concurrently', steps }],
  };
}

function* sql(_operation: unknown, context: OperationContext): Iterable<OperationHit> {
  const advice: Advice = {
    kind: 'manual',
    title: 'Build it concurrently',
    steps: ['Write `CREATE INDEX CONCURRENTLY`, alone in a migration with `atomic = False`.'],
  };
  for (const build of buildsOf(context)) yield { message: sentence(build, context), identity: build.index, advice: [advice] };
}

export const indexBlocksWrites = defineRule({
  id: 'index-blocks-writes',
  family: 'locking',
  severity: 'error',
  databases: ['postgresql'],
  docs: {
    what: 'An index is built on a table in use without CONCURRENTLY.',
    why: 'PostgreSQL holds a SHARE lock for the whole build: every INSERT, UPDATE and DELETE waits, seconds for a small table, an hour for a large one. An index that comes with a new column is worse: Django builds it at the end of the transaction that added the column, so reads wait too.',
    fix: 'Build it with `AddIndexConcurrently` in a migration of its own with `atomic = False`.',
    facts: ['postgresql/create-index', 'postgresql/create-index-concurrently', 'django/deferred-index'],
  },
  examples: {
    bad: [
      oneMigration('AddIndex on a table in use', 'migrations.AddIndex("patient", models.Index(fields=["name"], name="patient_name_idx"))'),
      oneMigration(
        'a new column with an index',
        'migrations.AddField("patient", "phone", models.CharField(db_index=True, max_length=30, null=True))',
      ),
      oneMigration(
        'a new foreign key, which is indexed unless told otherwise',
        'migrations.AddField("appointment", "doctor", models.ForeignKey(null=True, on_delete=models.CASCADE, to="clinic.doctor"))',
      ),
      oneMigration('an index switched on', 'migrations.AlterField("patient", "born", models.DateField(db_index=True, null=True))'),
      oneMigration(
        'CREATE INDEX by hand',
        'migrations.RunSQL("CREATE INDEX patient_name_idx ON clinic_patient (name)", "DROP INDEX patient_name_idx")',
      ),
    ],
    good: [
      oneMigration('built concurrently', {
        atomic: false,
        above: 'from django.contrib.postgres.operations import AddIndexConcurrently',
        operations: 'AddIndexConcurrently("patient", models.Index(fields=["name"], name="patient_name_idx"))',
      }),
      oneMigration(
        'the table is born in this pull request',
        `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]),
migrations.AddIndex("room", models.Index(fields=["name"], name="room_name_idx"))`,
      ),
      oneMigration(
        'only Django is told, the index exists',
        'migrations.SeparateDatabaseAndState(state_operations=[migrations.AddIndex("patient", models.Index(fields=["name"], name="patient_name_idx"))])',
      ),
      oneMigration(
        'a foreign key without an index',
        'migrations.AddField("appointment", "doctor", models.ForeignKey(db_index=False, null=True, on_delete=models.CASCADE, to="clinic.doctor"))',
      ),
    ],
  },
  check: { AddIndex: addIndex, AddField: field, AlterField: field, RunSQL: sql },
});
