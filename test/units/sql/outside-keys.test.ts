import { expect, test } from '@jest/globals';
import { readProjects } from '../../../src/django/read/read-projects.ts';
import { replayProject } from '../../../src/django/history/replay/replay.ts';
import { sha } from '../../../src/source/position.ts';
import { memoryTree } from '../../../src/source/tree.ts';
import { replaySql, sqlTarget, targetOf } from '../../../src/sql/render/replay-sql.ts';

const migration = (operation: string, dependencies: string): string =>
  `from django.db import migrations, models\nclass Migration(migrations.Migration):\n    dependencies = [${dependencies}]\n    operations = [${operation}]\n`;

function unknownWhenKeyGrows(installed: string): string | undefined {
  const files = {
    'settings.py': `INSTALLED_APPS = ['staff', ${installed}]\nAUTH_USER_MODEL = 'staff.Person'\n`,
    'staff/__init__.py': '',
    'staff/migrations/__init__.py': '',
    'staff/migrations/0001_initial.py': migration("migrations.CreateModel('Person', [('id', models.AutoField(primary_key=True))])", ''),
    'staff/migrations/0002_big.py': migration(
      "migrations.AlterField('Person', 'id', models.BigAutoField(primary_key=True))",
      "('staff', '0001_initial')",
    ),
  };
  const [project] = readProjects(memoryTree(files, sha(installed)));
  if (project === undefined) return undefined;
  const target = targetOf({ value: 'postgresql', from: 'the test' }, { value: '5.2', from: 'the test' });
  return [...replaySql(replayProject(project), sqlTarget(project, target))].at(-1)?.rendered.operations[0]?.unknown;
}

test("keys of installed packages follow the user's key, and can't be seen", () => {
  expect(unknownWhenKeyGrows("'rest_framework', 'rest_framework.authtoken', 'guardian.apps.GuardianConfig'")).toBe(
    'the keys of guardian, rest_framework.authtoken that point at the user change with it',
  );
});

test('without such packages nothing is missing', () => {
  expect(unknownWhenKeyGrows("'rest_framework'")).toBeUndefined();
});
