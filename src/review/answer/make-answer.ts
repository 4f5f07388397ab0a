/** From an analysis to the report: rules, plan, and what must be said besides. */
import { allFacts, fact } from '../../facts/index.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { makeReport } from '../../report/make-report.ts';
import type { Report } from '../../report/report.ts';
import { rules } from '../../rules/index.ts';
import { runRules } from '../../rules/engine/run-rules.ts';
import type { Snapshot } from '../../source/tree.ts';
import type { UpgradeReview } from '../../upgrades/upgrade.ts';
import type { Analysis } from '../analysis/analysis.ts';
import { defaultConfiguration, type Configuration } from '../configuration/configuration.ts';
import { migrationReport } from './migration-report.ts';
import { assumptionsOf, unjudgedOf } from './told.ts';
import { upgradeReports } from './upgrade-report.ts';

/** An answer with what it was made from. */
export interface Reviewed {
  readonly report: Report;
  readonly snapshot: Snapshot;
  readonly configuration: Configuration;
}

/** The ids that a configuration may name. */
export const ruleIds: ReadonlySet<string> = new Set(rules.map((rule) => rule.id));

const empty = { findings: [], migrations: [], plan: makePlan([]), upgrades: [], unjudged: [], assumptions: [], facts: new Map() };

/** Nothing was judged: there was nothing to judge, or the configuration can't be used. */
export function emptyAnswer(snapshot: Snapshot, configurationProblem?: string): Reviewed {
  return { report: makeReport({ ...empty, configurationProblem }), snapshot, configuration: defaultConfiguration };
}

/** The report of migrations and of what moves with them. */
export function makeAnswer(analysis: Analysis, snapshot: Snapshot, configuration: Configuration): Reviewed {
  const { context } = analysis;
  const findings = runRules(context, rules, configuration.rules);
  const plan = makePlan(snapshot.base === snapshot.head ? [] : context.migrations);
  const used = new Set([
    ...findings.flatMap((finding) => finding.facts),
    ...context.migrations.flatMap((step) => step.steps.flatMap((one) => one.effects.flatMap((effects) => effects.facts))),
  ]);
  const report = makeReport({
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
  return { report, snapshot, configuration };
}

/** The report of a change of versions alone. */
export function upgradeAnswer(upgrade: UpgradeReview, snapshot: Snapshot, configuration: Configuration): Reviewed {
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
