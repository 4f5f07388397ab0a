import type { AddConstraintAction } from '../../sql/statement.ts';
import { oneMigration } from '../docs/example.ts';
import { sourceOf } from '../rewrite/operation-source.ts';
import { costsOf, isMadeAgain, type Cost } from '../../sql/walk/costs.ts';
import { isBornTable, whoWaits } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Advice, Chain, OperationContext, OperationHit } from '../rule.ts';

const kinds: Readonly<Record<AddConstraintAction['type'], string>> = {
  check: 'check',
  unique: 'unique',
  primaryKey: 'primary key',
  foreignKey: 'foreign key',
  exclude: 'exclusion',
  notNull: 'not-null',
};

function sentence({ type, table, constraint, references }: AddConstraintAction, cost: Cost, context: OperationContext): string {
  const work = cost.effects.work === 'builds-index' ? 'builds an index over the whole table' : 'checks every row';
  const also = references === undefined ? '' : ` and of \`${references}\``;
  const name = constraint === undefined ? '' : ` \`${constraint}\``;
  const who = whoWaits(cost, table, context);
  if (isMadeAgain({ type, table, constraint }, context))
    return `Django drops the foreign key${name} and makes the same one again, which ${work} while ${who} of \`${table}\`${also} waits.`;
  return `Adding the ${kinds[type]} constraint${name} ${work} while ${who} of \`${table}\`${also} waits, and fails at the first row that breaks it.`;
}

function* check(_operation: unknown, context: OperationContext): Iterable<OperationHit> {
  const reported = new Set<string>();
  for (const cost of costsOf(context.step)) {
    const { action, effects } = cost;
    if (action.kind !== 'addConstraint' || effects.blocks === 'nothing' || effects.work === 'instant' || isBornTable(action.table, context))
      continue;
    const identity = `${action.table}.${action.constraint ?? action.type}`;
    if (reported.has(identity)) continue;
    reported.add(identity);
    yield { message: sentence(action, cost, context), identity, advice: adviceFor(action, context) };
  }
}

/** A unique index that Django makes for a UniqueConstraint with condition or expressions. */
function* uniqueIndex(operation: unknown, context: OperationContext): Iterable<OperationHit> {
  yield* check(operation, context);
  for (const cost of costsOf(context.step)) {
    const { action, effects } = cost;
    if (
      action.kind !== 'createIndex' ||
      !action.unique ||
      action.concurrently ||
      effects.blocks === 'nothing' ||
      isBornTable(action.table, context)
    )
      continue;
    const name = action.index ?? 'the unique index';
    const steps = [
      `Write \`CREATE UNIQUE INDEX CONCURRENTLY\` in a RunSQL of a migration with \`atomic = False\`, and let Django know with \`state_operations\`.`,
      'A conditional unique index can not become a constraint USING INDEX: it stays an index, which is what Django makes of it too.',
    ];
    yield {
      message: `Building the unique index \`${name}\` makes ${whoWaits(cost, action.table, context)} of \`${action.table}\` wait until it is done, and fails at the first duplicate.`,
      identity: `${action.table}.${name}`,
      advice: [{ kind: 'manual', title: 'Build it concurrently', steps }],
    };
  }
}

function adviceFor(action: AddConstraintAction, context: OperationContext): readonly (Advice | Chain)[] {
  const { operation } = context.step;
  if (isMadeAgain(action, context)) return [onlyWhatChanges];
  if (operation.kind === 'AddConstraint' && action.type === 'check') return [checkInTwo(operation, context)];
  if (operation.kind === 'AddConstraint' && action.type === 'unique') return [uniqueInTwo(operation, action, context)];
  if (action.type === 'check' || action.type === 'foreignKey') {
    return [
      {
        kind: 'manual',
        title: 'Add it NOT VALID, and validate it later',
        steps: [
          'Add the constraint with `NOT VALID` in a RunSQL, with `state_operations` for Django: it holds for new rows at once, and no row is read.',
          'In the next migration run `ALTER TABLE … VALIDATE CONSTRAINT …`: it reads the rows while reads and writes go on.',
        ],
      },
    ];
  }
  if (action.type === 'unique' || action.type === 'primaryKey') {
    return [
      {
        kind: 'manual',
        title: 'Build the index concurrently first',
        steps: [
          'Build a unique index with `CREATE UNIQUE INDEX CONCURRENTLY` in a migration with `atomic = False`.',
          `Then \`ALTER TABLE … ADD CONSTRAINT … ${action.type === 'unique' ? 'UNIQUE' : 'PRIMARY KEY'} USING INDEX …\` takes a moment; tell Django with \`state_operations\`.`,
        ],
      },
    ];
  }
  return [
    {
      kind: 'manual',
      title: 'There is no way without a lock',
      steps: [
        'An exclusion constraint can be neither NOT VALID nor made from an index: plan a window, or make a new table with the constraint and move the rows.',
      ],
    },
  ];
}

const onlyWhatChanges: Advice = {
  kind: 'manual',
  title: 'Run only what changes',
  steps: [
    'Put the operation into `state_operations` of a SeparateDatabaseAndState: the foreign key stays as it is.',
    'Write what really changes into its `database_operations` (dropping the unique constraint, say), and build a new index concurrently in a migration of its own.',
  ],
};

function checkInTwo(
  operation: Extract<OperationContext['step']['operation'], { kind: 'AddConstraint' | 'AddConstraintNotValid' }>,
  { migration: { migration } }: OperationContext,
): Chain {
  const added = sourceOf(migration, operation).replace(/^[\w.]*AddConstraint\b/, 'AddConstraintNotValid');
  const validated = `ValidateConstraint(model_name="${operation.modelName.toLowerCase()}", name="${operation.constraint.name}")`;
  return {
    kind: 'chain',
    title: 'Add it NOT VALID, and validate it in the next migration',
    about: operation.constraint.name,
    steps: () => [
      'The first migration makes it hold for new rows, in a moment.',
      'The second reads the old rows while reads and writes go on. The two must not share a transaction.',
    ],
    links: [
      {
        name: operation.constraint.name,
        imports: 'from django.contrib.postgres.operations import AddConstraintNotValid',
        operations: added,
      },
      {
        name: `validate_${operation.constraint.name}`,
        imports: 'from django.contrib.postgres.operations import ValidateConstraint',
        operations: validated,
      },
    ],
  };
}

function uniqueInTwo(
  operation: Extract<OperationContext['step']['operation'], { kind: 'AddConstraint' | 'AddConstraintNotValid' }>,
  { table, columns }: AddConstraintAction,
  { migration: { migration } }: OperationContext,
): Chain {
  const { name } = operation.constraint;
  const list = columns.map((column) => `"${column}"`).join(', ');
  const run = (statement: string, reverse: string) =>
    `migrations.RunSQL(\n    ${JSON.stringify(statement)},\n    ${JSON.stringify(reverse)},\n)`;
  const attach = `migrations.SeparateDatabaseAndState(
    database_operations=[
        migrations.RunSQL(
            ${JSON.stringify(`ALTER TABLE "${table}" ADD CONSTRAINT "${name}" UNIQUE USING INDEX "${name}_idx"`)},
            ${JSON.stringify(`ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`)},
        ),
    ],
    state_operations=[
        ${sourceOf(migration, operation)},
    ],
)`;
  return {
    kind: 'chain',
    title: 'Build the index concurrently, then attach it',
    about: name,
    steps: () => [
      'The first migration builds the unique index while reads and writes go on. If it fails on duplicates, drop the invalid index, mend the rows and run it again.',
      'The second makes it the constraint, in a moment.',
    ],
    links: [
      {
        name: `${name}_idx`,
        atomic: false,
        operations: run(
          `CREATE UNIQUE INDEX CONCURRENTLY "${name}_idx" ON "${table}" (${list})`,
          `DROP INDEX CONCURRENTLY IF EXISTS "${name}_idx"`,
        ),
      },
      { name, operations: attach },
    ],
  };
}

export const constraintLocksTable = defineRule({
  id: 'constraint-locks-table',
  family: 'locking',
  severity: 'error',
  databases: ['postgresql'],
  docs: {
    what: 'A constraint that has to look at every row is added to a table in use.',
    why: 'PostgreSQL checks all rows (or builds a unique index over them) under a lock that keeps out reads and writes, or at least writes, until it is done. A foreign key holds that lock on both tables.',
    fix: 'CHECK and foreign key: add NOT VALID, validate in a later migration. UNIQUE: build the index concurrently, then attach it with USING INDEX.',
    facts: [
      'postgresql/add-check',
      'postgresql/add-check-not-valid',
      'postgresql/add-unique',
      'postgresql/using-index',
      'postgresql/add-foreign-key',
      'postgresql/validate-constraint',
    ],
  },
  examples: {
    bad: [
      oneMigration(
        'a unique constraint',
        'migrations.AddConstraint("doctor", models.UniqueConstraint(fields=["name"], name="doctor_name_unique"))',
      ),
      oneMigration(
        'a check constraint',
        'migrations.AddConstraint("patient", models.CheckConstraint(condition=models.Q(visits__gte=0), name="patient_visits_positive"))',
      ),
      oneMigration('unique=True switched on', 'migrations.AlterField("doctor", "name", models.CharField(max_length=100, unique=True))'),
      oneMigration('unique_together', 'migrations.AlterUniqueTogether("patient", {("name", "born")})'),
      oneMigration(
        'a unique constraint with a condition is a unique index',
        'migrations.AddConstraint("doctor", models.UniqueConstraint(condition=models.Q(licence__isnull=False), fields=["licence"], name="doctor_licence_unique"))',
      ),
      oneMigration(
        'a foreign key that Django drops and makes again',
        'migrations.AlterField("appointment", "patient", models.OneToOneField(on_delete=models.CASCADE, to="clinic.patient"))',
      ),
      oneMigration(
        'a foreign key by hand',
        'migrations.RunSQL("ALTER TABLE clinic_patient ADD CONSTRAINT visits_fk FOREIGN KEY (visits) REFERENCES clinic_doctor (id)", migrations.RunSQL.noop)',
      ),
    ],
    good: [
      oneMigration('NOT VALID', {
        above: 'from django.contrib.postgres.operations import AddConstraintNotValid',
        operations:
          'AddConstraintNotValid("patient", models.CheckConstraint(condition=models.Q(visits__gte=0), name="patient_visits_positive"))',
      }),
      oneMigration('VALIDATE lets reads and writes go on', {
        above: 'from django.contrib.postgres.operations import ValidateConstraint',
        operations: 'ValidateConstraint("patient", "patient_visits_positive")',
      }),
      oneMigration(
        'the index exists already',
        'migrations.RunSQL("ALTER TABLE clinic_doctor ADD CONSTRAINT doctor_name_unique UNIQUE USING INDEX doctor_name_idx", migrations.RunSQL.noop)',
      ),
      oneMigration(
        'the table is born in this pull request',
        `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]),
migrations.AddConstraint("room", models.UniqueConstraint(fields=["name"], name="room_name_unique"))`,
      ),
    ],
  },
  check: {
    AddConstraint: uniqueIndex,
    AlterField: check,
    AlterUniqueTogether: check,
    AddField: check,
    RunSQL: uniqueIndex,
    RenameModel: check,
    RenameField: check,
    AlterOrderWithRespectTo: check,
  },
});
