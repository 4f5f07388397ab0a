import { migrationId, type Migration } from '../../django/migration.ts';
import type { Stmt } from '../../python/ast.ts';
import { migrationText } from '../docs/example.ts';
import { isTestPath } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Hit, PullRequestContext } from '../rule.ts';

/** The text without comments and layout: what is left decides what a new database runs. */
function meaning({ module }: Migration, wanted: (statement: Stmt) => boolean): string {
  const isComment = (offset: number) => module.comments.some((comment) => comment.start <= offset && offset < comment.end);
  let text = '';
  for (const statement of module.body.filter(wanted))
    for (let at = statement.start; at < statement.end; at += 1) if (!isComment(at)) text += module.text[at] ?? '';
  return text
    .replaceAll(/\s+/g, '')
    .replaceAll("'", '"')
    .replaceAll(/,(?=[)\]}])/g, '')
    .replaceAll(/elidable=(True|False),?/g, '');
}

/** Functions and the class, without `dependencies` and `replaces`: mending those is how histories are repaired. */
function judged({ kind }: Stmt): boolean {
  return kind === 'ClassDef' || kind === 'FunctionDef';
}

function withoutLinks(text: string): string {
  return text.replaceAll(/(dependencies|replaces|run_before)=\[[^\]]*\]/g, '');
}

function* check({ edited }: PullRequestContext): Iterable<Hit> {
  for (const { base, head } of edited) {
    if (isTestPath(head.path)) continue;
    if (withoutLinks(meaning(base, judged)) === withoutLinks(meaning(head, judged))) continue;
    yield {
      message: `\`${migrationId(head)}\` is on the base branch already: databases that have applied it will never run what changes here, and new ones will run something else.`,
      range: head.range,
      identity: migrationId(head),
      migration: head,
      advice: [
        {
          kind: 'manual',
          title: 'Make a new migration',
          steps: [
            'Leave the file as it is, and put the difference into a new migration.',
            'If no database has applied it yet (the release is not out), silence this with that reason.',
          ],
        },
      ],
    };
  }
}

export const appliedMigrationEdited = defineRule({
  id: 'applied-migration-edited',
  family: 'graph',
  severity: 'warning',
  docs: {
    what: 'A migration that is on the base branch changes what it does.',
    why: 'Django remembers that a migration was applied, not what was in it. Databases that have it keep the old schema, new ones get the other, and nobody is told: the difference shows up months later.',
    fix: 'Put the difference into a new migration.',
    facts: [],
  },
  examples: {
    bad: [
      {
        name: 'another column length in a merged migration',
        base: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
        },
        head: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=40, null=True))',
          }),
        },
      },
    ],
    good: [
      {
        name: 'only layout and comments',
        base: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
        },
        head: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: "# the reception's\nmigrations.AddField(\n    'patient', 'phone', models.CharField(max_length=30, null=True),\n)",
          }),
        },
      },
      {
        name: 'only a dependency is mended',
        base: {
          'clinic/migrations/0002_phone.py': migrationText({
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
        },
        head: {
          'clinic/migrations/0002_phone.py': migrationText({
            dependencies: '("clinic", "0001_initial"), ("billing", "0001_initial")',
            operations: 'migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True))',
          }),
        },
      },
    ],
  },
  check: { pullRequest: check },
});
