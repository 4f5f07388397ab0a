/** Comparisons of a year: Django compares the date itself with the year's bounds. */
import type { Compiled, Session } from '../session.ts';
import { sql, unknownSql } from '../session.ts';
import type { LookupNode } from '../node.ts';
import { fieldOf } from '../node.ts';
import { atLeast, isField } from '../../values/field.ts';
import type { Literal } from '../../values/literal.ts';
import { intOf } from '../../values/literal.ts';
import { prepareValue } from '../../values/prepare.ts';
import { datePartsOf } from '../../values/time-text.ts';

/** `YearExact` and its kin; undefined for other lookups. */
export function yearLookup(node: LookupNode, session: Session): Compiled | undefined {
  const part = node.lhs.kind === 'func' && node.lhs.name === 'Extract' ? node.lhs.extra.get('part') : undefined;
  if ((part !== 'year' && part !== 'iso_year') || node.rhs.kind !== 'literal' || node.lhs.kind !== 'func') return undefined;
  if (!['exact', 'gt', 'gte', 'lt', 'lte'].includes(node.name)) return undefined;
  const [inner] = node.lhs.args;
  const year = intOf(node.rhs.value);
  if (inner === undefined || year === undefined || year < 1n || year > 9998n) return unknownSql(session, 'a year that is not known');
  const iso = part === 'iso_year' && atLeast(session.context.django, '4.0');
  const field = fieldOf(inner, session.context);
  const moment = isField(field, 'DateTimeField');
  const [start, finish] = [boundary(Number(year), iso, 'start', moment), boundary(Number(year), iso, 'finish', moment)];
  const [from, to] = [start, finish].map((value) => (field === undefined ? undefined : prepareValue(field, value, session.context)));
  if (from === undefined || to === undefined) return unknownSql(session, 'the bounds of a year in an unknown time zone');
  const lhs = session.compile(inner, true);
  if (node.name === 'exact') return sql(`${lhs.sql} BETWEEN %s AND %s`, [...lhs.params, from, to]);
  const operator = { gt: '>', gte: '>=', lt: '<', lte: '<=' }[node.name];
  return sql(`${lhs.sql} ${operator} %s`, [...lhs.params, node.name === 'gt' || node.name === 'lte' ? to : from]);
}

function boundary(year: number, iso: boolean, side: 'start' | 'finish', moment: boolean): Literal {
  const first = iso ? isoStart(side === 'start' ? year : year + 1) : new Date(Date.UTC(side === 'start' ? year : year + 1, 0, 1));
  if (side === 'finish') first.setUTCDate(first.getUTCDate() - 1);
  const date = datePartsOf(first);
  if (!moment) return { kind: 'date', ...date };
  const time = side === 'start' ? { hour: 0, minute: 0, second: 0, micro: 0 } : { hour: 23, minute: 59, second: 59, micro: 999_999 };
  return { kind: 'datetime', ...date, ...time, offset: undefined };
}

/** The Monday of the week that holds January 4. */
function isoStart(year: number): Date {
  const fourth = new Date(Date.UTC(year, 0, 4));
  fourth.setUTCDate(4 - ((fourth.getUTCDay() + 6) % 7));
  return fourth;
}
