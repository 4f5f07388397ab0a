import { describe, expect, test } from '@jest/globals';
import { migrationId } from '../../../src/django/migration.ts';
import { replayProject, type Replay } from '../../../src/django/history/replay/replay.ts';
import { modelIn } from '../../../src/django/state.ts';
import { migrationFile, projectOf } from '../../support/django/clinic.ts';

const files = {
  'clinic/__init__.py': '',
  'clinic/migrations/__init__.py': '',
  'clinic/migrations/0001_initial.py': migrationFile('migrations.CreateModel("Visit", [("id", models.BigAutoField(primary_key=True))])'),
  'clinic/migrations/0002_visit_day.py': migrationFile('migrations.AddField("visit", "day", models.DateField(null=True))', {
    dependencies: '("clinic", "0001_initial")',
  }),
  'clinic/migrations/0003_visit_fee.py': migrationFile('migrations.AddField("visit", "fee", models.IntegerField(default=0))', {
    dependencies: '("clinic", "0002_visit_day")',
  }),
};

describe('replayProject', () => {
  test('gives the state before and after each migration', () => {
    const { steps, final, byId } = replayProject(projectOf(files));
    expect(steps.map(({ migration }) => migrationId(migration))).toEqual([
      'clinic.0001_initial',
      'clinic.0002_visit_day',
      'clinic.0003_visit_fee',
    ]);
    const step = byId.get('clinic.0002_visit_day');
    expect([...(modelIn(step?.before ?? final, 'clinic', 'visit')?.fields.keys() ?? [])]).toEqual(['id']);
    expect([...(modelIn(step?.after ?? final, 'clinic', 'visit')?.fields.keys() ?? [])]).toEqual(['id', 'day']);
    expect([...(modelIn(final, 'clinic', 'visit')?.fields.keys() ?? [])]).toEqual(['id', 'day', 'fee']);
  });

  test("knows Django's own models and leaves out those whose migrations the project keeps", () => {
    const { final } = replayProject(projectOf(files));
    expect(modelIn(final, 'auth', 'User')?.fields.get('id')?.type).toBe('django.db.models.AutoField');
    expect(modelIn(final, 'admin', 'LogEntry')?.fields.get('user')?.options.get('to')).toEqual({ kind: 'str', value: 'auth.User' });
    const own = {
      ...files,
      'portal/sites/__init__.py': '',
      'portal/__init__.py': '',
      'portal/sites/migrations/__init__.py': '',
      'portal/sites/migrations/0001_initial.py': migrationFile(
        'migrations.CreateModel("Site", [("domain", models.CharField(max_length=9))])',
      ),
    };
    expect([...(modelIn(replayProject(projectOf(own)).final, 'sites', 'site')?.fields.keys() ?? [])]).toEqual(['domain']);
  });

  test('two trees share the states up to where they differ', () => {
    const base = replayProject(projectOf(files));
    const head = replayProject(
      projectOf({
        ...files,
        'clinic/migrations/0004_note.py': migrationFile('migrations.AddField("visit", "note", models.TextField())', {
          dependencies: '("clinic", "0003_visit_fee")',
        }),
      }),
    );
    expect(head.byId.get('clinic.0004_note')?.before).toBe(base.final);
  });

  describe('on top of what has run', () => {
    const both = {
      ...files,
      'wards/__init__.py': '',
      'wards/migrations/__init__.py': '',
      'wards/migrations/0001_initial.py': migrationFile('migrations.CreateModel("Ward", [("id", models.BigAutoField(primary_key=True))])'),
    };
    const note = {
      'clinic/migrations/0004_note.py': migrationFile('migrations.AddField("visit", "note", models.TextField())', {
        dependencies: '("clinic", "0003_visit_fee")',
      }),
    };
    const names = (replay: Replay) => replay.steps.map(({ migration }) => migrationId(migration));
    const base = replayProject(projectOf(both));

    test('a new migration of an early app comes last, and the states before it are those of the base', () => {
      const head = projectOf({ ...both, ...note });
      expect(names(replayProject(head)).slice(-2)).toEqual(['clinic.0004_note', 'wards.0001_initial']);
      const { steps, byId } = replayProject(head, base);
      expect(steps.slice(0, -1).map(({ after }) => after)).toEqual(base.steps.map(({ after }) => after));
      expect(byId.get('clinic.0004_note')?.before).toBe(base.final);
      expect(steps.at(-1)).toBe(byId.get('clinic.0004_note'));
    });

    test('the plan is kept when something that has run comes to depend on what is new', () => {
      const waiting = migrationFile('migrations.CreateModel("Ward", [("id", models.BigAutoField(primary_key=True))])', {
        dependencies: '("clinic", "0004_note")',
      });
      const head = projectOf({ ...both, ...note, 'wards/migrations/0001_initial.py': waiting });
      expect(names(replayProject(head, base))).toEqual(names(replayProject(head)));
    });
  });

  test('a squash and what it replaces each see their own past', () => {
    const squash = migrationFile(
      'migrations.CreateModel("Visit", [("id", models.BigAutoField(primary_key=True)), ("day", models.DateField(null=True))])',
    ).replace('operations =', 'replaces = [("clinic", "0001_initial"), ("clinic", "0002_visit_day")]\n    operations =');
    const { steps, final } = replayProject(projectOf({ ...files, 'clinic/migrations/0001_squashed_0002_visit_day.py': squash }));
    expect(steps.map(({ migration, plan }) => `${migration.name} ${plan}`)).toEqual([
      '0001_initial originals',
      '0002_visit_day originals',
      '0001_squashed_0002_visit_day squashed',
      '0003_visit_fee originals',
    ]);
    expect(modelIn(steps[2]?.before ?? final, 'clinic', 'visit')).toBeUndefined();
    expect([...(modelIn(steps[2]?.after ?? final, 'clinic', 'visit')?.fields.keys() ?? [])]).toEqual(['id', 'day']);
    expect([...(modelIn(final, 'clinic', 'visit')?.fields.keys() ?? [])]).toEqual(['id', 'day', 'fee']);
  });

  test('what is not understood is said, and the replay goes on', () => {
    const { final } = replayProject(
      projectOf({
        ...files,
        'clinic/migrations/0002_visit_day.py': migrationFile('mystery()', { dependencies: '("clinic", "0001_initial")' }),
      }),
    );
    expect(final.unknown).toHaveLength(1);
    expect(modelIn(final, 'clinic', 'visit')?.fields.has('fee')).toBe(true);
  });
});
