import { expect, test } from '@jest/globals';
import type { Vendor } from '../../../src/django/project.ts';
import { readProjects } from '../../../src/django/read/read-projects.ts';
import { migrationFile, treeOf } from '../../support/django/clinic.ts';

const conditional = `from django.conf import settings
from django.db import connection, migrations, models

COLUMN = "" if settings.DATABASES["default"]["ENGINE"].find("sqlite") > -1 else "visit_id"


class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Visit", [("id", models.AutoField(primary_key=True, db_column=COLUMN))])]
    if connection.vendor == "postgresql":
        operations.append(migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
`;
const tree = treeOf({
  'manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n',
  'config/settings.py':
    'INSTALLED_APPS = ["clinic"]\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "clinic"}}\n',
  'clinic/__init__.py': '',
  'clinic/migrations/__init__.py': '',
  'clinic/migrations/0001_initial.py': conditional,
  'clinic/migrations/0002_room.py': migrationFile('migrations.CreateModel("Room", [])'),
});

/** The kinds of operations, and the column of the key. */
function readFor(vendor?: Vendor): readonly unknown[] {
  const [first] = readProjects(tree, vendor)[0]?.migrations ?? [];
  const found: unknown[] = [];
  for (const operation of first?.operations ?? []) {
    found.push(operation.kind);
    if (operation.kind === 'CreateModel') found.push(operation.fields[0]?.[1].options.get('db_column'));
  }
  return found;
}

test.each([
  [undefined, ['CreateModel', { kind: 'str', value: 'visit_id' }, 'RunSQL']],
  ['sqlite', ['CreateModel', { kind: 'str', value: '' }]],
  ['mariadb', ['CreateModel', { kind: 'str', value: 'visit_id' }]],
  ['postgresql', ['CreateModel', { kind: 'str', value: 'visit_id' }, 'RunSQL']],
] as const)('migrations that ask for the database are read for the one that is said: %s', (vendor, expected) => {
  expect(readFor(vendor)).toEqual(expected);
});
