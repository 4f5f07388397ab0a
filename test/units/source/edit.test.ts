import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '../../../src/source/edit.ts';
import { lineStarts, positionAt, repoPath } from '../../../src/source/position.ts';

const text = 'first\nsecond\nthird\n';
const at = (offset: number) => positionAt(lineStarts(text), offset);
const edit = (from: number, to: number, newText: string) => ({ range: { path: repoPath('a.py'), start: at(from), end: at(to) }, newText });

describe('positionAt', () => {
  test('counts lines and columns from 1', () => {
    expect(at(0)).toEqual({ line: 1, column: 1, offset: 0 });
    expect(at(6)).toEqual({ line: 2, column: 1, offset: 6 });
    expect(at(11)).toEqual({ line: 2, column: 6, offset: 11 });
  });
});

describe('applyEdits', () => {
  test('applies edits in any order, insertions included', () => {
    expect(applyEdits(text, [edit(13, 18, '3rd'), edit(0, 0, '# ')])).toBe('# first\nsecond\n3rd\n');
  });

  test('refuses edits that overlap', () => {
    expect(() => applyEdits(text, [edit(0, 8, 'x'), edit(6, 9, 'y')])).toThrow('edits overlap at a.py:2');
  });
});
