/** How a library adds a release to those that it supports: nothing moves, the matrix grows. */
import { djangoRelease } from '../compat/releases.ts';
import { sayList, sayPlaces } from '../compat/problem.ts';
import type { Pin } from '../pins/pin.ts';
import { plannedGroup, releasesOf, type Support } from '../installed/support.ts';
import { djangoUpgradeCommand } from './commands.ts';
import { count, fixSteps, packagesFirst, stepMaker, type PlanInput } from './step-parts.ts';
import type { UpgradeStep } from './step.ts';

/** From the newest Django that is tested to the one that joins it. */
export function librarySteps({ change, hits, problems, context }: PlanInput, support: Support): readonly UpgradeStep[] {
  const [from, to] = [change.from?.feature, change.to?.feature];
  if (to === undefined) return [];
  const step = stepMaker(to);
  const pins = context.base.pins.filter(({ name }) => name === 'django');
  // What a pull request wrote already; the plan of a jump only imagines it.
  const joined = newestOf(context.head.pins, 'tested', to).filter(({ group }) => group !== plannedGroup(to));
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
      `${joinTests(to, joined, newestOf(pins, 'tested', from))}${pythons.length === 0 ? '' : `, with Python ${sayList(pythons)} only`}`,
      test,
      `It is supported next to ${support.releases.filter((release) => release !== to).join(', ')}; code that only runs on ${to} needs a test of django.VERSION.`,
    ),
    ...fixSteps('with', hits, step),
    ...(newestOf(context.head.pins, 'declared', to).length > 0 ? [] : declared(newestOf(pins, 'declared', from), to)).map((title) =>
      step('with', title, [], 'Installers and people read it there.'),
    ),
  ];
}

function joinTests(to: string, joined: readonly Pin[], newest: readonly Pin[]): string {
  if (joined.length > 0) return `Test with Django ${to}, as ${sayPlaces(joined)} ${joined.length > 1 ? 'ask' : 'asks'}`;
  return `Add Django ${to} to the tests in ${sayPlaces(newest)}`;
}

/** The places that name this release. */
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
