/** Generated Python for property tests. */
import fc from 'fast-check';

/** A constant as JavaScript sees it, and one way to write it in Python. */
export interface WrittenConstant {
  readonly value: unknown;
  readonly text: string;
}

const escapes = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\0', '\\x00'],
]);

/** In any of Python's ways: either quote, tripled or not, the characters as themselves or as escapes, in one piece or in two. */
const string: fc.Arbitrary<WrittenConstant> = fc
  .record({
    value: fc.string({ unit: 'grapheme', maxLength: 12 }),
    quote: fc.constantFrom("'", '"', "'''", '"""'),
    prefix: fc.constantFrom('', 'u', 'U', 'f', 'F'),
    escaped: fc.boolean(),
    cut: fc.nat({ max: 12 }),
    between: fc.constantFrom(undefined, ' ', '\n', '  # and\n'),
  })
  .map(({ value, quote, prefix, escaped, cut, between }) => {
    const write = (part: string): string => prefix + quote + writeText(part, quote, { escaped, braces: /f/i.test(prefix) }) + quote;
    const letters = Array.from(value);
    const halves = [letters.slice(0, cut).join(''), letters.slice(cut).join('')];
    return { value, text: between === undefined ? write(value) : `(${halves.map(write).join(between)})` };
  });

function writeText(text: string, quote: string, { escaped, braces }: { readonly escaped: boolean; readonly braces: boolean }): string {
  return Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (letter === quote.charAt(0)) return `\\${letter}`;
    if (braces && (letter === '{' || letter === '}')) return letter + letter;
    const known = escapes.get(letter);
    if (known !== undefined) return known;
    if (!escaped) return letter;
    return code < 256
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : code < 65536
        ? `\\u${code.toString(16).padStart(4, '0')}`
        : `\\U${code.toString(16).padStart(8, '0')}`;
  }).join('');
}

const integer: fc.Arbitrary<WrittenConstant> = fc
  .record({ value: fc.bigInt({ min: 0n, max: 10n ** 30n }), form: fc.constantFrom('', '0x', '0o', '0b', '_') })
  .map(({ value, form }) => {
    const base = form === '0x' ? 16 : form === '0o' ? 8 : form === '0b' ? 2 : 10;
    const digits = value.toString(base);
    return { value, text: form === '_' ? digits.replace(/\B(?=(\d{3})+$)/g, '_') : (base === 10 ? '' : form) + digits };
  });

const float: fc.Arbitrary<WrittenConstant> = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map((value) => {
  const text = String(value);
  return { value: { float: value }, text: /[.e]/.test(text) ? text : `${text}.` };
});

const plain: fc.Arbitrary<WrittenConstant> = fc.constantFrom(
  { value: true, text: 'True' },
  { value: false, text: 'False' },
  { value: null, text: 'None' },
);

const space = fc.constantFrom('', ' ', '\n', '  # kept apart\n', '\\\n');

/** Constants in lists, tuples and dicts, with white space and comments wherever Python takes them. */
export const writtenConstant: fc.Arbitrary<WrittenConstant> = fc.letrec<{ readonly constant: WrittenConstant }>((tie) => ({
  constant: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    string,
    integer,
    float,
    plain,
    fc.tuple(tie('constant'), space).map(([inner, gap]) => ({ value: inner.value, text: `(${gap}${inner.text}${gap})` })),
    fc.tuple(fc.array(tie('constant'), { maxLength: 4 }), space, fc.boolean()).map(([items, gap, comma]) => ({
      value: { list: items.map(({ value }) => value) },
      text: `[${gap}${items.map(({ text }) => text).join(`,${gap}`)}${comma && items.length > 0 ? ',' : ''}${gap}]`,
    })),
    fc.tuple(fc.array(tie('constant'), { maxLength: 3 }), space).map(([items, gap]) => ({
      value: { tuple: items.map(({ value }) => value) },
      text: `(${gap}${items.map(({ text }) => `${text},`).join(gap)}${gap})`,
    })),
    fc.tuple(fc.array(tie('constant'), { maxLength: 3 }), space).map(([items, gap]) => ({
      value: { dict: items.map(({ value }, index) => [`k${index}`, value]) },
      text: `{${gap}${items.map(({ text }, index) => `"k${index}":${gap}${text}`).join(',')}${gap}}`,
    })),
  ),
})).constant;

/** A statement: its kind, the kinds inside it, and its lines without indentation. */
export interface WrittenStatement {
  readonly kind: string;
  readonly inside: readonly WrittenStatement[];
  readonly lines: readonly string[];
}

const expression = fc.constantFrom(
  'book',
  'loan.due + 1',
  'lend(book, *rest, late=True, **more)',
  '[b for b in books if b.late]',
  '{**defaults, "late": 1}',
  'a if late else -b ** 2',
  'not lost and (late or due is not None)',
  'lambda book, /, *rest, late=1: (yield)',
  'f"{book.title!r:>{width}} {late = } {{}}"',
  'books[1:, ::2, ...]',
  '(total := sum(b for b in books))',
  '"""two\nlines"""',
  '(first,\nsecond)',
  'x @ y // 2 < z != w in v',
);

const simple: fc.Arbitrary<WrittenStatement> = fc.oneof(
  expression.map((text) => statement('Expr', [`(${text})`])),
  expression.map((text) => statement('Assign', [`a = b.c = d[0] = ${text}`])),
  expression.map((text) => statement('AnnAssign', [`a: list[int] | None = ${text}`])),
  expression.map((text) => statement('AugAssign', [`a //= ${text}`])),
  expression.map((text) => statement('Assert', [`assert ${text}, "late"`])),
  expression.map((text) => statement('Raise', [`raise Late(${text}) from None`])),
  fc.constantFrom(
    statement('Pass', ['pass']),
    statement('Delete', ['del a, b[0]']),
    statement('Import', ['import shop.models as m, os']),
    statement('ImportFrom', ['from ..shop import (books, # comment', 'loans as l,)']),
    statement('TypeAlias', ['type Shelf[T] = list[T]']),
    statement('Assign', ['type = match = case = print = 1']),
    statement('Assign', ['title = """', '  unindented: """']),
  ),
);

function statement(kind: string, lines: readonly string[], inside: readonly WrittenStatement[] = []): WrittenStatement {
  return { kind, lines: lines.flatMap((line) => line.split('\n')), inside };
}

/** Statements in statements, with comments and empty lines between them. */
export const writtenStatements: fc.Arbitrary<readonly WrittenStatement[]> = fc.letrec<{
  readonly body: readonly WrittenStatement[];
  readonly compound: WrittenStatement;
}>((tie) => ({
  body: fc.array(fc.oneof({ maxDepth: 3 }, simple, tie('compound')), { minLength: 1, maxLength: 4 }),
  compound: fc.oneof(
    fc.tuple(expression, tie('body')).map(([test, body]) => block('If', [[`if ${test}:`, body]])),
    fc.tuple(tie('body'), tie('body')).map(([body, orelse]) =>
      block('For', [
        ['for a, *b in books:', body],
        ['else:  # not found', orelse],
      ]),
    ),
    fc.tuple(expression, tie('body')).map(([test, body]) => block('While', [[`while ${test}:`, body]])),
    fc.tuple(tie('body'), tie('body'), tie('body')).map(([body, handler, final]) =>
      block('Try', [
        ['try:', body],
        ['except (A, B) as error:', handler],
        ['finally:', final],
      ]),
    ),
    fc
      .tuple(expression, tie('body'))
      .map(([context, body]) => block('With', [[`with ({context}) as a, b as (c, d):`.replace('{context}', context), body]])),
    fc
      .tuple(expression, tie('body'))
      .map(([value, body]) => block('FunctionDef', [[`def lend[T](a, /, b: int = (${value}), *rest, c=1, **more) -> list[T]:`, body]])),
    fc.tuple(tie('body')).map(([body]) => block('ClassDef', [['class Loan(models.Model, metaclass=Meta):', body]])),
    fc.tuple(tie('body')).map(([body]) => block('FunctionDef', [['@decorated(1)\n@twice\ndef late(self):', body]])),
  ),
})).body;

function block(kind: string, parts: readonly (readonly [string, readonly WrittenStatement[]])[]): WrittenStatement {
  const lines = parts.flatMap(([header, body]) => [...header.split('\n'), ...indented(body)]);
  return { kind, lines, inside: parts.flatMap(([, body]) => body) };
}

/** The inside of brackets and strings may stand anywhere: only the first line of a statement is sure to need its indentation. */
function indented(body: readonly WrittenStatement[]): readonly string[] {
  return body.flatMap(({ lines, kind }) => lines.map((line, index) => (index > 0 && !isBlock(kind) ? line : `    ${line}`)));
}

const blocks = new Set(['If', 'For', 'While', 'Try', 'With', 'FunctionDef', 'ClassDef']);

function isBlock(kind: string): boolean {
  return blocks.has(kind);
}

export function textOf(body: readonly WrittenStatement[]): string {
  return `${body.flatMap(({ lines }) => lines).join('\n')}\n`;
}
