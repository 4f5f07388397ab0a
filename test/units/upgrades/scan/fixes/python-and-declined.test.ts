import { describe, expect, test } from '@jest/globals';
import type { Jump } from '../scanning.ts';
import { rewritten } from './rewritten.ts';

const old: Jump = { django: ['1.9', '5.2'] };

describe('a rewrite', () => {
  test.each<[string, string, string, string]>([
    [
      'moves an abstract class',
      'py-name-collections-mapping',
      'from collections import Mapping, OrderedDict\n\nprint(isinstance(OrderedDict(), Mapping))\n',
      'from collections.abc import Mapping\nfrom collections import OrderedDict\n\nprint(isinstance(OrderedDict(), Mapping))\n',
    ],
    [
      'refers to an abstract class where it is',
      'py-name-collections-mapping',
      'import collections\n\nprint(isinstance({}, collections.Mapping), collections.OrderedDict())\n',
      'import collections\nimport collections.abc\n\nprint(isinstance({}, collections.abc.Mapping), collections.OrderedDict())\n',
    ],
    [
      'renames old names of unittest',
      'py-attr-unittest-testcase-assertequals',
      'from unittest import TestCase\n\n\nclass VisitTests(TestCase):\n    def test_day(self):\n        self.assertEquals(1, 1)\n        self.assertEquals(2, 2)\n',
      'from unittest import TestCase\n\n\nclass VisitTests(TestCase):\n    def test_day(self):\n        self.assertEqual(1, 1)\n        self.assertEqual(2, 2)\n',
    ],
    [
      'takes one name from elsewhere where its module goes',
      'py-name-pipes-quote',
      'from pipes import quote\n\nprint(quote("a b"))\n',
      'from shlex import quote\n\nprint(quote("a b"))\n',
    ],
    [
      'takes reload() from importlib',
      'py-name-imp-reload',
      'from imp import reload\n\nreload(clinic)\n',
      'from importlib import reload\n\nreload(clinic)\n',
    ],
    [
      'keeps the name of what it takes from elsewhere',
      'py-name-distutils-spawn-find-executable',
      'from distutils.spawn import find_executable\n\nprint(find_executable("psql"))\n',
      'from shutil import which\n\nprint(which("psql"))\n',
    ],
  ])('for Python %s', (_name, entry, text, expected) => {
    expect(rewritten(entry, 'clinic/tests.py', text, { python: ['3.8', '3.14'] })).toBe(expected);
  });

  test.each<[string, string, string, string]>([
    [
      'where the new name means something else already',
      'encoding-force-text',
      'recipes/text.py',
      'from django.utils.encoding import force_text\n\n\ndef force_str(value):\n    return force_text(value)\n',
    ],
    [
      'where others import the name from here',
      'encoding-force-text',
      'recipes/text.py',
      'from django.utils.encoding import force_text\n\n__all__ = ["force_text"]\n',
    ],
    [
      'where a comment would go with a name',
      'conf-urls-url',
      'recipes/urls.py',
      'from django.conf.urls import (\n    url,  # old\n    include,\n)\n\nurlpatterns = [url(r"^$", home)]\n',
    ],
    [
      'with a name that the file does not import',
      'foreignkey-missing-on-delete',
      'recipes/models.py',
      'from django.db.models import ForeignKey, Model\n\n\nclass Step(Model):\n    recipe = ForeignKey("Recipe")\n',
    ],
    [
      'where a field would get the argument',
      'crypto-get-random-string-length',
      'recipes/models.py',
      'from django.db import models\nfrom django.utils.crypto import get_random_string\n\nKEY = models.CharField(max_length=12, default=get_random_string)\n',
    ],
    [
      'where a keyword has another name',
      'conf-urls-url',
      'recipes/urls.py',
      'from django.conf.urls import url\n\nurlpatterns = [url(regex=r"^$", view=home)]\n',
    ],
    [
      'of what the new module has under other names',
      'core-urlresolvers-module',
      'recipes/urls.py',
      'from django.core.urlresolvers import RegexURLPattern, reverse\n',
    ],
    ['that would hide what is lost', 'setting-use-l10n', 'recipes/settings.py', 'USE_L10N = False\n'],
    [
      'of a text whose placeholders do more',
      'html-format-html-no-args',
      'recipes/admin.py',
      'from django.utils.html import format_html\n\nprint(format_html("{:.2f} <b>{}</b>".format(1.5, 2)))\n',
    ],
    [
      'of a permalink that does more than return',
      'models-permalink',
      'recipes/models.py',
      'from django.db import models\n\n\nclass Recipe(models.Model):\n    @models.permalink\n    def get_absolute_url(self):\n        name = "recipe"\n        return name, [self.pk]\n',
    ],
    [
      'of storages that another module sets',
      'setting-default-file-storage',
      'recipes/settings.py',
      'from .base import *\n\nDEFAULT_FILE_STORAGE = "recipes.storages.Private"\n',
    ],
    [
      'of a base class',
      'models-nullbooleanfield',
      'recipes/fields.py',
      'from django.db.models import NullBooleanField\n\n\nclass Maybe(NullBooleanField):\n    pass\n',
    ],
  ])('is not offered %s', (_name, entry, path, text) => {
    expect(rewritten(entry, path, text, old)).toBeUndefined();
  });
});
