/** The plan of an upgrade that nobody has made yet. */
import { djangoReleases } from '../facts/upgrades/releases/releases.ts';
import type { DjangoProject } from '../django/project.ts';
import type { FileTree } from '../source/tree.ts';
import { djangoRelease } from './compat/releases.ts';
import type { Pin, PinSet } from './pins/pin.ts';
import { readPins } from './pins/read-pins.ts';
import { planStops } from './steps/plan-upgrade.ts';
import { plannedGroup, saySupport, supportOf, type Support } from './installed/support.ts';
import { reviewPins, type UpgradeReview } from './upgrade.ts';
import { allowsFeature, featureOf, isPatch } from './version.ts';

export interface JumpInput {
  readonly tree: FileTree;
  /** Their settings count: a jump takes no package away, so no migration can miss one. */
  readonly projects: readonly DjangoProject[];
  /** Feature releases to go to; at least one of both. */
  readonly django?: string;
  readonly python?: string;
  readonly today: string;
}

/**
 * Plans a jump: the same review, as if every pin of what runs said the new version. A library moves no pin: the new release joins those
 * that it is tested with.
 */
export function planJump({ tree, projects, django, python, today }: JumpInput): UpgradeReview {
  const base = readPins(tree);
  const support = django === undefined ? undefined : supportOf(base.pins, '');
  const sides = { base: tree, head: tree, baseProjects: projects, projects, today };
  if (support === undefined || django === undefined) {
    const floored: PinSet = { ...base, pins: base.pins.map((pin) => floorRange(pin, django)) };
    const head: PinSet = { ...floored, pins: floored.pins.map((pin) => movePin(pin, { django, python })) };
    return reviewPins(sides, floored, head, planStops);
  }
  const joined = support.releases.includes(django) ? [] : [joinTests(support, django)];
  const head: PinSet = { ...base, pins: [...base.pins.map((pin) => movePin(pin, { django: undefined, python })), ...joined] };
  const review = reviewPins(sides, base, head, planStops);
  if (joined.length > 0) return review;
  const place = `${support.pin.range.path}:${support.pin.range.start.line}`;
  const message = `Django ${django} is supported already, from ${saySupport(support)} as far as \`${place}\` says: there is nothing to plan.`;
  return { ...review, unjudged: [{ message, range: support.pin.range }, ...review.unjudged] };
}

/** The new entry of the matrix, at the place of the newest that is there. */
function joinTests({ pin }: Support, goal: string): Pin {
  return { ...pin, meaning: 'tested', text: goal, version: undefined, allowed: [`==${goal}.*`], group: plannedGroup(goal) };
}

/** An open range already lets the goal in: the way begins at its oldest release, which the code was written for. */
function floorRange(pin: Pin, django: string | undefined): Pin {
  const { allowed } = pin;
  if (pin.name !== 'django' || pin.meaning !== 'requirement' || pin.version !== undefined || allowed === undefined) return pin;
  if (django === undefined || !allowsFeature(allowed, featureOf(django) ?? django) || allowed.includes('')) return pin;
  const oldest = djangoReleases.find(({ version }) => allowsFeature(allowed, version))?.version;
  return oldest === undefined ? pin : { ...pin, allowed: [`==${oldest}.*`] };
}

function movePin(pin: Pin, { django, python }: { readonly django: string | undefined; readonly python: string | undefined }): Pin {
  const isDjango = pin.subject === 'package' && pin.name === 'django' && (pin.meaning === 'requirement' || pin.meaning === 'lock');
  const isPython = pin.subject === 'python' && pin.meaning === 'runtime' && pin.version !== undefined;
  const target = isDjango ? django : isPython ? python : undefined;
  if (target === undefined || (isPython && pin.version !== undefined && featureOf(pin.version) === featureOf(target))) return pin;
  const version = isDjango && !isPatch(target) ? (djangoRelease(target)?.latestPatch ?? target) : target;
  return pin.version === version ? pin : { ...pin, text: version, version, allowed: [`==${version}`] };
}
