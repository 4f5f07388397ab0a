import type { AlterField } from '../../django/operation.ts';
import { hasDbDefault, hasDefault } from '../../sql/fields/model-field.ts';
import { fieldNamed } from '../../sql/model/model.ts';
import { oneMigration } from '../docs/example.ts';
import { sourceOf } from '../rewrite/operation-source.ts';
import { costsOf } from '../../sql/walk/costs.ts';
import { isBornTable, modelAt } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Chain, OperationContext, OperationHit } from '../rule.ts';

function* alterField(operation: AlterField, context: OperationContext): Iterable<OperationHit> {
  const costs = costsOf(context.step);
  const scan = costs.find(({ action }) => action.kind === 'setNotNull');
  if (scan?.action.kind !== 'setNotNull' || isBornTable(scan.action.table, context)) return;
  const { table, column } = scan.action;
  const model = modelAt(context.step.after, { appLabel: context.migration.migration.appLabel, modelName: operation.modelName }, context);
  const field = model === undefined ? undefined : fieldNamed(model, operation.name);
  const fill = costs.some(({ action }) => action.kind === 'update') ? 'fills every NULL in one UPDATE and ' : '';
  const work = scan.effects.work === 'scans' ? `${fill}reads every row` : `${fill}changes the table`;
  const fails = field !== undefined && !hasDefault(field) && !hasDbDefault(field) ? ' and fails at the first NULL' : '';
  yield {
    message: `Making \`${table}.${column}\` NOT NULL ${work} while all reads and writes of \`${table}\` wait${fails}; the release before this one may still write NULL.`,
    identity: `${table}.${column}`,
    advice: [inSteps(operation, { table, column }, context)],
  };
}

/** PostgreSQL 12 and later take a validated CHECK as proof, so the last step reads no row. */
function inSteps(
  operation: AlterField,
  { table, column }: { readonly table: string; readonly column: string },
  { migration: { migration } }: OperationContext,
): Chain {
  const constraint = `${column}_not_null`;
  const run = (statement: string, reverse: string) =>
    `migrations.RunSQL(\n    ${JSON.stringify(statement)},\n    ${JSON.stringify(reverse)},\n)`;
  const drop = `ALTER TABLE "${table}" DROP CONSTRAINT IF EXISTS "${constraint}"`;
  return {
    kind: 'chain',
    title: 'Prove it first, then set NOT NULL without reading the table under the lock',
    about: `${table}.${column}`,
    steps: (about) => [
      `Release 1: code that always writes ${about}, and the first migration below: from now on no new NULL gets in, and nobody waits.`,
      'Fill the rows that still hold NULL, in batches.',
      'The second migration checks the old rows while reads and writes go on.',
      'Release 2: the third migration sets NOT NULL. PostgreSQL 12 and later see the validated CHECK and read no row.',
    ],
    links: [
      {
        name: `${column}_check`,
        operations: run(`ALTER TABLE "${table}" ADD CONSTRAINT "${constraint}" CHECK ("${column}" IS NOT NULL) NOT VALID`, drop),
      },
      { name: `${column}_validate`, operations: run(`ALTER TABLE "${table}" VALIDATE CONSTRAINT "${constraint}"`, '') },
      { name: `${column}_not_null`, operations: `${sourceOf(migration, operation)},\n${run(drop, '')}` },
    ],
  };
}

function* sql(_operation: unknown, context: OperationContext): Iterable<OperationHit> {
  for (const { action, effects } of costsOf(context.step)) {
    if (action.kind !== 'setNotNull' || effects.work !== 'scans' || isBornTable(action.table, context)) continue;
    const name = `${action.table}.${action.column}`;
    yield { message: `SET NOT NULL on \`${name}\` reads every row while all reads and writes of the table wait.`, identity: name };
  }
}

export const notNullScansTable = defineRule({
  id: 'not-null-scans-table',
  family: 'locking',
  severity: 'error',
  databases: ['postgresql'],
  docs: {
    what: 'A column of a table in use becomes NOT NULL.',
    why: 'PostgreSQL reads the whole table under ACCESS EXCLUSIVE to see that there is no NULL; with a default Django first fills every NULL in one UPDATE, in the same transaction. Old processes that still write NULL fail as soon as it is done.',
    fix: 'Add a CHECK (column IS NOT NULL) as NOT VALID, fill the rows in batches, validate the CHECK, then set NOT NULL: since PostgreSQL 12 that reads no row.',
    facts: ['postgresql/set-not-null', 'postgresql/set-not-null-validated-check', 'django/four-step-not-null'],
  },
  examples: {
    bad: [
      oneMigration('null=True goes', 'migrations.AlterField("doctor", "licence", models.CharField(max_length=20))'),
      oneMigration(
        'with a default Django also fills every row',
        'migrations.AlterField("doctor", "licence", models.CharField(default="none", max_length=20))',
      ),
      oneMigration(
        'SET NOT NULL by hand',
        'migrations.RunSQL("ALTER TABLE clinic_doctor ALTER COLUMN licence SET NOT NULL", "ALTER TABLE clinic_doctor ALTER COLUMN licence DROP NOT NULL")',
      ),
    ],
    good: [
      oneMigration(
        'the column was NOT NULL already',
        'migrations.AlterField("doctor", "name", models.CharField(max_length=100, verbose_name="full name"))',
      ),
      oneMigration(
        'only Django is told',
        'migrations.SeparateDatabaseAndState(state_operations=[migrations.AlterField("doctor", "licence", models.CharField(max_length=20))])',
      ),
      oneMigration(
        'the other way: NULL becomes allowed',
        'migrations.AlterField("doctor", "name", models.CharField(max_length=100, null=True))',
      ),
    ],
  },
  check: { AlterField: alterField, RunSQL: sql },
});
