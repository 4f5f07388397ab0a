/** Expressions to SQL: what each class's `as_sql` and `as_<vendor>` write. */
import { atLeast, internalType, isField } from '../../values/field.ts';
import { prepareValue } from '../../values/prepare.ts';
import { compileLookup } from '../lookups/lookup.ts';
import { keySql } from '../lookups/json-path.ts';
import { standsAlone } from './conditional.ts';
import type { Compiled, Session } from '../session.ts';
import { sql, unknownSql } from '../session.ts';
import { functionSql } from './functions.ts';
import type { CaseNode, CombinedNode, Node, OrderNode, WhereNode } from '../node.ts';
import { fieldOf, outputOf, temporalDifference } from '../node.ts';
import { func } from '../lookups/paths.ts';
import { numeric } from './plain-function.ts';
import { isMysql, join, quoteName } from './text.ts';

/** The expression's SQL. */
export function compileNode(node: Node, session: Session, resolved: boolean): Compiled {
  switch (node.kind) {
    case 'column':
      return sql(quoteName(node.field.column, session.context.vendor));
    case 'value':
      return numeric(node, valueSql(node, session), session);
    case 'raw':
      return sql(node.sql, node.params);
    case 'func':
      return functionSql(node, session, resolved);
    case 'combined':
      return combinedSql(node, session, resolved);
    case 'wrapper':
      return numeric(node, session.compile(node.inner, resolved), session);
    case 'negated':
      return negatedSql(node.inner, session, resolved);
    case 'case':
      return caseSql(node, session, resolved);
    case 'where':
      return whereSql(node, session, resolved);
    case 'lookup':
      return compileLookup(node, session);
    case 'key':
      return keySql(node, session);
    case 'order':
      return orderSql(node, session, resolved);
    case 'unknown':
      return sql('NULL');
  }
}

function valueSql(node: Node & { kind: 'value' }, session: Session): Compiled {
  const output = outputOf(node, session.context);
  if (output === undefined || output === 'mixed') return node.value.kind === 'none' ? sql('NULL') : sql('%s', [node.value]);
  if (isField(output, 'JSONField') && node.value.kind === 'none' && !atLeast(session.context.django, '4.2')) return sql('NULL');
  if (isField(output, 'ArrayField')) return arrayValue(node, session);
  const value = prepareValue(output, node.value, session.context);
  if (value === undefined) return unknownSql(session, `how a ${output.type} writes its value`);
  if (isField(output, 'RangeField') && output.dbType === undefined) return unknownSql(session, 'a range of an unknown type');
  if (isField(output, 'RangeField')) return sql(`%s::${output.dbType}`, [value]);
  if (isField(output, 'BinaryField') && isMysql(session.context.vendor)) return unknownSql(session, 'bytes in a MySQL expression');
  return value.kind === 'none' ? sql('NULL') : sql('%s', [value]);
}

function arrayValue(node: Node & { kind: 'value' }, session: Session): Compiled {
  const output = node.output;
  const base = output?.base;
  const items = node.value.kind === 'list' || node.value.kind === 'tuple' ? node.value.items : undefined;
  if (output?.dbType === undefined || base === undefined || items === undefined) return unknownSql(session, 'an array that is not known');
  const prepared = items.map((item) => prepareValue(base, item, session.context));
  if (!prepared.every((item) => item !== undefined)) return unknownSql(session, 'an array whose items are not known');
  // psycopg 3 is given int wrappers whose array type follows the base field.
  return sql(`%s::${output.dbType}`, [
    { kind: 'list', items: prepared, ...(isField(base, 'IntegerField') ? { intSize: intSizes[internalType(base) ?? ''] ?? 4 } : {}) },
  ]);
}

const intSizes: Readonly<Record<string, number>> = {
  SmallIntegerField: 2,
  PositiveSmallIntegerField: 2,
  BigIntegerField: 8,
  PositiveBigIntegerField: 8,
};

// ---- operators

function combinedSql(node: CombinedNode, session: Session, resolved: boolean): Compiled {
  const { context } = session;
  const [a, b] = [session.compile(node.left, resolved), session.compile(node.right, resolved)];
  if (a.kind !== 'sql' || b.kind !== 'sql') return unknownSql(session, 'arithmetic with a condition that is always true or never');
  if (session.resolves && temporalDifference(node, context))
    return subtractTemporals(internalType(fieldOf(node.left, context)) ?? '', a, b, session);
  const [left, right] = [internalType(fieldOf(node.left, context)), internalType(fieldOf(node.right, context))];
  const duration = session.resolves && (left === 'DurationField' || right === 'DurationField') && left !== right;
  if (duration && context.vendor !== 'postgresql' && context.vendor !== 'oracle') return durationSql(node, a, b, session);
  const text = combine(node.op, a.sql, b.sql, session);
  if (text === undefined) return unknownSql(session, `the operator ${node.op} on ${context.vendor}`);
  const twice = context.vendor === 'oracle' && node.op === '|';
  return numeric(node, sql(`(${text})`, twice ? [...a.params, ...b.params, ...a.params] : [...a.params, ...b.params]), session);
}

/** `combine_expression`. */
function combine(op: string, a: string, b: string, session: Session): string | undefined {
  const { vendor, django } = session.context;
  if (vendor === 'sqlite' && (op === '^' || op === '#')) return op === '^' ? `POWER(${a},${b})` : `BITXOR(${a},${b})`;
  if (isMysql(vendor)) {
    if (op === '^') return `POW(${a},${b})`;
    if (['&', '|', '<<', '#'].includes(op)) return `CONVERT(${a}${op === '#' ? '^' : op}${b}, SIGNED)`;
    if (op === '>>') return `FLOOR(${a} / POW(2, ${b}))`;
  }
  if (vendor === 'oracle') {
    const forms: Readonly<Record<string, string>> = {
      '%%': `MOD(${a},${b})`,
      '&': `BITAND(${a},${b})`,
      '|': `BITAND(-${a}-1,${b})+${a}`,
      '<<': `(${a} * POWER(2, ${b}))`,
      '>>': `FLOOR(${a} / POWER(2, ${b}))`,
      '^': `POWER(${a},${b})`,
    };
    if (op === '#') return undefined;
    if (Object.hasOwn(forms, op)) return forms[op];
  }
  return op === '#' && vendor === 'postgresql' && !atLeast(django, '3.1') ? undefined : `${a} ${op} ${b}`;
}

function durationSql(node: CombinedNode, a: Compiled, b: Compiled, session: Session): Compiled {
  const { vendor } = session.context;
  const params = [...a.params, ...b.params];
  const op = node.op;
  if (vendor === 'sqlite') {
    if (!(atLeast(session.context.django, '4.0') ? ['+', '-', '*', '/'] : ['+', '-']).includes(op))
      return unknownSql(session, `the operator ${op} on durations`);
    const allowed = ['DecimalField', 'DurationField', 'FloatField', 'IntegerField'];
    const types = [node.left, node.right].map((side) => internalType(fieldOf(side, session.context)) ?? '');
    if ((op === '*' || op === '/') && !types.every((type) => allowed.includes(type)))
      return unknownSql(session, `the operator ${op} on durations`);
    return sql(`(django_format_dtdelta('${op}', ${a.sql}, ${b.sql}))`, params);
  }
  const side = (expression: Node, compiled: Compiled) =>
    internalType(fieldOf(expression, session.context)) === 'DurationField' ? `INTERVAL ${compiled.sql} MICROSECOND` : compiled.sql;
  const text = combine(op, side(node.left, a), side(node.right, b), session);
  return text === undefined ? unknownSql(session, `the operator ${op} on durations`) : sql(`(${text})`, params);
}

function subtractTemporals(type: string, a: Compiled, b: Compiled, session: Session): Compiled {
  const { vendor } = session.context;
  const params = [...a.params, ...b.params];
  if (vendor === 'sqlite') return sql(`${type === 'TimeField' ? 'django_time_diff' : 'django_timestamp_diff'}(${a.sql}, ${b.sql})`, params);
  if (isMysql(vendor) && type === 'TimeField') {
    if (vendor === 'mariadb') return sql(`CAST((TIME_TO_SEC(${a.sql}) - TIME_TO_SEC(${b.sql})) * 1000000 AS SIGNED)`, params);
    const micros = (side: string) => `(TIME_TO_SEC(${side}) * 1000000 + MICROSECOND(${side}))`;
    return sql(`(${micros(a.sql)} - ${micros(b.sql)})`, [...a.params, ...a.params, ...b.params, ...b.params]);
  }
  if (isMysql(vendor)) return sql(`TIMESTAMPDIFF(MICROSECOND, ${b.sql}, ${a.sql})`, [...b.params, ...a.params]);
  if (type !== 'DateField') return sql(`(${a.sql} - ${b.sql})`, params);
  return sql(
    vendor === 'oracle' ? `NUMTODSINTERVAL(TO_NUMBER(${a.sql} - ${b.sql}), 'DAY')` : `(interval '1 day' * (${a.sql} - ${b.sql}))`,
    params,
  );
}

// ---- conditions

function negatedSql(inner: Node, session: Session, resolved: boolean): Compiled {
  const compiled = session.compile(inner, resolved);
  if (compiled.kind !== 'sql') return unknownSql(session, 'the negation of a condition that is always true or never');
  if (!standsAlone(inner, session)) return sql(`CASE WHEN ${compiled.sql} = 0 THEN 1 ELSE 0 END`, compiled.params);
  return sql(`NOT ${compiled.sql}`, compiled.params);
}

function caseSql(node: CaseNode, session: Session, resolved: boolean): Compiled {
  const parts: Compiled[] = [];
  let otherwise: Node = node.otherwise;
  for (const { condition, result } of node.whens) {
    const test = session.compile(condition, resolved);
    if (test.kind === 'empty') continue;
    if (test.kind === 'full') {
      if (!atLeast(session.context.django, '4.2')) return unknownSql(session, 'a Case with a condition that is always true');
      otherwise = result;
      break;
    }
    const then = session.compile(result, resolved);
    parts.push(sql(`WHEN ${test.sql} THEN ${then.sql}`, [...test.params, ...then.params]));
  }
  const last = session.compile(otherwise, resolved);
  const output = outputOf(node, session.context);
  if (output === 'mixed') return unknownSql(session, 'a Case of mixed types');
  if (parts.length === 0) return last;
  const cases = join(parts, ' ');
  const text = `CASE ${cases.sql} ELSE ${last.sql} END`;
  return numeric(node, sql(unified(text, node, session), [...cases.params, ...last.params]), session);
}

/** `unification_cast_sql`: PostgreSQL takes untyped branches as text. */
function unified(text: string, node: Node, session: Session): string {
  const output = fieldOf(node, session.context);
  const types: Readonly<Record<string, string>> = {
    GenericIPAddressField: 'inet',
    IPAddressField: 'inet',
    TimeField: 'time',
    UUIDField: 'uuid',
  };
  const type = types[internalType(output) ?? ''];
  return session.context.vendor === 'postgresql' && type !== undefined ? `CAST(${text} AS ${type})` : text;
}

/** `WhereNode.as_sql`: children that match everything or nothing are left out, or decide. */
function whereSql(node: WhereNode, session: Session, resolved: boolean): Compiled {
  const { vendor, django } = session.context;
  if (node.connector === 'XOR' && !isMysql(vendor)) return session.compile(withoutXor(node, django), resolved);
  const and = node.connector === 'AND';
  let [full, empty] = and ? [node.children.length, 1] : [1, node.children.length];
  const parts: Compiled[] = [];
  for (const child of node.children) {
    const compiled = session.compile(child, resolved);
    if (compiled.kind === 'empty') empty -= 1;
    else if (compiled.kind === 'full' || compiled.sql === '') full -= 1;
    else parts.push(compiled);
    if (empty === 0) return { kind: node.negated ? 'full' : 'empty', sql: '', params: [] };
    if (full === 0) return { kind: node.negated ? 'empty' : 'full', sql: '', params: [] };
  }
  if (parts.length === 0) return { kind: 'full', sql: '', params: [] };
  const joined = join(parts, ` ${node.connector} `);
  if (node.negated) return sql(`NOT (${joined.sql})`, joined.params);
  return parts.length > 1 || resolved ? sql(`(${joined.sql})`, joined.params) : joined;
}

/** `a XOR b` as `(a OR b) AND 1 = MOD(a + b, 2)`; before Django 5.0 without the MOD. */
function withoutXor(node: WhereNode, django: string): Node {
  const number = (value: bigint): Node => ({ kind: 'value', value: { kind: 'int', value }, output: undefined });
  const flags = node.children.map((child): Node => ({
    kind: 'case',
    whens: [{ condition: child, result: number(1n) }],
    otherwise: number(0n),
    output: undefined,
  }));
  let sum = flags.reduce((left, right) => ({ kind: 'combined', op: '+', left, right, output: undefined }));
  if (node.children.length > 2 && atLeast(django, '5.0')) sum = func('Mod', [sum, number(2n)]);
  const either: WhereNode = { kind: 'where', connector: 'OR', negated: false, children: node.children };
  const odd: Node = { kind: 'lookup', name: 'exact', lhs: number(1n), rhs: { kind: 'node', node: sum }, plain: true };
  return { kind: 'where', connector: 'AND', negated: node.negated, children: [either, odd] };
}

function orderSql(node: OrderNode, session: Session, resolved: boolean): Compiled {
  const inner = session.compile(node.inner, resolved);
  const direction = node.descending ? 'DESC' : 'ASC';
  const { vendor } = session.context;
  if (node.nulls !== undefined && isMysql(vendor)) {
    const last = node.nulls === 'last' && !node.descending;
    const first = node.nulls === 'first' && node.descending;
    if (!last && !first) return sql(`${inner.sql} ${direction}`, inner.params);
    return sql(`${inner.sql} IS ${last ? 'NULL' : 'NOT NULL'}, ${inner.sql} ${direction}`, [...inner.params, ...inner.params]);
  }
  const nulls = node.nulls === undefined ? '' : ` NULLS ${node.nulls.toUpperCase()}`;
  return sql(`${inner.sql} ${direction}${nulls}`, inner.params);
}
