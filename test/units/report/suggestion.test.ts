import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { suggestionOf } from '../../../src/report/suggestion.ts';
import { lineStarts, positionAt, repoPath } from '../../../src/source/position.ts';

const text = 'class Migration:\n    operations = [\n        AddIndex(a),\n        RemoveIndex(b),\n    ]\n';
const edit = (from: number, to: number, newText: string, source = text) => ({
  range: { path: repoPath('m.py'), start: positionAt(lineStarts(source), from), end: positionAt(lineStarts(source), to) },
  newText,
});

test('an edit inside a line replaces that whole line', () => {
  const at = text.indexOf('AddIndex');
  expect(suggestionOf([edit(at, at + 8, 'AddIndexConcurrently')], text)).toEqual({
    startLine: 3,
    endLine: 3,
    replacement: '        AddIndexConcurrently(a),',
  });
});

test('two edits become one suggestion over the lines between them', () => {
  const a = text.indexOf('AddIndex');
  const b = text.indexOf('(b)');
  expect(suggestionOf([edit(a, a + 8, 'X'), edit(b, b + 3, '(c)')], text)).toEqual({
    startLine: 3,
    endLine: 4,
    replacement: '        X(a),\n        RemoveIndex(c),',
  });
});

test('an insertion at the start of a line keeps that line', () => {
  const at = text.indexOf('    operations');
  expect(suggestionOf([edit(at, at, '    atomic = False\n\n')], text)).toEqual({
    startLine: 2,
    endLine: 2,
    replacement: '    atomic = False\n\n    operations = [',
  });
});

test('no suggestion when nothing would change, or when it would be a wall', () => {
  expect(suggestionOf([edit(0, 5, 'class')], text)).toBeUndefined();
  expect(suggestionOf([edit(0, 5, 'klass'), edit(text.length - 2, text.length - 1, ')')], text, 3)).toBeUndefined();
});

test('putting the replacement in place of its lines gives the edited file', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ') })),
      fc.nat(),
      fc.nat(),
      fc.string({ unit: fc.constantFrom('x', '\n') }),
      (lines, a, b, newText) => {
        const source = `${lines.join('\n')}\n`;
        const [from, to] = [a % source.length, b % source.length].toSorted((x, y) => x - y) as [number, number]; // two numbers in, two out
        const suggestion = suggestionOf([edit(from, to, newText, source)], source);
        if (suggestion === undefined) return;
        const all = source.split('\n');
        all.splice(suggestion.startLine - 1, suggestion.endLine - suggestion.startLine + 1, suggestion.replacement);
        expect(all.join('\n')).toBe(source.slice(0, from) + newText + source.slice(to));
      },
    ),
  );
});
