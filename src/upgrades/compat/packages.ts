/** Do the installed packages support the new Django and the new Python? What pip refuses is an error; what classifiers say is a hint. */
import type { PackageCompat } from '../../facts/upgrades/packages/package.ts';
import { packageCompats } from '../../facts/upgrades/packages/packages.ts';
import { settlePackage, type Settled } from '../installed/settle.ts';
import { allows, allowsFeature, compareVersions, readSpecifier } from '../version.ts';
import { placed, sayList, sayPlaces, type CompatContext, type Jump, type UpgradeProblem } from './problem.ts';
import { pythonReleasesBetween } from './releases.ts';

interface Installed {
  readonly compat: PackageCompat;
  readonly name: string;
  readonly version: string;
  readonly settled: Settled;
  readonly says: PackageCompat['versions'][number];
  /** Does this pull request change the package, too? */
  readonly isChanged: boolean;
}

/** A package that only does not say that it supports the new version. */
interface Silence {
  readonly installed: Installed;
  /** The first version that says so, when it is newer. */
  readonly next: string | undefined;
}

/** Packages of the facts that stand in the way of the new Django or Python. */
export function* packageProblems(context: CompatContext): Generator<UpgradeProblem> {
  const { django, python } = context;
  const silent = { django: new Array<Silence>(), python: new Array<Silence>() };
  for (const installed of installedOf(context)) {
    if (django !== undefined && (django.change !== undefined || installed.isChanged)) {
      const found = againstDjango(installed, django);
      if (found?.kind === 'problem') yield found.problem;
      else if (found !== undefined) silent.django.push(found);
    }
    if (python !== undefined && (python.change !== undefined || installed.isChanged)) {
      const found = againstPython(installed, python);
      if (found?.kind === 'problem') yield found.problem;
      else if (found !== undefined) silent.python.push(found);
      yield* removedImports(context, installed, python);
    }
  }
  if (django !== undefined) yield* silence('package-against-django', 'Django', django, silent.django);
  if (python !== undefined) yield* silence('package-against-python', 'Python', python, silent.python);
}

/** Packages that don't declare support: one problem for all, because classifiers lag. */
function* silence(
  id: 'package-against-django' | 'package-against-python',
  shown: string,
  jump: Jump,
  silent: readonly Silence[],
): Generator<UpgradeProblem> {
  const [first] = silent;
  if (first === undefined) return;
  const raised = silent.filter(({ next }) => next !== undefined);
  const names = silent.map(({ installed: { name, version }, next }) => `${name} ${version}${next === undefined ? '' : ` (${next} does)`}`);
  const subject = silent.length === 1 ? `${names[0] ?? ''} does` : `${silent.length} packages do`;
  const list = silent.length === 1 ? '' : `: ${sayList(names, 9)}`;
  yield {
    id,
    severity: raised.length === 0 || id === 'package-against-python' ? 'notice' : 'warning',
    certainty: 'hint',
    ...placed(
      jump.change,
      silent.map(({ installed }) => installed.settled.pin),
    ),
    message: `${subject} not declare support for ${shown} ${jump.to?.feature ?? ''}${list}.`,
    steps: raised.map(({ installed, next }) => `Raise ${installed.name} to ${next ?? ''} or newer.`),
    sources: silent.map(({ installed }) => installed.compat.source),
  };
}

type Against = { readonly kind: 'problem'; readonly problem: UpgradeProblem } | ({ readonly kind: 'silence' } & Silence);

function* installedOf({ head, scope, today, python, changes }: CompatContext): Generator<Installed> {
  const asked = new Set(head.pins.map(({ name }) => name));
  for (const compat of packageCompats) {
    for (const name of [compat.package, ...(compat.aliases ?? [])]) {
      const settled = asked.has(name) ? settlePackage(name, head.pins, { scope, today, python: python?.to?.feature }) : undefined;
      const version = settled?.version;
      if (settled === undefined || version === undefined) continue;
      const says = compat.versions.findLast(({ from }) => compareVersions(from, version) <= 0);
      // Newer than what was looked at: nothing is known.
      if (says === undefined || compareVersions(version, compat.known) > 0) continue;
      const isChanged = changes.some((change) => change.name === name && change.direction !== 'same');
      yield { compat, name, version, settled, says, isChanged };
    }
  }
}

function againstDjango(installed: Installed, django: Jump): Against | undefined {
  const { compat, name, version, says, isChanged } = installed;
  const { feature, text = '' } = django.to ?? {};
  if (feature === undefined) return undefined;
  const required = says.requiresDjango === undefined ? undefined : readSpecifier(says.requiresDjango);
  const isRefused =
    required !== undefined && !(django.to?.version === undefined ? allowsFeature(required, feature) : allows(required, django.to.version));
  const first = compat.versions.find(
    ({ django: declared, requiresDjango }) => declared?.includes(feature) === true && permits(requiresDjango, feature),
  );
  const next = first !== undefined && compareVersions(first.from, version) > 0 ? first.from : undefined;
  if (isRefused) {
    const better =
      next === undefined ? `; no version up to ${compat.known} supports Django ${feature}` : `; ${next} is the first that supports it`;
    const message = `${name} ${version} (${sayPlaces([installed.settled.pin])}) requires Django \`${says.requiresDjango ?? ''}\`, so it cannot be installed with Django ${text}${better}.`;
    return refused('package-against-django', installed, django, { message, next });
  }
  if (!isBeyond(says.django, feature)) return undefined;
  // Who lived with that before, and goes back, has nothing new to hear.
  if (!isChanged && django.change?.direction === 'downgrade' && isBeyond(says.django, django.from?.feature ?? '')) return undefined;
  return { kind: 'silence', installed, next };
}

/** Is the release newer than every declared one? */
function isBeyond(declared: readonly string[] | undefined, feature: string): boolean {
  return declared !== undefined && feature !== '' && !declared.includes(feature) && compareVersions(feature, declared.at(-1) ?? '') > 0;
}

function refused(
  id: UpgradeProblem['id'],
  installed: Installed,
  jump: Jump,
  { message, next }: { readonly message: string; readonly next: string | undefined },
): Against {
  const steps = next === undefined ? [] : [`Raise ${installed.name} to ${next} or newer.`];
  const place = placed(jump.change, [installed.settled.pin]);
  return {
    kind: 'problem',
    problem: { id, severity: 'error', certainty: 'hard', ...place, message, steps, sources: [installed.compat.source] },
  };
}

function permits(requirement: string | undefined, feature: string): boolean {
  const allowed = requirement === undefined ? undefined : readSpecifier(requirement);
  return allowed === undefined || allowsFeature(allowed, feature);
}

function againstPython(installed: Installed, python: Jump): Against | undefined {
  const { compat, name, version, says } = installed;
  const { feature } = python.to ?? {};
  if (feature === undefined) return undefined;
  const first = compat.versions.find(
    ({ python: declared, requiresPython }) => declared?.includes(feature) === true && permits(requiresPython, feature),
  );
  const next = first !== undefined && compareVersions(first.from, version) > 0 ? first.from : undefined;
  if (!permits(says.requiresPython, feature)) {
    const better = next === undefined ? '' : `; ${next} is the first that supports it`;
    const message = `${name} ${version} (${sayPlaces([installed.settled.pin])}) requires Python \`${says.requiresPython ?? ''}\`, so it cannot be installed on Python ${feature}${better}.`;
    return refused('package-against-python', installed, python, { message, next });
  }
  if (next === undefined || !isBeyond(says.python, feature)) return undefined;
  if (!installed.isChanged && python.change?.direction === 'downgrade' && isBeyond(says.python, python.from?.feature ?? ''))
    return undefined;
  return { kind: 'silence', installed, next };
}

/** Packages that import what the new Python, or an environment without setuptools, no longer has; one problem for a package. */
function* removedImports(context: CompatContext, installed: Installed, python: Jump): Generator<UpgradeProblem> {
  const { compat, name, version } = installed;
  const to = python.to?.feature;
  if (to === undefined) return;
  const from = installed.isChanged || python.from?.feature === undefined ? '3.0' : python.from.feature;
  const crossed = pythonReleasesBetween(from, to);
  const removedIn = (module: string): string | undefined =>
    crossed.find(({ version: release, removedModules }) => (module === SETUPTOOLS ? release === '3.12' : removedModules?.includes(module)))
      ?.version;
  const found = (compat.importsRemoved ?? []).filter(
    ({ module, until }) =>
      compareVersions(version, until) < 0 && removedIn(module) !== undefined && (module !== SETUPTOOLS || !hasSetuptools(context)),
  );
  const [first] = found;
  if (first === undefined) return;
  const stops = found.some((each) => each.stops === 'package');
  const isSetuptools = first.module === SETUPTOOLS;
  const why = isSetuptools
    ? 'which comes with setuptools, and environments of Python 3.12 and later have none'
    : `which Python ${removedIn(first.module) ?? to} removed`;
  const until =
    found
      .map((each) => each.until)
      .toSorted(compareVersions)
      .at(-1) ?? '';
  yield {
    id: 'package-imports-removed-module',
    severity: stops ? 'error' : 'warning',
    certainty: 'hard',
    ...placed(python.change, [installed.settled.pin]),
    message: `${name} ${version} (${sayPlaces([installed.settled.pin])}) imports ${sayList(found.map(({ module }) => `\`${module}\``))}, ${why}: it ${stops ? 'cannot be imported' : 'fails in part'} on Python ${to}.`,
    steps: [`Raise ${name} to ${until} or newer.`, ...(isSetuptools ? ['Or add `setuptools<82` to the requirements until then.'] : [])],
    sources: [compat.source],
  };
}

/** Not a module of Python's own, but new environments had it until Python 3.12. */
const SETUPTOOLS = 'pkg_resources';

/** setuptools 82 (February 2026) has no pkg_resources any more. */
function hasSetuptools({ head, scope, today }: CompatContext): boolean {
  const settled = settlePackage('setuptools', head.pins, { scope, today });
  return settled !== undefined && (settled.version === undefined || compareVersions(settled.version, '82') < 0);
}
