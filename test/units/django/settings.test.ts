import { describe, expect, test } from '@jest/globals';
import { jsonOf } from '../../../src/django/deconstruct/json-value.ts';
import type { Settings } from '../../../src/django/project.ts';
import { migrationFile, projectOf } from '../../support/django/clinic.ts';

const app = {
  'clinic/__init__.py': '',
  'clinic/migrations/__init__.py': '',
  'clinic/migrations/0001_initial.py': migrationFile('migrations.CreateModel("Visit", [])'),
};
const manage = (module: string): Record<string, string> => ({
  'manage.py': `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")\n`,
});

/** The settings of a clinic with one settings file. */
function settingsOf(text: string, others: Readonly<Record<string, string>> = {}): Settings {
  return projectOf({ ...app, ...manage('config.settings'), 'config/__init__.py': '', 'config/settings.py': text, ...others }).settings;
}

describe('the database', () => {
  test.each([
    ['DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "clinic"}}', 'postgresql'],
    ['DATABASES = {"default": {"ENGINE": "django.contrib.gis.db.backends.postgis"}}', 'postgresql'],
    ['DATABASES = {"default": dict(ENGINE="psqlextra.backend", NAME="clinic")}', 'postgresql'],
    ['DATABASES = {"default": {"ENGINE": "django.db.backends.mysql"}}', 'mysql'],
    ['DATABASES = {"default": {"ENGINE": "django.db.backends.oracle"}}', 'oracle'],
    ['DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}', 'sqlite'],
    ['import dj_database_url\nDATABASES = {"default": dj_database_url.config(default="postgres://localhost/clinic")}', 'postgresql'],
    ['import dj_database_url\nDATABASES = {"default": dj_database_url.parse("mysql://localhost/clinic", conn_max_age=600)}', 'mysql'],
    [
      'import dj_database_url, os\nDATABASES = {"default": dj_database_url.config(default=os.getenv("DATABASE_URL", "postgresql://db/clinic"))}',
      'postgresql',
    ],
    [
      'import environ\nenv = environ.Env()\nDATABASES = {"default": env.db("DATABASE_URL", default="postgis://localhost/clinic")}',
      'postgresql',
    ],
    [
      'import environ\nenv = environ.Env(DEBUG=(bool, False))\nDATABASES = {"default": env.db_url("URL", default="sqlite:///clinic.sqlite3")}',
      'sqlite',
    ],
    ['import os\nDATABASES = {"default": {"ENGINE": os.environ.get("DB_ENGINE", "django.db.backends.postgresql")}}', 'postgresql'],
    ['ENGINE = "django.db.backends.mysql"\nDATABASES = {"default": {"ENGINE": ENGINE}}', 'mysql'],
    ['DATABASES = {}\nDATABASES["default"] = {"ENGINE": "django.db.backends.postgresql"}', 'postgresql'],
    [
      'import os\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\nif "DATABASE_HOST" in os.environ:\n    DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql"}',
      'postgresql',
    ],
    [
      'import os\nif os.environ.get("CI"):\n    DATABASES = {"default": {"ENGINE": "django.db.backends.mysql"}}\nelse:\n    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}',
      undefined,
    ],
    ['import environ\nenv = environ.Env()\nDATABASES = {"default": env.db()}', undefined],
    ['from clinic.secrets import databases\nDATABASES = databases()', undefined],
    ['', undefined],
  ])('%s', (text, vendor) => {
    expect(settingsOf(text).vendor?.value).toBe(vendor);
  });

  test('says where the answer comes from, and its aliases', () => {
    const settings = settingsOf(
      'import os\n\nDATABASES = {\n    "default": {"ENGINE": "django.db.backends.postgresql"},\n    "reports": {"ENGINE": "django.db.backends.mysql"},\n}\n',
    );
    expect(settings.vendor).toEqual({ value: 'postgresql', from: 'config/settings.py:3' });
    expect(settings.databases).toEqual(['default', 'reports']);
  });

  test('is PostgreSQL where only that can be, whatever stands in for it on a laptop', () => {
    const migration = migrationFile('TrigramExtension()', { imports: 'from django.contrib.postgres.operations import TrigramExtension' });
    const settings = settingsOf('DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}', {
      'clinic/migrations/0002_search.py': migration,
    });
    expect(settings.vendor).toEqual({ value: 'postgresql', from: 'clinic/migrations/0002_search.py uses django.contrib.postgres' });
  });
});

test('a driver that is required tells the database that the settings leave open', () => {
  const vendorWith = (text: string, requirements: string): unknown => settingsOf(text, { 'requirements.txt': requirements }).vendor;
  const open = 'import dj_database_url\nDATABASES = {"default": dj_database_url.config(default="mysql://localhost/clinic")}';
  expect(vendorWith(open, 'Django==5.2\npsycopg[binary]==3.2\n')).toEqual({
    value: 'postgresql',
    from: 'requirements.txt requires psycopg',
  });
  expect(vendorWith(open, 'psycopg2\nmysqlclient\n')).toMatchObject({ value: 'mysql', from: 'config/settings.py:2' });
  expect(vendorWith('DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}', 'psycopg2-binary')).toMatchObject({
    value: 'postgresql',
  });
  expect(vendorWith('DATABASES = {"default": {"ENGINE": "django.db.backends.mysql"}}', 'psycopg2')).toMatchObject({ value: 'mysql' });
});

describe('which settings file', () => {
  const split = {
    'config/__init__.py': '',
    'config/settings/__init__.py': '',
    'config/settings/base.py':
      'AUTH_USER_MODEL = "staff.Person"\nINSTALLED_APPS = ["clinic"]\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\n',
    'config/settings/local.py': 'from .base import *\nINSTALLED_APPS += ["debug_toolbar"]\n',
    'config/settings/production.py':
      'from .base import *  # noqa\nINSTALLED_APPS += ["anymail"]\nDATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n',
    'config/settings/test.py': 'from .base import *\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\n',
  };

  test('production before the one that manage.py names, and what it takes from base', () => {
    const { settings } = projectOf({ ...app, ...manage('config.settings.local'), ...split });
    expect(settings).toMatchObject({
      paths: ['config/settings/base.py', 'config/settings/production.py'],
      vendor: { value: 'postgresql' },
      authUserModel: { value: 'staff.Person', from: 'config/settings/base.py:1' },
      defaultAutoField: { value: 'django.db.models.BigAutoField' },
      installedApps: ['clinic', 'anymail'],
      incomplete: false,
    });
  });

  test('a star import that is not there leaves the settings incomplete', () => {
    const settings = settingsOf('ROOT_URLCONF = "config.urls"\ntry:\n    from .local import *\nexcept ImportError:\n    pass\n');
    expect(settings.incomplete).toBe(true);
    expect(settings.values.get('ROOT_URLCONF')?.range).toMatchObject({ path: 'config/settings.py', start: { line: 1 } });
  });

  test('without any, what Django assumes', () => {
    const { settings } = projectOf(app);
    expect(settings).toMatchObject({ paths: [], authUserModel: { value: 'auth.User', from: "Django's default" }, incomplete: true });
    expect(settings.vendor).toBeUndefined();
    expect(settings.defaultAutoField).toBeUndefined();
  });

  test('classes of django-configurations, production first', () => {
    const settings = settingsOf(`from configurations import Configuration, values

class Base(Configuration):
    AUTH_USER_MODEL = "staff.Person"
    DATABASES = values.DatabaseURLValue("postgres://localhost/clinic")

class Production(Base):
    DEBUG = False

class Testing(Base):
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
`);
    expect(settings).toMatchObject({ vendor: { value: 'postgresql' }, authUserModel: { value: 'staff.Person' } });
  });

  test('files that django-split-settings includes', () => {
    const settings = settingsOf(
      'from split_settings.tools import include, optional\ninclude("parts/base.py", optional("parts/none.py"))\n',
      {
        'config/parts/base.py': 'AUTH_USER_MODEL = "staff.Person"\n',
      },
    );
    expect(settings.authUserModel.value).toBe('staff.Person');
  });
});

describe('other settings', () => {
  test('values are evaluated, the environment is taken as silent and said so', () => {
    const settings = settingsOf(`import os
from environ import Env
env = Env()
AUTH_USER_MODEL = os.environ.get("USER_MODEL", "staff.Person")
PAGE = env.int("PAGE", default=20)
LANGUAGES = [("de", "Deutsch")] + [("en", "English")]
DATABASE_ROUTERS = ["config.routers.Reports"]
`);
    expect(settings.authUserModel).toEqual({
      value: 'staff.Person',
      from: 'config/settings.py:4, where the environment says nothing else',
    });
    expect(settings.databaseRouters).toEqual(['config.routers.Reports']);
    const value = (name: string): unknown => JSON.parse(JSON.stringify(jsonOf(settings.values.get(name)?.value ?? { kind: 'none' })));
    expect(value('PAGE')).toBe(20);
    expect(value('LANGUAGES')).toEqual([
      ['de', 'Deutsch'],
      ['en', 'English'],
    ]);
  });

  test('what a condition decides is followed where the condition is known', () => {
    expect(
      settingsOf('OWN_USERS = True\nif OWN_USERS:\n    AUTH_USER_MODEL = "staff.Person"\nelse:\n    AUTH_USER_MODEL = "auth.User"\n')
        .authUserModel.value,
    ).toBe('staff.Person');
  });

  test('INSTALLED_APPS put together from parts and conditions', () => {
    const settings = settingsOf(
      'OWN = ["clinic"]\nINSTALLED_APPS = ["django.contrib.auth", *OWN] + ["staff.apps.StaffConfig"]\nif debug():\n    INSTALLED_APPS += ["debug_toolbar"]\n',
    );
    expect(settings.installedApps).toEqual(['django.contrib.auth', 'clinic', 'staff.apps.StaffConfig', 'debug_toolbar']);
    expect(settings.incomplete).toBe(true);
  });

  test('a file full of code is read as far as it goes', () => {
    const settings = settingsOf(
      'def load():\n    return {}\nglobals().update(load())\nfor name in load():\n    locals()[name] = 1\nAUTH_USER_MODEL = load()["user"]\nTIME_ZONE = "UTC"\n',
    );
    expect(settings.authUserModel.value).toBe('auth.User');
    expect(settings.values.get('TIME_ZONE')?.value).toEqual({ kind: 'str', value: 'UTC' });
  });
});
