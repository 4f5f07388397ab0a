/** The pull request as numbered steps: what runs before the new code, what after it, and what belongs to a later release. */
import { migrationId, type MigrationKey } from '../django/migration.ts';
import type { MigrationStep } from '../sql/step.ts';
import type { MigrationVerdict, RolloutStep } from './plan.ts';

interface Placed {
  readonly step: MigrationStep;
  readonly verdict: MigrationVerdict;
}

/** Empty when there is nothing to run. `manage` gives the command line's beginning: `python manage.py`. */
export function rolloutOf(
  migrations: readonly MigrationStep[],
  verdicts: ReadonlyMap<string, MigrationVerdict>,
  manage: (step: MigrationStep) => string,
): readonly RolloutStep[] {
  const placed = migrations.flatMap((step) => {
    const verdict = verdicts.get(migrationId(step.migration));
    return verdict === undefined ? [] : [{ step, verdict }];
  });
  const breaking = placed.filter(({ verdict }) => verdict.oldCode.works === 'no');
  if (placed.length === 0) return [];
  if (breaking.length === 0) return additive(placed, manage);
  return inTwoReleases(placed, breaking, manage);
}

/** Nothing breaks old code: migrate, then deploy. */
function additive(placed: readonly Placed[], manage: (step: MigrationStep) => string): readonly RolloutStep[] {
  const doubtful = placed.find(({ verdict }) => verdict.oldCode.works === 'unknown');
  const why =
    doubtful === undefined
      ? 'The release that is running keeps working on the new schema.'
      : `Watch the release that is running meanwhile: ${doubtful.verdict.oldCode.why}.`;
  return [
    {
      kind: 'migrate',
      title: 'Run the migrations.',
      why,
      commands: commandsFor(placed, manage),
      release: 1,
      migrations: placed.map(keyOf),
    },
    {
      kind: 'deploy',
      title: 'Deploy the new code.',
      why: 'It finds the schema that it expects.',
      commands: [],
      release: 1,
      migrations: [],
    },
  ];
}

/** Something breaks old code: it belongs to a release of its own, behind code that no longer needs it. */
function inTwoReleases(
  placed: readonly Placed[],
  breaking: readonly Placed[],
  manage: (step: MigrationStep) => string,
): readonly RolloutStep[] {
  const first = placed.indexOf(breaking[0] ?? (placed[0] as Placed)); // placed is not empty: breaking is a part of it
  const before = placed.slice(0, first);
  const after = placed.slice(first);
  const reasons = breaking.map(
    ({ step, verdict }) => `\`${migrationId(step.migration)}\` breaks the release before it: ${verdict.oldCode.why}.`,
  );
  return [
    ...(before.length === 0
      ? []
      : [
          {
            kind: 'migrate' as const,
            title: 'Run the migrations that old code does not notice.',
            why: '',
            commands: commandsFor(before, manage),
            release: 1,
            migrations: before.map(keyOf),
          },
        ]),
    {
      kind: 'deploy',
      title: 'Deploy code that works with both schemas.',
      why: 'It must neither need nor name what the next step changes. The code of this pull request does that only if the models keep the old schema until then: see the advice on the lines.',
      commands: [],
      release: 1,
      migrations: [],
    },
    {
      kind: 'wait',
      title: 'Wait until no process of the release before runs any more.',
      why: 'Workers, consoles and scheduled jobs count too.',
      commands: [],
      release: 1,
      migrations: [],
    },
    {
      kind: 'migrate',
      title: 'In the next release, run what old code would not survive.',
      why: reasons.join(' '),
      commands: commandsFor(after, manage),
      release: 2,
      migrations: after.map(keyOf),
    },
    { kind: 'deploy', title: 'Deploy the code that knows only the new schema.', why: '', commands: [], release: 2, migrations: [] },
  ];
}

function keyOf({ step }: Placed): MigrationKey {
  return { appLabel: step.migration.appLabel, name: step.migration.name };
}

/** `migrate app name` up to the last one of each app, in Django's order. */
function commandsFor(placed: readonly Placed[], manage: (step: MigrationStep) => string): readonly string[] {
  const last = new Map<string, MigrationStep>();
  for (const { step } of placed) {
    const key = `${step.project.root}\n${step.migration.appLabel}`;
    last.delete(key);
    last.set(key, step);
  }
  return [...last.values()].map((step) => `${manage(step)} migrate ${step.migration.appLabel} ${step.migration.name}`);
}
