/** The report as JSON, version 1. The schema below is the contract: docs/review.schema.json is made from it. */
import { z } from 'zod';
import type { Finding } from '../rules/rule.ts';
import type { MigrationReport, Report } from './report.ts';

const advice = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('edit'),
    title: z.string(),
    edits: z.array(
      z.object({ path: z.string(), line: z.int(), column: z.int(), endLine: z.int(), endColumn: z.int(), newText: z.string() }),
    ),
  }),
  z.object({
    kind: z.literal('split'),
    title: z.string(),
    steps: z.array(z.string()),
    migrations: z.array(z.object({ path: z.string(), text: z.string() })),
    removed: z.array(z.string()),
  }),
  z.object({ kind: z.literal('manual'), title: z.string(), steps: z.array(z.string()) }),
]);
const fact = z.object({ id: z.string(), claim: z.string(), source: z.string() });
const finding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'notice']),
  confidence: z.enum(['high', 'low']),
  message: z.string(),
  path: z.string(),
  line: z.int(),
  endLine: z.int(),
  app: z.string().nullable(),
  migration: z.string().nullable(),
  operation: z.string().nullable(),
  fingerprint: z.string(),
  facts: z.array(fact),
  sources: z.array(z.string()),
  advice: z.array(advice),
  suppressed: z.object({ reason: z.string(), line: z.int() }).nullable(),
});
const effects = z.object({
  locks: z.record(z.string(), z.string()),
  work: z.string(),
  rewrites: z.array(z.string()),
  scans: z.array(z.string()),
});
const rollback = z.object({
  kind: z.enum(['safe', 'loses-data', 'breaks-code', 'impossible']),
  what: z.array(z.string()),
  why: z.string().nullable(),
});
const migration = z.object({
  app: z.string(),
  name: z.string(),
  path: z.string(),
  change: z.enum(['added', 'audited']),
  phase: z.string(),
  sql: z.array(z.string()),
  effects: z.array(effects),
  reverse_sql: z.array(z.string()).nullable(),
  waits: z.array(z.object({ table: z.string(), who: z.string(), work: z.string() })),
  oldCode: z.object({ works: z.enum(['yes', 'no', 'unknown']), why: z.string() }),
  rollback,
  unknown: z.array(z.string()),
});

/** The shape of `--format json`. `null` stands where there is nothing, as JSON has no other word for it. */
export const reportSchema = z.object({
  version: z.literal(1),
  verdict: z.enum(['no', 'care', 'yes', 'nothing']),
  title: z.string(),
  findings: z.array(finding),
  migrations: z.array(migration),
  plan: z.object({
    rollout: z.array(
      z.object({
        kind: z.string(),
        title: z.string(),
        why: z.string(),
        commands: z.array(z.string()),
        release: z.int(),
        migrations: z.array(z.string()),
      }),
    ),
    wayBack: z.string(),
    rollback: z.array(z.object({ command: z.string(), unapplies: z.array(z.string()), rollback, notes: z.array(z.string()) })),
  }),
  upgrades: z.array(
    z.object({
      title: z.string(),
      subject: z.string(),
      name: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      places: z.array(z.object({ path: z.string(), line: z.int(), text: z.string() })),
      steps: z.array(z.object({ title: z.string(), commands: z.array(z.string()), stage: z.string() })),
      counts: z.object({ breaks: z.int(), deprecated: z.int(), changed: z.int() }),
      notes: z.array(z.string()),
    }),
  ),
  unknown: z.array(z.object({ message: z.string(), path: z.string().nullable(), line: z.int().nullable() })),
  assumptions: z.array(z.string()),
  proof: z.null(),
});
export type ReportJson = z.infer<typeof reportSchema>;

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

function findingJson(one: Finding, report: Report): z.infer<typeof finding> {
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

function adviceJson(one: Finding['advice'][number]): z.infer<typeof advice> {
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
        removed: [...one.removed],
      };
    case 'manual':
      return { kind: 'manual', title: one.title, steps: [...one.steps] };
  }
}

function migrationJson(one: MigrationReport): z.infer<typeof migration> {
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

function rollbackJson(one: MigrationReport['verdict']['rollback']): z.infer<typeof rollback> {
  const why = one.kind === 'breaks-code' ? one.why : one.kind === 'impossible' ? one.because : null;
  return { kind: one.kind, what: one.kind === 'loses-data' ? [...one.what] : [], why };
}
