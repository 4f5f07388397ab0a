/** The lookups that Django registers for every field: comparisons, patterns, membership, ranges, NULL tests. */
import { compileBilateral, isBilateral } from './bilateral.ts';
import { integerRange, lookupCast, operatorOf, patternOf, regexSql } from './operators.ts';
import type { Compiled, Session } from '../session.ts';
import { sql, unknownSql } from '../session.ts';
import { standsAlone } from '../compile/conditional.ts';
import type { LookupNode, Node, Rhs } from '../node.ts';
import { fieldOf } from '../node.ts';
import { func } from './paths.ts';
import type { ExpressionField } from '../../values/field.ts';
import { atLeast, internalType, isField } from '../../values/field.ts';
import type { Literal } from '../../values/literal.ts';
import { intOf } from '../../values/literal.ts';
import { hasNativeUuid, prepareValue } from '../../values/prepare.ts';

const patterns: ReadonlySet<string> = new Set('contains icontains startswith istartswith endswith iendswith'.split(' '));
const unprepared: ReadonlySet<string> = new Set([...patterns, 'iexact', 'isnull', 'regex', 'iregex']);

/** The lookups that Django registers for every field. */
export function builtinLookup(given: LookupNode, field: ExpressionField | undefined, session: Session): Compiled {
  const bare = withUuidText(given, field, session);
  const node = { ...bare, lhs: oracleCase(bare.lhs, session) };
  const { vendor, django } = session.context;
  if (node.name === 'isnull') return isNull(node, session);
  const overflow = node.plain ? undefined : integerOverflow(node, field, session);
  if (overflow !== undefined) return overflow;
  const lhs = processLhs(node, field, session);
  if (node.name === 'exact' && node.rhs.kind === 'literal' && isTrueOrFalse(node, field) && standsAlone(node.lhs, session)) {
    return sql(trueOf(node.rhs.value) ? lhs.sql : `NOT ${lhs.sql}`, lhs.params);
  }
  if (node.name === 'in' || node.name === 'range') return listLookup(node, field, lhs, session);
  const rhs = processRhs(node, field, session);
  const params = [...lhs.params, ...rhs.params];
  if (rhs.kind !== 'sql' || lhs.kind !== 'sql') return rhs.kind === 'sql' ? lhs : rhs;
  if (node.name.endsWith('regex') && operatorOf(node.name, vendor) === undefined)
    return sql(regexSql(node.name, lhs.sql, rhs.sql, vendor), params);
  if (patterns.has(node.name) && (node.rhs.kind !== 'literal' || isBilateral(node.lhs)))
    return sql(`${lhs.sql} ${patternOf(node.name, rhs.sql, vendor)}`, params);
  const operator = operatorOf(node.name, vendor);
  if (operator === undefined) return unknownSql(session, `the lookup ${node.name} on ${vendor} with Django ${django}`);
  return sql(`${lhs.sql} ${operator.replace('%s', () => rhs.sql)}`, params);
}

/** UUIDs are compared as text without hyphens where the database has no type for them. */
function withUuidText(node: LookupNode, field: ExpressionField | undefined, session: Session): LookupNode {
  if (node.plain || !isField(field, 'UUIDField') || (!patterns.has(node.name) && node.name !== 'iexact') || hasNativeUuid(session.context))
    return node;
  const text = (value: string): Node => ({ kind: 'value', value: { kind: 'str', value }, output: undefined });
  const rhs: Node =
    node.rhs.kind === 'literal'
      ? { kind: 'value', value: node.rhs.value, output: undefined }
      : node.rhs.kind === 'node'
        ? node.rhs.node
        : text('');
  return {
    ...node,
    rhs: {
      kind: 'node',
      node: func('Replace', [rhs, text('-'), text('')], {}, { type: 'CharField', column: '', null: false, dbType: undefined }),
    },
  };
}

function trueOf(value: Literal): boolean {
  return intOf(value) === 1n;
}

/** Whether the right-hand side is a bool once the field has prepared it. */
function isTrueOrFalse(node: LookupNode, field: ExpressionField | undefined): boolean {
  if (node.rhs.kind !== 'literal' || !isField(field, 'BooleanField')) return false;
  const whole = intOf(node.rhs.value);
  return whole === 0n || whole === 1n;
}

/** The left-hand side as `process_lhs` writes it, with the database's cast for the lookup. */
export function processLhs(node: LookupNode, field: ExpressionField | undefined, session: Session): Compiled {
  const compiled = session.compile(node.lhs, true);
  const text = node.lhs.kind === 'lookup' && atLeast(session.context.django, '4.0') ? `(${compiled.sql})` : compiled.sql;
  return { ...compiled, sql: lookupCast(node.name, internalType(field) ?? '', text, session.context) };
}

/** Oracle compares no conditions: they become a CASE. */
function oracleCase(node: Node, session: Session): Node {
  const { vendor, django } = session.context;
  if (vendor !== 'oracle' || !atLeast(django, '4.0') || !standsAlone(node, session)) return node;
  if (!['lookup', 'where', 'wrapper', 'raw', 'negated'].includes(node.kind)) return node;
  if (node.kind === 'raw' && !isField(node.output, 'BooleanField')) return node;
  const bool = (value: boolean): Node => ({ kind: 'value', value: { kind: 'bool', value }, output: undefined });
  return { kind: 'case', whens: [{ condition: node, result: bool(true) }], otherwise: bool(false), output: undefined };
}

/** The right-hand side as `process_rhs` writes it. */
export function processRhs(node: LookupNode, field: ExpressionField | undefined, session: Session): Compiled {
  if (isBilateral(node.lhs)) return parenthesised(compileBilateral(node, field, session), undefined, session);
  if (node.rhs.kind === 'node') return parenthesised(session.compile(oracleCase(node.rhs.node, session), false), node.rhs.node, session);
  if (node.rhs.kind === 'items') return unknownSql(session, `a list where ${node.name} takes one value`);
  const value = unprepared.has(node.name) ? node.rhs.value : preparedValue(node, node.rhs.value, field, session);
  if (value === undefined) return unknownSql(session, `how a ${field?.type ?? 'field'} compares with the value`);
  return sql('%s', [patterned(node, value, session)]);
}

/** Expressions stand in parentheses since Django 4.0; since 5.0 values do not. */
function parenthesised(compiled: Compiled, node: Node | undefined, session: Session): Compiled {
  const { django } = session.context;
  if (!atLeast(django, '4.0') || compiled.kind !== 'sql' || compiled.sql.startsWith('(')) return compiled;
  if (node?.kind === 'value' && atLeast(django, '5.1')) return compiled;
  return { ...compiled, sql: `(${compiled.sql})` };
}

function preparedValue(node: LookupNode, value: Literal, field: ExpressionField | undefined, session: Session): Literal | undefined {
  if (field === undefined) return value;
  return prepareValue(field, roundedUp(node, value, field), session.context);
}

/** `IntegerFieldFloatRounding`: a float against `gte` or `lt` is rounded up. */
function roundedUp(node: LookupNode, value: Literal, field: ExpressionField): Literal {
  if (node.plain || value.kind !== 'float' || !isField(field, 'IntegerField') || (node.name !== 'gte' && node.name !== 'lt')) return value;
  const number = Math.ceil(Number(value.text));
  return Number.isFinite(number) ? { kind: 'int', value: BigInt(number) } : value;
}

/** `prep_for_like_query` and the percent signs around it. */
function patterned(node: LookupNode, value: Literal, session: Session): Literal {
  const text = pythonText(value);
  if (patterns.has(node.name)) {
    const escaped = (text ?? '')
      .replaceAll('\\', '\\\\')
      .replaceAll('%', String.raw`\%`)
      .replaceAll('_', String.raw`\_`);
    if (text === undefined) session.problems.push('a pattern that is no text');
    return { kind: 'str', value: `${node.name.endsWith('startswith') ? '' : '%'}${escaped}${node.name.endsWith('endswith') ? '' : '%'}` };
  }
  if (node.name !== 'iexact' || session.context.vendor === 'postgresql' || session.context.vendor === 'oracle') return value;
  if (text === undefined) session.problems.push('a pattern that is no text');
  return {
    kind: 'str',
    value: (text ?? '')
      .replaceAll('\\', '\\\\')
      .replaceAll('%', String.raw`\%`)
      .replaceAll('_', String.raw`\_`),
  };
}

function pythonText(value: Literal): string | undefined {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'int') return String(value.value);
  if (value.kind === 'bool') return value.value ? 'True' : 'False';
  return value.kind === 'float' || value.kind === 'decimal' ? value.text : undefined;
}

function isNull(node: LookupNode, session: Session): Compiled {
  const { vendor, django } = session.context;
  const rhs = node.rhs.kind === 'literal' ? node.rhs.value : undefined;
  if (rhs?.kind !== 'bool') return unknownSql(session, 'isnull with something else than True or False');
  if (node.lhs.kind === 'value' && atLeast(django, '4.2')) {
    const empty = vendor === 'oracle' && node.lhs.value.kind === 'str' && node.lhs.value.value === '';
    const isNone = node.lhs.value.kind === 'none' || empty;
    return { kind: isNone === rhs.value ? 'full' : 'empty', sql: '', params: [] };
  }
  const field = fieldOf(node.lhs, session.context);
  const lhs = atLeast(django, '4.2') ? processLhs(node, field, session) : session.compile(node.lhs, false);
  return sql(`${lhs.sql} IS ${rhs.value ? '' : 'NOT '}NULL`, lhs.params);
}

/** Since Django 4.2 a value that the column cannot hold decides the comparison. */
function integerOverflow(node: LookupNode, field: ExpressionField | undefined, session: Session): Compiled | undefined {
  if (!atLeast(session.context.django, '5.0') || !isField(field, 'IntegerField') || node.rhs.kind !== 'literal' || field === undefined)
    return undefined;
  const prepared = prepareValue(field, roundedUp(node, node.rhs.value, field), session.context);
  const value = intOf(prepared);
  const range = integerRange(internalType(field) ?? '', session.context.vendor);
  if (value === undefined || range === undefined || !['exact', 'gt', 'gte', 'lt', 'lte'].includes(node.name)) return undefined;
  if (value < range[0]) return { kind: node.name.startsWith('g') ? 'full' : 'empty', sql: '', params: [] };
  return value > range[1] ? { kind: node.name.startsWith('l') ? 'full' : 'empty', sql: '', params: [] } : undefined;
}

function itemsOf(rhs: Rhs): readonly (Literal | Node)[] | undefined {
  if (rhs.kind === 'items') return rhs.items;
  const value = rhs.kind === 'literal' ? rhs.value : undefined;
  return value?.kind === 'list' || value?.kind === 'tuple' || value?.kind === 'set' ? value.items : undefined;
}

const nodeKinds: ReadonlySet<string> = new Set([
  'column',
  'value',
  'raw',
  'func',
  'combined',
  'wrapper',
  'negated',
  'case',
  'where',
  'lookup',
  'key',
  'order',
  'unknown',
]);

/** Whether an item of a list is an expression. */
export function isNode(item: Literal | Node): item is Node {
  return nodeKinds.has(item.kind);
}

/** `in` and `range`. The order of a set is Python's secret. */
function listLookup(node: LookupNode, field: ExpressionField | undefined, lhs: Compiled, session: Session): Compiled {
  const items = itemsOf(node.rhs);
  if (items === undefined || isBilateral(node.lhs)) return unknownSql(session, `${node.name} with something else than a list`);
  if (node.rhs.kind === 'literal' && node.rhs.value.kind === 'set' && items.length > 1)
    return unknownSql(session, 'a set, whose order is not known');
  const seen = new Set<string>();
  const parts: Compiled[] = [];
  for (const item of items) {
    if (!isNode(item) && item.kind === 'none' && node.name === 'in') continue;
    const part = itemSql(item, field, session);
    const key = JSON.stringify([part.sql, part.params], (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
    if (node.name === 'in' && seen.has(key)) continue;
    seen.add(key);
    parts.push(part);
  }
  const params = [...lhs.params, ...parts.flatMap((part) => part.params)];
  if (node.name === 'range') {
    const [from, to] = parts;
    return from === undefined || to === undefined || parts.length !== 2
      ? unknownSql(session, 'a range without two ends')
      : sql(`${lhs.sql} BETWEEN ${from.sql} AND ${to.sql}`, params);
  }
  if (parts.length === 0) return { kind: 'empty', sql: '', params: [] };
  if (session.context.vendor === 'oracle' && parts.length > 1000) return splitList(lhs, parts);
  return sql(`${lhs.sql} IN (${parts.map((part) => part.sql).join(', ')})`, params);
}

/** Oracle takes at most 1000 items in one IN. */
function splitList(lhs: Compiled, parts: readonly Compiled[]): Compiled {
  const groups: Compiled[] = [];
  for (let at = 0; at < parts.length; at += 1000) {
    const group = parts.slice(at, at + 1000);
    groups.push(
      sql(`${lhs.sql} IN (${group.map((part) => part.sql).join(', ')})`, [...lhs.params, ...group.flatMap((part) => part.params)]),
    );
  }
  return sql(
    `(${groups.map((group) => group.sql).join(' OR ')})`,
    groups.flatMap((group) => group.params),
  );
}

function itemSql(item: Literal | Node, field: ExpressionField | undefined, session: Session): Compiled {
  if (isNode(item)) return session.compile(item, true);
  const value = field === undefined ? item : prepareValue(field, item, session.context);
  return value === undefined
    ? unknownSql(session, `how a ${field?.type ?? 'field'} compares with a value of the list`)
    : sql('%s', [value]);
}
