import { expect, test } from '@jest/globals';
import type { Vendor } from '../../../../src/django/project.ts';
import { renderApp } from '../../../support/sql/render-app.ts';

const fields = `
from django.db import models

class Address(models.BinaryField):
    def db_type(self, connection):
        """One column for both families."""
        if connection.vendor == "postgresql":
            return "inet"
        return "varbinary(16)"

class Barcode(models.Field):
    empty_strings_allowed = False

    def get_internal_type(self):
        return "CharField"

    def db_type(self, connection):
        if connection.settings_dict["ENGINE"] == "django.db.backends.mysql":
            return super().db_type(connection)
        return "char(%s)" % self.max_length

class Key(models.Field):
    def db_type(self, connection):
        return "serial8"

    def rel_db_type(self, connection):
        return models.BigIntegerField().db_type(connection=connection)

class Code(models.CharField):
    def to_python(self, value):
        return value

    get_prep_value = encoded

class Shade(models.Field):
    def db_type(self, connection):
        return colour_type_of(connection)
`;

function columns(written: string, vendor: Vendor): readonly string[] {
  const steps = [[`migrations.CreateModel('Shelf', [${written}])`]];
  return (
    renderApp('library', steps, {
      vendor,
      django: '5.2',
      imports: 'import library.fields',
      files: { 'library/__init__.py': '', 'library/fields.py': fields },
    })[0] ?? []
  );
}

const barcode = "('code', library.fields.Barcode(max_length=12, primary_key=True))";

test('a type is worked out for each database', () => {
  const address = `${barcode}, ('address', library.fields.Address())`;
  expect(columns(address, 'postgresql')).toEqual([
    'CREATE TABLE "library_shelf" ("code" char(12) NOT NULL PRIMARY KEY, "address" inet NOT NULL);',
  ]);
  expect(columns(address, 'mariadb')).toEqual([
    'CREATE TABLE `library_shelf` (`code` varchar(12) NOT NULL PRIMARY KEY, `address` varbinary(16) NOT NULL);',
  ]);
});

test('keys that point at a column have the type that the class says', () => {
  const key =
    "('key', library.fields.Key(primary_key=True)), ('next', models.ForeignKey('Shelf', models.CASCADE, db_constraint=False, db_index=False))";
  expect(columns(key, 'postgresql')).toEqual([
    'CREATE TABLE "library_shelf" ("key" serial8 NOT NULL PRIMARY KEY, "next_id" bigint NOT NULL);',
  ]);
});

test('a conversion that is put in from elsewhere is not known', () => {
  const steps = [
    [`migrations.CreateModel('Shelf', [${barcode}])`],
    ["migrations.AddField('Shelf', 'x', library.fields.Code(max_length=3, default='a'))"],
  ];
  const target = { vendor: 'postgresql', django: '5.2', imports: 'import library.fields' } as const;
  const files = {
    'library/__init__.py': '',
    'library/fields.py': `from .codes import encoded\n${fields}`,
    'library/codes.py': 'def encoded(self, value):\n    return value[::-1]\n',
  };
  expect(renderApp('library', steps, { ...target, files })[1]?.[0]).toContain(
    '/*unknown:how library.fields.Code writes the default of x is not known*/',
  );
});

test('a type that a function makes is marked', () => {
  expect(columns(`${barcode}, ('shade', library.fields.Shade())`, 'postgresql')[0]).toContain(
    '"shade" /*unknown:library.fields.Shade overrides db_type()*/ NOT NULL',
  );
});
