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

test.each([
  ['class Loan:\n    due = 1\n     late = 2\n', 'indentation'],
  ['if late:\n    fine()\n  else:\n    pass\n', 'indentation'],
  ['class Loan:\n    atomic =\n    late = 2\n', 'not complete'],
  ['from django.db import models migrations\n', 'Python'],
  ['title = "Emma" author = "Austen"\n', 'Python'],
  ['def lend():\n', 'indented block'],
  ['class Loan:\n    return 1\n', 'outside a function'],
  ['from django.db import models,\n', 'parentheses'],
  ['lend(book=1, 2)\n', 'positional'],
  ['lend(book=1, book=2)\n', 'twice'],
  ['lend(,)\n', 'argument'],
  ['def lend(book, book): pass\n', 'twice'],
  ['def lend(book=1, late): pass\n', 'default'],
  ['def lend(book, *): pass\n', 'parameter'],
  ['break\n', 'outside a loop'],
  ['def lend():\n    await book\n', 'async'],
  ['class Loan:\n    due = yield\n', 'outside a function'],
  ['from django import db.models\n', 'dot'],
  ['due = # later\nlate = []\n', 'not complete'],
  ['title = "\\x4"\n', 'escape'],
  ['title = b"\u00e9"\n', 'ASCII'],
  ['title = "Emma" b"Austen"\n', 'Bytes'],
  ['loans = 1__0\n', 'underscore'],
  ['a = b += 1\n', ''],
  ['try:\n    pass\nexcept A:\n    pass\nexcept* B:\n    pass\n', 'except*'],
  ['try:\n    lend()\nlate = 1\n', ''],
  ['title = "Emma\n', ''],
  ['\0', 'null bytes'],
  ['# -*- coding: latin-1 -*-\nname = "Andr\uFFFD"\n', 'latin-1'],
  ['<<<<<<< HEAD\ntitle = 1\n=======\ntitle = 2\n>>>>>>> other\n', 'merge conflict'],
])('what Python refuses is noticed: %j', (text, word) => {
  const { problems } = read(text);
  expect(problems).not.toEqual([]);
  expect(problems.map(({ message }) => message).join(' ')).toContain(word);
});

test.each([
  'class Loan:\n    class Meta:\n        help_text = (first +\nsecond)\n    late = 1\n',
  'class Loan:\n    def due(self): return f(\nself  # the loan\n)\n    late = 1\n',
  'type(book).title = "Emma"\ntype Shelf[T] = list[T]\n',
  'class Shelf[T = int]: pass\n',
  'title = f"{book["title"]!r:>{width}} {late = }"\n',
])('what the grammar stumbles over is sound: %j', (text) => {
  expect(read(text).problems).toEqual([]);
});
