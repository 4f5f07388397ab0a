import { describe, expect, test } from '@jest/globals';
import { briefly, scan, type Jump } from './scanning.ts';

function found(text: string, jump: Jump, path = 'clinic/visits.py', more: Readonly<Record<string, string>> = {}): readonly string[] {
  return briefly(scan({ ...more, [path]: text }, jump).hits.filter((hit) => hit.range.path === path)).map((line) =>
    line.replace(`${path}:`, ''),
  );
}

const to6: Jump = { django: ['4.2', '6.0'] };
const to312: Jump = { python: ['3.9', '3.12'] };

describe('classes', () => {
  const base = {
    'clinic/__init__.py': '',
    'clinic/base.py': 'from django.contrib import admin\n\n\nclass BaseAdmin(admin.ModelAdmin):\n    pass\n',
  };

  test.each<[string, string, Jump, string[]]>([
    [
      'by a signature behind a base of the repository',
      'from clinic.base import BaseAdmin\n\n\nclass VisitAdmin(BaseAdmin):\n    def lookup_allowed(self, lookup, value):\n        return True\n',
      to6,
      ['admin-lookup-allowed-request 5 high'],
    ],
    [
      'by a class attribute',
      'from django.core.management.base import BaseCommand\n\n\nclass Command(BaseCommand):\n    requires_system_checks = False\n',
      { django: ['3.2', '4.1'] },
      ['command-requires-system-checks-bool 5 high'],
    ],
    [
      'by a Meta option',
      'from django.db import models\n\n\nclass Visit(models.Model):\n    class Meta:\n        index_together = [("a", "b")]\n',
      { django: ['4.2', '5.1'] },
      ['meta-index-together 6 high'],
    ],
    [
      'by what they lack',
      'from django.contrib.sitemaps import Sitemap\n\n\nclass VisitSitemap(Sitemap):\n    pass\n',
      { django: ['4.2', '5.0'] },
      ['sitemap-default-protocol 4 low'],
    ],
    [
      'by a property that was a method',
      'from django.contrib.auth.models import AbstractBaseUser\n\n\nclass Doctor(AbstractBaseUser):\n    def is_authenticated(self):\n        return True\n',
      { django: ['1.11', '2.0'] },
      ['user-is-authenticated-override 5 high'],
    ],
    [
      'by a base of a package, with less certainty',
      'from tenants.admin import TenantAdmin\n\n\nclass VisitAdmin(TenantAdmin):\n    def lookup_allowed(self, lookup, value):\n        return True\n',
      to6,
      ['admin-lookup-allowed-request 5 low'],
    ],
    [
      'by methods of Python',
      'import ast\n\n\nclass Reader(ast.NodeVisitor):\n    def visit_Num(self, node):\n        pass\n',
      { python: ['3.13', '3.14'] },
      ['py-attr-ast-nodevisitor-visit-num 5 high'],
    ],
  ])('are found %s', (_name, text, jump, expected) => {
    expect(found(text, jump, 'clinic/visits.py', base)).toEqual(expected);
  });

  test.each<[string, string, Jump]>([
    [
      'with the new signature',
      'from clinic.base import BaseAdmin\n\n\nclass VisitAdmin(BaseAdmin):\n    def lookup_allowed(self, lookup, value, request):\n        return True\n',
      to6,
    ],
    [
      'that take anything',
      'from clinic.base import BaseAdmin\n\n\nclass VisitAdmin(BaseAdmin):\n    def lookup_allowed(self, lookup, *args):\n        return True\n',
      to6,
    ],
    ['that derive from nothing of Django’s', 'class Filter:\n    def lookup_allowed(self, lookup, value):\n        return True\n', to6],
    [
      'whose Meta is a form’s',
      'from django import forms\n\n\nclass VisitForm(forms.ModelForm):\n    class Meta:\n        index_together = []\n',
      { django: ['4.2', '5.1'] },
    ],
    [
      'with a value that is fine',
      'from django.core.management.base import BaseCommand\n\n\nclass Command(BaseCommand):\n    requires_system_checks = []\n',
      { django: ['3.2', '4.1'] },
    ],
  ])('are left alone %s', (_name, text, jump) => {
    expect(found(text, jump, 'clinic/visits.py', base)).toEqual([]);
  });
});

describe('guards', () => {
  test.each<[string, string, Jump]>([
    ['a test of Python’s version', 'import sys\n\nif sys.version_info < (3, 12):\n    import imp\n', to312],
    ['a test turned round', 'import sys\n\nif not sys.version_info >= (3, 12):\n    import imp\n', to312],
    ['a test of one part', 'import sys\n\nif sys.version_info[0] == 2:\n    import imp\n', to312],
    ['a test of Python 2', 'import six\n\nif six.PY2:\n    import imp\n', to312],
    ['a name that stands for a test', 'import sys\n\nOLD = sys.version_info[:2] < (3, 12)\nif OLD:\n    import imp\n', to312],
    ['a fallback', 'try:\n    import importlib\nexcept ImportError:\n    import imp\n', to312],
    ['an answer to the failure', 'try:\n    import imp\nexcept ImportError:\n    imp = None\n', to312],
    ['a backport among the requirements', 'import cgi\n', { python: ['3.12', '3.13'], packages: ['legacy-cgi'] }],
    ['a module of the repository’s own', 'import parser\n\nparser.suite("1")\n', { python: ['3.9', '3.10'] }],
  ])('%s keeps a finding away', (_name, text, jump) => {
    expect(
      found(text, jump, 'visits.py', { 'parser.py': '', 'manage.py': '' }).filter((line) => !line.startsWith('django-version')),
    ).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['a test that the new version passes', 'import sys\n\nif sys.version_info >= (3, 8):\n    import imp\n', ['py-module-imp 4 high']],
    ['a failure that is passed on', 'try:\n    import imp\nexcept ImportError:\n    raise\n', ['py-module-imp 2 high']],
    ['a failure that is passed over', 'try:\n    import imp\nexcept ImportError:\n    pass\n', ['py-module-imp 2 low']],
    ['a patch level that can’t be known', 'import sys\n\nif sys.version_info < (3, 12, 4):\n    import imp\n', ['py-module-imp 4 high']],
  ])('%s does not', (_name, text, expected) => {
    expect(found(text, to312)).toEqual(expected);
  });

  test('a skipped test is not looked into', () => {
    const text =
      'import django\nimport unittest\n\n\nclass T(unittest.TestCase):\n    @unittest.skipIf(django.VERSION >= (4, 0), "old")\n    def test_a(self):\n        from django.utils.encoding import force_text\n';
    expect(found(text, { django: ['3.2', '4.0'] }, 'tests/test_a.py')).toEqual(['django-version-test-skips 6 low']);
  });
});

describe('what a file is', () => {
  const text = 'from django.utils.encoding import force_text\n';

  test.each([
    ['clinic/views.py', 'error', 'code'],
    ['clinic/tests/test_views.py', 'warning', 'tests'],
    ['clinic/migrations/0002_visit.py', 'error', 'migrations'],
  ] as const)('%s: %s', (path, severity, place) => {
    const [hit] = scan({ [path]: text }, { django: ['3.2', '4.0'] }).hits;
    expect([hit?.severity, hit?.place]).toEqual([severity, place]);
  });

  test('a file that can’t be read wholly is named', () => {
    const { unjudged } = scan({ 'clinic/views.py': `${text}def (:\n` }, { django: ['3.2', '4.0'] });
    expect(unjudged.map((each) => each.message)[0]).toMatch(/clinic\/views\.py/);
  });
});
