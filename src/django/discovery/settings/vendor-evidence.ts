import type { FileTree } from '../../../source/tree.ts';
import { migrationNames } from '../layout/find-apps.ts';
import type { ProjectLayout } from '../layout/project-layouts.ts';
import { joinPath, pythonFilesOf } from '../layout/python-files.ts';
import type { Known, Settings, Vendor } from '../../project.ts';

/** Drivers by the database they speak to. https://docs.djangoproject.com/en/5.2/ref/databases/ */
const drivers: readonly (readonly [RegExp, Vendor])[] = [
  [/^[\s"']*psycopg(2|2-binary|2cffi)?\b(?!-pool)/im, 'postgresql'],
  [/^[\s"']*(mysqlclient|pymysql)\b/im, 'mysql'],
  [/^[\s"']*(oracledb|cx[_-]oracle)\b/im, 'oracle'],
];

/**
 * The settings with the vendor that other evidence gives, where they don't name a server themselves: django.contrib.postgres works on PostgreSQL only,
 * and a database that the environment names is of the kind whose driver is installed. SQLite in the settings of a project that installs another
 * driver is somebody's laptop: taking the server is the cautious side.
 */
export function withVendor({ settings, vendorIsDefault, apps }: ProjectLayout, tree: FileTree): Settings {
  const { vendor } = settings;
  if (vendor !== undefined && vendor.value !== 'sqlite' && !vendorIsDefault) return settings;
  const found = fromContrib(settings, { apps, tree }) ?? fromDriver(tree);
  return found === undefined ? settings : { ...settings, vendor: found };
}

function fromContrib(
  settings: Settings,
  { apps, tree }: Pick<ProjectLayout, 'apps'> & { readonly tree: FileTree },
): Known<Vendor> | undefined {
  if (settings.installedApps.includes('django.contrib.postgres')) {
    return { value: 'postgresql', from: 'INSTALLED_APPS holds django.contrib.postgres' };
  }
  const files = pythonFilesOf(tree);
  for (const { migrationsPath } of apps) {
    for (const name of migrationNames(files, migrationsPath)) {
      const path = joinPath(migrationsPath, `${name}.py`);
      if (tree.read(path)?.includes('django.contrib.postgres') === true)
        return { value: 'postgresql', from: `${path} uses django.contrib.postgres` };
    }
  }
  return undefined;
}

/** The only database for which a driver is required anywhere in the repository. */
function fromDriver(tree: FileTree): Known<Vendor> | undefined {
  const found = new Map<Vendor, string>();
  for (const path of pythonFilesOf(tree).requirementFiles) {
    const text = tree.read(path) ?? '';
    for (const [pattern, vendor] of drivers) {
      const name = pattern.exec(text)?.[0].replaceAll(/[\s"']/g, '');
      if (name !== undefined && !found.has(vendor)) found.set(vendor, `${path} requires ${name}`);
    }
  }
  const [only, ...others] = found;
  return only === undefined || others.length > 0 ? undefined : { value: only[0], from: only[1] };
}
