/** Python values to expressions: calls of Django's expression classes, operators, methods. */
import type { OwnClass } from '../../django/project.ts';
import type { PyCall, PyValue } from '../../python/value.ts';
import { atLeast } from '../values/field.ts';
import { readLiteral } from '../values/literal.ts';
import { argumentsOf, none, orderOf, outputField, readArgs, textNode } from './arguments.ts';
import { className, lookupClasses, maxDepth } from './class-names.ts';
import type { Session } from './session.ts';
import { unknownNode } from './session.ts';
import { classReaders } from './class-readers.ts';
import { datePart, functionFacts } from './functions.ts';
import type { Node } from './node.ts';
import { func, reference } from './lookups/paths.ts';
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
  if (op === '-')
    return {
      kind: 'combined',
      op: '*',
      left: inner,
      right: { kind: 'value', value: { kind: 'int', value: -1n }, output: undefined },
      output: undefined,
    };
  if (op === '~' && atLeast(session.context.django, '4.2')) return inner.kind === 'negated' ? inner.inner : { kind: 'negated', inner };
  return unknownNode(session, `the operator ${op} on an expression`);
}

function readCall(call: PyCall, session: Session, depth: number): Node {
  if (call.receiver !== undefined) return readMethod(call, call.receiver, session, depth);
  const name = className(call.callee);
  const own = name === undefined ? session.context.ownClass(call.callee) : undefined;
  if (own !== undefined) return readCall(asFunction(call, own), session, depth);
  if (name === undefined) return unknownNode(session, `\`${call.callee}\` is not one of Django's expressions`);
  const foreign = call.callee.startsWith('django.contrib.postgres.') && session.context.vendor !== 'postgresql';
  if (foreign) return unknownNode(session, `\`${name}\` on ${session.context.vendor}`);
  if (Object.hasOwn(lookupClasses, name)) return readLookup(call, name, session, depth);
  const special = Object.hasOwn(classReaders, name) ? classReaders[name] : undefined;
  if (special !== undefined) return special(call, session, depth + 1);
  const dates = datePart(name);
  if (dates !== undefined || name === 'TruncDate' || name === 'TruncTime') return readDateFunction(call, name, session, depth);
  const facts = functionFacts(name);
  return facts === undefined || facts.arity === undefined
    ? unknownNode(session, `the expression \`${name}\``)
    : readFunction(call, name, session, depth);
}

/** The call of a class of the project as one of Django's class, which is told what the class says: `class Host(Func): function = 'HOST'`. */
function asFunction(call: PyCall, { base, attributes }: OwnClass): PyCall {
  const isPlain = /\.(Func|Transform)$/.test(base);
  const said = ['function', 'template', 'arg_joiner'].flatMap((name): (readonly [string, PyValue])[] => {
    const value = attributes.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...call, callee: isPlain ? 'django.db.models.Func' : base, kwargs: new Map([...said, ...call.kwargs]) };
}

const bitMethods: Readonly<Record<string, string>> = { bitand: '&', bitor: '|', bitxor: '#', bitleftshift: '<<', bitrightshift: '>>' };

function readMethod(call: PyCall, receiver: PyValue, session: Session, depth: number): Node {
  const [first] = call.args;
  if (call.callee === 'asc' || call.callee === 'desc')
    return orderOf(readNode(receiver, session, depth + 1), call.callee === 'desc', call.kwargs, session);
  const op = Object.hasOwn(bitMethods, call.callee) ? bitMethods[call.callee] : undefined;
  if (op === undefined || first === undefined) return unknownNode(session, `the method \`${call.callee}\` of an expression`);
  return {
    kind: 'combined',
    op,
    left: readNode(receiver, session, depth + 1),
    right: readOperand(first, session, depth),
    output: undefined,
  };
}

/** Lookups as expressions, since Django 4.0. A right-hand side whose field cannot be told yet stays a plain value. */
function readLookup(call: PyCall, name: string, session: Session, depth: number): Node {
  if (!atLeast(session.context.django, '4.0')) return unknownNode(session, `\`${name}\` as an expression before Django 4.0`);
  const given = argumentsOf(call, ['lhs', 'rhs'], session);
  const lhs = readOperand(given.get('lhs') ?? none, session, depth);
  const rhs = readRhs(given.get('rhs') ?? none, session, depth);
  const lookup = lookupClasses[name] ?? '';
  const unprepared =
    lookup.includes('contains') || lookup.includes('with') || lookup === 'iexact' || lookup === 'isnull' || lookup.includes('regex');
  const typed =
    lhs.kind === 'value' ||
    (lhs.kind === 'func' && (lhs.output !== undefined || (functionFacts(lhs.name)?.output ?? '').endsWith('Field')));
  if (!typed && !unprepared && rhs.kind === 'literal' && lookup !== 'in' && lookup !== 'range') {
    return {
      kind: 'lookup',
      name: lookup,
      lhs,
      rhs: { kind: 'node', node: { kind: 'value', value: rhs.value, output: undefined } },
      plain: true,
    };
  }
  if (!typed && (lookup === 'in' || lookup === 'range') && !atLeast(session.context.django, '5.2'))
    return unknownNode(session, `\`${name}\` of an unresolved field before Django 5.0`);
  return { kind: 'lookup', name: lookup, lhs, rhs, plain: !typed };
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
  for (const keyword of call.kwargs.keys())
    if (!known.has(keyword)) return unknownNode(session, `the argument \`${keyword}\` of \`${name}\``);
  const args = [...readArgs(values, session, depth + 1)];
  if (args.length === 2 && Object.hasOwn(defaultArguments, name)) args.push(textNode(defaultArguments[name] ?? ''));
  if (name === 'Round' && args.length === 1 && atLeast(session.context.django, '4.0'))
    args.push({ kind: 'value', value: { kind: 'int', value: 0n }, output: undefined });
  const [least, most] = functionFacts(name)?.arity ?? [0, 0];
  if (
    args.length < least ||
    args.length > most ||
    (name === 'Round' && args.length === 2 && !atLeast(session.context.django, '4.0') && values.length === 2)
  ) {
    return unknownNode(session, `\`${name}\` with ${args.length} arguments`);
  }
  return func(name, args, {}, outputField(call.kwargs.get('output_field'), session));
}

function readDateFunction(call: PyCall, name: string, session: Session, depth: number): Node {
  const given = argumentsOf(call, ['expression', 'output_field', 'tzinfo'], session);
  if ((given.get('tzinfo') ?? none).kind !== 'none') return unknownNode(session, `\`${name}\` with a time zone`);
  const inner = readNode(given.get('expression') ?? none, session, depth + 1);
  const output = outputField(given.get('output_field'), session);
  const dates = datePart(name);
  return dates === undefined ? func(name, [inner], {}, output) : func(dates.base, [inner], { part: dates.part }, output);
}
