/** Migrations with everything around each operation: the states, the SQL, what it costs forwards and backwards. */
import { applyOperation } from '../../django/history/apply/apply-operation.ts';
import type { Migration } from '../../django/migration.ts';
import type { Operation } from '../../django/operation.ts';
import type { DjangoProject } from '../../django/project.ts';
import type { Replay, ReplayedMigration } from '../../django/history/replay/replay.ts';
import type { ModelKey, ProjectState } from '../../django/state.ts';
import { modelOfTable } from './costs.ts';
import type { EffectsContext } from '../effects/context.ts';
import { walkStatements } from '../effects/effects.ts';
import type { CheckShape } from '../effects/context.ts';
import type { PhysicalSchema } from '../editor/schema/physical-schema.ts';
import { emptySchema } from '../editor/schema/physical-schema.ts';
import type { World } from '../model/world.ts';
import type { RenderedMigration } from '../render/render-migration.ts';
import { replaySql, type SqlTarget } from '../render/replay-sql.ts';
import { actionsOf, type RenderedOperation } from '../statement.ts';
import type { MigrationStep, OperationStep, Target } from '../step.ts';
import { schemaView } from './schema-view.ts';
import { checksAfter } from './track-checks.ts';

export interface WalkInput extends SqlTarget {
  readonly replay: Replay;
  readonly project: DjangoProject;
  /** The migrations to give steps for, of the replay. */
  readonly wanted: readonly ReplayedMigration[];
  /** What the running release believes the schema to be; `before`: whatever stood before each migration, as in an audit. Undefined: nothing runs yet. */
  readonly released: ProjectState | 'before' | undefined;
  readonly target: Target;
}

/** The physical side along the history. */
interface Point {
  readonly physical: PhysicalSchema;
  readonly checks: ReadonlyMap<string, readonly CheckShape[]>;
}

/** In Django's order. History before a wanted migration is rendered for the names that it leaves in the database. */
export function walkMigrations(input: WalkInput): readonly MigrationStep[] {
  const { replay, wanted } = input;
  const asked = new Set(wanted);
  let open = asked.size;
  const steps: MigrationStep[] = [];
  const born: Born = { tables: new Set(), models: new Set() };
  let checks: Point['checks'] = new Map();
  let physical = emptySchema;
  if (open === 0) return steps;
  for (const { step, rendered } of replaySql(replay, input)) {
    if (asked.has(step)) {
      steps.push(migrationStep(step, { rendered, point: { physical, checks }, born }, input));
      open -= 1;
      if (open === 0) break;
    }
    if (step.plan === 'squashed') continue;
    physical = rendered.schema;
    checks = checksThrough(checks, rendered);
  }
  return steps;
}

function checksThrough(checks: Point['checks'], { operations }: RenderedMigration): Point['checks'] {
  let next = checks;
  for (const { statements, deferred } of operations)
    for (const { action } of [...statements, ...deferred]) next = checksAfter(next, action);
  return next;
}

interface Born {
  readonly tables: Set<string>;
  readonly models: Set<ModelKey>;
}
interface At {
  readonly rendered: RenderedMigration;
  readonly point: Point;
  /** Grows from migration to migration; an audit begins anew with each. */
  readonly born: Born;
}

function migrationStep(step: ReplayedMigration, at: At, input: WalkInput): MigrationStep {
  const { migration, before, after } = step;
  const { target, world, project, replay } = input;
  const audited = input.released === 'before';
  const released = input.released === 'before' ? before : (input.released ?? emptyRelease);
  const born: Born = audited ? { tables: new Set(), models: new Set() } : at.born;
  noteBorn(migration, at.rendered, { born, released, world });
  const change = audited ? 'audited' : 'added';
  const steps = operationSteps(step, at, input);
  return {
    migration,
    project,
    graph: replay.graph,
    world,
    target,
    change,
    before,
    after,
    steps,
    released,
    bornTables: new Set(born.tables),
    bornModels: new Set(born.models),
  };
}

const emptyRelease: ProjectState = { apps: new Map(), unknown: [] };

/** Tables and models that this migration makes and the running release does not know. Renamed ones stay born. */
function noteBorn(
  migration: Migration,
  rendered: RenderedMigration,
  { born, released, world }: { readonly born: Born; readonly released: ProjectState; readonly world: World },
): void {
  for (const { statements, deferred } of rendered.operations) {
    for (const action of [...statements, ...deferred].flatMap(actionsOf)) {
      if (action.kind === 'createTable' && modelOfTable(released, action.table, { world }) === undefined) born.tables.add(action.table);
      if (action.kind === 'renameTable' && born.tables.has(action.table)) born.tables.add(action.to);
    }
  }
  for (const operation of migration.operations.flatMap(withNested)) {
    const key = (name: string) => `${migration.appLabel}.${name.toLowerCase()}`;
    if (operation.kind === 'CreateModel' && released.apps.get(migration.appLabel)?.has(operation.name.toLowerCase()) !== true)
      born.models.add(key(operation.name));
    if (operation.kind === 'RenameModel' && born.models.has(key(operation.oldName))) born.models.add(key(operation.newName));
  }
}

function withNested(operation: Operation): readonly Operation[] {
  return operation.kind === 'SeparateDatabaseAndState'
    ? [operation, ...operation.databaseOperations.flatMap(withNested), ...operation.stateOperations.flatMap(withNested)]
    : [operation];
}

function operationSteps(
  { migration, before, states }: ReplayedMigration,
  { rendered, point, born }: At,
  input: WalkInput,
): readonly OperationStep[] {
  const { database, world, target } = input;
  const { settings } = input.project;
  const useTz = settings.values.get('USE_TZ')?.value;
  let context: EffectsContext = {
    vendor: target.vendor.value,
    serverVersion: target.serverVersion?.value,
    bornTables: input.released === 'before' ? new Set() : new Set(born.tables),
    schema: schemaView({ apps: { state: before, world }, dialect: database.dialect, ...point }),
    ...(useTz?.kind === 'bool' && !useTz.value ? {} : { timeZone: 'UTC' }),
  };
  const drafts: { readonly step: Omit<OperationStep, 'effects' | 'reverseEffects'>; readonly effects: OperationStep['effects'] }[] = [];
  for (const index of migration.operations.keys()) {
    const [from, to] = [states[index] ?? before, states[index + 1] ?? before];
    const one = rendered.operations[index];
    if (one === undefined) continue;
    for (const step of placed(
      one,
      { index: [index], before: from, after: to, stateOnly: false, databaseOnly: false },
      migration.appLabel,
    )) {
      const isOuter = step.operation.kind === 'SeparateDatabaseAndState';
      const walked = walkStatements(isOuter ? [] : step.rendered.statements, context);
      context = walked.after;
      drafts.push({ step, effects: walked.effects });
    }
  }
  return finished(drafts, context);
}

/** What was deferred runs at the end, and the way back from there. */
function finished(
  drafts: readonly { readonly step: Omit<OperationStep, 'effects' | 'reverseEffects'>; readonly effects: OperationStep['effects'] }[],
  start: EffectsContext,
): readonly OperationStep[] {
  let context = start;
  const late = drafts.map(({ step, effects }) => {
    const walked = walkStatements(step.operation.kind === 'SeparateDatabaseAndState' ? [] : step.rendered.deferred, context);
    context = walked.after;
    return { step, effects: [...effects, ...walked.effects] };
  });
  const steps: OperationStep[] = [];
  const back: EffectsContext = { ...context, bornTables: new Set() };
  let undo = back;
  for (const { step, effects } of late.toReversed()) {
    const own =
      step.operation.kind === 'SeparateDatabaseAndState' ? [] : [...(step.rendered.reverse ?? []), ...step.rendered.reverseDeferred];
    const walked = walkStatements(own, undo);
    undo = walked.after;
    steps.unshift({ ...step, effects, reverseEffects: walked.effects });
  }
  return steps;
}

type Place = Pick<OperationStep, 'index' | 'before' | 'after' | 'stateOnly' | 'databaseOnly'>;

/** The operation's own step, then those of the operations inside it: database operations see the state as Django hands it to them. */
function placed(rendered: RenderedOperation, place: Place, appLabel: string): readonly Omit<OperationStep, 'effects' | 'reverseEffects'>[] {
  const { operation } = rendered;
  const own = { ...place, operation, rendered };
  if (operation.kind !== 'SeparateDatabaseAndState') return [own];
  const steps: Omit<OperationStep, 'effects' | 'reverseEffects'>[] = [own];
  let state = place.before;
  for (const [at, inner] of rendered.inner.entries()) {
    const from = state;
    state = applyOperation(state, appLabel, inner.operation);
    steps.push(
      ...placed(
        inner,
        { index: [...place.index, at], before: from, after: state, stateOnly: place.stateOnly, databaseOnly: true },
        appLabel,
      ),
    );
  }
  state = place.before;
  for (const [at, inner] of operation.stateOperations.entries()) {
    const from = state;
    state = applyOperation(state, appLabel, inner);
    steps.push(
      ...placed(
        nothing(inner),
        { index: [...place.index, rendered.inner.length + at], before: from, after: state, stateOnly: true, databaseOnly: false },
        appLabel,
      ),
    );
  }
  return steps;
}

function nothing(operation: Operation): RenderedOperation {
  return { operation, inner: [], statements: [], deferred: [], reversible: true, reverse: [], reverseDeferred: [], unknown: undefined };
}
