import { oneMigration } from '../docs/example.ts';
import { costsOf } from '../../sql/walk/costs.ts';
import { isBornTable, whoWaits } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Advice, Hit, OperationContext } from '../rule.ts';

const inSteps: Advice = {
  kind: 'manual',
  title: 'Add a plain nullable column first',
  steps: [
    'Add the column nullable, without the default, constraint or uniqueness that costs the work.',
    'Set the default for new rows, fill the old ones in batches.',
    'Then add what is missing: a unique index concurrently, a CHECK as NOT VALID and validated later.',
  ],
};

function* check(_operation: unknown, context: OperationContext): Iterable<Hit> {
  for (const cost of costsOf(context.step)) {
    const { action, effects } = cost;
    if (action.kind !== 'addColumn' || effects.blocks === 'nothing' || effects.work === 'instant' || isBornTable(action.table, context))
      continue;
    const guessed = context.step.rendered.unknown !== undefined && !action.check && !action.unique && action.generated === 'none';
    if (guessed) continue; // the column is not known, and so not its cost
    const why =
      action.generated === 'stored'
        ? 'because its value is computed and stored for each row'
        : action.identity
          ? 'because each row gets its own number'
          : action.default === 'volatile'
            ? 'because its default is computed for each row'
            : action.unique || action.primaryKey
              ? 'because a unique index is built'
              : action.check
                ? 'because its type brings a CHECK that looks at each row'
                : 'because old rows are checked';
    const work =
      effects.work === 'rewrites' ? 'rewrites the table' : effects.work === 'builds-index' ? 'builds an index' : 'reads every row';
    yield {
      message: `Adding \`${action.table}.${action.column}\` ${work} while ${whoWaits(cost, action.table, context)} waits, ${why}.`,
      identity: `${action.table}.${action.column}`,
      severity: effects.work === 'scans' ? 'warning' : 'error',
      advice: [inSteps],
    };
  }
}

export const columnAddedWithTableWork = defineRule({
  id: 'column-added-with-table-work',
  family: 'locking',
  severity: 'error',
  databases: ['postgresql'],
  docs: {
    what: 'A new column makes PostgreSQL rewrite, read or index the whole table.',
    why: 'Adding a column is a matter of a moment, also with a constant default, unless each row needs its own value (a random or sequence default, a stored generated column), is checked (PositiveIntegerField), or is put into a unique index. Then everybody waits for the whole table.',
    fix: 'Add a plain nullable column, fill it in batches, then add the rest without the long lock.',
    facts: [
      'postgresql/add-column-volatile-default',
      'postgresql/add-column-check',
      'postgresql/add-column-unique',
      'postgresql/add-column-generated-stored',
    ],
  },
  examples: {
    bad: [
      oneMigration(
        'a positive integer brings a CHECK, even when it may be NULL',
        'migrations.AddField("patient", "ward", models.PositiveIntegerField(null=True))',
      ),
      oneMigration('a unique column', 'migrations.AddField("patient", "number", models.CharField(max_length=20, null=True, unique=True))'),
      oneMigration(
        'a random default in the database',
        'migrations.RunSQL("ALTER TABLE clinic_patient ADD COLUMN token uuid DEFAULT gen_random_uuid()", migrations.RunSQL.noop)',
      ),
    ],
    good: [
      oneMigration('nullable', 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))'),
      oneMigration('a constant default in the database', 'migrations.AddField("patient", "ward", models.IntegerField(db_default=1))'),
      oneMigration(
        'the table is born in this pull request',
        `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True))]),
migrations.AddField("room", "floor", models.PositiveIntegerField(null=True))`,
      ),
    ],
  },
  check: { AddField: check, AlterOrderWithRespectTo: check, RunSQL: check },
});
