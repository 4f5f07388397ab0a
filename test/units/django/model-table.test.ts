import { expect, test } from '@jest/globals';
import { migrationWith } from '../../support/django/clinic.ts';

/** The text of a RunSQL that names the table of a model. */
function sqlFor(model: string): string {
  const [operation] = migrationWith('migrations.RunSQL(f"ANALYZE {Visit._meta.db_table}")', {
    imports: 'from clinic.models import Visit',
    files: { 'clinic/models.py': `from django.db import models\n\n${model}` },
  }).operations;
  if (operation?.kind !== 'RunSQL' || operation.sql.form !== 'string') throw new Error('no text');
  return operation.sql.text.kind === 'sql' ? operation.sql.text.sql : 'unknown';
}

test.each([
  ['class Visit(models.Model):\n    pass\n', 'ANALYZE clinic_visit'],
  ['class Visit(models.Model):\n    class Meta:\n        ordering = ["day"]\n', 'ANALYZE clinic_visit'],
  ['class Visit(models.Model):\n    class Meta:\n        db_table = "visits"\n', 'ANALYZE visits'],
  ['class Visit(models.Model):\n    class Meta:\n        app_label = "ward"\n', 'ANALYZE ward_visit'],
  ['class Visit(models.Model):\n    class Meta:\n        proxy = True\n', 'unknown'],
  ['class Visit(models.Model):\n    class Meta(Other.Meta):\n        pass\n', 'unknown'],
  [
    'class Dated(models.Model):\n    class Meta:\n        abstract = True\n        db_table = "visits"\n\nclass Visit(Dated):\n    pass\n',
    'unknown',
  ],
  ['class Dated(models.Model):\n    class Meta:\n        abstract = True\n\nclass Visit(Dated):\n    pass\n', 'ANALYZE clinic_visit'],
  ['class VisitOfALongNameThatSomeDatabasesCut(models.Model):\n    pass\nVisit = VisitOfALongNameThatSomeDatabasesCut\n', 'unknown'],
])('%j', (model, sql) => {
  expect(sqlFor(model)).toBe(sql);
});
