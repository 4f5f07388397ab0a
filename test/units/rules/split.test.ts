/** What is offered in place of an operation ends where the operation ends: same models, one leaf for each app, nothing unread. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { modelJson } from '../../../src/django/deconstruct/state-json.ts';
import { conflictsOf } from '../../../src/django/history/graph/migration-graph.ts';
import { readProjects } from '../../../src/django/read/read-projects.ts';
import { replayProject } from '../../../src/django/history/replay/replay.ts';
import { parseModule } from '../../../src/python/parse.ts';
import { rules } from '../../../src/rules/index.ts';
import type { Advice, Finding } from '../../../src/rules/rule.ts';
import { repoPath } from '../../../src/source/position.ts';
import { loadSqlParser } from '../../../src/sql/rawsql/grammar/postgresql-parser.ts';
import { clinic } from '../../support/clinic.ts';
import { review, treeOf } from '../../support/pull-request.ts';

beforeAll(loadSqlParser);

type Files = Readonly<Record<string, string>>;
type Split = Extract<Advice, { kind: 'split' }>;

/** The names that the advice keeps in the database on purpose; all else must come out equal. */
const keepsName: Readonly<Record<string, readonly string[]>> = {
  'Rename it in Python only, and keep the column': ['db_column'],
  'Rename it in Python only, and keep the table': ['db_table'],
};

/** Roads that end before the last release: the steps say what is left to do. */
const endsEarlier = new Set(['Rename the column over three releases: expand, dual write, backfill, contract']);

function splitsOf(findings: readonly Finding[]): readonly Split[] {
  return findings.flatMap(({ advice }) => advice.filter((one) => one.kind === 'split'));
}

/** The head with the advice followed, what the steps say about dependencies included. */
function followed(head: Files, { migrations, edited, removed, steps }: Split): Files {
  const files = { ...head, ...Object.fromEntries([...migrations, ...edited].map(({ path, text }) => [path, text])) };
  for (const step of steps) {
    const [, child = '', app = '', last = '', name = ''] =
      /^Let `(.*)` depend on `\("(.*)", "(.*)"\)` instead of `(.*)`\.$/.exec(step) ?? [];
    const path = Object.keys(files).find((one) => one.endsWith(`/${child.split('.')[1] ?? '?'}.py`));
    if (path !== undefined) files[path] = (files[path] ?? '').replace(`("${app}", "${name}")`, `("${app}", "${last}")`);
  }
  return Object.fromEntries(Object.entries(files).filter(([path]) => !removed.includes(path)));
}

function endOf(files: Files): { readonly models: unknown; readonly conflicts: unknown; readonly problems: unknown } {
  const [project] = readProjects(treeOf(files));
  if (project === undefined) throw new Error('the clinic is not there');
  const { final, graph } = replayProject(project);
  const models = [...final.apps.values()]
    .flatMap((app) => [...app.values()])
    .map((model) => [`${model.appLabel}.${model.name}`, modelJson(model)]);
  return { models: Object.fromEntries(models), conflicts: [...conflictsOf(graph)], problems: [graph.problems, final.unknown] };
}

/** Without the option that keeps a name. */
function without(value: unknown, names: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (names.includes(key) ? undefined : inner)));
}

function expectSameEnd(head: Files, split: Split): void {
  const there = followed(head, split);
  for (const { path, text } of [...split.migrations, ...split.edited]) expect(parseModule(repoPath(path), text).problems).toEqual([]);
  const [asked, got] = [endOf(head), endOf(there)];
  expect(got.conflicts).toEqual([]);
  expect(got.problems).toEqual(asked.problems);
  const names = keepsName[split.title] ?? [];
  if (!endsEarlier.has(split.title)) expect(without(got.models, names)).toEqual(without(asked.models, names));
}

const examples = rules.flatMap((rule) => rule.examples.bad.map((example) => [`${rule.id}: ${example.name}`, rule, example] as const));
const withSplit = examples.flatMap(([name, rule, example]) => {
  const head = { ...clinic, ...example.base, ...example.head };
  return [[name, rule.id, { base: { ...clinic, ...example.base }, head: example.head }, head] as const];
});

describe('a chain of migrations ends where the operation ends', () => {
  test.each(withSplit)('%s', (_name, id, sides, head) => {
    const splits = splitsOf(review(sides).report.findings.filter(({ rule }) => rule === id));
    for (const split of splits) expectSameEnd(head, split);
  });

  test('and there are chains among the examples', () => {
    const all = withSplit.flatMap(([, id, sides]) => splitsOf(review(sides).report.findings.filter(({ rule }) => rule === id)));
    expect(new Set(all.map(({ title }) => title)).size).toBeGreaterThanOrEqual(8);
  });
});

const busy = `from decimal import Decimal

import django.core.validators
from django.conf import settings
from django.db import migrations, models


def greet(apps, schema_editor):
    Doctor = apps.get_model("clinic", "Doctor")
    Doctor.objects.filter(name="").update(name="?")


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0001_initial"),
        ("clinic", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True)),
        # every visit costs something
        migrations.AddField(
            model_name="appointment",
            name="share",
            field=models.DecimalField(
                decimal_places=2, default=Decimal("0.5"), max_digits=4, validators=[django.core.validators.MinValueValidator(0)]
            ),
        ),
        migrations.AlterField("doctor", "licence", models.CharField(max_length=40, null=True)),
        migrations.AddConstraint("appointment", models.CheckConstraint(condition=models.Q(share__gte=0), name="share_positive")),
        migrations.RunPython(greet, migrations.RunPython.noop),
    ]
`;

const next = `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0002_busy")]

    operations = [migrations.RemoveField("appointment", "kind")]
`;

describe('an operation among others', () => {
  const added = { 'clinic/migrations/0002_busy.py': busy, 'clinic/migrations/0003_next.py': next };
  const head = { ...clinic, ...added };
  const { findings } = review({ base: clinic, head: added }).report;
  const required = splitsOf(findings.filter(({ rule }) => rule === 'required-column-without-default'))[0];
  if (required === undefined) throw new Error('the required column was not found');

  test('ends in the same models', () => {
    for (const split of splitsOf(findings)) expectSameEnd(head, split);
  });

  test('stands between the operations that do not need it and those that do', () => {
    expect(required.edited.map(({ path }) => path)).toEqual(['clinic/migrations/0002_busy.py']);
    expect(required.migrations.map(({ path }) => path)).toEqual([
      'clinic/migrations/0003_share_optional.py',
      'clinic/migrations/0004_busy_rest.py',
      'clinic/migrations/0005_share_required.py',
    ]);
    const [stays = ''] = required.edited.map(({ text }) => text);
    const [first = '', rest = ''] = required.migrations.map(({ text }) => text);
    expect(stays).toContain('"licence"');
    expect(stays).not.toContain('share');
    expect(stays).not.toContain('every visit');
    expect(first).toContain('from decimal import Decimal');
    expect(first).toContain('import django.core.validators');
    expect(first).toContain('dependencies = [("clinic", "0002_busy")]');
    expect(rest).toContain('migrations.RunPython(greet');
    expect(rest).toContain('share_positive');
  });

  test('waits behind the last link when it changes the same field', () => {
    const renamed = busy.replace(
      'migrations.RunPython(greet, migrations.RunPython.noop)',
      'migrations.RenameField("appointment", "share", "part")',
    );
    const changed = { 'clinic/migrations/0002_busy.py': renamed.replace('share_positive', 'positive') };
    const [split] = splitsOf(
      review({ base: clinic, head: changed }).report.findings.filter(({ rule }) => rule === 'required-column-without-default'),
    );
    if (split === undefined) throw new Error('the required column was not found');
    expect(split.migrations.at(-1)?.path).toBe('clinic/migrations/0005_busy_rest.py');
    expectSameEnd({ ...clinic, ...changed }, split);
  });

  test('takes the dependencies over when nothing else stays in the file', () => {
    const only = busy
      .replace(/ {8}migrations\.AddField\("patient".*\n/, '')
      .replace(/ {8}migrations\.AlterField.*\n/, '')
      .replace(/ {8}migrations\.RunPython.*\n/, '')
      .replace(/ {8}migrations\.AddConstraint.*\n/, '');
    const alone = { 'clinic/migrations/0002_busy.py': only };
    const [split] = splitsOf(review({ base: clinic, head: alone }).report.findings);
    if (split === undefined) throw new Error('the required column was not found');
    expect(split.removed).toEqual(['clinic/migrations/0002_busy.py']);
    expect(split.migrations[0]?.text).toContain(
      'dependencies = [("billing", "0001_initial"), ("clinic", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]',
    );
    expect(split.migrations[0]?.text).toContain('from django.conf import settings');
    expectSameEnd({ ...clinic, ...alone }, split);
  });

  test('is left to the reader when the operation stands inside another', () => {
    const inside = {
      'clinic/migrations/0002_inside.py': `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AddIndex("patient", models.Index(fields=["name"], name="patient_name_idx"))],
        ),
    ]
`,
    };
    const [split] = splitsOf(review({ base: clinic, head: inside }).report.findings);
    expect(split?.steps.at(-1)).toBe('Take the operation out of `0002_inside.py` by hand, and fit these files in.');
    expect(split?.removed).toEqual([]);
  });
});

describe('an operation that must not overtake another', () => {
  const swapped = `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]

    operations = [
        migrations.AlterField("doctor", "licence", models.CharField(max_length=20)),
        migrations.RenameField("patient", "email", "mail"),
        migrations.AlterField("patient", "mail", models.EmailField(max_length=254)),
    ]
`;

  test('keeps its own files', () => {
    const added = { 'clinic/migrations/0002_swapped.py': swapped };
    const splits = splitsOf(review({ base: clinic, head: added }).report.findings.filter(({ rule }) => rule === 'not-null-scans-table'));
    expect(splits).toHaveLength(2);
    for (const split of splits) expectSameEnd({ ...clinic, ...added }, split);
  });

  test('and what runs before it is told', () => {
    const before = swapped
      .replace(
        'dependencies = [("clinic", "0001_initial")]',
        'dependencies = [("billing", "0001_initial")]\n    run_before = [("clinic", "0002_only")]',
      )
      .replace(/operations = [\s\S]*/, 'operations = []\n');
    const only = swapped.replace(/ {8}migrations\.RenameField[\s\S]*?\n {4}\]/, '    ]');
    const added = { 'clinic/migrations/0002_only.py': only, 'billing/migrations/0002_before.py': before };
    const [split] = splitsOf(review({ base: clinic, head: added }).report.findings);
    expect(split?.steps.at(-1)).toBe('Let `billing.0002_before` run before `("clinic", "0002_licence_check")` instead of `0002_only`.');
  });
});

describe('the same advice for several operations of one migration', () => {
  const both = `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]

    operations = [
        migrations.RemoveField("patient", "title"),
        migrations.AlterField("doctor", "licence", models.CharField(max_length=40, null=True)),
        migrations.RemoveField("appointment", "kind"),
        migrations.AddIndex("patient", models.Index(fields=["name"], name="patient_name_idx")),
        migrations.AddIndex("patient", models.Index(fields=["born"], name="patient_born_idx")),
    ]
`;
  const added = { 'clinic/migrations/0002_both.py': both };
  const { findings } = review({ base: clinic, head: added }).report;

  test.each([
    ['removed-field-still-read', ['0003_forget_patient_title_and_more', '0004_drop_patient_title_and_more'], 'patient.title'],
    ['index-blocks-writes', ['0003_patient_name_idx_and_more'], 'patient_name_idx'],
  ])('%s stands in the same files', (rule, names, about) => {
    const own = findings.filter((finding) => finding.rule === rule);
    const [split, ...others] = splitsOf(own);
    if (split === undefined) throw new Error(`${rule} offers nothing`);
    expect(others).toEqual([]);
    expect(split.migrations.map(({ path }) => path)).toEqual(names.map((name) => `clinic/migrations/${name}.py`));
    expectSameEnd({ ...clinic, ...added }, split);
    expect(own[1]?.advice).toEqual([
      expect.objectContaining({ steps: [expect.stringMatching(`^It goes with \`${about}\` in line \\d+`)] }),
    ]);
  });
});
