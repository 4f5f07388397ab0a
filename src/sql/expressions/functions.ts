/**
 * Django's database functions as facts: their SQL, where a database differs, and the type of the result.
 * https://docs.djangoproject.com/en/5.2/ref/models/database-functions/
 */
import type { Vendor } from '../../django/project.ts';

export interface FunctionFacts {
  readonly sql?: string;
  readonly template?: string;
  readonly joiner?: string;
  /** A field class; `first`: that of the first argument; `base`: its base field; `numeric`: Django's rule for mathematics. */
  readonly output?: string;
  /** The fewest and the most arguments. */
  readonly arity?: readonly [number, number];
  readonly vendors?: Readonly<Partial<Record<Vendor, FunctionVariant>>>;
  /** Floats are cast to numeric on PostgreSQL. */
  readonly fixDecimals?: boolean;
}
interface FunctionVariant {
  readonly sql?: string;
  readonly template?: string;
}

const one = [1, 1] as const;
const text = (sql: string, more: Partial<FunctionFacts> = {}): FunctionFacts => ({ sql, arity: one, ...more });
const math = (sql: string, more: Partial<FunctionFacts> = {}): FunctionFacts => ({ sql, arity: one, output: 'numeric', ...more });
const mysqlLike = (variant: FunctionVariant) => ({ mysql: variant, mariadb: variant });
const oracleHash = { template: "LOWER(RAWTOHEX(STANDARD_HASH(UTL_I18N.STRING_TO_RAW(%(expressions)s, 'AL32UTF8'), '%(function)s')))" };
const sha = (bits: string): FunctionFacts => ({
  sql: `SHA${bits}`,
  arity: one,
  vendors: {
    postgresql: { sql: `sha${bits}`, template: "ENCODE(DIGEST(%(expressions)s, '%(function)s'), 'hex')" },
    oracle: oracleHash,
    ...(bits === '1' ? {} : mysqlLike({ template: `SHA2(%(expressions)s, ${bits})` })),
  },
});
const extract: FunctionFacts = { output: 'IntegerField', arity: [1, 2] };
const trunc = (output?: string): FunctionFacts => ({ output: output ?? 'first', arity: [1, 2] });
const now: FunctionFacts = { template: 'CURRENT_TIMESTAMP', output: 'DateTimeField', arity: [0, 0] };

const facts: Readonly<Record<string, FunctionFacts>> = {
  Func: {},
  // comparison
  Cast: { arity: [1, 1] },
  Coalesce: { sql: 'COALESCE', arity: [2, 99] },
  Collate: { arity: [1, 1] },
  Greatest: { sql: 'GREATEST', arity: [2, 99], vendors: { sqlite: { sql: 'MAX' } } },
  Least: { sql: 'LEAST', arity: [2, 99], vendors: { sqlite: { sql: 'MIN' } } },
  NullIf: { sql: 'NULLIF', arity: [2, 2] },
  // dates
  Now: now,
  Extract: extract,
  Trunc: trunc(),
  TruncDate: trunc('DateField'),
  TruncTime: trunc('TimeField'),
  // text
  Chr: text('CHR', {
    output: 'CharField',
    vendors: {
      ...mysqlLike({ sql: 'CHAR', template: '%(function)s(%(expressions)s USING utf16)' }),
      oracle: { template: '%(function)s(%(expressions)s USING NCHAR_CS)' },
      sqlite: { sql: 'CHAR' },
    },
  }),
  ConcatPair: { sql: 'CONCAT', arity: [2, 2] },
  Left: { sql: 'LEFT', output: 'CharField', arity: [2, 2] },
  Right: { sql: 'RIGHT', output: 'CharField', arity: [2, 2] },
  Length: text('LENGTH', { output: 'IntegerField', vendors: mysqlLike({ sql: 'CHAR_LENGTH' }) }),
  Lower: text('LOWER'),
  LPad: { sql: 'LPAD', output: 'CharField', arity: [3, 3] },
  LTrim: text('LTRIM'),
  MD5: text('MD5', { vendors: { oracle: oracleHash } }),
  Ord: text('ASCII', { output: 'IntegerField', vendors: { ...mysqlLike({ sql: 'ORD' }), sqlite: { sql: 'UNICODE' } } }),
  Repeat: { sql: 'REPEAT', output: 'CharField', arity: [2, 2] },
  Replace: { sql: 'REPLACE', arity: [3, 3] },
  Reverse: text('REVERSE'),
  RPad: { sql: 'RPAD', output: 'CharField', arity: [3, 3] },
  RTrim: text('RTRIM'),
  SHA1: sha('1'),
  SHA224: sha('224'),
  SHA256: sha('256'),
  SHA384: sha('384'),
  SHA512: sha('512'),
  StrIndex: { sql: 'INSTR', output: 'IntegerField', arity: [2, 2], vendors: { postgresql: { sql: 'STRPOS' } } },
  Substr: { sql: 'SUBSTRING', output: 'CharField', arity: [2, 3], vendors: { sqlite: { sql: 'SUBSTR' }, oracle: { sql: 'SUBSTR' } } },
  Trim: text('TRIM'),
  Upper: text('UPPER'),
  // mathematics
  Abs: text('ABS'),
  ACos: math('ACOS'),
  ASin: math('ASIN'),
  ATan: math('ATAN'),
  ATan2: math('ATAN2', { arity: [2, 2] }),
  Ceil: text('CEILING', { vendors: { oracle: { sql: 'CEIL' } } }),
  Cos: math('COS'),
  Cot: math('COT', { vendors: { oracle: { template: '(1 / TAN(%(expressions)s))' } } }),
  Degrees: math('DEGREES', { vendors: { oracle: { template: `((%(expressions)s) * 180 / ${Math.PI})` } } }),
  Exp: math('EXP'),
  Floor: text('FLOOR'),
  Ln: math('LN'),
  Log: math('LOG', { arity: [2, 2], fixDecimals: true }),
  Mod: math('MOD', { arity: [2, 2], fixDecimals: true }),
  Pi: math('PI', { arity: [0, 0], vendors: { oracle: { template: String(Math.PI) } } }),
  Power: math('POWER', { arity: [2, 2] }),
  Radians: math('RADIANS', { vendors: { oracle: { template: `((%(expressions)s) * ${Math.PI} / 180)` } } }),
  Random: math('RANDOM', {
    arity: [0, 0],
    vendors: { ...mysqlLike({ sql: 'RAND' }), oracle: { sql: 'DBMS_RANDOM.VALUE' }, sqlite: { sql: 'RAND' } },
  }),
  Round: { sql: 'ROUND', output: 'first', arity: [1, 2], fixDecimals: true },
  Sign: text('SIGN'),
  Sin: math('SIN'),
  Sqrt: math('SQRT'),
  Tan: math('TAN'),
  // JSON
  JSONArray: { sql: 'JSON_ARRAY', output: 'JSONField' },
  JSONObject: { sql: 'JSON_OBJECT', output: 'JSONField' },
  // django.contrib.postgres
  OpClass: { template: '%(expressions)s %(name)s', arity: one },
  RandomUUID: { template: 'GEN_RANDOM_UUID()', output: 'UUIDField', arity: [0, 0] },
  TransactionNow: now,
  Unaccent: text('UNACCENT'),
  SearchVector: { output: 'SearchVectorField' },
  RangeStartsWith: { sql: 'lower', output: 'base', arity: one },
  RangeEndsWith: { sql: 'upper', output: 'base', arity: one },
  IsEmpty: { sql: 'isempty', output: 'BooleanField', arity: one },
  LowerInclusive: { sql: 'LOWER_INC', output: 'BooleanField', arity: one },
  LowerInfinite: { sql: 'LOWER_INF', output: 'BooleanField', arity: one },
  UpperInclusive: { sql: 'UPPER_INC', output: 'BooleanField', arity: one },
  UpperInfinite: { sql: 'UPPER_INF', output: 'BooleanField', arity: one },
  ArrayLen: { output: 'IntegerField', arity: one },
  ArrayIndex: { output: 'base', arity: one },
  ArraySlice: { output: 'first', arity: one },
  HStoreKeys: { sql: 'akeys', output: 'ArrayField', arity: one },
  HStoreValues: { sql: 'avals', output: 'ArrayField', arity: one },
  HStoreKey: { output: 'TextField', arity: one },
};

/** The facts of one of Django's functions by class name. */
export function functionFacts(name: string): FunctionFacts | undefined {
  return Object.hasOwn(facts, name) ? facts[name] : undefined;
}

/** `ExtractYear` → `year`, `TruncMonth` → `month`; undefined for other names and for TruncDate and TruncTime. */
export function datePart(name: string): { readonly base: 'Extract' | 'Trunc'; readonly part: string } | undefined {
  const parts = ['Year', 'Month', 'Day', 'Week', 'Quarter', 'Hour', 'Minute', 'Second'];
  const [, base, part] = /^(Extract|Trunc)(\w+)$/.exec(name) ?? [];
  if (base === 'Extract' && part !== undefined && [...parts, 'IsoYear', 'WeekDay', 'IsoWeekDay'].includes(part)) {
    return { base, part: part.replaceAll(/(?<=.)([A-Z])/g, '_$1').toLowerCase() };
  }
  return base === 'Trunc' && part !== undefined && parts.includes(part) ? { base, part: part.toLowerCase() } : undefined;
}
