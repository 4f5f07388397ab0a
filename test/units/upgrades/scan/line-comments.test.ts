import { describe, expect, test } from '@jest/globals';
import { briefly, scan, type Jump } from './scanning.ts';

const found = (text: string, jump: Jump, path = 'clinic/models.py'): readonly string[] => briefly(scan({ [path]: text }, jump).hits);

describe('what a line comment is worth', () => {
  const index =
    'from django.db import models\n\n\nclass Visit(models.Model):\n    class Meta:\n        index_together = [("day", "doctor")]\n';

  test.each<[string, string, Jump, string]>([
    ['goes with this jump', index, { django: ['4.2', '5.1'] }, 'high'],
    ['is only deprecated, which goes on working', index, { django: ['4.1', '4.2'] }, 'medium'],
    ['was deprecated before, and still works after the jump', index, { django: ['4.2', '5.0'] }, 'medium'],
  ])('%s', (_name, text, jump, expected) => {
    expect(scan({ 'clinic/models.py': text }, jump).hits.map((hit) => hit.confidence)).toEqual([expected]);
  });

  test('what is deprecated is a notice', () => {
    const [hit] = scan({ 'clinic/models.py': index }, { django: ['4.1', '4.2'] }).hits;
    expect([hit?.effect, hit?.severity]).toEqual(['deprecated', 'notice']);
  });

  test('a setting that says what Django does anyway may go, and nothing breaks', () => {
    const [hit] = scan({ 'clinic/settings.py': 'USE_L10N = True\n' }, { django: ['4.2', '5.0'] }).hits;
    expect([hit?.effect, hit?.severity, hit?.title]).toEqual([
      'changes',
      'notice',
      '`USE_L10N` can go: Django 5.0 does not read it any more, and does what it says anyway.',
    ]);
  });
});

describe('optional modernisations are found as hints', () => {
  test.each<[string, string, string, readonly string[]]>([
    [
      're_path() with a plain route, and its import',
      'clinic/urls.py',
      'from django.urls import re_path\n\nurlpatterns = [re_path(r"^visits/(?P<day>[-a-z0-9_]+)\\.html$", day)]\n',
      ['urls-re-path-plain clinic/urls.py:3 ×2 low'],
    ],
    [
      'a translated route',
      'clinic/urls.py',
      'from django.urls import re_path\nfrom django.utils.translation import gettext_lazy as _\n\nurlpatterns = [re_path(_(r"^visits/$"), visits)]\n',
      ['urls-re-path-plain clinic/urls.py:4 ×2 low'],
    ],
    [
      'the choices of an enumeration in a field of a package',
      'clinic/models.py',
      'from django.db import models\nfrom multiselectfield import MultiSelectField\n\n\nclass Day(models.TextChoices):\n    MONDAY = "mo"\n\n\ndays = MultiSelectField(choices=Day.choices)\n',
      ['model-choices-attribute clinic/models.py:9 low'],
    ],
    [
      'a class registered at a site of the project',
      'clinic/admin.py',
      'from django.contrib import admin\n\nfrom .sites import clinic_site\n\n\nclass VisitAdmin(admin.ModelAdmin):\n    pass\n\n\nclinic_site.register(Visit, VisitAdmin)\n',
      ['admin-site-register-call clinic/admin.py:10 low'],
    ],
  ])('%s', (_name, path, text, expected) => {
    expect(found(text, { django: ['1.6', '5.0'] }, path).filter((line) => !line.startsWith('admin-model'))).toEqual(expected);
  });

  test.each<[string, string, string]>([
    [
      'a route that needs its expression',
      'clinic/urls.py',
      'from django.urls import re_path\n\nurlpatterns = [re_path(r"^(?:a|b)/$", day)]\n',
    ],
    ['choices that are no enumeration’s', 'clinic/forms.py', 'from pets import Dog\n\nfield = Field(choices=Dog.choices)\n'],
    ['a signal’s register()', 'clinic/apps.py', 'from django.contrib import admin\n\nplugins.register(Visit, VisitAdmin)\n'],
  ])('not %s', (_name, path, text) => {
    expect(found(text, { django: ['1.6', '5.0'] }, path)).toEqual([]);
  });
});

describe('further places of a finding', () => {
  test('what a permalink method returns', () => {
    const text =
      'from django.db import models\n\n\nclass Visit(models.Model):\n    @models.permalink\n    def get_absolute_url(self):\n        return ("visit", [self.pk])\n';
    const [hit] = scan({ 'clinic/models.py': text }, { django: ['1.11', '2.1'] }).hits;
    expect([hit?.entry, hit?.range.start.line, hit?.others.map((each) => each.start.line)]).toEqual(['models-permalink', 5, [7]]);
  });

  test('the indexes that index_together moves into', () => {
    const text =
      'from django.db import models\n\n\nclass Visit(models.Model):\n    if HISTORY:\n        class Meta:\n            index_together = [("day", "doctor")]\n            indexes = []\n';
    const [hit] = scan({ 'clinic/models.py': text }, { django: ['4.2', '5.1'] }).hits;
    expect([hit?.entry, hit?.range.start.line, hit?.others.map((each) => each.start.line)]).toEqual(['meta-index-together', 7, [8]]);
  });

  test('indexes alone are nothing', () => {
    const text = 'from django.db import models\n\n\nclass Visit(models.Model):\n    class Meta:\n        indexes = []\n';
    expect(found(text, { django: ['4.2', '5.1'] })).toEqual([]);
  });
});
