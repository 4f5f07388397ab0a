/** A Django project as its repository shows it: apps, settings, migrations. */
import type { FunctionDef, Module } from '../python/ast.ts';
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

/** What a field class makes of its options in `__init__` and `deconstruct`, where plain statements with constants say so. */
export interface FieldConstruction {
  /** Options that get a value when they are not given (`kwargs.setdefault`, a parameter's default that is handed on). */
  readonly defaults: ReadonlyMap<string, PyValue>;
  /** Options that get a value in any case. */
  readonly forced: ReadonlyMap<string, PyValue>;
  /** Options that `deconstruct()` takes away. */
  readonly hidden: ReadonlySet<string>;
  /** Options that `deconstruct()` always adds from an attribute, with the default of the parameter behind it. */
  readonly added: ReadonlyMap<string, PyValue>;
}

/**
 * A column type: a text in which `%(max_length)s` stands for an option, the type of one of Django's fields, that of the base class, the one that
 * `db_type()` gives (for keys that point at it), or no column at all.
 */
export type ColumnType =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'as'; readonly internalType: string }
  | { readonly kind: 'inherited' | 'own' | 'none' };

/** What the methods of a field class say of its column, as far as they can be worked out. */
export interface FieldColumn {
  /** What `get_internal_type()` returns. */
  readonly internalType: string | undefined;
  /** What `db_type()` returns; no entry where that is not known. */
  readonly types: ReadonlyMap<Vendor, ColumnType>;
  /** What `rel_db_type()` returns. */
  readonly relatedTypes: ReadonlyMap<Vendor, ColumnType>;
}

/** A class defined in the repository, as far as its source says what it is. */
export interface CustomClass {
  /** Dotted path of its definition. */
  readonly path: string;
  readonly module: Module;
  /** Dotted paths of its bases, in order; a base that cannot be resolved is left out. */
  readonly bases: readonly string[];
  /** The functions of its body by name; the last one wins. */
  readonly methods: ReadonlyMap<string, FunctionDef>;
  /** What its body assigns, by name. */
  readonly attributes: ReadonlyMap<string, PyValue>;
  readonly construction: FieldConstruction;
  readonly column: FieldColumn;
}

/** A value as a field class's own methods leave it. */
export interface PreparedValue {
  readonly value: PyValue;
  /** It is what the driver gets: Django's own conversions are not asked. */
  readonly isFinal: boolean;
}

/** A class of the repository that changes nothing of a Django class but some of its attributes. */
export interface OwnClass {
  /** Dotted path of the Django class. */
  readonly base: string;
  readonly attributes: ReadonlyMap<string, PyValue>;
}

/** One Django project: a folder from which imports are resolved (with manage.py, or the repository root). */
export interface DjangoProject {
  /** The import root: `` for the repository's root, or `backend`. */
  readonly root: string;
  /** Every folder from which imports are resolved, `root` first. */
  readonly importRoots: readonly string[];
  readonly apps: readonly App[];
  readonly settings: Settings;
  readonly migrations: readonly Migration[];
  /** Files that look like migrations and cannot be loaded. */
  readonly problems: readonly ReadProblem[];
  /**
   * Field classes of the repository that the migrations use, with their bases that stand in the repository, by the dotted path that
   * `Field.type` holds. Follow `bases` to a class of Django or of a package.
   */
  readonly customFields: ReadonlyMap<string, CustomClass>;
  /** Index, constraint and expression classes of the repository that only name what Django's classes do, by dotted path. */
  readonly ownClasses: ReadonlyMap<string, OwnClass>;
  /**
   * What the field classes of the repository that change values make of None, the empty text and the defaults in migrations: by the class's path, then by
   * `keyOf` of the value. No entry where that is not known.
   */
  readonly preparedValues: ReadonlyMap<string, ReadonlyMap<string, PreparedValue>>;
  /** What functions that migrations name as defaults return, by dotted path: those of the repository that come to a constant. */
  readonly defaultResults: ReadonlyMap<string, PyValue>;
}
