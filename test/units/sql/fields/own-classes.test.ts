import { expect, test } from '@jest/globals';
import { renderApp } from '../../../support/sql/render-app.ts';

const classes = `
from django.db import models
from django.db.models.functions import Lower

class LoanIndex(models.Index):
    """Kept for old migrations."""

class Once(models.UniqueConstraint):
    def validate(self, model, instance, exclude=None, using=None):
        pass

class Soundex(models.Func):
    function = "SOUNDEX"
    template = "%(function)s(%(expressions)s, 4)"

class Loud(models.Index):
    def create_sql(self, model, schema_editor, using="", **kwargs):
        return loud_sql(model)
`;

function added(operation: string): readonly string[] {
  const shelf = "migrations.CreateModel('Shelf', [('id', models.AutoField(primary_key=True)), ('label', models.CharField(max_length=9))])";
  return (
    renderApp('library', [[shelf], [operation]], {
      vendor: 'postgresql',
      django: '5.2',
      imports: 'import library.classes',
      files: { 'library/__init__.py': '', 'library/classes.py': classes },
    })[1] ?? []
  );
}

test('classes that only have another name do what their Django class does', () => {
  expect(added("migrations.AddIndex('Shelf', library.classes.LoanIndex(fields=['label'], name='by_label'))")).toEqual([
    'CREATE INDEX "by_label" ON "library_shelf" ("label");',
  ]);
  expect(added("migrations.AddConstraint('Shelf', library.classes.Once(fields=['label'], name='once'))")).toEqual([
    'ALTER TABLE "library_shelf" ADD CONSTRAINT "once" UNIQUE ("label");',
  ]);
});

test('a function of the project is written as its attributes say', () => {
  expect(added("migrations.AddIndex('Shelf', models.Index(library.classes.Soundex('label'), name='by_sound'))")).toEqual([
    'CREATE INDEX "by_sound" ON "library_shelf" ((SOUNDEX("label", 4)));',
  ]);
});

test('a class with SQL of its own is not known', () => {
  expect(added("migrations.AddIndex('Shelf', library.classes.Loud(fields=['label'], name='by_label'))")[0]).toContain(
    '/*unknown:the index class library.classes.Loud is not known*/',
  );
});
