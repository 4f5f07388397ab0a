/** Python values to expressions: calls of Django's expression classes, operators, methods. */
import type { PyCall, PyValue } from '../../python/value.ts';
import type { ExpressionField } from '../values/field.ts';
import { atLeast, plainField } from '../values/field.ts';
import type { Literal } from '../values/literal.ts';
import { readLiteral } from '../values/literal.ts';
import { className, lookupClasses, maxDepth } from './class-names.ts';
import type { Session } from './context.ts';
import { unknownNode } from './context.ts';
import { datePart, functionFacts } from './functions.ts';
import type { Node, OrderNode } from './node.ts';
import { func, reference } from './paths.ts';
import { isQ, readCondition, readRhs } from './where.ts';

/** The expression that a value stands for. A string is the name of a field, other constants are values. */
export function readNode(value: PyValue, session: Session, depth: number): Node {
  if (depth > maxDepth) return unknownNode(session, 'the expression is nested too deeply');
  if (value.kind === 'str') return reference(value.value, session);
  const literal = readLiteral(value);
  if (literal !== undefined) return { kind: 'value', value: literal, output: undefined };
  if (isQ(value)) return readCondition(value, session, depth + 1);
  if (value.kind === 'binop') return readOperator(value.op, value.left, value.right, session, depth);
  if (value.kind === 'unaryop') return readUnary(value.op, value.operand, session, depth);
  if (value.kind === 'call') return readCall(value, session, depth);
  if (value.kind === 'unknown') return unknownNode(session, value.reason);
  return unknownNode(session, value.kind === 'ref' ? `\`${value.path}\` is not known` : `a ${value.kind} where an expression belongs`);
}

const operators: Readonly<Record<string, string>> = { '+': '+', '-': '-', '*': '*', '/': '/', '%': '%%', '**': '^' };

/** An operand of an arithmetic operator: a string is a value here. */
function readOperand(value: PyValue, session: Session, depth: number): Node {
  const literal = readLiteral(value);
  return literal === undefined ? readNode(value, session, depth + 1) : { kind: 'value', value: literal, output: undefined };
}

function readOperator(op: string, left: PyValue, right: PyValue, session: Session, depth: number): Node {
  const sqlOperator = Object.hasOwn(operators, op) ? operators[op] : undefined;
  if (sqlOperator === undefined) return unknownNode(session, `the operator ${op} in an expression`);
  const [a, b] = [readOperand(left, session, depth), readOperand(right, session, depth)];
  const vectors = [a, b].filter((node) => node.kind === 'func' && node.name === 'SearchVector').length;
  return { kind: 'combined', op: vectors > 0 && op === '+' ? '||' : sqlOperator, left: a, right: b, output: undefined };
}

function readUnary(op: string, operand: PyValue, session: Session, depth: number): Node {
  const inner = readNode(operand, session, depth + 1);
  if (op === '-') return { kind: 'combined', op: '*', left: inner, right: { kind: 'value', value: { kind: 'int', value: -1n }, output: undefined }, output: undefined };
  if (op === '~' && atLeast(session.context.django, '4.2')) return inner.kind === 'negated' ? inner.inner : { kind: 'negated', inner };
  return unknownNode(session, `the operator ${op} on an expression`);
}

/** Positional and keyword arguments by the constructor's names; undefined when one is unknown or missing a place. */
function argumentsOf(call: PyCall, names: readonly string[], session: Session): ReadonlyMap<string, PyValue> {
  const given = new Map(call.kwargs);
  for (const [index, value] of call.args.entries()) {
    const name = names[index];
    if (name === undefined || given.has(name)) session.problems.push(`a call of \`${call.callee}\` with arguments that it does not take`);
    else given.set(name, value);
  }
  for (const name of given.keys()) if (!names.includes(name)) session.problems.push(`the argument \`${name}\` of \`${call.callee}\``);
  return given;
}

function outputField(value: PyValue | undefined, session: Session): ExpressionField | undefined {
  if (value === undefined || value.kind === 'none') return undefined;
  const field = session.context.outputField(value);
  if (field === undefined) session.problems.push('an output field of an unknown class');
  return field;
}

const none: PyValue = { kind: 'none' };

function readCall(call: PyCall, session: Session, depth: number): Node {
  if (call.receiver !== undefined) return readMethod(call, call.receiver, session, depth);
  const name = className(call.callee);
  if (name === undefined) return unknownNode(session, `\`${call.callee}\` is not one of Django's expressions`);
  const foreign = call.callee.startsWith('django.contrib.postgres.') && session.context.vendor !== 'postgresql';
  if (foreign) return unknownNode(session, `\`${name}\` on ${session.context.vendor}`);
  if (Object.hasOwn(lookupClasses, name)) return readLookup(call, name, session, depth);
  const special = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (special !== undefined) return special(call, session, depth + 1);
  const dates = datePart(name);
  if (dates !== undefined || name === 'TruncDate' || name === 'TruncTime') return readDateFunction(call, name, session, depth);
  const facts = functionFacts(name);
  return facts === undefined || facts.arity === undefined ? unknownNode(session, `the expression \`${name}\``) : readFunction(call, name, session, depth);
}

const bitMethods: Readonly<Record<string, string>> = { bitand: '&', bitor: '|', bitxor: '#', bitleftshift: '<<', bitrightshift: '>>' };

function readMethod(call: PyCall, receiver: PyValue, session: Session, depth: number): Node {
  const [first] = call.args;
  if (call.callee === 'asc' || call.callee === 'desc') return orderOf(readNode(receiver, session, depth + 1), call.callee === 'desc', call.kwargs, session);
  const op = Object.hasOwn(bitMethods, call.callee) ? bitMethods[call.callee] : undefined;
  if (op === undefined || first === undefined) return unknownNode(session, `the method \`${call.callee}\` of an expression`);
  return { kind: 'combined', op, left: readNode(receiver, session, depth + 1), right: readOperand(first, session, depth), output: undefined };
}

function orderOf(inner: Node, descending: boolean, kwargs: ReadonlyMap<string, PyValue>, session: Session): Node {
  if (inner.kind === 'order') return unknownNode(session, 'an ordering of an ordering');
  const set = (name: string) => kwargs.get(name)?.kind === 'bool';
  const nulls: OrderNode['nulls'] = set('nulls_first') ? 'first' : set('nulls_last') ? 'last' : undefined;
  return { kind: 'order', inner, descending, nulls };
}

/** Lookups as expressions, since Django 4.0. A right-hand side whose field cannot be told yet stays a plain value. */
function readLookup(call: PyCall, name: string, session: Session, depth: number): Node {
  if (!atLeast(session.context.django, '4.0')) return unknownNode(session, `\`${name}\` as an expression before Django 4.0`);
  const given = argumentsOf(call, ['lhs', 'rhs'], session);
  const lhs = readOperand(given.get('lhs') ?? none, session, depth);
  const rhs = readRhs(given.get('rhs') ?? none, session, depth);
  const lookup = lookupClasses[name] ?? '';
  const unprepared = lookup.includes('contains') || lookup.includes('with') || lookup === 'iexact' || lookup === 'isnull' || lookup.includes('regex');
  const typed = lhs.kind === 'value' || (lhs.kind === 'func' && (lhs.output !== undefined || /Field$/.test(functionFacts(lhs.name)?.output ?? '')));
  if (!typed && !unprepared && rhs.kind === 'literal' && lookup !== 'in' && lookup !== 'range') {
    return { kind: 'lookup', name: lookup, lhs, rhs: { kind: 'node', node: { kind: 'value', value: rhs.value, output: undefined } }, plain: true };
  }
  if (!typed && (lookup === 'in' || lookup === 'range') && !atLeast(session.context.django, '5.0')) return unknownNode(session, `\`${name}\` of an unresolved field before Django 5.0`);
  return { kind: 'lookup', name: lookup, lhs, rhs, plain: !typed };
}

function readArgs(values: readonly PyValue[], session: Session, depth: number): readonly Node[] {
  return values.map((value) => readNode(value, session, depth));
}

const keywordArguments: Readonly<Record<string, readonly string[]>> = {
  Cast: ['expression'],
  Collate: ['expression'],
  Left: ['expression', 'length'],
  Right: ['expression', 'length'],
  LPad: ['expression', 'length', 'fill_text'],
  RPad: ['expression', 'length', 'fill_text'],
  Repeat: ['expression', 'number'],
  Replace: ['expression', 'text', 'replacement'],
  Substr: ['expression', 'pos', 'length'],
  Round: ['expression', 'precision'],
  OpClass: ['expression'],
};
const defaultArguments: Readonly<Record<string, string>> = { LPad: ' ', RPad: ' ', Replace: '' };

/** Functions that are all facts: arguments in order, an output_field, perhaps keywords for some. */
function readFunction(call: PyCall, name: string, session: Session, depth: number): Node {
  const values = [...call.args];
  for (const keyword of (keywordArguments[name] ?? []).slice(values.length)) {
    const value = call.kwargs.get(keyword);
    if (value !== undefined) values.push(value);
  }
  const known = new Set([...(keywordArguments[name] ?? []), 'output_field']);
  for (const keyword of call.kwargs.keys()) if (!known.has(keyword)) return unknownNode(session, `the argument \`${keyword}\` of \`${name}\``);
  const args = [...readArgs(values, session, depth + 1)];
  if (args.length === 2 && Object.hasOwn(defaultArguments, name)) args.push(text(defaultArguments[name] ?? ''));
  if (name === 'Round' && args.length === 1 && atLeast(session.context.django, '4.0')) args.push({ kind: 'value', value: { kind: 'int', value: 0n }, output: undefined });
  const [least, most] = functionFacts(name)?.arity ?? [0, 0];
  if (args.length < least || args.length > most || (name === 'Round' && args.length === 2 && !atLeast(session.context.django, '4.0') && values.length === 2)) {
    return unknownNode(session, `\`${name}\` with ${args.length} arguments`);
  }
  return func(name, args, {}, outputField(call.kwargs.get('output_field'), session));
}

function text(value: string): Node {
  return { kind: 'value', value: { kind: 'str', value }, output: undefined };
}

function readDateFunction(call: PyCall, name: string, session: Session, depth: number): Node {
  const given = argumentsOf(call, ['expression', 'output_field', 'tzinfo'], session);
  if ((given.get('tzinfo') ?? none).kind !== 'none') return unknownNode(session, `\`${name}\` with a time zone`);
  const inner = readNode(given.get('expression') ?? none, session, depth + 1);
  const output = outputField(given.get('output_field'), session);
  const dates = datePart(name);
  return dates === undefined ? func(name, [inner], {}, output) : func(dates.base, [inner], { part: dates.part }, output);
}

function readPart(call: PyCall, session: Session, depth: number, keyword: string): Node {
  const base = keyword === 'kind' ? 'Trunc' : 'Extract';
  const given = argumentsOf(call, ['expression', keyword, 'output_field', 'tzinfo'], session);
  const part = given.get(keyword);
  if (part?.kind !== 'str' || (given.get('tzinfo') ?? none).kind !== 'none') return unknownNode(session, `\`${base}\` with a part or time zone that is not known`);
  const inner = readNode(given.get('expression') ?? none, session, depth);
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
  if (args.length < 2 || [...call.kwargs.keys()].some((key) => key !== 'output_field')) return unknownNode(session, 'a Concat that Django refuses');
  const paired = args.reduceRight((rest, arg) => func('ConcatPair', [arg, rest], {}, output));
  return func('Func', [paired], { template: '%(expressions)s' }, output);
}

function readCase(call: PyCall, session: Session, depth: number): Node {
  const whens = call.args.map((arg) => readWhen(arg, session, depth + 1));
  for (const key of call.kwargs.keys()) if (key !== 'default' && key !== 'output_field') return unknownNode(session, `the argument \`${key}\` of Case`);
  const otherwise = readNode(call.kwargs.get('default') ?? none, session, depth);
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
  const result = readNode(then, session, depth);
  if (condition !== undefined && condition.kind !== 'none' && lookups.size === 0) {
    return { condition: isQ(condition) ? readCondition(condition, session, depth) : readNode(condition, session, depth), result };
  }
  const q: PyCall = { ...value, callee: 'django.db.models.Q', args: condition === undefined || condition.kind === 'none' ? [] : [condition], kwargs: lookups };
  return { condition: readCondition(q, session, depth), result };
}

function readKeyPath(call: PyCall, session: Session, depth: number, isText: boolean): Node {
  const [key, inner, ...rest] = call.args;
  const name = key?.kind === 'str' ? key.value : key?.kind === 'int' ? String(key.value) : undefined;
  if (name === undefined || inner === undefined || rest.length > 0 || call.kwargs.size > 0) return unknownNode(session, 'a JSON key that is not known');
  return { kind: 'key', inner: readNode(inner, session, depth), name, text: isText };
}

/** `KT("meta__a__b")`: every step is a KeyTextTransform. */
function readKt(call: PyCall, session: Session): Node {
  const [path] = call.args;
  const [field = '', ...keys] = path?.kind === 'str' ? path.value.split('__') : [];
  if (keys.length === 0 || !atLeast(session.context.django, '4.2')) return unknownNode(session, 'KT without keys, or before Django 4.2');
  return keys.reduce<Node>((inner, name) => ({ kind: 'key', inner, name, text: true }), reference(field, session));
}

function readCombined(call: PyCall, session: Session, depth: number): Node {
  const given = argumentsOf(call, ['lhs', 'connector', 'rhs', 'output_field'], session);
  const op = given.get('connector');
  if (op?.kind !== 'str') return unknownNode(session, 'a CombinedExpression with an unknown operator');
  const [left, right] = [readNode(given.get('lhs') ?? none, session, depth), readNode(given.get('rhs') ?? none, session, depth)];
  return { kind: 'combined', op: op.value, left, right, output: outputField(given.get('output_field'), session) };
}

function readSearchVector(call: PyCall, session: Session, depth: number): Node {
  const extra: Record<string, string> = {};
  for (const [key, value] of call.kwargs) {
    if (value.kind === 'none') continue;
    if ((key !== 'config' && key !== 'weight') || value.kind !== 'str') return unknownNode(session, `the argument \`${key}\` of SearchVector`);
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
  const items: readonly Literal[] | undefined = params?.kind === 'list' || params?.kind === 'tuple' ? params.items : params?.kind === 'none' ? [] : undefined;
  if (items === undefined) return unknownNode(session, 'RawSQL whose parameters are not known');
  return { kind: 'raw', sql: `(${statement.value})`, params: items, output: outputField(given.get('output_field'), session) };
}

type Reader = (call: PyCall, session: Session, depth: number) => Node;

const readers: Readonly<Record<string, Reader>> = {
  F: (call, session) => {
    const name = argumentsOf(call, ['name'], session).get('name');
    return name?.kind === 'str' ? reference(name.value, session) : unknownNode(session, 'an F whose name is not known');
  },
  Value: (call, session) => {
    const given = argumentsOf(call, ['value', 'output_field'], session);
    const value = readLiteral(given.get('value') ?? none);
    return value === undefined ? unknownNode(session, 'a Value that is not known') : { kind: 'value', value, output: outputField(given.get('output_field'), session) };
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
    return { kind: 'wrapper', inner: readNode(given.get('expression') ?? none, session, depth), output };
  },
  NegatedExpression: (call, session, depth) => ({ kind: 'negated', inner: readNode(call.args[0] ?? none, session, depth) }),
  OrderBy: (call, session, depth) => {
    const given = argumentsOf(call, ['expression', 'descending', 'nulls_first', 'nulls_last'], session);
    const descending = given.get('descending');
    return orderOf(readNode(given.get('expression') ?? none, session, depth), descending?.kind === 'bool' && descending.value, given, session);
  },
  Collate: (call, session, depth) => {
    const given = argumentsOf(call, ['expression', 'collation'], session);
    const collation = given.get('collation');
    if (collation?.kind !== 'str' || !/^[\w-]+$/.test(collation.value)) return unknownNode(session, 'a collation that is not known');
    return func('Collate', [readNode(given.get('expression') ?? none, session, depth)], { collation: collation.value });
  },
  OpClass: (call, session, depth) => {
    const given = argumentsOf(call, ['expression', 'name'], session);
    const name = given.get('name');
    if (name?.kind !== 'str') return unknownNode(session, 'an operator class that is not known');
    return func('OpClass', [readNode(given.get('expression') ?? none, session, depth)], { name: name.value });
  },
  Cast: (call, session, depth) => {
    const given = argumentsOf(call, ['expression', 'output_field'], session);
    const output = outputField(given.get('output_field'), session);
    return func('Cast', [readNode(given.get('expression') ?? none, session, depth)], {}, output);
  },
  JSONObject: (call, session, depth) => {
    const pairs = [...call.kwargs].flatMap(([key, value]) => [text(key), readNode(value, session, depth)]);
    return call.args.length > 0 ? unknownNode(session, 'a JSONObject that Django refuses') : func('JSONObject', pairs);
  },
  JSONArray: (call, session, depth) => func('JSONArray', readArgs(call.args, session, depth)),
};
