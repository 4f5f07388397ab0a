/** The report as JSON, version 1, as json-schema.ts describes it. */
import type { Finding } from '../../rules/rule.ts';
import type { AdviceJson, FindingJson, MigrationJson, ReportJson, RollbackJson } from './json-schema.ts';
import type { MigrationReport, Report } from '../report.ts';

/** The report in its published form; the same report gives the same JSON, key for key. */
export function reportToJson(report: Report): ReportJson {
  return {
    version: 1,
    verdict: report.verdict,
    title: report.title,
    findings: report.findings.map((one) => findingJson(one, report)),
    migrations: report.migrations.map(migrationJson),
    plan: {
      rollout: report.plan.rollout.map((step) => ({
        ...step,
        commands: [...step.commands],
        migrations: step.migrations.map((key) => `${key.appLabel}.${key.name}`),
      })),
      wayBack: report.plan.wayBack,
      rollback: report.plan.rollback.map((step) => ({
        command: step.command,
        unapplies: step.unapplies.map((key) => `${key.appLabel}.${key.name}`),
        rollback: rollbackJson(step.rollback),
        notes: [...step.notes],
      })),
    },
    upgrades: report.upgrades.map((upgrade) => ({
      ...upgrade,
      from: upgrade.from ?? null,
      to: upgrade.to ?? null,
      places: upgrade.places.map(({ range, text }) => ({ path: range.path, line: range.start.line, text })),
      steps: upgrade.steps.map((step) => ({ ...step, commands: [...step.commands] })),
      counts: { ...upgrade.counts },
      notes: [...upgrade.notes],
    })),
    unknown: report.unjudged.map(({ message, range }) => ({ message, path: range?.path ?? null, line: range?.start.line ?? null })),
    assumptions: [...report.assumptions],
    proof: null,
  };
}

function findingJson(one: Finding, report: Report): FindingJson {
  return {
    rule: one.rule,
    severity: one.severity,
    confidence: one.confidence,
    message: one.message,
    path: one.range.path,
    line: one.range.start.line,
    endLine: one.range.end.line,
    app: one.app ?? null,
    migration: one.migration ?? null,
    operation: one.operation ?? null,
    fingerprint: one.fingerprint,
    facts: one.facts.flatMap((id) => report.facts.get(id) ?? []).map((known) => ({ ...known })),
    sources: [...one.sources],
    advice: one.advice.map(adviceJson),
    suppressed: one.suppressed === undefined ? null : { ...one.suppressed },
  };
}

function adviceJson(one: Finding['advice'][number]): AdviceJson {
  switch (one.kind) {
    case 'edit':
      return {
        kind: 'edit',
        title: one.title,
        edits: one.edits.map(({ range, newText }) => ({
          path: range.path,
          line: range.start.line,
          column: range.start.column,
          endLine: range.end.line,
          endColumn: range.end.column,
          newText,
        })),
      };
    case 'split':
      return {
        kind: 'split',
        title: one.title,
        steps: [...one.steps],
        migrations: one.migrations.map((file) => ({ ...file })),
        edited: one.edited.map((file) => ({ ...file })),
        removed: [...one.removed],
      };
    case 'manual':
      return { kind: 'manual', title: one.title, steps: [...one.steps] };
  }
}

function migrationJson(one: MigrationReport): MigrationJson {
  return {
    app: one.app,
    name: one.name,
    path: one.path,
    change: one.change,
    phase: one.verdict.phase,
    sql: one.statements.map(({ statement }) => statement.sql),
    effects: one.statements.map(({ effects: cost }) => ({
      locks: Object.fromEntries(cost.locks.map(({ table, mode }) => [table, mode])),
      work: cost.work,
      rewrites: [...cost.rewrites],
      scans: [...cost.scans],
    })),
    reverse_sql: one.reverse?.map((statement) => statement.sql) ?? null,
    waits: one.waits.map((wait) => ({ ...wait })),
    oldCode: { ...one.verdict.oldCode },
    rollback: rollbackJson(one.verdict.rollback),
    unknown: [...one.unknown],
  };
}

function rollbackJson(one: MigrationReport['verdict']['rollback']): RollbackJson {
  const why = one.kind === 'breaks-code' ? one.why : one.kind === 'impossible' ? one.because : null;
  return { kind: one.kind, what: one.kind === 'loses-data' ? [...one.what] : [], why };
}
