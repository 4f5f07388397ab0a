/** Reviews two sets of files, and says what was found in short lines for tables. */
import { readProjects } from '../../../../src/django/read/read-projects.ts';
import { sha } from '../../../../src/source/position.ts';
import { memoryTree } from '../../../../src/source/tree.ts';
import { reviewUpgrade, type UpgradeReview } from '../../../../src/upgrades/upgrade.ts';
import type { UpgradeProblem } from '../../../../src/upgrades/compat/problem.ts';

type Files = Readonly<Record<string, string>>;

export const TODAY = '2026-11-22';

/** `both` stands on base and head; `base` and `head` come on top. */
export function reviewFiles(both: Files, base: Files, head: Files, today = TODAY): UpgradeReview {
  const [before, after] = [memoryTree({ ...both, ...base }, sha('a'.repeat(40))), memoryTree({ ...both, ...head }, sha('b'.repeat(40)))];
  return reviewUpgrade({ base: before, head: after, baseProjects: readProjects(before), projects: readProjects(after), today });
}

export function problemsOf(review: UpgradeReview): readonly UpgradeProblem[] {
  return [...review.changes.flatMap(({ problems }) => problems), ...review.problems];
}

/** `error python-unsupported-by-django requirements.txt:1 Django 5.2 needs …` for each problem with that id. */
export function sayProblems(review: UpgradeReview, id: UpgradeProblem['id']): readonly string[] {
  return problemsOf(review).flatMap((problem) =>
    problem.id === id ? `${problem.severity} ${problem.range.path}:${problem.range.start.line} ${problem.message}` : [],
  );
}

/** A requirements file's move of Django. */
export function djangoMove(from: string, to: string): readonly [Files, Files] {
  return [{ 'requirements.txt': `Django==${from}\n` }, { 'requirements.txt': `Django==${to}\n` }];
}

/** A version file's move of Python. */
export function pythonMove(from: string, to: string): readonly [Files, Files] {
  return [{ '.python-version': `${from}\n` }, { '.python-version': `${to}\n` }];
}
