import { describe, expect, test } from '@jest/globals';
import { briefly, scan } from './scanning.ts';

const to4 = { django: ['3.2', '4.0'] } as const;

function found(files: Readonly<Record<string, string>>): readonly string[] {
  // that the test of the version itself can go is another finding
  return briefly(scan(files, to4).hits.filter((hit) => hit.entry !== 'django-version-branches'));
}

describe('a removed name is found', () => {
  test.each<[string, Record<string, string>, string[]]>([
    [
      'where it is imported, with its uses counted',
      {
        'recipes/views.py':
          'from django.utils.encoding import force_text\n\n\ndef title(recipe):\n    return force_text(recipe.name) + force_text(recipe.author)\n\n\ndef slug(recipe):\n    return force_text(recipe.slug)\n',
      },
      ['encoding-force-text recipes/views.py:1 ×3 high'],
    ],
    [
      'under another name',
      { 'recipes/models.py': 'from django.utils.translation import ugettext_lazy as _\n\nTITLE = _("Recipe")\n' },
      ['translation-ugettext-lazy recipes/models.py:1 ×2 high'],
    ],
    [
      'through its module',
      { 'recipes/text.py': 'from django.utils import encoding as enc\n\nNAME = enc.smart_text(b"soup")\n' },
      ['encoding-smart-text recipes/text.py:3 high'],
    ],
    [
      'through a star import of Django’s',
      { 'shop/urls.py': 'from django.conf.urls import *\n\nurlpatterns = [url(r"^$", None)]\n' },
      ['conf-urls-url shop/urls.py:3 high'],
    ],
    [
      'at the repository’s own re-export, with the users listed',
      {
        'library/__init__.py': '',
        'library/compat.py': 'from django.utils.encoding import force_text  # noqa\n',
        'library/loans.py': 'from library.compat import force_text\n\nprint(force_text("due"))\n',
        'library/books.py': 'from .compat import force_text\n',
      },
      ['encoding-force-text library/compat.py:1 ×3 high'],
    ],
    [
      'behind a star import of the repository’s own',
      {
        'library/__init__.py': '',
        'library/compat.py': 'from django.utils.encoding import force_text\n',
        'library/loans.py': 'from library.compat import *\n\nprint(force_text("due"))\n',
      },
      ['encoding-force-text library/compat.py:1 ×2 high'],
    ],
    [
      'in a string that is imported from',
      {
        'tests/test_slug.py':
          'from unittest import mock\n\n\n@mock.patch("django.utils.encoding.force_text")\ndef test_slug(force):\n    pass\n',
      },
      ['encoding-force-text tests/test_slug.py:4 high'],
    ],
    [
      'in a function',
      { 'shop/tasks.py': 'def send():\n    from django.utils.http import urlquote\n    return urlquote("a b")\n' },
      ['http-urlquote shop/tasks.py:2 ×2 high'],
    ],
  ])('%s', (_name, files, expected) => {
    expect(found(files)).toEqual(expected);
  });
});

describe('a removed name is not found', () => {
  test.each<[string, Record<string, string>]>([
    [
      'where the repository has one of its own',
      { 'shop/text.py': 'def force_text(value):\n    return str(value)\n\n\nprint(force_text(1))\n' },
    ],
    ['where a package has one', { 'shop/text.py': 'from unidecode import force_text\n\nprint(force_text(1))\n' }],
    ['as the attribute of something else', { 'shop/text.py': 'def show(helper):\n    return helper.force_text()\n' }],
    [
      'in a comment or docstring',
      { 'shop/text.py': '"""Was from django.utils.encoding import force_text."""\n# from django.utils.encoding import force_text\n' },
    ],
    [
      'in vendored code',
      {
        'vendor/old/text.py': 'from django.utils.encoding import force_text\n',
        'node_modules/x/setup.py': 'from django.utils.encoding import force_text\n',
      },
    ],
    [
      'where the import falls back to it',
      {
        'shop/compat.py':
          'try:\n    from django.utils.encoding import force_str\nexcept ImportError:\n    from django.utils.encoding import force_text as force_str\n',
      },
    ],
    [
      'where its failure is answered',
      {
        'shop/compat.py':
          'try:\n    from django.utils.encoding import force_text\nexcept ImportError:\n    from django.utils.encoding import force_str as force_text\n',
      },
    ],
    [
      'in the branch for the old version',
      {
        'shop/compat.py':
          'import django\n\nif django.VERSION < (4, 0):\n    from django.utils.encoding import force_text\nelse:\n    from django.utils.encoding import force_str as force_text\n\nprint(force_text(1))\n',
      },
    ],
    [
      'where a parameter hides the import',
      { 'shop/text.py': 'from shop.other import force_text\n\n\ndef show(force_text):\n    return force_text(1)\n' },
    ],
  ])('%s', (_name, files) => {
    expect(found(files)).toEqual([]);
  });
});

test('old migrations keep the stand-ins that Django leaves for them', () => {
  const text = 'from django.db import migrations, models\n\nFIELD = models.NullBooleanField()\n';
  expect(found({ 'shop/migrations/0002_paid.py': text })).toEqual([]);
  expect(found({ 'shop/models.py': text })).toEqual(['models-nullbooleanfield shop/models.py:3 medium']);
});

test('what only type checkers import is no more than a hint', () => {
  expect(
    found({ 'shop/text.py': 'from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from django.utils.encoding import force_text\n' }),
  ).toEqual(['encoding-force-text shop/text.py:4 low']);
});
