/** What every reviewing command shares: formats, colours, exit codes. */
import { Option } from 'commander';
import { renderCheckSummary } from '../report/check-summary.ts';
import { renderCheckText } from '../report/check-text.ts';
import { renderWorkflowCommands } from '../report/annotations.ts';
import { reportToJson } from '../report/formats/report-json.ts';
import { sureFindings } from '../report/make-report.ts';
import type { Report } from '../report/report.ts';
import { reportToSarif } from '../report/formats/sarif.ts';
import { renderText } from '../report/text.ts';
import { rules } from '../rules/index.ts';
import { version } from './version.ts';

const formats = ['text', 'markdown', 'json', 'jsonl', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];
export type FailOn = 'error' | 'warning' | 'never';

export const formatOption = (): Option => new Option('--format <format>', 'how to print the answer').choices([...formats]).default('text');
export const failOnOption = (): Option =>
  new Option('--fail-on <severity>', 'the least severity that gives exit code 1 (default: fail-on of the configuration, or error)').choices(
    ['error', 'warning', 'never'],
  );

/** Writes to standard output and waits until it is taken, so that a pipe gets everything. */
export async function print(text: string): Promise<void> {
  const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  await new Promise<void>((resolve, reject) => {
    process.stdout.once('error', reject); // a pipe that was closed is told twice: here and to the callback
    process.stdout.write(whole, (error) => (error ? reject(error) : resolve()));
  });
}

/** Colours only on a terminal that wants them: https://no-color.org */
export function wantsColour(): boolean {
  return process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
}

/** The report in one of the formats. */
export function renderReport(report: Report, format: Format): string {
  switch (format) {
    case 'text':
      return renderText(report, { colour: wantsColour() });
    case 'markdown':
      return `# ${report.title.replaceAll('`', '')}\n\n${renderCheckSummary(report, 1_000_000)}\n\n${renderCheckText(report, 4_000_000)}\n`;
    case 'json':
      return `${JSON.stringify(reportToJson(report), undefined, 2)}\n`;
    case 'jsonl':
      return `${JSON.stringify(reportToJson(report))}\n`;
    case 'sarif':
      return `${JSON.stringify(reportToSarif(report, rules, version), undefined, 2)}\n`;
    case 'github':
      return `${renderWorkflowCommands(report)}\n`;
  }
}

/** 1 when a finding reaches `failOn`; 2 when the configuration could not be used. */
export function exitCode(report: Report, failOn: FailOn): 0 | 1 | 2 {
  if (report.configurationProblem !== undefined) return 2;
  const counts = { error: ['error'], warning: ['error', 'warning'], never: [] as string[] }[failOn];
  return sureFindings(report).some((finding) => counts.includes(finding.severity)) ? 1 : 0;
}
