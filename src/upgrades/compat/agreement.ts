/** Other places that still say the old version, and whether that contradicts by what each place means. */
import type { Pin } from '../pins/pin.ts';
import { distanceOf, scopeOf } from '../installed/scope.ts';
import { supportOf } from '../installed/support.ts';
import { pythonReleases } from '../../facts/upgrades/releases/releases.ts';
import { allows, allowsFeature, compareVersions, featureOf } from '../version.ts';
import { pinsAround, placed, sayList, sayPlaces, type CompatContext, type Jump, type UpgradeProblem } from './problem.ts';

/** Pins that disagree with the new Python or the new Django. */
export function* agreementProblems(context: CompatContext): Generator<UpgradeProblem> {
  if (context.python?.change !== undefined && context.python.to?.feature !== undefined)
    yield* pythonAgreement(context, context.python, context.python.to.feature);
  if (context.django?.change !== undefined && context.django.to?.feature !== undefined)
    yield* djangoAgreement(context, context.django, context.django.to.feature);
}

type About = Omit<UpgradeProblem, 'severity' | 'message' | 'range' | 'places'>;
const ABOUT: About = { id: 'pins-disagree', certainty: 'hard', steps: [], sources: [] };

function* pythonAgreement(context: CompatContext, { change, from, to }: Jump, feature: string): Generator<UpgradeProblem> {
  const pins = pinsAround(context).filter(({ subject }) => subject === 'python');
  const runtime = pins.filter(({ meaning, version }) => meaning === 'runtime' && version !== undefined);
  const others = runtime.filter(({ version }) => featureOf(version ?? '') !== feature);
  for (const [version, group] of Map.groupBy(others, (pin) => featureOf(pin.version ?? ''))) {
    // Only what says the old version was forgotten; a third one is kept on purpose.
    if (version === undefined || version !== from?.feature) continue;
    const severity = group.some(({ audience }) => audience !== 'development') ? 'warning' : 'notice';
    yield {
      ...ABOUT,
      severity,
      ...placed(change, group),
      message: `Python moves to ${feature}, and ${sayPlaces(group)} still ${group.length > 1 ? 'say' : 'says'} ${version}.`,
    };
  }
  for (const pin of pins.filter(({ meaning, format }) => meaning === 'constraint' && format !== 'dependabot-renovate')) {
    if (pin.allowed === undefined || allowsFeature(pin.allowed, feature)) continue;
    const message = `\`${pin.text}\` in \`${pin.range.path}:${pin.range.start.line}\` does not allow Python ${feature}, the one of ${sayPlaces(to === undefined ? [] : [to.pin])}.`;
    yield { ...ABOUT, severity: 'error', ...placed(change, [pin]), message };
  }
  yield* tooNewTargets(context, change, pins);
  yield* untested(context, change, feature);
}

/** The oldest Python that the project says it supports: the lower end of ranges, and every interpreter that runs it. */
function oldestSupported(pins: readonly Pin[]): string | undefined {
  const known = pythonReleases.map(({ version }) => version);
  const lowest = pins.flatMap(({ meaning, allowed, format }) =>
    meaning === 'constraint' && allowed !== undefined && !format.startsWith('lock')
      ? (known.find((version) => allowsFeature(allowed, version)) ?? [])
      : [],
  );
  const run = pins.flatMap(({ meaning, version, audience }) =>
    meaning === 'runtime' && version !== undefined && audience === 'production' ? (featureOf(version) ?? []) : [],
  );
  return [...(lowest.length > 0 ? lowest : run)].toSorted(compareVersions)[0];
}

/** A formatter that writes for a newer Python than the oldest supported one writes code which that one cannot read. */
function* tooNewTargets(context: CompatContext, change: Jump['change'], pins: readonly Pin[]): Generator<UpgradeProblem> {
  const oldest = oldestSupported(pins);
  if (oldest === undefined) return;
  const targets = pins.filter(
    ({ meaning, version }) => meaning === 'target' && version !== undefined && compareVersions(featureOf(version) ?? '', oldest) > 0,
  );
  // A list of targets (Black) stands for its oldest.
  const lowestOfFile = Map.groupBy(
    pins.filter(({ meaning }) => meaning === 'target'),
    ({ format, range }) => `${range.path} ${format}`,
  );
  const wrong = targets.filter((pin) => {
    const siblings = lowestOfFile.get(`${pin.range.path} ${pin.format}`) ?? [];
    return siblings.every(({ version }) => compareVersions(featureOf(version ?? '') ?? '', oldest) > 0);
  });
  const moved = new Set(context.changes.flatMap(({ moved: pairs }) => pairs.flatMap(({ after }) => after?.range ?? [])));
  if (wrong.length === 0 || (change === undefined && !wrong.some(({ range }) => moved.has(range)))) return;
  const message = `${sayPlaces(wrong)} ${wrong.length > 1 ? 'write' : 'writes'} for Python ${wrong[0]?.version ?? ''}, and the project still supports ${oldest}.`;
  // Where everything that runs is new enough, only the declared range is too wide.
  const runs = pins.some(
    ({ meaning, version }) =>
      meaning === 'runtime' &&
      version !== undefined &&
      compareVersions(featureOf(version) ?? '', featureOf(wrong[0]?.version ?? '') ?? '') < 0,
  );
  yield { ...ABOUT, severity: runs ? 'warning' : 'notice', ...placed(change, wrong), message };
}

/** A matrix without the new version tests everything but what will run. */
function* untested(context: CompatContext, change: Jump['change'], feature: string): Generator<UpgradeProblem> {
  const name = change?.subject === 'django' ? 'django' : 'python';
  const tested = pinsAround(context).filter(
    (pin) => pin.meaning === 'tested' && pin.name === name && (pin.version !== undefined || pin.allowed !== undefined),
  );
  const covers = (pin: Pin): boolean =>
    pin.allowed === undefined ? featureOf(pin.version ?? '') === feature : allowsFeature(pin.allowed, feature);
  if (tested.length === 0 || tested.some(covers)) return;
  const shown = name === 'django' ? 'Django' : 'Python';
  const versions = sayList([...new Set(tested.flatMap(({ version, text }) => version ?? text))]);
  yield {
    ...ABOUT,
    certainty: 'hint',
    severity: 'warning',
    ...placed(change, tested),
    message: `No test run covers ${shown} ${feature}: ${sayPlaces(tested)} ${tested.length > 1 ? 'list' : 'lists'} ${versions}.`,
  };
}

function* djangoAgreement(context: CompatContext, { change, to }: Jump, feature: string): Generator<UpgradeProblem> {
  const pins = context.head.pins.filter(({ name, subject }) => name === 'django' && subject === 'package');
  const near = pins.filter(({ range }) => (distanceOf(scopeOf(range.path), context.scope) ?? 1000) < 100);
  const admits = (pin: Pin): boolean => {
    if (pin.allowed === undefined) return true;
    return to?.version === undefined ? allowsFeature(pin.allowed, feature) : allows(pin.allowed, to.version);
  };
  // A requirement beside its own lock is the lock's affair.
  const support = supportOf(context.head.pins, context.scope);
  const asking = near.filter(
    (pin) =>
      pin.meaning === 'requirement' &&
      pin.range !== to?.pin.range &&
      !admits(pin) &&
      !hasLock(pin, near) &&
      // Documentation and examples of a library may stay on one release.
      (support === undefined || pin.version === undefined),
  );
  if (asking.length > 0)
    yield {
      ...ABOUT,
      severity: 'warning',
      ...placed(change, asking),
      message: `Django ${support === undefined ? `moves to ${to?.text ?? feature}` : `${feature} joins what is supported`}, and ${sayPlaces(asking)} still ${asking.length > 1 ? 'ask' : 'asks'} for \`${asking[0]?.text ?? ''}\`.`,
    };
  const limiting = near.filter((pin) => pin.meaning === 'constraint' && !admits(pin));
  if (limiting.length > 0)
    yield {
      ...ABOUT,
      severity: 'error',
      ...placed(change, limiting),
      message: `${sayPlaces(limiting)} ${limiting.length > 1 ? 'limit' : 'limits'} Django to \`${limiting[0]?.text ?? ''}\`, which rules out ${to?.text ?? feature}: pip refuses to install it.`,
    };
  if (support === undefined) yield* djangoTargets(change, near, feature);
  else yield* libraryTargets(change, near, support.oldest);
  yield* untested(context, change, feature);
}

function hasLock(requirement: Pin, pins: readonly Pin[]): boolean {
  const folder = (path: string): string => path.split('/').slice(0, -1).join('/');
  return pins.some(({ meaning, range }) => meaning === 'lock' && folder(range.path) === folder(requirement.range.path));
}

/** What django-upgrade writes must run on the oldest Django that a library supports. */
function* libraryTargets(change: Jump['change'], pins: readonly Pin[], oldest: string): Generator<UpgradeProblem> {
  const targets = pins.filter(
    ({ meaning, version }) => meaning === 'target' && version !== undefined && compareVersions(version, oldest) > 0,
  );
  if (targets.length === 0) return;
  const message = `${sayPlaces(targets)} ${targets.length > 1 ? 'tell' : 'tells'} django-upgrade to write for Django ${targets[0]?.version ?? ''}, and ${oldest} is still supported.`;
  yield {
    ...ABOUT,
    severity: 'warning',
    ...placed(change, targets),
    message,
    steps: [`Set \`--target-version ${oldest}\`.`],
    certainty: 'hint',
  };
}

/** django-upgrade writes for the oldest Django that is in use. */
function* djangoTargets(change: Jump['change'], pins: readonly Pin[], feature: string): Generator<UpgradeProblem> {
  const targets = pins.filter(({ meaning, version }) => meaning === 'target' && version !== undefined && version !== feature);
  if (targets.length === 0) return;
  const isTooNew = targets.some(({ version }) => compareVersions(version ?? '', feature) > 0);
  const message = `${sayPlaces(targets)} ${targets.length > 1 ? 'tell' : 'tells'} django-upgrade to write for Django ${targets[0]?.version ?? ''}, and Django moves to ${feature}.`;
  yield {
    ...ABOUT,
    severity: isTooNew ? 'warning' : 'notice',
    ...placed(change, targets),
    message,
    steps: [`Set \`--target-version ${feature}\`.`],
    certainty: 'hint',
  };
}
