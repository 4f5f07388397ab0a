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
      Number(a.confidence === 'low') - Number(b.confidence === 'low') ||
      compare(a.range.path, b.range.path) ||
      a.range.start.offset - b.range.start.offset ||
      compare(a.rule, b.rule) ||
      compare(a.fingerprint, b.fingerprint),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Findings that are not silenced. */
export function activeFindings(report: Pick<Report, 'findings'>): readonly Finding[] {
  return report.findings.filter((finding) => finding.suppressed === undefined);
}

/** Those of them that count: a doubtful one is there to be looked at, and decides nothing. */
export function sureFindings(report: Pick<Report, 'findings'>): readonly Finding[] {
  return activeFindings(report).filter(({ confidence }) => confidence === 'high');
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
  if (sureFindings(parts).some((finding) => finding.severity === 'error')) return 'no';
  const doubt = parts.unjudged.length > 0 || parts.migrations.some((migration) => migration.unknown.length > 0);
  if (active.some((finding) => finding.severity !== 'notice') || doubt || longWait(parts.migrations) !== undefined) return 'care';
  if (parts.upgrades.some((upgrade) => upgrade.counts.breaks > 0)) return 'care';
  return parts.migrations.length + parts.upgrades.length + active.length > 0 ? 'yes' : 'nothing';
}

/** One line that decides. */
function titleOf(parts: ReportParts, verdict: Report['verdict']): string {
  if (parts.configurationProblem !== undefined) return 'The configuration of Migration Expert needs mending';
  const problems = problemsIn(parts);
  if (problems !== undefined)
    return parts.migrations.length === 0 && parts.upgrades[0] !== undefined ? `${parts.upgrades[0].title}; ${problems}` : problems;
  if (verdict === 'nothing') return 'Nothing to review';
  const count = plural(parts.migrations.length, 'migration');
  if (verdict === 'care')
    return `No problem found, but not everything could be judged: ${parts.migrations.length > 0 ? count : 'see the list'}`;
  if (parts.migrations.length === 0) return parts.upgrades[0]?.title ?? 'Safe to ship';
  return `Safe to ship: ${count}, no lock longer than a moment`;
}

/** `1 blocking, 2 warnings: the worst of them`; undefined when nothing is worse than a notice. */
function problemsIn(parts: ReportParts): string | undefined {
  const sure = sureFindings(parts);
  const errors = sure.filter(({ severity }) => severity === 'error').length;
  const warnings = sure.filter(({ severity }) => severity === 'warning').length;
  const doubtful = activeFindings(parts).filter(({ severity, confidence }) => severity !== 'notice' && confidence === 'low');
  const worst = errors + warnings > 0 ? sure[0] : doubtful[0];
  if (worst === undefined) return undefined;
  const counts = [
    errors > 0 ? `${errors} blocking` : '',
    warnings > 0 ? plural(warnings, 'warning') : '',
    doubtful.length > 0 ? `${doubtful.length} to check by hand` : '',
  ];
  return `${counts.filter((part) => part !== '').join(', ')}: ${worst.message.replaceAll('`', '').replace(/\.$/, '')}`;
}

/** `1 migration`, `2 migrations`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
