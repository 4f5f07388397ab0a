import { costsOf } from '../sql/walk/costs.ts';
import type { SchemaAction } from '../sql/statement.ts';
import type { MigrationStep } from '../sql/step.ts';
import type { MigrationVerdict, Phase } from './plan.ts';

const rows = new Set<SchemaAction['kind']>(['update', 'delete', 'insert', 'truncate']);

/** Where the migration stands on the road: it adds, it moves data, it takes away, or several of these at once. */
export function phaseOf(migration: MigrationStep, oldCode: MigrationVerdict['oldCode']): Phase {
  const actions = migration.steps.flatMap((step) => costsOf(step).map(({ action }) => action));
  const runsCode = migration.steps.some(
    ({ operation, stateOnly }) => !stateOnly && operation.kind === 'RunPython' && operation.code.form !== 'noop',
  );
  const data = runsCode || actions.some((action) => rows.has(action.kind));
  const schema = actions.some((action) => !rows.has(action.kind) && action.kind !== 'setConstraints');
  const contracts = oldCode.works !== 'yes';
  if (!data && !schema) return 'state';
  if (data && schema) return 'mixed';
  if (data) return 'data';
  return contracts ? 'contract' : 'expand';
}
