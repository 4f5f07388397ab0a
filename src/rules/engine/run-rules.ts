/** Runs the rules over a pull request and turns their hits into findings. */
import type { SourceRange } from '../../source/position.ts';
import type { MigrationKey } from '../../django/migration.ts';
import type { OperationStep } from '../../sql/step.ts';
import type { Finding, Hit, MigrationContext, OperationContext, OperationHit, PullRequestContext, Rule, Severity } from '../rule.ts';
import { digest, operationName } from './operation-name.ts';
import { resolveChains } from '../rewrite/chains.ts';
import { applySuppressions } from './suppress.ts';

/** What the repository's configuration says about rules; both sides keyed by rule id. */
export interface RuleSettings {
  readonly disabled: ReadonlySet<string>;
  readonly severities: ReadonlyMap<string, Severity>;
  /** Whether ignore comments in the reviewed files count. */
  readonly inlineIgnores: boolean;
}

export const defaultRuleSettings: RuleSettings = { disabled: new Set(), severities: new Map(), inlineIgnores: true };

/** Where a hit was found. */
interface Site {
  readonly rule: Rule;
  readonly migration: MigrationKey | undefined;
  readonly operation: string | undefined;
  readonly range: SourceRange;
}

/** All findings of the pull request, ignore comments applied, in no particular order but the same each time. */
export function runRules(context: PullRequestContext, rules: readonly Rule[], settings: RuleSettings): readonly Finding[] {
  const enabled = rules.filter((rule) => !settings.disabled.has(rule.id));
  const findings = [
    ...context.migrations.flatMap((step) =>
      migrationFindings({ ...step, pullRequest: context, head: context.snapshot.head }, enabled, settings),
    ),
    ...enabled.flatMap((rule) => [...(rule.check.pullRequest?.(context) ?? [])].map((hit) => wideFinding(rule, hit, context, settings))),
  ];
  const modules = context.migrations.map(({ migration }) => migration.module);
  return settings.inlineIgnores ? applySuppressions(numbered(findings), modules, rules) : numbered(findings);
}

function migrationFindings(migration: MigrationContext, rules: readonly Rule[], settings: RuleSettings): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    if (rule.databases !== undefined && !rule.databases.includes(migration.target.vendor.value)) continue;
    const key = migration.migration;
    for (const hit of rule.check.migration?.(migration) ?? [])
      findings.push(findingOf(hit, { rule, migration: key, operation: undefined, range: key.range }, settings));
    const placed = migration.steps
      .filter((step) => !step.stateOnly || rule.seesStateOnly === true)
      .flatMap((step) => [...hitsOf(rule, { step, migration })].map((hit) => ({ hit, context: { step, migration } })));
    for (const { hit, context, advice } of resolveChains(placed)) {
      const { operation } = context.step;
      findings.push(
        findingOf({ ...hit, advice }, { rule, migration: key, operation: operationName(operation), range: operation.range }, settings),
      );
    }
  }
  return findings;
}

/** The check for this operation's kind; the compiler can't see that kind and check belong together, hence the one cast. */
function hitsOf(rule: Rule, context: OperationContext): Iterable<OperationHit> {
  const check = rule.check[context.step.operation.kind] as
    | ((operation: OperationStep['operation'], context: OperationContext) => Iterable<OperationHit>)
    | undefined;
  return check?.(context.step.operation, context) ?? [];
}

function wideFinding(rule: Rule, hit: Hit, context: PullRequestContext, settings: RuleSettings): Finding {
  const first = context.migrations[0]?.migration.range;
  const range = hit.range ?? first;
  if (range === undefined) throw new Error(`rule ${rule.id} found something but says no place`);
  return findingOf(hit, { rule, migration: hit.migration, operation: undefined, range }, settings);
}

function findingOf(hit: Hit, site: Site, settings: RuleSettings): Finding {
  const { rule, migration } = site;
  const identity = [rule.id, migration?.appLabel ?? '', migration?.name ?? '', site.operation ?? '', hit.identity ?? ''].join('\n');
  return {
    rule: rule.id,
    severity: settings.severities.get(rule.id) ?? hit.severity ?? rule.severity,
    message: hit.message,
    range: hit.range ?? site.range,
    app: migration?.appLabel,
    migration: migration?.name,
    operation: site.operation,
    fingerprint: digest(identity, 16),
    facts: hit.facts ?? rule.docs.facts,
    sources: hit.sources ?? [],
    advice: hit.advice ?? [],
    suppressed: undefined,
    confidence: hit.confidence ?? 'high',
  };
}

/** Equal fingerprints (two RunPython of one function) are told apart by their order. */
function numbered(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const before = seen.get(finding.fingerprint) ?? 0;
    seen.set(finding.fingerprint, before + 1);
    return before === 0 ? finding : { ...finding, fingerprint: digest(`${finding.fingerprint} ${before}`, 16) };
  });
}
