/** What is wrong with a change of versions, as data: one sentence, its place, how sure it is, and where the facts stand. */
import type { DjangoProject } from '../../django/project.ts';
import type { SourceRange } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';
import type { VersionChange } from '../change.ts';
import type { Pin, PinSet } from '../pins/pin.ts';
import { distanceOf, scopeOf } from '../installed/scope.ts';
import type { Settled } from '../installed/settle.ts';

/** A clause for what is wrong: "this pull request has a database server that is too old". */
export type ProblemId =
  | 'python-unsupported-by-django'
  | 'database-server-too-old'
  | 'dependency-too-old'
  | 'package-against-django'
  | 'package-against-python'
  | 'package-imports-removed-module'
  | 'release-out-of-support'
  | 'release-unknown'
  | 'patches-missing'
  | 'releases-skipped'
  | 'pins-disagree'
  | 'lock-out-of-step'
  | 'marker-switched'
  | 'wheel-missing'
  | 'package-migrations'
  | 'migrations-left-behind'
  | 'app-removed'
  | 'driver-swapped'
  | 'django-unpinned'
  | 'linter-dropped'
  | 'index-changed'
  | 'hashes-changed';

export interface UpgradeProblem {
  readonly id: ProblemId;
  readonly severity: 'error' | 'warning' | 'notice';
  /** One sentence, with the reader's own names in backticks. */
  readonly message: string;
  /** On a line that the pull request changes when there is one. */
  readonly range: SourceRange;
  /** Every place that it is about, `range` not among them. */
  readonly places: readonly SourceRange[];
  /** `hard`: the installer, Django or the database refuses. `hint`: classifiers, habits. */
  readonly certainty: 'hard' | 'hint';
  /** What to do, an imperative sentence each; exact commands in backticks. */
  readonly steps: readonly string[];
  /** URLs of the facts. */
  readonly sources: readonly string[];
}

/** One project whose versions change, with everything that is known around it. */
export interface CompatContext {
  readonly base: PinSet;
  readonly head: PinSet;
  readonly changes: readonly VersionChange[];
  readonly scope: string;
  readonly django: Jump | undefined;
  readonly python: Jump | undefined;
  readonly baseProjects: readonly DjangoProject[];
  readonly projects: readonly DjangoProject[];
  readonly headTree: FileTree;
  /** ISO date of the review. */
  readonly today: string;
}

/** Old and new version of Django or Python, whether they differ or not. */
export interface Jump {
  readonly from: Settled | undefined;
  readonly to: Settled | undefined;
  /** Set when this pull request makes the jump. */
  readonly change: VersionChange | undefined;
}

/** Pins of head that the project at `scope` lives by: its own and those around it, not those of folders inside. */
export function pinsAround({ head, scope }: CompatContext): readonly Pin[] {
  return head.pins.filter((pin) => (distanceOf(scopeOf(pin.range.path), scope) ?? 1000) < 100);
}

/** Where a message about several pins stands: at the change that causes it, else at the first pin. */
export function placed(
  change: VersionChange | undefined,
  pins: readonly Pin[],
): { readonly range: SourceRange; readonly places: readonly SourceRange[] } {
  const ranges = pins.map(({ range }) => range);
  const [first] = ranges;
  const range = change?.range ?? first;
  if (range === undefined) throw new RangeError('a problem needs a place'); // callers have a change or a pin
  return { range, places: ranges.filter((each) => each !== range) };
}

/** `Dockerfile:1`, `Dockerfile:1 and compose.yml:7`, `Dockerfile:1 and 3 more places`. */
export function sayPlaces(pins: readonly Pin[]): string {
  const names = [...new Set(pins.map(({ range }) => `\`${range.path}:${range.start.line}\``))];
  const [first = '', second] = names;
  if (names.length <= 1) return first;
  return names.length === 2 && second !== undefined ? `${first} and ${second}` : `${first} and ${names.length - 1} more places`;
}

/** `a`, `a and b`, `a, b and c`; at most `most` by name. */
export function sayList(items: readonly string[], most = 5): string {
  const shown = items.length > most ? [...items.slice(0, most - 1), `${items.length - most + 1} more`] : items;
  return shown.length <= 1 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
