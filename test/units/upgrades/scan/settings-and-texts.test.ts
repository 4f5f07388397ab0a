import { describe, expect, test } from '@jest/globals';
import { briefly, scan, type Jump } from './scanning.ts';

type Files = Readonly<Record<string, string>>;
const found = (files: Files, jump: Jump): readonly string[] => briefly(scan(files, jump).hits);
const settings = 'INSTALLED_APPS = ["clinic"]\nMIDDLEWARE = ["django.middleware.clickjacking.XFrameOptionsMiddleware"]\n';

describe('settings', () => {
  test.each<[string, Files, Jump, string[]]>([
    [
      'that go, in a branch too',
      { 'config/settings/base.py': `if DEBUG:\n    USE_L10N = False\n` },
      { django: ['4.2', '5.0'] },
      ['setting-use-l10n config/settings/base.py:2 high'],
    ],
    [
      'in a class',
      { 'clinic/settings.py': 'from configurations import Configuration\n\n\nclass Base(Configuration):\n    USE_L10N = False\n' },
      { django: ['4.2', '5.0'] },
      ['setting-use-l10n clinic/settings.py:5 high'],
    ],
    [
      'in a module under another name',
      { 'clinic/local.py': `${settings}USE_L10N = False\n` },
      { django: ['4.2', '5.0'] },
      ['setting-use-l10n clinic/local.py:3 high'],
    ],
    [
      'without a comment where nothing is lost',
      { 'clinic/settings.py': 'USE_L10N = True\n' },
      { django: ['4.2', '5.0'] },
      ['setting-use-l10n clinic/settings.py:1 medium'],
    ],
    [
      'without a comment where only running it would tell',
      { 'clinic/settings.py': 'import os\n\nUSE_L10N = os.environ["L10N"] == "1"\n' },
      { django: ['4.2', '5.0'] },
      ['setting-use-l10n clinic/settings.py:3 medium'],
    ],
    [
      'by an item of a list',
      { 'clinic/settings.py': 'CSRF_TRUSTED_ORIGINS = [\n    "https://a.org",\n    "b.org",\n]\n' },
      { django: ['3.2', '4.0'] },
      ['setting-csrf-trusted-origins-scheme clinic/settings.py:3 high'],
    ],
    [
      'by a nested key',
      { 'clinic/settings.py': 'DATABASES = {"default": {"TEST": {"SERIALIZE": False}}}\n' },
      { django: ['4.2', '5.0'] },
      ['setting-database-test-serialize clinic/settings.py:1 high'],
    ],
    [
      'by a dotted path in a string',
      { 'clinic/settings.py': 'PASSWORD_HASHERS = [\n    "django.contrib.auth.hashers.SHA1PasswordHasher",\n]\n' },
      { django: ['4.2', '5.1'] },
      ['auth-sha1passwordhasher clinic/settings.py:2 high'],
    ],
    [
      'that tests override',
      { 'tests/test_a.py': 'from django.test import override_settings\n\n\n@override_settings(USE_L10N=False)\ndef test_a():\n    pass\n' },
      { django: ['4.2', '5.0'] },
      ['setting-use-l10n tests/test_a.py:4 medium'],
    ],
    [
      'that code reads',
      { 'clinic/views.py': 'from django.conf import settings\n\nprint(settings.USE_L10N)\n' },
      { django: ['4.2', '5.0'] },
      ['setting-use-l10n clinic/views.py:3 medium'],
    ],
  ])('are found %s', (_name, files, jump, expected) => {
    expect(found(files, jump).filter((line) => !/setting-(?:use-tz|default)/.test(line))).toEqual(expected);
  });

  const missing = (files: Files): readonly string[] =>
    found(files, { django: ['2.2', '3.0'] }).filter((line) => line.startsWith('setting-x-frame'));

  test('a default that changes is told where nothing sets it', () => {
    expect(missing({ 'clinic/settings.py': settings })).toEqual(['setting-x-frame-options-deny clinic/settings.py:1 high']);
  });

  test.each<[string, Files]>([
    [
      'one module sets it',
      { 'clinic/settings/base.py': settings, 'clinic/settings/production.py': 'from .base import *\n\nX_FRAME_OPTIONS = "DENY"\n' },
    ],
    ['the middleware isn’t there', { 'clinic/settings.py': 'INSTALLED_APPS = []\nMIDDLEWARE = []\n' }],
    ['there are no settings', { 'clinic/views.py': 'X = 1\n' }],
  ])('it is not told where %s', (_name, files) => {
    expect(missing(files)).toEqual([]);
  });

  test('a local module that is kept out of the repository leaves a doubt', () => {
    const { hits, unjudged } = scan({ 'clinic/settings.py': `${settings}from .local import *\n` }, { django: ['3.1', '3.2'] });
    expect(briefly(hits).filter((line) => line.startsWith('setting-'))).toEqual([
      'setting-default-auto-field-warning clinic/settings.py:1 low',
    ]);
    expect(unjudged).toHaveLength(1);
  });

  test('it can’t be told where settings come from elsewhere, and that is said', () => {
    const { hits, unjudged } = scan({ 'clinic/settings.py': `from platform_settings import *\n${settings}` }, { django: ['2.2', '3.0'] });
    expect(briefly(hits).filter((line) => line.startsWith('setting-'))).toEqual([]);
    expect(unjudged.map((each) => each.message)).toEqual([
      "`clinic/settings.py` takes settings from a place that can't be read, so that settings which are missing can't be told.",
    ]);
  });
});

describe('templates', () => {
  const page = (text: string): Files => ({ 'clinic/templates/visit.html': text });

  test.each<[string, Files, Jump, string[]]>([
    [
      'by tag',
      page('{% load i18n %}\n{% ifequal a b %}{% endifequal %}\n'),
      { django: ['3.2', '4.0'] },
      ['template-tag-ifequal clinic/templates/visit.html:2 high'],
    ],
    [
      'by filter, in a tag and in a variable',
      page('{% if a|length_is:"1" %}{{ b|default:"|length_is"|length_is:2 }}{% endif %}\n'),
      { django: ['4.2', '5.1'] },
      ['template-filter-length-is clinic/templates/visit.html:1 high'],
    ],
    [
      'by library',
      page('{% load static from staticfiles %}\n'),
      { django: ['2.2', '3.0'] },
      ['template-library-staticfiles clinic/templates/visit.html:1 high'],
    ],
    [
      'by what stands in a tag',
      page('<a href="{% url \'logout\' %}">bye</a>\n'),
      { django: ['4.2', '5.0'] },
      ['logout-view-get clinic/templates/visit.html:1 medium'],
    ],
    [
      'in JavaScript',
      { 'clinic/static/visit.js': '$(document).on("formset:added", f)\n' },
      { django: ['4.0', '4.1'] },
      ['admin-formset-events-native clinic/static/visit.js:1 medium'],
    ],
  ])('are found %s', (_name, files, jump, expected) => {
    expect(found(files, jump)).toEqual(expected);
  });

  test.each<[string, Files]>([
    ['in verbatim', page('{% verbatim x %}{% ifequal a b %}{% endverbatim %}{% endverbatim x %}\n')],
    ['in a comment', page('{% comment "old" %}{% ifequal a b %}{% endcomment %}{# {% ifequal a b %} #}\n')],
    ['of Jinja2', { 'clinic/jinja2/visit.html': '{% ifequal a b %}' }],
    ['outside template folders', { 'docs/upgrade.html': '{% ifequal a b %}' }],
    ['over two lines, which Django doesn’t read as one', page('{% ifequal\n a b %}')],
    ['with a name that only begins alike', page('{% ifequality a b %}{{ a|length_is_even }}')],
  ])('are left alone %s', (_name, files) => {
    expect(found(files, { django: ['3.2', '5.1'] })).toEqual([]);
  });
});

describe('configuration and command lines', () => {
  test.each<[string, Files, Jump, string[]]>([
    [
      'an option that changed its meaning',
      { Makefile: 'test:\n\tpython manage.py test -k --parallel\n' },
      { django: ['2.2', '3.0'] },
      ['test-command-k-option Makefile:2 medium'],
    ],
    [
      'a script that is gone',
      { '.github/workflows/ci.yml': 'run: django-admin.py check\n' },
      { django: ['3.2', '4.0'] },
      ['django-admin-py .github/workflows/ci.yml:1 medium'],
    ],
    [
      'a warning that no longer exists',
      { 'pytest.ini': '[pytest]\nfilterwarnings =\n    ignore::django.utils.deprecation.RemovedInDjango50Warning\n' },
      { django: ['4.2', '5.0'] },
      ['warning-class-removedindjango50 pytest.ini:3 high'],
    ],
    [
      'a call of the command',
      { 'clinic/tasks.py': 'from django.core.management import call_command\n\ncall_command("makemigrations", "--check")\n' },
      { django: ['4.1', '4.2'] },
      ['makemigrations-check-no-write clinic/tasks.py:3 low'],
    ],
  ])('%s is found', (_name, files, jump, expected) => {
    expect(found(files, jump).filter((line) => !line.startsWith('check-command'))).toEqual(expected);
  });

  test('another command of the same line is not', () => {
    expect(found({ Makefile: 'test:\n\tpython manage.py migrate && pytest -k slow\n' }, { django: ['2.2', '3.0'] })).toEqual([]);
  });
});
