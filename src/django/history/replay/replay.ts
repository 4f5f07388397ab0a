/** The project state before and after each migration, as Django would have it where the migration runs. */
import { LRUCache } from 'lru-cache';
import { applyOperation } from '../apply/apply-operation.ts';
import { contribLabels } from '../graph/contrib-migrations.ts';
import { makeGraph } from '../graph/make-graph.ts';
import { fullPlan } from '../graph/migration-graph.ts';
import type { MigrationGraph, MigrationId } from '../graph/migration-graph.ts';
import { migrationId } from '../../migration.ts';
import type { Migration } from '../../migration.ts';
import type { DjangoProject } from '../../project.ts';
import type { ProjectState } from '../../state.ts';
import { contribState } from './contrib-models.ts';

export interface ReplayedMigration {
  readonly migration: Migration;
  readonly before: ProjectState;
  readonly after: ProjectState;
  /** `before`, then the state after each operation. Everybody takes them from here: what is worked out for a state is kept by its identity. */
  readonly states: readonly ProjectState[];
  /** The plan in which it runs: `squashed` for a squash whose originals are all still there, `originals` for everything else. */
  readonly plan: 'originals' | 'squashed';
}

export interface Replay {
  /** Every migration once, in the order in which they run; a squash stands behind the last migration that it replaces. */
  readonly steps: readonly ReplayedMigration[];
  readonly byId: ReadonlyMap<MigrationId, ReplayedMigration>;
  /** The state after all migrations. */
  readonly final: ProjectState;
  /** The graph in which what squashes replace stands, as long as all of it is there. */
  readonly graph: MigrationGraph;
}

interface KnownReplay {
  readonly project: DjangoProject;
  readonly applied: Replay | undefined;
  readonly replay: Replay;
}

/** By the first migration: the last few, so that the sides of a pull request do not drive each other out. */
const replays = new WeakMap<Migration, readonly KnownReplay[]>();
const keptReplays = 4;

/**
 * Replays a project. `applied` is what has run before: it stands first, as in a database that is in use, unless some of it has come to depend on a
 * newer migration. What two trees share is replayed once in a process; the same migrations are not replayed again.
 */
export function replayProject(project: DjangoProject, applied?: Replay): Replay {
  const [first] = project.migrations;
  const known = first === undefined ? [] : (replays.get(first) ?? []);
  const same = known.find((each) => each.applied === applied && hasSameHistory(each.project, project));
  if (same !== undefined) return same.replay;
  const replay = replayFresh(project, applied);
  if (first !== undefined) replays.set(first, [{ project, applied, replay }, ...known].slice(0, keptReplays));
  return replay;
}

function hasSameHistory(a: DjangoProject, b: DjangoProject): boolean {
  return (
    a.settings.authUserModel.value === b.settings.authUserModel.value &&
    a.migrations.length === b.migrations.length &&
    a.migrations.every((migration, index) => migration === b.migrations[index]) &&
    a.apps.map(({ label }) => label).join(' ') === b.apps.map(({ label }) => label).join(' ')
  );
}

function replayFresh(project: DjangoProject, applied: Replay | undefined): Replay {
  const authUserModel = project.settings.authUserModel.value;
  const labels = new Set(project.migrations.map((migration) => migration.appLabel));
  const unmigratedApps = new Set(project.apps.map((app) => app.label).filter((label) => !labels.has(label)));
  const initial = initialState(authUserModel, labels);
  const graph = makeGraph(project.migrations, { authUserModel, replacements: 'originals', unmigratedApps });
  const originals = replayPlan(graph, initial, { plan: 'originals', order: runOrder(graph, applied) });
  const left = project.migrations.filter((migration) => !graph.nodes.has(migrationId(migration)));
  const squashes = left.length === 0 ? [] : squashSteps(project, initial, { left, unmigratedApps });
  const steps = withSquashes(originals, squashes);
  const final = originals.at(-1)?.after ?? initial;
  return { steps, byId: new Map(steps.map((step) => [migrationId(step.migration), step])), final, graph };
}

function squashSteps(
  project: DjangoProject,
  initial: ProjectState,
  { left, unmigratedApps }: { readonly left: readonly Migration[]; readonly unmigratedApps: ReadonlySet<string> },
): readonly ReplayedMigration[] {
  const wanted = new Set(left);
  const graph = makeGraph(project.migrations, {
    authUserModel: project.settings.authUserModel.value,
    replacements: 'squashed',
    unmigratedApps,
  });
  const inPlan = replayPlan(graph, initial, { plan: 'squashed', order: fullPlan(graph) }).filter((step) => wanted.delete(step.migration));
  // a squash inside another squash runs in neither plan: it sees what the originals saw
  return [...inPlan, ...[...wanted].map((migration) => replayed(initial, migration, 'squashed'))];
}

function replayPlan(
  graph: MigrationGraph,
  initial: ProjectState,
  { plan, order }: { readonly plan: ReplayedMigration['plan']; readonly order: readonly MigrationId[] },
): readonly ReplayedMigration[] {
  const steps: ReplayedMigration[] = [];
  let before = initial;
  for (const id of order) {
    const migration = graph.nodes.get(id)?.migration;
    if (migration === undefined) continue;
    const step = replayed(before, migration, plan);
    steps.push(step);
    before = step.after;
  }
  return steps;
}

function withSquashes(originals: readonly ReplayedMigration[], squashes: readonly ReplayedMigration[]): readonly ReplayedMigration[] {
  if (squashes.length === 0) return originals;
  const place = new Map(originals.map(({ migration }, index) => [migrationId(migration), index]));
  const behind = new Map<number, ReplayedMigration[]>();
  for (const squash of squashes) {
    const last = Math.max(-1, ...squash.migration.replaces.map((key) => place.get(migrationId(key)) ?? -1));
    behind.set(last, [...(behind.get(last) ?? []), squash]);
  }
  return [...(behind.get(-1) ?? []), ...originals.flatMap((step, index) => [step, ...(behind.get(index) ?? [])])];
}

function replayed(before: ProjectState, migration: Migration, plan: ReplayedMigration['plan']): ReplayedMigration {
  const states = statesOf(before, migration);
  return { migration, before, after: states.at(-1) ?? before, states, plan };
}

/** What was applied in the order in which it was, then the rest in the order of the plan; the plan itself when that would break a dependency. */
function runOrder(graph: MigrationGraph, applied: Replay | undefined): readonly MigrationId[] {
  const plan = fullPlan(graph);
  if (applied === undefined) return plan;
  const planned = new Set(plan);
  const first = new Set<MigrationId>();
  for (const { migration, plan: ran } of applied.steps) {
    const id = migrationId(migration);
    if (ran === 'squashed' || !planned.has(id)) continue;
    if (graph.nodes.get(id)?.parents.some((parent) => planned.has(parent) && !first.has(parent)) === true) return plan;
    first.add(id);
  }
  return [...first, ...plan.filter((id) => !first.has(id))];
}

/** State → migration → the states in it. Entries live as long as both keys: the first state of each project is kept below. */
const transitions = new WeakMap<ProjectState, WeakMap<Migration, readonly ProjectState[]>>();

/** The state before a migration and after each of its operations, remembered for this very state and migration. */
function statesOf(before: ProjectState, migration: Migration): readonly ProjectState[] {
  const known = transitions.get(before);
  const remembered = known?.get(migration);
  if (remembered !== undefined) return remembered;
  const states = [before];
  let state = before;
  for (const operation of migration.operations) {
    state = applyOperation(state, migration.appLabel, operation);
    states.push(state);
  }
  if (known === undefined) transitions.set(before, new WeakMap([[migration, states]]));
  else known.set(migration, states);
  return states;
}

const initialStates = new LRUCache<string, ProjectState>({ max: 8 });

function initialState(authUserModel: string, labels: ReadonlySet<string>): ProjectState {
  const own = [...contribLabels].filter((label) => labels.has(label));
  const key = [authUserModel, ...own].join(' ');
  const known = initialStates.get(key);
  if (known !== undefined) return known;
  const made = contribState(authUserModel, new Set(own));
  initialStates.set(key, made);
  return made;
}
