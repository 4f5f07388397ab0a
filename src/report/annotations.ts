/** Findings as plain-text annotations: GitHub's check runs and workflow commands both show these. */
import type { Finding, Severity } from '../rules/rule.ts';
import type { Report } from './report.ts';
import { shorten, visible } from './escape.ts';
import { activeFindings } from './make-report.ts';

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: 'failure' | 'warning' | 'notice';
  /** At most 255 characters. */
  readonly title: string;
  /** Plain text: annotations render no Markdown. */
  readonly message: string;
}

const levels: Readonly<Record<Severity, Annotation['level']>> = { error: 'failure', warning: 'warning', notice: 'notice' };

/** One annotation for each sure finding, worst first. */
export function annotationsOf(report: Report): readonly Annotation[] {
  return activeFindings(report)
    .filter((finding) => finding.confidence === 'high')
    .map(annotationOf);
}

function annotationOf(finding: Finding): Annotation {
  const { start, end } = finding.range;
  const advice = finding.advice.map((one) => one.title).join('; ');
  return {
    path: finding.range.path,
    startLine: start.line,
    endLine: Math.max(start.line, end.column === 1 && end.line > start.line ? end.line - 1 : end.line),
    level: levels[finding.severity],
    title: shorten(visible(finding.rule.replaceAll('-', ' ')), 255),
    message: shorten(visible(`${finding.message}${advice === '' ? '' : `\nInstead: ${advice}.`}`), 60_000),
  };
}

/**
 * Workflow commands for a log of GitHub Actions, one a line:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderWorkflowCommands(report: Report): string {
  return annotationsOf(report)
    .map(({ path, startLine, endLine, level, title, message }) => {
      const command = level === 'failure' ? 'error' : level;
      const properties = `file=${property(path)},line=${startLine},endLine=${endLine},title=${property(title)}`;
      return `::${command} ${properties}::${data(message)}`;
    })
    .join('\n');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
