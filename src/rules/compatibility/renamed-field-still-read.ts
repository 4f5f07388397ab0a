import type { AlterField, RenameField } from '../../django/operation.ts';
import { fieldNamed } from '../../sql/model/model.ts';
import { oneMigration } from '../docs/example.ts';
import { fieldSource, type FieldSource } from '../rewrite/field-source.ts';
import { forgetAndDrop } from '../rewrite/forget-and-drop.ts';
import { costsOf } from '../../sql/walk/costs.ts';
import { isBornTable, modelAt } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Chain, OperationContext, OperationHit } from '../rule.ts';

interface Renamed {
  readonly table: string;
  readonly model: string;
  readonly field: string;
  readonly newField: string;
  readonly column: string;
  readonly newColumn: string;
}

function sentence({ table, column, newColumn }: Renamed): string {
  return `Renaming \`${table}.${column}\` to \`${newColumn}\` breaks the release before this one, which still names \`${column}\` in every SELECT and INSERT of \`${table}\`.`;
}

function* renameField(operation: RenameField, context: OperationContext): Iterable<OperationHit> {
  const { appLabel } = context.migration.migration;
  const name = { appLabel, modelName: operation.modelName };
  const [before, after] = [modelAt(context.step.before, name, context), modelAt(context.step.after, name, context)];
  const old = before === undefined ? undefined : fieldNamed(before, operation.oldName);
  const now = after === undefined ? undefined : fieldNamed(after, operation.newName);
  if (before === undefined || old?.column === undefined || now?.column === undefined || old.column === now.column) return;
  if (!before.managed || isBornTable(before.table, context) || keptByNextAlter(operation, old.column, context)) return;
  const released = modelAt(context.migration.released, name, context);
  if (released === undefined || fieldNamed(released, operation.oldName) === undefined) return;
  const renamed: Renamed = {
    table: before.table,
    model: before.name,
    field: operation.oldName,
    newField: operation.newName,
    column: old.column,
    newColumn: now.column,
  };
  yield {
    message: sentence(renamed),
    identity: `${renamed.table}.${renamed.column}`,
    advice: [keepColumn(renamed, context), ...expandAndContract(renamed, context)],
  };
}

/** RenameField followed by AlterField with `db_column` of old: the column is renamed and back in the same migration. */
function keptByNextAlter(operation: RenameField, column: string, { migration, step }: OperationContext): boolean {
  const next = migration.steps[migration.steps.indexOf(step) + 1]?.operation;
  if (next?.kind !== 'AlterField' || next.name !== operation.newName || next.modelName.toLowerCase() !== operation.modelName.toLowerCase())
    return false;
  const kept = next.field.options.get('db_column');
  return kept?.kind === 'str' && kept.value === column;
}

function* alterField(operation: AlterField, context: OperationContext): Iterable<OperationHit> {
  for (const { action } of costsOf(context.step)) {
    if (action.kind !== 'renameColumn' || isBornTable(action.table, context)) continue;
    if (context.migration.steps.some((other) => other.operation.kind === 'RenameField' && other.operation.newName === operation.name))
      continue;
    const renamed: Renamed = {
      table: action.table,
      model: operation.modelName,
      field: operation.name,
      newField: operation.name,
      column: action.column,
      newColumn: action.to,
    };
    yield {
      message: sentence(renamed),
      identity: `${action.table}.${action.column}`,
      advice: [
        {
          kind: 'manual',
          title: 'Keep the column',
          steps: [
            `Leave \`db_column\` as it is: the name of a column is nobody's business but the database's.`,
            'If it must change, add a second column, write both, copy in batches, switch, and drop the old one in a later release.',
          ],
        },
      ],
    };
  }
}

function* sql(_operation: unknown, context: OperationContext): Iterable<OperationHit> {
  for (const { action } of costsOf(context.step)) {
    if (action.kind !== 'renameColumn' || isBornTable(action.table, context)) continue;
    yield {
      message: sentence({
        table: action.table,
        model: '',
        field: action.column,
        newField: action.to,
        column: action.column,
        newColumn: action.to,
      }),
      identity: `${action.table}.${action.column}`,
    };
  }
}

/** The cheapest way: only Python gets the new name. */
function keepColumn({ model, field, newField, column }: Renamed, context: OperationContext): Chain {
  const key = model.toLowerCase();
  const kept = sourceOfField({ model, field }, { without: ['db_column'], add: `db_column="${column}"` }, context);
  const alter = kept === undefined ? '' : `\n        migrations.AlterField(model_name="${key}", name="${newField}", field=${kept.text}),`;
  const operations = `migrations.SeparateDatabaseAndState(
    state_operations=[
        migrations.RenameField(model_name="${key}", old_name="${field}", new_name="${newField}"),${alter}
    ],
)`;
  return {
    kind: 'chain',
    title: 'Rename it in Python only, and keep the column',
    about: `${newField} = …(…, db_column="${column}")`,
    steps: (about) => [
      `In the model write ${about}.`,
      'Let Django know with the state-only migration below: no SQL runs, old and new code both work.',
    ],
    links: [{ name: `${field}_in_python`, imports: kept?.imports ?? '', operations }],
  };
}

function sourceOfField(
  { model, field }: Pick<Renamed, 'model' | 'field'>,
  changes: Parameters<typeof fieldSource>[1],
  { step, migration }: OperationContext,
): FieldSource | undefined {
  const known = step.before.apps.get(migration.migration.appLabel)?.get(model.toLowerCase())?.fields.get(field);
  return known === undefined ? undefined : fieldSource(known, changes, migration);
}

/** Expand, dual write, backfill, contract, written out with the project's own names. */
function expandAndContract({ model, field, newField, column, newColumn }: Renamed, context: OperationContext): readonly Chain[] {
  const { appLabel } = context.migration.migration;
  const key = model.toLowerCase();
  const added = sourceOfField(
    { model, field },
    { without: ['null', 'default', 'db_default', 'db_column', 'unique', 'primary_key', 'db_index', 'related_name'], add: 'null=True' },
    context,
  );
  const leaving = sourceOfField({ model, field }, { without: ['null'], add: 'null=True' }, context);
  if (added === undefined || leaving === undefined) return [];
  const backfill = `def copy_${newField}(apps, schema_editor):
    ${model} = apps.get_model("${appLabel}", "${model}")
    last = 0
    while True:
        ids = list(
            ${model}.objects.filter(pk__gt=last, ${newField}__isnull=True)
            .order_by("pk")
            .values_list("pk", flat=True)[:1000]
        )
        if not ids:
            break
        ${model}.objects.filter(pk__in=ids).update(${newField}=models.F("${field}"))
        last = ids[-1]`;
  const [forget, drop] = forgetAndDrop({ modelName: model, name: field, source: leaving, required: true });
  return [
    {
      kind: 'chain',
      title: 'Rename the column over three releases: expand, dual write, backfill, contract',
      steps: () => [
        `Release 1 (expand): the first migration adds \`${newColumn}\`, nullable, beside \`${column}\`. The code reads \`${field}\` and writes both: in \`${model}.save()\` set \`self.${newField} = self.${field}\`, and the same wherever the code calls \`update()\` or \`bulk_create()\`.`,
        `When every process writes both, run the second migration: it copies \`${field}\` to \`${newField}\` in batches.`,
        `Release 2: the code reads \`${newField}\` and still writes both. Then give \`${newField}\` what \`${field}\` had: NOT NULL, an index, uniqueness.`,
        `Release 3 (contract): the code knows only \`${newField}\`; with the third migration \`${column}\` may be left out of INSERTs and Django forgets it.`,
        'When no process of release 2 runs any more, the fourth migration drops the old column.',
      ],
      links: [
        {
          name: `add_${newField}`,
          imports: added.imports,
          operations: `migrations.AddField(model_name="${key}", name="${newField}", field=${added.text})`,
        },
        {
          name: `copy_${newField}`,
          atomic: false,
          functions: backfill,
          operations: `migrations.RunPython(copy_${newField}, migrations.RunPython.noop)`,
        },
        forget,
        drop,
      ],
    },
  ];
}

export const renamedFieldStillRead = defineRule({
  id: 'renamed-field-still-read',
  family: 'compatibility',
  severity: 'error',
  docs: {
    what: 'A column is renamed that the running release still uses.',
    why: 'Old code names the old column until the last old process is replaced, new code the new one: whichever runs against the wrong schema fails at every query of the table. No order of deploy and migrate avoids it.',
    fix: 'Rename the field in Python only and keep the column with `db_column`, or go through expand, dual write, backfill and contract.',
    facts: ['django/columns-by-name', 'django/rename-field-same-column', 'postgresql/rename'],
  },
  examples: {
    bad: [
      oneMigration('RenameField', 'migrations.RenameField("patient", "title", "salutation")'),
      oneMigration(
        'a changed db_column is a rename too',
        'migrations.AlterField("doctor", "name", models.CharField(db_column="full_name", max_length=100))',
      ),
      oneMigration(
        'RENAME COLUMN by hand',
        'migrations.RunSQL("ALTER TABLE clinic_patient RENAME COLUMN title TO salutation", "ALTER TABLE clinic_patient RENAME COLUMN salutation TO title")',
      ),
    ],
    good: [
      oneMigration(
        'only Python gets the new name',
        'migrations.SeparateDatabaseAndState(state_operations=[migrations.RenameField("patient", "title", "salutation"), migrations.AlterField("patient", "salutation", models.CharField(blank=True, db_column="title", default="", max_length=20))])',
      ),
      {
        name: 'the column has its name from db_column, so the rename does not touch it',
        base: {
          'clinic/migrations/0002_fax.py': `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]
    operations = [migrations.AddField("patient", "fax", models.CharField(db_column="fax_number", max_length=30, null=True))]
`,
        },
        head: {
          'clinic/migrations/0003_telefax.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0002_fax")]
    operations = [migrations.RenameField("patient", "fax", "telefax")]
`,
        },
      },
      oneMigration(
        'the table is born in this pull request',
        `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True)), ("floor", models.IntegerField())]),
migrations.RenameField("room", "floor", "storey")`,
      ),
    ],
  },
  check: { RenameField: renameField, AlterField: alterField, RunSQL: sql },
});
