/** The check run's summary: can I merge this, what happens, how to ship it, how to go back, what was assumed. Nothing else. */
import type { MigrationReport, Report } from './report.ts';
import { cell, code, message, plain, shorten } from './escape.ts';
import { activeFindings, plural, sureFindings } from './make-report.ts';
import { longWait, waitSentence } from './waits.ts';

/** Markdown of at most `most` characters (GitHub allows 65,535); the least important parts go first. */
export function renderCheckSummary(report: Report, most = 65_000): string {
  if (report.configurationProblem !== undefined) return `**${message(report.configurationProblem)}**\n\nNothing else was judged.`;
  const tables = [20, 5, 1].map((rows) => migrationTable(report.migrations, rows));
  for (const table of tables) {
    const body = [decision(report), table, upgrades(report), rollout(report), rollback(report), notJudged(report), assumptions(report)]
      .filter((part) => part !== '')
      .join('\n\n');
    if (body.length <= most) return body;
  }
  return shorten([decision(report), notJudged(report), assumptions(report)].filter((part) => part !== '').join('\n\n'), most);
}

function decision(report: Report): string {
  const worst = sureFindings(report)[0] ?? activeFindings(report)[0];
  const reason = worst === undefined ? '' : ` ${message(worst.message)}`;
  switch (report.verdict) {
    case 'no':
      return `### Can I merge this? No.\n\n${reason.trim()}`;
    case 'care':
      return `### Can I merge this? Yes, with care.\n\n${reason.trim() || (longWait(report.migrations) === undefined ? 'Not everything could be judged: see below.' : 'No rule objects, but somebody waits longer than a moment: see below.')}`;
    case 'yes':
      return `### Can I merge this? Yes.${report.migrations.length > 0 ? ` ${plural(report.migrations.length, 'migration')} looked at, nothing that waits long or breaks the running release.` : ''}${reason}`;
    case 'nothing':
      return 'This pull request changes no migration, no requirement and no Python version.';
  }
}

function migrationTable(migrations: readonly MigrationReport[], most: number): string {
  if (migrations.length === 0) return '';
  const rows = migrations
    .slice(0, most)
    .map(
      (migration) =>
        `| ${[name(migration), whatRuns(migration), whoWaits(migration), oldCode(migration), wayBack(migration)].map(cell).join(' | ')} |`,
    );
  const more = migrations.length > most ? `\n\n…and ${plural(migrations.length - most, 'more migration')}, listed below.` : '';
  return `### What happens\n\n| migration | what runs | who waits | release before keeps working | way back |\n|---|---|---|---|---|\n${rows.join('\n')}${more}`;
}

function name(migration: MigrationReport): string {
  return code(`${migration.app}.${migration.name}`);
}

function whatRuns({ statements, unknown }: MigrationReport): string {
  const shown = statements.slice(0, 3).map(({ statement }) => code(shorten(statement.sql, 120)));
  const more = statements.length > 3 ? [`and ${plural(statements.length - 3, 'more statement')}`] : [];
  const open = unknown.slice(0, 2).map((reason) => `_not known: ${plain(shorten(reason, 100))}_`);
  const all = [...shown, ...more, ...open];
  return all.length === 0 ? 'nothing' : all.join('\n');
}

function whoWaits({ waits, unknown }: MigrationReport): string {
  if (waits.length === 0) return unknown.length > 0 ? 'not known' : 'nobody';
  return (
    waits
      .slice(0, 4)
      .map((wait) => message(waitSentence(wait)))
      .join('\n') + (waits.length > 4 ? `\nand ${plural(waits.length - 4, 'more table')}` : '')
  );
}

function oldCode({ verdict }: MigrationReport): string {
  const answers = { yes: 'yes', no: '**no**', unknown: 'not known' };
  return verdict.oldCode.why === '' ? answers[verdict.oldCode.works] : `${answers[verdict.oldCode.works]}: ${message(verdict.oldCode.why)}`;
}

function wayBack({ verdict: { rollback } }: MigrationReport): string {
  switch (rollback.kind) {
    case 'safe':
      return 'yes';
    case 'loses-data':
      return `loses data: ${rollback.what.slice(0, 3).map(message).join('; ')}`;
    case 'breaks-code':
      return `breaks code: ${message(rollback.why)}`;
    case 'impossible':
      return `**none**: ${message(rollback.because)}`;
  }
}

function upgrades({ upgrades: list }: Report): string {
  return list
    .map((upgrade) => {
      const steps = upgrade.steps.map((step, index) => `${index + 1}. ${message(step.title)}${commands(step.commands)}`);
      return [
        `### ${message(upgrade.title)}`,
        found(upgrade),
        upgrade.notes.map((note) => `- ${message(note)}`).join('\n'),
        steps.join('\n'),
      ]
        .filter((part) => part !== '')
        .join('\n\n');
    })
    .join('\n\n');
}

/** What the code meets, in numbers. A package's own API is not looked into. */
function found({ subject, counts: { breaks, deprecated, changed } }: Report['upgrades'][number]): string {
  if (subject === 'package') return '';
  const parts = [
    breaks > 0 ? `${plural(breaks, 'place')} ${breaks === 1 ? 'breaks' : 'break'}` : '',
    changed > 0 ? `${plural(changed, 'place')} ${changed === 1 ? 'changes' : 'change'} behaviour` : '',
    deprecated > 0 ? `${plural(deprecated, 'place')} ${deprecated === 1 ? 'uses' : 'use'} something deprecated` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Nothing in this repository is known to break.' : `${parts.join(', ')}.`;
}

function rollout({ plan }: Report): string {
  if (plan.rollout.length === 0) return '';
  const releases = new Set(plan.rollout.map((step) => step.release)).size;
  const steps = plan.rollout.map(
    (step, index) =>
      `${index + 1}. ${releases > 1 ? `(release ${step.release}) ` : ''}**${message(step.title)}**${step.why === '' ? '' : ` ${message(step.why)}`}${commands(step.commands)}`,
  );
  return `### Ship it without downtime\n\n${steps.join('\n')}`;
}

function rollback({ plan }: Report): string {
  if (plan.rollback.length === 0) return '';
  const steps = plan.rollback.map((step, index) => {
    const lost =
      step.rollback.kind === 'loses-data'
        ? [`Lost: ${step.rollback.what.join('; ')}.`]
        : step.rollback.kind === 'impossible'
          ? [`Not possible: ${step.rollback.because}.`]
          : step.rollback.kind === 'breaks-code'
            ? [step.rollback.why]
            : [];
    return `${index + 1}. ${code(step.command)}${[...lost, ...step.notes].map((note) => `\n   - ${message(note)}`).join('')}`;
  });
  return `### Roll back\n\n${message(plan.wayBack)}\n\n${steps.join('\n')}`;
}

/** Commands behind a step, each as code on a line of its own. */
function commands(list: readonly string[]): string {
  return list.map((command) => `\n   ${code(command)}`).join('');
}

function notJudged({ unjudged }: Report): string {
  if (unjudged.length === 0) return '';
  const lines = unjudged
    .slice(0, 15)
    .map(
      ({ message: text, range }) =>
        `- ${range === undefined ? '' : `${code(`${range.path}:${range.start.line}`)} `}${message(shorten(text, 300))}`,
    );
  return `### Not understood, so not judged\n\n${lines.join('\n')}${unjudged.length > 15 ? `\n- and ${unjudged.length - 15} more` : ''}`;
}

function assumptions({ assumptions: list }: Report): string {
  return list.length === 0 ? '' : `### Assumed\n\n${list.map((line) => `- ${message(line)}`).join('\n')}`;
}
