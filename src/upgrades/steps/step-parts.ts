/** Parts that plans for Django, Python and packages share. */
import { bestFirst, type VersionChange } from '../change.ts';
import { sayList, sayPlaces, type CompatContext, type UpgradeProblem } from '../compat/problem.ts';
import type { ScanHit } from '../hit.ts';
import { compareVersions } from '../version.ts';
import type { UpgradeStep } from './step.ts';

/** What a plan is made from. Hits are those of this change's subject. */
export interface PlanInput {
  readonly change: VersionChange;
  readonly hits: readonly ScanHit[];
  readonly problems: readonly UpgradeProblem[];
  readonly context: CompatContext;
}

export type MakeStep = (stage: UpgradeStep['stage'], title: string, commands: readonly string[], why: string) => UpgradeStep;

/** Makes steps of one release. */
export function stepMaker(release: string): MakeStep {
  return (stage, title, commands, why) => ({ stage, title: `${title}.`, commands, why, release });
}

/** The places that a change moves, in words. */
export function placesOf(change: VersionChange): string {
  const pins = change.moved.flatMap(({ before, after }) => after ?? before ?? []);
  return sayPlaces(bestFirst(pins));
}

/** A sentence without its full stop. */
export function trimStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** Packages that must be raised, as one step. */
export function packagesFirst(problems: readonly UpgradeProblem[], step: MakeStep): readonly UpgradeStep[] {
  const raised = problems.filter(
    ({ id, steps }) =>
      ['package-against-django', 'package-against-python', 'dependency-too-old', 'package-imports-removed-module'].includes(id) &&
      steps.length > 0,
  );
  if (raised.length === 0) return [];
  // Two problems may ask for two versions of one package: the newer one serves both.
  const versions = new Map<string, string>();
  for (const each of raised.flatMap(({ steps }) => steps)) {
    const [, name, version] = /^Raise (.+?) to (\S+) or newer/.exec(each) ?? [];
    if (name !== undefined && version !== undefined && compareVersions(version, versions.get(name) ?? '') > 0) versions.set(name, version);
  }
  const names = [...versions].map(([name, version]) => `${name} to ${version}`);
  return [
    step(
      'before',
      `Raise ${sayList(names, 8)}, where the new version still supports the old release; else together with it`,
      [],
      'A package that lags is what stops most upgrades.',
    ),
  ];
}

/** What is left for people in one stage. */
export function fixSteps(stage: UpgradeStep['stage'], hits: readonly ScanHit[], step: MakeStep): readonly UpgradeStep[] {
  const byHand = hits.filter(
    (hit) => hit.stage === stage && hit.fixer === undefined && hit.effect !== 'deprecated' && hit.confidence !== 'low',
  );
  if (byHand.length === 0) return [];
  const breaking = byHand.filter(({ effect }) => effect === 'breaks');
  const verb =
    breaking.length > 0
      ? `Mend ${count(breaking, 'place')} that ${placesIn(breaking) === 1 ? 'breaks' : 'break'}`
      : `Look at ${count(byHand, 'place')} that ${placesIn(byHand) === 1 ? 'behaves' : 'behave'} differently`;
  const rest = placesIn(byHand) - placesIn(breaking);
  const more = breaking.length > 0 && rest > 0 ? `, and look at ${rest} more that will behave differently` : '';
  return [step(stage, verb + more, [], sayList([...new Set(byHand.map(({ title }) => trimStop(title)))], 3) + '.')];
}

/** `12 places`. */
export function count(hits: readonly ScanHit[], noun: string): string {
  const places = placesIn(hits);
  return `${places} ${noun}${places === 1 ? '' : 's'}`;
}

function placesIn(hits: readonly ScanHit[]): number {
  return hits.reduce((sum, hit) => sum + hit.count, 0);
}
