import { stopsBetween } from '../compat/releases.ts';
import type { ScanHit } from '../hit.ts';
import { compareVersions } from '../version.ts';
import { djangoSteps, pythonForStop } from './django-steps.ts';
import { packageSteps } from './package-steps.ts';
import { supportOf } from '../installed/support.ts';
import { librarySteps } from './library-steps.ts';
import { pythonSteps } from './python-steps.ts';
import type { PlanInput } from './step-parts.ts';
import type { UpgradeStep } from './step.ts';

/** How to go from the old version to the new one: first what can be done on the old one, then the change itself, then what is left. */
export function planUpgrade(input: PlanInput): readonly UpgradeStep[] {
  const { change, context } = input;
  if (change.direction !== 'upgrade' || change.subject === 'package') return packageSteps(input);
  const support = change.subject === 'django' ? supportOf(context.head.pins, context.scope) : undefined;
  if (support !== undefined) return librarySteps(input, support);
  return change.subject === 'django' ? djangoSteps(input) : pythonSteps(input);
}

/** Every release to stop at between two Djangos, with the steps to each. */
export function planStops(input: PlanInput): readonly UpgradeStep[] {
  const [from, to] = [input.change.from?.feature, input.change.to?.feature];
  if (from === undefined || to === undefined) return planUpgrade(input);
  const stops = supportOf(input.context.head.pins, input.context.scope) === undefined ? stopsBetween(from, to) : [];
  if (stops.length < 2) return planUpgrade(input);
  let last = from;
  let python = input.context.python?.from?.feature;
  const steps: UpgradeStep[] = [];
  for (const stop of stops) {
    const since = (hit: ScanHit): boolean => compareVersions(hit.since, last) > 0 && compareVersions(hit.since, stop) <= 0;
    const move = pythonForStop(last, stop, python);
    if (move !== undefined) steps.push(move.step);
    python = move?.python ?? python;
    steps.push(...djangoSteps(input, { from: last, to: stop, hits: input.hits.filter(since), isLast: stop === to }));
    last = stop;
  }
  return steps;
}
