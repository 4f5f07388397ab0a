import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cell, code, codeBlock, message, plain, shorten, visible } from '../../../src/report/escape.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('`', '<!--', '-->', '@', 'a', '|', '\n', '\u202e', '</details>', '#1', '_', '*', '[x](y)', 'https://x.example'),
  }),
);

describe('whatever the author wrote', () => {
  test('can not hold a hidden marker or an HTML tag that counts', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const rendered of [code(text), codeBlock(text, 'sql'), plain(text), message(text)]) expect(rendered).not.toMatch(/<!--|-->/);
        expect(plain(text)).not.toMatch(/<[a-z/!]/i);
      }),
    );
  });

  test('stands whole inside its code span: the fence is longer than any run of backticks', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const rendered = code(text);
        if (rendered === '') return;
        const fence = /^`+/.exec(rendered)?.[0] ?? '';
        const inside = rendered.slice(fence.length, -fence.length);
        expect(rendered.endsWith(fence)).toBe(true);
        expect((inside.match(/`+/g) ?? []).every((run) => run.length < fence.length)).toBe(true);
        expect(rendered).not.toContain('\n');
      }),
    );
  });

  test('does not close its code block', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = codeBlock(text, 'sql').split('\n');
        const fence = /^`+/.exec(lines[0] ?? '')?.[0] ?? '';
        expect(lines.slice(1, -1).some((line) => line.startsWith(fence))).toBe(false);
      }),
    );
  });

  test('pings nobody and hides nothing', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(plain(text)).not.toMatch(/@\w/);
        expect(visible(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  test('leaves a table cell a cell', () => {
    fc.assert(fc.property(hostile, (text) => expect(cell(code(text))).not.toMatch(/\n|(?<!\\)\|/)));
  });
});

describe('message', () => {
  test('names become code, words stay words', () => {
    expect(message('Building `order_created_idx` blocks every write to `shop_order`.')).toBe(
      'Building `order_created_idx` blocks every write to `shop_order`.',
    );
    expect(message('A `<!-- x` name, @team and #12')).toBe('A `<\u2060!-- x` name, @\u2060team and #\u206012');
  });
});

describe('shorten', () => {
  test('cuts between characters, never inside one', () => {
    expect(shorten('migration', 20)).toBe('migration');
    expect(shorten('ab😀cd', 4)).toBe('ab…');
    expect(shorten('abcdef', 4)).toBe('abc…');
  });
});
