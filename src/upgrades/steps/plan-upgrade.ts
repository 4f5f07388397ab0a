import { djangoRelease, stopsBetween } from '../compat/releases.ts';
import { sayList, sayPlaces, type CompatContext, type UpgradeProblem } from '../compat/problem.ts';
import type { VersionChange } from '../change.ts';
import type { ScanHit } from '../hit.ts';
import { compareVersions } from '../version.ts';
import { djangoUpgradeCommand, lockCommands, pyupgradeCommand, TEST_COMMAND } from './commands.ts';
import type { UpgradeStep } from './step.ts';

/** What a plan is made from. Hits are those of this change's subject. */
export interface PlanInput {
  readonly change: VersionChange;
  readonly hits: readonly ScanHit[];
  readonly problems: readonly UpgradeProblem[];
  readonly context: CompatContext;
}

/** How to go from the old version to the new one: first what can be done on the old one, then the change itself, then what is left. */
export function planUpgrade(input: PlanInput): readonly UpgradeStep[] {
  const { change } = input;
  if (change.direction !== 'upgrade' || change.subject === 'package') return packageSteps(input);
  return change.subject === 'django' ? djangoSteps(input) : pythonSteps(input);
}

/** Every release to stop at between two Djangos, with the steps to each. */
export function planStops(input: PlanInput): readonly UpgradeStep[] {
  const [from, to] = [input.change.from?.feature, input.change.to?.feature];
  if (from === undefined || to === undefined) return planUpgrade(input);
  const stops = stopsBetween(from, to);
  if (stops.length < 2) return planUpgrade(input);
  let last = from;
  const steps: UpgradeStep[] = [];
  for (const stop of stops) {
    const since = (hit: ScanHit): boolean => compareVersions(hit.since, last) > 0 && compareVersions(hit.since, stop) <= 0;
    steps.push(
      ...pythonForStop(input.context, last, stop),
      ...djangoSteps(input, { from: last, to: stop, hits: input.hits.filter(since), isLast: stop === to }),
    );
    last = stop;
  }
  return steps;
}

interface Leg {
  readonly from: string | undefined;
  readonly to: string;
  readonly hits: readonly ScanHit[];
  readonly isLast: boolean;
}

function djangoSteps(input: PlanInput, leg?: Leg): readonly UpgradeStep[] {
  const { change, problems, context } = input;
  const to = leg?.to ?? change.to?.feature;
  if (to === undefined) return [];
  const from = leg === undefined ? change.from?.feature : leg.from;
  const hits = leg?.hits ?? input.hits;
  const isLast = leg?.isLast ?? true;
  const step = stepMaker(to);
  const about = isLast ? problems : [];
  return [
    ...serverSteps(about, step),
    ...packagesFirst(about, step),
    ...(from === undefined ? [] : beforeDjango(from, to, hits, step)),
    step('with', `Move Django to ${to} in ${placesOf(change)}`, lockCommands('django', context.head), latestPatch(to)),
    ...fixSteps('with', hits, step),
    step('with', 'Run the tests with warnings shown', [TEST_COMMAND], `${to} shows what later releases will remove.`),
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

type MakeStep = (stage: UpgradeStep['stage'], title: string, commands: readonly string[], why: string) => UpgradeStep;

function stepMaker(release: string): MakeStep {
  return (stage, title, commands, why) => ({ stage, title: `${title}.`, commands, why, release });
}

function placesOf(change: VersionChange): string {
  const pins = change.moved.flatMap(({ before, after }) => after ?? before ?? []);
  return sayPlaces(pins);
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

function trimStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function packagesFirst(problems: readonly UpgradeProblem[], step: MakeStep): readonly UpgradeStep[] {
  const raised = problems.filter(
    ({ id, steps }) =>
      ['package-against-django', 'package-against-python', 'dependency-too-old', 'package-imports-removed-module'].includes(id) &&
      steps.length > 0,
  );
  if (raised.length === 0) return [];
  const names = raised.flatMap(({ steps }) =>
    steps.flatMap((each) => /^Raise (.+?) to (\S+) or newer/.exec(each)?.slice(1, 3).join(' to ') ?? []),
  );
  return [
    step(
      'before',
      `Raise ${sayList([...new Set(names)], 8)}, where the new version still supports the old release; else together with it`,
      [],
      'A package that lags is what stops most upgrades.',
    ),
  ];
}

function beforeDjango(from: string, to: string, hits: readonly ScanHit[], step: MakeStep): readonly UpgradeStep[] {
  const rewritten = hits.filter(({ fixer, stage }) => fixer === 'django-upgrade' && stage === 'before');
  return [
    step(
      'before',
      `Run the tests on ${from} with warnings shown, and mend what warns`,
      [TEST_COMMAND],
      `What ${from} deprecates is what releases up to ${to} remove.`,
    ),
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
  const rewritten = hits.filter(({ fixer, stage }) => fixer === 'django-upgrade' && stage !== 'before');
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

/** What is left for people in one stage. */
function fixSteps(stage: UpgradeStep['stage'], hits: readonly ScanHit[], step: MakeStep): readonly UpgradeStep[] {
  const byHand = hits.filter(
    (hit) => hit.stage === stage && hit.fixer === undefined && hit.effect !== 'deprecated' && hit.confidence !== 'low',
  );
  if (byHand.length === 0) return [];
  const breaking = byHand.filter(({ effect }) => effect === 'breaks');
  const verb =
    breaking.length > 0
      ? `Mend ${count(breaking, 'place')} that ${breaking.length === 1 ? 'breaks' : 'break'}`
      : `Look at ${count(byHand, 'place')} that ${byHand.length === 1 ? 'behaves' : 'behave'} differently`;
  const rest = byHand.length - breaking.length;
  const more = breaking.length > 0 && rest > 0 ? `, and look at ${rest} more that will behave differently` : '';
  return [step(stage, verb + more, [], sayList([...new Set(byHand.map(({ title }) => trimStop(title)))], 3) + '.')];
}

function count(hits: readonly ScanHit[], noun: string): string {
  const places = hits.reduce((sum, hit) => sum + hit.count, 0);
  return `${places} ${noun}${places === 1 ? '' : 's'}`;
}

/** A Python that the next stop needs and the last one supports already. */
function pythonForStop({ python }: CompatContext, from: string, to: string): readonly UpgradeStep[] {
  const now = python?.from?.feature;
  const [old, next] = [djangoRelease(from), djangoRelease(to)];
  if (now === undefined || old === undefined || next === undefined || next.python.includes(now)) return [];
  const oldest = next.python[0] ?? '';
  const common = next.python.find((version) => old.python.includes(version) && compareVersions(version, now) > 0);
  if (compareVersions(now, oldest) > 0 || common === undefined) return [];
  return [
    stepMaker(to)(
      'before',
      `Move to Python ${common} or newer, still on Django ${from}`,
      [],
      `Django ${to} needs Python ${oldest}, and ${from} runs on ${common}, too.`,
    ),
  ];
}

function pythonSteps({ change, hits, problems, context }: PlanInput): readonly UpgradeStep[] {
  const to = change.to?.feature;
  if (to === undefined) return [];
  const step = stepMaker(to);
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
            [TEST_COMMAND],
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
    step('with', 'Run the tests with warnings shown', [TEST_COMMAND], `Python ${to} shows what later ones will remove.`),
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

const STAGES = ['before', 'with', 'after'] as const;
const BEFORE = new Set<UpgradeProblem['id']>(['migrations-left-behind', 'app-removed']);
/** Problems that are no work of this change. */
const NO_WORK = new Set<UpgradeProblem['id']>(['release-out-of-support', 'patches-missing', 'releases-skipped', 'release-unknown']);

/** Packages, downgrades and removals have the steps of their problems, in order. */
function packageSteps({ change, problems }: PlanInput): readonly UpgradeStep[] {
  const step = stepMaker(change.to?.feature ?? change.to?.text ?? '');
  const steps = problems
    .filter(({ id }) => !NO_WORK.has(id))
    .flatMap(({ id, steps: titles, message }) =>
      titles.map((title) => step(BEFORE.has(id) ? 'before' : 'with', trimStop(title), commandsIn(title), message)),
    );
  return steps.toSorted((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
}

function commandsIn(title: string): readonly string[] {
  return [...title.matchAll(/`(python manage\.py [^`]+)`/g)].flatMap(([, command]) => command ?? []);
}
