/** Paths into JSON: `meta__a__0` on each database. */
import type { Compiled, Session } from '../session.ts';
import { sql, unknownSql } from '../session.ts';
import type { Node } from '../node.ts';
import { isMysql } from '../compile/text.ts';
import { atLeast } from '../../values/field.ts';
import { jsonString } from '../../../python/values/text/json.ts';
import type { Literal } from '../../values/literal.ts';

type KeyNode = Node & { readonly kind: 'key' };
const text = (value: string): Literal => ({ kind: 'str', value });
const isIndex = (key: string) => /^[+-]?\d+$/.test(key);

/** `compile_json_path`: whole numbers are array indexes. */
export function jsonPath(keys: readonly string[], root = true): string {
  const steps = keys.map((key) => (isIndex(key) ? `[${BigInt(key.replace('+', ''))}]` : `.${jsonString(key)}`));
  return (root ? '$' : '') + steps.join('');
}

/** `preprocess_lhs`: what the path begins at, and its keys. */
export function pathParts(node: KeyNode, session: Session): { readonly start: Compiled; readonly keys: readonly string[] } {
  const keys: string[] = [];
  let at: Node = node;
  while (at.kind === 'key') {
    keys.unshift(session.context.vendor === 'oracle' ? at.name.replaceAll('%', '%%') : at.name);
    at = at.inner;
  }
  return { start: session.compile(at, false), keys };
}

/** A quoted JSON path inside Oracle's statement; the delimiter that no path contains came with Django 5.2. */
export function oraclePath(path: string, session: Session): string {
  return atLeast(session.context.django, '5.2') ? `q'\uFFFF${path}\uFFFF'` : `'${path}'`;
}

/** KeyTransform and KeyTextTransform. */
export function keySql(node: KeyNode, session: Session): Compiled {
  const { vendor, django } = session.context;
  const { start, keys } = pathParts(node, session);
  const path = jsonPath(keys);
  if (vendor === 'postgresql') return postgresKey(node, start, keys);
  if (isMysql(vendor)) {
    const extract = sql(`JSON_EXTRACT(${start.sql}, %s)`, [...start.params, text(path)]);
    if (!node.text || !atLeast(django, '4.2')) return extract;
    return vendor === 'mariadb'
      ? { ...extract, sql: `JSON_UNQUOTE(${extract.sql})` }
      : sql(`(${start.sql} ->> %s)`, [...start.params, text(path)]);
  }
  if (vendor === 'sqlite') {
    const params = [...start.params, text(path)];
    if (!atLeast(django, '4.1')) return sql(`JSON_EXTRACT(${start.sql}, %s)`, params);
    // The three names come from a set of Python's, whose order differs from process to process; the meaning does not.
    const typed = `(CASE WHEN JSON_TYPE(${start.sql}, %s) IN ('null','false','true') THEN JSON_TYPE(${start.sql}, %s) ELSE JSON_EXTRACT(${start.sql}, %s) END)`;
    return sql(typed, [...params, ...params, ...params]);
  }
  return oracleKey(start, path, session);
}

function postgresKey(node: KeyNode, start: Compiled, keys: readonly string[]): Compiled {
  const [first = ''] = keys;
  if (keys.length > 1)
    return sql(`(${start.sql} ${node.text ? '#>>' : '#>'} %s)`, [...start.params, { kind: 'list', items: keys.map(text) }]);
  const key: Literal = isIndex(first) ? { kind: 'int', value: BigInt(first.replace('+', '')) } : text(first);
  return sql(`(${start.sql} ${node.text ? '->>' : '->'} %s)`, [...start.params, key]);
}

function oracleKey(start: Compiled, path: string, session: Session): Compiled {
  const { django, serverVersion } = session.context;
  const quoted = oraclePath(path, session);
  const twice = [...start.params, ...start.params];
  if (!atLeast(django, '5.2')) return sql(`COALESCE(JSON_QUERY(${start.sql}, ${quoted}), JSON_VALUE(${start.sql}, ${quoted}))`, twice);
  if (serverVersion === undefined || !atLeast(serverVersion, '21.0'))
    return sql(`COALESCE(JSON_QUERY(${start.sql}, ${quoted}),JSON_VALUE(${start.sql}, ${quoted}))`, twice);
  return sql(`COALESCE(JSON_VALUE(${start.sql}, ${quoted}),JSON_QUERY(${start.sql}, ${quoted} DISALLOW SCALARS))`, twice);
}

/** HasKeyLookup outside PostgreSQL: one test for each key. Keys that look like numbers are names since Django 4.2. */
export function hasKeySql(
  lhs: Node,
  keys: readonly string[],
  session: Session,
  form: { readonly negative?: boolean; readonly joiner?: string; readonly index?: boolean },
): Compiled {
  const { vendor, django } = session.context;
  const { start, keys: before } = lhs.kind === 'key' ? pathParts(lhs, session) : { start: session.compile(lhs, true), keys: [] };
  const parts = keys.map((key) => {
    const last =
      form.index === true || !atLeast(django, '4.1')
        ? jsonPath([key], false)
        : `.${key.startsWith('\u0000') ? key.slice(1) : jsonString(key)}`;
    const path = jsonPath(before) + last;
    if (vendor === 'sqlite')
      return sql(`JSON_TYPE(${start.sql}, %s) IS ${form.negative === true ? '' : 'NOT '}NULL`, [...start.params, text(path)]);
    if (vendor === 'oracle') return sql(`JSON_EXISTS(${start.sql}, ${oraclePath(path, session)})`, start.params);
    return sql(`JSON_CONTAINS_PATH(${start.sql}, 'one', %s)`, [...start.params, text(path)]);
  });
  const [first = unknownSql(session, 'has_key without a key')] = parts;
  if (form.joiner === undefined) return first;
  return sql(
    `(${parts.map((part) => part.sql).join(form.joiner)})`,
    parts.flatMap((part) => part.params),
  );
}
