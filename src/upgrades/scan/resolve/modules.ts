/** Which file of the repository a dotted module name stands for. */
import { repoPath, type RepoPath } from '../../../source/position.ts';

export interface ModuleIndex {
  /** The file that `import module` would load when written in `from`, undefined when it is none of this repository's. */
  readonly fileOf: (module: string, from: RepoPath) => RepoPath | undefined;
  /** The same for a name with leading dots, as `from … import` writes it. */
  readonly fileFor: (written: string, from: RepoPath) => RepoPath | undefined;
  /** The dotted name by which the repository's own code imports this file. */
  readonly nameOf: (path: RepoPath) => string;
}

const projectMark = /(?:^|\/)(?:manage\.py|setup\.py|setup\.cfg|pyproject\.toml)$/;

/** Reads import roots off the tree: folders above the outermost packages, folders with manage.py or a project file, and their `src`. */
export function indexModules(paths: Iterable<RepoPath>): ModuleIndex {
  const files = new Set<string>(paths);
  const main = mainRoots(files);
  const found = new Map<string, RepoPath | undefined>();
  const rootOf = cached((path: string) => outermost(path, files, main));
  const fileOf = (module: string, from: RepoPath): RepoPath | undefined => {
    const own = rootOf(from);
    const key = `${own}:${module}`;
    if (!found.has(key)) found.set(key, locate(module, [own, ...main], files));
    return found.get(key);
  };
  const fileFor = (written: string, from: RepoPath): RepoPath | undefined => {
    const [dots = ''] = /^\.*/.exec(written) ?? [];
    if (dots === '') return fileOf(written, from);
    let folder: string = from;
    for (let up = 0; up < dots.length; up += 1) folder = folderOf(folder);
    return locate(written.slice(dots.length), [folder], files);
  };
  return { fileOf, fileFor, nameOf: (path) => dotted(path, rootOf(path)) };
}

function mainRoots(files: ReadonlySet<string>): readonly string[] {
  const roots = new Set(['']);
  for (const file of files) {
    if (projectMark.test(file)) {
      const folder = folderOf(file);
      roots.add(folder);
      roots.add(folder === '' ? 'src' : `${folder}/src`);
    }
  }
  return [...roots].toSorted((a, b) => a.length - b.length);
}

/** Climbs out of the packages that hold the file. A package below a main root without `__init__.py` counts from that root. */
function outermost(path: string, files: ReadonlySet<string>, main: readonly string[]): string {
  let folder = folderOf(path);
  while (folder !== '' && files.has(`${folder}/__init__.py`)) folder = folderOf(folder);
  const above = main.filter((root) => root === '' || folder === root || folder.startsWith(`${root}/`));
  return folder === '' || files.has(`${folder}/__init__.py`) ? folder : (above.at(-1) ?? folder);
}

function locate(module: string, roots: readonly string[], files: ReadonlySet<string>): RepoPath | undefined {
  const tail = module.replaceAll('.', '/');
  if (tail === '') return locateFolder(roots, files);
  for (const root of roots) {
    const base = root === '' ? tail : `${root}/${tail}`;
    for (const candidate of [`${base}/__init__.py`, `${base}.py`]) if (files.has(candidate)) return repoPath(candidate);
  }
  return undefined;
}

function locateFolder([folder = '']: readonly string[], files: ReadonlySet<string>): RepoPath | undefined {
  const file = `${folder}/__init__.py`;
  return files.has(file) ? repoPath(file) : undefined;
}

function dotted(path: string, root: string): string {
  const inside = root === '' ? path : path.slice(root.length + 1);
  return inside
    .replace(/\.pyi?$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.');
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

function cached<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}
