/** The way back, as commands in an order that Django accepts. */
import { backwardsPlan, fullPlan, type MigrationGraph, type MigrationId } from '../django/history/graph/migration-graph.ts';
import { migrationId } from '../django/migration.ts';
import { waitsOf } from '../sql/walk/waits.ts';
import type { MigrationStep } from '../sql/step.ts';
import type { MigrationVerdict, Rollback, RollbackStep } from './plan.ts';

/**
 * One command for each app, newest migration first. `migrate app target` also unapplies what depends on it in other apps, so an app whose
 * migrations have all gone by then gets no command of its own.
 */
export function rollbackOf(
  migrations: readonly MigrationStep[],
  verdicts: ReadonlyMap<string, MigrationVerdict>,
  manage: (step: MigrationStep) => string,
): readonly RollbackStep[] {
  const byId = new Map(migrations.filter((step) => step.change === 'added').map((step) => [migrationId(step.migration), step]));
  const gone = new Set<MigrationId>();
  const steps: RollbackStep[] = [];
  for (const [id, step] of [...byId].toReversed()) {
    if (gone.has(id)) continue;
    const first = firstOfApp(step, byId);
    const unapplied = backwardsPlan(step.graph, first).filter(
      (one) => !gone.has(one) && step.graph.nodes.get(one)?.migration !== undefined,
    );
    for (const one of unapplied) gone.add(one);
    const touched = unapplied.flatMap((one) => byId.get(one) ?? []);
    steps.push({
      command: `${manage(step)} migrate ${step.migration.appLabel} ${targetBefore(step.graph, first, step.migration.appLabel)}`,
      unapplies: unapplied.flatMap((one) => step.graph.nodes.get(one)?.migration ?? []).map(({ appLabel, name }) => ({ appLabel, name })),
      rollback: worst(touched.map((one) => verdicts.get(migrationId(one.migration))?.rollback ?? { kind: 'safe' })),
      notes: touched.flatMap(notesOf),
    });
  }
  return steps;
}

/**
 * Code and schema in the order that nobody notices. The release before has none of these migration files, so `migrate` always runs from the
 * new release; whether that is before or after the old code is back depends on whether the old code works on the new schema.
 */
export function wayBackInWords(verdicts: readonly MigrationVerdict[]): string {
  const broken = verdicts.find(({ oldCode }) => oldCode.works === 'no');
  const stuck = verdicts.flatMap(({ rollback }) => (rollback.kind === 'impossible' ? rollback.because : []))[0];
  if (broken !== undefined && stuck !== undefined)
    return `There is no way back but a backup: the release before cannot run on the new schema (${broken.oldCode.why}), and the schema cannot be undone (${stuck}). Be ready to mend the new release instead.`;
  if (broken !== undefined)
    return (
      `The release before cannot run on the new schema: ${broken.oldCode.why}. So first undo the schema, with the files of the new release, ` +
      'and then deploy the release before. In between, code of the new release fails where it uses what is undone.'
    );
  const open = verdicts.find(({ oldCode }) => oldCode.works === 'unknown');
  const whether = open === undefined ? 'it works on the new schema' : `it works on the new schema unless this is so: ${open.oldCode.why}`;
  return (
    `Deploy the release before: ${whether}. That alone is the way back; the schema can stay. ` +
    'To undo the schema too, run this when no process of the new release is left, with the files of the new release.'
  );
}

/** The earliest migration of this step's app that the pull request adds. */
function firstOfApp(step: MigrationStep, byId: ReadonlyMap<MigrationId, MigrationStep>): MigrationId {
  const { appLabel } = step.migration;
  return (
    [...byId].find(([, other]) => other.project === step.project && other.migration.appLabel === appLabel)?.[0] ??
    migrationId(step.migration)
  );
}

/** The migration of the app that stays applied: the last one in Django's plan before `first`, or `zero`. */
function targetBefore(graph: MigrationGraph, first: MigrationId, appLabel: string): string {
  const node = graph.nodes.get(first);
  const own = node?.parents.filter((id) => graph.nodes.get(id)?.appLabel === appLabel) ?? [];
  const plan = fullPlan(graph);
  const last = own.toSorted((a, b) => plan.indexOf(a) - plan.indexOf(b)).at(-1);
  return last === undefined ? 'zero' : last.slice(appLabel.length + 1);
}

function worst(all: readonly Rollback[]): Rollback {
  const impossible = all.find((one) => one.kind === 'impossible');
  if (impossible !== undefined) return impossible;
  const what = all.flatMap((one) => (one.kind === 'loses-data' ? one.what : []));
  if (what.length > 0) return { kind: 'loses-data', what };
  return all.find((one) => one.kind === 'breaks-code') ?? { kind: 'safe' };
}

/** What the reverse makes others wait for, where it is longer than a moment. */
function notesOf(step: MigrationStep): readonly string[] {
  return waitsOf(step, 'reverse')
    .filter((wait) => wait.work !== 'instant')
    .map((wait) => `going back past \`${migrationId(step.migration)}\` makes ${wait.who} of \`${wait.table}\` wait`);
}
