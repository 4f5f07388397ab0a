import { describe, expect, test } from '@jest/globals';
import { briefly, scan, type Jump } from './scanning.ts';

function found(text: string, jump: Jump, path = 'clinic/visits.py', more: Readonly<Record<string, string>> = {}): readonly string[] {
  return briefly(scan({ ...more, [path]: text }, jump).hits.filter((hit) => hit.range.path === path)).map((line) =>
    line.replace(`${path}:`, ''),
  );
}

const to6: Jump = { django: ['4.2', '6.0'] };
const to5: Jump = { django: ['3.2', '5.0'] };
const to312: Jump = { python: ['3.9', '3.12'] };

describe('calls', () => {
  test.each<[string, string, Jump, string[]]>([
    [
      'by keyword',
      'from django.db.models import CheckConstraint as CC, Q\n\nCC(check=Q(age__gte=0), name="age")\n',
      to6,
      ['checkconstraint-check 3 high'],
    ],
    [
      'through the gis module',
      'from django.contrib.gis.db import models\n\nmodels.CheckConstraint(check=models.Q(), name="a")\n',
      to6,
      ['checkconstraint-check 3 high'],
    ],
    [
      'by a missing keyword',
      'from django.db import models\n\nmodels.ForeignKey("clinic.Doctor")\n',
      { django: ['1.11', '2.0'] },
      ['foreignkey-missing-on-delete 3 high'],
    ],
    ['by positional arguments', 'from django.core.signing import Signer\n\nSigner("key")\n', to6, ['signing-signer-positional 3 high']],
    [
      'by the value of an argument',
      'from django.core import serializers\nfrom django.contrib.auth import login\n\nlogin(request, None)\n',
      { django: ['5.2', '6.1'] },
      ['auth-login-user-none 4 high'],
    ],
    [
      'of a subclass in the repository',
      'from django.utils.deprecation import MiddlewareMixin\n\n\nclass TenantMiddleware(MiddlewareMixin):\n    pass\n\n\nTenantMiddleware()\n',
      to5,
      ['middleware-mixin-get-response-required 8 high'],
    ],
    [
      'whose result is used at once',
      'from django.utils.http import urlsafe_base64_encode\n\nurlsafe_base64_encode(b"1").decode()\n',
      { django: ['2.1', '2.2'] },
      ['http-urlsafe-base64-encode-str 3 high'],
    ],
    [
      'with a keyword that Python dropped',
      'import asyncio\n\nlock = asyncio.Lock(loop=None)\n',
      { python: ['3.9', '3.10'] },
      ['py-kwarg-asyncio-lock-loop 3 high'],
    ],
    ['with an empty pattern', 'import re\n\nre.split(r"\\s*", "a b")\n', { python: ['3.6', '3.7'] }, ['py-behavior-re-split-empty 3 low']],
  ])('are found %s', (_name, text, jump, expected) => {
    expect(found(text, jump)).toEqual(expected);
  });

  test.each<[string, string, Jump]>([
    ['with the new keyword', 'from django.db import models\n\nmodels.CheckConstraint(condition=models.Q(), name="a")\n', to6],
    ['of another library’s class', 'from shop.constraints import CheckConstraint\n\nCheckConstraint(check=1)\n', to6],
    [
      'that may hand it over in **kwargs',
      'from django.db import models\n\nmodels.ForeignKey("clinic.Doctor", **options)\n',
      { django: ['1.11', '2.0'] },
    ],
    ['that may hand it over in *args', 'from django.db import models\n\nmodels.ForeignKey(*args)\n', { django: ['1.11', '2.0'] }],
    [
      'with the argument in its place',
      'from django.db import models\n\nmodels.ForeignKey("clinic.Doctor", models.CASCADE)\n',
      { django: ['1.11', '2.0'] },
    ],
    [
      'before the release',
      'from django.db import models\n\nmodels.CheckConstraint(check=models.Q(), name="a")\n',
      { django: ['4.2', '5.0'] },
    ],
  ])('are left alone %s', (_name, text, jump) => {
    expect(found(text, jump)).toEqual([]);
  });
});

describe('methods and attributes', () => {
  test.each<[string, string, Jump, string[]]>([
    ['of the request', 'def visit(request):\n    return request.is_ajax()\n', to5, ['httprequest-is-ajax 2 high']],
    [
      'of a typed value',
      'from django.http import HttpRequest\n\n\ndef show(r: HttpRequest):\n    return r.get_raw_uri()\n',
      to5,
      ['httprequest-get-raw-uri 5 high'],
    ],
    [
      'of what a constructor made',
      'from django.core.mail import EmailMessage\n\nletter = EmailMessage("s", "b")\nletter.send(fail_silently=True)\n',
      { django: ['6.0', '6.1'] },
      ['mail-send-fail-silently 4 medium'],
    ],
    [
      'of self in a test case',
      'from django.test import TestCase\n\n\nclass VisitTests(TestCase):\n    def test_all(self):\n        self.assertFormsetError(1, 2, 3)\n',
      { django: ['4.1', '5.1'] },
      ['test-assertformseterror 6 high'],
    ],
    [
      'of super() in a model',
      'from django.db import models\n\n\nclass Visit(models.Model):\n    def save(self, force_insert=False, *args):\n        super().save(force_insert)\n',
      to6,
      ['model-save-override-positional 6 high'],
    ],
    [
      'of a model’s instance',
      'from django.db import models\n\n\nclass Visit(models.Model):\n    pass\n\n\nvisit = Visit.objects.get(pk=1)\nvisit.save(True)\n',
      to6,
      ['model-save-positional 9 high'],
    ],
    [
      'along a chain',
      'from django.db import models\n\n\nclass Visit(models.Model):\n    pass\n\n\nVisit.objects.prefetch_related("doctors").iterator()\n',
      to5,
      ['iterator-prefetch-chunk-size 8 high'],
    ],
    [
      'that are assigned',
      'from django.core.mail import EmailMessage\n\nletter = EmailMessage()\nletter.connection = None\n',
      { django: ['6.0', '6.1'] },
      ['mail-emailmessage-connection-attr 4 medium'],
    ],
    [
      'of a Python class',
      'import threading\n\nworker = threading.Thread()\nworker.isAlive()\n',
      { python: ['3.8', '3.9'] },
      ['py-attr-threading-thread-isalive 4 high'],
    ],
    [
      'of an unknown receiver, with less certainty',
      'from xml.etree import ElementTree\n\n\ndef tidy(element):\n    return element.getchildren()\n',
      { python: ['3.8', '3.9'] },
      ['py-attr-xml-etree-elementtree-element-getchildren 5 medium'],
    ],
    [
      'of old unittest names',
      'import unittest\n\n\nclass VisitTests(unittest.TestCase):\n    def test_all(self):\n        self.assertEquals(1, 1)\n',
      to312,
      ['py-attr-unittest-testcase-assertequals 6 high'],
    ],
    [
      'of a zone',
      'from django.utils import timezone\n\ntimezone.get_current_timezone().localize(1)\n',
      to5,
      ['timezone-pytz-api-on-django-zones 3 high'],
    ],
    [
      'used in a with statement',
      'from pathlib import Path\n\nwith Path("a") as folder:\n    pass\n',
      { python: ['3.12', '3.13'] },
      ['py-attr-pathlib-path-enter 3 high'],
    ],
  ])('are found %s', (_name, text, jump, expected) => {
    expect(found(text, jump)).toEqual(expected);
  });

  test.each<[string, string, Jump]>([
    [
      'of a class of the repository',
      'class Probe:\n    def is_ajax(self):\n        return True\n\n\nprobe = Probe()\nprobe.is_ajax()\n',
      to5,
    ],
    [
      'of a form: save(commit) is its own',
      'from django import forms\n\n\nclass VisitForm(forms.ModelForm):\n    def keep(self):\n        return super().save(False)\n\n\nform = VisitForm()\nform.save(False)\n',
      to6,
    ],
    [
      'with nothing but keywords',
      'from django.db import models\n\n\nclass Visit(models.Model):\n    def save(self, *args, **kwargs):\n        super().save(*args, force_insert=True)\n',
      to6,
    ],
    [
      'that were asked for with hasattr()',
      'def visit(request):\n    if hasattr(request, "is_ajax"):\n        return request.is_ajax()\n',
      to5,
    ],
    ['that lxml still has', 'from lxml import etree\n\ntree = etree.fromstring("<a/>")\ntree.getchildren()\n', { python: ['3.8', '3.9'] }],
    ['of a common name without a type', 'def run(archive):\n    return archive.open()\n', to6],
  ])('are left alone %s', (_name, text, jump) => {
    expect(found(text, jump)).toEqual([]);
  });
});

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
