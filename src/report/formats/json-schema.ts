/** The contract of `--format json`, version 1; docs/review.schema.json is made from it. Only tests and the documentation run it, so that the command line need not load a validator. */
import { z } from 'zod';

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
    edited: z.array(z.object({ path: z.string(), text: z.string() })),
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
export type FindingJson = z.infer<typeof finding>;
export type AdviceJson = z.infer<typeof advice>;
export type MigrationJson = z.infer<typeof migration>;
export type RollbackJson = z.infer<typeof rollback>;
