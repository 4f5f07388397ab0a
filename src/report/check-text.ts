/** The check run's text: every finding, the full SQL, facts with their sources, what was silenced. Collapsed where it is long. */
import type { Finding } from '../rules/rule.ts';
import type { MigrationReport, Report } from './report.ts';
import { renderAdvice } from './advice.ts';
import { sourceLink } from './comment.ts';
import { code, codeBlock, details, message, shorten } from './escape.ts';
import { activeFindings, plural } from './make-report.ts';

const titles = { error: 'Blocking', warning: 'Warnings', notice: 'Notes' } as const;

/** Markdown of at most `most` characters (GitHub allows 65,535): whole parts are left out from the end, and counted. */
export function renderCheckText(report: Report, most = 65_000): string {
  const parts = [...findingParts(report), ...report.migrations.map(sqlPart), silenced(report), sources(report)].filter(
    (part) => part !== '',
  );
  const kept: string[] = [];
  let size = 0;
  for (const part of parts) {
    if (size + part.length + 2 > most - 100) break;
    kept.push(part);
    size += part.length + 2;
  }
  const left = parts.length - kept.length;
  return [...kept, left > 0 ? `…${plural(left, 'part')} left out: GitHub shows at most 65,535 characters here.` : '']
    .filter((part) => part !== '')
    .join('\n\n');
}

function findingParts(report: Report): readonly string[] {
  const sure = activeFindings(report).filter((finding) => finding.confidence === 'high');
  const unsure = activeFindings(report).filter((finding) => finding.confidence === 'low');
  const groups = (['error', 'warning', 'notice'] as const).flatMap((severity) => {
    const group = sure.filter((finding) => finding.severity === severity);
    return group.length === 0 ? [] : [`### ${titles[severity]}`, ...group.map(findingPart)];
  });
  const byHand = unsure.filter((finding) => finding.severity !== 'notice');
  const later = unsure.filter((finding) => finding.severity === 'notice');
  return [
    ...groups,
    ...listed(byHand, `Check by hand: ${plural(byHand.length, 'place')} that may be affected`),
    ...listed(later, `For later: ${plural(later.length, 'place')} with something deprecated, outdated or slightly different`),
  ];
}

function listed(findings: readonly Finding[], title: string): readonly string[] {
  return findings.length === 0 ? [] : [details(title, findings.map(line).join('\n'))];
}

function line(finding: Finding): string {
  return `- ${code(`${finding.range.path}:${finding.range.start.line}`)} ${message(finding.message)}`;
}

function findingPart(finding: Finding): string {
  const advice = finding.advice.map(renderAdvice).join('\n\n');
  return `${line(finding)} _(${finding.rule})_${advice === '' ? '' : `\n\n${details('How to do it instead', advice)}`}`;
}

function sqlPart(migration: MigrationReport): string {
  const forwards = migration.statements.map(({ statement }) => statement.sql);
  const backwards = migration.reverse?.map((statement) => statement.sql);
  const body = [
    forwards.length === 0 ? 'No SQL runs.' : codeBlock(shorten(forwards.join('\n'), 8_000), 'sql'),
    backwards === undefined
      ? 'There is no way back.'
      : backwards.length === 0
        ? 'Going back runs no SQL.'
        : `Going back runs:\n\n${codeBlock(shorten(backwards.join('\n'), 4_000), 'sql')}`,
  ].join('\n\n');
  return details(`SQL of <code>${htmlText(`${migration.app}.${migration.name}`)}</code>`, body);
}

/** Text inside an HTML element of ours. */
function htmlText(text: string): string {
  return message(text).replaceAll('`', '&#96;');
}

function silenced(report: Report): string {
  const lines = report.findings.flatMap((finding) =>
    finding.suppressed === undefined
      ? []
      : [`${line(finding)} Silenced at line ${finding.suppressed.line}: ${message(finding.suppressed.reason)}`],
  );
  return lines.length === 0 ? '' : `### Silenced\n\n${lines.join('\n')}`;
}

function sources(report: Report): string {
  const lines = [...report.facts.values()].map((fact) => `- ${message(fact.claim)} ${sourceLink(fact)}`);
  return lines.length === 0 ? '' : details('Facts and sources', lines.join('\n'));
}
