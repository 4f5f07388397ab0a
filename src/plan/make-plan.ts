import { migrationId } from '../django/migration.ts';
import type { MigrationStep } from '../sql/step.ts';
import type { MigrationVerdict, Plan } from './plan.ts';
import { oldCodeVerdict } from './old-code.ts';
import { phaseOf } from './phase.ts';
import { rollbackOf, wayBackInWords } from './rollback.ts';
import { rolloutOf } from './rollout.ts';
import { wayBackOf } from './way-back.ts';

/** Verdicts, rollout and rollback for the migrations that a pull request brings, in Django's order. */
export function makePlan(migrations: readonly MigrationStep[]): Plan {
  const verdicts = migrations.map(verdictOf);
  const byId = new Map(verdicts.map((verdict) => [migrationId(verdict.key), verdict]));
  const rollback = rollbackOf(migrations, byId, manageCommand);
  const wayBack = rollback.length === 0 ? '' : wayBackInWords(verdicts);
  return { verdicts, rollout: rolloutOf(migrations, byId, manageCommand), wayBack, rollback };
}

/** The verdict on one migration alone. */
export function verdictOf(step: MigrationStep): MigrationVerdict {
  const oldCode = oldCodeVerdict(step);
  return {
    key: { appLabel: step.migration.appLabel, name: step.migration.name },
    phase: phaseOf(step, oldCode),
    rollback: wayBackOf(step),
    oldCode,
  };
}

/** How this project's manage.py is called from the repository's root. */
function manageCommand({ project }: MigrationStep): string {
  return project.root === '' ? 'python manage.py' : `python ${project.root}/manage.py`;
}
