/** Models of well-known packages as keys of other projects see them: the table and the primary key. Made by scripts/package-models.ts from each package's migrations. */
import packages from './packages.json' with { type: 'json' };
import users from './user-keys.json' with { type: 'json' };

export interface KnownModel {
  /** Unless it is `app_model`. */
  readonly table?: string;
  /** The primary key's name, unless it is `id`. */
  readonly name?: string;
  /** Its class, unless it is the app's usual one. */
  readonly type?: string;
  readonly options?: Readonly<Record<string, string | number>>;
}
export interface KnownApp {
  readonly label: string;
  /** The repository whose migrations say so. */
  readonly source: string;
  /** The usual class of primary keys. */
  readonly key: string;
  /** By name in lower case. */
  readonly models: Readonly<Record<string, KnownModel>>;
  /** Settings that may name another model, and the one they name when they are not set. */
  readonly settings?: Readonly<Record<string, string>>;
}

export const knownApps: readonly KnownApp[] = packages;

/** Apps of packages, as INSTALLED_APPS names them, whose tables have keys to the user. */
export const userKeys: readonly { readonly app: string; readonly source: string }[] = users;
