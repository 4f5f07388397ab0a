import { describe, expect, test } from '@jest/globals';
import { sha } from '../../../../src/source/position.ts';
import { memoryTree } from '../../../../src/source/tree.ts';
import { scanTree } from '../../../../src/upgrades/scan/scan-tree.ts';
import { briefly, scan, type Jump } from './scanning.ts';

type Files = Readonly<Record<string, string>>;
const found = (files: Files, jump: Jump): readonly string[] => briefly(scan(files, jump).hits);

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
