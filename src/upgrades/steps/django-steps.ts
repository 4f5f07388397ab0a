import { djangoRelease } from '../compat/releases.ts';
import type { UpgradeProblem } from '../compat/problem.ts';
import type { ScanHit } from '../hit.ts';
import { compareVersions } from '../version.ts';
import { djangoUpgradeCommand, lockCommands, testCommand } from './commands.ts';
import { count, fixSteps, packagesFirst, placesOf, stepMaker, trimStop, type MakeStep, type PlanInput } from './step-parts.ts';
import type { UpgradeStep } from './step.ts';

/** One hop of a longer way. */
export interface Leg {
  readonly from: string | undefined;
  readonly to: string;
  readonly hits: readonly ScanHit[];
  readonly isLast: boolean;
}

/** From one release of Django to the next stop. */
export function djangoSteps(input: PlanInput, leg?: Leg): readonly UpgradeStep[] {
  const { change, problems, context } = input;
  const to = leg?.to ?? change.to?.feature;
  if (to === undefined) return [];
  const from = leg === undefined ? change.from?.feature : leg.from;
  const hits = leg?.hits ?? input.hits;
  const isLast = leg?.isLast ?? true;
  const step = stepMaker(to);
  const about = isLast ? problems : [];
  const test = testCommand(context.head.pins);
  return [
    ...serverSteps(about, step),
    ...packagesFirst(about, step),
    ...(from === undefined
      ? []
      : [
          step(
            'before',
            `Run the tests on ${from} with warnings shown, and mend what warns`,
            [test],
            `What ${from} deprecates is what releases up to ${to} remove.`,
          ),
          ...beforeDjango(from, hits, step),
        ]),
    step('with', `Move Django to ${to} in ${placesOf(change)}`, lockCommands('django', context.head), latestPatch(to)),
    ...fixSteps('with', hits, step),
    step('with', 'Run the tests with warnings shown', [test], `${to} shows what later releases will remove.`),
    step(
      'with',
      'See whether the new release wants new migrations, and what packages bring',
      ['python manage.py makemigrations --check --dry-run', 'python manage.py migrate --plan'],
      'Defaults that change alter models without any edit of theirs.',
    ),
    step(
      'with',
      'Check the settings',
      ['python manage.py check --deploy'],
      'Settings that are gone are ignored without a word; checks know many of them.',
    ),
    ...afterDjango(to, hits, step),
  ];
}

function latestPatch(feature: string): string {
  const latest = djangoRelease(feature)?.latestPatch;
  return latest === undefined ? 'One release at a time.' : `${latest} is the newest patch that is known here.`;
}

/** A database server is upgraded on its own, before Django refuses it. */
function serverSteps(problems: readonly UpgradeProblem[], step: MakeStep): readonly UpgradeStep[] {
  return problems.flatMap(({ id, steps, message }) =>
    id === 'database-server-too-old' ? step('before', trimStop(steps[0] ?? message), [], message) : [],
  );
}

function isRewritten({ fixer, confidence }: ScanHit): boolean {
  return fixer === 'django-upgrade' && confidence !== 'low';
}

function beforeDjango(from: string, hits: readonly ScanHit[], step: MakeStep): readonly UpgradeStep[] {
  const rewritten = hits.filter((hit) => isRewritten(hit) && hit.stage === 'before');
  return [
    ...(rewritten.length === 0
      ? []
      : [
          step(
            'before',
            `Let django-upgrade rewrite ${count(rewritten, 'place')} for ${from}`,
            [djangoUpgradeCommand(from)],
            'It writes only what the release that runs today understands.',
          ),
        ]),
    ...fixSteps('before', hits, step),
  ];
}

function afterDjango(to: string, hits: readonly ScanHit[], step: MakeStep): readonly UpgradeStep[] {
  const rewritten = hits.filter((hit) => isRewritten(hit) && hit.stage !== 'before');
  const deprecated = hits.filter(({ effect }) => effect === 'deprecated');
  const removal = deprecated.flatMap(({ removedIn }) => removedIn ?? []).toSorted(compareVersions)[0];
  return [
    ...(rewritten.length === 0
      ? []
      : [
          step(
            'after',
            `Let django-upgrade rewrite ${count(rewritten, 'place')} for ${to}`,
            [djangoUpgradeCommand(to)],
            `What it writes now no longer runs on releases before ${to}.`,
          ),
        ]),
    ...fixSteps('after', hits, step),
    ...(deprecated.length === 0
      ? []
      : [
          step(
            'after',
            `Replace what ${to} deprecates: ${count(deprecated, 'place')}`,
            [],
            removal === undefined ? 'It warns now and breaks later.' : `${removal} is the first release that removes some of it.`,
          ),
        ]),
  ];
}

/** The Python to move to while still on `from`, when `now` does not run `to`: the newest that both support, so that it is moved seldom. */
export function pythonForStop(
  from: string,
  to: string,
  now: string | undefined,
): { readonly step: UpgradeStep; readonly python: string } | undefined {
  const [old, next] = [djangoRelease(from), djangoRelease(to)];
  if (now === undefined || old === undefined || next === undefined || next.python.includes(now)) return undefined;
  const python = next.python.findLast((version) => old.python.includes(version));
  const oldest = next.python[0] ?? '';
  if (python === undefined || compareVersions(now, oldest) > 0) return undefined;
  const why = `Django ${to} needs Python ${oldest} or newer, and ${from} runs on ${python}, too.`;
  return { step: stepMaker(to)('before', `Move to Python ${python}, still on Django ${from}`, [], why), python };
}
