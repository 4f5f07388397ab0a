/** The Python files of a tree by folder, without those of installed packages. */
import type { FileTree } from '../../../source/tree.ts';
import type { RepoPath } from '../../../source/position.ts';
import { repoPath } from '../../../source/position.ts';

/** Folders that hold other people's code: nothing below them is read. */
const vendored =
  /(?:^|\/)(?:site-packages|dist-packages|node_modules|bower_components|\.?venv|virtualenv|\.tox|\.nox|\.eggs|__pypackages__|\.git)\//;

/** Whether the path lies in a folder of installed packages. */
export function isVendored(path: string): boolean {
  return vendored.test(path);
}

/** Files that name the settings module, and files that sound like one. */
const aboutSettings =
  /(?:^|\/)(?:manage\.py|[wa]sgi\.py|celery\.py|pytest\.ini|setup\.cfg|tox\.ini|pyproject\.toml|\w*settings\w*\.py|settings\/\w+\.py)$/;

const requirements = /(?:^|\/)(?:requirements[^/]*\.(?:txt|in)|requirements\/[^/]+\.(?:txt|in)|pyproject\.toml|Pipfile|setup\.(?:py|cfg))$/;

export interface PythonFiles {
  /** Every `.py` path that is not vendored, in the tree's order. */
  readonly paths: ReadonlySet<RepoPath>;
  /** Folder (`` is the root) → names of the `.py` files in it. */
  readonly byFolder: ReadonlyMap<string, readonly string[]>;
  /** Every folder that holds a `.py` file somewhere below it. */
  readonly folders: ReadonlySet<string>;
  /** Files that list what is installed: requirements, pyproject.toml, Pipfile, setup.py. */
  readonly requirementFiles: readonly RepoPath[];
  /** Files that name the settings module (manage.py, pytest.ini, …) or sound like one. */
  readonly settingsFiles: readonly RepoPath[];
}

/** Sorts paths into folders; once for each list of paths. */
export function pythonFiles(allPaths: Iterable<RepoPath>): PythonFiles {
  const paths = new Set<RepoPath>();
  const byFolder = new Map<string, string[]>();
  const settingsFiles: RepoPath[] = [];
  const requirementFiles: RepoPath[] = [];
  for (const path of allPaths) {
    const isPython = path.endsWith('.py');
    if (!isPython && !/(?:\.(?:ini|cfg|toml|txt|in)|Pipfile)$/.test(path)) continue;
    if (isVendored(path)) continue;
    if (requirements.test(path)) requirementFiles.push(path);
    if (aboutSettings.test(path)) settingsFiles.push(path);
    if (!isPython) continue;
    paths.add(path);
    const folder = folderOf(path);
    const names = byFolder.get(folder);
    if (names === undefined) byFolder.set(folder, [baseName(path)]);
    else names.push(baseName(path));
  }
  const folders = new Set<string>(['']);
  for (const folder of byFolder.keys()) {
    for (let at = folder; !folders.has(at); at = folderOf(at)) folders.add(at);
  }
  return { paths, byFolder, folders, settingsFiles, requirementFiles };
}

const indexes = new WeakMap<FileTree, PythonFiles>();

/** The Python files of a tree; made once for each tree object. */
export function pythonFilesOf(tree: FileTree): PythonFiles {
  const known = indexes.get(tree);
  if (known !== undefined) return known;
  const made = pythonFiles(tree.paths());
  indexes.set(tree, made);
  return made;
}

/** `backend/shop/apps.py` → `backend/shop`; the root folder is ``. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** `backend/shop/apps.py` → `apps.py`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins a folder (possibly ``) and a relative path. */
export function joinPath(folder: string, rest: string): RepoPath {
  return repoPath(folder === '' ? rest : rest === '' ? folder : `${folder}/${rest}`);
}

/** Whether `path` is `folder` or lies in it; everything lies in ``. */
export function isInside(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** `shop.models` for `backend/shop/models.py` (or `.../__init__.py`) under the root `backend`; undefined when it lies elsewhere. */
export function moduleName(path: string, root: string): string | undefined {
  if (!isInside(path, root) || !path.endsWith('.py')) return undefined;
  const inner = (root === '' ? path : path.slice(root.length + 1)).slice(0, -'.py'.length);
  const parts = inner.split('/');
  if (parts.at(-1) === '__init__') parts.pop();
  return parts.join('.');
}

/** The file that `import dotted` finds under one of the roots, a package before a module, as Python does. */
export function moduleFile(files: PythonFiles, roots: readonly string[], dotted: string): RepoPath | undefined {
  const inner = dotted.replaceAll('.', '/');
  for (const root of roots) {
    for (const candidate of [joinPath(root, `${inner}/__init__.py`), joinPath(root, `${inner}.py`)]) {
      if (files.paths.has(candidate)) return candidate;
    }
  }
  return undefined;
}
