/** CAST, and the types that stand in it. */
import type { ExpressionField } from '../../values/field.ts';
import { atLeast, internalType, isField } from '../../values/field.ts';
import type { ExpressionContext } from '../context.ts';
import type { Compiled, Session } from '../session.ts';
import { sql, unknownSql } from '../session.ts';
import type { FuncNode } from '../node.ts';
import { fieldOf } from '../node.ts';
import { plainFunction } from './plain-function.ts';
import { isMysql } from './text.ts';

const mysqlTypes: Readonly<Record<string, string>> = {
  AutoField: 'signed integer',
  BigAutoField: 'signed integer',
  SmallAutoField: 'signed integer',
  TextField: 'char',
  IntegerField: 'signed integer',
  BigIntegerField: 'signed integer',
  SmallIntegerField: 'signed integer',
  PositiveBigIntegerField: 'unsigned integer',
  PositiveIntegerField: 'unsigned integer',
  PositiveSmallIntegerField: 'unsigned integer',
  DurationField: 'signed integer',
};
const castTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  postgresql: { AutoField: 'integer', BigAutoField: 'bigint', SmallAutoField: 'smallint' },
  sqlite: { DateField: 'TEXT', DateTimeField: 'TEXT' },
  mysql: mysqlTypes,
  mariadb: mysqlTypes,
  oracle: { AutoField: 'NUMBER(11)', BigAutoField: 'NUMBER(19)', SmallAutoField: 'NUMBER(5)', TextField: 'NVARCHAR2(2000)' },
};
const withoutLength: Readonly<Record<string, string>> = {
  postgresql: 'varchar',
  sqlite: 'text',
  mysql: 'char',
  mariadb: 'char',
  oracle: 'NVARCHAR2(2000)',
};

/** `Field.cast_db_type`; undefined when the column type is not known. */
export function castType(field: ExpressionField, context: ExpressionContext): string | undefined {
  if (field.custom === true) return field.castType;
  if (isField(field, 'ForeignKey')) return field.target === undefined ? undefined : castType(field.target, context);
  if (isField(field, 'ArrayField')) return field.dbType;
  const type = internalType(field) ?? '';
  if (isField(field, 'CharField') && field.maxLength === undefined) return withoutLength[context.vendor];
  if (isMysql(context.vendor)) {
    if (type === 'CharField') return `char(${field.maxLength})`;
    if (type === 'DecimalField') return field.maxDigits === undefined ? undefined : `decimal(${field.maxDigits}, ${field.decimalPlaces})`;
  }
  return castTypes[context.vendor]?.[type] ?? field.dbType;
}

/** `Cast.as_sql` and its variants. */
export function castSql(node: FuncNode, session: Session, resolved: boolean): Compiled {
  const { context } = session;
  const output = fieldOf(node, context);
  const type = output === undefined ? undefined : castType(output, context);
  if (output === undefined || type === undefined) return unknownSql(session, 'a Cast to an unknown type');
  const cast = (template: string) => plainFunction(node, session, resolved, { sql: 'CAST', template, extra: { db_type: type } });
  const general = 'CAST(%(expressions)s AS %(db_type)s)';
  const internal = internalType(output);
  switch (context.vendor) {
    case 'postgresql':
      return cast(atLeast(context.django, '4.0') ? '(%(expressions)s)::%(db_type)s' : general);
    case 'sqlite':
      return sqliteCast(node, session, resolved, output);
    case 'mysql':
    case 'mariadb':
      if (internal === 'FloatField') return cast('(%(expressions)s + 0.0)');
      return cast(internal === 'JSONField' && context.vendor === 'mariadb' ? "JSON_EXTRACT(%(expressions)s, '$')" : general);
    case 'oracle':
      return cast(internal === 'JSONField' ? "JSON_QUERY(%(expressions)s, '$')" : general);
  }
}

function sqliteCast(node: FuncNode, session: Session, resolved: boolean, output: ExpressionField): Compiled {
  const type = output.dbType ?? '';
  if (type === 'datetime' || type === 'time') {
    const inner = plainFunction(node, session, resolved, { template: 'strftime(%%s, %(expressions)s)' });
    const format = type === 'time' ? '%H:%M:%f' : '%Y-%m-%d %H:%M:%f';
    return sql(inner.sql, [{ kind: 'str', value: format }, ...inner.params]);
  }
  if (type === 'date') return plainFunction(node, session, resolved, { template: 'date(%(expressions)s)' });
  const target = castType(output, session.context) ?? '';
  const inner = plainFunction(node, session, resolved, { template: 'CAST(%(expressions)s AS %(db_type)s)', extra: { db_type: target } });
  return inner;
}
