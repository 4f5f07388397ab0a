/** Functions to SQL: the general form, and the functions that are more than facts. */
import { atLeast, internalType, isField, plainField } from '../../values/field.ts';
import { castSql } from './casts.ts';
import type { Compiled, Session } from '../session.ts';
import { sql, unknownSql } from '../session.ts';
import { dateFunctionSql } from './dates.ts';
import { functionFacts } from '../functions.ts';
import type { FuncNode, Node } from '../node.ts';
import { fieldOf, outputOf } from '../node.ts';
import { func } from '../lookups/paths.ts';
import { compileAll, numeric, plainFunction } from './plain-function.ts';
import { isMysql, join, quoteName } from './text.ts';

/** Functions whose `as_sqlite` calls the general one: no cast of decimals there. */
const uncast: ReadonlySet<string> = new Set([
  'Chr',
  'Ord',
  'StrIndex',
  'Substr',
  'Left',
  'Right',
  'Random',
  'ATan2',
  'Log',
  'ConcatPair',
  'Cast',
  'Now',
  'SearchVector',
  'JSONObject',
  'JSONArray',
  'Extract',
  'Trunc',
  'TruncDate',
  'TruncTime',
]);

/** The SQL of a call of one of Django's functions. */
export function functionSql(node: FuncNode, session: Session, resolved: boolean): Compiled {
  const { context } = session;
  const compiled = specialFunction(node, session, resolved) ?? plainFunction(withFixedDecimals(node, session), session, resolved);
  return uncast.has(node.name) && context.vendor === 'sqlite' ? compiled : numeric(node, compiled, session);
}

const big = plainField('DecimalField', { maxDigits: 1000, decimalPlaces: 15, dbType: 'numeric(1000, 15)' });

function withFixedDecimals(node: FuncNode, session: Session): FuncNode {
  if (session.context.vendor !== 'postgresql' || functionFacts(node.name)?.fixDecimals !== true) return node;
  const args = node.args.map((arg) => (isField(fieldOf(arg, session.context), 'FloatField') ? func('Cast', [arg], {}, big) : arg));
  return { ...node, args };
}

function specialFunction(node: FuncNode, session: Session, resolved: boolean): Compiled | undefined {
  const { vendor, django } = session.context;
  const oracle = vendor === 'oracle';
  const [first, second] = node.args;
  switch (node.name) {
    case 'Cast':
      return castSql(node, session, resolved);
    case 'Extract':
    case 'Trunc':
    case 'TruncDate':
    case 'TruncTime':
      return dateFunctionSql(node, session);
    case 'Now':
      return sql(nowSql(vendor, django));
    case 'Collate':
      return plainFunction(node, session, resolved, {
        template: `%(expressions)s COLLATE ${quoteName(node.extra.get('collation') ?? '', vendor).replaceAll('%', '%%')}`,
      });
    case 'ConcatPair':
      return concatSql(node, session, resolved);
    case 'Left':
    case 'Right':
      return vendor === 'sqlite' || oracle ? session.compile(substring(node, django), resolved) : undefined;
    case 'Coalesce':
      if (oracle && outputOf(node, session.context) === 'mixed') return unknownSql(session, 'a Coalesce of mixed types on Oracle');
      if (oracle && internalType(fieldOf(node, session.context)) === 'TextField') {
        return plainFunction({ ...node, args: node.args.map((arg) => func('Func', [arg], { function: 'TO_NCLOB' })) }, session, resolved);
      }
      return undefined;
    case 'Repeat':
      if (!oracle || first === undefined || second === undefined) return undefined;
      return plainFunction(
        func('RPad', [first, { kind: 'combined', op: '*', left: func('Length', [first]), right: second, output: undefined }, first]),
        session,
        resolved,
      );
    case 'Reverse':
      return oracle ? reverseSql(node, session, resolved) : undefined;
    case 'SHA224':
      return oracle ? unknownSql(session, 'SHA224 on Oracle') : undefined;
    case 'JSONObject':
    case 'JSONArray':
      return jsonFunction(node, session, resolved);
    case 'SearchVector':
      return searchVector(node, session, resolved);
    case 'ArrayLen':
    case 'ArrayIndex':
    case 'ArraySlice':
    case 'HStoreKey':
      return arraySql(node, session, resolved);
  }
  return undefined;
}

function nowSql(vendor: string, django: string): string {
  if (vendor === 'postgresql') return 'STATEMENT_TIMESTAMP()';
  if (isMysql(vendor)) return atLeast(django, '4.2') ? 'CURRENT_TIMESTAMP(6)' : 'CURRENT_TIMESTAMP';
  if (vendor === 'sqlite') return atLeast(django, '4.2') ? "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'NOW')" : 'CURRENT_TIMESTAMP';
  return atLeast(django, '5.0') ? 'LOCALTIMESTAMP' : 'CURRENT_TIMESTAMP';
}

function substring(node: FuncNode, django: string): Node {
  const [text, length] = node.args;
  const number = (value: bigint): Node => ({ kind: 'value', value: { kind: 'int', value }, output: undefined });
  if (text === undefined || length === undefined) return node;
  if (node.name === 'Left') return func('Substr', [text, number(1n), length]);
  const start: Node = { kind: 'combined', op: '*', left: length, right: number(-1n), output: undefined };
  return func('Substr', atLeast(django, '5.0') ? [text, start, length] : [text, start]);
}

function concatSql(node: FuncNode, session: Session, resolved: boolean): Compiled {
  const { vendor, django } = session.context;
  const modern = atLeast(django, '5.1');
  const text = plainField('TextField');
  const cast = (arg: Node): Node => func('Cast', [arg], {}, { ...text, dbType: 'text' });
  if (isMysql(vendor)) return plainFunction(node, session, resolved, { sql: 'CONCAT_WS', template: "%(function)s('', %(expressions)s)" });
  if (vendor === 'oracle') return plainFunction(node, session, resolved);
  if (vendor === 'postgresql' && !modern)
    return plainFunction(atLeast(django, '4.2') ? { ...node, args: node.args.map(cast) } : node, session, resolved);
  const asText = (arg: Node) => (vendor === 'sqlite' || isField(fieldOf(arg, session.context), 'CharField', 'TextField') ? arg : cast(arg));
  const coalesced = node.args.map((arg) =>
    func('Coalesce', [asText(arg), { kind: 'value', value: { kind: 'str', value: '' }, output: undefined }]),
  );
  return plainFunction({ ...node, args: coalesced }, session, resolved, {
    template: modern ? '(%(expressions)s)' : '%(expressions)s',
    joiner: ' || ',
  });
}

function reverseSql(node: FuncNode, session: Session, resolved: boolean): Compiled {
  const text =
    '(SELECT LISTAGG(s) WITHIN GROUP (ORDER BY n DESC) FROM (SELECT LEVEL n, SUBSTR(%(expressions)s, LEVEL, 1) s FROM DUAL CONNECT BY LEVEL <= LENGTH(%(expressions)s)) GROUP BY %(expressions)s)';
  return plainFunction(node, session, resolved, { template: text });
}

function jsonFunction(node: FuncNode, session: Session, resolved: boolean): Compiled | undefined {
  const { vendor, django } = session.context;
  if (node.name === 'JSONArray' && !atLeast(django, '5.2')) return unknownSql(session, 'JSONArray before Django 5.2');
  if (isMysql(vendor)) return unknownSql(session, 'a JSON function on MySQL');
  if (vendor !== 'postgresql' || !atLeast(django, '3.2'))
    return vendor === 'oracle' ? unknownSql(session, 'a JSON function on Oracle') : undefined;
  const text = plainField('TextField', { dbType: 'text' });
  const args = node.args.map((arg, index) =>
    node.name === 'JSONObject' && index % 2 === 0 && atLeast(django, '4.2') ? func('Cast', [arg], {}, text) : arg,
  );
  if (node.name === 'JSONArray' || atLeast(django, '5.2'))
    return unknownSql(session, 'a JSON function whose form depends on the version of PostgreSQL');
  return plainFunction({ ...node, args }, session, resolved, { sql: 'JSONB_BUILD_OBJECT' });
}

function searchVector(node: FuncNode, session: Session, resolved: boolean): Compiled {
  const text = plainField('TextField', { dbType: 'text' });
  const { context } = session;
  const always = !atLeast(context.django, '3.2');
  const parts = node.args.map((arg) => {
    const isText = !always && isField(fieldOf(arg, context), 'CharField', 'TextField');
    return func('Coalesce', [
      isText ? arg : func('Cast', [arg], {}, text),
      { kind: 'value', value: { kind: 'str', value: '' }, output: undefined },
    ]);
  });
  const inner = join(compileAll(parts, session, resolved), " || ' ' || ");
  const config = node.extra.get('config');
  const vector =
    config === undefined
      ? sql(`to_tsvector(${inner.sql})`, inner.params)
      : sql(`to_tsvector(%s::regconfig, ${inner.sql})`, [{ kind: 'str', value: config }, ...inner.params]);
  const weight = node.extra.get('weight');
  return weight === undefined ? vector : sql(`setweight(${vector.sql}, %s)`, [...vector.params, { kind: 'str', value: weight }]);
}

function arraySql(node: FuncNode, session: Session, resolved: boolean): Compiled {
  const [first] = node.args;
  const inner = first === undefined ? sql('NULL') : session.compile(first, resolved);
  if (node.name === 'HStoreKey') return sql(`(${inner.sql} -> %s)`, [...inner.params, { kind: 'str', value: node.extra.get('key') ?? '' }]);
  if (node.name === 'ArrayLen')
    return sql(`CASE WHEN ${inner.sql} IS NULL THEN NULL ELSE coalesce(array_length(${inner.sql}, 1), 0) END`, [
      ...inner.params,
      ...inner.params,
    ]);
  const bare =
    !atLeast(session.context.django, '4.2') ||
    (node.name === 'ArrayIndex' ? inner.sql.endsWith(']') : inner.sql.endsWith(']') && !atLeast(session.context.django, '5.0'));
  const array = bare ? inner.sql : `(${inner.sql})`;
  const number = (key: string) => ({ kind: 'int' as const, value: BigInt(node.extra.get(key) ?? '0') });
  if (node.name === 'ArrayIndex') return sql(`${array}[%s]`, [...inner.params, number('index')]);
  return sql(`${array}[%s:%s]`, [...inner.params, number('start'), number('end')]);
}
