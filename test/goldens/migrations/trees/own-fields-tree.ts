/** Field classes that a project writes itself: their columns, what they do to their options, and how they write values. */
import { create, treeOf, type Step, type TreeFiles } from '../chain.ts';

const fields = `import datetime
import decimal
import json

from django.db import models
from django.db.models.functions import Lower


class PostCode(models.CharField):
    """Upper case, without a length of its own in migrations."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 8
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if value is not None:
            value = value.upper().strip()
        return value


class Plate(models.CharField):
    """An empty text is NULL."""

    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        return value or None


class Band(models.Field):
    """One address family on PostgreSQL, text elsewhere."""

    def db_type(self, connection):
        if connection.vendor == "postgresql":
            return "cidr"
        return "varchar(43)"

    def get_prep_value(self, value):
        if value in (None, ""):
            return None
        return str(value)


class Weight(models.Field):
    empty_strings_allowed = False

    def get_internal_type(self):
        return "DecimalField"

    def db_type(self, connection):
        return "numeric(7, 2)"


class Notes(models.TextField):
    """JSON in a text column."""

    def get_db_prep_save(self, value, connection):
        if value is None:
            return None
        return super().get_db_prep_save(json.dumps(value), connection)

    def to_python(self, value):
        return value


class Tags(models.JSONField):
    """A list, or an empty one."""

    def get_prep_value(self, value):
        if value is None:
            value = []
        if not isinstance(value, (list, tuple)):
            raise ValueError("no list")
        return super().get_prep_value(list(value))


class Fixed(models.Field):
    def db_type(self, connection):
        return "char(%s)" % self.max_length


class Counter(models.BigIntegerField):
    def rel_db_type(self, connection):
        return "integer"


class Trimmed:
    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value.strip() if isinstance(value, str) else value


class Title(Trimmed, models.CharField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("default", " untitled ")
        super().__init__(*args, **kwargs)


class ByLabel(models.Index):
    """Only a name of its own."""


class Shout(models.Func):
    function = "UPPER"


def first_note():
    return {"by": "the desk", "at": [8, 30], "open": True}


def allowance():
    """Half a day."""
    return decimal.Decimal("1.50")


def pause():
    return datetime.timedelta(minutes=15)


class Defaults:
    @staticmethod
    def label():
        labels = ["a", "b"]
        labels.append("c")
        return "-".join(labels)
`;

const base = create('Bed', []);
const add = (name: string, field: string): string => `migrations.AddField('Bed', '${name}', ${field})`;
const alter = (name: string, field: string): string => `migrations.AlterField('Bed', '${name}', ${field})`;

/** A field that may be NULL, one that may not, one with a default; then NULL is forbidden, allowed again, and the field taken away. */
function through(type: string, { options = '', value }: { readonly options?: string; readonly value: string }): readonly Step[] {
  const of = (more: string): string => `own.fields.${type}(${[options, more].filter((text) => text !== '').join(', ')})`;
  return [
    base,
    [add('a', of('null=True')), add('b', of(`default=${value}`)), add('c', of('blank=True, null=True'))],
    [alter('a', of(`default=${value}`)), alter('c', of(`null=True, default=${value}`))],
    [alter('b', of('null=True')), add('d', of(`null=True, default=${value}, db_index=True`))],
    "migrations.RemoveField('Bed', 'b')",
  ];
}

const apps: Readonly<Record<string, readonly Step[]>> = {
  postcodes: through('PostCode', { value: "'sw1a 1aa '" }),
  plates: through('Plate', { options: 'max_length=9', value: "''" }),
  bands: through('Band', { value: "'10.0.0.0/8'" }),
  weights: [base, add('a', 'own.fields.Weight(null=True)'), add('b', 'own.fields.Weight(default=4)')],
  notes: through('Notes', { value: 'own.fields.first_note' }),
  tags: through('Tags', { value: 'list' }),
  fixed: through('Fixed', { options: 'max_length=3', value: "'DKK'" }),
  titles: [base, [add('a', 'own.fields.Title()'), add('b', 'own.fields.Title(null=True, max_length=12)')], alter('b', "own.fields.Title(default=' x')")],
  counters: [
    "migrations.CreateModel('Bed', [('number', own.fields.Counter(primary_key=True))])",
    "migrations.CreateModel('Stay', [('id', models.AutoField(primary_key=True)), ('bed', models.ForeignKey('Bed', models.CASCADE))])",
  ],
  callables: [
    base,
    [
      add('a', 'models.DecimalField(max_digits=5, decimal_places=2, default=own.fields.allowance)'),
      add('b', 'models.DurationField(default=own.fields.pause)'),
      add('c', 'models.CharField(max_length=9, default=own.fields.Defaults.label)'),
      add('d', 'models.JSONField(default=own.fields.first_note)'),
    ],
  ],
  classes: [
    create('Bed', ["('label', models.CharField(max_length=9))"]),
    "migrations.AddIndex('Bed', own.fields.ByLabel(fields=['label'], name='by_label'))",
    "migrations.AddIndex('Bed', models.Index(own.fields.Shout('label'), name='by_shout'))",
  ],
};

export function ownFieldsTree(): TreeFiles {
  return { 'own/__init__.py': '', 'own/fields.py': fields, ...treeOf(apps, 'import own.fields') };
}
