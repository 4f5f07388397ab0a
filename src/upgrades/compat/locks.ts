/** What lock files and compiled requirements say to a new Python and to the manifests beside them. */
import { evaluateMarker, serverEnvironment } from '../installed/marker.ts';
import type { Pin } from '../pins/pin.ts';
import { allows, allowsFeature, readSpecifier } from '../version.ts';
import { readPoetryConstraint } from '../syntax/ranges.ts';
import { pinsAround, placed, sayList, sayPlaces, type CompatContext, type UpgradeProblem } from './problem.ts';

const DOCUMENTATION = 'https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers';

/** Locked packages that refuse the new Python, that have no wheel for it, and markers that switch lines on or off. */
export function* pythonLockProblems(context: CompatContext): Generator<UpgradeProblem> {
  const change = context.python?.change;
  const to = context.python?.to?.feature;
  if (change === undefined || to === undefined) return;
  const pins = pinsAround(context).filter((pin) => pin.subject === 'package' && pin.audience !== 'readers');
  const locked = pins.filter(
    ({ meaning, marker }) => meaning === 'lock' && (marker === undefined || evaluateMarker(marker, serverEnvironment(to)) !== false),
  );
  const refusing = locked.filter(({ requiresPython }) => requiresPython !== undefined && !admits(requiresPython, to));
  if (refusing.length > 0) {
    const names = sayList(refusing.map(({ name, version, requiresPython }) => `${name} ${version} (\`${requiresPython}\`)`));
    yield {
      id: 'lock-out-of-step',
      severity: 'error',
      certainty: 'hard',
      ...placed(change, refusing),
      message: `${sayPlaces(refusing.slice(0, 1))} locks packages that do not install on Python ${to}: ${names}.`,
      steps: ['Solve the lock again on the new Python.'],
      sources: ['https://packaging.python.org/en/latest/specifications/core-metadata/#requires-python'],
    };
  }
  yield* missingWheels(locked, to, change);
  yield* switchedMarkers(context, pins, to);
  yield* solvedForAnother(context, to);
}

function admits(requiresPython: string, feature: string): boolean {
  const allowed = readSpecifier(requiresPython) ?? readPoetryConstraint(requiresPython);
  return allowed === undefined || allowsFeature(allowed, feature);
}

function* missingWheels(
  locked: readonly Pin[],
  to: string,
  change: NonNullable<CompatContext['python']>['change'],
): Generator<UpgradeProblem> {
  const without = locked.filter(({ wheels }) => wheels !== undefined && !wheels.some((wheel) => fits(wheel, to)));
  if (without.length === 0) return;
  yield {
    id: 'wheel-missing',
    severity: 'notice',
    certainty: 'hard',
    ...placed(change, without),
    message: `No wheel for Python ${to} is locked for ${sayList(without.map(({ name, version }) => `${name} ${version}`))}: they are compiled when they are installed, which needs a compiler and headers.`,
    steps: ['Raise them to versions with wheels for the new Python.'],
    sources: ['https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/'],
  };
}

/** Does the wheel run on CPython of this feature release: `cp312-cp312`, `cp38-abi3`, `py3-none`? */
export function fits(wheel: string, feature: string): boolean {
  const [pythons = '', abis = ''] = wheel
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-3);
  const [major = '', minor = ''] = feature.split('.');
  return pythons.split('.').some((tag) => {
    const [, implementation, own, rest] = /^([a-z]+)(\d)(\d*)$/.exec(tag) ?? [];
    if (implementation === undefined || own !== major) return false;
    if (implementation === 'py') return rest === '' || Number(rest) <= Number(minor);
    if (implementation !== 'cp') return false;
    return rest === minor || (abis.split('.').includes('abi3') && Number(rest) <= Number(minor));
  });
}

/** Requirements that the new Python drops or adds by their markers. */
function* switchedMarkers(context: CompatContext, pins: readonly Pin[], to: string): Generator<UpgradeProblem> {
  const from = context.python?.from?.feature;
  if (from === undefined) return;
  const holds = (pin: Pin, python: string): boolean | undefined =>
    pin.marker === undefined ? true : evaluateMarker(pin.marker, serverEnvironment(python));
  const switched = pins.filter((pin) => pin.marker !== undefined && holds(pin, from) !== undefined && holds(pin, from) !== holds(pin, to));
  const isDirect = (pin: Pin): boolean => pin.meaning === 'requirement' || pin.meaning === 'constraint';
  const direct = switched.filter(isDirect);
  const shown = direct.length > 0 ? direct : switched;
  if (shown.length === 0) return;
  const say = (pin: Pin): string => (pin.text === pin.name ? pin.name : `${pin.name} \`${pin.text}\``);
  const on = shown.filter((pin) => holds(pin, to) === true).map(say);
  const off = shown.filter((pin) => holds(pin, from) === true).map(say);
  const parts = [
    ...(off.length > 0 ? [`no longer installs ${sayList(off)}`] : []),
    ...(on.length > 0 ? [`now installs ${sayList(on)}`] : []),
  ];
  yield {
    id: 'marker-switched',
    severity: 'notice',
    certainty: 'hard',
    ...placed(context.python?.change, shown),
    message: `Python ${from} → ${to} switches environment markers: it ${parts.join(' and ')}.`,
    steps: [],
    sources: [DOCUMENTATION],
  };
}

/** Compiled requirements evaluate markers for the Python that compiled them. */
function* solvedForAnother(context: CompatContext, to: string): Generator<UpgradeProblem> {
  const pins = pinsAround(context).filter(
    ({ meaning, version }) => meaning === 'locked-for' && version !== undefined && !version.startsWith(`${to}.`) && version !== to,
  );
  if (pins.length === 0) return;
  yield {
    id: 'lock-out-of-step',
    severity: 'warning',
    certainty: 'hint',
    ...placed(context.python?.change, pins),
    message: `${sayPlaces(pins)} ${pins.length > 1 ? 'were' : 'was'} solved for Python ${pins[0]?.version ?? ''}, so environment markers were evaluated for that one.`,
    steps: [`Compile again with Python ${to}.`],
    sources: ['https://pip-tools.readthedocs.io/en/stable/#cross-environment-usage-of-requirements-in-requirements-txt-and-pip-compile'],
  };
}

const PAIRS: readonly { readonly lock: string; readonly manifests: readonly string[] }[] = [
  { lock: 'poetry-lock', manifests: ['pyproject-poetry', 'pyproject-pep621', 'pyproject-dependency-groups'] },
  { lock: 'uv-lock', manifests: ['pyproject-pep621', 'pyproject-dependency-groups', 'pyproject-uv'] },
  { lock: 'pdm-lock', manifests: ['pyproject-pep621', 'pyproject-pdm', 'pyproject-dependency-groups'] },
  { lock: 'pipfile-lock', manifests: ['pipfile'] },
  { lock: 'requirements-txt', manifests: ['requirements-in'] },
];

/** A manifest asks for what its lock does not have: changed in one of the two only. */
export function* manifestProblems({ head, changes }: CompatContext): Generator<UpgradeProblem> {
  for (const change of changes) {
    if (change.subject === 'python') continue;
    const mine = head.pins.filter(({ name, subject }) => name === change.name && subject === 'package');
    const asked = mine.filter(({ meaning, allowed, origin }) => meaning === 'requirement' && allowed !== undefined && origin === undefined);
    for (const requirement of asked) {
      const locked = mine.filter((pin) => pin.meaning === 'lock' && pin.version !== undefined && isLockOf(pin, requirement));
      const { allowed } = requirement;
      const [lock] = locked;
      if (lock === undefined || allowed === undefined || locked.some(({ version }) => allows(allowed, version ?? ''))) continue;
      yield {
        id: 'lock-out-of-step',
        severity: 'error',
        certainty: 'hard',
        range: requirement.range,
        places: locked.map(({ range }) => range),
        message: `\`${requirement.range.path}\` asks for ${change.name} \`${requirement.text}\`, and ${sayPlaces([lock])} has ${lock.version}: the lock was not made from it.`,
        steps: [commandFor(lock)],
        sources: [],
      };
    }
  }
}

function isLockOf(lock: Pin, requirement: Pin): boolean {
  if (!PAIRS.some((pair) => pair.lock === lock.format && pair.manifests.includes(requirement.format))) return false;
  const [lockPath, path] = [lock.range.path, requirement.range.path];
  if (lock.format === 'requirements-txt') return lockPath.replace(/\.txt$/, '') === path.replace(/\.in$/, '');
  return lockPath.split('/').slice(0, -1).join('/') === path.split('/').slice(0, -1).join('/');
}

function commandFor({ format, range }: Pin): string {
  const commands: Readonly<Record<string, string>> = {
    'poetry-lock': 'Run `poetry lock`.',
    'uv-lock': 'Run `uv lock`.',
    'pdm-lock': 'Run `pdm lock`.',
    'pipfile-lock': 'Run `pipenv lock`.',
  };
  return commands[format] ?? `Compile \`${range.path}\` again.`;
}
