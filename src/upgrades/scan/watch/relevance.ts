/** Which changes a jump from one release to another meets, and with what effect. */
import type { Change } from '../../../facts/upgrades/changes/change.ts';
import type { ScanHit, UpgradeSubject, VersionJump } from '../../hit.ts';

/** A change within the jump. */
export interface Relevant {
  readonly change: Change;
  readonly subject: UpgradeSubject;
  readonly effect: ScanHit['effect'];
  /** The feature release in which the effect begins. */
  readonly since: string;
  readonly stage: ScanHit['stage'];
  /** Nothing breaks: an optional modernisation. */
  readonly advisory: boolean;
}

/**
 * Compares feature releases by their first two numbers: `4.2` < `4.10` < `2028.0`. Further parts are ignored; a part that is
 * no number counts as 0.
 */
export function compareReleases(left: string, right: string): number {
  const [leftMajor, leftMinor] = releaseOf(left);
  const [rightMajor, rightMinor] = releaseOf(right);
  return leftMajor - rightMajor || leftMinor - rightMinor;
}

/** The first two numbers of a version. */
export function releaseOf(version: string): readonly [number, number] {
  const [major = 0, minor = 0] = version.split('.', 2).map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor];
}

/** Changes that matter for the jump: old < removedIn|changedIn <= new breaks or changes, deprecatedIn <= new < removedIn warns. */
export function relevantChanges(changes: readonly Change[], subject: UpgradeSubject, jump: VersionJump): readonly Relevant[] {
  if (jump.from !== undefined && compareReleases(jump.from, jump.to) >= 0) return [];
  return changes.flatMap((change) => {
    const effect = effectOf(change, jump);
    if (effect === undefined) return [];
    // A library cannot write what its oldest release does not know yet.
    if (change.advisory !== undefined && isTooNew(change, jump.oldest)) return [];
    const advisory = change.advisory !== undefined || (effect.effect === 'changes' && change.changedIn !== effect.since);
    return [{ change, subject, ...effect, advisory, stage: advisory ? 'after' : stageOf(change, effect, jump) }];
  });
}

function isTooNew({ availableFrom, detect }: Change, oldest: string | undefined): boolean {
  if (oldest === undefined || detect.some((each) => each.by === 'special' && each.name.startsWith('django-version-'))) return false;
  return availableFrom === undefined || compareReleases(availableFrom, oldest) > 0;
}

type Effect = Pick<Relevant, 'effect' | 'since'>;

function effectOf(change: Change, { from, to }: VersionJump): Effect | undefined {
  const reached = (version: string | undefined): version is string => version !== undefined && compareReleases(version, to) <= 0;
  const old = (version: string): boolean => from !== undefined && compareReleases(version, from) <= 0;
  if (reached(change.until)) return undefined;
  if (change.everyRelease !== undefined) return { effect: 'changes', since: to };
  if (reached(change.removedIn)) return old(change.removedIn) ? undefined : { effect: 'breaks', since: change.removedIn };
  if (reached(change.changedIn)) {
    if (old(change.changedIn)) return undefined;
    // Without a known start only what the new release itself does differently is news.
    if (from === undefined && change.severity !== 'error' && compareReleases(change.changedIn, to) < 0 && change.advisory === undefined)
      return undefined;
    return { effect: raises(change) ? 'breaks' : 'changes', since: change.changedIn };
  }
  if (reached(change.deprecatedIn)) return { effect: 'deprecated', since: change.deprecatedIn };
  // It will go one day, and its replacement is there already.
  if (reached(change.availableFrom)) return { effect: 'changes', since: change.availableFrom };
  return undefined;
}

const goesOnDifferently: ReadonlySet<string> = new Set([
  'behavior',
  'setting',
  'setting-value',
  'database',
  'template-tag',
  'template-filter',
]);

/** A change of severity error raises, unless it is one of behaviour. */
function raises(change: Change): boolean {
  return change.severity === 'error' && (!goesOnDifferently.has(change.kind) || change.id.startsWith('py-'));
}

/** The replacement exists since the deprecation at the latest: who is past that can move first. */
function stageOf(change: Change, { effect }: Effect, { from }: VersionJump): ScanHit['stage'] {
  if (change.detect.some((each) => each.by === 'setting-missing')) return 'before';
  const available = change.availableFrom ?? change.deprecatedIn;
  const movesOut = change.fix?.kind === 'rename' && !change.fix.to.startsWith('django.'); // to the standard library: always there
  if (movesOut || (available !== undefined && (from === undefined || compareReleases(available, from) <= 0))) return 'before';
  return effect === 'deprecated' ? 'after' : 'with';
}
