/** How each database writes comparisons and patterns: the `operators` and `pattern_ops` of Django's backends. */
import type { Vendor } from '../../../django/project.ts';
import { atLeast } from '../../values/field.ts';
import { isMysql } from '../compile/text.ts';

type Texts = Readonly<Record<string, string>>;

const comparisons: Texts = { exact: '= %s', gt: '> %s', gte: '>= %s', lt: '< %s', lte: '<= %s' };
const each = (names: string, text: string): Texts => Object.fromEntries(names.split(' ').map((name) => [name, text]));

const postgresql: Texts = {
  ...comparisons,
  ...each('contains startswith endswith', 'LIKE %s'),
  ...each('icontains istartswith iendswith', 'LIKE UPPER(%s)'),
  iexact: '= UPPER(%s)',
  regex: '~ %s',
  iregex: '~* %s',
};
const sqlite: Texts = {
  ...comparisons,
  ...each('iexact contains icontains startswith endswith istartswith iendswith', String.raw`LIKE %s ESCAPE '\'`),
  regex: 'REGEXP %s',
  iregex: "REGEXP '(?i)' || %s",
};
const mysql: Texts = {
  ...comparisons,
  ...each('iexact icontains istartswith iendswith', 'LIKE %s'),
  ...each('contains startswith endswith', 'LIKE BINARY %s'),
};
/** LIKEC is what Django chooses after trying it on the server. */
const oracle: Texts = {
  ...comparisons,
  iexact: '= UPPER(%s)',
  ...each('contains startswith endswith', String.raw`LIKEC %s ESCAPE '\'`),
  ...each('icontains istartswith iendswith', String.raw`LIKEC UPPER(%s) ESCAPE '\'`),
};
const operators: Readonly<Record<Vendor, Texts>> = { postgresql, sqlite, mysql, mariadb: mysql, oracle };

/** `connection.operators[name]` with `%s` for the right-hand side. */
export function operatorOf(name: string, vendor: Vendor): string | undefined {
  return operators[vendor][name];
}

/** `pattern_ops[name].format(pattern_esc).format(rhs)`: a LIKE against an expression, whose special characters the database escapes. */
export function patternOf(name: string, rhs: string, vendor: Vendor): string {
  const escaped = escapes[vendor].replace('{}', () => rhs);
  const folded = name.startsWith('i') && !isMysql(vendor) ? `UPPER(${escaped})` : escaped;
  const before = name.endsWith('contains') || name.endsWith('endswith');
  const after = name.endsWith('contains') || name.endsWith('startswith');
  if (isMysql(vendor)) {
    const parts = [...(before ? ["'%%'"] : []), folded, ...(after ? ["'%%'"] : [])].join(', ');
    return `LIKE ${name.startsWith('i') ? '' : 'BINARY '}CONCAT(${parts})`;
  }
  const pattern = `${before ? "'%%' || " : ''}${folded}${after ? " || '%%'" : ''}`;
  const like = vendor === 'oracle' ? 'LIKEC' : 'LIKE';
  return vendor === 'postgresql' ? `LIKE ${pattern}` : `${like} ${pattern} ${String.raw`ESCAPE '\'`}`;
}

const standardEscape = String.raw`REPLACE(REPLACE(REPLACE({}, '\', '\\'), '%%', '\%%'), '_', '\_')`;
const mysqlEscape = String.raw`REPLACE(REPLACE(REPLACE({}, '\\', '\\\\'), '%%', '\%%'), '_', '\_')`;
const escapes: Readonly<Record<Vendor, string>> = {
  postgresql: String.raw`REPLACE(REPLACE(REPLACE({}, E'\\', E'\\\\'), E'%%', E'\\%%'), E'_', E'\\_')`,
  sqlite: standardEscape,
  oracle: standardEscape,
  mysql: mysqlEscape,
  mariadb: mysqlEscape,
};

const textLookups: ReadonlySet<string> = new Set(
  'iexact contains icontains startswith istartswith endswith iendswith regex iregex'.split(' '),
);
const folding: ReadonlySet<string> = new Set(['iexact', 'icontains', 'istartswith', 'iendswith']);

/** `lookup_cast` (and Oracle's `field_cast_sql` before Django 4.2) around a left-hand side. */
export function lookupCast(name: string, type: string, lhs: string, target: { readonly vendor: Vendor; readonly django: string }): string {
  const { vendor, django } = target;
  if (vendor === 'postgresql') return postgresCast(name, type, lhs, django);
  if (isMysql(vendor)) return type === 'JSONField' && (vendor === 'mariadb' || textLookups.has(name)) ? `JSON_UNQUOTE(${lhs})` : lhs;
  if (vendor !== 'oracle') return lhs;
  const lob = type === 'BinaryField' || type === 'TextField';
  const cut = (lob && name !== 'isnull') || (type === 'JSONField' && name === 'exact' && !atLeast(django, '5.1'));
  if (!folding.has(name)) return cut ? `DBMS_LOB.SUBSTR(${lhs})` : lhs;
  return cut && !atLeast(django, '4.2') ? `UPPER(DBMS_LOB.SUBSTR(${lhs}))` : `UPPER(${lhs})`;
}

function postgresCast(name: string, type: string, lhs: string, django: string): string {
  if (!textLookups.has(name)) return lhs;
  const caseless = /^CI(Char|Email|Text)Field$/.test(type) && !atLeast(django, '5.1');
  const text = /^(Generic)?IPAddressField$/.test(type) ? `HOST(${lhs})` : `${lhs}::${caseless ? 'citext' : 'text'}`;
  return folding.has(name) ? `UPPER(${text})` : text;
}

/** `regex_lookup`: a template of left and right. */
export function regexSql(name: string, lhs: string, rhs: string, vendor: Vendor): string {
  if (vendor === 'mariadb') return name === 'regex' ? `${lhs} REGEXP BINARY ${rhs}` : `${lhs} REGEXP ${rhs}`;
  return `REGEXP_LIKE(${lhs}, ${rhs}, '${name === 'regex' ? 'c' : 'i'}')`;
}

const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  SmallIntegerField: [-32_768n, 32_767n],
  IntegerField: [-2_147_483_648n, 2_147_483_647n],
  BigIntegerField: [-(2n ** 63n), 2n ** 63n - 1n],
  PositiveBigIntegerField: [0n, 2n ** 63n - 1n],
  PositiveSmallIntegerField: [0n, 32_767n],
  PositiveIntegerField: [0n, 2_147_483_647n],
  SmallAutoField: [-32_768n, 32_767n],
  AutoField: [-2_147_483_648n, 2_147_483_647n],
  BigAutoField: [-(2n ** 63n), 2n ** 63n - 1n],
};
const mysqlRanges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  PositiveSmallIntegerField: [0n, 65_535n],
  PositiveIntegerField: [0n, 4_294_967_295n],
  PositiveBigIntegerField: [0n, 2n ** 64n - 1n],
};
const wide: readonly [bigint, bigint] = [-99_999_999_999n, 99_999_999_999n];
const widest: readonly [bigint, bigint] = [-9_999_999_999_999_999_999n, 9_999_999_999_999_999_999n];
const oracleRanges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  SmallIntegerField: wide,
  IntegerField: wide,
  BigIntegerField: widest,
  PositiveBigIntegerField: [0n, widest[1]],
  PositiveSmallIntegerField: [0n, wide[1]],
  PositiveIntegerField: [0n, wide[1]],
  SmallAutoField: [-99_999n, 99_999n],
  AutoField: wide,
  BigAutoField: widest,
};

/** `integer_field_range`. */
export function integerRange(type: string, vendor: Vendor): readonly [bigint, bigint] | undefined {
  if (vendor === 'sqlite') return type.startsWith('Positive') ? [0n, 2n ** 63n - 1n] : [-(2n ** 63n), 2n ** 63n - 1n];
  if (vendor === 'oracle') return oracleRanges[type];
  return (isMysql(vendor) ? mysqlRanges[type] : undefined) ?? ranges[type];
}
