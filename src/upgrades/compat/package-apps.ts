/** Packages as Django apps: which modules they are, and which migrations lie between two of their versions. */
import { packageCompats, packagesWithMigrations } from '../../facts/upgrades/packages/packages.ts';
import type { DjangoProject } from '../../django/project.ts';
import { repoPath } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';
import { compareVersions } from '../version.ts';

/** Top-level modules of a package: known, or guessed from its name as its users would (`django-foo` → `django_foo`, `foo`). */
export function modulesOf(name: string): readonly string[] {
  const known = packageCompats.find((compat) => compat.package === name || compat.aliases?.includes(name) === true)?.modules;
  const apps = packagesWithMigrations.find((each) => each.package === name)?.apps.map(({ module }) => module.split('.')[0] ?? '');
  if (known !== undefined || apps !== undefined) return [...new Set([...(known ?? []), ...(apps ?? [])])];
  return [...new Set([name, name.replace(/^django-/, '')].map((each) => each.replaceAll('-', '_')))];
}

/** Entries of INSTALLED_APPS that come from a package; a folder of the repository with that name is never taken for one. */
export function installedAppsOf(name: string, projects: readonly DjangoProject[], tree: FileTree): readonly string[] {
  const modules = modulesOf(name);
  const entries = projects.flatMap(({ settings, root }) =>
    settings.installedApps.map((entry) => ({ entry, root, top: entry.split('.')[0] ?? '' })),
  );
  return entries.flatMap(({ entry, root, top }) => (modules.includes(top) && !isLocal(tree, root, top) ? entry : []));
}

function isLocal(tree: FileTree, root: string, module: string): boolean {
  const folders = new Set(['', root === '' ? '' : `${root}/`]);
  return [...folders].some((folder) =>
    [`${folder}${module}/__init__.py`, `${folder}${module}.py`, `${folder}${module}/apps.py`].some(
      (path) => tree.blob(repoPath(path)) !== undefined,
    ),
  );
}

/** Migrations of one app that lie between two versions of its package, in order; and the last one of the older version. */
export interface MigrationsBetween {
  readonly label: string;
  readonly names: readonly string[];
  readonly lastBefore: string | undefined;
}

/**
 * What the newer of two versions of a package has more in migrations than the older; by app, only for apps that a project installs
 * (all, when settings could not be read whole). Undefined for a package whose migrations are not known.
 */
export function migrationsBetween(
  name: string,
  older: string,
  newer: string,
  projects: readonly DjangoProject[],
): readonly MigrationsBetween[] | undefined {
  const known = packagesWithMigrations.find((each) => each.package === name);
  if (known === undefined) return undefined;
  const isInstalled = (module: string): boolean =>
    projects.length === 0 ||
    projects.some(
      ({ settings }) => settings.incomplete || settings.installedApps.some((entry) => entry === module || entry.startsWith(`${module}.`)),
    );
  return known.apps
    .filter(({ module }) => isInstalled(module))
    .map(({ label, migrations }) => {
      const alive = Object.entries(migrations).flatMap(([migration, life]) => {
        const [since, until] = typeof life === 'string' ? [life, undefined] : life;
        return until !== undefined && compareVersions(until, newer) <= 0 ? [] : [{ migration, since }];
      });
      const old = alive.filter(({ since }) => compareVersions(since, older) <= 0).map(({ migration }) => migration);
      const names = alive
        .filter(({ since }) => compareVersions(since, older) > 0 && compareVersions(since, newer) <= 0)
        .map(({ migration }) => migration);
      return { label, names: names.toSorted(), lastBefore: old.toSorted().at(-1) };
    })
    .filter(({ names }) => names.length > 0);
}

/** Labels of a package's apps. */
export function labelsOf(name: string): readonly string[] {
  return packagesWithMigrations.find((each) => each.package === name)?.apps.map(({ label }) => label) ?? [];
}
