/** What a pull request does to versions: one change for each of Django, Python and every package, across all files that move. */
import type { RepoPath, SourceRange } from '../source/position.ts';
import type { Pin, PinSet } from './pins/pin.ts';
import { isWithin, scopeOf } from './installed/scope.ts';
import { settlePackage, settlePython, type SettleContext, type Settled } from './installed/settle.ts';
import { allows, allowsFeature, compareVersions, isPatch } from './version.ts';

export type Direction = 'upgrade' | 'downgrade' | 'added' | 'removed' | 'loosened' | 'tightened' | 'same' | 'unclear';

/** A pin before and after; one of both may be missing. */
export interface MovedPin {
  readonly before: Pin | undefined;
  readonly after: Pin | undefined;
}

export interface VersionChange {
  readonly subject: 'django' | 'python' | 'package';
  readonly name: string;
  /** `Django 4.2.7 → 5.2.8 in 3 files`. */
  readonly title: string;
  /** The folder of the project, `` for the root. */
  readonly scope: string;
  readonly from: Settled | undefined;
  readonly to: Settled | undefined;
  readonly direction: Direction;
  readonly moved: readonly MovedPin[];
  /** Where to speak of it: the first pin that moved on head, requirements before lock files; the old pin of a removal. */
  readonly range: SourceRange;
  /** Asked for by name, not only pulled in by others. */
  readonly direct: boolean;
}

/** Reads what changes between the pins of base and head; Django first, then Python, then packages by name. */
export function readChange(base: PinSet, head: PinSet, today: string): readonly VersionChange[] {
  const moved = pairPins(base.pins, head.pins).filter(({ before, after }) => !isSame(before, after));
  const groups = Map.groupBy(moved, (pair) => keyOf(subjectPin(pair)));
  const changes = [...groups.values()].flatMap((pairs) => changesOf(base.pins, head.pins, pairs, today));
  return changes.toSorted((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function order({ subject }: VersionChange): number {
  return subject === 'django' ? 0 : subject === 'python' ? 1 : 2;
}

function subjectPin({ before, after }: MovedPin): Pin {
  const pin = after ?? before;
  if (pin === undefined) throw new RangeError('a moved pin has a side'); // pairPins makes no empty pairs
  return pin;
}

function keyOf({ subject, name }: Pin): string {
  return `${subject} ${name}`;
}

/** Pins of the same place: file, format, name, group and marker; the first with the first, the second with the second. A matrix is one place. */
function pairPins(base: readonly Pin[], head: readonly Pin[]): readonly MovedPin[] {
  const placeOf = ({ range, subject, name, format, meaning, group, marker }: Pin): string =>
    [range.path, subject, name, format, meaning, meaning === 'tested' ? '' : group, marker].join('\n');
  const before = Map.groupBy(base.filter(isWatched), placeOf);
  const after = Map.groupBy(head.filter(isWatched), placeOf);
  const pairs: MovedPin[] = [];
  for (const place of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(place) ?? [], after.get(place) ?? []];
    // What stands unchanged in a list of several (a test matrix) is paired with itself first.
    const left = now.filter((pin) => !old.some((each) => isSame(each, pin)));
    const gone = old.filter((pin) => !now.some((each) => isSame(pin, each)));
    for (let index = 0; index < Math.max(left.length, gone.length); index += 1) pairs.push({ before: gone[index], after: left[index] });
  }
  return pairs;
}

/** Prose, classifiers and database servers move without anything being upgraded by it. */
function isWatched({ subject, meaning }: Pin): boolean {
  return subject !== 'database' && meaning !== 'docs' && meaning !== 'declared' && meaning !== 'target';
}

function isSame(before: Pin | undefined, after: Pin | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  // An environment's name says more than its Python: `py312-dj52`.
  if (after.subject === 'python' && after.meaning === 'tested' && after.version !== undefined) return before.version === after.version;
  return before.text === after.text && before.version === after.version && before.digest === after.digest;
}

/** One change for each project whose pins move; projects with the same move are one. */
function changesOf(base: readonly Pin[], head: readonly Pin[], pairs: readonly MovedPin[], today: string): readonly VersionChange[] {
  const [first] = pairs;
  if (first === undefined) return [];
  const { subject, name } = subjectPin(first);
  const scopes = outermost(new Set(pairs.map((pair) => scopeOf(subjectPin(pair).range.path))));
  const found: VersionChange[] = [];
  for (const scope of scopes) {
    const mine = pairs.filter((pair) => isWithin(scopeOf(subjectPin(pair).range.path), scope));
    const settle = (pins: readonly Pin[]): Settled | undefined => settleBy(subject, name, pins, { scope, today });
    const change = changeOf({
      subject,
      name,
      scope,
      from: settle(base),
      to: settle(head),
      moved: mine,
      isDirect: isDirect(name, [...base, ...head]),
    });
    const twin = found.find((each) => each.from?.text === change.from?.text && each.to?.text === change.to?.text);
    if (twin === undefined) found.push(change);
    else found[found.indexOf(twin)] = withTitle({ ...twin, moved: [...twin.moved, ...mine] });
  }
  return found;
}

function outermost(scopes: ReadonlySet<string>): readonly string[] {
  return [...scopes].filter((scope) => ![...scopes].some((other) => other !== scope && isWithin(scope, other))).toSorted();
}

function settleBy(subject: Pin['subject'], name: string, pins: readonly Pin[], context: SettleContext): Settled | undefined {
  if (subject === 'python') return settlePython(pins, context);
  return settlePackage(name, pins, { ...context, python: settlePython(pins, context)?.feature });
}

interface Facts {
  readonly subject: Pin['subject'];
  readonly name: string;
  readonly scope: string;
  readonly from: Settled | undefined;
  readonly to: Settled | undefined;
  readonly moved: readonly MovedPin[];
  readonly isDirect: boolean;
}

function changeOf({ subject, name, scope, from, to, moved, isDirect: direct }: Facts): VersionChange {
  const kind = subject === 'python' ? 'python' : name === 'django' ? 'django' : 'package';
  const change = { subject: kind, name, scope, from, to, direction: directionOf(from, to), moved, direct } as const;
  return withTitle({ ...change, title: '', range: rangeOf(moved) });
}

function directionOf(from: Settled | undefined, to: Settled | undefined): Direction {
  if (from === undefined) return to === undefined ? 'unclear' : 'added';
  if (to === undefined) return 'removed';
  if (from.text === to.text) return 'same';
  if (isPart(from, to) && (to.feature === undefined || to.feature === from.feature)) return 'loosened';
  if (isPart(to, from) && from.version === undefined) return 'tightened';
  const [old, now] = [from.version ?? from.feature ?? lowerBound(from), to.version ?? to.feature ?? lowerBound(to)];
  if (old === undefined || now === undefined) return 'unclear';
  const difference = compareVersions(now, old);
  return difference === 0 ? 'same' : difference > 0 ? 'upgrade' : 'downgrade';
}

/** Is what is asked for at `inner` among what the range at `outer` allows? */
function isPart(inner: Settled, outer: Settled): boolean {
  if (outer.version !== undefined || outer.pin.allowed === undefined) return false;
  if (inner.version !== undefined && isPatch(inner.version)) return allows(outer.pin.allowed, inner.version);
  const feature = inner.feature ?? inner.version;
  return feature !== undefined && allowsFeature(outer.pin.allowed, feature);
}

/** The oldest version that a range names. */
function lowerBound({ pin }: Settled): string | undefined {
  const floors = (pin.allowed ?? []).flatMap((set) =>
    set.split(',').flatMap((clause) => /^(?:>=?|~=|==)([^*]+?)(?:\.\*)?$/.exec(clause)?.[1] ?? []),
  );
  return floors.toSorted(compareVersions)[0];
}

/** Requirements before locks, what runs in production before tools, shallow before deep. */
export function bestFirst(pins: readonly Pin[]): readonly Pin[] {
  const rank = ({ meaning, audience, range }: Pin): number =>
    (meaning === 'lock' ? 1000 : meaning === 'tested' ? 500 : 0) + (audience === 'production' ? 0 : 100) + range.path.split('/').length;
  return pins.toSorted((a, b) => rank(a) - rank(b));
}

/** The best place to speak of the change: a requirement before a lock, what runs in production before tools, shallow before deep. */
function rangeOf(moved: readonly MovedPin[]): SourceRange {
  const here = moved.flatMap(({ after }) => after ?? []);
  const pins = here.length > 0 ? here : moved.flatMap(({ before }) => before ?? []);
  const [best] = bestFirst(pins);
  if (best === undefined) throw new RangeError('a change has a moved pin'); // groups are made of pairs
  return best.range;
}

function isDirect(name: string, pins: readonly Pin[]): boolean {
  return pins.some((pin) => pin.name === name && (pin.meaning === 'requirement' || pin.subject === 'python'));
}

function withTitle(change: VersionChange): VersionChange {
  const shown = change.subject === 'django' ? 'Django' : change.subject === 'python' ? 'Python' : change.name;
  const files = new Set<RepoPath>(change.moved.map((pair) => subjectPin(pair).range.path));
  const place = files.size > 1 ? ` in ${files.size} files` : '';
  const { from, to } = change;
  if (from === undefined) return { ...change, title: `${shown} ${to?.text ?? ''} added${place}` };
  if (to === undefined) return { ...change, title: `${shown} ${from.text} removed${place}` };
  if (from.text !== to.text) return { ...change, title: `${shown} ${from.text} → ${to.text}${place}` };
  return { ...change, title: `${shown} ${to.text}: other places changed${place}` };
}
