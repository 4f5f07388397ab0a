/** The straight line: a pull request in, a report out. */
import type { Snapshot } from '../source/tree.ts';
import { loadSqlParser } from '../sql/rawsql/grammar/postgresql-parser.ts';
import { readPins } from '../upgrades/pins/read-pins.ts';
import { analyze } from './analysis/analyze.ts';
import { emptyAnswer, makeAnswer, ruleIds, type Reviewed } from './answer/make-answer.ts';
import type { Configuration, ConfigurationResult } from './configuration/configuration.ts';
import { takeConfiguration } from './configuration/take-configuration.ts';
import type { PullRequestSource } from './ports.ts';
import { takeSnapshot } from './take-snapshot.ts';

export type { Reviewed } from './answer/make-answer.ts';

export interface ReviewOptions {
  /** The day, `2026-11-22`: what is end of life depends on it. */
  readonly today: string;
  /** Options of the command line that overrule the repository's configuration. */
  readonly overrides?: Partial<Configuration>;
}

/** Reviews a pull request. Rejects only when the source does. */
export async function reviewPullRequest(source: PullRequestSource, options: ReviewOptions): Promise<Reviewed> {
  await loadSqlParser();
  const snapshot = await takeSnapshot(source, options.today);
  if (!snapshot.relevant) return emptyAnswer(snapshot);
  return reviewSnapshot(snapshot, await takeConfiguration(snapshot.baseTip, ruleIds), options);
}

/** Pure: the same snapshot, configuration and options give the same report. The SQL parser must have been loaded. */
export function reviewSnapshot(snapshot: Snapshot, read: ConfigurationResult, { today, overrides }: ReviewOptions): Reviewed {
  if (read.kind === 'unusable') return emptyAnswer(snapshot, read.problem);
  const configuration: Configuration = { ...read.configuration, ...overrides };
  const analysis = analyze(snapshot, { configuration, pins: readPins(snapshot.head), today });
  return makeAnswer(analysis, snapshot, configuration);
}
