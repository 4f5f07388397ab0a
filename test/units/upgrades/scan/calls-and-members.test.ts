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
