/** A report as a check run's result. */
import { annotationsOf } from '../../report/annotations.ts';
import { renderCheckSummary } from '../../report/check-summary.ts';
import { renderCheckText } from '../../report/check-text.ts';
import { message } from '../../report/escape.ts';
import { activeFindings } from '../../report/make-report.ts';
import type { Report } from '../../report/report.ts';
import type { Configuration } from '../../review/configuration/configuration.ts';
import type { CheckResult, Conclusion } from './check-run.ts';

const severitiesThatFail = { error: ['error'], warning: ['error', 'warning'], never: [] } as const;

/** Failure only for what the repository wants to fail on; what could not be judged is never red and never green. */
export function conclusionOf(report: Report, failOn: Configuration['failOn']): Conclusion {
  if (report.configurationProblem !== undefined) return 'action_required';
  const failing: readonly string[] = severitiesThatFail[failOn];
  if (activeFindings(report).some(({ severity }) => failing.includes(severity))) return 'failure';
  return report.verdict === 'yes' ? 'success' : 'neutral';
}

/** Where characters may weigh four bytes, GitHub's 65,535 are kept by `withinBytes`; this much is asked of the renderers. */
const budget = 60_000;

/**
 * `notes` are sentences about the review itself (a missing permission, a changed configuration).
 * Findings that a review comment speaks of (`said`, by fingerprint) are not annotated too.
 */
export function checkResultOf(
  report: Report,
  more: {
    readonly failOn: Configuration['failOn'];
    readonly notes: readonly string[];
    readonly said: ReadonlySet<string>;
    readonly externalId: string;
  },
): CheckResult {
  const notes = more.notes.map((note) => `> ${message(note)}`).join('\n>\n');
  const findings = report.findings.filter(({ fingerprint }) => !more.said.has(fingerprint));
  const summary = renderCheckSummary(report, budget - notes.length);
  return {
    conclusion: conclusionOf(report, more.failOn),
    title: report.title,
    summary: notes === '' ? summary : `${summary}\n\n${notes}`,
    text: renderCheckText(report, budget),
    annotations: annotationsOf({ ...report, findings }),
    externalId: more.externalId,
  };
}
