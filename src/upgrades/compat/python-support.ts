/** Django × Python: does the new Django run on every Python that the project names? */
import type { DjangoRelease } from '../../facts/upgrades/releases/release.ts';
import { pythonReleases } from '../../facts/upgrades/releases/releases.ts';
import type { Pin } from '../pins/pin.ts';
import { supportOf } from '../installed/support.ts';
import { allowsFeature, compareVersions, featureOf } from '../version.ts';
import { pinsAround, placed, sayList, sayPlaces, type CompatContext, type UpgradeProblem } from './problem.ts';
import { djangoRelease } from './releases.ts';

/** Interpreters that the new Django does not support, and ranges that let them in. Speaks only when Django or Python moves. */
export function* pythonSupportProblems(context: CompatContext): Generator<UpgradeProblem> {
  const { django, python } = context;
  const release = djangoRelease(django?.to?.feature);
  if (release === undefined || release.python.length === 0 || (django?.change ?? python?.change) === undefined) return;
  const pins = pinsAround(context).filter(({ subject, meaning }) => subject === 'python' && ['runtime', 'tested'].includes(meaning));
  const byFeature = Map.groupBy(pins, ({ version }) => (version === undefined ? undefined : featureOf(version)));
  const tooOld: Pin[] = [];
  for (const [feature, group] of byFeature) {
    if (feature === undefined) continue;
    if (release.python.includes(feature)) yield* tooEarlyPatch(context, release, feature, group);
    else if (compareVersions(feature, release.python[0] ?? '') < 0) tooOld.push(...group);
    else yield tooNew(context, release, feature, group);
  }
  // A library goes on supporting older Djangos on older Pythons: only the new pairs are new.
  if (supportOf(context.head.pins, context.scope) !== undefined) return yield* libraryPythons(context, release, byFeature);
  if (tooOld.length > 0) yield tooOldFor(context, release, tooOld, isServed(pins, release));
  yield* openRanges(context, release);
}

/** At least one Python of a library's tests must run the new Django. */
function* libraryPythons(
  context: CompatContext,
  release: DjangoRelease,
  byFeature: ReadonlyMap<string | undefined, readonly Pin[]>,
): Generator<UpgradeProblem> {
  const known = [...byFeature.keys()].filter((feature) => feature !== undefined);
  if (known.length === 0 || known.some((feature) => release.python.includes(feature))) return;
  yield {
    id: 'python-unsupported-by-django',
    severity: 'warning',
    certainty: 'hard',
    ...placed(context.django?.change ?? context.python?.change, [...byFeature.values()].flat()),
    message: `Django ${release.version} runs on Python ${sayList(release.python)}, and no test run has one of them: ${sayPlaces([...byFeature.values()].flat())} ${known.length > 1 ? 'say' : 'says'} ${sayList(known.toSorted(compareVersions))}.`,
    steps: [`Test with Python ${release.python.at(-1) ?? ''}, too.`],
    sources: [release.source],
  };
}

/** Does what runs the service, or else anything that runs, say a Python that the release supports? The rest may be jobs without Django. */
function isServed(pins: readonly Pin[], release: DjangoRelease): boolean {
  const running = pins.filter(({ meaning, version }) => meaning === 'runtime' && version !== undefined);
  const serving = running.filter(({ audience }) => audience === 'production');
  const isSupported = ({ version }: Pin): boolean => release.python.includes(featureOf(version ?? '') ?? '');
  return serving.length > 0 ? serving.every(isSupported) : running.length === 0 || running.some(isSupported);
}

function tooOldFor(context: CompatContext, release: DjangoRelease, pins: readonly Pin[], served: boolean): UpgradeProblem {
  const versions = [...new Set(pins.flatMap(({ version }) => featureOf(version ?? '') ?? []))].toSorted(compareVersions);
  return {
    id: 'python-unsupported-by-django',
    severity: served ? 'warning' : 'error',
    certainty: 'hard',
    ...placed(context.django?.change ?? context.python?.change, pins),
    message: `Django ${release.version} needs Python ${release.python[0] ?? ''} or newer, but ${sayPlaces(pins)} ${plural(pins, 'says', 'say')} Python ${sayList(versions)}.`,
    steps: wayToPython(context.django?.from?.feature, release),
    sources: [release.source],
  };
}

function tooNew(context: CompatContext, release: DjangoRelease, feature: string, pins: readonly Pin[]): UpgradeProblem {
  return {
    id: 'python-unsupported-by-django',
    severity: 'warning',
    certainty: 'hint',
    ...placed(context.django?.change ?? context.python?.change, pins),
    message: `Django ${release.version} supports Python up to ${release.python.at(-1) ?? ''}, and ${sayPlaces(pins)} ${plural(pins, 'says', 'say')} Python ${feature}.`,
    steps: [],
    sources: [release.source],
  };
}

function plural(pins: readonly Pin[], one: string, many: string): string {
  return new Set(pins.map(({ range }) => `${range.path}:${range.start.line}`)).size > 1 ? many : one;
}

/** The Python to move to before Django moves: the newest that both releases support. */
function wayToPython(from: string | undefined, release: DjangoRelease): readonly string[] {
  const old = djangoRelease(from);
  if (old === undefined) return [`Move to Python ${release.python.at(-1) ?? ''}.`];
  const common = release.python.findLast((version) => old.python.includes(version));
  if (common !== undefined) return [`Move to Python ${common} first, while still on Django ${old.version}: both releases support it.`];
  return [
    `No Python runs both Django ${old.version} and ${release.version}: stop at a release between them that shares a Python with each.`,
  ];
}

/** Support for a new Python often arrives in a patch: Django 5.2 runs on Python 3.14 since 5.2.8. */
function* tooEarlyPatch(
  { django, python }: CompatContext,
  release: DjangoRelease,
  feature: string,
  pins: readonly Pin[],
): Generator<UpgradeProblem> {
  const since = release.pythonSincePatch?.[feature];
  const version = django?.to?.version;
  if (since === undefined || version === undefined || compareVersions(version, since) >= 0) return;
  yield {
    id: 'python-unsupported-by-django',
    severity: 'warning',
    certainty: 'hint',
    ...placed(django?.change ?? python?.change, pins),
    message: `Django ${release.version} supports Python ${feature} since ${since}, and this is ${version}; ${sayPlaces(pins)} ${plural(pins, 'says', 'say')} Python ${feature}.`,
    steps: [`Take Django ${since} or newer.`],
    sources: [`https://docs.djangoproject.com/en/${release.version}/faq/install/#what-python-version-can-i-use-with-django`],
  };
}

/** `requires-python` that lets in a Python which the new Django refuses: a resolver that locks for the whole range fails. */
function* openRanges(context: CompatContext, release: DjangoRelease): Generator<UpgradeProblem> {
  const oldest = release.python[0] ?? '';
  const below = pythonReleases.map(({ version }) => version).filter((version) => compareVersions(version, oldest) < 0);
  const pins = pinsAround(context);
  for (const pin of pins) {
    if (pin.subject !== 'python' || pin.meaning !== 'constraint' || pin.format === 'lock-python' || pin.allowed === undefined) continue;
    const { allowed } = pin;
    const refused = below.filter((version) => allowsFeature(allowed, version)).at(-1);
    if (refused === undefined || context.django?.change === undefined) continue;
    const locks = pins.some(({ format }) => format === 'uv-lock' || format === 'poetry-lock' || format === 'pdm-lock');
    yield {
      id: 'python-unsupported-by-django',
      severity: locks ? 'error' : 'warning',
      certainty: locks ? 'hard' : 'hint',
      ...placed(context.django.change, [pin]),
      message: `\`${pin.text}\` in \`${pin.range.path}:${pin.range.start.line}\` lets in Python ${refused}, and Django ${release.version} needs ${oldest}${locks ? ': the lock cannot be solved for that range' : ''}.`,
      steps: [`Raise it to \`>=${oldest}\`.`],
      sources: [release.source],
    };
  }
}
