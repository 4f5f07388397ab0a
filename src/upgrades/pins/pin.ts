/** A pin: one place that says which version of Django, Python, a package or a database server is asked for, installed, tested or aimed at. */
import type { RepoPath, SourceRange } from '../../source/position.ts';
import type { Allowed } from '../version.ts';

/**
 * What a place means by its version.
 * Packages: `requirement` asks for it, `constraint` limits without asking, `override` replaces what others ask for, `lock` is what is installed,
 * `build` is only there to build.
 * Python: `runtime` is the interpreter that runs, `constraint` the range that is allowed, `locked-for` the one a lock was solved for.
 * Databases: `runtime` is the server.
 * All: `tested` is one of a matrix, `target` the oldest that a tool writes for, `declared` a classifier, `docs` prose.
 */
export type Meaning =
  | 'requirement'
  | 'constraint'
  | 'override'
  | 'lock'
  | 'build'
  | 'runtime'
  | 'tested'
  | 'target'
  | 'declared'
  | 'locked-for'
  | 'docs';

/** Who runs by this pin: the service, its checks, the people who work on it, or only readers. */
export type Audience = 'production' | 'ci' | 'development' | 'readers';

export interface Pin {
  readonly kind: 'pin';
  readonly subject: 'package' | 'python' | 'database';
  /** Normalised (PEP 503); `python`; or a vendor: `postgresql`, `mysql`, `mariadb`, `oracle`. */
  readonly name: string;
  readonly meaning: Meaning;
  readonly audience: Audience;
  /** Id of the format or place: `requirements-txt`, `poetry-lock`, `dockerfile-from`. */
  readonly format: string;
  /** The specifier or version as written; the name where nothing limits it. */
  readonly text: string;
  /** Where `text` stands. */
  readonly range: SourceRange;
  /** The one version this pin means, as far as it says: `4.2.7`, for interpreters and images also `3.12`. */
  readonly version: string | undefined;
  /** Everything that it allows; undefined when that cannot be told. */
  readonly allowed: Allowed | undefined;
  /** Set when what is written can't be turned into a version: a clause such as "depends on `vars.PYTHON`". */
  readonly unknown?: string;
  readonly extras?: readonly string[];
  /** Environment marker, as written. */
  readonly marker?: string;
  /** Extra, dependency group or test environment that it belongs to. */
  readonly group?: string;
  /** Where it comes from when that is not a package index. */
  readonly origin?: 'git' | 'url' | 'path';
  /** Sorted hashes, joined: to see that they changed. */
  readonly hashes?: string;
  /** What pulls it in, as `# via` comments and lock files say. */
  readonly via?: readonly string[];
  /** A lock's statement of the Pythons that this package version runs on. */
  readonly requiresPython?: string;
  /** File names of the wheels that a lock lists. */
  readonly wheels?: readonly string[];
  /** An image digest beside the tag: the tag's text then decides nothing. */
  readonly digest?: string;
}

/** A file that names another one: `-r base.txt`, `file: requirements.txt`. */
export interface Inclusion {
  readonly kind: 'inclusion';
  readonly how: 'requirements' | 'constraints' | 'python-version';
  /** As written, relative to the file or, for `base: 'root'`, to the repository. */
  readonly target: string;
  readonly base: 'file' | 'root';
  readonly range: SourceRange;
}

/** Something in a file that can't be read: one sentence. */
export interface PinProblem {
  readonly kind: 'problem';
  readonly message: string;
  readonly range: SourceRange;
}

/** A package index that the file sets. */
export interface IndexSetting {
  readonly kind: 'index';
  readonly url: string;
  readonly range: SourceRange;
}

/** The command that made a compiled requirements file, as its header says. */
export interface CompileCommand {
  readonly kind: 'compiled';
  readonly command: string;
  readonly range: SourceRange;
}

export type Reading = Pin | Inclusion | PinProblem | IndexSetting | CompileCommand;

/** Everything that the files of one tree say. */
export interface PinSet {
  readonly pins: readonly Pin[];
  readonly inclusions: readonly (Inclusion & { readonly resolved: RepoPath | undefined })[];
  readonly indexes: readonly IndexSetting[];
  readonly compiled: readonly CompileCommand[];
  readonly problems: readonly PinProblem[];
  /** Files that others include, that exist and were not fetched: fetch them and read again. */
  readonly unread: readonly RepoPath[];
}
