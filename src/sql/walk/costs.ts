/** A step's statements, action by action, with what they cost; and its models as the database sees them. */
import type { ModelState, ProjectState } from '../../django/state.ts';
import { getModel } from '../model/model.ts';
import type { Model } from '../model/world.ts';
import { actionsOf, type AddConstraintAction, type Effects, type SchemaAction, type Statement } from '../statement.ts';
import type { MigrationStep, OperationStep } from '../step.ts';

/** One action with the statement that does it and what that statement costs. */
export interface Cost {
  readonly statement: Statement;
  readonly action: SchemaAction;
  readonly effects: Effects;
  /** Runs at the end of the migration. */
  readonly deferred: boolean;
}

/** What the step runs, in order, with its cost; SeparateDatabaseAndState itself runs nothing, its inner operations are steps of their own. */
export function costsOf(step: OperationStep): readonly Cost[] {
  if (step.stateOnly || step.operation.kind === 'SeparateDatabaseAndState') return [];
  const { statements, deferred } = step.rendered;
  return [...statements, ...deferred].flatMap((statement, index) => {
    const effects = step.effects[index];
    if (effects === undefined) return [];
    return actionsOf(statement).map((action) => ({ statement, action, effects, deferred: index >= statements.length }));
  });
}

/** The model of a state as the database sees it. */
export function modelAt(
  state: ProjectState,
  name: { readonly appLabel: string; readonly modelName: string },
  { world }: Pick<MigrationStep, 'world'>,
): Model | undefined {
  return getModel({ state, world }, { appLabel: name.appLabel, modelName: name.modelName.toLowerCase() });
}

const tablesOfApps = new WeakMap<ReadonlyMap<string, ModelState>, ReadonlyMap<string, Model>>();

/** The model that owns a table in a state, proxies apart. Apps that two states share are looked through once. */
export function modelOfTable(state: ProjectState, table: string, step: Pick<MigrationStep, 'world'>): Model | undefined {
  for (const [appLabel, models] of state.apps) {
    const found = tablesOf(state, { appLabel, models }, step).get(table);
    if (found !== undefined) return found;
  }
  return undefined;
}

function tablesOf(
  state: ProjectState,
  app: { readonly appLabel: string; readonly models: ReadonlyMap<string, ModelState> },
  step: Pick<MigrationStep, 'world'>,
): ReadonlyMap<string, Model> {
  const known = tablesOfApps.get(app.models);
  if (known !== undefined) return known;
  const tables = new Map<string, Model>();
  for (const modelName of app.models.keys()) {
    const model = modelAt(state, { appLabel: app.appLabel, modelName }, step);
    if (model !== undefined && !model.proxy) tables.set(model.table, model);
  }
  tablesOfApps.set(app.models, tables);
  return tables;
}

/**
 * A foreign key that the same migration drops and makes again as it was: every row satisfies it already, and old code knows it. Its name holds a
 * digest of columns and target, so the same name is the same constraint.
 */
export function isMadeAgain(
  { type, table, constraint }: Pick<AddConstraintAction, 'type' | 'table' | 'constraint'>,
  { migration }: { readonly migration: Pick<MigrationStep, 'steps'> },
): boolean {
  if (type !== 'foreignKey' || constraint === undefined) return false;
  const all = migration.steps.flatMap(costsOf);
  return all.some(({ action }) => action.kind === 'dropConstraint' && action.table === table && action.constraint === constraint);
}
