import { readOutlines } from '../django/read/read-projects.ts';
import type { Snapshot } from '../source/tree.ts';
import { planJump } from '../upgrades/plan-jump.ts';
import { ruleIds, upgradeAnswer, type Reviewed } from './answer/make-answer.ts';
import { defaultConfiguration, type Configuration } from './configuration/configuration.ts';
import { takeConfiguration } from './configuration/take-configuration.ts';
import type { LazyTree } from './ports.ts';
import type { ReviewOptions } from './review.ts';
import { takeWholeTree } from './take-snapshot.ts';

/** Plans a jump to other versions that nobody has made yet: what it would break, and the steps on the way. */
export async function reviewJump(
  lazy: LazyTree,
  jump: { readonly django?: string; readonly python?: string },
  { today, overrides }: ReviewOptions,
): Promise<Reviewed> {
  const tree = await takeWholeTree(lazy);
  const read = await takeConfiguration(tree, ruleIds);
  const configuration: Configuration = { ...(read.kind === 'ok' ? read.configuration : defaultConfiguration), ...overrides };
  const snapshot: Snapshot = { base: tree, head: tree, baseTip: tree, changed: [] };
  const upgrade = planJump({ tree, projects: readOutlines(tree), today, ...jump });
  return upgradeAnswer(upgrade, snapshot, configuration);
}
