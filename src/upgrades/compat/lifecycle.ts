/** Is the release one that exists, is supported, and is up to date; and is it one step away? Dates are facts, the present day is given. */
import { djangoReleases, pythonReleases, releasesKnownUntil } from '../../facts/upgrades/releases/releases.ts';
import { compareVersions, isPrerelease } from '../version.ts';
import { sayList, type CompatContext, type Jump, type UpgradeProblem } from './problem.ts';
import { djangoRelease, djangoReleasesBetween, pythonRelease, stopsBetween } from './releases.ts';

/** Problems of the new releases by themselves. */
export function* lifecycleProblems({ django, python, today }: CompatContext): Generator<UpgradeProblem> {
  if (django?.change !== undefined) {
    yield* unknownDjango(django, today);
    yield* missingPatches(django);
    // A library supports a release whatever its age, beside others.
    if (django.to?.basis !== 'matrix') {
      yield* djangoSupport(django, today);
      yield* skippedReleases(django);
    }
  }
  if (python?.change !== undefined) {
    yield* unknownPython(python);
    yield* pythonSupport(python, today);
  }
}

type About = Pick<UpgradeProblem, 'range' | 'places'>;

function at({ change, to }: Jump): About {
  const range = change?.range ?? to?.pin.range;
  if (range === undefined) throw new RangeError('a jump has a place'); // callers look at jumps with a change
  return { range, places: [] };
}

function* unknownDjango(jump: Jump, today: string): Generator<UpgradeProblem> {
  const { feature, version } = jump.to ?? {};
  if (feature === undefined) return;
  const release = djangoRelease(feature);
  const about = { id: 'release-unknown', ...at(jump), steps: [], sources: ['https://www.djangoproject.com/download/'] } as const;
  const newest = djangoReleases.findLast(({ status }) => status === 'released');
  if (release === undefined && newest !== undefined && compareVersions(feature, newest.version) < 0) {
    yield {
      ...about,
      severity: 'error',
      certainty: 'hard',
      message: `There is no Django ${feature}: the release after ${before(feature)} is ${after(feature)}.`,
    };
  } else if (release === undefined || release.status === 'planned') {
    const expected = release?.expected === undefined ? '' : `, expected ${release.expected}`;
    const message = `Django ${feature} was not out when our facts were written (${releasesKnownUntil})${expected}; what it changes is only partly known.`;
    yield { ...about, severity: 'warning', certainty: 'hint', message };
  } else if (version !== undefined && isPrerelease(version) && (release.released ?? '') <= today) {
    yield { ...about, severity: 'warning', certainty: 'hard', message: `Django ${version} is a pre-release; Django ${feature} is out.` };
  }
}

function before(feature: string): string {
  return djangoReleases.findLast(({ version }) => compareVersions(version, feature) < 0)?.version ?? '';
}

function after(feature: string): string {
  return djangoReleases.find(({ version }) => compareVersions(version, feature) > 0)?.version ?? '';
}

function* djangoSupport(jump: Jump, today: string): Generator<UpgradeProblem> {
  const release = djangoRelease(jump.to?.feature);
  if (release?.supportEnd === undefined || release.status !== 'released') return;
  const about = {
    id: 'release-out-of-support',
    ...at(jump),
    certainty: 'hard',
    sources: ['https://www.djangoproject.com/download/#supported-versions'],
  } as const;
  const supported = djangoReleases.filter(
    ({ status, supportEnd }) => status === 'released' && supportEnd !== undefined && supportEnd >= today,
  );
  const names = sayList(supported.map(({ version, lts }) => (lts ? `${version} LTS` : version)));
  if (release.supportEnd < today) {
    const message = `Django ${release.version} has had no security fixes since ${release.supportEnd}; ${names} have them.`;
    yield { ...about, severity: 'warning', message, steps: [`Go on to Django ${supported[0]?.version ?? ''} or later.`] };
  } else if (release.supportEnd < addMonths(today, 6)) {
    yield {
      ...about,
      severity: 'notice',
      message: `Django ${release.version} gets security fixes until ${release.supportEnd} only.`,
      steps: [],
    };
  }
}

/** A date some months later; the day of the month is kept, which is near enough for a warning ahead. */
function addMonths(date: string, months: number): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  const later = year * 12 + (month - 1) + months;
  return `${Math.floor(later / 12)}-${String((later % 12) + 1).padStart(2, '0')}${date.slice(7)}`;
}

function* missingPatches(jump: Jump): Generator<UpgradeProblem> {
  const { version, feature, basis } = jump.to ?? {};
  const latest = djangoRelease(feature)?.latestPatch;
  if (version === undefined || latest === undefined || basis === 'range' || compareVersions(version, latest) >= 0 || isPrerelease(version))
    return;
  yield {
    id: 'patches-missing',
    severity: 'notice',
    certainty: 'hard',
    ...at(jump),
    message: `Django ${latest} is a newer patch of ${feature} than ${version}, and patches fix security holes and data loss.`,
    steps: [`Take Django ${latest} or newer.`],
    sources: ['https://docs.djangoproject.com/en/stable/releases/security/'],
  };
}

function* skippedReleases(jump: Jump): Generator<UpgradeProblem> {
  const [from, to] = [jump.from?.feature, jump.to?.feature];
  if (from === undefined || to === undefined || compareVersions(from, to) >= 0) return;
  const crossed = djangoReleasesBetween(from, to);
  const stops = stopsBetween(from, to);
  if (crossed.length < 2) return;
  // From one LTS to the next is the jump that Django's deprecation policy is made for.
  const isOneHop = stops.length === 1;
  const between = sayList(crossed.slice(0, -1).map(({ version }) => version));
  const message = isOneHop
    ? `Django ${from} → ${to} crosses ${between}: what they removed breaks without a warning having been shown.`
    : `Django ${from} → ${to} crosses ${between}: features deprecated and removed on the way break at once; stopping at ${sayList(stops.slice(0, -1))} shows their warnings first.`;
  yield {
    id: 'releases-skipped',
    severity: isOneHop ? 'notice' : 'warning',
    certainty: 'hint',
    ...at(jump),
    message,
    steps: stops
      .slice(0, -1)
      .map((stop) => `Deploy Django ${stop} first, with \`python -Wa manage.py test\` free of deprecation warnings.`),
    sources: ['https://docs.djangoproject.com/en/stable/howto/upgrade-version/'],
  };
}

function* unknownPython(jump: Jump): Generator<UpgradeProblem> {
  const { feature } = jump.to ?? {};
  if (feature === undefined || !feature.startsWith('3.')) return;
  const release = pythonRelease(feature);
  if (release?.released !== undefined) return;
  const newest = pythonReleases.findLast(({ released }) => released !== undefined);
  if (release === undefined && newest !== undefined && compareVersions(feature, newest.version) < 0) return;
  const planned = release?.planned === undefined ? '' : ` (planned for ${release.planned})`;
  const message = `Python ${feature} was not final when our facts were written${planned}; what it changes is only partly known.`;
  yield {
    id: 'release-unknown',
    severity: 'notice',
    certainty: 'hint',
    ...at(jump),
    message,
    steps: [],
    sources: ['https://devguide.python.org/versions/'],
  };
}

function* pythonSupport(jump: Jump, today: string): Generator<UpgradeProblem> {
  const release = pythonRelease(jump.to?.feature);
  if (release?.released === undefined || release.supportEnd >= today) return;
  yield {
    id: 'release-out-of-support',
    severity: 'warning',
    certainty: 'hard',
    ...at(jump),
    message: `Python ${release.version} has had no security fixes since ${release.supportEnd}.`,
    steps: [],
    sources: [release.source],
  };
}
