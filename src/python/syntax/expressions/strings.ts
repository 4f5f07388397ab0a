import type { Constant, Expr, FormattedValue, JoinedStr } from '../../ast.ts';
import type { Conversion } from '../conversion.ts';
import { addProblem, endOf, exprAt, kidsOf, startOf, textOf, typeOf } from '../conversion.ts';
import { decodeEscapes } from './escapes.ts';

type Flavour = 'str' | 'bytes' | 'joined' | 'template';

interface Opening {
  readonly flavour: Flavour;
  readonly raw: boolean;
  /** Offset of the first character after the quotes, and of the closing quotes. */
  readonly from: number;
  readonly to: number;
}

const prefixes = new Map<string, { readonly flavour: Flavour; readonly raw: boolean }>([
  ['', { flavour: 'str', raw: false }],
  ['u', { flavour: 'str', raw: false }],
  ['r', { flavour: 'str', raw: true }],
  ['b', { flavour: 'bytes', raw: false }],
  ['br', { flavour: 'bytes', raw: true }],
  ['rb', { flavour: 'bytes', raw: true }],
  ['f', { flavour: 'joined', raw: false }],
  ['fr', { flavour: 'joined', raw: true }],
  ['rf', { flavour: 'joined', raw: true }],
  ['t', { flavour: 'template', raw: false }],
  ['tr', { flavour: 'template', raw: true }],
  ['rt', { flavour: 'template', raw: true }],
]);

function readOpening(c: Conversion, node: number): Opening | undefined {
  const { text } = c;
  if (text.charAt(startOf(c, node)) === '`') {
    addProblem(c, node, 'Backticks are Python 2: Python 3 writes `repr(…)`.');
    return undefined;
  }
  let quote = startOf(c, node);
  while (text[quote] !== '"' && text[quote] !== "'") if (++quote >= endOf(c, node)) return undefined;
  const prefix = prefixes.get(text.slice(startOf(c, node), quote).toLowerCase());
  if (prefix === undefined) {
    addProblem(c, node, `Python 3 has no string prefix \`${text.slice(startOf(c, node), quote)}\`.`);
    return undefined;
  }
  const sign = text.charAt(quote);
  const length = text.startsWith(sign.repeat(3), quote) && endOf(c, node) - quote >= 6 ? 3 : 1;
  const to = endOf(c, node) - length;
  return to < quote + length ? undefined : { ...prefix, from: quote + length, to };
}

/** `string` nodes: one literal. */
export function convertString(c: Conversion, node: number): Expr {
  return joinLiterals(c, node, [node]);
}

/** Adjacent literals are one value in Python; any f-string among them makes the whole an f-string. */
export function joinLiterals(c: Conversion, node: number, literals: readonly number[]): Expr {
  const start = startOf(c, node);
  const end = endOf(c, node);
  const parts: Expr[] = [];
  const flavours = new Set<Flavour>();
  for (const literal of literals) {
    const opening = typeOf(c, literal) === 'string' ? readOpening(c, literal) : undefined;
    if (opening === undefined) return { kind: 'UnknownExpr', start, end };
    flavours.add(opening.flavour);
    addParts(c, literal, opening, parts);
  }
  if (flavours.size > 1 && (flavours.has('bytes') || flavours.has('template'))) {
    addProblem(
      c,
      node,
      flavours.has('bytes')
        ? 'Bytes and text cannot stand side by side as one literal.'
        : 'A t-string cannot stand side by side with another string.',
    );
    return { kind: 'UnknownExpr', start, end };
  }
  if (flavours.has('joined') || flavours.has('template')) {
    return { kind: flavours.has('template') ? 'TemplateStr' : 'JoinedStr', start, end, values: mergeConstants(parts) };
  }
  let value = '';
  for (const part of parts) {
    if (part.kind !== 'Constant' || (part.value.type !== 'str' && part.value.type !== 'bytes')) return { kind: 'UnknownExpr', start, end };
    value += part.value.value;
  }
  return { kind: 'Constant', start, end, value: { type: flavours.has('bytes') ? 'bytes' : 'str', value } };
}

function addParts(c: Conversion, literal: number, opening: Opening, parts: Expr[]): void {
  const expressions = opening.flavour === 'joined' || opening.flavour === 'template';
  let at = opening.from;
  if (expressions) {
    for (const kid of kidsOf(c, literal)) {
      if (typeOf(c, kid) !== 'interpolation') continue;
      addText(c, literal, { ...opening, from: at, to: startOf(c, kid) }, parts);
      addInterpolation(c, kid, opening.raw, parts);
      at = endOf(c, kid);
    }
  }
  addText(c, literal, { ...opening, from: at }, parts);
}

function addText(c: Conversion, literal: number, { flavour, raw, from, to }: Opening, parts: Expr[]): void {
  if (from >= to && (flavour === 'joined' || flavour === 'template')) return;
  const decoded = decodeEscapes(c.text.slice(from, to), {
    raw,
    bytes: flavour === 'bytes',
    braces: flavour === 'joined' || flavour === 'template',
  });
  if (decoded.problem !== undefined) addProblem(c, literal, decoded.problem);
  parts.push(
    decoded.value === undefined
      ? { kind: 'UnknownExpr', start: from, end: to }
      : { kind: 'Constant', start: from, end: to, value: { type: flavour === 'bytes' ? 'bytes' : 'str', value: decoded.value } },
  );
}

function addInterpolation(c: Conversion, node: number, raw: boolean, parts: Expr[]): void {
  const kids = kidsOf(c, node);
  const equals = kids.find((kid) => typeOf(c, kid) === '=');
  const conversion = kids.find((kid) => typeOf(c, kid) === 'type_conversion');
  const spec = kids.find((kid) => typeOf(c, kid) === 'format_specifier');
  if (equals !== undefined) {
    const start = startOf(c, node) + 1;
    let end = endOf(c, equals);
    while (/\s/.test(c.text.charAt(end))) end++;
    parts.push({ kind: 'Constant', start, end, value: { type: 'str', value: c.text.slice(start, end) } });
  }
  const letter = conversion === undefined ? (equals !== undefined && spec === undefined ? 'r' : undefined) : textOf(c, conversion).slice(1);
  const value: FormattedValue = {
    kind: 'FormattedValue',
    start: startOf(c, node),
    end: endOf(c, node),
    value: exprAt(c, kids[0]),
    conversion: letter,
    formatSpec: spec === undefined ? undefined : readSpec(c, spec, raw),
  };
  parts.push(value);
}

function readSpec(c: Conversion, node: number, raw: boolean): JoinedStr {
  const parts: Expr[] = [];
  let at = startOf(c, node) + 1;
  const addPlain = (to: number): void => {
    if (at >= to) return;
    const { value } = decodeEscapes(c.text.slice(at, to), { raw, bytes: false, braces: true });
    parts.push(
      value === undefined
        ? { kind: 'UnknownExpr', start: at, end: to }
        : { kind: 'Constant', start: at, end: to, value: { type: 'str', value } },
    );
  };
  for (const kid of kidsOf(c, node)) {
    const type = typeOf(c, kid);
    if (type !== 'format_expression' && type !== 'interpolation') continue;
    addPlain(startOf(c, kid));
    addInterpolation(c, kid, raw, parts);
    at = endOf(c, kid);
  }
  addPlain(endOf(c, node));
  return { kind: 'JoinedStr', start: startOf(c, node), end: endOf(c, node), values: mergeConstants(parts) };
}

/** Python's own tree never has two texts side by side, nor empty ones. */
function mergeConstants(parts: readonly Expr[]): readonly Expr[] {
  const merged: Expr[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part.kind !== 'Constant' || part.value.type !== 'str') merged.push(part);
    else if (part.value.value === '') continue;
    else if (last?.kind === 'Constant' && last.value.type === 'str') {
      const value: Constant = { ...last, end: part.end, value: { type: 'str', value: last.value.value + part.value.value } };
      merged[merged.length - 1] = value;
    } else merged.push(part);
  }
  return merged;
}
