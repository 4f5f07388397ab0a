import { expect, test } from '@jest/globals';
import { readProjects } from '../../../src/django/read/read-projects.ts';
import { replayProject } from '../../../src/django/history/replay/replay.ts';
import { replaySql, sqlTarget, targetOf } from '../../../src/sql/render/replay-sql.ts';
import { sha } from '../../../src/source/position.ts';
import { memoryTree } from '../../../src/source/tree.ts';

const id = "('id', models.AutoField(primary_key=True))";
const operations = [
  `migrations.CreateModel('Shelf', [${id}])`,
  `migrations.CreateModel('Book', [${id}, ('shelf', models.ForeignKey('library.Shelf', models.CASCADE))])`,
  'Reindex()',
  "migrations.AddField('Shelf', 'places', models.IntegerField(default=20))",
];

/** What is not known about each operation. */
function unknownOn(vendor: 'sqlite' | 'postgresql'): readonly boolean[] {
  const files = {
    'library/__init__.py': '',
    'library/migrations/__init__.py': '',
    'library/migrations/0001_initial.py': `from django.db import migrations, models
from django.db.migrations.operations.base import Operation

class Reindex(Operation):
    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        rebuild(schema_editor)

class Migration(migrations.Migration):
    operations = [${operations.join(', ')}]
`,
  };
  const [project] = readProjects(memoryTree(files, sha(vendor)));
  if (project === undefined) throw new Error('no project');
  const target = targetOf({ value: vendor, from: 'the test' }, { value: '5.2', from: 'the test' });
  const [migration] = [...replaySql(replayProject(project), sqlTarget(project, target))];
  return (migration?.rendered.operations ?? []).map(({ unknown }) => unknown !== undefined);
}

test('an operation that cannot be read may have sent on SQLite what waits there', () => {
  expect(unknownOn('sqlite')).toEqual([false, false, true, true]);
  expect(unknownOn('postgresql')).toEqual([false, false, true, false]);
});
