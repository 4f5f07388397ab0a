/** The lookups of JSONField and of paths into it. https://docs.djangoproject.com/en/5.2/topics/db/queries/#querying-jsonfield */
import type { Compiled, Session } from '../session.ts';
import { sql, unknownSql } from '../session.ts';
import type { LookupNode, Node } from '../node.ts';
import { isMysql } from '../compile/text.ts';
import type { ExpressionField } from '../../values/field.ts';
import { atLeast, isField, plainField } from '../../values/field.ts';
import type { Literal } from '../../values/literal.ts';
import { intOf } from '../../values/literal.ts';
import { prepareValue } from '../../values/prepare.ts';
import { builtinLookup, isNode, processLhs, processRhs } from './builtin.ts';
import { hasKeySql, pathParts } from './json-path.ts';

type KeyNode = Node & { readonly kind: 'key' };

/** The lookup's SQL; undefined when the left side is no JSON or the general lookup applies. */
export function jsonLookup(node: LookupNode, field: ExpressionField, session: Session): Compiled | undefined {
  const key = node.lhs.kind === 'key' ? node.lhs : undefined;
  if (key === undefined && !isField(field, 'JSONField')) return undefined;
  if (key?.text === true) return undefined;
  switch (node.name) {
    case 'contains':
    case 'contained_by':
      return containment(node, session);
    case 'has_key':
    case 'has_keys':
    case 'has_any_keys':
      return hasKeys(node, session);
    case 'exact':
      return key === undefined ? exact(node, field, session) : keyExact(node, key, field, session);
    case 'isnull':
      return key === undefined ? undefined : keyIsNull(node, key, session);
    case 'in':
      return key === undefined ? undefined : keyIn(node, key, field, session);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return key === undefined ? undefined : keyCompared(node, field, session);
  }
  return textLookup(node, key, session);
}

const json = plainField('JSONField');

function rhsValue(node: LookupNode, session: Session): Compiled {
  const value = node.rhs.kind === 'literal' ? prepareValue(json, node.rhs.value, session.context) : undefined;
  if (node.rhs.kind === 'literal' && value !== undefined) return sql('%s', [value]);
  return node.rhs.kind === 'node' ? processRhs(node, json, session) : unknownSql(session, 'a JSON value that is not known');
}

function containment(node: LookupNode, session: Session): Compiled {
  const { vendor } = session.context;
  const lhs = session.compile(node.lhs, true);
  const rhs = rhsValue(node, session);
  if (vendor === 'postgresql')
    return sql(`${lhs.sql} ${node.name === 'contains' ? '@>' : '<@'} ${rhs.sql}`, [...lhs.params, ...rhs.params]);
  if (!isMysql(vendor)) return unknownSql(session, `${node.name} on JSON, which ${vendor} does not support`);
  if (node.name === 'contains') return sql(`JSON_CONTAINS(${lhs.sql}, ${rhs.sql})`, [...lhs.params, ...rhs.params]);
  return sql(`JSON_CONTAINS(${rhs.sql}, ${lhs.sql})`, [...rhs.params, ...lhs.params]);
}

const keyOperators: Readonly<Record<string, string>> = { has_key: '?', has_keys: '?&', has_any_keys: '?|' };

function hasKeys(node: LookupNode, session: Session): Compiled {
  const value = node.rhs.kind === 'literal' ? node.rhs.value : undefined;
  const one = node.name === 'has_key';
  const items = one ? (value === undefined ? [] : [value]) : value?.kind === 'list' || value?.kind === 'tuple' ? value.items : [];
  if (items.length === 0 || items.some((item) => item.kind !== 'str' && item.kind !== 'int'))
    return unknownSql(session, 'keys that are not known');
  const texts = items.map((item) => (item.kind === 'str' ? item.value : String(intOf(item))));
  if (session.context.vendor === 'postgresql') {
    const lhs = session.compile(node.lhs, true);
    const [first] = items;
    const rhs: Literal = one && first !== undefined ? first : { kind: 'list', items: texts.map((text) => ({ kind: 'str', value: text })) };
    return sql(`${lhs.sql} ${keyOperators[node.name]} %s`, [...lhs.params, rhs]);
  }
  // json.dumps writes a whole number without quotes; has_keys turns its keys into strings first.
  const keys = one && items[0]?.kind === 'int' && atLeast(session.context.django, '4.2') ? texts.map((text) => `\u0000${text}`) : texts;
  return hasKeySql(node.lhs, keys, session, one ? {} : { joiner: node.name === 'has_keys' ? ' AND ' : ' OR ' });
}

/** Each parameter of the right-hand side in a function. */
function wrapped(rhs: Compiled, wrap: (param: Literal, index: number) => string): Compiled {
  let index = -1;
  return {
    ...rhs,
    sql: rhs.sql.replaceAll('%s', () => {
      index += 1;
      const param = rhs.params[index];
      return param === undefined ? '%s' : wrap(param, index);
    }),
  };
}

function jsonRhs(node: LookupNode, session: Session): Compiled {
  const rhs = rhsValue(node, session);
  return isMysql(session.context.vendor) ? wrapped(rhs, () => "JSON_EXTRACT(%s, '$')") : rhs;
}

function exact(node: LookupNode, field: ExpressionField, session: Session): Compiled {
  const { vendor, serverVersion } = session.context;
  const compiled = processLhs(node, field, session);
  const none = node.rhs.kind === 'literal' && node.rhs.value.kind === 'none';
  const typed = none && vendor === 'sqlite' && !atLeast(session.context.django, '4.1');
  const lhs = typed ? { ...compiled, sql: `JSON_TYPE(${compiled.sql}, '$')` } : compiled;
  const rhs = jsonRhs(node, session);
  const params = [...lhs.params, ...rhs.params];
  if (vendor !== 'oracle' || !atLeast(session.context.django, '5.1')) return sql(`${lhs.sql} = ${rhs.sql}`, params);
  const made =
    serverVersion !== undefined && atLeast(serverVersion, '21.0') ? [`JSON(${lhs.sql})`, `JSON(${rhs.sql})`] : [lhs.sql, rhs.sql];
  return sql(`JSON_EQUAL(${made.join(', ')} ERROR ON ERROR)`, params);
}

const oracleJson = (value: Literal) => {
  const text = value.kind === 'str' ? value.value : '';
  return `${/^[[{]/.test(text) ? 'JSON_QUERY' : 'JSON_VALUE'}(JSON_OBJECT('value' VALUE %s FORMAT JSON), '$.value')`;
};
const jsonConstants: ReadonlySet<string> = new Set(['null', 'true', 'false']);

function keyRhs(node: LookupNode, session: Session): Compiled {
  const { vendor, django } = session.context;
  if (node.rhs.kind === 'node' && node.rhs.node.kind === 'key') return processRhs(node, json, session);
  const rhs = jsonRhs(node, session);
  if (vendor === 'oracle') return wrapped(rhs, oracleJson);
  if (vendor !== 'sqlite') return rhs;
  const constants = atLeast(django, '4.1') ? jsonConstants : new Set(['null']);
  return wrapped(rhs, (param) => (param.kind === 'str' && constants.has(param.value) ? '%s' : "JSON_EXTRACT(%s, '$')"));
}

function keyExact(node: LookupNode, key: KeyNode, field: ExpressionField, session: Session): Compiled {
  const { vendor, django } = session.context;
  const none = node.rhs.kind === 'literal' && node.rhs.value.kind === 'none';
  if (none && vendor === 'oracle') {
    const has = hasKeySql(key.inner, [key.name], session, { index: true });
    const lhs = processLhs({ ...node, name: 'isnull' }, field, session);
    return sql(`${has.sql} AND ${lhs.sql} IS NULL`, [...has.params, ...lhs.params]);
  }
  const rhs = keyRhs(node, session);
  if (none && vendor === 'sqlite' && !atLeast(django, '4.1')) {
    const { start } = pathParts(key, session);
    const path = session.compile(key, false).params.at(-1);
    return sql(`JSON_TYPE(${start.sql}, %s) = ${rhs.sql}`, [...start.params, ...(path === undefined ? [] : [path]), ...rhs.params]);
  }
  const lhs = processLhs(node, field, session);
  return sql(`${lhs.sql} = ${rhs.sql}`, [...lhs.params, ...rhs.params]);
}

function keyIsNull(node: LookupNode, key: KeyNode, session: Session): Compiled | undefined {
  const value = node.rhs.kind === 'literal' && node.rhs.value.kind === 'bool' ? node.rhs.value.value : undefined;
  const { vendor } = session.context;
  if (value === undefined || (vendor !== 'sqlite' && vendor !== 'oracle')) return undefined;
  const has = hasKeySql(key.inner, [key.name], session, { index: true, negative: value });
  if (vendor === 'sqlite' || !value) return has;
  const { start } = pathParts(key, session);
  return sql(`(NOT ${has.sql} OR ${start.sql} IS NULL)`, [...has.params, ...start.params]);
}

function keyIn(node: LookupNode, key: KeyNode, field: ExpressionField, session: Session): Compiled {
  const { vendor, django } = session.context;
  const items =
    node.rhs.kind === 'items'
      ? node.rhs.items
      : node.rhs.kind === 'literal' && (node.rhs.value.kind === 'list' || node.rhs.value.kind === 'tuple')
        ? node.rhs.value.items
        : undefined;
  if (items === undefined) return unknownSql(session, 'a list of JSON values that is not known');
  const lhs = processLhs({ ...node, lhs: key }, field, session);
  const parts: Compiled[] = [];
  for (const item of items) {
    if (!isNode(item) && item.kind === 'none') continue;
    const one: LookupNode = { ...node, name: 'in', rhs: isNode(item) ? { kind: 'node', node: item } : { kind: 'literal', value: item } };
    let part = isNode(item) ? session.compile(item, true) : rhsValue(one, session);
    const [param] = part.params;
    if (!isNode(item) && vendor === 'oracle' && param !== undefined) part = { ...part, sql: oracleJson(param) };
    const constant = vendor === 'sqlite' && atLeast(django, '4.1') && param?.kind === 'str' && jsonConstants.has(param.value);
    if (!isNode(item) && (isMysql(vendor) || vendor === 'sqlite') && !constant) part = { ...part, sql: "JSON_EXTRACT(%s, '$')" };
    parts.push(vendor === 'mariadb' ? { ...part, sql: `JSON_UNQUOTE(${part.sql})` } : part);
  }
  if (parts.length === 0) return { kind: 'empty', sql: '', params: [] };
  return sql(`${lhs.sql} IN (${parts.map((part) => part.sql).join(', ')})`, [...lhs.params, ...parts.flatMap((part) => part.params)]);
}

/** Greater and less: outside PostgreSQL with the plain value. */
function keyCompared(node: LookupNode, field: ExpressionField, session: Session): Compiled {
  const lhs = processLhs(node, field, session);
  const operator = { gt: '>', gte: '>=', lt: '<', lte: '<=' }[node.name];
  const native = session.context.vendor === 'postgresql';
  const scalar = node.rhs.kind === 'literal' && ['int', 'float', 'str', 'bool'].includes(node.rhs.value.kind) ? node.rhs.value : undefined;
  if (!native && node.rhs.kind === 'literal' && scalar === undefined) return unknownSql(session, 'a JSON value that cannot be ordered');
  const rhs = native || scalar === undefined ? rhsValue(node, session) : sql('%s', [scalar]);
  return sql(`${lhs.sql} ${operator} ${rhs.sql}`, [...lhs.params, ...rhs.params]);
}

const caseless: ReadonlySet<string> = new Set(['iexact', 'icontains', 'istartswith', 'iendswith', 'iregex']);
const textual: ReadonlySet<string> = new Set([...caseless, 'startswith', 'endswith', 'regex']);

/** Text lookups read a path as text; on MySQL the caseless ones fold both sides. */
function textLookup(node: LookupNode, key: KeyNode | undefined, session: Session): Compiled | undefined {
  if (!textual.has(node.name)) return undefined;
  const { vendor, django } = session.context;
  const lhs: Node = key === undefined ? node.lhs : { ...key, text: true };
  const field = key === undefined || !atLeast(django, '4.2') ? json : plainField('TextField');
  const folds = isMysql(vendor) && caseless.has(node.name) && (key !== undefined || (node.name === 'icontains' && atLeast(django, '4.1')));
  if (!folds) return builtinLookup({ ...node, lhs, plain: true }, field, session);
  const left = processLhs({ ...node, lhs }, field, session);
  const right = processRhs({ ...node, lhs }, field, session);
  const params = [...left.params, ...right.params];
  const [l, r] = [`LOWER(${left.sql})`, `LOWER(${right.sql})`];
  if (node.rhs.kind !== 'literal') return unknownSql(session, 'a caseless comparison of two JSON texts on MySQL');
  if (node.name !== 'iregex') return sql(`${l} LIKE ${r}`, params);
  return sql(vendor === 'mariadb' ? `${l} REGEXP ${r}` : `REGEXP_LIKE(${l}, ${r}, 'i')`, params);
}
