/** Every rule, by family. A rule that is not in this list does not run. */
import { deletedModelStillRead } from './compatibility/deleted-model-still-read.ts';
import { removedFieldStillRead } from './compatibility/removed-field-still-read.ts';
import { renamedFieldStillRead } from './compatibility/renamed-field-still-read.ts';
import { renamedModelStillRead } from './compatibility/renamed-model-still-read.ts';
import { requiredColumnWithoutDefault } from './compatibility/required-column-without-default.ts';
import { importedModel } from './data/imported-model.ts';
import { missingAppDependency } from './data/missing-app-dependency.ts';
import { rowsWrittenOneByOne } from './data/rows-written-one-by-one.ts';
import { schemaAndDataInOneTransaction } from './data/schema-and-data-in-one-transaction.ts';
import { tableLoadedWhole } from './data/table-loaded-whole.ts';
import { tableWrittenInOneStatement } from './data/table-written-in-one-statement.ts';
import { undefinedName } from './data/undefined-name.ts';
import { appliedMigrationEdited } from './graph/applied-migration-edited.ts';
import { appliedMigrationRemoved } from './graph/applied-migration-removed.ts';
import { conflictingLeafNodes } from './graph/conflicting-leaf-nodes.ts';
import { unresolvableDependency } from './graph/unresolvable-dependency.ts';
import { lateWritesLost } from './destructive/late-writes-lost.ts';
import { columnAddedWithTableWork } from './locking/column-added-with-table-work.ts';
import { concurrentOperationInTransaction } from './locking/concurrent-operation-in-transaction.ts';
import { constraintLocksTable } from './locking/constraint-locks-table.ts';
import { indexBlocksWrites } from './locking/index-blocks-writes.ts';
import { notNullScansTable } from './locking/not-null-scans-table.ts';
import { typeChangeRewritesTable } from './locking/type-change-rewrites-table.ts';
import { noWayBack } from './reversibility/no-way-back.ts';
import { reverseUndoesTooMuch } from './reversibility/reverse-undoes-too-much.ts';
import { changedBehaviour } from './upgrades/changed-behaviour.ts';
import { deprecatedApi } from './upgrades/deprecated-api.ts';
import { pinsOutOfStep } from './upgrades/pins-out-of-step.ts';
import { releaseOutOfSupport } from './upgrades/release-out-of-support.ts';
import { removedApi } from './upgrades/removed-api.ts';
import { unsupportedCombination } from './upgrades/unsupported-combination.ts';
import { upgradeNeedsSteps } from './upgrades/upgrade-needs-steps.ts';
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [
  columnAddedWithTableWork,
  concurrentOperationInTransaction,
  constraintLocksTable,
  indexBlocksWrites,
  notNullScansTable,
  typeChangeRewritesTable,
  lateWritesLost,
  deletedModelStillRead,
  removedFieldStillRead,
  renamedFieldStillRead,
  renamedModelStillRead,
  requiredColumnWithoutDefault,
  noWayBack,
  reverseUndoesTooMuch,
  importedModel,
  missingAppDependency,
  rowsWrittenOneByOne,
  schemaAndDataInOneTransaction,
  tableLoadedWhole,
  tableWrittenInOneStatement,
  undefinedName,
  appliedMigrationEdited,
  appliedMigrationRemoved,
  conflictingLeafNodes,
  unresolvableDependency,
  removedApi,
  changedBehaviour,
  deprecatedApi,
  unsupportedCombination,
  upgradeNeedsSteps,
  pinsOutOfStep,
  releaseOutOfSupport,
];
