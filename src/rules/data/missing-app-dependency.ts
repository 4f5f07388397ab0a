import { migrationId, type Dependency } from '../../django/migration.ts';
import { forwardsPlan, type MigrationGraph, type MigrationId } from '../../django/history/graph/migration-graph.ts';
import { dataCodeOf } from './data-codes.ts';
import { oneMigration } from '../docs/example.ts';
import { defineRule } from '../rule.ts';
import type { Hit, OperationContext } from '../rule.ts';
import type { RunPython } from '../../django/operation.ts';

/** Apps that some migration before this one (or this one itself) belongs to. */
function appsInReach({ migration }: OperationContext): ReadonlySet<string> {
  const { dependencies, appLabel } = migration.migration;
  const named = dependencies.flatMap((dependency) => nodesOf(migration.graph, dependency));
  const plans = [migrationId(migration.migration), ...named].map((id) => forwardsPlan(migration.graph, id));
  return new Set([appLabel, ...dependencies.map((one) => one.appLabel), ...plans.flat().map((id) => id.split('.')[0] ?? '')]);
}

/** What a dependency leads to: a squash whose originals are still there is no node of the graph, and so nothing is before it. */
function nodesOf(graph: MigrationGraph, dependency: Dependency): readonly MigrationId[] {
  const id = migrationId(dependency);
  if (graph.nodes.has(id)) return [id];
  return [...graph.nodes.values()].filter((node) => node.appLabel === dependency.appLabel).map((node) => node.id);
}

function* check(operation: RunPython, context: OperationContext): Iterable<Hit> {
  const known = appsInReach(context);
  const reported = new Set<string>();
  for (const code of [dataCodeOf(operation.code), dataCodeOf(operation.reverseCode)]) {
    for (const { appLabel, name, range, guarded } of code?.models ?? []) {
      if (guarded || known.has(appLabel) || reported.has(appLabel)) continue;
      reported.add(appLabel);
      yield {
        message: `This code asks for \`${appLabel}.${name}\`, and no dependency of the migration leads to the app \`${appLabel}\`: whether the model is there depends on the order in which Django happens to run.`,
        range: range.path === operation.range.path ? range : operation.range,
        identity: appLabel,
        advice: [
          {
            kind: 'manual',
            title: 'Name the dependency',
            steps: [
              `Add the migration of \`${appLabel}\` that makes what this code uses to \`dependencies\`, such as \`("${appLabel}", "${newestOf(context, appLabel)}")\`.`,
            ],
          },
        ],
      };
    }
  }
}

function newestOf({ migration }: OperationContext, appLabel: string): string {
  const names = migration.project.migrations.filter((one) => one.appLabel === appLabel).map((one) => one.name);
  return names.toSorted().at(-1) ?? '0001_initial';
}

export const missingAppDependency = defineRule({
  id: 'missing-app-dependency',
  family: 'data',
  severity: 'error',
  docs: {
    what: 'A data migration asks for a model of an app that its dependencies do not lead to.',
    why: '`apps.get_model` knows only the models of migrations that come before this one. On your machine the other app may happen to be migrated first; on a new database the lookup fails, or finds the model with other columns.',
    fix: 'Add the migration that makes the model (and the columns you use) to `dependencies`.',
    facts: ['django/get-model-dependency'],
  },
  examples: {
    bad: [
      oneMigration('a model of another app without a dependency', {
        above: `def forwards(apps, schema_editor):
    Invoice = apps.get_model("billing", "Invoice")
    Invoice.objects.filter(number="").delete()`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('named in one string, in a function that the function calls', {
        above: `def renumber(registry):
    registry.get_model("billing.Invoice").objects.filter(number="").delete()


def forwards(apps, schema_editor):
    renumber(apps)`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
    ],
    good: [
      oneMigration('the dependency is there', {
        above: `def forwards(apps, schema_editor):
    Invoice = apps.get_model("billing", "Invoice")
    Invoice.objects.filter(number="").delete()`,
        dependencies: '("clinic", "0001_initial"), ("billing", "0001_initial")',
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('the model is of the own app', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Doctor").objects.filter(name="").delete()`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('the code can do without: it catches the LookupError', {
        above: `def forwards(apps, schema_editor):
    try:
        Invoice = apps.get_model("billing", "Invoice")
    except LookupError:
        return
    Invoice.objects.filter(number="").delete()`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      {
        name: 'a squash whose originals are still there',
        base: {
          'clinic/migrations/0002_link.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial"), ("billing", "0001_initial")]
    operations = []
`,
        },
        head: {
          'clinic/migrations/0001_squashed_0002_link.py': `from django.db import migrations


def forwards(apps, schema_editor):
    apps.get_model("billing", "Invoice").objects.filter(number="").delete()


class Migration(migrations.Migration):
    replaces = [("clinic", "0001_initial"), ("clinic", "0002_link")]
    dependencies = [("billing", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
`,
        },
      },
      {
        name: 'the dependency leads there through another migration',
        head: {
          'clinic/migrations/0002_link.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial"), ("billing", "0001_initial")]
    operations = []
`,
          'clinic/migrations/0003_clean.py': `from django.db import migrations


def forwards(apps, schema_editor):
    apps.get_model("billing", "Invoice").objects.filter(number="").delete()


class Migration(migrations.Migration):
    dependencies = [("clinic", "0002_link")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
`,
        },
      },
    ],
  },
  check: { RunPython: check },
});
