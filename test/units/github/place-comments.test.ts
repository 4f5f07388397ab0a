import { describe, expect, test } from '@jest/globals';
import { placeComments } from '../../../src/github/publish/place-comments.ts';
import { makeReport } from '../../../src/report/make-report.ts';
import type { Finding } from '../../../src/rules/rule.ts';
import { lineStarts, positionAt, repoPath, sha, type SourceRange } from '../../../src/source/position.ts';
import { memoryTree } from '../../../src/source/tree.ts';

const path = repoPath('clinic/visits/migrations/0002_day.py');
const lines = ['from django.db import migrations', '', 'class Migration:', '    operations = [', "        AddIndex('day'),", '    ]', ''];
const text = lines.join('\n');
const wholePatch = `@@ -0,0 +1,6 @@\n${lines
  .slice(0, 6)
  .map((line) => `+${line}`)
  .join('\n')}`;

function rangeOf(needle: string, within = text): SourceRange {
  const at = within.indexOf(needle);
  const starts = lineStarts(within);
  return { path, start: positionAt(starts, at), end: positionAt(starts, at + needle.length) };
}

function finding(edits: readonly { readonly find: string; readonly put: string }[], more: Partial<Finding> = {}): Finding {
  return {
    rule: 'index-blocks-writes',
    severity: 'error',
    message: 'Building `day` blocks every write to `clinic_visit`.',
    range: rangeOf("AddIndex('day')"),
    app: 'visits',
    migration: '0002_day',
    operation: 'AddIndex day',
    fingerprint: 'abc',
    facts: [],
    sources: [],
    advice: [
      { kind: 'edit', title: 'Build it concurrently', edits: edits.map(({ find, put }) => ({ range: rangeOf(find), newText: put })) },
    ],
    suppressed: undefined,
    confidence: 'high',
    ...more,
  };
}

function place(findings: readonly Finding[], patch: string | undefined = wholePatch, headText = text): ReturnType<typeof placeComments> {
  const nothing = {
    migrations: [],
    plan: { rollout: [], wayBack: '', rollback: [], verdicts: [] },
    upgrades: [],
    unjudged: [],
    assumptions: [],
  };
  const report = makeReport({ findings, ...nothing, facts: new Map(), configurationProblem: undefined });
  const base = memoryTree({}, sha('base'));
  const changed = [{ path, status: 'added', ...(patch === undefined ? {} : { patch }) } as const];
  return placeComments(report, { base, baseTip: base, head: memoryTree({ [path]: headText }, sha('head')), changed }, () => undefined);
}
const concurrently = { find: 'AddIndex', put: 'AddIndexConcurrently' };
const suggested = (comments: ReturnType<typeof placeComments>): string | undefined =>
  /```suggestion\n([\s\S]*?)\n```/u.exec(comments[0]?.body ?? '')?.[1];

describe('a suggestion', () => {
  test('stands on exactly the lines that it replaces', () => {
    const comments = place([finding([concurrently])]);
    expect(comments.map(({ line, startLine }) => [startLine, line])).toEqual([[undefined, 5]]);
    expect(suggested(comments)).toBe("        AddIndexConcurrently('day'),");
  });

  test('takes several edits where one hunk shows them and all between them', () => {
    const both = finding([concurrently, { find: 'import migrations', put: 'import migrations, models' }]);
    expect(place([both]).map(({ line, startLine }) => [startLine, line])).toEqual([[1, 5]]);
    const lastLines = `@@ -4,2 +4,3 @@\n     operations = [\n+${lines[4]}\n     ]`;
    expect([suggested(place([both], lastLines)), place([both], lastLines)[0]?.line]).toEqual([undefined, 5]);
  });

  test('of a file with CRLF or a byte order mark is made from the text that the parser saw', () => {
    expect(suggested(place([finding([concurrently])], wholePatch, `\uFEFF${text.replaceAll('\n', '\r\n')}`))).toBe(
      "        AddIndexConcurrently('day'),",
    );
  });

  test.each([
    ['deletes everything', { find: "        AddIndex('day'),", put: '' }],
    ['holds what Markdown would show otherwise', { find: "'day'", put: "'\u202Eyad'" }],
    ['holds a comment of HTML', { find: "'day'", put: "'<!-- x -->'" }],
    ['changes nothing', { find: 'AddIndex', put: 'AddIndex' }],
  ])('that %s is not offered, but the finding is told', (_, edit) => {
    const comments = place([finding([edit])]);
    expect([comments.length, suggested(comments)]).toEqual([1, undefined]);
  });

  test('with backticks stands in a longer fence', () => {
    expect(place([finding([{ find: "'day'", put: "'````'" }])])[0]?.body).toContain("`````suggestion\n        AddIndex('````'),\n`````");
  });
});

describe('a comment', () => {
  test('is made for warnings and errors that are sure, not silenced, and on the diff; one for each fingerprint', () => {
    const others: readonly Partial<Finding>[] = [
      { fingerprint: 'b', severity: 'notice' },
      { fingerprint: 'c', confidence: 'low' },
      { fingerprint: 'd', suppressed: { reason: 'small', line: 4 } },
      { fingerprint: 'e', range: { ...rangeOf("AddIndex('day')"), path: repoPath('clinic/other.py') } },
      { fingerprint: 'abc', severity: 'warning' },
      { fingerprint: 'f', severity: 'warning' },
    ];
    const comments = place([finding([]), ...others.map((more) => finding([], more))]);
    expect(comments.map(({ fingerprint }) => fingerprint)).toEqual(['abc', 'f']);
  });

  test('is made nowhere in a file whose patch GitHub leaves out', () => {
    expect(place([finding([concurrently])], '')).toEqual([]);
  });
});
