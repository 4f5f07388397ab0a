/**
 * What ALTER COLUMN … TYPE does to the rows. Every rule was measured (scripts/measure-locks.ts, test/goldens/locks/type-changes.json);
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
export interface TypeChange {
  readonly table: 'keeps' | 'rewrites' | 'unknown';
  /** Indexes of the column are built anew though the table stays (a rewrite builds all of them anew anyhow). */
  readonly reindexes: boolean;
}

export interface ColumnType {
  /** PostgreSQL's usual name: `varchar`, `timestamptz`, `bigint`; other names as written, in lower case. */
  readonly base: string;
  readonly modifiers: readonly string[];
  readonly array: boolean;
}

const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'character varying': 'varchar',
    character: 'char',
    bpchar: 'char',
    int: 'integer',
    int2: 'smallint',
    int4: 'integer',
    int8: 'bigint',
    serial: 'integer',
    serial4: 'integer',
    bigserial: 'bigint',
    serial8: 'bigint',
    smallserial: 'smallint',
    serial2: 'smallint',
    float4: 'real',
    float8: 'double precision',
    float: 'double precision',
    decimal: 'numeric',
    bool: 'boolean',
    'timestamp with time zone': 'timestamptz',
    'timestamp without time zone': 'timestamp',
    'time with time zone': 'timetz',
    'time without time zone': 'time',
    varbit: 'bit varying',
  }),
);

const builtIn = new Set(
  (
    'smallint,integer,bigint,real,double precision,numeric,money,boolean,text,varchar,char,"char",name,citext,bytea,bit,bit varying,date,time,timetz,' +
    'timestamp,timestamptz,interval,uuid,json,jsonb,xml,inet,cidr,macaddr,macaddr8,oid,point,line,lseg,box,path,polygon,circle,tsvector,tsquery,hstore,' +
    'ltree,int4range,int8range,numrange,tsrange,tstzrange,daterange,int4multirange,int8multirange,nummultirange,tsmultirange,tstzmultirange,' +
    'datemultirange,pg_lsn,geometry,geography,raster,vector,halfvec,sparsevec'
  ).split(','),
);

/** Reads a type as Django or people write it: `varchar(50)`, `numeric(10, 2)[]`, `timestamp(3) with time zone`, `pg_catalog.int4`. */
export function readColumnType(text: string): ColumnType {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^pg_catalog\./, '')
    .replace(/ collate .*$/, '');
  const array = /(?:\[\d*\]| array)$/.test(words);
  const scalar = words.replace(/(?: ?\[\d*\]| array)+$/, '');
  const written = /^([^(]*?) ?\(([^)]*)\)(.*)$/.exec(scalar);
  const name = (written === null ? scalar : `${written[1] ?? ''}${written[3] ?? ''}`).trim();
  const modifiers = written === null ? [] : (written[2] ?? '').split(',').map((part) => part.trim());
  const base = aliases.get(name) ?? name;
  if (base === 'char' && name !== 'bpchar' && modifiers.length === 0) return { base, modifiers: ['1'], array };
  return { base, modifiers: base === 'numeric' && modifiers.length === 1 ? [...modifiers, '0'] : modifiers, array };
}

/** Whether a type is one of PostgreSQL's own (or of a well-known extension): a domain or an enum of the project is not. */
export function isKnownType(type: ColumnType): boolean {
  return builtIn.has(type.base);
}

const sameType = (a: ColumnType, b: ColumnType): boolean =>
  a.base === b.base && a.array === b.array && a.modifiers.join() === b.modifiers.join();
const keeps: TypeChange = { table: 'keeps', reindexes: false };
const keepsButReindexes: TypeChange = { table: 'keeps', reindexes: true };
const rewrites: TypeChange = { table: 'rewrites', reindexes: true };
const unknown: TypeChange = { table: 'unknown', reindexes: false };

const strings = new Set(['varchar', 'text', 'citext']);
const precise = new Set(['timestamp', 'timestamptz', 'time', 'timetz', 'interval']);

/** What the change does to stored rows; `timeZone` is the session's, undefined when it is not known. */
export function typeChange(fromText: string, toText: string, timeZone: string | undefined): TypeChange {
  const from = readColumnType(fromText);
  const to = readColumnType(toText);
  if (sameType(from, to)) return keeps;
  if (from.base === to.base && from.array === to.array && to.modifiers.length === 0) return keeps;
  if (!isKnownType(from) || !isKnownType(to)) return unknown;
  if (from.array || to.array) return rewrites;
  if (from.base === to.base) return growsInPlace(from, to) ? keeps : rewrites;
  return betweenBases(from, to, timeZone);
}

/** The same type with other limits. */
function growsInPlace(from: ColumnType, to: ColumnType): boolean {
  const [oldSize, newSize] = [from.modifiers[0], to.modifiers[0]].map((size) =>
    size === undefined ? Number.POSITIVE_INFINITY : Number(size),
  );
  if (oldSize === undefined || newSize === undefined) return false;
  if (from.base === 'varchar' || from.base === 'bit varying') return newSize >= oldSize;
  if (from.base === 'numeric') return newSize >= oldSize && from.modifiers[1] === to.modifiers[1];
  // six digits are all that there are
  if (precise.has(from.base)) return newSize >= Math.min(oldSize, 6);
  return false;
}

function betweenBases(from: ColumnType, to: ColumnType, timeZone: string | undefined): TypeChange {
  const pair = `${from.base} ${to.base}`;
  if (strings.has(from.base) && strings.has(to.base)) {
    if (to.modifiers.length > 0) return rewrites;
    return from.base === 'citext' || to.base === 'citext' ? keepsButReindexes : keeps;
  }
  if (pair === 'cidr inet' || pair === 'xml text') return keeps;
  if (pair === 'integer oid' || pair === 'oid integer') return keepsButReindexes;
  if (pair === 'timestamp timestamptz' || pair === 'timestamptz timestamp') {
    if (to.modifiers.length > 0 && to.modifiers[0] !== '6') return rewrites;
    if (timeZone === undefined) return unknown;
    return isUtc(timeZone) ? keepsButReindexes : rewrites;
  }
  return rewrites;
}

function isUtc(timeZone: string): boolean {
  return /^(?:(?:Etc\/)?(?:UTC|UCT|Universal|Zulu|GMT)|GMT0)$/i.test(timeZone);
}
