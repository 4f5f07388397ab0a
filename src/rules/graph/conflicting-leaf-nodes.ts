import { conflictsOf } from '../../django/history/graph/migration-graph.ts';
import type { Dependency, Migration } from '../../django/migration.ts';
import type { DjangoProject } from '../../django/project.ts';
import { migrationText } from '../docs/example.ts';
import { defineRule } from '../rule.ts';
import type { Hit, ProjectSides, PullRequestContext } from '../rule.ts';

/** Only conflicts that this pull request has a part in, or that it brings. */
function* conflicts({ base, head, merged, mergedGraph }: ProjectSides, pullRequest: PullRequestContext): Iterable<Hit> {
  const brought = new Set(
    pullRequest.migrations.filter((step) => step.project === head).map(({ migration }) => `${migration.appLabel}.${migration.name}`),
  );
  for (const [appLabel, leaves] of conflictsOf(mergedGraph)) {
    const own = leaves.filter((id) => brought.has(id));
    const [mine] = own;
    if (mine === undefined || hasUnreadDependencies(merged, appLabel)) continue;
    const others = leaves.filter((id) => id !== mine);
    const migration = merged.migrations.find((one) => `${one.appLabel}.${one.name}` === mine);
    if (migration === undefined) continue;
    const where = base !== undefined && others.some((id) => !brought.has(id)) ? ' after merging with the base branch' : '';
    const newest = others.at(-1)?.slice(appLabel.length + 1) ?? '';
    const dependency = migration.dependencies.find((one) => one.appLabel === appLabel && one.range !== undefined);
    yield {
      message: `${leaves.map((id) => `\`${id}\``).join(' and ')} are both the last migration of \`${appLabel}\`${where}: \`migrate\` refuses to start.`,
      range: dependency?.range ?? migration.range,
      migration,
      identity: appLabel,
      advice: [
        {
          kind: 'manual',
          title: 'Put one behind the other',
          steps: [
            `Bring the newest base into the branch, then let \`${migration.name}\` depend on \`("${appLabel}", "${newest}")\` and give it the next free number.`,
            `If both must stay as they are, make a merge migration: \`python manage.py makemigrations ${appLabel} --merge\`.`,
          ],
        },
      ],
    };
  }
}

/** A dependency that could not be read, or whose app is worked out from settings that may be others where it runs, may join the two. */
function hasUnreadDependencies({ migrations }: DjangoProject, appLabel: string): boolean {
  return migrations.some(
    (migration) =>
      migration.appLabel === appLabel &&
      (migration.problems.some(({ message }) => message.includes('`dependencies`')) ||
        migration.dependencies.some((one) => isWorkedOut(one, migration))),
  );
}

/** The app label is no text in the file. */
function isWorkedOut({ range, swappable }: Dependency, { module }: Migration): boolean {
  if (range === undefined || swappable !== undefined || range.path !== module.path) return false;
  return !/^[([]?\s*['"]|swappable_dependency/.test(module.text.slice(range.start.offset, range.end.offset));
}

export const conflictingLeafNodes = defineRule({
  id: 'conflicting-leaf-nodes',
  family: 'graph',
  severity: 'error',
  docs: {
    what: 'After merging, an app has two last migrations.',
    why: 'Two pull requests each added a migration behind the same one. Each is green on its own; after the second merge Django finds two leaf nodes and `migrate` stops: the deploy fails, and so does every test run.',
    fix: 'Rebase: let the newer migration depend on the other, or add a merge migration.',
    facts: ['django/leaf-nodes'],
  },
  examples: {
    bad: [
      {
        name: 'the base branch has another migration behind the same one',
        base: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
        },
        head: {
          'clinic/migrations/0002_fax.py': migrationText({
            operations: 'migrations.AddField("patient", "fax", models.CharField(max_length=30, null=True))',
          }),
        },
      },
    ],
    good: [
      {
        name: 'the new migration stands behind the one on the base branch',
        base: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
        },
        head: {
          'clinic/migrations/0003_fax.py': migrationText({
            dependencies: '("clinic", "0002_phone")',
            operations: 'migrations.AddField("patient", "fax", models.CharField(max_length=30, null=True))',
          }),
        },
      },
      {
        name: 'a dependency on an app that the settings name may lead here',
        head: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
          'clinic/migrations/0003_fax.py': migrationText({
            above: 'from django.conf import settings',
            dependencies: '(getattr(settings, "CLINIC_APP", "billing"), "0001_initial")',
            operations: 'migrations.AddField("patient", "fax", models.CharField(max_length=30, null=True))',
          }),
        },
      },
      {
        name: 'the pull request brings the merge migration',
        base: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
        },
        head: {
          'clinic/migrations/0002_fax.py': migrationText({
            operations: 'migrations.AddField("patient", "fax", models.CharField(max_length=30, null=True))',
          }),
          'clinic/migrations/0003_merge.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0002_phone"), ("clinic", "0002_fax")]
    operations = []
`,
        },
      },
    ],
  },
  check: {
    *pullRequest(context) {
      for (const sides of context.projects) yield* conflicts(sides, context);
    },
  },
});
