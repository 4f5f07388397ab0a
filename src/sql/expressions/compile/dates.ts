/** EXTRACT, DATE_TRUNC and their like on each database. */
import { atLeast, isField } from '../../values/field.ts';
import type { Literal } from '../../values/literal.ts';
import type { Compiled, Session } from '../session.ts';
import { sql, unknownSql } from '../session.ts';
import type { FuncNode } from '../node.ts';
import { fieldOf } from '../node.ts';
import { isMysql } from './text.ts';

const text = (value: string): Literal => ({ kind: 'str', value });

/** Extract, Trunc, TruncDate and TruncTime of what their class allows. */
export function dateFunctionSql(node: FuncNode, session: Session): Compiled {
  const [inner] = node.args;
  const field = inner === undefined ? undefined : fieldOf(inner, session.context);
  const part = node.extra.get('part') ?? '';
  if (inner === undefined || !isField(field, 'DateField', 'TimeField', 'DurationField'))
    return unknownSql(session, `${node.name} of what is no date or time`);
  const moment = isField(field, 'DateTimeField');
  const zone = moment && session.context.useTz ? session.context.timeZone : undefined;
  if (moment && session.context.useTz && zone === undefined) return unknownSql(session, 'a date function in an unknown time zone');
  if (!/^[a-z_]+$/.test(part) && part !== '') return unknownSql(session, `the date part ${part}`);
  const compiled = session.compile(inner, false);
  if (node.name === 'Extract') return extractSql(node, part, compiled, zone, session);
  return truncSql(node, part, compiled, zone, session);
}

/** `_convert_sql_to_tz`: the connection's own zone is UTC. */
function inZone(compiled: Compiled, zone: string | undefined, session: Session): Compiled {
  const { vendor, django } = session.context;
  if (zone === undefined || vendor === 'sqlite') return compiled;
  if (vendor === 'postgresql') {
    if (/[+-]\d/.test(zone)) return unknownSql(session, 'a time zone that is an offset');
    return atLeast(django, '4.2')
      ? sql(`${compiled.sql} AT TIME ZONE %s`, [...compiled.params, text(zone)])
      : sql(`${compiled.sql} AT TIME ZONE '${zone}'`, compiled.params);
  }
  return zone === 'UTC' ? compiled : unknownSql(session, 'a date function outside UTC');
}

/** Stands for a call that takes no zones at all; no zone has this name. */
const withoutZone = '-';

function sqliteCall(name: string, part: string | undefined, compiled: Compiled, zone: string | undefined, session: Session): Compiled {
  const zones =
    zone === withoutZone ? [] : zone === undefined ? ([{ kind: 'none' }, { kind: 'none' }] as const) : [text(zone), text('UTC')];
  const head = part === undefined ? [] : [text(part)];
  const args = [...head.map(() => '%s'), compiled.sql, ...zones.map(() => '%s')].join(', ');
  const made = sql(`${name}(${args})`, [...head, ...compiled.params, ...zones]);
  return session.context.vendor === 'sqlite' ? made : compiled;
}

function extractSql(node: FuncNode, part: string, compiled: Compiled, zone: string | undefined, session: Session): Compiled {
  const { vendor, django } = session.context;
  const [inner] = node.args;
  const field = inner === undefined ? undefined : fieldOf(inner, session.context);
  const moment = isField(field, 'DateTimeField');
  const date = isField(field, 'DateField') && !moment;
  if (isField(field, 'DurationField') && vendor !== 'postgresql' && vendor !== 'oracle')
    return unknownSql(session, 'Extract of a duration');
  if (vendor === 'sqlite') {
    const name = moment ? 'django_datetime_extract' : date ? 'django_date_extract' : 'django_time_extract';
    return sqliteCall(name, part, compiled, moment ? zone : withoutZone, session);
  }
  const local = inZone(compiled, zone, session);
  if (vendor === 'postgresql') return postgresExtract(part, local, date, django);
  return isMysql(vendor) ? mysqlExtract(part, local) : oracleExtract(part, local, date, django);
}

function postgresExtract(part: string, local: Compiled, date: boolean, django: string): Compiled {
  const names: Readonly<Record<string, string>> = { week_day: 'dow', iso_week_day: 'isodow', iso_year: 'isoyear' };
  const name = names[part] ?? part;
  const plus = part === 'week_day' ? ' + 1' : '';
  // Django 4.1 cut the fraction of a second off.
  const whole = name === 'second' && atLeast(django, '4.1') ? `DATE_TRUNC('second', ${local.sql})` : local.sql;
  if (!atLeast(django, '4.2')) return sql(`EXTRACT('${name}' FROM ${whole})${plus}`, local.params);
  if (part === 'second' && !date) return sql(`EXTRACT(SECOND FROM DATE_TRUNC(%s, ${local.sql}))`, [text('second'), ...local.params]);
  return sql(`EXTRACT(${name.toUpperCase()} FROM ${local.sql})${plus}`, local.params);
}

function mysqlExtract(part: string, local: Compiled): Compiled {
  const forms: Readonly<Record<string, string>> = {
    week_day: `DAYOFWEEK(${local.sql})`,
    iso_week_day: `WEEKDAY(${local.sql}) + 1`,
    week: `WEEK(${local.sql}, 3)`,
    iso_year: `TRUNCATE(YEARWEEK(${local.sql}, 3), -2) / 100`,
  };
  return sql(forms[part] ?? `EXTRACT(${part.toUpperCase()} FROM ${local.sql})`, local.params);
}

function oracleExtract(part: string, local: Compiled, date: boolean, django: string): Compiled {
  const formats: Readonly<Record<string, string>> = { week_day: 'D', iso_week_day: 'D', week: 'IW', quarter: 'Q', iso_year: 'IYYY' };
  const format = formats[part];
  if (format !== undefined)
    return sql(`TO_CHAR(${local.sql}${part === 'iso_week_day' ? ' - 1' : ''}, %s)`, [...local.params, text(format)]);
  if (part === 'second' && !date && atLeast(django, '5.1')) return sql(`FLOOR(EXTRACT(SECOND FROM ${local.sql}))`, local.params);
  return sql(`EXTRACT(${part.toUpperCase()} FROM ${local.sql})`, local.params);
}

function truncSql(node: FuncNode, part: string, compiled: Compiled, zone: string | undefined, session: Session): Compiled {
  const { vendor } = session.context;
  const [inner] = node.args;
  const source = inner === undefined ? undefined : fieldOf(inner, session.context);
  const output = fieldOf(node, session.context);
  const kind = isField(output, 'DateTimeField')
    ? 'datetime'
    : isField(output, 'DateField')
      ? 'date'
      : isField(output, 'TimeField')
        ? 'time'
        : undefined;
  const whole = isField(source, 'DateField') && !isField(source, 'DateTimeField');
  const days = ['year', 'quarter', 'month', 'week', 'day', 'date'];
  const wrong =
    (whole && (kind === 'datetime' || ['hour', 'minute', 'second', 'time'].includes(part))) ||
    (isField(source, 'TimeField') && (kind === 'datetime' || days.includes(part)));
  if (kind === undefined || wrong || isField(source, 'DurationField')) return unknownSql(session, `${node.name} that Django refuses`);
  const cast = node.name === 'TruncDate' ? 'date' : node.name === 'TruncTime' ? 'time' : undefined;
  if (vendor === 'sqlite') {
    if (cast !== undefined) return sqliteCall(`django_datetime_cast_${cast}`, undefined, compiled, zone, session);
    return sqliteCall(`django_${kind}_trunc`, part, compiled, zone, session);
  }
  const local = inZone(compiled, zone, session);
  if (cast !== undefined) return castMoment(cast, local, session);
  if (vendor === 'postgresql') return postgresTrunc(part, kind, local, session);
  return isMysql(vendor) ? mysqlTrunc(part, kind, local, session) : oracleTrunc(part, kind, local, session);
}

function castMoment(cast: 'date' | 'time', local: Compiled, session: Session): Compiled {
  const { vendor, django } = session.context;
  if (vendor === 'postgresql') return sql(`(${local.sql})::${cast}`, local.params);
  if (isMysql(vendor)) return sql(`${cast.toUpperCase()}(${local.sql})`, local.params);
  if (cast === 'date') return sql(`TRUNC(${local.sql})`, local.params);
  if (!atLeast(django, '4.0')) return local;
  const converted = `TO_TIMESTAMP(CONCAT('1900-01-01 ', TO_CHAR(${local.sql}, 'HH24:MI:SS.FF')), 'YYYY-MM-DD HH24:MI:SS.FF')`;
  return sql(`CASE WHEN ${local.sql} IS NOT NULL THEN ${converted} ELSE NULL END`, [...local.params, ...local.params]);
}

function postgresTrunc(part: string, kind: string, local: Compiled, session: Session): Compiled {
  const suffix = kind === 'time' ? '::time' : '';
  if (!atLeast(session.context.django, '4.2')) return sql(`DATE_TRUNC('${part}', ${local.sql})${suffix}`, local.params);
  return sql(`DATE_TRUNC(%s, ${local.sql})${suffix}`, [text(part), ...local.params]);
}

/** A format in the statement's text before Django 4.2, a parameter since; 4.1 sent its percent signs doubled. */
function formatted(open: string, format: string, close: string, params: readonly Literal[], session: Session): Compiled {
  if (atLeast(session.context.django, '4.2')) return sql(`${open}%s${close}`, [...params, text(format)]);
  const sign = atLeast(session.context.django, '4.1') ? '%%%%' : '%%';
  return sql(`${open}'${format.replaceAll('%', sign)}'${close}`, params);
}

const mysqlTimes: Readonly<Record<string, string>> = { hour: '%H:00:00', minute: '%H:%i:00', second: '%H:%i:%s' };
const mysqlDates: Readonly<Record<string, string>> = { year: '%Y-01-01', month: '%Y-%m-01' };

function mysqlTrunc(part: string, kind: string, local: Compiled, session: Session): Compiled {
  const s = local.sql;
  const twice = [...local.params, ...local.params];
  if (kind === 'time') {
    const format = mysqlTimes[part];
    return format === undefined
      ? sql(`TIME(${s})`, local.params)
      : formatted(`CAST(DATE_FORMAT(${s}, `, format, ') AS TIME)', local.params, session);
  }
  const quarter = `MAKEDATE(YEAR(${s}), 1) + INTERVAL QUARTER(${s}) QUARTER - INTERVAL 1 QUARTER`;
  const week = `DATE_SUB(${s}, INTERVAL WEEKDAY(${s}) DAY)`;
  if (kind === 'date') {
    const format = mysqlDates[part];
    if (format !== undefined) return formatted(`CAST(DATE_FORMAT(${s}, `, format, ') AS DATE)', local.params, session);
    if (part === 'quarter') return sql(quarter, twice);
    return part === 'week' ? sql(week, twice) : sql(`DATE(${s})`, local.params);
  }
  if (part === 'quarter') return formatted(`CAST(DATE_FORMAT(${quarter}, `, '%Y-%m-01 00:00:00', ') AS DATETIME)', twice, session);
  if (part === 'week') return formatted(`CAST(DATE_FORMAT(${week}, `, '%Y-%m-%d 00:00:00', ') AS DATETIME)', twice, session);
  const index = ['year', 'month', 'day', 'hour', 'minute', 'second'].indexOf(part) + 1;
  if (index === 0) return local;
  const format = ['%Y-', '%m', '-%d', ' %H:', '%i', ':%s']
    .slice(0, index)
    .concat(['0000-', '01', '-01', ' 00:', '00', ':00'].slice(index))
    .join('');
  return formatted(`CAST(DATE_FORMAT(${s}, `, format, ') AS DATETIME)', local.params, session);
}

function oracleTrunc(part: string, kind: string, local: Compiled, session: Session): Compiled {
  const formats: Readonly<Record<string, string>> = {
    year: 'YEAR',
    month: 'MONTH',
    quarter: 'Q',
    week: 'IW',
    ...(kind === 'date' ? {} : { hour: 'HH24', minute: 'MI' }),
  };
  const format = formats[part];
  if (format !== undefined) return sql(`TRUNC(${local.sql}, %s)`, [...local.params, text(format)]);
  if (kind === 'date' || part === 'day') return sql(`TRUNC(${local.sql})`, local.params);
  return kind === 'datetime' || part === 'second'
    ? sql(`CAST(${local.sql} AS DATE)`, local.params)
    : unknownSql(session, `the date part ${part}`);
}
