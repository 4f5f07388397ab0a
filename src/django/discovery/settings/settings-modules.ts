/** Which settings module of a project to read: the one that serves production, as far as names tell. */
import type { FileTree } from '../../../source/tree.ts';
import { baseName, folderOf, isInside, joinPath, moduleFile, moduleName, pythonFilesOf } from '../layout/python-files.ts';

export interface SettingsModule {
  readonly dotted: string;
  /** The class of django-configurations, where one is named. */
  readonly className: string | undefined;
  /** The file that names it, or that it was found by its name. */
  readonly from: string;
}

/** How a name sounds: what serves production first, tests last. */
const flavours: readonly RegExp[] = [
  /prod|live|deploy|release/i,
  /^(settings|base|common|defaults?|main|config|__init__)$/i,
  /stag|docker|cloud|heroku|aws/i,
];
const lastFlavour = /test|ci$|pytest|travis|github|bench|example|sample|demo/i;

/** The files that name the settings module, the most telling first. */
const namingFiles: readonly RegExp[] = [
  /(^|\/)manage\.py$/,
  /(^|\/)[wa]sgi\.py$/,
  /(^|\/)celery\.py$/,
  /(^|\/)(pytest\.ini|setup\.cfg|tox\.ini|pyproject\.toml)$/,
];

/** Settings modules in order of preference. `roots` are the folders from which the project's imports count, its own first. */
export function settingsModules(tree: FileTree, projectRoot: string, roots: readonly string[]): readonly SettingsModule[] {
  const files = pythonFilesOf(tree);
  const named: SettingsModule[] = [];
  const naming = files.settingsFiles.filter((path) => isInside(path, projectRoot) && namingFiles.some((pattern) => pattern.test(path)));
  const order = (path: string): number => namingFiles.findIndex((pattern) => pattern.test(path));
  for (const path of naming.toSorted((a, b) => order(a) - order(b) || a.length - b.length)) {
    const text = tree.read(path) ?? '';
    const className = /DJANGO_CONFIGURATION['"]?\s*[,=]\s*['"]?(\w+)/.exec(text)?.[1];
    for (const [, dotted] of text.matchAll(/DJANGO_SETTINGS_MODULE['"\]]*\s*[,=]\s*['"]?([A-Za-z_][\w.]*)/g)) {
      if (dotted !== undefined && moduleFile(files, roots, dotted) !== undefined) named.push({ dotted, className, from: path });
    }
  }
  const siblings = named.flatMap(({ dotted, className }) =>
    siblingsOf(tree, roots, dotted).map((each) => ({ dotted: each, className, from: `the folder of ${dotted}` })),
  );
  const isTelling = named.some(({ dotted }) => rankOf(dotted) < 9);
  const all = isTelling ? [...named, ...siblings] : [...named, ...foundByName(tree, projectRoot, roots)];
  const unique = all.filter((each, index) => all.findIndex(({ dotted }) => dotted === each.dotted) === index);
  return unique
    .map((each, index) => ({ each, index }))
    .sort((a, b) => rankOf(a.each.dotted) - rankOf(b.each.dotted) || a.index - b.index)
    .map(({ each }) => each);
}

function rankOf(dotted: string): number {
  const name = dotted.slice(dotted.lastIndexOf('.') + 1);
  if (lastFlavour.test(name)) return 9;
  const rank = flavours.findIndex((pattern) => pattern.test(name));
  return rank === -1 ? 5 : rank;
}

/** The other modules of the package `settings` in which a module stands. */
function siblingsOf(tree: FileTree, roots: readonly string[], dotted: string): readonly string[] {
  const files = pythonFilesOf(tree);
  const file = moduleFile(files, roots, dotted);
  if (file === undefined || baseName(file) === '__init__.py') return [];
  const folder = folderOf(file);
  if (!/settings|conf|config/.test(baseName(folder))) return [];
  const parent = dotted.slice(0, dotted.lastIndexOf('.'));
  return (files.byFolder.get(folder) ?? [])
    .filter((name) => flavours[0]?.test(name) === true)
    .map((name) => `${parent}.${name.slice(0, -'.py'.length)}`);
}

function foundByName(tree: FileTree, projectRoot: string, roots: readonly string[]): readonly SettingsModule[] {
  const found: SettingsModule[] = [];
  for (const path of pythonFilesOf(tree).settingsFiles) {
    if (!isInside(path, projectRoot) || !/(^|\/)(\w*settings\w*\.py|settings\/\w+\.py)$/.test(path)) continue;
    const text = tree.read(path);
    if (text === undefined || !/\b(INSTALLED_APPS|DATABASES)\b/.test(text)) continue;
    const root = roots.find((each) => isInside(path, each) && moduleName(path, each) !== undefined) ?? '';
    const dotted = moduleName(path, root);
    if (dotted !== undefined) found.push({ dotted, className: undefined, from: joinPath('', path) });
  }
  return found.sort((a, b) => a.dotted.split('.').length - b.dotted.split('.').length);
}
