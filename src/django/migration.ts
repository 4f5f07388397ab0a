import type { Module } from '../python/ast.ts';
import type { RepoPath, SourceRange } from '../source/position.ts';
import type { Operation } from './operation.ts';

/** How Django names a migration: app label and file name without `.py`. */
export interface MigrationKey {
  readonly appLabel: string;
  readonly name: string;
}

/** A dependency as written: a migration, the first or latest of an app, or the swappable setting behind it. */
export interface Dependency {
  readonly appLabel: string;
  /** A migration's name, `__first__` or `__latest__`. */
  readonly name: string;
  /** The setting (`AUTH_USER_MODEL`) when it was written as `swappable_dependency(settings.X)`. */
  readonly swappable?: string;
  readonly range: SourceRange | undefined;
}

/** Something in the file that could not be read, in one sentence, and where. */
export interface ReadProblem {
  readonly message: string;
  readonly range: SourceRange;
}

/** One migration file, read. A file without a `Migration` class is not a Migration but a ReadProblem of its app. */
export interface Migration extends MigrationKey {
  readonly path: RepoPath;
  readonly module: Module;
  /** The `class Migration` statement. */
  readonly range: SourceRange;
  readonly operations: readonly Operation[];
  readonly dependencies: readonly Dependency[];
  readonly runBefore: readonly Dependency[];
  readonly replaces: readonly MigrationKey[];
  /** None in Python is undefined. */
  readonly initial: boolean | undefined;
  readonly atomic: boolean;
  readonly problems: readonly ReadProblem[];
}

/** `shop.0007_order_created`, the form used in messages and as a map key. */
export function migrationId(key: MigrationKey): string {
  return `${key.appLabel}.${key.name}`;
}
