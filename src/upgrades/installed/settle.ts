/** What is really installed, when many files say something: lock over specifier, production over checks, and the sentence that says whom we believed. */
import { djangoReleases } from '../../facts/upgrades/releases/releases.ts';
import { evaluateMarker, serverEnvironment } from './marker.ts';
import type { Audience, Meaning, Pin } from '../pins/pin.ts';
import { distanceOf, scopeOf } from './scope.ts';
import { saySupport, supportOf } from './support.ts';
import { allowsFeature, compareVersions, featureOf, type Allowed } from '../version.ts';

export interface Settled {
  /** The exact version where one is named. */
  readonly version: string | undefined;
  /** The feature release that runs: of the version, or the newest that a range allows. */
  readonly feature: string | undefined;
  /** For people: the version, or the specifier. */
  readonly text: string;
  /** The pin that was believed. */
  readonly pin: Pin;
  /** How sure it is: a lock or exact version, the newest of a range, the best of a matrix. */
  readonly basis: 'lock' | 'exact' | 'range' | 'matrix';
}

export interface SettleContext {
  /** The folder whose project is asked about; pins of it come before those around it. */
  readonly scope: string;
  /** ISO date of the review. */
  readonly today: string;
  /** Feature release of the Python that runs, for markers. */
  readonly python?: string | undefined;
}

const AUDIENCES: readonly Audience[] = ['production', 'ci', 'development', 'readers'];
/** A constraint installs nothing: it only narrows what something else asks for. */
const PACKAGE_MEANINGS: readonly Meaning[] = ['lock', 'override', 'requirement', 'tested'];
const PYTHON_MEANINGS: readonly Meaning[] = ['runtime', 'tested', 'locked-for', 'constraint'];

/** What is installed of a package; undefined when no file asks for it. */
export function settlePackage(name: string, pins: readonly Pin[], context: SettleContext): Settled | undefined {
  // A library runs on every release that it supports: what counts is the newest of them.
  const support = name === 'django' ? supportOf(pins, context.scope) : undefined;
  if (support !== undefined)
    return { version: undefined, feature: support.newest, text: saySupport(support), pin: support.pin, basis: 'matrix' };
  const asked = pins.filter((pin) => pin.subject === 'package' && pin.name === name && PACKAGE_MEANINGS.includes(pin.meaning));
  const usable = asked.filter((pin) => applies(pin, context.python));
  const [pin] = rank(usable.length > 0 ? usable : asked, PACKAGE_MEANINGS, context);
  if (pin === undefined) return undefined;
  if (pin.version !== undefined && pin.meaning !== 'tested') {
    return {
      version: pin.version,
      feature: featureOf(pin.version),
      text: pin.version,
      pin,
      basis: pin.meaning === 'lock' ? 'lock' : 'exact',
    };
  }
  const limit = constraintFor(name, pin, pins, context);
  const feature = name === 'django' ? newestFeature([pin.allowed, limit?.allowed], context.today) : undefined;
  const version = limit?.version;
  if (version !== undefined && pin.meaning !== 'tested')
    return { version, feature: featureOf(version), text: version, pin: limit ?? pin, basis: 'exact' };
  return { version: undefined, feature, text: pin.text, pin, basis: pin.meaning === 'tested' ? 'matrix' : 'range' };
}

/** Does the pin's marker let it be installed under this Python? Unknown counts as yes. */
export function applies(pin: Pin, python: string | undefined): boolean {
  return pin.marker === undefined || python === undefined || evaluateMarker(pin.marker, serverEnvironment(python)) !== false;
}

/** A constraints file that narrows a requirement which names no version itself. */
function constraintFor(name: string, pin: Pin, pins: readonly Pin[], context: SettleContext): Pin | undefined {
  if (pin.meaning !== 'requirement') return undefined;
  const limits = pins.filter((each) => each.subject === 'package' && each.name === name && applies(each, context.python));
  return rank(limits, ['constraint'], context)[0];
}

/** Which Python runs; undefined when no file says so. */
export function settlePython(pins: readonly Pin[], context: SettleContext): Settled | undefined {
  const python = pins.filter((pin) => pin.subject === 'python' && PYTHON_MEANINGS.includes(pin.meaning) && pin.unknown === undefined);
  const ranked = rank(python, PYTHON_MEANINGS, context);
  const [pin] = ranked;
  if (pin === undefined) return undefined;
  if (pin.meaning === 'tested') {
    const newest = ranked
      .filter(({ meaning }) => meaning === 'tested')
      .reduce((best, each) => (compareVersions(each.version ?? '', best.version ?? '') > 0 ? each : best), pin);
    return {
      version: newest.version,
      feature: newest.version && featureOf(newest.version),
      text: newest.version ?? newest.text,
      pin: newest,
      basis: 'matrix',
    };
  }
  if (pin.version === undefined) return { version: undefined, feature: undefined, text: pin.text, pin, basis: 'range' };
  return { version: pin.version, feature: featureOf(pin.version), text: pin.version, pin, basis: 'exact' };
}

/** Best first: any version of Python before a range, the project's own or its surroundings' before folders inside it, whom it serves, how exact it is, then the nearest. */
function rank(pins: readonly Pin[], meanings: readonly Meaning[], { scope }: SettleContext): readonly Pin[] {
  const key = (pin: Pin): readonly number[] => {
    const distance = distanceOf(scopeOf(pin.range.path), scope) ?? 1000;
    // A lock of the surrounding workspace says more than a range beside; a range of Pythons says less than any version.
    const exactness = pin.version === undefined ? 2 : distance === 0 ? 0 : 1;
    const vague = pin.subject === 'python' && pin.version === undefined ? 1 : 0;
    return [vague, distance >= 100 ? 1 : 0, AUDIENCES.indexOf(pin.audience), exactness, meanings.indexOf(pin.meaning), distance];
  };
  const wanted = pins.filter((pin) => meanings.includes(pin.meaning));
  return wanted.toSorted((a, b) => compareKeys(key(a), key(b)) || compareVersions(b.version ?? '', a.version ?? ''));
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The newest feature release of Django, out by `today`, that all of the specifiers allow. */
export function newestFeature(specifiers: readonly (Allowed | undefined)[], today: string): string | undefined {
  const known = specifiers.filter((allowed) => allowed !== undefined);
  const out = djangoReleases.filter(({ released }) => released !== undefined && released <= today).map(({ version }) => version);
  return out.findLast((version) => known.every((allowed) => allowsFeature(allowed, version)));
}
