import { describe, expect, test } from '@jest/globals';
import { djangoMove, pythonMove, reviewFiles, sayProblems } from './review-files.ts';

type Files = Readonly<Record<string, string>>;
type Row = readonly [name: string, both: Files, base: Files, head: Files, says: readonly string[]];

const settings = (engine: string, apps: readonly string[] = []): Files => ({
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")\n',
  'clinic/__init__.py': '',
  'clinic/visits/__init__.py': '',
  'clinic/visits/migrations/__init__.py': '',
  'clinic/settings.py': `INSTALLED_APPS = [${apps.map((app) => `"${app}"`).join(', ')}]\nDATABASES = {"default": {"ENGINE": "django.db.backends.${engine}"}}\nDEFAULT_AUTO_FIELD = "django.db.models.AutoField"\n`,
});

describe('python-unsupported-by-django', () => {
  test.each<Row>([
    [
      'a runtime that is too old, with the way to go',
      { Dockerfile: 'FROM python:3.9-slim\n' },
      ...djangoMove('4.2.11', '5.2.8'),
      ['error requirements.txt:1 Django 5.2 needs Python 3.10 or newer, but `Dockerfile:1` says Python 3.9.'],
    ],
    ['a runtime that both support', { Dockerfile: 'FROM python:3.12-slim\n' }, ...djangoMove('4.2.11', '5.2.8'), []],
    [
      'a Python that is too new',
      { Dockerfile: 'FROM python:3.13\n' },
      ...djangoMove('3.2.25', '4.2.11'),
      ['warning requirements.txt:1 Django 4.2 supports Python up to 3.12, and `Dockerfile:1` says Python 3.13.'],
    ],
    [
      'a patch from before Django supported that Python',
      { Dockerfile: 'FROM python:3.14\n' },
      ...djangoMove('5.1.4', '5.2.3'),
      ['warning requirements.txt:1 Django 5.2 supports Python 3.14 since 5.2.8, and this is 5.2.3; `Dockerfile:1` says Python 3.14.'],
    ],
    ['a patch that does', { Dockerfile: 'FROM python:3.14\n' }, ...djangoMove('5.1.4', '5.2.8'), []],
    [
      'a Python that moves away from what Django supports',
      { 'requirements.txt': 'Django==4.2.11\n' },
      ...pythonMove('3.12', '3.14'),
      ['warning .python-version:1 Django 4.2 supports Python up to 3.12, and `.python-version:1` says Python 3.14.'],
    ],
    [
      'a job of CI only warns when the service runs on a newer one',
      { Dockerfile: 'FROM python:3.12\n', '.circleci/config.yml': 'jobs: {lint-git: {docker: [{image: cimg/python:3.6}]}}\n' },
      ...djangoMove('4.2.11', '5.2.8'),
      ['warning requirements.txt:1 Django 5.2 needs Python 3.10 or newer, but `.circleci/config.yml:1` says Python 3.6.'],
    ],
    [
      'all that runs is CI',
      { '.circleci/config.yml': 'jobs: {tests: {docker: [{image: cimg/python:3.9}]}}\n' },
      ...djangoMove('4.2.11', '5.2.8'),
      ['error requirements.txt:1 Django 5.2 needs Python 3.10 or newer, but `.circleci/config.yml:1` says Python 3.9.'],
    ],
    [
      'a matrix entry only warns',
      { '.travis.yml': 'python: ["3.9", "3.12"]\n' },
      ...djangoMove('4.2.11', '5.2.8'),
      ['warning requirements.txt:1 Django 5.2 needs Python 3.10 or newer, but `.travis.yml:1` says Python 3.9.'],
    ],
    [
      'a range that a lock must be solved for',
      {
        'pyproject.toml': '[project]\nrequires-python = ">=3.9"\n',
        'uv.lock': 'version = 1\n[[package]]\nname = "asgiref"\nversion = "3.9.1"\nsource = { registry = "https://pypi.example.org" }\n',
      },
      ...djangoMove('4.2.11', '5.2.8'),
      [
        'error requirements.txt:1 `>=3.9` in `pyproject.toml:2` lets in Python 3.9, and Django 5.2 needs 3.10: the lock cannot be solved for that range.',
      ],
    ],
    [
      'a patch release of Django, where nothing is asked anew',
      { Dockerfile: 'FROM python:3.9\n', 'requirements.txt': 'Django==5.2.8\n' },
      {},
      {},
      [],
    ],
    [
      'a Python in an example folder with requirements of its own',
      { 'examples/hello/Dockerfile': 'FROM python:3.8\n' },
      ...djangoMove('4.2.11', '5.2.8'),
      [],
    ],
  ])('%s', (_name, both, base, head, says) => {
    expect(sayProblems(reviewFiles(both, base, head), 'python-unsupported-by-django')).toEqual(says);
  });

  test('names the Python to move to first', () => {
    const review = reviewFiles({ Dockerfile: 'FROM python:3.8\n' }, ...djangoMove('4.2.11', '5.2.8'));
    expect(review.changes[0]?.problems[0]?.steps).toEqual([
      'Move to Python 3.12 first, while still on Django 4.2: both releases support it.',
    ]);
    const far = reviewFiles({ Dockerfile: 'FROM python:3.6\n' }, ...djangoMove('2.2.28', '5.2.8'));
    expect(far.changes[0]?.problems[0]?.steps).toEqual([
      'No Python runs both Django 2.2 and 5.2: stop at a release between them that shares a Python with each.',
    ]);
  });
});

describe('database-server-too-old', () => {
  const compose = (image: string): Files => ({ 'docker-compose.yml': `services:\n  db:\n    image: ${image}\n` });
  test.each<Row>([
    [
      'PostgreSQL that Django drops',
      { ...compose('postgres:12-alpine'), ...settings('postgresql') },
      ...djangoMove('4.2.11', '5.2.8'),
      [
        'error requirements.txt:1 Django 5.2 needs PostgreSQL 14 or newer and refuses to connect to older servers, but `docker-compose.yml:3` runs PostgreSQL 12.',
      ],
    ],
    ['PostgreSQL that is new enough', { ...compose('postgres:14.1'), ...settings('postgresql') }, ...djangoMove('4.2.11', '5.2.8'), []],
    ['a tag that may be new enough', { ...compose('mysql:8'), ...settings('mysql') }, ...djangoMove('4.2.11', '5.2.8'), []],
    [
      'MySQL by its feature release',
      { ...compose('mysql:8.0'), ...settings('mysql') },
      ...djangoMove('5.2.8', '6.1.1'),
      [
        'error requirements.txt:1 Django 6.1 needs MySQL 8.4 or newer and refuses to connect to older servers, but `docker-compose.yml:3` runs MySQL 8.0.',
      ],
    ],
    [
      'a server that the project does not use by its settings',
      { ...compose('mariadb:10.4'), ...settings('postgresql') },
      ...djangoMove('4.2.11', '5.2.8'),
      [
        'warning requirements.txt:1 Django 5.2 needs MariaDB 10.5 or newer and refuses to connect to older servers, but `docker-compose.yml:3` runs MariaDB 10.4.',
      ],
    ],
    [
      'a server that the old Django refused already',
      { ...compose('postgres:9.6'), ...settings('postgresql') },
      ...djangoMove('4.2.11', '5.2.8'),
      [
        'warning requirements.txt:1 Django 5.2 needs PostgreSQL 14 or newer and refuses to connect to older servers, but `docker-compose.yml:3` runs PostgreSQL 9.6.',
      ],
    ],
    [
      'an image of a Debian whose SQLite is too old',
      { Dockerfile: 'FROM python:3.10-slim-buster\n', ...settings('sqlite3') },
      ...djangoMove('4.2.11', '5.2.8'),
      [
        'error requirements.txt:1 Django 5.2 needs SQLite 3.31.0 or newer and refuses to start with an older one, but `Dockerfile:1` is Debian buster with SQLite 3.27.2.',
      ],
    ],
    [
      'a Debian that is new enough',
      { Dockerfile: 'FROM python:3.10-bullseye\n', ...settings('sqlite3') },
      ...djangoMove('4.2.11', '5.2.8'),
      [],
    ],
    [
      'an old Debian for another database',
      { Dockerfile: 'FROM python:3.10-buster\n', ...settings('postgresql') },
      ...djangoMove('4.2.11', '5.2.8'),
      [],
    ],
    ['no move of Django', { ...compose('postgres:9.6'), 'requirements.txt': 'Django==5.2.8\ncelery==5.4.0\n' }, {}, {}, []],
  ])('%s', (_name, both, base, head, says) => {
    expect(sayProblems(reviewFiles(both, base, head), 'database-server-too-old')).toEqual(says);
  });
});

describe('dependency-too-old', () => {
  const both = (extra: string, django: string): Files => ({ 'requirements.txt': `Django==${django}\n${extra}\n` });
  test.each<readonly [name: string, extra: string, says: readonly string[]]>([
    [
      'a driver',
      'psycopg2-binary==2.9.3',
      [
        'error requirements.txt:1 Django 6.0 refuses to start with an older one: it needs psycopg2-binary 2.9.9, and `requirements.txt:2` has 2.9.3.',
      ],
    ],
    [
      'a dependency of Django itself',
      'asgiref==3.8.1',
      [
        'error requirements.txt:1 Django 6.0 cannot be installed beside an older one: it needs asgiref 3.9.1, and `requirements.txt:2` has 3.8.1.',
      ],
    ],
    [
      'an optional one',
      'redis==4.6.0',
      ['warning requirements.txt:1 Django 6.0 supports only newer versions: it needs redis 5.1.0, and `requirements.txt:2` has 4.6.0.'],
    ],
    ['one that is new enough', 'psycopg2==2.9.10', []],
    ['a range, which the installer resolves', 'asgiref>=3.6', []],
  ])('%s', (_name, extra, says) => {
    expect(sayProblems(reviewFiles({}, both(extra, '5.2.8'), both(extra, '6.0.9')), 'dependency-too-old')).toEqual(says);
  });
});

describe('package-against-django', () => {
  const files = (django: string, ...packages: readonly string[]): Files => ({
    'requirements.txt': [`Django==${django}`, ...packages, ''].join('\n'),
  });
  test.each<readonly [name: string, base: Files, head: Files, says: readonly string[]]>([
    [
      'a package that caps Django',
      files('4.2.11', 'django-celery-beat==2.5.0'),
      files('5.2.8', 'django-celery-beat==2.5.0'),
      [
        'error requirements.txt:1 django-celery-beat 2.5.0 (`requirements.txt:2`) requires Django `>=2.2,<5.0`, so it cannot be installed with Django 5.2.8; 2.8.0 is the first that supports it.',
      ],
    ],
    [
      'packages that do not declare it, as one',
      files('4.2.11', 'djangorestframework==3.15.1', 'django-filter==24.3'),
      files('5.2.8', 'djangorestframework==3.15.1', 'django-filter==24.3'),
      [
        'warning requirements.txt:1 2 packages do not declare support for Django 5.2: djangorestframework 3.15.1 (3.16.0 does) and django-filter 24.3 (25.1 does).',
      ],
    ],
    [
      'a package that moves to a version that needs a newer Django',
      files('4.2.11', 'wagtail==6.3'),
      files('4.2.11', 'wagtail==7.4'),
      [
        'error requirements.txt:2 wagtail 7.4 (`requirements.txt:2`) requires Django `>=5.2`, so it cannot be installed with Django 4.2.11; no version up to 7.4.3 supports Django 4.2.',
      ],
    ],
    ['a package newer than what is known', files('4.2.11', 'django-celery-beat==9.0.0'), files('5.2.8', 'django-celery-beat==9.0.0'), []],
    ['a package that supports both', files('4.2.11', 'djangorestframework==3.16.0'), files('5.2.8', 'djangorestframework==3.16.0'), []],
    [
      'going back to what was not declared before',
      files('5.2.8', 'django-polymorphic==3.1.0'),
      files('4.2.11', 'django-polymorphic==3.1.0'),
      [],
    ],
  ])('%s', (_name, base, head, says) => {
    expect(sayProblems(reviewFiles({}, base, head), 'package-against-django')).toEqual(says);
  });
});

describe('packages on a new Python', () => {
  const both = (...packages: readonly string[]): Files => ({ 'requirements.txt': ['Django==5.2.8', ...packages, ''].join('\n') });
  test.each<Row>([
    ['pip refuses', both('numpy==1.23.5'), ...pythonMove('3.11', '3.12'), []],
    [
      'an import that Python removed',
      both('channels==3.0.5'),
      ...pythonMove('3.12', '3.13'),
      [
        'error .python-version:1 channels 3.0.5 (`requirements.txt:2`) imports `cgi`, which Python 3.13 removed: it cannot be imported on Python 3.13.',
      ],
    ],
    [
      'pkg_resources without setuptools',
      both('gunicorn==20.1.0'),
      ...pythonMove('3.11', '3.12'),
      [
        'error .python-version:1 gunicorn 20.1.0 (`requirements.txt:2`) imports `pkg_resources`, which comes with setuptools, and environments of Python 3.12 and later have none: it cannot be imported on Python 3.12.',
      ],
    ],
    [
      'several modules of one package, as one',
      both('django-extensions==3.2.3'),
      ...pythonMove('3.11', '3.12'),
      [
        'warning .python-version:1 django-extensions 3.2.3 (`requirements.txt:2`) imports `asyncore`, `smtpd` and `distutils`, which Python 3.12 removed: it fails in part on Python 3.12.',
      ],
    ],
    [
      'pkg_resources with setuptools among the requirements',
      both('gunicorn==20.1.0', 'setuptools==75.0.0'),
      ...pythonMove('3.11', '3.12'),
      [],
    ],
    ['a newer version', both('gunicorn==22.0.0', 'channels==4.1.0'), ...pythonMove('3.11', '3.13'), []],
    ['a removal that lies behind already', both('channels==3.0.5'), ...pythonMove('3.13', '3.14'), []],
  ])('%s', (_name, files, base, head, says) => {
    expect(sayProblems(reviewFiles(files, base, head), 'package-imports-removed-module')).toEqual(says);
  });

  test('requires-python is a hard limit', () => {
    const says = sayProblems(reviewFiles(both('django-debug-toolbar==7.0.0'), ...pythonMove('3.12', '3.9')), 'package-against-python');
    expect(says).toEqual([
      expect.stringMatching(
        /^error \.python-version:1 django-debug-toolbar 7\.0\.0 \(`requirements\.txt:2`\) requires Python `>=3\.1\d`, so it cannot be installed on Python 3\.9/,
      ),
    ]);
  });
});
