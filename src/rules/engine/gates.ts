/** Reasons to stay silent that many rules share, and what a step costs. */
import type { HistoricalModel } from '../../django/data-code/data-code.ts';
import type { ProjectState } from '../../django/state.ts';
import type { Model } from '../../sql/model/world.ts';
import { modelAt as renderedModel, type Cost } from '../../sql/walk/costs.ts';
import { isLockedBefore } from '../../sql/walk/waits.ts';
import type { MigrationContext, OperationContext } from '../rule.ts';

/** The table is made by this pull request, so nobody waits for it and no old code knows it. */
export function isBornTable(table: string, { migration }: { readonly migration: MigrationContext }): boolean {
  return migration.bornTables.has(table);
}

/** The model is made by this pull request. */
export function isBornModel(model: Pick<HistoricalModel, 'appLabel' | 'name'>, { migration }: OperationContext): boolean {
  return migration.bornModels.has(`${model.appLabel}.${model.name.toLowerCase()}`);
}

/** The model of a state as the database sees it. */
export function modelAt(
  state: ProjectState,
  name: { readonly appLabel: string; readonly modelName: string },
  { migration }: OperationContext,
): Model | undefined {
  return renderedModel(state, name, migration);
}

/** Reads and writes wait, or writes: for a sentence. An earlier statement of the transaction may keep reads out already. */
export function whoWaits(cost: Cost, table: string, { migration }: OperationContext): string {
  return cost.effects.blocks === 'everything' || isLockedBefore(migration, cost, table) ? 'every read and write' : 'every write';
}

/** An app that only the tests have: no database keeps what its migrations made. */
export function isTestPath(path: string): boolean {
  return /(^|\/)tests?\//.test(path);
}
