import type { FileTree, Snapshot } from '../../source/tree.ts';
import type { Target } from '../../sql/step.ts';
import { walkMigrations } from '../../sql/walk/walk-migrations.ts';
import { isIgnored, renderingFor, type Analysis } from './analysis.ts';
import { sidesOf } from './project-sides.ts';
import { targetOf, type AnalysisInput } from './target.ts';

/** Every migration of a tree as if it were new, with the history before it. */
export function analyzeAudit(tree: FileTree, input: AnalysisInput): Analysis {
  const snapshot: Snapshot = { base: tree, head: tree, baseTip: tree, changed: [] };
  const sides = sidesOf(snapshot, input.configuration.vendor).map((side) => ({ ...side, base: undefined, baseReplay: undefined }));
  const targets = sides.map((side) => targetOf(side.head, input));
  const migrations = sides.flatMap((side, index) => {
    const wanted = side.headReplay.steps.filter(({ migration }) => !isIgnored(migration, input.configuration));
    const target = targets[index] as Target; // one target for each side
    return walkMigrations({
      replay: side.headReplay,
      project: side.head,
      wanted,
      released: 'before',
      target,
      ...renderingFor(side.head, target, input.configuration),
    });
  });
  return { context: { snapshot, projects: sides, migrations, edited: [], upgrade: undefined }, sides, targets };
}
