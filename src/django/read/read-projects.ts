/** Every Django project of a repository: apps, settings, migrations. */
import type { FileTree } from '../../source/tree.ts';
import type { RepoPath } from '../../source/position.ts';
import { repoPath } from '../../source/position.ts';
import { findApps, migrationNames } from '../layout/find-apps.ts';
import { joinPath, pythonFilesOf } from '../layout/python-files.ts';
import { projectLayouts } from '../layout/project-layouts.ts';
import type { ProjectLayout } from '../layout/project-layouts.ts';
import type { Migration, ReadProblem } from '../migration.ts';
import type { DjangoProject, Settings } from '../project.ts';
import { customFieldsOf } from './classes/custom-classes.ts';
import { migrationAt } from './migration-cache.ts';
import { readingSpace } from '../resolve/reading-space.ts';

const projects = new WeakMap<FileTree, readonly DjangoProject[]>();

/** Reads a tree; once for each tree object. Projects in the order of their folders, none without apps. */
export function readProjects(tree: FileTree): readonly DjangoProject[] {
  const known = projects.get(tree);
  if (known !== undefined) return known;
  const read = projectLayouts(tree, findApps(tree)).map((layout) => readProject(tree, layout));
  projects.set(tree, read);
  return read;
}

function readProject(tree: FileTree, layout: ProjectLayout): DjangoProject {
  const space = readingSpace(tree, layout.importRoots, layout.settingValues);
  const migrations: Migration[] = [];
  const problems: ReadProblem[] = [];
  for (const app of layout.apps) {
    const prefix =
      app.migrationsPath === joinPath(app.path, 'migrations') ? `${app.name}.migrations` : app.migrationsPath.replaceAll('/', '.');
    for (const name of migrationNames(pythonFilesOf(tree), app.migrationsPath)) {
      const path = joinPath(app.migrationsPath, `${name}.py`);
      const reading = migrationAt(space, path, { key: { appLabel: app.label, name }, moduleName: `${prefix}.${name}` });
      if (reading === undefined) problems.push(notFetched(path));
      else if ('problem' in reading) problems.push(reading.problem);
      else migrations.push(reading.migration);
    }
  }
  const { root, importRoots, apps } = layout;
  const settings = withVendor(layout.settings, migrations);
  return { root, importRoots, apps, settings, migrations, problems, customFields: customFieldsOf(migrations, space) };
}

/**
 * Settings that don't name a server, or name SQLite for somebody's machine, give way to what is certain: django.contrib.postgres works on
 * PostgreSQL only.
 */
function withVendor(settings: Settings, migrations: readonly Migration[]): Settings {
  if (settings.vendor !== undefined && settings.vendor.value !== 'sqlite') return settings;
  const using = migrations.find(({ module }) => module.text.includes('django.contrib.postgres'));
  const from = settings.installedApps.includes('django.contrib.postgres')
    ? 'INSTALLED_APPS holds django.contrib.postgres'
    : using === undefined
      ? undefined
      : `${using.path} uses django.contrib.postgres`;
  return from === undefined ? settings : { ...settings, vendor: { value: 'postgresql', from } };
}

function notFetched(path: RepoPath): ReadProblem {
  const start = { line: 1, column: 1, offset: 0 };
  return { message: 'This file was not fetched.', range: { path: repoPath(path), start, end: start } };
}
