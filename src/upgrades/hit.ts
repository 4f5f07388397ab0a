/** What the scan of the code tells the rest of the floor: the contract between `scan/` and the steps, the compatibility checks and the review. */
import type { TextEdit } from '../source/edit.ts';
import type { SourceRange } from '../source/position.ts';

export type UpgradeSubject = 'django' | 'python';

/** From one feature release to another: `4.2` → `5.2`. `from` is undefined when the old version isn't known. */
export interface VersionJump {
  readonly from: string | undefined;
  readonly to: string;
  /** A library's: the oldest release that must go on running the code. */
  readonly oldest?: string;
}

/** One place of the repository that the new release touches; several places with one root cause are one hit with a `count`. */
export interface ScanHit {
  /** The fact's id: `setting-use-l10n`. */
  readonly entry: string;
  readonly subject: UpgradeSubject;
  /**
   * `breaks`: it raises, or is ignored without a word, from `since` on. `changes`: it goes on and does something else.
   * `deprecated`: it warns from `since` on and breaks in a release after the jump.
   */
  readonly effect: 'breaks' | 'changes' | 'deprecated';
  /** The feature release in which the effect begins (`5.1`), for counting by step. */
  readonly since: string;
  /** For a deprecated one: the release that will remove it, when that is announced. */
  readonly removedIn: string | undefined;
  /** One sentence, with the reader's own names in backticks. */
  readonly title: string;
  /** The fact's own kind: `import`, `call-kwarg`, `setting`, `template-tag`. */
  readonly kind: string;
  readonly range: SourceRange;
  /** Further places of the same cause, the first is `range`; at most a few dozen, `count` has them all. */
  readonly others: readonly SourceRange[];
  readonly count: number;
  readonly severity: 'error' | 'warning' | 'notice';
  /**
   * `high`: surely what the fact speaks of, and this jump breaks or alters it: worth a comment at its line. `medium`: likely it, or
   * surely it but it works on after the jump: deprecated, or gone without a loss. `low`: a hint.
   */
  readonly confidence: 'high' | 'medium' | 'low';
  /** `before`: can be done on the old version already. `with`: only in the bump itself. `after`: only once the new version runs. */
  readonly stage: 'before' | 'with' | 'after';
  /** What to write in its place, in words. */
  readonly replacement: string | undefined;
  /** The edits that make the replacement, when it is mechanical and safe. */
  readonly edits: readonly TextEdit[];
  /** Does django-upgrade (or, for Python, pyupgrade) rewrite it? */
  readonly fixer: 'django-upgrade' | 'pyupgrade' | undefined;
  /** `tests`: only the test suite fails; `migrations`: loading the history does. */
  readonly place: 'code' | 'tests' | 'migrations' | 'settings' | 'templates' | 'configuration';
  /** Where the fact is written: a URL. */
  readonly source: string;
}

/** What is known before scanning; both jumps may be set, at least one is. */
export interface ScanAim {
  readonly django: VersionJump | undefined;
  readonly python: VersionJump | undefined;
  /** Packages that head asks for, by normalised name (PEP 503), with the installed version when known: backports, Django's own floors. */
  readonly packages: ReadonlyMap<string, string | undefined>;
}

export interface ScanResult {
  /** Worst first, then path and line. */
  readonly hits: readonly ScanHit[];
  /** What could not be read or judged, a sentence each. */
  readonly unjudged: readonly { readonly message: string; readonly range: SourceRange | undefined }[];
  /** How many files were looked at, for the report. */
  readonly files: number;
}
