import { describe, expect, test } from '@jest/globals';
import { djangoMove, pythonMove, reviewFiles, sayProblems } from './review-files.ts';

type Files = Readonly<Record<string, string>>;
type Row = readonly [name: string, both: Files, base: Files, head: Files, says: readonly string[]];

const project = (apps: readonly string[], own: Files = {}): Files => ({
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")\n',
  'clinic/__init__.py': '',
  'clinic/visits/__init__.py': '',
  'clinic/visits/migrations/__init__.py': '',
  'clinic/settings.py': `INSTALLED_APPS = [${apps.map((app) => `"${app}"`).join(', ')}]\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n`,
  ...own,
});

describe('pins-disagree', () => {
  test.each<Row>([
    [
      'a runtime that was forgotten',
      { Dockerfile: 'FROM python:3.11\n', '.gitlab-ci.yml': 'image: python:3.13\n' },
      ...pythonMove('3.11', '3.12'),
      ['warning .python-version:1 Python moves to 3.12, and `Dockerfile:1` still says 3.11.'],
    ],
    [
      'a range that rules the new one out',
      { 'pyproject.toml': '[project]\nrequires-python = ">=3.10,<3.12"\n' },
      ...pythonMove('3.11', '3.12'),
      ['error .python-version:1 `>=3.10,<3.12` in `pyproject.toml:2` does not allow Python 3.12, the one of `.python-version:1`.'],
    ],
    [
      'a target above what is supported',
      { 'pyproject.toml': '[project]\nrequires-python = ">=3.10"\n' },
      { '.python-version': '3.11\n', 'ruff.toml': 'target-version = "py310"\n' },
      { '.python-version': '3.12\n', 'ruff.toml': 'target-version = "py312"\n' },
      ['notice .python-version:1 `ruff.toml:1` writes for Python 3.12, and the project still supports 3.10.'],
    ],
    ['a target below what runs', { 'ruff.toml': 'target-version = "py310"\n' }, ...pythonMove('3.11', '3.12'), []],
    [
      'a list of targets that begins low enough',
      { 'pyproject.toml': '[project]\nrequires-python = ">=3.10"\n[tool.black]\ntarget-version = ["py310", "py312"]\n' },
      ...pythonMove('3.11', '3.12'),
      [],
    ],
    [
      'a matrix without the new one',
      { 'tox.ini': '[tox]\nenvlist = py{310,311}\n' },
      ...pythonMove('3.11', '3.12'),
      ['warning .python-version:1 No test run covers Python 3.12: `tox.ini:2` list 3.10 and 3.11.'],
    ],
    ['a matrix with it', { 'tox.ini': '[tox]\nenvlist = py{310,312}\n' }, ...pythonMove('3.11', '3.12'), []],
    [
      'another requirement of Django',
      { 'requirements/dev.txt': 'Django==4.2.11\n' },
      ...djangoMove('4.2.11', '5.2.8'),
      ['warning requirements.txt:1 Django moves to 5.2.8, and `requirements/dev.txt:1` still asks for `==4.2.11`.'],
    ],
    [
      'a constraint on Django',
      { 'constraints.txt': 'Django<5\n' },
      ...djangoMove('4.2.11', '5.2.8'),
      ['error requirements.txt:1 `constraints.txt:1` limits Django to `<5`, which rules out 5.2.8: pip refuses to install it.'],
    ],
    [
      'django-upgrade that writes for the old one',
      { '.pre-commit-config.yaml': 'repos:\n  - hooks:\n      - id: django-upgrade\n        args: [--target-version, "4.2"]\n' },
      ...djangoMove('4.2.11', '5.2.8'),
      ['notice requirements.txt:1 `.pre-commit-config.yaml:4` tells django-upgrade to write for Django 4.2, and Django moves to 5.2.'],
    ],
  ])('%s', (_name, both, base, head, says) => {
    expect(sayProblems(reviewFiles(both, base, head), 'pins-disagree')).toEqual(says);
  });
});

describe('releases', () => {
  test.each<
    readonly [
      from: string,
      to: string,
      id: 'release-out-of-support' | 'release-unknown' | 'patches-missing' | 'releases-skipped',
      says: readonly string[],
    ]
  >([
    [
      '3.2.25',
      '4.2.11',
      'release-out-of-support',
      ['warning requirements.txt:1 Django 4.2 has had no security fixes since 2026-04-07; 5.2 LTS, 6.0 and 6.1 have them.'],
    ],
    ['5.2.8', '6.0.9', 'release-out-of-support', ['notice requirements.txt:1 Django 6.0 gets security fixes until 2027-04-30 only.']],
    ['4.2.11', '5.2.18', 'release-out-of-support', []],
    ['5.2.8', '5.3', 'release-unknown', ['error requirements.txt:1 There is no Django 5.3: the release after 5.2 is 6.0.']],
    [
      '6.1.2',
      '6.2',
      'release-unknown',
      [
        'warning requirements.txt:1 Django 6.2 was not out when our facts were written (2026-10-06), expected 2027-04; what it changes is only partly known.',
      ],
    ],
    [
      '6.1.2',
      '7.0',
      'release-unknown',
      [
        'warning requirements.txt:1 Django 7.0 was not out when our facts were written (2026-10-06), expected 2028-01; what it changes is only partly known.',
      ],
    ],
    ['5.1.4', '5.2rc1', 'release-unknown', ['warning requirements.txt:1 Django 5.2rc1 is a pre-release; Django 5.2 is out.']],
    ['5.2.8', '5.2.99', 'release-unknown', []],
    [
      '4.2.11',
      '5.2.8',
      'patches-missing',
      ['notice requirements.txt:1 Django 5.2.18 is a newer patch of 5.2 than 5.2.8, and patches fix security holes and data loss.'],
    ],
    ['4.2.11', '5.2.18', 'patches-missing', []],
    ['4.2.11', '5.0.14', 'releases-skipped', []],
    [
      '4.2.11',
      '5.2.8',
      'releases-skipped',
      ['notice requirements.txt:1 Django 4.2 → 5.2 crosses 5.0 and 5.1: what they removed breaks without a warning having been shown.'],
    ],
    [
      '3.2.25',
      '5.2.8',
      'releases-skipped',
      [
        'warning requirements.txt:1 Django 3.2 → 5.2 crosses 4.0, 4.1, 4.2, 5.0 and 5.1: features deprecated and removed on the way break at once; stopping at 4.2 shows their warnings first.',
      ],
    ],
  ])('Django %s → %s: %s', (from, to, id, says) => {
    expect(sayProblems(reviewFiles({}, ...djangoMove(from, to)), id)).toEqual(says);
  });

  test('support is judged by the day that is given', () => {
    const [base, head] = djangoMove('3.2.25', '4.2.11');
    expect(sayProblems(reviewFiles({}, base, head, '2024-01-01'), 'release-out-of-support')).toEqual([]);
    expect(sayProblems(reviewFiles({}, base, head, '2026-01-01'), 'release-out-of-support')).toEqual([
      'notice requirements.txt:1 Django 4.2 gets security fixes until 2026-04-07 only.',
    ]);
  });

  test('of Python', () => {
    expect(sayProblems(reviewFiles({}, ...pythonMove('3.8', '3.9')), 'release-out-of-support')).toEqual([
      'warning .python-version:1 Python 3.9 has had no security fixes since 2025-10-31.',
    ]);
    expect(sayProblems(reviewFiles({}, ...pythonMove('3.14', '3.16')), 'release-unknown')).toEqual([
      'notice .python-version:1 Python 3.16 was not final when our facts were written (planned for 2027-10-06); what it changes is only partly known.',
    ]);
  });
});

describe('packages that are apps', () => {
  const files = (...packages: readonly string[]): Files => ({ 'requirements.txt': ['Django==5.2.8', ...packages, ''].join('\n') });

  test.each<readonly [name: string, apps: readonly string[], base: Files, head: Files, says: readonly string[]]>([
    [
      'bring migrations',
      ['rest_framework', 'rest_framework.authtoken', 'django_celery_beat'],
      files('djangorestframework==3.14.0'),
      files('djangorestframework==3.16.0'),
      ['warning requirements.txt:2 djangorestframework 3.14.0 → 3.16.0 brings a migration: `authtoken.0004_alter_tokenproxy_options`.'],
    ],
    [
      'bring migrations of an app that is not installed',
      ['rest_framework'],
      files('djangorestframework==3.14.0'),
      files('djangorestframework==3.16.0'),
      [],
    ],
    [
      'bring more than is known',
      ['django_celery_beat'],
      files('django-celery-beat==2.6.0'),
      files('django-celery-beat==9.0'),
      [
        'warning requirements.txt:2 django-celery-beat 2.6.0 → 9.0 brings at least a migration: `django_celery_beat.0019_alter_periodictasks_options`.',
      ],
    ],
    ['bring none', ['taggit'], files('django-taggit==6.0.0'), files('django-taggit==6.1.0'), []],
  ])('%s', (_name, apps, base, head, says) => {
    expect(sayProblems(reviewFiles(project(apps), base, head), 'package-migrations')).toEqual(says);
  });

  test('leave migrations behind when they go back, and say which to reverse first', () => {
    const review = reviewFiles(project(['django_celery_beat']), files('django-celery-beat==2.8.1'), files('django-celery-beat==2.6.0'));
    expect(sayProblems(review, 'migrations-left-behind')).toEqual([
      'error requirements.txt:2 django-celery-beat goes back from 2.8.1 to 2.6.0: `django_celery_beat.0019_alter_periodictasks_options` may be applied, and its file is gone.',
    ]);
    expect(review.changes[0]?.steps[0]).toMatchObject({
      stage: 'before',
      commands: ['python manage.py migrate django_celery_beat 0018_improve_crontab_helptext'],
    });
  });

  test.each<readonly [name: string, base: Files, head: Files, says: readonly string[]]>([
    [
      'removed while installed',
      { ...project(['taggit']), ...files('django-taggit==6.1.0') },
      { ...project(['taggit']), ...files() },
      ['error requirements.txt:2 django-taggit is no longer required, and `taggit` is still in INSTALLED_APPS: Django does not start.'],
    ],
    [
      'removed while a migration depends on it',
      { ...project(['taggit']), ...files('django-taggit==6.1.0') },
      {
        ...project(['clinic.recipes'], {
          'clinic/recipes/__init__.py': '',
          'clinic/recipes/models.py': '',
          'clinic/recipes/migrations/__init__.py': '',
          'clinic/recipes/migrations/0001_initial.py':
            'from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = [("taggit", "0005_auto_20220424_2025")]\n    operations = []\n',
        }),
        ...files(),
      },
      [
        'error requirements.txt:2 django-taggit is no longer required, and migration `recipes.0001_initial` depends on `taggit.0005_auto_20220424_2025`: `migrate` fails with NodeNotFoundError.',
      ],
    ],
    [
      'removed with its tables left',
      { ...project(['taggit']), ...files('django-taggit==6.1.0') },
      { ...project([]), ...files() },
      ['warning requirements.txt:2 django-taggit goes, and its tables stay: nothing drops them once its migrations are gone.'],
    ],
    [
      'removed, and an app of the same name is our own',
      {
        ...project(['invitations'], { 'invitations/__init__.py': '', 'invitations/models.py': '' }),
        ...files('django-invitations==2.1.0'),
      },
      { ...project(['invitations'], { 'invitations/__init__.py': '', 'invitations/models.py': '' }), ...files() },
      [],
    ],
    ['removed, without ever having been an app', { ...project([]), ...files('requests==2.32.0') }, { ...project([]), ...files() }, []],
  ])('%s', (_name, base, head, says) => {
    expect(sayProblems(reviewFiles({}, base, head), 'app-removed')).toEqual(says);
  });
});

describe('drivers, linters and sources', () => {
  const files = (...lines: readonly string[]): Files => ({ 'requirements.txt': [...lines, ''].join('\n') });
  test.each<readonly [id: Parameters<typeof sayProblems>[1], name: string, base: Files, head: Files, says: readonly string[]]>([
    [
      'driver-swapped',
      'psycopg2 → psycopg',
      files('Django==5.2.8', 'psycopg2==2.9.9'),
      files('Django==5.2.8', 'psycopg[binary]==3.2.1'),
      ['warning requirements.txt:2 psycopg 3 replaces psycopg2: parameters, types and errors of raw SQL behave differently.'],
    ],
    [
      'driver-swapped',
      'on a Django that cannot',
      files('Django==4.1.0', 'psycopg2==2.9.9'),
      files('Django==4.1.0', 'psycopg==3.1.8'),
      ['error requirements.txt:2 psycopg 3 replaces psycopg2, and Django 4.1 cannot use it: support begins with 4.2.'],
    ],
    ['driver-swapped', 'psycopg2 → psycopg2-binary', files('psycopg2==2.9.9'), files('psycopg2-binary==2.9.9'), []],
    [
      'linter-dropped',
      'with its files left',
      { ...files('django-linear-migrations==2.13'), 'clinic/migrations/max_migration.txt': '0007_x\n' },
      { ...files(''), 'clinic/migrations/max_migration.txt': '0007_x\n' },
      [
        'notice requirements.txt:1 django-linear-migrations is no longer required, and `clinic/migrations/max_migration.txt` is still kept for it.',
      ],
    ],
    [
      'django-unpinned',
      'open-ended',
      files('Django==5.2.8'),
      files('Django>=5.2'),
      [
        'warning requirements.txt:1 Django is required as `>=5.2` and no lock file holds it: each new release, with all that it removes, is installed by the next build.',
      ],
    ],
    [
      'django-unpinned',
      'without a version',
      files('Django==5.2.8'),
      files('Django'),
      [
        'warning requirements.txt:1 Django is required without a version and no lock file holds it: each new release, with all that it removes, is installed by the next build.',
      ],
    ],
    ['django-unpinned', 'limited', files('Django==5.2.8'), files('Django>=5.2,<6'), []],
    [
      'django-unpinned',
      'a library',
      { 'pyproject.toml': '[project]\nclassifiers = ["Framework :: Django :: 5.2"]\ndependencies = ["Django>=4.2"]\n' },
      { 'pyproject.toml': '[project]\nclassifiers = ["Framework :: Django :: 5.2"]\ndependencies = ["Django>=5.2"]\n' },
      [],
    ],
    [
      'index-changed',
      'a new one',
      files('a==1'),
      files('--extra-index-url https://me:secret@pypi.example.org/simple', 'a==1'),
      [
        'warning requirements.txt:1 Packages now come from `https://…@pypi.example.org/simple`, too: whoever runs it can replace any package that is not held by a hash.',
      ],
    ],
    ['index-changed', 'the public one, written down', files('a==1'), files('--index-url https://pypi.net/simple', 'a==1'), []],
    [
      'hashes-changed',
      'all of them',
      files('a==1 --hash=sha256:aa'),
      files('a==1 --hash=sha256:bb'),
      ['warning requirements.txt:1 All hashes of a 1 change while the version stays: other files are installed under the same name.'],
    ],
  ])('%s: %s', (id, _name, base, head, says) => {
    expect(sayProblems(reviewFiles({}, base, head), id)).toEqual(says);
  });
});
