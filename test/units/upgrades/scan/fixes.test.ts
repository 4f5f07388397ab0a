import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '../../../../src/source/edit.ts';
import { scan, type Jump } from './scanning.ts';

/** The file after the edits of one finding; the finding must be gone from it. */
function rewritten(entry: string, path: string, text: string, jump: Jump): string | undefined {
  const hit = scan({ ...apps, [path]: text }, jump).hits.find((each) => each.entry === entry);
  expect(hit?.entry).toBe(entry);
  if (hit === undefined || hit.edits.length === 0) return undefined;
  const after = applyEdits(text, hit.edits);
  const again = scan({ ...apps, [path]: after }, jump);
  expect(again.hits.map((each) => each.entry)).not.toContain(entry);
  expect(again.unjudged).toEqual([]);
  return after;
}

const old: Jump = { django: ['1.9', '5.2'] };
/** The class that a package is installed by, beside the file. */
const apps = { 'clinic/apps.py': 'from django.apps import AppConfig\n\n\nclass ClinicConfig(AppConfig):\n    name = "clinic"\n' };

describe('a rewrite', () => {
  test.each<[string, string, string, string, string]>([
    [
      'renames an import and its uses',
      'encoding-force-text',
      'recipes/text.py',
      'from django.utils.encoding import force_text\n\nprint(force_text(1))\n',
      'from django.utils.encoding import force_str\n\nprint(force_str(1))\n',
    ],
    [
      'keeps an alias',
      'translation-ugettext-lazy',
      'recipes/models.py',
      'from django.utils.translation import ugettext_lazy as _\n\nTITLE = _("Recipe")\n',
      'from django.utils.translation import gettext_lazy as _\n\nTITLE = _("Recipe")\n',
    ],
    [
      'moves one name of several to another module',
      'conf-urls-url',
      'recipes/urls.py',
      'from django.conf.urls import url, include\n\nurlpatterns = [url(r"^$", include("soups"))]\n',
      'from django.urls import re_path\nfrom django.conf.urls import include\n\nurlpatterns = [re_path(r"^$", include("soups"))]\n',
    ],
    [
      'takes a name that is there already',
      'conf-urls-url',
      'recipes/urls.py',
      'from django.urls import re_path\nfrom django.conf.urls import url\n\nurlpatterns = [url(r"^$", home), re_path(r"^a$", home)]\n',
      'from django.urls import re_path\n\nurlpatterns = [re_path(r"^$", home), re_path(r"^a$", home)]\n',
    ],
    [
      'refers to datetime for utc',
      'timezone-utc',
      'clinic/visits.py',
      'from django.utils import timezone\n\nNOW = timezone.now().astimezone(timezone.utc)\n',
      'import datetime\nfrom django.utils import timezone\n\nNOW = timezone.now().astimezone(datetime.timezone.utc)\n',
    ],
    [
      'renames a keyword',
      'checkconstraint-check',
      'clinic/models.py',
      'from django.db import models\n\nC = models.CheckConstraint(check=models.Q(age__gte=0), name="age")\n',
      'from django.db import models\n\nC = models.CheckConstraint(condition=models.Q(age__gte=0), name="age")\n',
    ],
    [
      'adds null to a BooleanField',
      'models-nullbooleanfield',
      'clinic/models.py',
      'from django.db import models\n\n\nclass Visit(models.Model):\n    paid = models.NullBooleanField(\n        "Paid",\n    )\n',
      'from django.db import models\n\n\nclass Visit(models.Model):\n    paid = models.BooleanField(\n        "Paid", null=True,\n    )\n',
    ],
    [
      'deletes a setting',
      'setting-use-l10n',
      'clinic/settings.py',
      'INSTALLED_APPS = []\nUSE_L10N = True  # dates\nUSE_TZ = True\n',
      'INSTALLED_APPS = []\nUSE_TZ = True\n',
    ],
    [
      'drops a keyword with its comma',
      'signal-providing-args',
      'clinic/signals.py',
      'from django.dispatch import Signal\n\nseen = Signal(providing_args=["visit"], use_caching=True)\n',
      'from django.dispatch import Signal\n\nseen = Signal(use_caching=True)\n',
    ],
    [
      'turns a template comparison into if',
      'template-tag-ifequal',
      'clinic/templates/visit.html',
      '{% ifequal a.b "x y" %}1{% ifequal c d %}2{% endifequal %}{% else %}3{% endifequal %}\n',
      '{% if a.b == "x y" %}1{% if c == d %}2{% endif %}{% else %}3{% endif %}\n',
    ],
    [
      'loads another library',
      'template-library-staticfiles',
      'clinic/templates/visit.html',
      '{% load i18n staticfiles %}\n',
      '{% load i18n static %}\n',
    ],
    [
      'moves a module',
      'core-urlresolvers-module',
      'clinic/views.py',
      'from django.core.urlresolvers import (\n    reverse,  # for links\n)\n',
      'from django.urls import (\n    reverse,  # for links\n)\n',
    ],
    [
      'renames a method of a test',
      'test-assertquerysetequal',
      'clinic/tests/test_visits.py',
      'from django.test import TestCase\n\n\nclass VisitTests(TestCase):\n    def test_all(self):\n        self.assertQuerysetEqual([], [])\n',
      'from django.test import TestCase\n\n\nclass VisitTests(TestCase):\n    def test_all(self):\n        self.assertQuerySetEqual([], [])\n',
    ],
    [
      'hands format_html() its arguments',
      'html-format-html-no-args',
      'clinic/admin.py',
      'from django.utils.html import format_html\n\n\ndef link(visit):\n    return format_html(\n        "<a href=\'{}\'>{day}</a>".format(\n            visit.url, day=visit.day,\n        )\n    )\n',
      'from django.utils.html import format_html\n\n\ndef link(visit):\n    return format_html(\n        "<a href=\'{}\'>{day}</a>", visit.url, day=visit.day\n    )\n',
    ],
    [
      'writes a permalink as reverse()',
      'models-permalink',
      'clinic/models.py',
      'from django.db import models\n\n\nclass Visit(models.Model):\n    @models.permalink\n    def get_absolute_url(self):\n        return ("visit", [], {"day": self.day})  # by day\n',
      'from django.db import models\nfrom django.urls import reverse\n\n\nclass Visit(models.Model):\n    def get_absolute_url(self):\n        return reverse("visit", kwargs={"day": self.day})  # by day\n',
    ],
    [
      'writes all methods below an imported permalink as reverse()',
      'models-permalink',
      'clinic/models.py',
      'from django.db.models import Model, permalink\n\n\nclass Visit(Model):\n    @permalink\n    def get_absolute_url(self):\n        return "visit", [self.pk]\n\n    @permalink\n    def get_edit_url(self):\n        return "edit", [self.pk]\n',
      'from django.db.models import Model\nfrom django.urls import reverse\n\n\nclass Visit(Model):\n    def get_absolute_url(self):\n        return reverse("visit", args=[self.pk])\n\n    def get_edit_url(self):\n        return reverse("edit", args=[self.pk])\n',
    ],
    [
      'gathers the storages',
      'setting-staticfiles-storage',
      'clinic/settings.py',
      'USE_TZ = True\nDEFAULT_FILE_STORAGE = "clinic.storages.Private"\nSTATIC_URL = "/static/"\nSTATICFILES_STORAGE = "clinic.storages.Hashed"\nDEBUG = False\n',
      'USE_TZ = True\nSTORAGES = {\n    "default": {\n        "BACKEND": "clinic.storages.Private",\n    },\n    "staticfiles": {\n        "BACKEND": "clinic.storages.Hashed",\n    },\n}\nSTATIC_URL = "/static/"\nDEBUG = False\n',
    ],
    [
      'passes the form of the response',
      'test-assertformerror-response-arg',
      'clinic/tests/test_visits.py',
      'from django.test import TestCase\n\n\nclass VisitTests(TestCase):\n    def test_day(self):\n        response = self.client.post("/visits/")\n        self.assertFormError(response, "form", "day", "Enter a day.")\n',
      'from django.test import TestCase\n\n\nclass VisitTests(TestCase):\n    def test_day(self):\n        response = self.client.post("/visits/")\n        self.assertFormError(response.context["form"], "day", "Enter a day.")\n',
    ],
    [
      'deletes a default_app_config that is found without it',
      'default-app-config-variable',
      'clinic/__init__.py',
      'VERSION = 3\ndefault_app_config = "clinic.apps.ClinicConfig"\n',
      'VERSION = 3\n',
    ],
    [
      'moves JSONField',
      'postgres-jsonfield',
      'clinic/models.py',
      'from django.contrib.postgres.fields import ArrayField, JSONField\n\nNOTES = JSONField()\n',
      'from django.db.models import JSONField\nfrom django.contrib.postgres.fields import ArrayField\n\nNOTES = JSONField()\n',
    ],
  ])('%s', (_name, entry, path, text, expected) => {
    expect(rewritten(entry, path, text, entry === 'checkconstraint-check' ? { django: ['4.2', '6.0'] } : { django: ['1.9', '6.0'] })).toBe(
      expected,
    );
  });

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
