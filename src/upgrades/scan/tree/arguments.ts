/** Whether a call's arguments are as a detector asks. What depends on `*args` or `**kwargs` counts as no. */
import type { ArgumentTest, Look } from '../../../facts/upgrades/changes/argument.ts';
import type { Call, Expr } from '../../../python/ast.ts';
import { definedAt } from '../resolve/graph.ts';
import { qualify } from '../resolve/qualify.ts';
import { derives } from '../resolve/repository.ts';
import { dottedOf, typeAt, type Sheet } from './sheet.ts';
import { argumentAt, isNone, literalText } from './literals.ts';
import type { Standing } from './walk.ts';

export function argumentsFit(sheet: Sheet, standing: Standing, call: Call, tests: readonly ArgumentTest[]): boolean {
  return tests.every((test) => fits(sheet, standing, call, test));
}

function fits(sheet: Sheet, standing: Standing, call: Call, test: ArgumentTest): boolean {
  if ('not' in test) return !fits(sheet, standing, call, test.not);
  if ('keyword' in test)
    return call.keywords.some(({ arg }) => arg !== undefined && (test.keyword.includes(arg) || test.keyword.includes('*')));
  if ('keywordMatches' in test) return call.keywords.some(({ arg }) => arg !== undefined && new RegExp(test.keywordMatches).test(arg));
  if ('keywordOtherThan' in test) return call.keywords.some(({ arg }) => arg !== undefined && !test.keywordOtherThan.includes(arg));
  if ('spreadKeyMatches' in test) return spreadKeys(call).some((key) => new RegExp(test.spreadKeyMatches).test(key));
  if ('given' in test) return argumentAt(call, { index: test.index, name: test.given }) !== undefined;
  if ('missing' in test) return isMissing(call, test.missing, test.index);
  if ('positional' in test)
    return within(call.args.filter((each) => each.kind !== 'Starred').length, test.positional, call.args.some(isStarred));
  if ('arguments' in test) {
    const spread = call.args.some(isStarred) || call.keywords.some(({ arg }) => arg === undefined);
    return within(call.args.length + call.keywords.length, test.arguments, spread);
  }
  const candidates = chosen(call, test);
  return candidates.some((each) => valueFits(sheet, standing, test.translated ? withoutTranslation(each) : each, test));
}

/** `_("text")` */
function withoutTranslation(value: Expr): Expr {
  const [text] = value.kind === 'Call' ? value.args : [];
  return value.kind === 'Call' && value.func.kind === 'Name' && value.args.length === 1 && literalText(text) !== undefined ? text! : value;
}

const isStarred = (expr: Expr): boolean => expr.kind === 'Starred';

function within(
  count: number,
  { min = 0, max = Infinity }: { readonly min?: number | undefined; readonly max?: number | undefined },
  spread: boolean,
): boolean {
  return count >= min && count <= max && (!spread || max === Infinity);
}

function spreadKeys(call: Call): readonly string[] {
  return call.keywords.flatMap(({ arg, value }) =>
    arg === undefined && value.kind === 'Dict' ? value.keys.flatMap((key) => literalText(key) ?? []) : [],
  );
}

function isMissing(call: Call, name: string, index: number | undefined): boolean {
  if (call.keywords.some(({ arg }) => arg === name || arg === undefined)) return false;
  if (index === undefined) return !call.args.some(isStarred);
  return !call.args.slice(0, index + 1).some(isStarred) && call.args.length <= index;
}

type Chosen = Exclude<
  ArgumentTest,
  Readonly<
    Record<
      'not' | 'keyword' | 'keywordMatches' | 'keywordOtherThan' | 'spreadKeyMatches' | 'given' | 'missing' | 'positional' | 'arguments',
      unknown
    >
  >
>;
type Choice = Extract<Chosen, { any?: unknown }>;

function chosen(call: Call, test: Choice): readonly Expr[] {
  if (test.any) return [...call.args, ...call.keywords.map((each) => each.value)];
  if (test.anyName) return call.keywords.flatMap(({ arg, value }) => (arg !== undefined && test.anyName?.includes(arg) ? [value] : []));
  const named = argumentAt(call, test);
  if (named !== undefined) return [named];
  const last = test.last ? call.args.at(-1) : undefined;
  return last === undefined ? [] : [last];
}

function valueFits(sheet: Sheet, standing: Standing, value: Expr, test: Choice): boolean {
  if (test.is !== undefined && !looksLike(sheet, value, test.is)) return false;
  if (test.callOf !== undefined) {
    const paths = value.kind === 'Call' ? qualify(sheet.names, value.func, standing.scope).map((each) => definedAt(each.path)) : [];
    if (!paths.includes(definedAt(test.callOf))) return false;
  }
  if (test.constructs !== undefined) return value.kind === 'Call' && isClassBelow(sheet, standing, value.func, test.constructs);
  if (test.type === undefined) return true;
  const evidence = typeAt(sheet, standing, value);
  return evidence?.kind === 'instance' && derives(sheet.repository, evidence.path, sheet.file, new Set([definedAt(test.type)])) === 'yes';
}

function isClassBelow(sheet: Sheet, standing: Standing, callee: Expr, path: string): boolean {
  const evidence = typeAt(sheet, standing, callee);
  return evidence?.kind === 'class' && derives(sheet.repository, evidence.path, sheet.file, new Set([definedAt(path)])) === 'yes';
}

/** Whether a written value looks as asked. */
export function looksLike(sheet: Pick<Sheet, 'module'>, value: Expr, look: Look): boolean {
  if (typeof look === 'string') return looksPlain(value, look);
  const text = literalText(value);
  if ('matches' in look) return text !== undefined && new RegExp(look.matches, 's').test(text);
  if ('in' in look) return text !== undefined && look.in.includes(text);
  if ('source' in look) return new RegExp(look.source, 's').test(sheet.module.text.slice(value.start, value.end));
  if ('tuple' in look) return value.kind === 'Tuple' && value.elts.length === look.tuple && !value.elts.some(isStarred);
  if ('chain' in look)
    return dottedOf(value)?.endsWith(look.chain.includes('.') ? look.chain : `.${look.chain}`) === true || dottedOf(value) === look.chain;
  if ('items' in look)
    return (
      (value.kind === 'List' || value.kind === 'Tuple') &&
      value.elts.length > 0 &&
      value.elts.every((each) => literalText(each) !== undefined)
    );
  if ('dictKey' in look) return value.kind === 'Dict' && value.keys.some((key) => literalText(key) === look.dictKey);
  return value.kind === 'Dict' && value.values.some(isNone);
}

function looksPlain(value: Expr, look: Extract<Look, string>): boolean {
  const constant = value.kind === 'Constant' ? value.value : undefined;
  switch (look) {
    case 'none':
      return constant?.type === 'None';
    case 'true':
      return constant?.type === 'bool' && constant.value;
    case 'false':
      return constant?.type === 'bool' && !constant.value;
    case 'bool':
      return constant?.type === 'bool';
    case 'not-bool':
      return constant !== undefined && constant.type !== 'bool';
    case 'str':
      return constant?.type === 'str' || value.kind === 'JoinedStr';
    case 'bytes':
      return constant?.type === 'bytes';
    case 'set':
      return value.kind === 'Set' || value.kind === 'SetComp' || (value.kind === 'Call' && dottedOf(value.func) === 'set');
    case 'float':
      return (
        constant?.type === 'float' ||
        (value.kind === 'BinOp' && value.op === '/') ||
        (value.kind === 'Call' && dottedOf(value.func) === 'float')
      );
    case 'sequence':
      return value.kind === 'List' || value.kind === 'Tuple';
    case 'empty-pattern':
      return constant?.type === 'str' && matchesEmpty(constant.value);
  }
}

/** Whether a regular expression can match the empty text, for those that mean the same in JavaScript. */
function matchesEmpty(pattern: string): boolean {
  if (/\(\?[^:=!<]|\(\?<[^=!]|\\[AZz]|\{,/.test(pattern)) return false;
  try {
    return new RegExp(pattern).test('');
  } catch {
    return false; // no regular expression of JavaScript: not judged
  }
}
