/** Every Django project of a repository: apps, settings, migrations. */
import { LRUCache } from 'lru-cache';
import { isSameTree, type FileTree } from '../../source/tree.ts';
import type { RepoPath } from '../../source/position.ts';
import { repoPath } from '../../source/position.ts';
import { findApps, migrationNames } from '../discovery/layout/find-apps.ts';
import { joinPath, pythonFilesOf } from '../discovery/layout/python-files.ts';
import { projectLayouts } from '../discovery/layout/project-layouts.ts';
import type { ProjectLayout } from '../discovery/layout/project-layouts.ts';
import type { Migration, ReadProblem } from '../migration.ts';
import type { DjangoProject, Vendor } from '../project.ts';
import { withEngine } from '../discovery/settings/database-vendor.ts';
import { withVendor } from '../discovery/settings/vendor-evidence.ts';
import { customFieldsOf } from './classes/custom-classes.ts';
import { ownClassesOf } from './classes/own-classes.ts';
import { preparedValuesOf } from './classes/prepared-defaults.ts';
import { defaultResults } from './classes/default-results.ts';
import { migrationAt } from './migration-cache.ts';
import { readingSpace, vendorPath } from '../resolve/reading-space.ts';

interface ReadTree {
  readonly tree: FileTree;
  readonly projects: readonly DjangoProject[];
}

/** By the tree's name and the vendor: many pull requests stand on the same base. */
const lastTrees = new LRUCache<string, ReadTree>({ max: 4 });

/**
 * Reads a tree; the last few trees are not read again. Projects in the order of their folders, none without apps. `vendor` is what somebody says of the
 * database: migrations that ask for it are read for that one rather than for the one in the settings.
 */
export function readProjects(tree: FileTree, vendor?: Vendor): readonly DjangoProject[] {
  const key = `${tree.sha} ${vendor ?? ''}`;
  const known = lastTrees.get(key);
  if (known !== undefined && isSameTree(known.tree, tree)) return known.projects;
  const projects = projectLayouts(tree, findApps(tree)).map((layout) => readProject(tree, layout, vendor));
  lastTrees.set(key, { tree, projects });
  return projects;
}

/** The projects with their apps and settings alone: no migration is read. Enough for what only versions change. */
export function readOutlines(tree: FileTree): readonly DjangoProject[] {
  const none = {
    migrations: [],
    problems: [],
    customFields: new Map(),
    ownClasses: new Map(),
    defaultResults: new Map(),
    preparedValues: new Map(),
  };
  return projectLayouts(tree, findApps(tree)).map((layout) => {
    const { root, importRoots, apps } = layout;
    return { root, importRoots, apps, settings: withVendor(layout, tree), ...none };
  });
}

function readProject(tree: FileTree, layout: ProjectLayout, said: Vendor | undefined): DjangoProject {
  const settings = withVendor(layout, tree);
  const values = new Map(layout.settingValues);
  const vendor = said ?? settings.vendor?.value;
  if (vendor !== undefined) {
    values.set(vendorPath, { kind: 'str', value: vendor === 'mariadb' ? 'mysql' : vendor });
    const databases = withEngine(values.get('DATABASES'), vendor);
    if (databases !== undefined) values.set('DATABASES', databases);
  }
  const labels = new Map(layout.apps.map(({ name, label }) => [name, label]));
  const space = readingSpace(tree, layout.importRoots, values, labels);
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
  const customFields = customFieldsOf(migrations, space);
  const results = defaultResults(migrations, space);
  return {
    root,
    importRoots,
    apps,
    settings,
    migrations,
    problems,
    customFields,
    ownClasses: ownClassesOf(migrations, space),
    defaultResults: results,
    preparedValues: preparedValuesOf(migrations, space, { customFields, results }),
  };
}

function notFetched(path: RepoPath): ReadProblem {
  const start = { line: 1, column: 1, offset: 0 };
  return { message: 'This file was not fetched.', range: { path: repoPath(path), start, end: start } };
}
