import type { ComprehensionClause, Expr, Keyword } from '../../ast.ts';
import { convertArguments, noArguments } from './arguments.ts';
import type { Conversion } from '../conversion.ts';
import {
  addProblem,
  endOf,
  exprAt,
  functionAround,
  identifierAt,
  kidsOf,
  nameAt,
  optionalExprAt,
  startOf,
  textOf,
  typeOf,
} from '../conversion.ts';
import { convertBinary, convertCompare, convertLogic, convertUnary, convertUnion } from './operators.ts';
import { convertNumber } from './numbers.ts';
import { convertString, joinLiterals } from './strings.ts';
import { convertGenericType, convertSubscript } from './subscripts.ts';

type Convert = (c: Conversion, node: number, kids: readonly number[]) => Expr | undefined;

/** What each of the grammar's expression nodes becomes. Those missing here are read by the node around them. */
export const expressions: ReadonlyMap<string, Convert> = new Map<string, Convert>([
  ['identifier', (c, node) => ({ kind: 'Name', ...spanOf(c, node), id: nameAt(c, node) })],
  ['dotted_name', (c, node) => ({ kind: 'Name', ...spanOf(c, node), id: textOf(c, node) })],
  ['integer', (c, node) => convertNumber(c, node)],
  ['float', (c, node) => convertNumber(c, node)],
  ['true', (c, node) => ({ kind: 'Constant', ...spanOf(c, node), value: { type: 'bool', value: true } })],
  ['false', (c, node) => ({ kind: 'Constant', ...spanOf(c, node), value: { type: 'bool', value: false } })],
  ['none', (c, node) => ({ kind: 'Constant', ...spanOf(c, node), value: { type: 'None' } })],
  ['ellipsis', (c, node) => ({ kind: 'Constant', ...spanOf(c, node), value: { type: 'Ellipsis' } })],
  ['string', (c, node) => convertString(c, node)],
  ['concatenated_string', (c, node, kids) => joinLiterals(c, node, kids)],
  [
    'attribute',
    (c, node, [value, attr]) =>
      attr === undefined ? undefined : { kind: 'Attribute', ...spanOf(c, node), value: exprAt(c, value), attr: identifierAt(c, attr) },
  ],
  [
    'member_type',
    (c, node, [value, attr]) =>
      attr === undefined ? undefined : { kind: 'Attribute', ...spanOf(c, node), value: exprAt(c, value), attr: identifierAt(c, attr) },
  ],
  ['call', convertCall],
  ['subscript', convertSubscript],
  ['generic_type', convertGenericType],
  ['binary_operator', convertBinary],
  ['union_type', convertUnion],
  ['unary_operator', convertUnary],
  ['not_operator', (c, node, [operand]) => ({ kind: 'UnaryOp', ...spanOf(c, node), op: 'not', operand: exprAt(c, operand) })],
  ['boolean_operator', convertLogic],
  ['comparison_operator', convertCompare],
  [
    'conditional_expression',
    (c, node, [body, test, orelse]) => ({
      kind: 'IfExp',
      ...spanOf(c, node),
      test: exprAt(c, test),
      body: exprAt(c, body),
      orelse: exprAt(c, orelse),
    }),
  ],
  ['lambda', convertLambda],
  [
    'named_expression',
    (c, node, [target, value]) => ({ kind: 'NamedExpr', ...spanOf(c, node), target: exprAt(c, target), value: exprAt(c, value) }),
  ],
  ['await', convertAwait],
  ['yield', convertYield],
  ['parenthesized_expression', (c, _, [inner]) => (inner === undefined ? undefined : exprAt(c, inner))],
  ['type', (c, _, [inner]) => (inner === undefined ? undefined : exprAt(c, inner))],
  ['as_pattern_target', (c, _, [inner]) => (inner === undefined ? undefined : exprAt(c, inner))],
  ['list_splat', convertStarred],
  ['list_splat_pattern', convertStarred],
  ['splat_type', (c, node, kids) => ({ kind: 'Starred', ...spanOf(c, node), value: exprAt(c, kids.at(-1)) })],
  ['list', convertElements('List')],
  ['list_pattern', convertElements('List')],
  ['set', convertElements('Set')],
  ['tuple', convertElements('Tuple')],
  ['expression_list', convertElements('Tuple')],
  ['pattern_list', convertElements('Tuple')],
  ['tuple_pattern', convertTuplePattern],
  ['dictionary', convertDictionary],
  ['list_comprehension', convertComprehension('ListComp')],
  ['set_comprehension', convertComprehension('SetComp')],
  ['generator_expression', convertComprehension('GeneratorExp')],
  ['dictionary_comprehension', convertDictComp],
]);

export function spanOf(c: Conversion, node: number): { readonly start: number; readonly end: number } {
  return { start: startOf(c, node), end: endOf(c, node) };
}

function convertElements(kind: 'List' | 'Set' | 'Tuple'): Convert {
  return (c, node, kids) => ({ kind, ...spanOf(c, node), elts: kids.map((kid) => exprAt(c, kid)) });
}

/** Parentheses around one target without a comma are only parentheses. */
function convertTuplePattern(c: Conversion, node: number, kids: readonly number[]): Expr {
  const elements = kids.filter((kid) => typeOf(c, kid) !== ',');
  if (elements.length === 1 && kids.length === 1) return exprAt(c, elements[0]);
  return { kind: 'Tuple', ...spanOf(c, node), elts: elements.map((kid) => exprAt(c, kid)) };
}

function convertStarred(c: Conversion, node: number, [value]: readonly number[]): Expr {
  return { kind: 'Starred', ...spanOf(c, node), value: exprAt(c, value) };
}

function convertYield(c: Conversion, node: number, kids: readonly number[]): Expr {
  const [first, second] = kids;
  if (functionAround(c, node) === undefined) addProblem(c, node, '`yield` stands outside a function.');
  if (typeOf(c, first) === 'from') return { kind: 'YieldFrom', ...spanOf(c, node), value: exprAt(c, second) };
  return { kind: 'Yield', ...spanOf(c, node), value: optionalExprAt(c, first) };
}

/** `await` binds tighter than `**` in Python, not in the grammar. */
function convertAwait(c: Conversion, node: number, [inner]: readonly number[]): Expr {
  const value = exprAt(c, inner);
  const around = functionAround(c, node);
  const isAsync = typeOf(c, around) === 'generator_expression' || (around !== undefined && typeOf(c, kidsOf(c, around)[0]) === 'async');
  if (!isAsync) addProblem(c, node, '`await` stands outside an async function.');
  if (typeOf(c, inner) !== 'binary_operator' || value.kind !== 'BinOp') return { kind: 'Await', ...spanOf(c, node), value };
  const left: Expr = { kind: 'Await', start: startOf(c, node), end: value.left.end, value: value.left };
  return { ...value, start: startOf(c, node), left };
}

function convertLambda(c: Conversion, node: number, kids: readonly number[]): Expr {
  const parameters = kids.length > 1 ? kids[0] : undefined;
  const args = parameters === undefined ? noArguments : convertArguments(c, parameters);
  return { kind: 'Lambda', ...spanOf(c, node), args, body: exprAt(c, kids.at(-1)) };
}

function convertCall(c: Conversion, node: number, [func, list]: readonly number[]): Expr {
  if (typeOf(c, list) === 'generator_expression')
    return { kind: 'Call', ...spanOf(c, node), func: exprAt(c, func), args: [exprAt(c, list)], keywords: [] };
  const { args, keywords } = readArgumentList(c, list);
  return { kind: 'Call', ...spanOf(c, node), func: exprAt(c, func), args, keywords };
}

/** The arguments of a call, or the bases of a class. */
export function readArgumentList(
  c: Conversion,
  list: number | undefined,
): { readonly args: readonly Expr[]; readonly keywords: readonly Keyword[] } {
  const args: Expr[] = [];
  const keywords: Keyword[] = [];
  const names = new Set<string>();
  let unpacked = false;
  if (list !== undefined && kidsOf(c, list).length === 0 && /^\(\s*,/.test(textOf(c, list)))
    addProblem(c, list, 'An argument is missing before the comma.');
  for (const kid of list === undefined ? [] : kidsOf(c, list)) {
    const type = typeOf(c, kid);
    if (type === 'keyword_argument') {
      const [name, value] = kidsOf(c, kid);
      const arg = name === undefined ? '' : nameAt(c, name);
      if (names.has(arg)) addProblem(c, kid, `The argument \`${arg}\` is given twice.`);
      names.add(arg);
      keywords.push({ ...spanOf(c, kid), arg, value: exprAt(c, value) });
    } else if (type === 'dictionary_splat') {
      unpacked = true;
      keywords.push({ ...spanOf(c, kid), arg: undefined, value: exprAt(c, kidsOf(c, kid)[0]) });
    } else {
      if (type === 'list_splat' ? unpacked : names.size > 0 || unpacked)
        addProblem(c, kid, 'A positional argument follows a keyword argument.');
      args.push(exprAt(c, kid));
    }
  }
  return { args, keywords };
}

function convertDictionary(c: Conversion, node: number, kids: readonly number[]): Expr {
  const keys: (Expr | undefined)[] = [];
  const values: Expr[] = [];
  for (const kid of kids) {
    const [first, second] = kidsOf(c, kid);
    const isPair = typeOf(c, kid) === 'pair';
    keys.push(isPair ? exprAt(c, first) : undefined);
    values.push(exprAt(c, isPair ? second : first));
  }
  return { kind: 'Dict', ...spanOf(c, node), keys, values };
}

function convertComprehension(kind: 'ListComp' | 'SetComp' | 'GeneratorExp'): Convert {
  return (c, node, [body, ...clauses]) => ({ kind, ...spanOf(c, node), elt: exprAt(c, body), generators: readClauses(c, clauses) });
}

function convertDictComp(c: Conversion, node: number, [body, ...clauses]: readonly number[]): Expr {
  const [key, value] = body === undefined ? [] : kidsOf(c, body);
  return { kind: 'DictComp', ...spanOf(c, node), key: exprAt(c, key), value: exprAt(c, value), generators: readClauses(c, clauses) };
}

function readClauses(c: Conversion, clauses: readonly number[]): readonly ComprehensionClause[] {
  const generators: (ComprehensionClause & { readonly ifs: Expr[] })[] = [];
  for (const clause of clauses) {
    const kids = kidsOf(c, clause);
    if (typeOf(c, clause) === 'if_clause') {
      const last = generators.at(-1);
      last?.ifs.push(exprAt(c, kids[0]));
      if (last !== undefined) generators[generators.length - 1] = { ...last, end: endOf(c, clause) };
      continue;
    }
    const isAsync = typeOf(c, kids[0]) === 'async';
    const [target, iter, ...more] = isAsync ? kids.slice(1) : kids;
    if (more.length > 0) addProblem(c, clause, 'A comprehension over several values without parentheses is Python 2.');
    generators.push({ ...spanOf(c, clause), target: exprAt(c, target), iter: exprAt(c, iter), ifs: [], isAsync });
  }
  return generators;
}
