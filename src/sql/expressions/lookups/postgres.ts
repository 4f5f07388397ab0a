/** The lookups of django.contrib.postgres: arrays, ranges, hstore, full text and trigrams. */
import type { Compiled, Session } from '../session.ts';
import { sql, unknownSql } from '../session.ts';
import type { LookupNode, Node, Rhs } from '../node.ts';
import { fieldOf } from '../node.ts';
import { castType } from '../compile/casts.ts';
import { func } from './paths.ts';
import type { ExpressionField } from '../../values/field.ts';
import { atLeast, isField } from '../../values/field.ts';
import type { Literal } from '../../values/literal.ts';
import { prepareValue, pythonValue } from '../../values/prepare.ts';
import { isNode, processLhs, processRhs } from './builtin.ts';

const operators: Readonly<Record<string, string>> = {
  contains: '@>',
  contained_by: '<@',
  overlap: '&&',
  fully_lt: '<<',
  fully_gt: '>>',
  not_lt: '&>',
  not_gt: '&<',
  adjacent_to: '-|-',
  has_key: '?',
  has_keys: '?&',
  has_any_keys: '?|',
  trigram_similar: '%%',
  trigram_word_similar: '%%>',
  trigram_strict_word_similar: '%%>>',
};

/** The lookup's SQL; undefined when it is none of PostgreSQL's own. */
export function postgresLookup(node: LookupNode, field: ExpressionField, session: Session): Compiled | undefined {
  if (session.context.vendor !== 'postgresql') return undefined;
  if (isField(field, 'ArrayField')) return arrayLookup(node, field, session);
  if (isField(field, 'RangeField')) return rangeLookup(node, field, session);
  if (isField(field, 'HStoreField')) return hstoreLookup(node, session);
  if (node.name === 'contained_by') return containedByRange(node, field, session);
  if (node.name === 'search') return searchLookup(node, session);
  return node.name.startsWith('trigram') ? operatorSql(node, field, session) : undefined;
}

/** `PostgresOperatorLookup`: no cast of the left side. */
function operatorSql(node: LookupNode, field: ExpressionField, session: Session): Compiled {
  const lhs = session.compile(node.lhs, true);
  const rhs = processRhs({ ...node, name: 'exact' }, field, session);
  return sql(`${lhs.sql} ${operators[node.name]} ${rhs.sql}`, [...lhs.params, ...rhs.params]);
}

// ---- arrays

function arrayLookup(node: LookupNode, field: ExpressionField, session: Session): Compiled | undefined {
  if (node.name === 'in') return arrayIn(node, field, session);
  if (node.name !== 'exact' && operators[node.name] === undefined) return undefined;
  const type = castType(field, session.context);
  const base = field.base;
  if (type === undefined || base === undefined) return unknownSql(session, 'an array of an unknown type');
  const lhs = node.name === 'exact' ? processLhs(node, field, session) : session.compile(node.lhs, true);
  const rhs = arrayRhs(node.rhs, base, session);
  const operator = node.name === 'exact' ? '=' : operators[node.name];
  return sql(`${lhs.sql} ${operator} ${rhs.sql}::${type}`, [...lhs.params, ...rhs.params]);
}

function arrayRhs(rhs: Rhs, base: ExpressionField, session: Session): Compiled {
  const { django } = session.context;
  if (rhs.kind === 'node') return processRhs({ kind: 'lookup', name: 'exact', lhs: rhs.node, rhs, plain: true }, undefined, session);
  const items = rhs.kind === 'items' ? rhs.items : rhs.value.kind === 'list' || rhs.value.kind === 'tuple' ? rhs.value.items : undefined;
  if (items === undefined) return unknownSql(session, 'an array that is not known');
  const nothing = items.every((item) => !isNode(item) && item.kind === 'none');
  if (nothing && atLeast(django, '4.2')) return sql('%s', [{ kind: 'list', items: items.filter((item) => !isNode(item)) }]);
  const nodes = items.map((item): Node => {
    if (isNode(item)) return item;
    const value = isField(base, 'ArrayField') ? undefined : pythonValue(base, item, session.context);
    if (value === undefined) session.problems.push(`how a ${base.type} writes an item of an array`);
    return { kind: 'value', value: value ?? item, output: undefined };
  });
  const array = session.compile(func('Func', nodes, { function: 'ARRAY', template: '%(function)s[%(expressions)s]' }), false);
  return atLeast(django, '4.0') ? { ...array, sql: `(${array.sql})` } : array;
}

function arrayIn(node: LookupNode, field: ExpressionField, session: Session): Compiled {
  const lists =
    node.rhs.kind === 'literal' && (node.rhs.value.kind === 'list' || node.rhs.value.kind === 'tuple') ? node.rhs.value.items : undefined;
  const base = field.base;
  if (lists === undefined || lists.length === 0 || base === undefined || !isField(base, 'CharField', 'TextField'))
    return unknownSql(session, 'a list of arrays');
  const params: Literal[] = [];
  for (const list of lists) {
    const items =
      list.kind === 'list' || list.kind === 'tuple' ? list.items.map((item) => prepareValue(base, item, session.context)) : [undefined];
    if (items.every((item) => item !== undefined)) params.push({ kind: 'list', items });
    else session.problems.push('a list of arrays whose items are not known');
  }
  const lhs = processLhs(node, field, session);
  return sql(`${lhs.sql} IN (${params.map(() => '%s').join(', ')})`, [...lhs.params, ...params]);
}

// ---- ranges

function rangeLookup(node: LookupNode, field: ExpressionField, session: Session): Compiled | undefined {
  if (operators[node.name] === undefined) return undefined;
  if (node.name !== 'contains') return operatorSql(node, field, session);
  const whole = node.rhs.kind === 'literal' && ['list', 'tuple', 'range'].includes(node.rhs.value.kind);
  if (whole) return operatorSql(node, field, session);
  if (node.rhs.kind === 'items') return unknownSql(session, 'a range of expressions');
  const rhs: Node = node.rhs.kind === 'literal' ? { kind: 'value', value: node.rhs.value, output: undefined } : node.rhs.node;
  return isField(field, 'DateRangeField', 'DateTimeRangeField')
    ? containsMoment(node, field, rhs, session)
    : containsNumber(node, field, rhs, session);
}

/** Dates are cast to the type of the range's ends. */
function containsMoment(node: LookupNode, field: ExpressionField, rhs: Node, session: Session): Compiled {
  const compiled = operatorSql({ ...node, rhs: { kind: 'node', node: rhs } }, field, session);
  const output = fieldOf(rhs, session.context);
  const type = isField(field, 'DateTimeRangeField') ? 'timestamp with time zone' : 'date';
  return output === undefined || output.type === field.type ? compiled : { ...compiled, sql: `${compiled.sql}::${type}` };
}

/** Numbers are cast since Django 4.2. */
function containsNumber(node: LookupNode, field: ExpressionField, rhs: Node, session: Session): Compiled {
  if (!atLeast(session.context.django, '4.2')) return operatorSql({ ...node, rhs: { kind: 'node', node: rhs } }, field, session);
  const types: Readonly<Record<string, string>> = {
    IntegerRangeField: 'integer',
    BigIntegerRangeField: 'bigint',
    DecimalRangeField: 'numeric(None, None)',
  };
  const output = { type: field.base?.type ?? '', column: '', null: false, dbType: types[field.type] };
  if (output.dbType === undefined) return unknownSql(session, `contains on a ${field.type}`);
  return operatorSql({ ...node, rhs: { kind: 'node', node: func('Cast', [rhs], {}, output) } }, field, session);
}

const rangeTypes: Readonly<Record<string, string>> = {
  smallint: 'int4range',
  integer: 'int4range',
  bigint: 'int8range',
  'double precision': 'numrange',
  numeric: 'numrange',
  date: 'daterange',
  'timestamp with time zone': 'tstzrange',
};

/** A number or date within a range: `RangeContainedBy`. */
function containedByRange(node: LookupNode, field: ExpressionField, session: Session): Compiled {
  const type = rangeTypes[(castType(field, session.context) ?? '').split('(')[0] ?? ''];
  if (type === undefined || node.rhs.kind !== 'node') return unknownSql(session, 'contained_by what is no range');
  const lhs = session.compile(node.lhs, true);
  const cast = isField(field, 'FloatField') ? '::numeric' : isField(field, 'SmallIntegerField') ? '::integer' : '';
  const rhs = processRhs(node, field, session);
  return sql(`${lhs.sql}${cast} <@ ${rhs.sql}::${type}`, [...lhs.params, ...rhs.params]);
}

// ---- the rest

function hstoreLookup(node: LookupNode, session: Session): Compiled | undefined {
  const operator = operators[node.name];
  if (operator === undefined) return undefined;
  const value = node.rhs.kind === 'literal' ? node.rhs.value : undefined;
  const isText = (item: Literal) => item.kind === 'str';
  const known =
    node.name === 'has_key'
      ? value !== undefined && isText(value)
      : value !== undefined && (value.kind === 'list' || value.kind === 'tuple') && value.items.every(isText);
  if (!known || value === undefined || !node.name.startsWith('has_')) return unknownSql(session, `${node.name} of an hstore`);
  const lhs = session.compile(node.lhs, true);
  const rhs: Literal = value.kind === 'tuple' ? { kind: 'list', items: value.items } : value;
  return sql(`${lhs.sql} ${operator} %s`, [...lhs.params, rhs]);
}

function searchLookup(node: LookupNode, session: Session): Compiled {
  if (node.rhs.kind !== 'literal' || node.rhs.value.kind !== 'str') return unknownSql(session, 'a search for what is no text');
  const lhs = session.compile(func('SearchVector', [node.lhs]), false);
  const query = atLeast(session.context.django, '4.0') ? '(plainto_tsquery(%s))' : 'plainto_tsquery(%s)';
  return sql(`${lhs.sql} @@ ${query}`, [...lhs.params, node.rhs.value]);
}
