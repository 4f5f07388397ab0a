import { expect, test } from '@jest/globals';
import { fieldJson } from '../../../src/django/deconstruct/json-value.ts';
import { djangoTypeOf, fieldClassesOf } from '../../../src/django/read/classes/custom-classes.ts';
import { migrationFile, projectOf } from '../../support/django/clinic.ts';

const fields = `from django.db import models
from .lengths import CODE_LENGTH

class Code(models.CharField):
    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = CODE_LENGTH
        kwargs.setdefault("unique", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

class WardCode(Code):
    description = "a ward"

class Fee(models.DecimalField):
    def __init__(self, verbose_name=None, name=None, max_digits=10, decimal_places=2, currency="EUR", **kwargs):
        self.currency = currency
        super().__init__(verbose_name=verbose_name, name=name, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs["currency"] = self.currency
        return name, path, args, kwargs

    def db_type(self, connection):
        return "numeric(10, 2)"
`;

const project = projectOf({
  'clinic/__init__.py': '',
  'clinic/lengths.py': 'CODE_LENGTH = 6\n',
  'clinic/fields.py': fields,
  'clinic/models.py': 'from .fields import WardCode as Ward\n',
  'clinic/migrations/__init__.py': '',
  'clinic/migrations/0001_initial.py': migrationFile(
    `migrations.CreateModel("Visit", [
        ("ward", clinic.models.Ward("Ward", null=False)),
        ("fee", clinic.fields.Fee(null=True)),
        ("fees", ArrayField(clinic.fields.Fee(max_digits=4))),
        ("tags", TaggableManager(to="taggit.Tag")),
     ])`,
    {
      imports:
        'import clinic.fields, clinic.models\nfrom django.contrib.postgres.fields import ArrayField\nfrom taggit.managers import TaggableManager',
    },
  ),
});

test('field classes of the repository come with their bases, methods and attributes', () => {
  expect([...project.customFields.keys()].sort()).toEqual(['clinic.fields.Code', 'clinic.fields.Fee', 'clinic.fields.WardCode']);
  expect(project.customFields.get('clinic.fields.WardCode')).toMatchObject({ bases: ['clinic.fields.Code'] });
  expect(project.customFields.get('clinic.fields.WardCode')?.attributes.get('description')).toEqual({ kind: 'str', value: 'a ward' });
  expect([...(project.customFields.get('clinic.fields.Fee')?.methods.keys() ?? [])]).toEqual(['__init__', 'deconstruct', 'db_type']);
  expect(djangoTypeOf(project.customFields, 'clinic.fields.WardCode')).toBe('django.db.models.CharField');
  expect(djangoTypeOf(project.customFields, 'taggit.managers.TaggableManager')).toBeUndefined();
});

test('they are deconstructed as their own methods do it', () => {
  const [operation] = project.migrations[0]?.operations ?? [];
  const found = operation?.kind === 'CreateModel' ? operation.fields : [];
  const json = Object.fromEntries(
    found.map(([name, field]) => [name, fieldJson(field, { classes: fieldClassesOf(project.customFields), release: 502 })]),
  );
  expect(JSON.parse(JSON.stringify(json))).toEqual({
    ward: { path: 'clinic.fields.WardCode', args: [], kwargs: { unique: true }, django_base: 'django.db.models.fields.CharField' },
    fee: {
      path: 'clinic.fields.Fee',
      args: [],
      kwargs: { null: true, max_digits: 10, decimal_places: 2, currency: 'EUR' },
      django_base: 'django.db.models.fields.DecimalField',
    },
    fees: {
      path: 'django.contrib.postgres.fields.ArrayField',
      args: [],
      kwargs: {
        base_field: {
          path: 'clinic.fields.Fee',
          args: [],
          kwargs: { max_digits: 4, decimal_places: 2, currency: 'EUR' },
          django_base: 'django.db.models.fields.DecimalField',
        },
        size: null,
      },
    },
    tags: { path: 'taggit.managers.TaggableManager', args: [], kwargs: { to: 'taggit.tag' } },
  });
});
