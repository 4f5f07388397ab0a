import type { Snapshot } from '../source/tree.ts';
import { loadSqlParser } from '../sql/rawsql/grammar/postgresql-parser.ts';
import { readPins } from '../upgrades/pins/read-pins.ts';
import { analyzeAudit } from './analysis/analyze-audit.ts';
import { emptyAnswer, makeAnswer, ruleIds, type Reviewed } from './answer/make-answer.ts';
import type { Configuration } from './configuration/configuration.ts';
import { takeConfiguration } from './configuration/take-configuration.ts';
import type { LazyTree } from './ports.ts';
import type { ReviewOptions } from './review.ts';
import { takeTree } from './take-snapshot.ts';

/** Looks at every migration of a tree as if it were new. */
export async function auditTree(lazy: LazyTree, { today, overrides }: ReviewOptions): Promise<Reviewed> {
  await loadSqlParser();
  const tree = await takeTree(lazy);
  const read = await takeConfiguration(tree, ruleIds);
  const snapshot: Snapshot = { base: tree, head: tree, baseTip: tree, changed: [] };
  if (read.kind === 'unusable') return emptyAnswer(snapshot, read.problem);
  const configuration: Configuration = { ...read.configuration, ...overrides };
  const analysis = analyzeAudit(tree, { configuration, pins: readPins(tree), today });
  return makeAnswer(analysis, snapshot, configuration);
}
