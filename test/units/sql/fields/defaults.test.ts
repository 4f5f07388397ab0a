import { expect, test } from '@jest/globals';
import type { Vendor } from '../../../../src/django/project.ts';
import { renderApp } from '../../../support/sql/render-app.ts';

const shelf = "migrations.CreateModel(name='Shelf', fields=[('id', models.AutoField(primary_key=True))])";

const functions = `
import copy
import uuid
from enum import IntEnum
from django.conf import settings

LABELS = {"colour": "red"}

def labels():
    """A copy for each shelf."""
    return copy.deepcopy(LABELS)

def places():
    return 12 if settings.WIDE_SHELVES else 6

def barcode():
    return uuid.uuid4().hex

class Row(IntEnum):
    LOW = 1
    HIGH = 4

OPTIONS = {"max_length": 5}
OPTIONS.update({"default": "red"})

class Room:
    @staticmethod
    def first():
        return "A"
`;

function added(field: string, vendor: Vendor = 'postgresql', django = '5.2'): readonly string[] | undefined {
  return renderApp('library', [[shelf], [`migrations.AddField('Shelf', 'x', ${field})`]], {
    vendor,
    django,
    imports:
      'import datetime, uuid\nimport django.utils.timezone\nimport library.functions\nfrom django.contrib.postgres.fields import HStoreField',
    files: {
      'library/__init__.py': '',
      'library/functions.py': functions,
      'settings.py': "INSTALLED_APPS = ['library']\nUSE_TZ = True\nTIME_ZONE = 'UTC'\nWIDE_SHELVES = True\n",
    },
  })[1];
}

test('a function that only puts constants together is worked out', () => {
  expect(added('models.JSONField(default=library.functions.labels)')?.[0]).toBe(
    'ALTER TABLE "library_shelf" ADD COLUMN "x" jsonb DEFAULT \'{"colour": "red"}\'::jsonb NOT NULL;',
  );
  expect(added('models.IntegerField(default=library.functions.places)')?.[0]).toContain('DEFAULT 12 NOT NULL');
  expect(added('models.CharField(max_length=1, default=library.functions.Room.first)')?.[0]).toContain("DEFAULT 'A' NOT NULL");
  expect(added('models.DurationField(default=datetime.timedelta)')?.[0]).toContain("DEFAULT '0:00:00'::interval NOT NULL");
});

test('members of enumerations and options that are put together', () => {
  expect(added("models.IntegerField(default=library.functions.Row['HIGH'])")?.[0]).toContain('DEFAULT 4 NOT NULL');
  expect(added('models.CharField(**library.functions.OPTIONS)')?.[0]).toContain(`"x" varchar(5) DEFAULT 'red' NOT NULL`);
});

test('a value of the moment leaves the statement whole, with a mark where its literal stands', () => {
  expect(added('models.UUIDField(default=uuid.uuid4)')).toEqual([
    `ALTER TABLE "library_shelf" ADD COLUMN "x" uuid DEFAULT '…'::uuid/*unknown:the default of x is uuid.uuid4*/ NOT NULL;`,
    'ALTER TABLE "library_shelf" ALTER COLUMN "x" DROP DEFAULT;',
  ]);
  expect(added('models.DateTimeField(default=django.utils.timezone.now)')?.[0]).toContain("DEFAULT '…'::timestamptz/*unknown:");
  expect(added('models.DateTimeField(default=django.utils.timezone.now)', 'mysql')?.[0]).toContain("DEFAULT '…'/*unknown:");
  expect(added('models.CharField(max_length=32, default=library.functions.barcode)')?.[0]).toContain(
    "DEFAULT '…'/*unknown:the default of x is library.functions.barcode*/ NOT NULL",
  );
});

test('a map takes its text as it is', () => {
  const sql = added("HStoreField(default='')");
  expect(sql?.[0]).toBe(`ALTER TABLE "library_shelf" ADD COLUMN "x" hstore DEFAULT '' NOT NULL;`);
});

test('an empty text is no key to a number', () => {
  expect(added("models.ForeignKey('Shelf', models.CASCADE, null=True, default='')")?.[0]).toMatch(
    /^ALTER TABLE "library_shelf" ADD COLUMN "x_id" integer NULL CONSTRAINT/,
  );
});

test('a day that is the default before and after is no reason to set it', () => {
  const steps = [
    [shelf],
    ["migrations.AddField('Shelf', 'since', models.DateField(null=True, default=datetime.date.today))"],
    ["migrations.AlterField('Shelf', 'since', models.DateField(default=datetime.date.today))"],
  ];
  const sql = renderApp('library', steps, { vendor: 'postgresql', django: '5.2', imports: 'import datetime' })[2];
  expect(sql?.map((statement) => statement.replace(/\/\*unknown:.*?\*\//g, ''))).toEqual([
    `UPDATE "library_shelf" SET "since" = '…'::date WHERE "since" IS NULL; SET CONSTRAINTS ALL IMMEDIATE;`,
    'ALTER TABLE "library_shelf" ALTER COLUMN "since" SET NOT NULL;',
  ]);
});
