import { describe, expect, test } from '@jest/globals';
import { furtherPaths, pathsToRead } from '../../../src/django/discovery/layout/paths-to-read.ts';
import { readProjects } from '../../../src/django/read/read-projects.ts';
import { repoPath, sha } from '../../../src/source/position.ts';
import type { FileTree } from '../../../src/source/tree.ts';
import { migrationFile, projectOf, treeOf } from '../../support/django/clinic.ts';

const initial = migrationFile('migrations.CreateModel("Visit", [])');

/** Files of an app with one migration. */
function app(folder: string, config?: string): Record<string, string> {
  return {
    [`${folder}/__init__.py`]: '',
    [`${folder}/migrations/__init__.py`]: '',
    [`${folder}/migrations/0001_initial.py`]: initial,
    ...(config === undefined ? {} : { [`${folder}/apps.py`]: `from django.apps import AppConfig\n\n${config}\n` }),
  };
}

describe('apps', () => {
  const apps = (files: Readonly<Record<string, string>>): readonly object[] =>
    projectOf(files).apps.map(({ label, name, path, migrationsPath, defaultAutoField }) => ({
      label,
      name,
      path,
      migrationsPath,
      defaultAutoField,
    }));

  test.each<[string, Record<string, string>, object]>([
    ['by folder', app('clinic'), { label: 'clinic', name: 'clinic', path: 'clinic', migrationsPath: 'clinic/migrations' }],
    [
      'nested in packages',
      { 'portal/__init__.py': '', ...app('portal/clinic') },
      { label: 'clinic', name: 'portal.clinic', path: 'portal/clinic' },
    ],
    ['below an import root', app('src/clinic'), { label: 'clinic', name: 'clinic', path: 'src/clinic' }],
    [
      'with a label of its own',
      app('clinic', 'class ClinicConfig(AppConfig):\n    name = "clinic"\n    label = "surgery"'),
      { label: 'surgery', name: 'clinic' },
    ],
    [
      'with its configuration in the package itself, for projects that name the class in INSTALLED_APPS',
      {
        'clinic/plugin/migrations/__init__.py': '',
        'clinic/plugin/migrations/0001_initial.py': initial,
        'clinic/__init__.py': '',
        'clinic/plugin/__init__.py':
          'from django.apps import AppConfig\n\nclass PluginConfig(AppConfig):\n    name = "clinic.plugin"\n    label = "surgery"\n',
      },
      { label: 'surgery', name: 'clinic.plugin' },
    ],
    [
      'with a default automatic field',
      app('clinic', 'class ClinicConfig(AppConfig):\n    name = "clinic"\n    default_auto_field = "django.db.models.BigAutoField"'),
      { defaultAutoField: 'django.db.models.BigAutoField' },
    ],
    [
      'in a namespace package, believed by its name',
      app('backend/portal/clinic', 'class ClinicConfig(AppConfig):\n    name = "portal.clinic"'),
      { name: 'portal.clinic', label: 'clinic' },
    ],
    [
      'with several configurations, the default one',
      app(
        'clinic',
        'class One(AppConfig):\n    name = "clinic"\n    label = "one"\nclass Two(AppConfig):\n    name = "clinic"\n    label = "two"\n    default = True',
      ),
      { label: 'two' },
    ],
    [
      'with a configuration that inherits its label',
      {
        ...app('clinic', 'from base.apps import BaseConfig\nclass ClinicConfig(BaseConfig):\n    name = "clinic"'),
        'base/__init__.py': '',
        'base/apps.py': 'from django.apps import AppConfig\nclass BaseConfig(AppConfig):\n    label = "surgery"\n',
      },
      { label: 'surgery' },
    ],
  ])('%s', (_, files, expected) => {
    expect(apps(files)).toMatchObject([expected]);
  });

  test('MIGRATION_MODULES moves the migrations', () => {
    const files = {
      'manage.py': 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"\n',
      'config/__init__.py': '',
      'config/settings.py': 'INSTALLED_APPS = ["clinic"]\nMIGRATION_MODULES = {"clinic": "clinic.db_migrations"}\n',
      'clinic/__init__.py': '',
      'clinic/models.py': '',
      'clinic/apps.py': 'from django.apps import AppConfig\nclass ClinicConfig(AppConfig):\n    name = "clinic"\n',
      'clinic/db_migrations/__init__.py': '',
      'clinic/db_migrations/0001_initial.py': initial,
    };
    expect(projectOf(files).migrations).toMatchObject([{ appLabel: 'clinic', path: 'clinic/db_migrations/0001_initial.py' }]);
  });

  test('packages, other tools and helpers are no migrations', () => {
    const project = projectOf({
      ...app('clinic'),
      'clinic/migrations/_helpers.py': 'def nothing():\n    pass\n',
      'clinic/migrations/notes.py': 'TEXT = "class Migration"\n',
      'venv/lib/python3.12/site-packages/taggit/migrations/0001_initial.py': initial,
      'node_modules/x/migrations/0001_initial.py': initial,
      'alembic/migrations/env.py': 'import alembic\n',
    });
    expect(project.apps.map(({ path }) => path)).toEqual(['clinic']);
    expect(project.migrations.map(({ name }) => name)).toEqual(['0001_initial']);
    expect(project.problems).toMatchObject([
      { message: 'This file has no Migration class.', range: { path: 'clinic/migrations/notes.py' } },
    ]);
  });
});

describe('several projects in one repository', () => {
  const settings = (user: string): string => `INSTALLED_APPS = ["shared"]\nAUTH_USER_MODEL = "${user}"\n`;
  const files = {
    'portal/manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
    'portal/settings.py': settings('clinic.Person'),
    ...app('portal/clinic'),
    'reports/manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "reports_settings")\n',
    'reports/reports_settings.py': settings('auth.User').replace('shared', 'sheets'),
    ...app('reports/sheets'),
    ...app('shared'),
  };

  test('each has its own apps and settings; a shared app goes where it is installed', () => {
    expect(
      readProjects(treeOf(files)).map(({ root, apps, settings }) => [root, apps.map(({ label }) => label), settings.authUserModel.value]),
    ).toEqual([
      ['portal', ['clinic', 'shared'], 'clinic.Person'],
      ['reports', ['sheets'], 'auth.User'],
    ]);
  });

  test('two folders with a manage.py for the same settings are one project', () => {
    const inner = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.app.settings")\n';
    const shared = {
      'portal/__init__.py': '',
      'portal/app/settings.py': settings('auth.User'),
      'manage.py': inner,
      'portal/app/manage.py': inner,
    };
    const projects = readProjects(treeOf({ ...shared, ...app('portal/app'), ...app('files') }));
    expect(projects.map(({ root, apps }) => [root, apps.map(({ label }) => label)])).toEqual([['', ['files', 'app']]]);
  });

  test('apps that share a label come apart, tests last', () => {
    const projects = readProjects(treeOf({ ...app('tests/clinic'), ...app('clinic'), ...app('wards') }));
    expect(projects.map(({ apps }) => apps.map(({ path }) => path))).toEqual([['clinic', 'wards'], ['tests/clinic']]);
  });
});

describe('what must be fetched', () => {
  const repository: Record<string, string> = {
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n',
    'config/__init__.py': '',
    'config/settings.py': 'from .parts.database import *\n',
    'config/parts/__init__.py': '',
    'config/parts/database.py': 'DATABASES = {}\n',
    ...app('clinic'),
    'clinic/migrations/0002_code.py': migrationFile(
      'migrations.RunSQL(open("clinic/sql/view.sql").read()), migrations.AddField("visit", "code", CodeField(default=make))',
      {
        imports: 'from clinic.widgets import CodeField\nfrom ..codes import (\n    make,\n)',
      },
    ),
    'clinic/widgets.py': 'from .base import Base\nclass CodeField(Base): pass\n',
    'clinic/base.py': 'Base = object\n',
    'clinic/codes.py': 'def make(): pass\n',
    'clinic/views.py': '',
    'clinic/sql/view.sql': 'CREATE VIEW v AS SELECT 1',
    'clinic/sql/other.sql': '',
    'README.md': '',
    'node_modules/left/migrations/0001_initial.py': '',
  };

  /** The tree as a source gives it that has fetched only some of the files. */
  function partly(fetched: ReadonlySet<string>): FileTree {
    const whole = treeOf(repository);
    return { ...whole, sha: sha(String(fetched.size)), read: (path) => (fetched.has(path) ? whole.read(path) : undefined) };
  }

  test('migrations wherever MIGRATION_MODULES may keep them', () => {
    const kept = ['clinic/db_migrations/patients.py', 'clinic/history/0002_phone.py'].map(repoPath);
    expect(pathsToRead([...kept, repoPath('clinic/history/report.py')])).toEqual(kept);
    const plugin = ['clinic/plugin/__init__.py', 'clinic/plugin/migrations/0001_initial.py'].map(repoPath);
    expect(pathsToRead([...plugin, repoPath('clinic/__init__.py')])).toEqual(plugin);
  });

  test('by name first, then what those files import, in few rounds', () => {
    const fetched = new Set<string>(pathsToRead(Object.keys(repository).map(repoPath)));
    expect(pathsToRead(['clinic/db_migrations/0002_code.py', 'clinic/history/0003_visit.py'].map(repoPath))).toHaveLength(2);
    expect(fetched).toContain('clinic/migrations/0002_code.py');
    expect(fetched).not.toContain('clinic/views.py');
    expect(fetched).not.toContain('node_modules/left/migrations/0001_initial.py');
    const rounds: (readonly string[])[] = [];
    for (let more = furtherPaths(partly(fetched)); more.length > 0; more = furtherPaths(partly(fetched))) {
      rounds.push(more);
      for (const path of more) fetched.add(path);
    }
    const asked = rounds.flat();
    expect(asked).toEqual(
      expect.arrayContaining(['clinic/widgets.py', 'clinic/base.py', 'clinic/codes.py', 'clinic/sql/view.sql', 'config/parts/database.py']),
    );
    expect(asked).not.toContain('clinic/views.py');
    expect(asked).not.toContain('clinic/sql/other.sql');
    expect(rounds.length).toBeLessThanOrEqual(3);
  });
});
