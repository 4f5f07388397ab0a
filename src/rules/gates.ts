/** Reasons to stay silent that many rules share, and what a step costs. */
import type { HistoricalModel } from '../django/data-code/data-code.ts';
import type { ProjectState } from '../django/state.ts';
import type { Model } from '../sql/model/world.ts';
import type { Effects } from '../sql/statement.ts';
import { modelAt as renderedModel } from '../sql/costs.ts';
import type { MigrationContext, OperationContext } from './rule.ts';

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

/** Reads and writes wait, or writes: for a sentence. */
export function whoWaits(effects: Effects): string {
  return effects.blocks === 'everything' ? 'every read and write' : 'every write';
}

/** An app that only the tests have: no database keeps what its migrations made. */
export function isTestPath(path: string): boolean {
  return /(^|\/)tests?\//.test(path);
}
