import { agreementProblems } from './agreement.ts';
import { appProblems } from './apps.ts';
import { databaseProblems, dependencyProblems, sqliteProblems } from './databases.ts';
import { lifecycleProblems } from './lifecycle.ts';
import { manifestProblems, pythonLockProblems } from './locks.ts';
import { packageProblems } from './packages.ts';
import type { CompatContext, UpgradeProblem } from './problem.ts';
import { pythonSupportProblems } from './python-support.ts';
import { sourceProblems } from './sources.ts';

const CHECKS = [
  pythonSupportProblems,
  databaseProblems,
  sqliteProblems,
  dependencyProblems,
  packageProblems,
  pythonLockProblems,
  manifestProblems,
  agreementProblems,
  appProblems,
  lifecycleProblems,
  sourceProblems,
] as const;

const RANK = { error: 0, warning: 1, notice: 2 } as const;

/** Everything that does not go together after the change, worst first, then path and line. */
export function checkCompat(context: CompatContext): readonly UpgradeProblem[] {
  const found = CHECKS.flatMap((check) => [...check(context)]);
  return found.toSorted((a, b) => RANK[a.severity] - RANK[b.severity] || comparePlaces(a, b));
}

function comparePlaces(a: UpgradeProblem, b: UpgradeProblem): number {
  if (a.range.path !== b.range.path) return a.range.path < b.range.path ? -1 : 1;
  return a.range.start.offset - b.range.start.offset;
}
