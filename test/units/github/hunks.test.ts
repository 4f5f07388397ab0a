import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTwoFilesPatch } from 'diff';
import { bestAnchor, exactAnchor, readHunks } from '../../../src/github/publish/hunks.ts';

const patch = `@@ -1,4 +1,5 @@ class Visit
 line one
-line two
+line 2
+line 2a
 line three
 line four
@@ -20,3 +21,2 @@ class Room
 line twenty
-gone
 line twenty-two
\\ No newline at end of file`;

describe('the hunks of a patch', () => {
  test('know the lines that they show and those that were added', () => {
    expect(readHunks(patch).map(({ first, last, added }) => [first, last, [...added]])).toEqual([
      [1, 5, [2, 3]],
      [21, 22, []],
    ]);
  });

  test('a file that was removed shows no line', () => {
    expect(readHunks('@@ -1,2 +0,0 @@\n-one\n-two')).toEqual([]);
  });

  test('a file of one line, whose counts are left out', () => {
    expect(readHunks('@@ -0,0 +1 @@\n+only')).toEqual([{ first: 1, last: 1, added: new Set([1]) }]);
  });

  test('lines that look like headers inside a file stay lines', () => {
    expect(readHunks('@@ -0,0 +1,2 @@\n+@@ -9,9 +9,9 @@\n+++ b/models.py').map(({ first, last }) => [first, last])).toEqual([[1, 2]]);
  });

  test('hold exactly the lines that differ, and only lines that are in the file', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '+', '-', '@@ -1 +1 @@'), { maxLength: 40 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const text = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');
        const whole = createTwoFilesPatch('a', 'b', text(before), text(after), '', '', { context: 3 });
        const start = whole.indexOf('@@');
        const hunks = start === -1 ? [] : readHunks(whole.slice(start).replace(/\n$/u, ''));
        for (const { first, last, added } of hunks) {
          expect(first).toBeGreaterThan(0);
          expect(last).toBeLessThanOrEqual(after.length);
          for (const line of added) expect(line >= first && line <= last).toBe(true);
        }
        const count = hunks.reduce((sum, { added }) => sum + added.size, 0);
        expect(count).toBe(
          whole
            .slice(Math.max(0, start))
            .split('\n')
            .filter((line) => start !== -1 && line.startsWith('+')).length,
        );
      }),
    );
  });
});

describe('the anchor of a remark', () => {
  const hunks = readHunks(patch);

  test('is the whole range where one hunk shows it, without a start line for a single one', () => {
    expect(bestAnchor(hunks, 2, 4)).toEqual({ startLine: 2, line: 4 });
    expect(bestAnchor(hunks, 3, 3)).toEqual({ startLine: undefined, line: 3 });
  });

  test('is the first added line of a range that is longer or is shown in parts', () => {
    expect(bestAnchor(hunks, 1, 22)).toEqual({ startLine: undefined, line: 2 });
    expect(bestAnchor(hunks, 15, 40)).toEqual({ startLine: undefined, line: 21 });
  });

  test('is none off the diff, and a suggestion wants all of its lines', () => {
    expect(bestAnchor(hunks, 8, 19)).toBeUndefined();
    expect(exactAnchor(hunks, 5, 6)).toBeUndefined();
    expect(exactAnchor(hunks, 21, 22)).toEqual({ startLine: 21, line: 22 });
  });
});
