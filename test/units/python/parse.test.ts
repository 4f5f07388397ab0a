import { expect, test } from '@jest/globals';
import { parseModule } from '../../../src/python/parse.ts';
import { repoPath } from '../../../src/source/position.ts';

const read = (text: string) => parseModule(repoPath('library/models.py'), text);

test('a sound file has no problems', () => {
  const module = read('class Book(models.Model):\n    title = models.CharField(max_length=200)  # shown in lists\n');
  expect(module.problems).toEqual([]);
  expect(module.body).toMatchObject([
    {
      kind: 'ClassDef',
      name: 'Book',
      body: [{ kind: 'Assign', value: { kind: 'Call', keywords: [{ arg: 'max_length', value: { value: { value: 200n } } }] } }],
    },
  ]);
  expect(module.comments).toMatchObject([{ text: 'shown in lists', line: 2 }]);
});

test('byte order mark and line ends go before offsets are counted', () => {
  const module = read('\uFEFFtitle = 1\r\nauthor = 2\rloans = 3\n');
  expect(module.text).toBe('title = 1\nauthor = 2\nloans = 3\n');
  expect(module.body.map(({ start, end }) => module.text.slice(start, end))).toEqual(['title = 1', 'author = 2', 'loans = 3']);
});

test('the readable rest of a broken file is kept', () => {
  const module = read('title = "Emma"\nloans = (1 2)\nauthor = "Austen"\n');
  expect(module.problems).not.toEqual([]);
  expect(module.body.map(({ kind }) => kind)).toEqual(['Assign', 'UnknownStmt', 'Assign']);
});

test.each([
  ['print "Emma"\n', 'print'],
  ['exec "loan()"\n', 'exec'],
  ['if a <> b:\n    pass\n', '<>'],
  ['raise ValueError, "late"\n', 'raise'],
  ['mode = 0644\n', 'octal'],
  ['count = 10L\n', 'long'],
  ['title = ur"Emma"\n', 'ur'],
  ['def late((book, reader)): pass\n', 'tuple'],
  ['async = 1\n', 'async'],
  ['key = `book`\n', 'Backticks'],
])('Python 2 is noticed: %s', (text, word) => {
  expect(
    read(text)
      .problems.map(({ message }) => message)
      .join(' '),
  ).toContain(word);
});

test('exceptions without parentheses are sound since Python 3.14', () => {
  expect(read('try:\n    lend()\nexcept ValueError, KeyError:\n    pass\n').problems).toEqual([]);
});
