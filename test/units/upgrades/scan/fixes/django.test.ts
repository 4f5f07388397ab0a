import { describe, expect, test } from '@jest/globals';
import { rewritten } from './rewritten.ts';

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
});
