/** The apps of a tree, by their migration folders and `apps.py`. */
import type { FileTree } from '../../../source/tree.ts';
import type { RepoPath } from '../../../source/position.ts';
import type { App } from '../../project.ts';
import { pickAppConfig } from './app-config.ts';
import { moduleAt } from '../../resolve/module-cache.ts';
import { scopeOf } from '../../resolve/definitions.ts';
import { baseName, folderOf, joinPath, moduleName, pythonFilesOf } from './python-files.ts';
import type { PythonFiles } from './python-files.ts';

/** An app with the folder from which its dotted name counts. */
export interface FoundApp extends App {
  readonly root: string;
}

/** Names of the files in a migrations folder that Django loads as migrations. */
export function migrationNames(files: PythonFiles, folder: string): readonly string[] {
  return (files.byFolder.get(folder) ?? [])
    .filter((name) => name !== '__init__.py' && !/^[_~]/.test(name))
    .map((name) => name.slice(0, -'.py'.length));
}

/** Every app: a folder with a `migrations` folder of Django's in it, or with an AppConfig and models. Sorted by path. */
export function findApps(tree: FileTree): readonly FoundApp[] {
  const files = pythonFilesOf(tree);
  const folders = new Set<string>();
  for (const [folder, names] of files.byFolder) {
    if (baseName(folder) === 'migrations' && holdsMigrations(tree, folder, names)) folders.add(folderOf(folder));
    if (names.includes('apps.py') && (names.includes('models.py') || files.byFolder.has(joinPath(folder, 'models')))) folders.add(folder);
  }
  folders.delete('');
  return [...folders].sort().map((folder) => describeApp(tree, files, folder));
}

function holdsMigrations(tree: FileTree, folder: string, names: readonly string[]): boolean {
  const migrations = names.filter((name) => name !== '__init__.py' && !/^[_~]/.test(name));
  if (migrations.length === 0) return names.includes('__init__.py');
  return migrations.some((name) => {
    const text = tree.read(joinPath(folder, name));
    return text !== undefined && text.includes('class Migration') && text.includes('django');
  });
}

function describeApp(tree: FileTree, files: PythonFiles, folder: string): FoundApp {
  const packageRoot = rootOfPackage(files, folder);
  const roots = [packageRoot, ''];
  const config = ['apps.py', 'apps/__init__.py', 'config.py', 'app_config.py', '__init__.py']
    .map((name) => configIn(tree, joinPath(folder, name), { roots, packageRoot }))
    .find(
      (found, index) => found !== undefined && (index < 2 || (found.name !== undefined && rootBefore(folder, found.name) !== undefined)),
    );
  const named = config?.name;
  const root = named === undefined ? packageRoot : (rootBefore(folder, named) ?? packageRoot);
  const name = moduleName(`${folder}/__init__.py`, root) ?? baseName(folder);
  return {
    label: config?.label ?? name.slice(name.lastIndexOf('.') + 1),
    name,
    path: joinPath(folder, ''),
    migrationsPath: joinPath(folder, 'migrations'),
    defaultAutoField: config?.defaultAutoField,
    root,
  };
}

function configIn(
  tree: FileTree,
  path: RepoPath,
  { roots, packageRoot }: { readonly roots: readonly string[]; readonly packageRoot: string },
) {
  const module = moduleAt(tree, path);
  return module === undefined ? undefined : pickAppConfig({ tree, roots }, scopeOf(module, moduleName(path, packageRoot) ?? 'apps'));
}

/** The folder above the outermost package around `folder`. */
function rootOfPackage(files: PythonFiles, folder: string): string {
  let root = folderOf(folder);
  while (root !== '' && files.byFolder.get(root)?.includes('__init__.py') === true) root = folderOf(root);
  return root;
}

/** `backend` for the folder `backend/apps/shop` of the app `apps.shop`; undefined when the folder does not end so. */
function rootBefore(folder: string, name: string): string | undefined {
  const inner = name.replaceAll('.', '/');
  if (folder === inner) return '';
  return folder.endsWith(`/${inner}`) ? folder.slice(0, -inner.length - 1) : undefined;
}
