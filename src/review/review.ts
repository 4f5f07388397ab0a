/** The straight line: a pull request in, a report out. */
import { readProjects } from '../django/read/read-projects.ts';
import { allFacts, fact } from '../facts/index.ts';
import { makePlan } from '../plan/make-plan.ts';
import { makeReport } from '../report/make-report.ts';
import type { Report } from '../report/report.ts';
import { rules } from '../rules/index.ts';
import { runRules } from '../rules/run.ts';
import type { FileTree, Snapshot } from '../source/tree.ts';
import { loadSqlParser } from '../sql/grammar/postgresql-parser.ts';
import { readPins } from '../upgrades/pins/read-pins.ts';
import { planJump } from '../upgrades/upgrade.ts';
import { analyze, analyzeAudit, type Analysis } from './analyze.ts';
import { defaultConfiguration, readConfiguration, type Configuration } from './configuration.ts';
import { migrationReport } from './migration-report.ts';
import type { LazyTree, PullRequestSource } from './ports.ts';
import { takeSnapshot, takeTree, takeWholeTree } from './take-snapshot.ts';
import { assumptionsOf, unjudgedOf } from './told.ts';
import { upgradeReports } from './upgrade-report.ts';

export interface ReviewOptions {
  /** The day, `2026-11-22`: what is end of life depends on it. */
  readonly today: string;
  /** Options of the command line that overrule the repository's configuration. */
  readonly overrides?: Partial<Configuration>;
}
export interface Reviewed {
  readonly report: Report;
  readonly snapshot: Snapshot;
  readonly configuration: Configuration;
}

const ruleIds = new Set(rules.map((rule) => rule.id));
const empty = { findings: [], migrations: [], plan: makePlan([]), upgrades: [], unjudged: [], assumptions: [], facts: new Map() };

/** Reviews a pull request. Rejects only when the source does. */
export async function reviewPullRequest(source: PullRequestSource, options: ReviewOptions): Promise<Reviewed> {
  await loadSqlParser();
  const snapshot = await takeSnapshot(source, options.today);
  if (!snapshot.relevant)
    return { report: makeReport({ ...empty, configurationProblem: undefined }), snapshot, configuration: defaultConfiguration };
  return reviewSnapshot(snapshot, options);
}

/** Pure: the same snapshot and options give the same report. The SQL parser must have been loaded. */
export function reviewSnapshot(snapshot: Snapshot, options: ReviewOptions): Reviewed {
  const read = readConfiguration(snapshot.baseTip, ruleIds);
  if (read.kind === 'unusable')
    return { report: makeReport({ ...empty, configurationProblem: read.problem }), snapshot, configuration: defaultConfiguration };
  const configuration: Configuration = { ...read.configuration, ...options.overrides };
  const pins = readPins(snapshot.head);
  const analysis = analyze(snapshot, { configuration, pins, today: options.today });
  return { report: reportOf(analysis, snapshot, { configuration, options }), snapshot, configuration };
}

/** Looks at every migration of a tree as if it were new. */
export async function auditTree(lazy: LazyTree, options: ReviewOptions): Promise<Reviewed> {
  await loadSqlParser();
  const tree = await takeTree(lazy);
  const read = readConfiguration(tree, ruleIds);
  const snapshot: Snapshot = { base: tree, head: tree, baseTip: tree, changed: [] };
  if (read.kind === 'unusable')
    return { report: makeReport({ ...empty, configurationProblem: read.problem }), snapshot, configuration: defaultConfiguration };
  const configuration: Configuration = { ...read.configuration, ...options.overrides };
  return { report: auditReport(tree, snapshot, { configuration, options }), snapshot, configuration };
}

/** Plans a jump to other versions that nobody has made yet: what it would break, and the steps on the way. */
export async function reviewJump(
  lazy: LazyTree,
  jump: { readonly django?: string; readonly python?: string },
  options: ReviewOptions,
): Promise<Reviewed> {
  const tree = await takeWholeTree(lazy);
  const read = readConfiguration(tree, ruleIds);
  const configuration: Configuration = { ...(read.kind === 'ok' ? read.configuration : defaultConfiguration), ...options.overrides };
  const snapshot: Snapshot = { base: tree, head: tree, baseTip: tree, changed: [] };
  const upgrade = planJump({ tree, projects: readProjects(tree), today: options.today, ...jump });
  const context = { snapshot, projects: [], migrations: [], edited: [], upgrade };
  const report = makeReport({
    ...empty,
    findings: runRules(context, rules, configuration.rules),
    upgrades: upgradeReports(upgrade),
    unjudged: upgrade.unjudged,
    configurationProblem: undefined,
  });
  return { report, snapshot, configuration };
}

function auditReport(tree: FileTree, snapshot: Snapshot, settings: Settings): Report {
  const analysis = analyzeAudit(tree, { configuration: settings.configuration, pins: readPins(tree), today: settings.options.today });
  return reportOf(analysis, snapshot, settings);
}

interface Settings {
  readonly configuration: Configuration;
  readonly options: ReviewOptions;
}

function reportOf(analysis: Analysis, snapshot: Snapshot, { configuration }: Settings): Report {
  const { context } = analysis;
  const findings = runRules(context, rules, configuration.rules);
  const plan = makePlan(snapshot.base === snapshot.head ? [] : context.migrations);
  const used = new Set([
    ...findings.flatMap((finding) => finding.facts),
    ...context.migrations.flatMap((step) => step.steps.flatMap((one) => one.effects.flatMap((effects) => effects.facts))),
  ]);
  return makeReport({
    findings,
    migrations: context.migrations.map(migrationReport),
    plan,
    upgrades: upgradeReports(context.upgrade),
    unjudged: [...unjudgedOf(analysis), ...(context.upgrade?.unjudged ?? [])],
    assumptions: assumptionsOf(analysis, snapshot),
    facts: new Map(
      allFacts()
        .filter(({ id }) => used.has(id))
        .map(({ id }) => [id, fact(id)]),
    ),
    configurationProblem: undefined,
  });
}
