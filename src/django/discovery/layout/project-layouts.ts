/** Which apps belong to which Django project of a repository, and with which settings. */
import type { PyValue } from '../../../python/value.ts';
import type { FileTree } from '../../../source/tree.ts';
import type { FoundApp } from './find-apps.ts';
import { migrationNames } from './find-apps.ts';
import { folderOf, isInside, moduleFile, pythonFilesOf } from './python-files.ts';
import type { App, Settings } from '../../project.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { SettingsReading } from '../settings/read-settings.ts';

export interface ProjectLayout {
  readonly root: string;
  readonly importRoots: readonly string[];
  readonly apps: readonly App[];
  readonly settings: Settings;
  /** The vendor is only what the code falls back to when the environment names no database. */
  readonly vendorIsDefault: boolean;
  /** Settings by name, for the evaluation of migrations. */
  readonly settingValues: ReadonlyMap<string, PyValue>;
}

/**
 * Every folder with a manage.py is a project; an app belongs to the innermost one around it, or to the one that lists it in INSTALLED_APPS. Apps
 * that share a label cannot run together: the lesser ones (tests, examples) come as a project of their own.
 */
export function projectLayouts(tree: FileTree, apps: readonly FoundApp[]): readonly ProjectLayout[] {
  const roots = manageFolders(tree);
  const readings = new Map<string, SettingsReading>();
  const reading = (root: string): SettingsReading => {
    const known = readings.get(root) ?? readSettings(tree, root, importRoots(root, apps));
    readings.set(root, known);
    return known;
  };
  const byRoot = new Map<string, FoundApp[]>();
  for (const app of apps) {
    const root = sharedRoot(projectOf(app, roots, reading), roots, reading);
    byRoot.set(root, [...(byRoot.get(root) ?? []), app]);
  }
  return [...byRoot]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([root, own]) => layoutsOf(tree, { root, apps: own, reading: settingsFor(tree, root, { roots, reading }) }));
}

/** The folders that hold a manage.py, the longest first. */
function manageFolders(tree: FileTree): readonly string[] {
  const folders: string[] = [];
  for (const [folder, names] of pythonFilesOf(tree).byFolder) if (names.includes('manage.py')) folders.push(folder);
  return folders.sort((a, b) => b.length - a.length);
}

function projectOf(app: FoundApp, roots: readonly string[], reading: (root: string) => SettingsReading): string {
  const inner = roots.find((root) => isInside(app.path, root));
  if (inner !== undefined) return inner;
  const [only] = roots;
  if (roots.length === 1 && only !== undefined) return only;
  const listing = roots.filter((root) =>
    reading(root).settings.installedApps.some((name) => name === app.name || name.startsWith(`${app.name}.`)),
  );
  return listing.at(-1) ?? '';
}

/** Two folders with a manage.py for the same settings are one project: the outer one. */
function sharedRoot(root: string, roots: readonly string[], reading: (root: string) => SettingsReading): string {
  const own = reading(root).settings.paths.join(' ');
  return own === '' ? root : (roots.findLast((each) => isInside(root, each) && reading(each).settings.paths.join(' ') === own) ?? root);
}

interface Choosing {
  readonly roots: readonly string[];
  readonly reading: (root: string) => SettingsReading;
}

/** A project whose settings are not to be found takes those of the only other one. */
function settingsFor(_tree: FileTree, root: string, { roots, reading }: Choosing): SettingsReading {
  const own = reading(root);
  const [only, ...others] = roots.filter((each) => each !== root);
  return own.settings.paths.length === 0 && only !== undefined && others.length === 0 ? reading(only) : own;
}

interface Project {
  readonly root: string;
  readonly apps: readonly FoundApp[];
  readonly reading: SettingsReading;
}

function layoutsOf(tree: FileTree, { root, apps, reading }: Project): readonly ProjectLayout[] {
  const layouts: ProjectLayout[] = [];
  let left = apps.map((app) => relocated(tree, app, { root, reading, all: apps }));
  while (left.length > 0) {
    const chosen = new Map<string, FoundApp>();
    for (const app of [...left].sort((a, b) => byWeight(tree, a, b))) if (!chosen.has(app.label)) chosen.set(app.label, app);
    const own = left.filter((app) => chosen.get(app.label) === app);
    left = left.filter((app) => chosen.get(app.label) !== app);
    const hasMigrations = own.some(({ migrationsPath }) => migrationNames(pythonFilesOf(tree), migrationsPath).length > 0);
    if (layouts.length > 0 && !hasMigrations) continue;
    layouts.push({
      root,
      importRoots: importRoots(root, apps),
      apps: own,
      settings: reading.settings,
      vendorIsDefault: reading.vendorIsDefault,
      settingValues: reading.values,
    });
  }
  return layouts;
}

/** Apps outside tests and examples first, then those with more migrations. */
function byWeight(tree: FileTree, a: FoundApp, b: FoundApp): number {
  const isAside = (app: FoundApp): number =>
    /(^|\/)(tests?|testing|sandbox|examples?|demo|fixtures|testapps?|docs?)\//.test(`${app.path}/`) ? 1 : 0;
  const count = (app: FoundApp): number => migrationNames(pythonFilesOf(tree), app.migrationsPath).length;
  return isAside(a) - isAside(b) || count(b) - count(a) || (a.path < b.path ? -1 : 1);
}

/** Follows MIGRATION_MODULES. */
function relocated(
  tree: FileTree,
  app: FoundApp,
  { root, reading, all }: { readonly root: string; readonly reading: SettingsReading; readonly all: readonly FoundApp[] },
): FoundApp {
  if (!reading.migrationModules.has(app.label)) return app;
  const dotted = reading.migrationModules.get(app.label);
  const file = dotted === undefined ? undefined : moduleFile(pythonFilesOf(tree), importRoots(root, all), dotted);
  return file === undefined ? app : { ...app, migrationsPath: folderOf(file) as App['migrationsPath'] };
}

function importRoots(root: string, apps: readonly FoundApp[]): readonly string[] {
  return [...new Set([root, ...apps.map((app) => app.root), ''])];
}
