import type { Fact } from '../facts/fact.ts';
import type { Plan } from '../plan/plan.ts';
import type { Finding, Severity } from '../rules/rule.ts';
import type { MigrationReport, Report, Unjudged, UpgradeReport } from './report.ts';
import { longWait } from './waits.ts';

export interface ReportParts {
  readonly findings: readonly Finding[];
  readonly migrations: readonly MigrationReport[];
  readonly plan: Plan;
  readonly upgrades: readonly UpgradeReport[];
  readonly unjudged: readonly Unjudged[];
  readonly assumptions: readonly string[];
  readonly facts: ReadonlyMap<string, Fact>;
  readonly configurationProblem: string | undefined;
}

const severities: readonly Severity[] = ['error', 'warning', 'notice'];

/** Findings in the order in which people should read them: worst first, then by place. Stable for the same input. */
export function inReadingOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      Number(a.suppressed !== undefined) - Number(b.suppressed !== undefined) ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      compare(a.range.path, b.range.path) ||
      a.range.start.offset - b.range.start.offset ||
      compare(a.rule, b.rule) ||
      compare(a.fingerprint, b.fingerprint),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Findings that count: not silenced, and sure enough. */
export function activeFindings(report: Pick<Report, 'findings'>): readonly Finding[] {
  return report.findings.filter((finding) => finding.suppressed === undefined);
}

/** Puts the parts of a review together and decides. Pure: the same parts give the same report. */
export function makeReport(parts: ReportParts): Report {
  const findings = inReadingOrder(parts.findings);
  const verdict = verdictOf({ ...parts, findings });
  return { ...parts, findings, verdict, title: titleOf({ ...parts, findings }, verdict) };
}

function verdictOf(parts: ReportParts): Report['verdict'] {
  if (parts.configurationProblem !== undefined) return 'care';
  const active = activeFindings(parts);
  if (active.some((finding) => finding.severity === 'error')) return 'no';
  const doubt = parts.unjudged.length > 0 || parts.migrations.some((migration) => migration.unknown.length > 0);
  if (active.some((finding) => finding.severity === 'warning') || doubt || longWait(parts.migrations) !== undefined) return 'care';
  if (parts.upgrades.some((upgrade) => upgrade.counts.breaks > 0)) return 'care';
  return parts.migrations.length + parts.upgrades.length + active.length > 0 ? 'yes' : 'nothing';
}

/** One line that decides. */
function titleOf(parts: ReportParts, verdict: Report['verdict']): string {
  if (parts.configurationProblem !== undefined) return 'The configuration of Migration Expert needs mending';
  const active = activeFindings(parts);
  const errors = active.filter((finding) => finding.severity === 'error').length;
  const warnings = active.filter((finding) => finding.severity === 'warning').length;
  const worst = active[0];
  if (worst !== undefined && errors + warnings > 0) {
    const counts = [errors > 0 ? `${errors} blocking` : '', warnings > 0 ? plural(warnings, 'warning') : ''].filter((part) => part !== '');
    return `${counts.join(', ')}: ${worst.message.replaceAll('`', '').replace(/\.$/, '')}`;
  }
  if (verdict === 'nothing') return 'Nothing to review';
  const count = plural(parts.migrations.length, 'migration');
  if (verdict === 'care')
    return `No problem found, but not everything could be judged: ${parts.migrations.length > 0 ? count : 'see the list'}`;
  if (parts.migrations.length === 0) return parts.upgrades[0]?.title ?? 'Safe to ship';
  return `Safe to ship: ${count}, no lock longer than a moment`;
}

/** `1 migration`, `2 migrations`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
