/** How a library adds a release to those that it supports: nothing moves, the matrix grows. */
import { djangoRelease } from '../compat/releases.ts';
import { sayList, sayPlaces } from '../compat/problem.ts';
import type { Pin } from '../pins/pin.ts';
import { releasesOf, type Support } from '../support.ts';
import { djangoUpgradeCommand } from './commands.ts';
import { count, fixSteps, packagesFirst, stepMaker, type PlanInput } from './step-parts.ts';
import type { UpgradeStep } from './step.ts';

/** From the newest Django that is tested to the one that joins it. */
export function librarySteps({ change, hits, problems, context }: PlanInput, support: Support): readonly UpgradeStep[] {
  const [from, to] = [change.from?.feature, change.to?.feature];
  if (to === undefined) return [];
  const step = stepMaker(to);
  const pins = context.base.pins.filter(({ name }) => name === 'django');
  const test = testCommand(context.base.pins);
  const pythons = djangoRelease(to)?.python ?? [];
  const rewritten = hits.filter(({ fixer, confidence }) => fixer === 'django-upgrade' && confidence !== 'low');
  return [
    ...packagesFirst(problems, step),
    ...(from === undefined
      ? []
      : [step('before', `Run the tests on ${from} with warnings shown, and mend what warns`, test, `What ${from} deprecates goes next.`)]),
    ...(rewritten.length === 0
      ? []
      : [
          step(
            'before',
            `Let django-upgrade rewrite what ${support.oldest} understands already, of ${count(rewritten, 'place')}`,
            [djangoUpgradeCommand(support.oldest)],
            `It must not write for a newer Django than ${support.oldest}, the oldest that is supported.`,
          ),
        ]),
    ...fixSteps('before', hits, step),
    step(
      'with',
      `Add Django ${to} to the tests in ${sayPlaces(newestOf(pins, 'tested', from))}${pythons.length === 0 ? '' : `, with Python ${sayList(pythons)} only`}`,
      test,
      `It is supported next to ${support.releases.filter((release) => release !== to).join(', ')}; code that only runs on ${to} needs a test of django.VERSION.`,
    ),
    ...fixSteps('with', hits, step),
    ...declared(newestOf(pins, 'declared', from), to).map((title) => step('with', title, [], 'Installers and people read it there.')),
  ];
}

/** The places that name the newest release until now. */
function newestOf(pins: readonly Pin[], meaning: Pin['meaning'], newest: string | undefined): readonly Pin[] {
  return pins.filter((pin) => pin.meaning === meaning && newest !== undefined && releasesOf(pin).includes(newest));
}

function declared(pins: readonly Pin[], to: string): readonly string[] {
  return pins.length === 0 ? [] : [`Declare it: \`Framework :: Django :: ${to}\` beside ${sayPlaces(pins)}`];
}

/** The tool that runs the tests, as far as its file is there. */
function testCommand(pins: readonly Pin[]): readonly string[] {
  if (pins.some(({ format }) => format.startsWith('tox'))) return ['PYTHONWARNINGS=always tox'];
  return pins.some(({ format }) => format.startsWith('nox')) ? ['PYTHONWARNINGS=always nox'] : [];
}
