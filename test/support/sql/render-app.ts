/** The SQL of a small app, migration after migration. */
import type { Vendor } from '../../../src/django/project.ts';
import { readProjects } from '../../../src/django/read/read-projects.ts';
import { replayProject } from '../../../src/django/history/replay/replay.ts';
import { replaySql, sqlTarget, targetOf } from '../../../src/sql/render/replay-sql.ts';
import { sha } from '../../../src/source/position.ts';
import { memoryTree } from '../../../src/source/tree.ts';

export interface AppTarget {
  readonly vendor: Vendor;
  readonly django: string;
  readonly server?: string;
  /** Lines of import in each migration. */
  readonly imports?: string;
  /** Other files of the repository. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Statements of each step (a list of operations as they stand in a migration), the deferred ones last. */
export function renderApp(label: string, steps: readonly (readonly string[])[], target: AppTarget): readonly (readonly string[])[] {
  const files: Record<string, string> = {
    'settings.py': "USE_TZ = True\nTIME_ZONE = 'UTC'\n",
    [`${label}/migrations/__init__.py`]: '',
    ...target.files,
  };
  for (const [index, operations] of steps.entries()) {
    const dependencies = index === 0 ? '' : `('${label}', '${nameOf(index - 1)}')`;
    files[`${label}/migrations/${nameOf(index)}.py`] = [
      'from django.db import migrations, models',
      target.imports ?? '',
      'class Migration(migrations.Migration):',
      `    dependencies = [${dependencies}]`,
      `    operations = [${operations.join(', ')}]`,
      '',
    ].join('\n');
  }
  const [project] = readProjects(memoryTree(files, sha(label)));
  if (project === undefined) return [];
  const server = target.server === undefined ? undefined : { value: target.server, from: 'the test' };
  const made = targetOf({ value: target.vendor, from: 'the test' }, { value: target.django, from: 'the test' }, server);
  return [...replaySql(replayProject(project), sqlTarget(project, made))].map(({ rendered }) =>
    rendered.operations.flatMap(({ statements, deferred }) => [...statements, ...deferred].map(({ sql }) => sql)),
  );
}

function nameOf(index: number): string {
  return `000${index + 1}_step`;
}
