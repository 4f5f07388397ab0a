import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Module, Stmt } from '../../../src/python/ast.ts';
import { evaluateNamed } from '../../../src/python/evaluate.ts';
import { lengthCap, parseModule } from '../../../src/python/parse.ts';
import { moduleScope } from '../../../src/python/scope.ts';
import type { PyValue } from '../../../src/python/value.ts';
import { walk } from '../../../src/python/walk.ts';
import { repoPath } from '../../../src/source/position.ts';
import type { WrittenStatement } from './generated.ts';
import { textOf, writtenConstant, writtenStatements } from './generated.ts';

const read = (text: string): Module => parseModule(repoPath('library/loans.py'), text);
const scopeOf = (module: Module) => moduleScope(module, { name: 'library.loans', isPackage: false });

function plain(value: PyValue | undefined): unknown {
  switch (value?.kind) {
    case 'str':
    case 'int':
    case 'bool':
      return value.value;
    case 'none':
      return null;
    case 'float':
      return { float: value.value };
    case 'list':
    case 'tuple':
      return { [value.kind]: value.items.map(plain) };
    case 'dict':
      return { dict: value.entries.map(([key, item]) => [plain(key), plain(item)]) };
    default:
      return value;
  }
}

interface Outline {
  readonly kind: string;
  readonly inside: readonly Outline[];
}

function outline(stmt: Stmt): Outline {
  const bodies =
    'handlers' in stmt
      ? [stmt.body, ...stmt.handlers.map(({ body }) => body), stmt.orelse, stmt.finalbody]
      : 'orelse' in stmt
        ? [stmt.body, stmt.orelse]
        : 'body' in stmt
          ? [stmt.body]
          : [];
  return { kind: stmt.kind, inside: bodies.flat().map(outline) };
}

function written({ kind, inside }: WrittenStatement): Outline {
  return { kind, inside: inside.map(written) };
}

/** Everything but the text itself: what must not depend on line ends. */
function shape({ body, problems, comments, lineStarts, text }: Module): unknown {
  return { body, problems, comments, lineStarts, text };
}

function expectSoundOffsets(module: Module): void {
  const nodes = [...walk(module.body), ...module.problems, ...module.comments];
  expect(nodes.filter(({ start, end }) => !(start >= 0 && end >= start && end <= module.text.length))).toEqual([]);
}

describe('generated source', () => {
  test('constants keep their value however they are written', () => {
    fc.assert(
      fc.property(writtenConstant, ({ value, text }) => {
        const module = read(`value = ${text}\n`);
        expect(module.problems).toEqual([]);
        expect(plain(evaluateNamed('value', scopeOf(module)))).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test('statements keep their kind and nesting', () => {
    fc.assert(
      fc.property(writtenStatements, (statements) => {
        const module = read(textOf(statements));
        expect(module.problems).toEqual([]);
        expect(module.body.map(outline)).toEqual(statements.map(written));
        expectSoundOffsets(module);
      }),
      { numRuns: 200 },
    );
  });

  test('line ends and a byte order mark make no difference', () => {
    fc.assert(
      fc.property(writtenStatements, fc.constantFrom('\r\n', '\r'), fc.constantFrom('', '\uFEFF'), (statements, lineEnd, mark) => {
        const text = textOf(statements);
        expect(shape(read(mark + text.replaceAll('\n', lineEnd)))).toEqual(shape(read(text)));
      }),
      { numRuns: 50 },
    );
  });

  test('a name in front is found where it stands, also behind characters of two units', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (comment) => {
        const module = read(`# ${comment.replaceAll(/[\n\r]/g, ' ')}\ntitle = "😀é"; author = 1\n`);
        const last = module.body.at(-1);
        expect(module.text.slice(last?.start, last?.end)).toBe('author = 1');
      }),
      { numRuns: 50 },
    );
  });
});

describe('broken source', () => {
  test('any text gets an answer', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...Array.from('()[]{}"\'\\\n \t:=,.#@fx1é😀')), maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, (source) => {
        const module = read(source);
        expectSoundOffsets(module);
        for (const name of scopeOf(module).bindings.keys()) expect(evaluateNamed(name, scopeOf(module))).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  test('a file cut short or with a hole gets an answer', () => {
    fc.assert(
      fc.property(writtenStatements, fc.nat({ max: 400 }), fc.nat({ max: 30 }), (statements, start, length) => {
        const text = textOf(statements);
        expectSoundOffsets(read(text.slice(0, start) + text.slice(start + length)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('large source', () => {
  test('a file of nearly one megabyte is read whole', () => {
    const line = 'lend(book, late=True)\n';
    const module = read(line.repeat(Math.floor(lengthCap / line.length)));
    expect(module.problems).toEqual([]);
    expect(module.body.length).toBe(Math.floor(lengthCap / line.length));
  });

  test('a larger file is refused', () => {
    const module = read(`${'#'.repeat(lengthCap)}\n`);
    expect(module.body).toEqual([]);
    expect(module.problems.map(({ message }) => message)).toEqual([`This file is larger than ${lengthCap} characters and was not read.`]);
  });

  test.each([
    ['parentheses', `value = ${'('.repeat(100_000)}1${')'.repeat(100_000)}\n`],
    ['operators', `value = ${'"a" + '.repeat(50_000)}"a"\n`],
    ['calls', `value = book${'.lend()'.repeat(50_000)}\n`],
    ['branches', `if a:\n    pass\n${'elif b:\n    pass\n'.repeat(5000)}`],
    ['open brackets', 'value = [('.repeat(50_000)],
    ['line continuations', '\\\n'.repeat(100_000)],
  ])('very many %s are refused, not followed', (_, text) => {
    const module = read(text);
    expect(module.problems).not.toEqual([]);
    expectSoundOffsets(module);
    expect(evaluateNamed('value', scopeOf(module))?.kind ?? 'unknown').toBe('unknown');
  });

  test('a long list and a long sum of names are worked out or said to be too large', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `n${index + 1} = n${index} + 1\n`);
    expect(evaluateNamed('n1000', scopeOf(read(`n0 = 0\n${names.join('')}`)))).toMatchObject({
      kind: 'unknown',
      reason: 'the expression is nested too deeply',
    });
    const list = evaluateNamed('value', scopeOf(read(`value = [${'1, '.repeat(20_000)}]\n`)));
    expect(list?.kind === 'list' ? list.items.length : list).toBe(20_000);
  });
});
