/** What the histories of real repositories changed for their upgrades, in small. */
import { describe, expect, test } from '@jest/globals';
import { briefly, scan, type Jump } from './scanning.ts';

type Row = readonly [name: string, files: Readonly<Record<string, string>>, jump: Jump, found: readonly string[]];

const to2: Jump = { django: ['1.11', '2.0'] };
const to3: Jump = { django: ['2.2', '3.2'] };
const to4: Jump = { django: ['3.2', '4.2'] };
const to6: Jump = { django: ['5.2', '6.0'] };

const settings = 'INSTALLED_APPS = ["clinic"]\nROOT_URLCONF = "clinic.urls"\nDEFAULT_AUTO_FIELD = "django.db.models.AutoField"\n';
const arrays = 'from django.contrib.postgres.fields import ArrayField\n';

const rows: readonly Row[] = [
  ['re_path from its old place', { 'urls.py': 'from django.conf.urls import re_path\n' }, to4, ['conf-urls-re-path urls.py:1 high']],
  [
    'a user behind a foreign key',
    {
      'visits.py':
        'from django.db import models\n\n\nclass Visit(models.Model):\n    user = models.ForeignKey("auth.User", models.CASCADE)\n\n    def save(self):\n        return self.user.is_authenticated()\n',
    },
    to2,
    ['user-is-authenticated-call visits.py:8 high'],
  ],
  [
    'a call in a Jinja template',
    { 'templates/top.html': '{% if not user.is_authenticated() %}<a>Sign in</a>{% endif %}\n' },
    to2,
    ['user-is-authenticated-call templates/top.html:1 high'],
  ],
  ['the relation of a field', { 'walk.py': 'def to(field):\n    return field.rel.to\n' }, to2, ['field-rel-attribute walk.py:2 medium']],
  [
    'a tag as a bare decorator',
    {
      'tags.py': 'from django import template\n\nregister = template.Library()\n\n\n@register.assignment_tag\ndef beds():\n    return []\n',
    },
    to2,
    ['template-assignment-tag tags.py:6 high'],
  ],
  [
    'a context by any name, and the call that passes it on',
    {
      'fields.py':
        'from django.db.models import CharField\n\n\nclass Code(CharField):\n    def from_db_value(self, value, expression, connection, contex):\n        return super().from_db_value(value, expression, connection, contex)\n',
    },
    to3,
    ['field-from-db-value-context fields.py:5 ×2 high'],
  ],
  [
    'no context that has a default',
    {
      'fields.py':
        'from django.db.models import CharField\n\n\nclass Code(CharField):\n    def from_db_value(self, value, expression, connection, context=None):\n        return value\n',
    },
    to3,
    [],
  ],
  [
    'the end of a comparison, too',
    { 'templates/bed.html': '{% ifequal a b %}\n<p></p>\n{% endifequal %}\n' },
    to4,
    ['template-tag-ifequal templates/bed.html:1 ×2 high'],
  ],
  [
    'a number beside an aggregate',
    {
      'sums.py':
        'from django.db.models import Sum, Value\nfrom django.db.models.functions import Coalesce\n\nCoalesce(Sum("paid"), Value(0))\nCoalesce(Sum("paid"), 0)\nCoalesce("paid", "due")\n',
    },
    to3,
    ['value-resolves-output-field sums.py:4 ×2 low'],
  ],
  [
    'parameters that are added up before they are returned',
    {
      'lookups.py':
        'from django.db.models import Lookup\n\n\nclass Near(Lookup):\n    def as_sql(self, compiler, connection):\n        lhs, lhs_params = self.process_lhs(compiler, connection)\n        rhs, rhs_params = self.process_rhs(compiler, connection)\n        params = lhs_params + rhs_params\n        return f"{lhs} ~ {rhs}", params\n',
    },
    to6,
    ['expression-as-sql-params-tuple lookups.py:9 medium'],
  ],
  [
    'a file without a name where a field takes it',
    {
      'files.py':
        'from django.core.files.base import ContentFile\n\n\ndef keep(report, text):\n    report.file = ContentFile(text)\n    store("a.txt", ContentFile(text))\n',
    },
    { django: ['5.0', '5.1'] },
    ['filefield-save-without-name files.py:5 low'],
  ],
  [
    'zones of pytz, with the import, and no other use of it',
    {
      'zones.py': 'import pytz\n\nHOME = pytz.timezone("Europe/Vienna")\n',
      'lists.py': 'import pytz\n\nNAMES = pytz.all_timezones\n',
    },
    { django: ['4.2', '5.0'] },
    ['pytz-timezones zones.py:3 ×2 medium'],
  ],
  [
    'positional arguments of save(), but not of a file or workbook',
    {
      'sheets.py':
        'def keep(visit, workbook, path):\n    workbook.save(path)\n    visit.scan.file.save(path, None)\n    visit.save(True)\n',
    },
    { django: ['5.2', '6.0'] },
    ['model-save-positional sheets.py:4 low'],
  ],
  [
    'a doubt about many files as one',
    {
      'beds/models.py': 'from django.db import models\n\n\nclass Bed(models.Model):\n    class Meta:\n        ordering = ["name"]\n',
      'visits/models.py': 'from django.db import models\n\n\nclass Visit(models.Model):\n    class Meta:\n        ordering = ["day"]\n',
    },
    { django: ['3.0', '3.1'] },
    ['model-meta-ordering-group-by beds/models.py:6 ×2 low'],
  ],
  [
    'views that a dropped column took with it',
    {
      'clinic/migrations/0002_view.py':
        'from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = [migrations.RunSQL("CREATE OR REPLACE VIEW open_visits AS SELECT 1", "DROP VIEW open_visits")]\n',
    },
    to6,
    ['drop-column-no-cascade clinic/migrations/0002_view.py:5 low'],
  ],
  [
    'a relation that clean() reads, perhaps before there is a key',
    {
      'wards/models.py':
        'from django.db import models\n\n\nclass Ward(models.Model):\n    def clean(self):\n        if self.beds.count() > 9:\n            raise ValueError\n\n\nclass Bed(models.Model):\n    ward = models.ForeignKey(Ward, models.CASCADE, related_name="beds")\n',
    },
    { django: ['4.0', '4.1'] },
    ['reverse-fk-unsaved-instance wards/models.py:6 low'],
  ],
  [
    'a relation that clean() reads where there is a key',
    {
      'wards/models.py':
        'from django.db import models\n\n\nclass Ward(models.Model):\n    def clean(self):\n        if self.pk and self.beds.count() > 9:\n            raise ValueError\n\n\nclass Bed(models.Model):\n    ward = models.ForeignKey(Ward, models.CASCADE, related_name="beds")\n',
    },
    { django: ['4.0', '4.1'] },
    [],
  ],
  [
    'uses of a module that goes',
    { 'api.py': 'from distutils.version import StrictVersion\n\n\ndef newer(a, b):\n    return StrictVersion(a) > StrictVersion(b)\n' },
    { python: ['3.11', '3.12'] },
    ['py-module-distutils api.py:1 ×2 high'],
  ],
  [
    "PostgreSQL's fields without its app",
    { 'clinic/settings.py': settings, 'clinic/models.py': arrays },
    to6,
    ['postgres-app-not-installed clinic/settings.py:1 high'],
  ],
  ["none of PostgreSQL's fields", { 'clinic/settings.py': settings, 'clinic/tests/test_models.py': arrays }, to6, []],
  [
    "PostgreSQL's fields with its app",
    { 'clinic/settings.py': settings.replace('["clinic"', '["django.contrib.postgres", "clinic"'), 'clinic/models.py': arrays },
    to6,
    [],
  ],
];

describe('an upgrade meets', () => {
  test.each(rows)('%s', (_name, files, jump, found) => {
    expect(briefly(scan(files, jump).hits)).toEqual(found);
  });
});
