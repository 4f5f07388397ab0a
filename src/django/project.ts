/** A Django project as its repository shows it: apps, settings, migrations. */
import type { PyValue } from '../python/value.ts';
import type { RepoPath, SourceRange } from '../source/position.ts';
import type { Migration, ReadProblem } from './migration.ts';

/** A fact about the project with the place that says so, for the report's assumptions. */
export interface Known<T> {
  readonly value: T;
  /** `config/settings/base.py:41`, or a sentence such as "Django's default". */
  readonly from: string;
}

export interface App {
  readonly label: string;
  /** Dotted name as in INSTALLED_APPS: `backend.shop`. */
  readonly name: string;
  /** The app's folder. */
  readonly path: RepoPath;
  /** The folder that holds its migrations; MIGRATION_MODULES is followed. */
  readonly migrationsPath: RepoPath;
  /** AppConfig.default_auto_field as a dotted path, when the app sets it. */
  readonly defaultAutoField: string | undefined;
}

export type Vendor = 'postgresql' | 'mysql' | 'mariadb' | 'sqlite' | 'oracle';

export interface Settings {
  /** The settings files that were read, in order. */
  readonly paths: readonly RepoPath[];
  /** Vendor of DATABASES["default"], undefined when it cannot be told. */
  readonly vendor: Known<Vendor> | undefined;
  /** Aliases of DATABASES. */
  readonly databases: readonly string[];
  /** `auth.User` unless set. */
  readonly authUserModel: Known<string>;
  /** Dotted path, undefined when no settings file sets it. */
  readonly defaultAutoField: Known<string> | undefined;
  readonly installedApps: readonly string[];
  readonly databaseRouters: readonly string[];
  /** Every other upper-case name that a settings file assigns, last assignment wins. */
  readonly values: ReadonlyMap<string, { readonly value: PyValue; readonly range: SourceRange }>;
  /** True when a star import could not be followed or a value depends on the environment: "missing" can't be claimed. */
  readonly incomplete: boolean;
}

/** One Django project: a folder from which imports are resolved (with manage.py, or the repository root). */
export interface DjangoProject {
  /** The import root: `` for the repository's root, or `backend`. */
  readonly root: string;
  readonly apps: readonly App[];
  readonly settings: Settings;
  readonly migrations: readonly Migration[];
  /** Files that look like migrations and cannot be loaded. */
  readonly problems: readonly ReadProblem[];
}
