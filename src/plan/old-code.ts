/** Does the release that runs before the pull request keep working on the new schema? Judged from the actions, so hand-written SQL counts too. */
import { fieldNamed } from '../sql/model/model.ts';
import { costsOf, isMadeAgain, modelAt, modelOfTable } from '../sql/walk/costs.ts';
import type { SchemaAction } from '../sql/statement.ts';
import type { MigrationStep, OperationStep } from '../sql/step.ts';
import type { MigrationVerdict } from './plan.ts';

/** `no` beats `unknown` beats `yes`; the first reason of the worst kind is told. */
export function oldCodeVerdict(migration: MigrationStep): MigrationVerdict['oldCode'] {
  const breaks = migration.steps.flatMap((step) => breaksOf(step, migration));
  const certain = breaks.find((one) => one.works === 'no');
  return certain ?? breaks[0] ?? { works: 'yes', why: '' };
}

type Break = MigrationVerdict['oldCode'];

function breaksOf(step: OperationStep, migration: MigrationStep): readonly Break[] {
  if (step.stateOnly) return [];
  const { operation } = step;
  const reasons = costsOf(step).flatMap(({ action }) => breakOf(action, migration) ?? []);
  if (operation.kind === 'AddField') reasons.push(...requiredColumn(operation, step, migration));
  if (operation.kind === 'UnknownOperation')
    reasons.push({ works: 'unknown', why: `\`${operation.path ?? 'an operation'}\` could not be read` });
  return reasons;
}

function breakOf(action: SchemaAction, migration: MigrationStep): Break | undefined {
  switch (action.kind) {
    case 'dropTable':
    case 'renameTable':
      return knows(action.table, undefined, migration) ? { works: 'no', why: `it still uses the table \`${action.table}\`` } : undefined;
    case 'dropColumn':
    case 'renameColumn':
      return knows(action.table, action.column, migration)
        ? { works: 'no', why: `it still names \`${action.table}.${action.column}\` in every query` }
        : undefined;
    case 'setNotNull':
      return knows(action.table, action.column, migration)
        ? { works: 'unknown', why: `it may still write NULL to \`${action.table}.${action.column}\`` }
        : undefined;
    case 'alterColumnType':
      return knows(action.table, action.column, migration) && isNarrower(action.from, action.to)
        ? { works: 'unknown', why: `it may write values to \`${action.table}.${action.column}\` that no longer fit` }
        : undefined;
    case 'addConstraint':
      return knows(action.table, undefined, migration) &&
        action.type !== 'primaryKey' &&
        !action.usingIndex &&
        !isMadeAgain(action, { migration })
        ? { works: 'unknown', why: `it may write rows to \`${action.table}\` that the new constraint refuses` }
        : undefined;
    case 'createIndex':
      return action.unique && knows(action.table, undefined, migration)
        ? { works: 'unknown', why: `it may write duplicates to \`${action.table}\`` }
        : undefined;
    case 'unparsed':
      return { works: 'unknown', why: `some SQL could not be read: ${action.reason}` };
    default:
      return undefined;
  }
}

/** The running release has a model for this table (and a field for the column). */
function knows(table: string, column: string | undefined, migration: MigrationStep): boolean {
  const model = modelOfTable(migration.released, table, migration);
  return model !== undefined && (column === undefined || model.fields.some((field) => field.column === column));
}

/** A number in brackets that gets smaller, or a limit where there was none; other changes of type are not known to be safe either. */
function isNarrower(from: string | undefined, to: string): boolean {
  const limit = (type: string) => Number(/\((\d+)/.exec(type)?.[1] ?? Number.POSITIVE_INFINITY);
  if (from === undefined) return true;
  const sameKind = from.replace(/\(.*/, '') === to.replace(/\(.*/, '');
  if (sameKind) return limit(to) < limit(from);
  const widens = [/^(smallint|integer)\W*(integer|bigint)$/, /^(varchar|character varying)\W*text$/];
  return !widens.some((pattern) => pattern.test(`${from.replace(/\(.*/, '')} ${to.replace(/\(.*/, '')}`));
}

/** A NOT NULL column that the database fills with nothing when old code leaves it out. */
function requiredColumn(
  operation: Extract<OperationStep['operation'], { kind: 'AddField' }>,
  step: OperationStep,
  migration: MigrationStep,
): readonly Break[] {
  const name = { appLabel: migration.migration.appLabel, modelName: operation.modelName };
  const model = modelAt(step.after, name, migration);
  const field = model === undefined ? undefined : fieldNamed(model, operation.name);
  if (model === undefined || field?.column === undefined || field.null || field.primaryKey || field.class.shape === 'generated') return [];
  const value = operation.field.options.get('db_default');
  if ((value !== undefined && value.kind !== 'none') || !knows(model.table, undefined, migration)) return [];
  return [{ works: 'no', why: `its INSERTs into \`${model.table}\` leave out \`${field.column}\`, which has no default in the database` }];
}
