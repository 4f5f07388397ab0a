import type { UpgradeProblem } from '../compat/problem.ts';
import { stepMaker, trimStop, type PlanInput } from './step-parts.ts';
import type { UpgradeStep } from './step.ts';

const STAGES = ['before', 'with', 'after'] as const;
const BEFORE = new Set<UpgradeProblem['id']>(['migrations-left-behind', 'app-removed']);
/** Problems that are no work of this change. */
const NO_WORK = new Set<UpgradeProblem['id']>(['release-out-of-support', 'patches-missing', 'releases-skipped', 'release-unknown']);

/** Packages, downgrades and removals have the steps of their problems, in order. */
export function packageSteps({ change, problems }: PlanInput): readonly UpgradeStep[] {
  const step = stepMaker(change.to?.feature ?? change.to?.text ?? '');
  const steps = problems
    .filter(({ id }) => !NO_WORK.has(id))
    .flatMap(({ id, steps: titles, message }) =>
      titles.map((title) => step(BEFORE.has(id) ? 'before' : 'with', trimStop(withoutCommands(title)), commandsIn(title), message)),
    );
  const once = steps.filter(({ title }, index) => steps.findIndex((each) => each.title === title) === index);
  return once.toSorted((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
}

/** A sentence that ends in commands, without them: they stand below it. */
function withoutCommands(title: string): string {
  return title.replace(/: `python manage\.py [^`]+`(?:(?:, | and )`python manage\.py [^`]+`)*(?: and \d+ more)?\.?$/, '');
}

function commandsIn(title: string): readonly string[] {
  return [...title.matchAll(/`(python manage\.py [^`]+)`/g)].flatMap(([, command]) => command ?? []);
}
