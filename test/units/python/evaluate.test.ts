import { expect, test } from '@jest/globals';
import { evaluateNamed } from '../../../src/python/evaluate.ts';
import { parseModule } from '../../../src/python/parse.ts';
import { moduleScope } from '../../../src/python/scope.ts';
import type { PyValue } from '../../../src/python/value.ts';
import { repoPath } from '../../../src/source/position.ts';

/** The value as plain data: Python's constants as JavaScript's, everything else as a text that says what it is. */
function plain(value: PyValue | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return 'undefined';
    case 'none':
      return null;
    case 'str':
    case 'bool':
    case 'float':
    case 'bytes':
      return value.value;
    case 'int':
      return Number(value.value);
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.map(plain);
    case 'dict':
      return Object.fromEntries(value.entries.map(([key, item]) => [String(plain(key)), plain(item)]));
    case 'ref':
      return `<${value.path}>`;
    case 'call': {
      const args = [
        ...value.args.map((arg) => JSON.stringify(plain(arg))),
        ...Array.from(value.kwargs, ([key, arg]) => `${key}=${JSON.stringify(plain(arg))}`),
      ];
      return `${value.receiver === undefined ? '' : `${String(plain(value.receiver))}.`}${value.callee}(${args.join(', ')})`;
    }
    case 'binop':
      return `${String(plain(value.left))} ${value.op} ${String(plain(value.right))}`;
    case 'unaryop':
      return `${value.op}${String(plain(value.operand))}`;
    case 'unknown':
      return `unknown: ${value.reason}`;
  }
}

function valueIn(text: string, name = 'value', lookup?: (dotted: string) => PyValue | undefined): unknown {
  const module = parseModule(repoPath('library/constants.py'), text);
  expect(module.problems).toEqual([]);
  const scope = moduleScope(module, { name: 'library.constants', isPackage: false });
  return plain(evaluateNamed(name, scope, lookup === undefined ? {} : { lookup }));
}

test.each<readonly [string, unknown]>([
  ['1024 * 1024', 1048576],
  ['-7 // 2, -7 % 3, 7 / 2, 2 ** 10, 0x1F, 1_000', [-4, 2, 3.5, 1024, 31, 1000]],
  ['"over" "due"', 'overdue'],
  ['"%s has %d days" % ("Emma", 3)', 'Emma has 3 days'],
  ['"%(title)s" % {"title": "Emma"}', 'Emma'],
  ['"{} and {late:>5}".format("Emma", late=3)', 'Emma and     3'],
  ['f"{2 * 3:03d} {\'Emma\'!r}"', "006 'Emma'"],
  ['", ".join(["Emma", "Persuasion"]).upper()', 'EMMA, PERSUASION'],
  ['[*range(3), *(5, 6)]', [0, 1, 2, 5, 6]],
  ['{**{"a": 1, "b": 2}, "a": 3}', { a: 3, b: 2 }],
  ['[title.lower() for title in ("Emma", "Persuasion") if title != "Emma"]', ['persuasion']],
  ['{key: len(title) for key, title in {"a": "Emma"}.items()}', { a: 4 }],
  ['[x + y for x in "ab" for y in "cd"]', ['ac', 'ad', 'bc', 'bd']],
  ['{"a": [1, 2]}["a"][-1]', 2],
  ['"yes" if 3 > 2 > 1 else "no"', 'yes'],
  ['None or [] or "last"', 'last'],
  ['dict(a=1, **{"b": 2})', { a: 1, b: 2 }],
  ['{1, 1.0, True, 2}', [1, 2]],
  ['b"\\xff"', '\xff'],
  ['(1e16, 1e-05, 0.1)', [1e16, 1e-5, 0.1]],
])('%s is known', (text, expected) => {
  expect(valueIn(`value = ${text}\n`)).toEqual(expected);
});

test.each([
  ['from django.db import models', 'models.CharField(max_length=2 * 50)', 'django.db.models.CharField(max_length=100)'],
  [
    'from django.db.models import Q as Where',
    'Where(late=True) | ~Where(lost=True)',
    'django.db.models.Q(late=true) | ~django.db.models.Q(lost=true)',
  ],
  ['import django.db.models', 'django.db.models.F("due").desc(nulls_last=True)', 'django.db.models.F("due").desc(nulls_last=true)'],
  ['import datetime', 'datetime.date(2020, 1, 31)', 'datetime.date(2020, 1, 31)'],
  ['from django.utils.translation import gettext_lazy as _', '_("Late")', 'django.utils.translation.gettext_lazy("Late")'],
  ['from . import loans', 'loans.LIMIT', '<library.loans.LIMIT>'],
  ['from django.conf import settings', 'settings.AUTH_USER_MODEL', '<django.conf.settings.AUTH_USER_MODEL>'],
  ['def due(): pass', 'due', '<library.constants.due>'],
  ['', 'list', '<builtins.list>'],
])('%s: %s stays what it is', (start, text, expected) => {
  expect(valueIn(`${start}\nvalue = ${text}\n`)).toBe(expected);
});

test.each([
  ['value = missing', 'the name `missing` is not defined in this file'],
  ['value = lambda: 1', 'a lambda is code'],
  ['if late:\n    value = 1\n', 'what `value` stands for depends on a condition that is only known at run time'],
  ['value = 1\nfor value in (2, 3):\n    pass\n', '`value` is the variable of a loop'],
  ['from library.more import *\nvalue = LIMIT', '`LIMIT` may come from a star import'],
  ['import os\nvalue = 1 if os.environ else 2', 'it depends on a condition that is only known at run time'],
  ['from . import more\nvalue = [1, *more.TITLES]', 'it takes in `library.more.TITLES`'],
  ['value = "\\N{BOOKS}"', 'it could not be read'],
  ['value = 9 ** 9 ** 9', '`**` on a number and a number is not worked out'],
  ['a = [0] * 1000\nb = [a] * 1000\nvalue = [b] * 1000', 'the value is too large'],
  [
    'a = ("Emma",)\nb = (a, a, a, a, a, a, a, a, a, a)\nc = (b, b, b, b, b, b, b, b, b, b)\nd = (c, c, c, c, c, c, c, c, c, c)\ne = (d, d, d, d, d, d, d, d, d, d)\nvalue = [e for x in range(9999)]',
    'the value is too large',
  ],
])('%s is unknown', (text, reason) => {
  expect(valueIn(`${text}\n`)).toBe(`unknown: ${reason}`);
});

test('a value takes in what is done to it later, up to the place of use', () => {
  const text = 'apps = ["loans"]\nearly = apps\napps += ["readers"]\napps.append("fines")\nbooks = {"a": {}}\nbooks["a"]["b"] = apps\n';
  expect(valueIn(text, 'early')).toEqual(['loans']);
  expect(valueIn(text, 'apps')).toEqual(['loans', 'readers', 'fines']);
  expect(valueIn(text, 'books')).toEqual({ a: { b: ['loans', 'readers', 'fines'] } });
});

test('other modules answer through the lookup', () => {
  const limit: PyValue = { kind: 'int', value: 5n };
  expect(
    valueIn('from .limits import LOANS\nvalue = LOANS * 2\n', 'value', (dotted) => (dotted === 'library.limits.LOANS' ? limit : undefined)),
  ).toBe(10);
});

test('the first of two imports of one name counts when the other is a fallback', () => {
  expect(
    valueIn(
      'try:\n    from django.db.models import JSONField\nexcept ImportError:\n    from jsonfield import JSONField\nvalue = JSONField\n',
    ),
  ).toBe('<django.db.models.JSONField>');
});
