import { describe, expect, test } from '@jest/globals';
import { briefly, scan, type Jump } from './scanning.ts';

const jump: Jump = { django: ['2.2', '5.1'] };
const found = (text: string, others: Readonly<Record<string, string>> = {}): readonly string[] =>
  briefly(scan({ 'clinic/tests.py': text, ...others }, jump).hits);

describe('templates in strings', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'handed to Template()',
      'from django.template import Template\n\nCARD = Template("""\n{% load staticfiles %}\n{{ visits|length_is:2 }}""")\n',
      ['template-filter-length-is clinic/tests.py:5 high', 'template-library-staticfiles clinic/tests.py:4 high'],
    ],
    [
      'handed to an engine',
      'CARD = engines["django"].from_string("{% ifequal a b %}x{% endifequal %}")\n',
      ['template-tag-ifequal clinic/tests.py:1 high'],
    ],
    ['kept for later', 'CARD = "{% load staticfiles %}"\n', ['template-library-staticfiles clinic/tests.py:1 medium']],
  ])('%s', (_name, text, expected) => {
    expect([...found(text)].toSorted()).toEqual(expected);
  });

  test.each([
    ['a docstring that explains one', 'def card():\n    """Was {% ifequal a b %}."""\n'],
    ['a text with the same words', 'HELP = "ifequal and staticfiles are 100 % gone"\n'],
    ['a comment in it', 'CARD = "{% comment %}{% ifequal a b %}{% endcomment %}"\n'],
  ])('not in %s', (_name, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('names in strings', () => {
  test.each<[string, string]>([
    ['mock.patch()', 'from unittest import mock\n\nmock.patch("django.utils.encoding.force_text")\n'],
    ['mock.patch.object()', 'from django.utils import encoding\nfrom unittest import mock\n\nmock.patch.object(encoding, "force_text")\n'],
    ['monkeypatch.setattr()', 'def test_a(monkeypatch):\n    monkeypatch.setattr("django.utils.encoding.force_text", str)\n'],
    ['import_string()', 'from django.utils.module_loading import import_string\n\nimport_string("django.utils.encoding.force_text")\n'],
  ])('that %s looks up', (_name, text) => {
    expect(found(text).map((line) => line.replace(/:\d+/, ''))).toEqual(['encoding-force-text clinic/tests.py high']);
  });

  test('a name that is patched where the repository imports it is a place of that import', () => {
    const hits = found('from unittest.mock import patch\n\npatch("clinic.text.force_text")\n', {
      'clinic/__init__.py': '',
      'clinic/text.py': 'from django.utils.encoding import force_text\n',
    });
    expect(hits).toEqual(['encoding-force-text clinic/text.py:1 ×2 high']);
  });
});
