import { migrationId, type Migration } from '../../django/migration.ts';
import type { Snapshot } from '../../source/tree.ts';
import { migrationText } from '../docs/example.ts';
import { isTestPath } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Hit, ProjectSides, PullRequestContext } from '../rule.ts';

interface Gone {
  readonly gone: Migration;
  readonly successor: Migration | undefined;
}

/** Migrations of the base that the head has no more, unless a squash on the base already stands for them. */
function goneMigrations({ base, head }: ProjectSides): readonly Gone[] {
  if (base === undefined) return [];
  const kept = new Set(head.migrations.map(migrationId));
  const squashedBefore = new Set(base.migrations.flatMap((migration) => migration.replaces.map(migrationId)));
  const labels = new Set(head.apps.map((app) => app.label));
  return base.migrations.flatMap((gone) => {
    const id = migrationId(gone);
    if (isTestPath(gone.path) || kept.has(id) || squashedBefore.has(id) || !labels.has(gone.appLabel)) return [];
    return [{ gone, successor: head.migrations.find((migration) => migration.replaces.some((key) => migrationId(key) === id)) }];
  });
}

/** One finding for each app, and one for each squash. */
function* removed(sides: ProjectSides, { snapshot }: PullRequestContext): Iterable<Hit> {
  const groups = Map.groupBy(goneMigrations(sides), ({ gone, successor }) => `${gone.appLabel} ${successor?.name ?? ''}`);
  for (const all of groups.values()) {
    const [first] = all;
    if (first === undefined) continue;
    const { appLabel } = first.gone;
    const at = first.successor ?? placeFor(appLabel, sides, snapshot.changed);
    if (at === undefined) continue;
    const names = all.slice(0, 3).map(({ gone }) => `\`${migrationId(gone)}\``);
    const more = all.length > 3 ? ` and ${all.length - 3} more` : '';
    const list = `${names.join(', ')}${more}`;
    const verb = all.length === 1 ? 'is' : 'are';
    yield {
      message:
        first.successor === undefined
          ? `${list} ${verb} on the base branch and ${verb} removed or renamed here: databases that have applied ${all.length === 1 ? 'it' : 'them'} no longer match the history, and a renamed migration runs again.`
          : `${list} ${verb} removed in the same change that squashes ${all.length === 1 ? 'it' : 'them'}: databases that have not applied all that \`${first.successor.name}\` replaces can't be migrated any more.`,
      range: at.range,
      identity: `${appLabel} ${first.successor?.name ?? ''}`,
      migration: at,
      advice: [
        {
          kind: 'manual',
          title: all.length === 1 ? 'Keep the file' : 'Keep the files',
          steps:
            first.successor === undefined
              ? ['Bring them back under their names, and make a new migration for what must change.']
              : ['Keep the replaced migrations until every database has run the squash; remove them, and `replaces`, in a later release.'],
        },
      ],
    };
  }
}

/** A migration of the app that the pull request touches, so that a comment can stand there; else any. */
function placeFor(appLabel: string, { head }: ProjectSides, changed: Snapshot['changed']): Migration | undefined {
  const touched = new Set(changed.map(({ path }) => path));
  const own = head.migrations.filter((migration) => migration.appLabel === appLabel);
  return own.find(({ path }) => touched.has(path)) ?? own.at(-1) ?? head.migrations[0];
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
      for (const sides of context.projects) yield* removed(sides, context);
    },
  },
});
