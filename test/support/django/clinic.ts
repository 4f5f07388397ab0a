/** A small clinic as a repository in memory, for tests of django/. */
import { createHash } from 'node:crypto';
import type { Migration } from '../../../src/django/migration.ts';
import type { Operation } from '../../../src/django/operation.ts';
import type { DjangoProject } from '../../../src/django/project.ts';
import { readProjects } from '../../../src/django/read/read-projects.ts';
import type { FileTree } from '../../../src/source/tree.ts';
import { memoryTree } from '../../../src/source/tree.ts';
import { sha } from '../../../src/source/position.ts';

/** A tree of files; blobs are named by their content, as git does. */
export function treeOf(files: Readonly<Record<string, string>>): FileTree {
  const digest = (text: string): ReturnType<typeof sha> => sha(createHash('sha1').update(text).digest('hex'));
  const blobs = new Map(Object.entries(files).map(([path, text]) => [path, digest(text)]));
  return memoryTree(files, digest(JSON.stringify([...blobs])), blobs);
}

/** The only project of a repository with these files. */
export function projectOf(files: Readonly<Record<string, string>>): DjangoProject {
  const projects = readProjects(treeOf(files));
  const [project] = projects;
  if (project === undefined || projects.length > 1) throw new Error(`expected one project, found ${projects.length}`);
  return project;
}

/** A migration file with these operations, in the style of makemigrations. */
export function migrationFile(
  operations: string,
  { dependencies = '', imports = '' }: { readonly dependencies?: string; readonly imports?: string } = {},
): string {
  return `from django.db import migrations, models
import django.db.models.deletion
${imports}

class Migration(migrations.Migration):

    dependencies = [${dependencies}]

    operations = [
${operations}
    ]
`;
}

/** The migration `clinic.0001_initial` with these operations, and other files beside it. */
export function migrationWith(
  operations: string,
  options: { readonly imports?: string; readonly files?: Readonly<Record<string, string>> } = {},
): Migration {
  return migrationIn(migrationFile(operations, { imports: options.imports ?? '' }), options.files);
}

/** The migration that a file `clinic/migrations/0001_initial.py` with this text holds. */
export function migrationIn(text: string, files: Readonly<Record<string, string>> = {}): Migration {
  const project = projectOf({
    'clinic/__init__.py': '',
    'clinic/migrations/__init__.py': '',
    'clinic/migrations/0001_initial.py': text,
    ...files,
  });
  const migration = project.migrations.find(({ appLabel, name }) => appLabel === 'clinic' && name === '0001_initial');
  if (migration === undefined) throw new Error(project.problems.map(({ message }) => message).join('; '));
  return migration;
}

/** The first operation of a migration with these operations. */
export function operationOf(operation: string, imports = ''): Operation {
  const [first] = migrationWith(operation, { imports }).operations;
  if (first === undefined) throw new Error('no operation was read');
  return first;
}
