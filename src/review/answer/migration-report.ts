import { verdictOf } from '../../plan/make-plan.ts';
import type { MigrationReport } from '../../report/report.ts';
import type { MigrationStep, OperationStep } from '../../sql/step.ts';
import { waitsOf } from '../../sql/walk/waits.ts';

/** What the report shows of one migration. */
export function migrationReport(step: MigrationStep): MigrationReport {
  const own = step.steps.filter(isTopLevel);
  const now = own.flatMap(({ rendered, effects }) =>
    rendered.statements.map((statement, index) => ({ statement, effects: effects[index] })),
  );
  const later = own.flatMap(({ rendered, effects }) =>
    rendered.deferred.map((statement, index) => ({ statement, effects: effects[rendered.statements.length + index] })),
  );
  const reversible = own.every(({ rendered }) => rendered.reversible);
  const { migration } = step;
  return {
    app: migration.appLabel,
    name: migration.name,
    path: migration.path,
    change: step.change,
    atomic: migration.atomic,
    statements: [...now, ...later].flatMap(({ statement, effects }) => (effects === undefined ? [] : [{ statement, effects }])),
    reverse: reversible
      ? own.toReversed().flatMap(({ rendered }) => [...(rendered.reverse ?? []), ...rendered.reverseDeferred])
      : undefined,
    waits: waitsOf(step),
    verdict: verdictOf(step),
    unknown: [...new Set(step.steps.flatMap(unknownOf))],
  };
}

function isTopLevel({ index }: OperationStep): boolean {
  return index.length === 1;
}

/** A RunPython whose code was read has been judged by the rules; its SQL is unknown all the same, which the table says. */
function unknownOf({ operation, rendered, stateOnly }: OperationStep): readonly string[] {
  if (stateOnly || rendered.unknown === undefined || operation.kind === 'SeparateDatabaseAndState') return [];
  if (operation.kind === 'RunPython' && operation.code.form === 'noop') return [];
  return [
    operation.kind === 'RunPython'
      ? `the SQL of ${operation.code.form === 'function' ? `${operation.code.name}()` : 'a RunPython'}`
      : rendered.unknown,
  ];
}
