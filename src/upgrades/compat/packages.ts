/** Do the installed packages support the new Django and the new Python? What pip refuses is an error; what classifiers say is a hint. */
import { packageCompats, type PackageCompat } from '../../facts/upgrades/packages.ts';
import { settlePackage, type Settled } from '../settle.ts';
import { allows, allowsFeature, compareVersions, readSpecifier } from '../version.ts';
import { placed, sayPlaces, type CompatContext, type Jump, type UpgradeProblem } from './problem.ts';
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

/** Packages of the facts that stand in the way of the new Django or Python. */
export function* packageProblems(context: CompatContext): Generator<UpgradeProblem> {
  for (const installed of installedOf(context)) {
    if (context.django !== undefined && (context.django.change !== undefined || installed.isChanged)) yield* againstDjango(installed, context.django);
    if (context.python !== undefined && (context.python.change !== undefined || installed.isChanged)) {
      yield* againstPython(installed, context.python);
      yield* removedImports(context, installed, context.python);
    }
  }
}

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

function about({ settled }: Installed, jump: Jump): Pick<UpgradeProblem, 'range' | 'places'> {
  return placed(jump.change, [settled.pin]);
}

function* againstDjango(installed: Installed, django: Jump): Generator<UpgradeProblem> {
  const { compat, name, version, says } = installed;
  const { feature, text = '' } = django.to ?? {};
  if (feature === undefined) return;
  const required = says.requiresDjango === undefined ? undefined : readSpecifier(says.requiresDjango);
  const isRefused = required !== undefined && !(django.to?.version === undefined ? allowsFeature(required, feature) : allows(required, django.to.version));
  const first = compat.versions.find(({ django: declared, requiresDjango }) => declared?.includes(feature) === true && permits(requiresDjango, feature));
  const next = first !== undefined && compareVersions(first.from, version) > 0 ? first.from : undefined;
  const common = { id: 'package-against-django', ...about(installed, django), sources: [compat.source] } as const;
  const steps = next === undefined ? [] : [`Raise ${name} to ${next} or newer in this pull request.`];
  if (isRefused) {
    const better = next === undefined ? `; no version up to ${compat.known} supports Django ${feature}` : `; ${next} is the first that supports Django ${feature}`;
    const message = `${name} ${version} (${sayPlaces([installed.settled.pin])}) requires Django \`${says.requiresDjango ?? ''}\`, so it cannot be installed with Django ${text}${better}.`;
    yield { ...common, severity: 'error', certainty: 'hard', message, steps };
  } else if (says.django !== undefined && !says.django.includes(feature) && compareVersions(feature, says.django.at(-1) ?? '') > 0) {
    const better = next === undefined ? `, nor does any version up to ${compat.known}` : `; ${next} is the first that supports it`;
    const message = `${name} ${version} (${sayPlaces([installed.settled.pin])}) does not declare support for Django ${feature}${better}.`;
    yield { ...common, severity: next === undefined ? 'notice' : 'warning', certainty: 'hint', message, steps };
  }
}

function permits(requirement: string | undefined, feature: string): boolean {
  const allowed = requirement === undefined ? undefined : readSpecifier(requirement);
  return allowed === undefined || allowsFeature(allowed, feature);
}

function* againstPython(installed: Installed, python: Jump): Generator<UpgradeProblem> {
  const { compat, name, version, says } = installed;
  const { feature } = python.to ?? {};
  if (feature === undefined) return;
  const isRefused = !permits(says.requiresPython, feature);
  const first = compat.versions.find(({ python: declared, requiresPython }) => declared?.includes(feature) === true && permits(requiresPython, feature));
  const next = first !== undefined && compareVersions(first.from, version) > 0 ? first.from : undefined;
  const common = { id: 'package-against-python', ...about(installed, python), sources: [compat.source] } as const;
  const steps = next === undefined ? [] : [`Raise ${name} to ${next} or newer in this pull request.`];
  const better = next === undefined ? '' : `; ${next} is the first that supports it`;
  if (isRefused) {
    const message = `${name} ${version} (${sayPlaces([installed.settled.pin])}) requires Python \`${says.requiresPython ?? ''}\`, so it cannot be installed on Python ${feature}${better}.`;
    yield { ...common, severity: 'error', certainty: 'hard', message, steps };
  } else if (next !== undefined && says.python !== undefined && !says.python.includes(feature) && compareVersions(feature, says.python.at(-1) ?? '') > 0) {
    const message = `${name} ${version} (${sayPlaces([installed.settled.pin])}) does not declare support for Python ${feature}${better}.`;
    yield { ...common, severity: 'notice', certainty: 'hint', message, steps };
  }
}

/** Packages that import what the new Python, or an environment without setuptools, no longer has. */
function* removedImports(context: CompatContext, installed: Installed, python: Jump): Generator<UpgradeProblem> {
  const { compat, name, version } = installed;
  const to = python.to?.feature;
  if (to === undefined) return;
  const from = installed.isChanged || python.from?.feature === undefined ? '3.0' : python.from.feature;
  const crossed = pythonReleasesBetween(from, to);
  for (const { module, until, stops } of compat.importsRemoved ?? []) {
    if (compareVersions(version, until) >= 0) continue;
    const removedIn = module === 'pkg_resources' ? '3.12' : crossed.find(({ removedModules }) => removedModules?.includes(module) === true)?.version;
    if (removedIn === undefined || !crossed.some((release) => release.version === removedIn)) continue;
    if (module === 'pkg_resources' && hasSetuptools(context)) continue;
    const why =
      module === 'pkg_resources' ? 'which comes with setuptools, and environments of Python 3.12 and later have none' : `which Python ${removedIn} removed`;
    const what = stops === 'package' ? 'cannot be imported' : 'fails in part';
    yield {
      id: 'package-imports-removed-module',
      severity: stops === 'package' ? 'error' : 'warning',
      certainty: 'hard',
      ...about(installed, python),
      message: `${name} ${version} (${sayPlaces([installed.settled.pin])}) imports \`${module}\`, ${why}: it ${what} on Python ${to}.`,
      steps: [`Raise ${name} to ${until} or newer.`, ...(module === 'pkg_resources' ? ['Or add `setuptools<82` to the requirements until then.'] : [])],
      sources: [compat.source],
    };
  }
}

/** setuptools 82 (February 2026) has no pkg_resources any more. */
function hasSetuptools({ head, scope, today }: CompatContext): boolean {
  const settled = settlePackage('setuptools', head.pins, { scope, today });
  return settled !== undefined && (settled.version === undefined || compareVersions(settled.version, '82') < 0);
}
