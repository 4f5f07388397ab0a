import type { CompatContext } from '../compat/problem.ts';
import { pyupgradeCommand, testCommand } from './commands.ts';
import { count, fixSteps, packagesFirst, placesOf, stepMaker, type PlanInput } from './step-parts.ts';
import type { UpgradeStep } from './step.ts';

/** From one Python to another. */
export function pythonSteps({ change, hits, problems, context }: PlanInput): readonly UpgradeStep[] {
  const to = change.to?.feature;
  if (to === undefined) return [];
  const step = stepMaker(to);
  const test = testCommand(context.head.pins);
  const from = change.from?.feature;
  const rewritten = hits.filter(({ fixer }) => fixer === 'pyupgrade');
  const others = problems.filter(({ id }) => id === 'pins-disagree').map(({ message }) => message);
  return [
    ...packagesFirst(problems, step),
    ...(from === undefined
      ? []
      : [
          step(
            'before',
            `Run the tests on Python ${from} with warnings shown, and mend what warns`,
            [test],
            `What ${from} deprecates is what later Pythons remove.`,
          ),
        ]),
    ...(rewritten.length === 0 || from === undefined
      ? []
      : [
          step(
            'before',
            `Let pyupgrade rewrite ${count(rewritten, 'place')}`,
            [pyupgradeCommand(from)],
            'It writes only what the Python that runs today understands.',
          ),
        ]),
    ...fixSteps('before', hits, step),
    step(
      'with',
      `Move Python to ${to} in ${placesOf(change)}`,
      pythonLockCommands(context),
      others[0] ?? 'Every place that runs Python has to say the same.',
    ),
    ...fixSteps('with', hits, step),
    step('with', 'Run the tests with warnings shown', [test], `Python ${to} shows what later ones will remove.`),
    step(
      'after',
      `Raise the targets of tools once nothing older than ${to} runs the code`,
      [pyupgradeCommand(to)],
      'Until then they must not write for a newer Python than the oldest that runs it.',
    ),
    ...fixSteps('after', hits, step),
  ];
}

function pythonLockCommands({ head }: CompatContext): readonly string[] {
  const formats = new Set(head.pins.filter(({ meaning }) => meaning === 'lock').map(({ format }) => format));
  const commands: Readonly<Record<string, string>> = {
    'poetry-lock': 'poetry lock',
    'uv-lock': 'uv lock',
    'pdm-lock': 'pdm lock',
    'pipfile-lock': 'pipenv lock',
  };
  return Object.entries(commands).flatMap(([format, command]) => (formats.has(format) ? command : []));
}
