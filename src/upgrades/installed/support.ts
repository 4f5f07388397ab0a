/** What a library supports: it asks for an open range of Djangos, and its tests or classifiers name several of them. */
import { djangoReleases } from '../../facts/upgrades/releases/releases.ts';
import type { Pin } from '../pins/pin.ts';
import { distanceOf, scopeOf } from './scope.ts';
import { allowsFeature, compareVersions, featureOf } from '../version.ts';

export interface Support {
  /** Feature releases, the oldest first; at least two. */
  readonly releases: readonly string[];
  readonly oldest: string;
  readonly newest: string;
  /** The first place that names the newest release. */
  readonly pin: Pin;
}

const METADATA: ReadonlySet<string> = new Set(['setup-py', 'setup-cfg', 'pyproject-pep621', 'pyproject-poetry', 'pyproject-pdm']);
/** A range that lets in more releases than this says nothing of which one is tested. */
const FEW = 2;

/** The Djangos that the library at `scope` supports; undefined for a project, which runs on one. */
export function supportOf(pins: readonly Pin[], scope: string): Support | undefined {
  const near = pins.filter(({ name, range }) => name === 'django' && (distanceOf(scopeOf(range.path), scope) ?? 1000) < 100);
  const isPackage = near.some(({ meaning }) => meaning === 'declared');
  if (!near.some((pin) => isOpenRequirement(pin) && (isPackage || METADATA.has(pin.format)))) return undefined;
  const named = [...near.filter(({ meaning }) => meaning === 'tested'), ...near.filter(({ meaning }) => meaning === 'declared')];
  const releases = releasesIn(named);
  const [oldest, newest] = [releases[0], releases.at(-1)];
  const pin = named.find((each) => newest !== undefined && releasesOf(each).includes(newest));
  if (oldest === undefined || newest === undefined || oldest === newest || pin === undefined) return undefined;
  return { releases, oldest, newest, pin };
}

/** Lets its users choose among several releases. */
function isOpenRequirement({ meaning, version, allowed }: Pin): boolean {
  if (meaning !== 'requirement' || version !== undefined || allowed === undefined) return false;
  return djangoReleases.filter((release) => allowsFeature(allowed, release.version)).length > 1;
}

function releasesIn(pins: readonly Pin[]): readonly string[] {
  return [...new Set(pins.flatMap(releasesOf))].toSorted(compareVersions);
}

/** The releases that one entry of a matrix or one classifier names. */
export function releasesOf({ version, allowed }: Pin): readonly string[] {
  const feature = version && featureOf(version);
  if (feature !== undefined) return [feature];
  const fitting = allowed === undefined ? [] : djangoReleases.filter((release) => allowsFeature(allowed, release.version));
  return fitting.length > FEW ? [] : fitting.map((release) => release.version);
}

/** The group of the entry of a matrix that nobody has written yet. */
export function plannedGroup(release: string): string {
  return `planned ${release}`;
}

/** `4.2 to 6.0` */
export function saySupport({ oldest, newest }: Pick<Support, 'oldest' | 'newest'>): string {
  return `${oldest} to ${newest}`;
}
