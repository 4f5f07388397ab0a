/** Whether a migration can be undone, and what is lost. */
import { hasDbDefault, hasDefault } from '../sql/fields/model-field.ts';
import { fieldNamed } from '../sql/model/model.ts';
import { modelAt } from '../sql/walk/costs.ts';
import type { MigrationStep, OperationStep } from '../sql/step.ts';
import type { Rollback } from './plan.ts';

/** The worst of its operations decides. */
export function wayBackOf(migration: MigrationStep): Rollback {
  const all = migration.steps.map((step) => wayBackOfStep(step, migration));
  const impossible = all.find((one) => one.kind === 'impossible');
  if (impossible !== undefined) return impossible;
  const lost = all.flatMap((one) => (one.kind === 'loses-data' ? one.what : []));
  if (lost.length > 0) return { kind: 'loses-data', what: [...new Set(lost)] };
  return all.find((one) => one.kind === 'breaks-code') ?? { kind: 'safe' };
}

const safe: Rollback = { kind: 'safe' };

function wayBackOfStep(step: OperationStep, migration: MigrationStep): Rollback {
  const { operation, rendered } = step;
  if (step.stateOnly || operation.kind === 'SeparateDatabaseAndState') return safe;
  if (!rendered.reversible) return { kind: 'impossible', because: irreversible(step) };
  const { appLabel } = migration.migration;
  switch (operation.kind) {
    case 'AddField': {
      const model = modelAt(step.after, { appLabel, modelName: operation.modelName }, migration);
      const column = model === undefined ? undefined : fieldNamed(model, operation.name)?.column;
      const what =
        column === undefined
          ? `the rows of the joining table of \`${operation.name}\``
          : `what was written to \`${model?.table ?? ''}.${column}\` since`;
      return { kind: 'loses-data', what: [what] };
    }
    case 'CreateModel': {
      const model = modelAt(step.after, { appLabel, modelName: operation.name }, migration);
      return model === undefined || !model.managed || model.proxy
        ? safe
        : { kind: 'loses-data', what: [`every row written to \`${model.table}\` since`] };
    }
    case 'RemoveField':
      return reAddedColumn(operation, step, migration);
    case 'DeleteModel': {
      const model = modelAt(step.before, { appLabel, modelName: operation.name }, migration);
      return model === undefined || !model.managed || model.proxy
        ? safe
        : { kind: 'loses-data', what: [`every row of \`${model.table}\`: the table comes back empty`] };
    }
    case 'AlterField':
      return narrowed(operation, step, migration);
    default:
      return safe;
  }
}

function irreversible({ operation, rendered }: OperationStep): string {
  if (operation.kind === 'RunPython') return 'a RunPython has no `reverse_code`';
  if (operation.kind === 'RunSQL') return 'a RunSQL has no `reverse_sql`';
  return rendered.unknown ?? `${operation.kind} can't be undone`;
}

/** Going back adds the column again: empty, and not at all when it was required and nothing says what to put in. */
function reAddedColumn(
  operation: Extract<OperationStep['operation'], { kind: 'RemoveField' }>,
  step: OperationStep,
  migration: MigrationStep,
): Rollback {
  const model = modelAt(step.before, { appLabel: migration.migration.appLabel, modelName: operation.modelName }, migration);
  const field = model === undefined ? undefined : fieldNamed(model, operation.name);
  if (model === undefined || field === undefined) return safe;
  if (field.column === undefined) return { kind: 'loses-data', what: [`the rows of the joining table of \`${operation.name}\``] };
  const column = `\`${model.table}.${field.column}\``;
  const fillable = field.null || hasDefault(field) || hasDbDefault(field) || (field.blank && field.class.emptyStringsAllowed);
  if (!fillable)
    return { kind: 'impossible', because: `${column} was NOT NULL without a default: adding it again fails on a table with rows` };
  return { kind: 'loses-data', what: [`the values of ${column}: the column comes back empty`] };
}

/** What was allowed since may not fit the old column. */
function narrowed(
  operation: Extract<OperationStep['operation'], { kind: 'AlterField' }>,
  step: OperationStep,
  migration: MigrationStep,
): Rollback {
  const name = { appLabel: migration.migration.appLabel, modelName: operation.modelName };
  const [before, after] = [modelAt(step.before, name, migration), modelAt(step.after, name, migration)];
  const [old, now] = [before, after].map((model) => (model === undefined ? undefined : fieldNamed(model, operation.name)));
  if (old === undefined || now === undefined || before === undefined) return safe;
  if (!old.null && now.null && !hasDefault(old))
    return {
      kind: 'breaks-code',
      why: `going back makes \`${before.table}.${old.column ?? old.name}\` NOT NULL again and fails if a NULL was written since`,
    };
  return safe;
}
