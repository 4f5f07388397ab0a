import { describe, expect, test } from '@jest/globals';
import { sha } from '../../../../src/source/position.ts';
import { memoryTree } from '../../../../src/source/tree.ts';
import { scanTree } from '../../../../src/upgrades/scan/scan-tree.ts';
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

describe('special cases', () => {
  test.each<[string, Files, Jump, string[]]>([
    [
      'a header read from META',
      { 'clinic/views.py': 'def visit(request):\n    return request.META["HTTP_HOST"], "HTTP_COOKIE" in request.META\n' },
      { django: ['2.1', '2.2'] },
      ['request-meta-http-headers clinic/views.py:2 low'],
    ],
    [
      'middleware of the old style',
      { 'clinic/middleware.py': 'class Tenant(object):\n    def process_request(self, request):\n        pass\n' },
      { django: ['1.11', '2.0'] },
      ['middleware-old-style-class clinic/middleware.py:1 medium'],
    ],
    [
      'an error view without exception',
      {
        'clinic/urls.py': 'handler404 = "clinic.views.gone"\n',
        'clinic/__init__.py': '',
        'clinic/views.py': 'def gone(request):\n    pass\n',
      },
      { django: ['1.11', '2.0'] },
      ['error-view-missing-exception clinic/urls.py:1 high'],
    ],
    [
      'a namespace without app_name',
      {
        'clinic/__init__.py': '',
        'clinic/urls.py': 'from django.urls import include, path\n\nurlpatterns = [path("", include("visits.urls", namespace="v"))]\n',
        'visits/__init__.py': '',
        'visits/urls.py': 'urlpatterns = []\n',
      },
      { django: ['1.11', '2.0'] },
      ['include-namespace-without-app-name clinic/urls.py:3 high'],
    ],
    [
      'an abstract model made',
      {
        'clinic/models.py':
          'from django.db import models\n\n\nclass Base(models.Model):\n    class Meta:\n        abstract = True\n\n\nBase()\n',
      },
      { django: ['3.1', '3.2'] },
      ['abstract-model-instantiation clinic/models.py:9 high'],
    ],
    [
      'a reversed slice',
      {
        'clinic/models.py':
          'from django.db import models\n\n\nclass Visit(models.Model):\n    pass\n\n\nVisit.objects.all()[:5].reverse()\n',
      },
      { django: ['1.11', '2.0'] },
      ['queryset-reverse-last-after-slice clinic/models.py:8 medium'],
    ],
    [
      'a version test that is settled',
      { 'clinic/compat.py': 'import django\n\nif django.VERSION >= (3, 0):\n    NEW = 1\n' },
      { django: ['4.2', '5.2'] },
      ['django-version-branches clinic/compat.py:3 low'],
    ],
    [
      'too many orphans',
      { 'clinic/views.py': 'from django.core.paginator import Paginator\n\nPaginator([], 10, orphans=10)\n' },
      { django: ['5.2', '6.0'] },
      ['paginator-orphans clinic/views.py:3 medium'],
    ],
    [
      'an unhashable default',
      {
        'clinic/data.py':
          'from dataclasses import dataclass\n\n\n@dataclass\nclass Size:\n    w: int = 1\n\n\n@dataclass\nclass Room:\n    size: Size = Size()\n',
      },
      { python: ['3.10', '3.11'] },
      ['py-behavior-dataclass-unhashable-default clinic/data.py:11 medium'],
    ],
  ])('%s is found', (_name, files, jump, expected) => {
    expect(found(files, jump)).toEqual(expected);
  });

  test.each<[string, Files, Jump]>([
    [
      'a key of META that is no header',
      { 'clinic/views.py': 'def visit(request):\n    return request.META["REMOTE_ADDR"]\n' },
      { django: ['2.1', '2.2'] },
    ],
    [
      'a header that is set',
      { 'clinic/tests/test_a.py': 'def test(request):\n    request.META["HTTP_HOST"] = "x"\n' },
      { django: ['2.1', '2.2'] },
    ],
    [
      'an error view that takes it',
      {
        'clinic/urls.py': 'handler404 = "clinic.views.gone"\n',
        'clinic/__init__.py': '',
        'clinic/views.py': 'def gone(request, exception=None):\n    pass\n',
      },
      { django: ['1.11', '2.0'] },
    ],
    [
      'a frozen default',
      {
        'clinic/data.py':
          'from dataclasses import dataclass\n\n\n@dataclass(frozen=True)\nclass Size:\n    w: int = 1\n\n\n@dataclass\nclass Room:\n    size: Size = Size()\n',
      },
      { python: ['3.10', '3.11'] },
    ],
  ])('%s is left alone', (_name, files, jump) => {
    expect(found(files, jump)).toEqual([]);
  });
});

test('hundreds of files are scanned in one go', () => {
  const files = Object.fromEntries(
    Array.from({ length: 450 }, (_, index) => [`clinic/views_${index}.py`, 'from django.utils.encoding import force_text\n']),
  );
  const tree = memoryTree(files, sha('0'.repeat(40)));
  const aim = { django: { from: '3.2', to: '4.0' }, python: undefined, packages: new Map<string, undefined>() };
  expect(scanTree(tree, aim).hits.length).toBe(450);
});

describe('syntax', () => {
  test.each<[string, string, Jump, string[]]>([
    ['async as a keyword argument', 'run(async=True)\n', { python: ['3.6', '3.7'] }, ['py-syntax-async-kwarg a.py:1 high']],
    ['async as a name', 'async = 1\n"async = 1"\n', { python: ['3.6', '3.7'] }, ['py-syntax-async-identifier a.py:1 high']],
    [
      'an escape that means nothing',
      'A = "\\d"\nB = r"\\d"\nC = "\\n\\\\d"\n# "\\d"\n',
      { python: ['3.11', '3.12'] },
      ['py-syntax-invalid-escape a.py:1 medium'],
    ],
    [
      'is with a literal',
      'if a is "x" or a is None or a is True:\n    pass\n',
      { python: ['3.7', '3.8'] },
      ['py-syntax-is-literal a.py:1 medium'],
    ],
    ['a literal that is called', 'A = [("a", 1) ("b", 2)]\n', { python: ['3.7', '3.8'] }, ['py-syntax-missing-comma-call a.py:1 medium']],
    [
      'classmethod over property',
      'class A:\n    @classmethod\n    @property\n    def b(cls):\n        pass\n',
      { python: ['3.12', '3.13'] },
      ['py-syntax-classmethod-property a.py:2 high'],
    ],
    [
      'return in finally',
      'def f():\n    for a in b:\n        try:\n            pass\n        finally:\n            for c in d:\n                break\n            continue\n',
      { python: ['3.13', '3.14'] },
      ['py-syntax-finally-exit a.py:8 medium'],
    ],
    [
      'StopIteration raised in a generator',
      'def f():\n    yield 1\n    raise StopIteration\n\n\ndef g():\n    raise StopIteration\n',
      { python: ['3.6', '3.7'] },
      ['py-behavior-pep479 a.py:3 high'],
    ],
    [
      'NotImplemented as a truth',
      'if NotImplemented:\n    pass\n',
      { python: ['3.13', '3.14'] },
      ['py-behavior-notimplemented-bool a.py:1 high'],
    ],
    ['a number run into a word', 'A = 1if b else 2\n', { python: ['3.9', '3.10'] }, ['py-syntax-number-keyword a.py:1 medium']],
  ])('%s', (_name, text, jump, expected) => {
    expect(found({ 'a.py': text }, jump)).toEqual(expected);
  });
});
