/** Django's expression classes that are more than a function's name: what each makes of its arguments. */
import type { PyCall, PyValue } from '../../python/value.ts';
import { atLeast, plainField } from '../values/field.ts';
import type { Literal } from '../values/literal.ts';
import { readLiteral } from '../values/literal.ts';
import { argumentsOf, none, orderOf, outputField, readArgs, textNode } from './arguments.ts';
import { className } from './class-names.ts';
import type { Node } from './node.ts';
import { func, reference } from './lookups/paths.ts';
import type { Session } from './session.ts';
import { unknownNode } from './session.ts';
import { isQ, readCondition } from './where.ts';

function readPart(call: PyCall, session: Session, depth: number, keyword: string): Node {
  const base = keyword === 'kind' ? 'Trunc' : 'Extract';
  const given = argumentsOf(call, ['expression', keyword, 'output_field', 'tzinfo'], session);
  const part = given.get(keyword);
  if (part?.kind !== 'str' || (given.get('tzinfo') ?? none).kind !== 'none')
    return unknownNode(session, `\`${base}\` with a part or time zone that is not known`);
  const inner = session.read(given.get('expression') ?? none, depth);
  return func(base, [inner], { part: part.value }, outputField(given.get('output_field'), session));
}

function readFunc(call: PyCall, session: Session, depth: number): Node {
  const extra: Record<string, string> = {};
  for (const [key, value] of call.kwargs) {
    if (key === 'output_field') continue;
    if (value.kind === 'str') extra[key] = value.value;
    else if (value.kind === 'int') extra[key] = String(value.value);
    else return unknownNode(session, `the argument \`${key}\` of Func`);
  }
  return func('Func', readArgs(call.args, session, depth), extra, outputField(call.kwargs.get('output_field'), session));
}

/** Concat is pairs of pairs, each with the same output_field. */
function readConcat(call: PyCall, session: Session, depth: number): Node {
  const output = outputField(call.kwargs.get('output_field'), session);
  const args = readArgs(call.args, session, depth);
  if (args.length < 2 || [...call.kwargs.keys()].some((key) => key !== 'output_field'))
    return unknownNode(session, 'a Concat that Django refuses');
  const paired = args.reduceRight((rest, arg) => func('ConcatPair', [arg, rest], {}, output));
  return func('Func', [paired], { template: '%(expressions)s' }, output);
}

function readCase(call: PyCall, session: Session, depth: number): Node {
  const whens = call.args.map((arg) => readWhen(arg, session, depth + 1));
  for (const key of call.kwargs.keys())
    if (key !== 'default' && key !== 'output_field') return unknownNode(session, `the argument \`${key}\` of Case`);
  const otherwise = session.read(call.kwargs.get('default') ?? none, depth);
  return { kind: 'case', whens, otherwise, output: outputField(call.kwargs.get('output_field'), session) };
}

function readWhen(value: PyValue, session: Session, depth: number): { readonly condition: Node; readonly result: Node } {
  if (value.kind !== 'call' || className(value.callee) !== 'When') {
    const unknown = unknownNode(session, 'a Case whose parts are not When');
    return { condition: unknown, result: unknown };
  }
  const lookups = new Map(value.kwargs);
  const condition = value.args[0] ?? lookups.get('condition');
  const then = value.args[1] ?? lookups.get('then') ?? none;
  lookups.delete('then');
  lookups.delete('condition');
  const result = session.read(then, depth);
  if (condition !== undefined && condition.kind !== 'none' && lookups.size === 0) {
    return { condition: isQ(condition) ? readCondition(condition, session, depth) : session.read(condition, depth), result };
  }
  const q: PyCall = {
    ...value,
    callee: 'django.db.models.Q',
    args: condition === undefined || condition.kind === 'none' ? [] : [condition],
    kwargs: lookups,
  };
  return { condition: readCondition(q, session, depth), result };
}

function readKeyPath(call: PyCall, session: Session, depth: number, isText: boolean): Node {
  const [key, inner, ...rest] = call.args;
  const name = key?.kind === 'str' ? key.value : key?.kind === 'int' ? String(key.value) : undefined;
  if (name === undefined || inner === undefined || rest.length > 0 || call.kwargs.size > 0)
    return unknownNode(session, 'a JSON key that is not known');
  return { kind: 'key', inner: session.read(inner, depth), name, text: isText };
}

/** `KT("meta__a__b")`: every step is a KeyTextTransform. */
function readKt(call: PyCall, session: Session): Node {
  const [path] = call.args;
  const [field = '', ...keys] = path?.kind === 'str' ? path.value.split('__') : [];
  if (keys.length === 0 || !atLeast(session.context.django, '4.2')) return unknownNode(session, 'KT without keys, or before Django 4.2');
  return keys.reduce<Node>((inner, name) => ({ kind: 'key', inner, name, text: true }), reference(field, session));
}

function readCombined(call: PyCall, session: Session, depth: number): Node {
  // the combined classes of contrib.postgres.search keep a configuration that their SQL does not show
  const config = /\.Combined\w+$/.test(call.callee) && !call.callee.endsWith('CombinedExpression') ? ['config'] : [];
  const given = argumentsOf(call, ['lhs', 'connector', 'rhs', ...config, 'output_field'], session);
  const op = given.get('connector');
  if (op?.kind !== 'str') return unknownNode(session, 'a CombinedExpression with an unknown operator');
  const [left, right] = [session.read(given.get('lhs') ?? none, depth), session.read(given.get('rhs') ?? none, depth)];
  return { kind: 'combined', op: op.value, left, right, output: outputField(given.get('output_field'), session) };
}

function readSearchVector(call: PyCall, session: Session, depth: number): Node {
  const extra: Record<string, string> = {};
  for (const [key, value] of call.kwargs) {
    if (value.kind === 'none') continue;
    if ((key !== 'config' && key !== 'weight') || value.kind !== 'str')
      return unknownNode(session, `the argument \`${key}\` of SearchVector`);
    extra[key] = value.value;
  }
  return func('SearchVector', readArgs(call.args, session, depth), extra);
}

function readRangeBoundary(call: PyCall, session: Session): Node {
  const given = argumentsOf(call, ['inclusive_lower', 'inclusive_upper'], session);
  const flag = (name: string, fallback: boolean) => {
    const value = given.get(name);
    return value?.kind === 'bool' ? value.value : fallback;
  };
  const bounds = `${flag('inclusive_lower', true) ? '[' : '('}${flag('inclusive_upper', false) ? ']' : ')'}`;
  return { kind: 'raw', sql: `'${bounds}'`, params: [], output: plainField('RangeBoundary') };
}

function readRawSql(call: PyCall, session: Session): Node {
  const given = argumentsOf(call, ['sql', 'params', 'output_field'], session);
  const statement = given.get('sql');
  const params = readLiteral(given.get('params') ?? { kind: 'tuple', items: [] });
  if (statement?.kind !== 'str') return unknownNode(session, 'RawSQL whose text is not known');
  const items: readonly Literal[] | undefined =
    params?.kind === 'list' || params?.kind === 'tuple'
      ? params.items
      : params?.kind === 'none' || (params?.kind === 'dict' && params.entries.length === 0)
        ? []
        : undefined;
  if (items === undefined) return unknownNode(session, 'RawSQL whose parameters are not known');
  return { kind: 'raw', sql: `(${statement.value})`, params: items, output: outputField(given.get('output_field'), session) };
}

type Reader = (call: PyCall, session: Session, depth: number) => Node;

/** What each class makes of its arguments. */
export const classReaders: Readonly<Record<string, Reader>> = {
  F: (call, session) => {
    const name = argumentsOf(call, ['name'], session).get('name');
    return name?.kind === 'str' ? reference(name.value, session) : unknownNode(session, 'an F whose name is not known');
  },
  Value: (call, session) => {
    const given = argumentsOf(call, ['value', 'output_field'], session);
    const value = readLiteral(given.get('value') ?? none);
    return value === undefined
      ? unknownNode(session, 'a Value that is not known')
      : { kind: 'value', value, output: outputField(given.get('output_field'), session) };
  },
  Func: readFunc,
  RawSQL: readRawSql,
  Case: readCase,
  Concat: readConcat,
  Extract: (call, session, depth) => readPart(call, session, depth, 'lookup_name'),
  Trunc: (call, session, depth) => readPart(call, session, depth, 'kind'),
  KeyTransform: (call, session, depth) => readKeyPath(call, session, depth, false),
  KeyTextTransform: (call, session, depth) => readKeyPath(call, session, depth, true),
  KT: readKt,
  CombinedExpression: readCombined,
  CombinedSearchVector: readCombined,
  SearchVector: readSearchVector,
  RangeBoundary: readRangeBoundary,
  ExpressionWrapper: (call, session, depth) => {
    const given = argumentsOf(call, ['expression', 'output_field'], session);
    const output = outputField(given.get('output_field'), session);
    return { kind: 'wrapper', inner: session.read(given.get('expression') ?? none, depth), output };
  },
  NegatedExpression: (call, session, depth) => ({ kind: 'negated', inner: session.read(call.args[0] ?? none, depth) }),
  OrderBy: (call, session, depth) => {
    const given = argumentsOf(call, ['expression', 'descending', 'nulls_first', 'nulls_last'], session);
    const descending = given.get('descending');
    return orderOf(session.read(given.get('expression') ?? none, depth), descending?.kind === 'bool' && descending.value, given, session);
  },
  Collate: (call, session, depth) => {
    const given = argumentsOf(call, ['expression', 'collation'], session);
    const collation = given.get('collation');
    if (collation?.kind !== 'str' || !/^[\w-]+$/.test(collation.value)) return unknownNode(session, 'a collation that is not known');
    return func('Collate', [session.read(given.get('expression') ?? none, depth)], { collation: collation.value });
  },
  OpClass: (call, session, depth) => {
    const given = argumentsOf(call, ['expression', 'name'], session);
    const name = given.get('name');
    if (name?.kind !== 'str') return unknownNode(session, 'an operator class that is not known');
    return func('OpClass', [session.read(given.get('expression') ?? none, depth)], { name: name.value });
  },
  Cast: (call, session, depth) => {
    const given = argumentsOf(call, ['expression', 'output_field'], session);
    const output = outputField(given.get('output_field'), session);
    return func('Cast', [session.read(given.get('expression') ?? none, depth)], {}, output);
  },
  JSONObject: (call, session, depth) => {
    const pairs = [...call.kwargs].flatMap(([key, value]) => [textNode(key), session.read(value, depth)]);
    return call.args.length > 0 ? unknownNode(session, 'a JSONObject that Django refuses') : func('JSONObject', pairs);
  },
  JSONArray: (call, session, depth) => func('JSONArray', readArgs(call.args, session, depth)),
};
