import type { Effects } from '../../sql/statement.ts';
import { oneMigration } from '../docs/example.ts';
import { costsOf } from '../../sql/walk/costs.ts';
import { isBornTable, whoWaits } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Advice, Hit, OperationContext } from '../rule.ts';

const work: Readonly<Record<Effects['work'], string>> = {
  instant: '',
  rewrites: 'rewrites the table and all its indexes',
  'builds-index': 'builds the indexes of the column anew',
  scans: 'checks every row',
  'writes-rows': 'writes every row',
  unknown: 'may rewrite the table',
};

function besideIt(column: string): Advice {
  return {
    kind: 'manual',
    title: 'Put a new column beside the old one',
    steps: [
      `Add a column of the new type, nullable, beside \`${column}\`.`,
      'Deploy code that writes both.',
      'Copy the old rows in batches, in a migration with `atomic = False`.',
      'Deploy code that reads only the new column.',
      `In a later release remove \`${column}\`.`,
    ],
  };
}

function* check(_operation: unknown, context: OperationContext): Iterable<Hit> {
  for (const cost of costsOf(context.step)) {
    const { action, effects } = cost;
    if (
      action.kind !== 'alterColumnType' ||
      effects.blocks === 'nothing' ||
      effects.work === 'instant' ||
      isBornTable(action.table, context)
    )
      continue;
    const others = effects.rewrites.filter((table) => table !== action.table);
    const also = others.length === 0 ? '' : ` and rewrites ${others.map((table) => `\`${table}\``).join(', ')} too`;
    const from = action.from === undefined ? '' : ` from \`${action.from}\``;
    yield {
      message: `Changing \`${action.table}.${action.column}\`${from} to \`${action.to}\` ${work[effects.work]}${also} while ${whoWaits(cost, action.table, context)} waits.`,
      identity: `${action.table}.${action.column}`,
      severity: effects.work === 'unknown' ? 'warning' : 'error',
      advice: [besideIt(action.column)],
    };
  }
}

export const typeChangeRewritesTable = defineRule({
  id: 'type-change-rewrites-table',
  family: 'locking',
  severity: 'error',
  databases: ['postgresql', 'mysql', 'mariadb'],
  docs: {
    what: 'The type of a column changes in a way that rewrites the table.',
    why: 'Every row is written anew, and every index is built again, while nobody can read or write the table. A narrower type also fails at the first value that does not fit.',
    fix: 'Add a column of the new type, write both, copy in batches, switch, remove the old one. A longer varchar, varchar to text and more digits at the same scale are free and need none of this.',
    facts: ['postgresql/type-change-rewrites', 'postgresql/type-change-instant'],
  },
  examples: {
    bad: [
      oneMigration('integer to bigint', 'migrations.AlterField("patient", "visits", models.BigIntegerField(default=0))'),
      oneMigration('a shorter varchar', 'migrations.AlterField("doctor", "name", models.CharField(max_length=50))'),
      oneMigration(
        'text to varchar',
        'migrations.AlterField("patient", "notes", models.CharField(blank=True, default="", max_length=200))',
      ),
      oneMigration(
        'another number of decimal places',
        'migrations.AlterField("appointment", "fee", models.DecimalField(decimal_places=4, max_digits=8, null=True))',
      ),
    ],
    good: [
      oneMigration('a longer varchar', 'migrations.AlterField("doctor", "name", models.CharField(max_length=200))'),
      oneMigration('varchar to text', 'migrations.AlterField("doctor", "name", models.TextField())'),
      oneMigration(
        'more digits at the same scale',
        'migrations.AlterField("appointment", "fee", models.DecimalField(decimal_places=2, max_digits=12, null=True))',
      ),
      oneMigration(
        'nothing that the database sees',
        'migrations.AlterField("doctor", "name", models.CharField(help_text="as on the door", max_length=100))',
      ),
      oneMigration(
        'the table is born in this pull request',
        `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True)), ("floor", models.IntegerField())]),
migrations.AlterField("room", "floor", models.BigIntegerField())`,
      ),
    ],
  },
  check: { AlterField: check, RunSQL: check },
});
