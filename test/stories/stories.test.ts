/**
 * A story is a pull request as folders (`base` over the clinic, `head` over that, `tip`: what the base branch has gained since) and `review.md`,
 * what its author sees: the check run, then each comment. `UPDATE_STORIES=1 npm test` writes review.md anew; read it before you commit it.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { renderComment } from '../../src/report/comment.ts';
import { renderCheckSummary } from '../../src/report/check-summary.ts';
import { activeFindings } from '../../src/report/make-report.ts';
import { suggestionOf } from '../../src/report/suggestion.ts';
import { rules } from '../../src/rules/index.ts';
import { loadSqlParser } from '../../src/sql/rawsql/grammar/postgresql-parser.ts';
import { clinic } from '../support/clinic.ts';
import { review } from '../support/pull-request.ts';

beforeAll(loadSqlParser);

const stories = join('test', 'stories');
const names = readdirSync(stories, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

function filesOf(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

/** The check run and the comments, as they read on the pull request. */
function rendered(name: string): string {
  const head = filesOf(join(stories, name, 'head'));
  const base = { ...clinic, ...filesOf(join(stories, name, 'base')) };
  const { report, snapshot } = review({ base, head, tip: filesOf(join(stories, name, 'tip')) });
  const comments = activeFindings(report)
    .filter((finding) => finding.severity !== 'notice' && finding.confidence === 'high')
    .map((finding) => {
      const edit = finding.advice.find((advice) => advice.kind === 'edit');
      const suggestion = edit === undefined ? undefined : suggestionOf(edit.edits, snapshot.head.read(finding.range.path) ?? '');
      const docs = rules.find((rule) => rule.id === finding.rule)?.docs;
      return `## ${finding.range.path}:${finding.range.start.line}\n\n${renderComment(finding, { suggestion, docs, facts: report.facts })}`;
    });
  return `# ${report.title}\n\n${renderCheckSummary(report)}\n\n${comments.length === 0 ? 'No comments.' : comments.join('\n\n')}\n`;
}

test.each(names)('%s', (name) => {
  const file = join(stories, name, 'review.md');
  const now = rendered(name);
  if (process.env['UPDATE_STORIES'] !== undefined) writeFileSync(file, now);
  expect(now).toBe(readFileSync(file, 'utf8'));
});
