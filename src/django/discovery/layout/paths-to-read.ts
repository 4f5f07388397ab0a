/** Which files of a repository must be fetched before a project can be read: first by name, then by what the first ones import. */
import type { RepoPath } from '../../../source/position.ts';
import type { FileTree } from '../../../source/tree.ts';
import { absoluteName } from '../../../python/names/relative-names.ts';
import { baseName, folderOf, isVendored, moduleFile, moduleName, pythonFilesOf } from './python-files.ts';
import type { PythonFiles } from './python-files.ts';

/** Migrations by their folder, and by the names that Django gives them where MIGRATION_MODULES names another folder. */
const migrations: readonly RegExp[] = [/(^|\/)\w*migrations\w*\/[^/]+\.py$/, /(^|\/)\d{4}_\w+\.py$/];

const wanted: readonly RegExp[] = [
  ...migrations,
  /(^|\/)(apps|app_config|manage|wsgi|asgi|models|fields)\.py$/,
  /(^|\/)(apps|models|fields)\/[^/]+\.py$/,
  /(^|\/)[^/]*(settings|configuration)[^/]*\.py$/,
  /(^|\/)settings\/([^/]+\/)?[^/]+\.py$/,
  /(^|\/)(config|conf)\/(__init__|base|common|default|defaults|dev|development|live|local|prod|production|test)\.py$/,
  /(^|\/)(pytest\.ini|setup\.cfg|tox\.ini|pyproject\.toml)$/,
];

/**
 * The paths to fetch first, in the order given: migrations, apps, models, settings, and the files that name the settings module. An app with
 * migrations and no `apps.py` may have its AppConfig in `__init__.py`.
 */
export function pathsToRead(paths: Iterable<RepoPath>): readonly RepoPath[] {
  const all = [...paths];
  const known = new Set<string>(all);
  const packages = new Set(all.flatMap((path) => appPackage(path, known)));
  return all.filter((path) => (packages.has(path) || wanted.some((pattern) => pattern.test(path))) && !isVendored(path));
}

function appPackage(path: RepoPath, known: ReadonlySet<string>): readonly string[] {
  const [, app] = /^(.+)\/migrations\/[^/]+\.py$/.exec(path) ?? [];
  return app === undefined || known.has(`${app}/apps.py`) ? [] : [`${app}/__init__.py`];
}

/** How many imports away from a migration or a settings file a module is still fetched. */
const distanceCap = 3;

/**
 * What the files fetched so far need in addition: modules that migrations, settings and custom classes import from the repository, and SQL files
 * that migrations mention. Call it again after fetching those, until it returns nothing.
 */
export function furtherPaths(tree: FileTree): readonly RepoPath[] {
  const files = pythonFilesOf(tree);
  const roots = importRoots(files);
  const missing = new Set<RepoPath>();
  const seen = new Set<RepoPath>();
  const open = [...files.paths].filter(isStart).map((path) => ({ path, distance: 0 }));
  const sqlNames = new Set<string>();
  for (let at = 0; at < open.length; at++) {
    const next = open[at];
    if (next === undefined) break;
    const { path, distance } = next;
    if (seen.has(path)) continue;
    seen.add(path);
    const text = tree.read(path);
    if (text === undefined) {
      missing.add(path);
      continue;
    }
    if (text.includes('.sql')) for (const [name] of text.matchAll(/[\w.-]+\.sql\b/g)) sqlNames.add(name);
    if (distance === distanceCap) continue;
    for (const imported of importedFiles(text, path, { files, roots })) {
      if (!seen.has(imported)) open.push({ path: imported, distance: distance + 1 });
    }
  }
  if (sqlNames.size > 0) {
    for (const path of tree.paths()) if (sqlNames.has(baseName(path)) && tree.read(path) === undefined) missing.add(path);
  }
  return [...missing].sort();
}

/** Files from which imports are followed: migrations and settings. Models are read for their classes, not for what they import. */
function isStart(path: RepoPath): boolean {
  return migrations.some((pattern) => pattern.test(path)) || /(^|\/)([^/]*settings[^/]*|settings\/([^/]+\/)?[^/]+)\.py$/.test(path);
}

/** Every folder that may stand on Python's path: those that hold a package or a manage.py without being a package. */
function importRoots(files: PythonFiles): readonly string[] {
  const roots = new Set<string>(['']);
  for (const [folder, names] of files.byFolder) {
    if (names.includes('manage.py')) roots.add(folder);
    if (names.includes('__init__.py') && files.byFolder.get(folderOf(folder))?.includes('__init__.py') !== true)
      roots.add(folderOf(folder));
  }
  return [...roots].sort((a, b) => a.length - b.length);
}

interface Imports {
  readonly files: PythonFiles;
  readonly roots: readonly string[];
}

function importedFiles(text: string, path: RepoPath, { files, roots }: Imports): readonly RepoPath[] {
  const found: RepoPath[] = [];
  const own = moduleName(path, '') ?? '';
  const isPackage = baseName(path) === '__init__.py';
  for (const match of text.matchAll(/^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]*)|import[ \t]+([^\n#]+))/gm)) {
    const [, dots = '', module = '', names = '', plain] = match;
    if (plain !== undefined) {
      for (const name of plain.split(',')) addModule(found, name.trim().split(/\s/)[0] ?? '', { files, roots });
      continue;
    }
    const base = absoluteName({ name: own, isPackage }, module === '' ? undefined : module, dots.length);
    if (base === undefined) continue;
    const inner: Imports = dots === '' ? { files, roots } : { files, roots: [''] };
    addModule(found, base, inner);
    for (const name of names.replaceAll(/[()]/g, '').split(',')) addModule(found, `${base}.${name.trim().split(/\s/)[0] ?? ''}`, inner);
  }
  return found;
}

function addModule(into: RepoPath[], dotted: string, { files, roots }: Imports): void {
  if (!/^[\w.]+$/.test(dotted) || /^(django|datetime|os|re|uuid|json|decimal|typing|functools)(\.|$)/.test(dotted)) return;
  const file = moduleFile(files, roots, dotted);
  if (file !== undefined) into.push(file);
}
