/** Code of real projects, retold, that once was taken for something that breaks. */
import { describe, expect, test } from '@jest/globals';
import { hasOptionalName } from '../../../../src/upgrades/scan/specials/optional-groups.ts';
import { briefly, scan, type Jump } from './scanning.ts';

type Files = Readonly<Record<string, string>>;
const found = (files: Files, jump: Jump): readonly string[] =>
  briefly(scan(files, jump).hits).filter((line) => !/^(?:setting-|test-client-http)/.test(line));
const to6: Jump = { django: ['1.11', '6.0'] };

describe('no finding', () => {
  test.each<[string, string, string, Jump]>([
    [
      'where the new method stands beside the old one',
      'clinic/managers.py',
      'class VisitManager:\n    def get_prefetch_queryset(self, instances):\n        return instances\n\n    def get_prefetch_querysets(self, instances):\n        return instances\n',
      to6,
    ],
    [
      'where POST is sent to delete()',
      'clinic/views.py',
      'from django.views.generic import DeleteView\n\n\nclass DeleteVisit(DeleteView):\n    def delete(self, request):\n        return request\n\n    def post(self, request):\n        return self.delete(request)\n',
      to6,
    ],
    [
      'where an old parameter has a default',
      'clinic/fields.py',
      'from django.db import models\n\n\nclass MoneyField(models.Field):\n    def from_db_value(self, value, expression, connection, context=None):\n        return value\n',
      to6,
    ],
    [
      'where the backend calls its own method',
      'clinic/auth.py',
      'from django.contrib.auth.backends import RemoteUserBackend\n\n\nclass Backend(RemoteUserBackend):\n    def authenticate(self, request, remote_user):\n        return self.configure_user(request, remote_user)\n\n    def configure_user(self, request, user):\n        return user\n',
      to6,
    ],
    [
      'where assertFormError() gets a form',
      'clinic/tests.py',
      'from django.test import TestCase\n\n\nclass VisitTests(TestCase):\n    def test_day(self):\n        form = self.answer.context["form"]\n        self.assertFormError(form, "day", "Enter a day.")\n        self.assertFormError(self.answer.context["form"], "day", "Enter a day.", "On Sundays")\n',
      to6,
    ],
    [
      'where validate_unique() takes no list',
      'clinic/models.py',
      'from django.db import models\n\n\nclass Visit(models.Model):\n    def validate_unique(self, exclude=None):\n        super().validate_unique(exclude=exclude)\n',
      { django: ['3.2', '4.2'] },
    ],
    [
      'where the class has a list of its own',
      'clinic/admin.py',
      'from django.contrib import admin\n\n\nclass VisitAdmin(admin.ModelAdmin):\n    inlines = []\n\n\nVisitAdmin.inlines.append(1)\n',
      { django: ['3.2', '4.2'] },
    ],
    [
      'where a method is called on the class',
      'clinic/tests.py',
      'from django.db import models\n\n\nclass Visit(models.Model):\n    pass\n\n\ndef keep(visit):\n    models.Model.save(visit)\n    Visit.save(visit)\n',
      to6,
    ],
    [
      'where a manager is only named',
      'clinic/apps.py',
      'from django.apps import AppConfig\n\n\nclass ClinicConfig(AppConfig):\n    def ready(self):\n        self.visits = Visit.objects\n',
      { django: ['4.2', '5.0'] },
    ],
    [
      'where a test keeps a list under the name of a relation',
      'clinic/tests.py',
      'from django.db import models\nfrom tenants import TenantTest\n\n\nclass Visit(models.Model):\n    doctors = models.ManyToManyField("Doctor")\n\n\nclass VisitTests(TenantTest):\n    def setUp(self):\n        self.doctors = [1, 2]\n',
      { django: ['1.11', '2.0'] },
    ],
    [
      'where a backend takes no credentials at all',
      'clinic/auth.py',
      'from django.contrib.auth.backends import ModelBackend\n\n\nclass NoBackend(ModelBackend):\n    def authenticate(self):\n        return None\n',
      { django: ['1.11', '2.1'] },
    ],
    [
      'where the state gets a set',
      'clinic/tests.py',
      'from django.db.migrations.state import ProjectState\n\nProjectState(real_apps={"auth"})\n',
      { django: ['3.2', '4.0'] },
    ],
    [
      'where None goes out as JSON',
      'clinic/tests.py',
      'from django.test import TestCase\n\n\nclass VisitTests(TestCase):\n    def test_post(self):\n        self.client.post("/visits/", {"day": None}, content_type="application/json")\n',
      { django: ['2.1', '2.2'] },
    ],
    [
      'where getattr() has asked for the attribute',
      'clinic/models.py',
      'def target(field):\n    if getattr(field.remote_field, "to", None):\n        return field.remote_field.to\n    return field.remote_field.model\n',
      { django: ['1.11', '2.0'] },
    ],
  ])('%s', (_name, path, text, jump) => {
    expect(found({ [path]: text }, jump)).toEqual([]);
  });
});

test('a subclass with a constructor of its own takes arguments of its own', () => {
  const text =
    'from django import forms\n\n\nclass LanguageField(forms.ChoiceField):\n    def __init__(self, role, packages):\n        super().__init__(choices=packages)\n\n\nfield = LanguageField("from", [])\n';
  expect(found({ 'clinic/forms.py': text }, { django: ['1.11', '2.0'] })).toEqual(['form-field-positional-args clinic/forms.py:9 low']);
});

test('a method that the repository’s class has in its own way is no more than a hint', () => {
  const text =
    'from django.db import models\n\n\nclass SessionKey(models.Model):\n    def save(self, master_key=None, **kwargs):\n        super().save(**kwargs)\n\n\nSessionKey().save("abc")\n';
  expect(found({ 'clinic/keys.py': text }, { django: ['5.2', '6.0'] })).toEqual(['model-save-positional clinic/keys.py:9 low']);
});

test('super() that goes to a class of the repository first is no more than a hint', () => {
  const text =
    'from django.db import models\n\n\nclass Base(models.Field):\n    def from_db_value(self, value, expression, connection, context=None):\n        return value\n\n\nclass MoneyField(Base):\n    def from_db_value(self, value, expression, connection, context=None):\n        return super().from_db_value(value, expression, connection, context)\n';
  expect(found({ 'clinic/fields.py': text }, { django: ['2.2', '3.0'] })).toEqual(['field-from-db-value-context clinic/fields.py:11 low']);
});

describe('assertFormError() as it was', () => {
  test.each([
    'self.assertFormError(answer, "form", "day", "Enter a day.")',
    'self.assertFormError(response, name, "day", ["Enter a day."])',
  ])('%s', (call) => {
    const text = `from django.test import TestCase\n\n\nclass VisitTests(TestCase):\n    def test_day(self):\n        ${call}\n`;
    expect(found({ 'clinic/tests.py': text }, { django: ['4.2', '5.0'] })).toEqual([
      'test-assertformerror-response-arg clinic/tests.py:6 high',
    ]);
  });
});

describe('exclude as a set', () => {
  test.each(['exclude.append("day")', 'exclude = exclude + ["day"]', 'exclude = ["day"] + exclude'])('%s', (statement) => {
    const text = `from django.db import models\n\n\nclass Visit(models.Model):\n    def clean_fields(self, exclude=None):\n        ${statement}\n        super().clean_fields(exclude=exclude)\n`;
    expect(found({ 'clinic/models.py': text }, { django: ['3.2', '4.2'] })).toEqual([
      'model-full-clean-exclude-set clinic/models.py:5 high',
    ]);
  });
});

describe('a field that stays for old migrations', () => {
  const jump: Jump = { django: ['3.2', '4.2'] };
  test.each<[string, string, string]>([
    ['made in a model', 'from django.db import models\n\n\nclass Visit(models.Model):\n    paid = models.NullBooleanField()\n', '5 high'],
    [
      'imported and made in a model',
      'from django.db.models import Model, NullBooleanField\n\n\nclass Visit(Model):\n    paid = NullBooleanField()\n',
      '1 ×2 high',
    ],
    ['only named', 'from django.db import models\n\nLOGICAL = (models.BooleanField, models.NullBooleanField)\n', '3 medium'],
    ['a base class', 'from django.db.models import NullBooleanField\n\n\nclass Maybe(NullBooleanField):\n    pass\n', '1 ×2 medium'],
  ])('%s', (_name, text, expected) => {
    expect(found({ 'clinic/models.py': text }, jump)).toEqual([`models-nullbooleanfield clinic/models.py:${expected}`]);
  });
});

describe('default_app_config', () => {
  const clinic = 'from django.apps import AppConfig\n\n\nclass ClinicConfig(AppConfig):\n    name = "clinic"\n';
  const setting = 'default_app_config = "clinic.apps.ClinicConfig"\n';
  const worth = (files: Files): readonly string[] =>
    scan(files, { django: ['3.2', '4.2'] })
      .hits.filter(({ entry }) => !entry.startsWith('setting-'))
      .map((hit) => `${hit.effect} ${hit.confidence}`);

  test.each<[string, Files, string]>([
    ['the only class is found without it', { 'clinic/apps.py': clinic }, 'changes medium'],
    [
      'the class says that it is the default',
      { 'clinic/apps.py': `${clinic}    default = True\n\n\nclass NightConfig(AppConfig):\n    pass\n` },
      'changes medium',
    ],
    [
      'the base says that it is not',
      {
        'clinic/apps.py': 'from core.apps import BaseConfig\n\n\nclass ClinicConfig(BaseConfig):\n    name = "clinic"\n',
        'core/__init__.py': '',
        'core/apps.py': 'from django.apps import AppConfig\n\n\nclass BaseConfig(AppConfig):\n    default = False\n',
      },
      'changes medium',
    ],
    ['two classes are none without it', { 'clinic/apps.py': `${clinic}\n\nclass NightConfig(ClinicConfig):\n    pass\n` }, 'breaks high'],
    [
      'it stands in another module',
      { 'clinic/apps.py': clinic, 'clinic/__init__.py': 'default_app_config = "clinic.config.Clinic"\n', 'clinic/config.py': clinic },
      'breaks high',
    ],
    [
      'settings name the class',
      {
        'clinic/apps.py': `${clinic}\n\nclass NightConfig(ClinicConfig):\n    pass\n`,
        'practice/settings.py': 'INSTALLED_APPS = ["clinic.apps.ClinicConfig"]\n',
      },
      'changes medium',
    ],
    ['the class can’t be looked into', { 'clinic/apps.py': 'from tenants.apps import *\n' }, 'breaks medium'],
    [
      'it is computed',
      { 'clinic/apps.py': clinic, 'clinic/__init__.py': 'default_app_config = __name__ + ".apps.ClinicConfig"\n' },
      'breaks medium',
    ],
  ])('%s', (_name, files, expected) => {
    expect(worth({ 'clinic/__init__.py': setting, ...files })).toEqual([expected]);
  });
});

describe('a named group that may be left out', () => {
  test.each([
    ['(?P<day>\\d+)?', true],
    ['(?:(?P<day>\\d+)/)?', true],
    ['(?P<day>\\d+)*', true],
    ['(?P<day>\\d+){0,1}', true],
    ['(?:(?P<day>\\d+)|today)/', true],
    ['^(?P<day>\\d+)$|^today$', true],
    ['(?P<path>/(?:.*/)?)$', false],
    ['(?P<day>mo|tu)/', false],
    ['(?:a|b)/(?P<day>\\d+)', false],
    ['[()?]*(?P<day>[^)?]+)/?$', false],
    ['\\((?P<day>\\d+)\\)?', false],
  ])('%s: %s', (pattern, expected) => {
    expect(hasOptionalName(pattern)).toBe(expected);
  });
});
