import { migrationId } from '../../django/migration.ts';
import { migrationText } from '../example.ts';
import { defineRule } from '../rule.ts';
import type { Hit, ProjectSides } from '../rule.ts';

/** Migrations of the base that the head has no more, unless a squash on the base already stands for them. */
function* removed({ base, head }: ProjectSides): Iterable<Hit> {
  if (base === undefined) return;
  const kept = new Set(head.migrations.map(migrationId));
  const squashedBefore = new Set(base.migrations.flatMap((migration) => migration.replaces.map(migrationId)));
  for (const gone of base.migrations) {
    const id = migrationId(gone);
    if (kept.has(id) || squashedBefore.has(id) || !head.apps.some((app) => app.label === gone.appLabel)) continue;
    const successor = head.migrations.find((migration) => migration.replaces.some((key) => migrationId(key) === id));
    const inApp = head.migrations.find((migration) => migration.appLabel === gone.appLabel);
    const at = successor ?? inApp;
    if (at === undefined) continue;
    yield {
      message:
        successor === undefined
          ? `\`${id}\` is on the base branch and is removed or renamed here: databases that have applied it no longer match the history, and a renamed migration runs again.`
          : `\`${id}\` is removed in the same change that squashes it: databases that have not applied all of \`${successor.name}\` yet can't be migrated any more.`,
      range: at.range,
      identity: id,
      migration: at,
      advice: [
        {
          kind: 'manual',
          title: 'Keep the file',
          steps:
            successor === undefined
              ? ['Bring the file back under its name, and make a new migration for what must change.']
              : ['Keep the replaced migrations until every database has run the squash; remove them, and `replaces`, in a later release.'],
        },
      ],
    };
  }
}

export const appliedMigrationRemoved = defineRule({
  id: 'applied-migration-removed',
  family: 'graph',
  severity: 'error',
  docs: {
    what: 'A migration that is on the base branch is removed or renamed.',
    why: 'Databases remember the names of what they have applied. Without the file Django raises InconsistentMigrationHistory or NodeNotFoundError, or takes a renamed file for a new migration and runs it a second time.',
    fix: 'Keep the file. Squash instead, and remove the replaced files one release later.',
    facts: [],
  },
  examples: {
    bad: [
      {
        name: 'a merged migration gets another name',
        base: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
        },
        head: {
          'clinic/migrations/0002_phone.py': '\0removed',
          'clinic/migrations/0002_telephone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
        },
      },
    ],
    good: [
      {
        name: 'a new migration stands beside it',
        head: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
        },
      },
      {
        name: 'the squash is on the base already',
        base: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
          'clinic/migrations/0002_squashed.py': `from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("clinic", "0002_phone")]
    dependencies = [("clinic", "0001_initial")]
    operations = [migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))]
`,
        },
        head: { 'clinic/migrations/0002_phone.py': '\0removed' },
      },
    ],
  },
  check: {
    *pullRequest(context) {
      for (const sides of context.projects) yield* removed(sides);
    },
  },
});
