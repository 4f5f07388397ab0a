import type { AddField } from '../../django/operation.ts';
import { positionAt } from '../../source/position.ts';
import { hasDefault } from '../../sql/fields/model-field.ts';
import { fieldNamed } from '../../sql/model/model.ts';
import { oneMigration } from '../docs/example.ts';
import { sourceOf, sourceWithFieldOption } from '../rewrite/operation-source.ts';
import { costsOf } from '../../sql/walk/costs.ts';
import { isBornTable, modelAt } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Advice, Chain, OperationContext, OperationHit } from '../rule.ts';

function* check(operation: AddField, context: OperationContext): Iterable<OperationHit> {
  const { migration } = context.migration;
  const model = modelAt(context.step.after, { appLabel: migration.appLabel, modelName: operation.modelName }, context);
  const field = model === undefined ? undefined : fieldNamed(model, operation.name);
  if (model === undefined || field?.column === undefined || field.null || field.primaryKey || field.class.shape === 'generated') return;
  if (isBornTable(model.table, context) || !model.managed || usefulDbDefault(operation)) return;
  const added = costsOf(context.step).find(({ action }) => action.kind === 'addColumn');
  const fills = added?.action.kind === 'addColumn' ? added.action.default !== 'none' : hasDefault(field);
  const column = `${model.table}.${field.column}`;
  const breaks = `every INSERT by the release before this one leaves \`${field.column}\` out and fails`;
  yield {
    message: fills
      ? `\`${column}\` is NOT NULL and keeps no default in the database (Django drops it right after adding the column), so ${breaks}.`
      : `\`${column}\` is added NOT NULL without any default: on a table with rows the migration fails, and ${breaks}.`,
    identity: column,
    advice: advice(operation, context),
  };
}

/** `db_default=None` is DEFAULT NULL, which is none for a NOT NULL column. */
function usefulDbDefault(operation: AddField): boolean {
  const value = operation.field.options.get('db_default');
  return value !== undefined && value.kind !== 'none';
}

function advice(operation: AddField, context: OperationContext): readonly (Advice | Chain)[] {
  const constant = operation.field.options.get('default');
  const plain = constant?.kind === 'str' || constant?.kind === 'int' || constant?.kind === 'bool' || constant?.kind === 'float';
  const edit = plain && supportsDbDefault(context) ? dbDefaultEdit(operation, context) : undefined;
  return [...(edit === undefined ? [] : [edit]), ...inReleases(operation, context)];
}

/** Django has db_default from 5.0 on: https://docs.djangoproject.com/en/5.0/releases/5.0/ */
function supportsDbDefault({ migration }: OperationContext): boolean {
  return Number(migration.target.django.value.split('.')[0]) >= 5;
}

/** `default=0` → `default=0, db_default=0`, behind the option as it stands. */
function dbDefaultEdit(operation: AddField, { migration: { migration } }: OperationContext): Advice | undefined {
  const source = migration.module.text.slice(operation.range.start.offset, operation.range.end.offset);
  const match = /\bdefault\s*=\s*("[^"\\]*"|'[^'\\]*'|-?[\d._]+|True|False)(?=\s*[,)])/.exec(source);
  if (match === null || operation.field.options.has('db_default')) return undefined;
  const at = positionAt(migration.module.lineStarts, operation.range.start.offset + match.index + match[0].length);
  return {
    kind: 'edit',
    title: 'Let the database know the default too (and write the same in the model)',
    edits: [{ range: { path: operation.range.path, start: at, end: at }, newText: `, db_default=${match[1] ?? ''}` }],
  };
}

function inReleases(operation: AddField, context: OperationContext): readonly Chain[] {
  const { migration } = context.migration;
  const optional = sourceWithFieldOption(migration, operation, { field: operation.field, option: 'null=True' });
  if (optional === undefined || operation.field.options.has('null')) return [];
  return [
    {
      kind: 'chain',
      title: 'Add it nullable first, and require it in the next release',
      about: `${operation.modelName.toLowerCase()}.${operation.name}`,
      restBehindFirst: true,
      steps: (about) => [
        `Release 1: the first migration below, with code that always writes ${about}.`,
        'Fill the old rows in batches.',
        'Release 2, when no process of the release before runs any more: the second migration. It reads the table under a lock unless a validated CHECK comes first (rule `not-null-scans-table`).',
      ],
      links: [
        { name: `${operation.name}_optional`, operations: optional },
        { name: `${operation.name}_required`, operations: sourceOf(migration, operation).replace(/\bAddField\b/, 'AlterField') },
      ],
    },
  ];
}

export const requiredColumnWithoutDefault = defineRule({
  id: 'required-column-without-default',
  family: 'compatibility',
  severity: 'error',
  docs: {
    what: 'A NOT NULL column without a default in the database is added to a table in use.',
    why: 'Django uses a Python default only to fill the rows that exist, and drops it from the database in the same migration. Processes of the release before do not know the column: their INSERTs leave it out, and fail until the last of them is replaced. Without any default the migration itself fails on a table with rows.',
    fix: 'Give it a `db_default` (Django 5.0 and later), or add it nullable and require it in a later release.',
    facts: ['django/python-default-dropped', 'django/db-default-kept', 'django/columns-by-name'],
  },
  examples: {
    bad: [
      oneMigration(
        'a Python default, which Django drops again',
        'migrations.AddField("patient", "allergies", models.CharField(default="none", max_length=200))',
      ),
      oneMigration(
        'written over several lines, as Django writes it',
        `migrations.AddField(
    model_name="patient",
    name="allergies",
    field=models.CharField(default="none", max_length=200),
)`,
      ),
      oneMigration('no default at all', 'migrations.AddField("patient", "ward", models.IntegerField(), preserve_default=False)'),
      oneMigration(
        'a text that may be blank is still NOT NULL',
        'migrations.AddField("patient", "phone", models.CharField(blank=True, max_length=30))',
      ),
      oneMigration(
        'db_default=None is no default',
        'migrations.AddField("patient", "ward", models.IntegerField(db_default=None, default=1))',
      ),
    ],
    good: [
      oneMigration('nullable', 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))'),
      oneMigration('the database knows the default', 'migrations.AddField("patient", "ward", models.IntegerField(db_default=1))'),
      oneMigration(
        'the table is born in this pull request',
        `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True))]),
migrations.AddField("room", "floor", models.IntegerField(default=0))`,
      ),
      oneMigration(
        'a many-to-many field has no column',
        'migrations.AddField("doctor", "patients", models.ManyToManyField(to="clinic.patient"))',
      ),
      oneMigration(
        'only Django is told',
        'migrations.SeparateDatabaseAndState(state_operations=[migrations.AddField("patient", "ward", models.IntegerField(default=1))])',
      ),
    ],
  },
  check: { AddField: check },
});
