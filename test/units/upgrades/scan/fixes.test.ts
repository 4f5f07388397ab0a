import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '../../../../src/source/edit.ts';
import { scan, type Jump } from './scanning.ts';

/** The file after the edits of one finding; the finding must be gone from it. */
function rewritten(entry: string, path: string, text: string, jump: Jump): string | undefined {
  const hit = scan({ [path]: text }, jump).hits.find((each) => each.entry === entry);
  expect(hit?.entry).toBe(entry);
  if (hit === undefined || hit.edits.length === 0) return undefined;
  const after = applyEdits(text, hit.edits);
  const again = scan({ [path]: after }, jump);
  expect(again.hits.map((each) => each.entry)).not.toContain(entry);
  expect(again.unjudged).toEqual([]);
  return after;
}

const old: Jump = { django: ['1.11', '5.2'] };

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
  ])('%s', (_name, entry, path, text, expected) => {
    expect(rewritten(entry, path, text, entry === 'checkconstraint-check' ? { django: ['4.2', '6.0'] } : old)).toBe(expected);
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
      'of a base class',
      'models-nullbooleanfield',
      'recipes/fields.py',
      'from django.db.models import NullBooleanField\n\n\nclass Maybe(NullBooleanField):\n    pass\n',
    ],
  ])('is not offered %s', (_name, entry, path, text) => {
    expect(rewritten(entry, path, text, old)).toBeUndefined();
  });
});
