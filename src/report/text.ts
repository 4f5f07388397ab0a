/** The report for a terminal. */
import { styleText } from 'node:util';
import type { Finding } from '../rules/rule.ts';
import type { MigrationReport, Report } from './report.ts';
import { shorten, visible } from './escape.ts';
import { plural } from './make-report.ts';
import { waitSentence } from './waits.ts';

export interface TextOptions {
  readonly colour: boolean;
  /** Leave out SQL and notes: findings and verdict only. */
  readonly brief?: boolean;
}
type Style = Parameters<typeof styleText>[0];

/** Plain lines, at most one finding's sentence wide; ends with a line end. */
export function renderText(report: Report, options: TextOptions): string {
  const paint = (style: Style, text: string) => (options.colour ? styleText(style, text, { validateStream: false }) : text);
  const words = (text: string) => visible(text).replaceAll('`', '');
  const sections = [
    titleLine(report, paint),
    report.configurationProblem === undefined ? '' : words(report.configurationProblem),
    ...report.findings
      .filter((finding) => finding.suppressed === undefined && finding.confidence === 'high')
      .map((finding) => findingLines(finding, paint)),
    lowConfidence(report, words),
    ...(options.brief === true ? [] : report.migrations.map((migration) => migrationLines(migration, paint))),
    ...report.upgrades.map((upgrade) =>
      [
        paint('bold', words(upgrade.title)),
        ...upgrade.notes.map((note) => `  ${words(note)}`),
        ...upgrade.steps.flatMap((step, index) => [
          `  ${index + 1}. ${words(step.title)}`,
          ...step.commands.map((command) => `     $ ${command}`),
        ]),
      ].join('\n'),
    ),
    planLines(report, paint),
    list(
      'Silenced',
      report.findings.flatMap((finding) =>
        finding.suppressed === undefined ? [] : [`${place(finding)} ${words(finding.message)} (${words(finding.suppressed.reason)})`],
      ),
      paint,
    ),
    list(
      'Not understood, so not judged',
      report.unjudged.map(({ message, range }) => `${range === undefined ? '' : `${range.path}:${range.start.line} `}${words(message)}`),
      paint,
    ),
    list('Assumed', report.assumptions.map(words), paint),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Rollout and rollback alone. */
export function renderPlanText(report: Report, { colour }: Pick<TextOptions, 'colour'>): string {
  const plan = planLines(report, (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text));
  return plan === '' ? 'No migration is added, so there is nothing to plan.\n' : `${plan}\n`;
}

type Paint = (style: Style, text: string) => string;
const colours = { error: 'red', warning: 'yellow', notice: 'blue' } as const;

function titleLine(report: Report, paint: Paint): string {
  const colour = { yes: 'green', nothing: 'gray', care: 'yellow', no: 'red' } as const;
  return paint(['bold', colour[report.verdict]], visible(report.title));
}

function place({ range }: Finding): string {
  return `${visible(range.path)}:${range.start.line}`;
}

function findingLines(finding: Finding, paint: Paint): string {
  const head = `${paint('bold', place(finding))} ${paint(colours[finding.severity], finding.severity)} ${visible(finding.message).replaceAll('`', '')} ${paint('gray', finding.rule)}`;
  const advice = finding.advice.flatMap((one) => {
    const steps =
      one.kind === 'edit'
        ? one.edits.flatMap((edit) => edit.newText.split('\n')).filter((line) => /\w/.test(line) || /^[\])}]/.test(line.trim()))
        : one.steps.map((step, index) => `${index + 1}. ${step.replaceAll('`', '')}`);
    const files =
      one.kind === 'split'
        ? one.migrations.flatMap((file) => [
            '',
            `  ${file.path}`,
            ...file.text
              .trimEnd()
              .split('\n')
              .map((text) => `    ${text}`),
          ])
        : [];
    return [
      `  ${paint('green', 'instead:')} ${visible(one.title).replaceAll('`', '')}`,
      ...steps.map((step) => `    ${visible(step)}`),
      ...files.map(visible),
    ];
  });
  return [head, ...advice].join('\n');
}

function lowConfidence(report: Report, words: (text: string) => string): string {
  const unsure = report.findings.filter((finding) => finding.suppressed === undefined && finding.confidence === 'low');
  const listed = (title: string, findings: readonly Finding[]): readonly string[] =>
    findings.length === 0
      ? []
      : [[`${title} (${findings.length}):`, ...findings.map((finding) => `  ${place(finding)} ${words(finding.message)}`)].join('\n')];
  return [
    ...listed(
      'Check by hand',
      unsure.filter(({ severity }) => severity !== 'notice'),
    ),
    ...listed(
      'For later: deprecated, outdated or slightly different',
      unsure.filter(({ severity }) => severity === 'notice'),
    ),
  ].join('\n\n');
}

function migrationLines(migration: MigrationReport, paint: Paint): string {
  const { verdict } = migration;
  const waits = migration.waits.map((wait) => `  ${waitSentence(wait).replaceAll('`', '')}`);
  const open = migration.unknown.map((reason) => `  not known: ${visible(reason)}`);
  const sql = migration.statements.slice(0, 40).map(({ statement }) => `    ${visible(shorten(statement.sql, 400))}`);
  const more = migration.statements.length > 40 ? [`    and ${plural(migration.statements.length - 40, 'more statement')}`] : [];
  const old =
    verdict.oldCode.works === 'yes'
      ? []
      : [
          `  the release before ${verdict.oldCode.works === 'no' ? 'breaks' : 'may break'}: ${visible(verdict.oldCode.why).replaceAll('`', '')}`,
        ];
  const state = waits.length + open.length + old.length === 0 ? ['  nobody waits, the release before keeps working'] : [];
  return [paint('bold', `${migration.app}.${migration.name}`), ...sql, ...more, ...waits, ...open, ...old, ...state].join('\n');
}

function planLines({ plan }: Report, paint: Paint): string {
  const rollout = plan.rollout.flatMap((step, index) => [
    `  ${index + 1}. ${visible(step.title).replaceAll('`', '')}`,
    ...step.commands.map((command) => `     $ ${visible(command)}`),
  ]);
  const rollback = plan.rollback.flatMap((step) => [
    `  $ ${visible(step.command)}`,
    ...(step.rollback.kind === 'loses-data'
      ? [`    loses ${step.rollback.what.join('; ').replaceAll('`', '')}`]
      : step.rollback.kind === 'impossible'
        ? [`    not possible: ${step.rollback.because.replaceAll('`', '')}`]
        : step.rollback.kind === 'breaks-code'
          ? [`    ${step.rollback.why.replaceAll('`', '')}`]
          : []),
    ...step.notes.map((note) => `    ${note.replaceAll('`', '')}`),
  ]);
  return [
    rollout.length > 0 ? [paint('bold', 'Ship it without downtime'), ...rollout].join('\n') : '',
    rollback.length > 0 ? [paint('bold', 'Roll back'), `  ${visible(plan.wayBack).replaceAll('`', '')}`, ...rollback].join('\n') : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function list(title: string, lines: readonly string[], paint: Paint): string {
  return lines.length === 0 ? '' : [paint('bold', title), ...lines.map((text) => `  ${text}`)].join('\n');
}
