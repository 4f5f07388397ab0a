import type { PyValue } from '../../../python/value.ts';
import type { Vendor } from '../../project.ts';

/** https://docs.djangoproject.com/en/5.2/ref/settings/#engine, and the engines of packages, which name the database they build on. */
const engines: readonly (readonly [RegExp, Vendor])[] = [
  [/postg|psqlextra|timescale/i, 'postgresql'],
  [/mariadb/i, 'mariadb'],
  [/mysql/i, 'mysql'],
  [/sqlite|spatialite/i, 'sqlite'],
  [/oracle/i, 'oracle'],
];

/** Schemes of dj-database-url and django-environ. */
const scheme =
  /^\s*(postgres|postgresql|postgis|pgsql|psql|timescale|timescalegis|mariadb|mysql|mysql2|mysqlgis|mysql-connector|sqlite|spatialite|oracle|oraclegis)(\+\w+)?:/;

/** Text that names an engine or a database in source that could not be evaluated. */
const namedInSource =
  /django[\w.]*\.backends\.\w+|psqlextra\.backend|\b(?:postgres|postgresql|postgis|mysql|mariadb|sqlite|spatialite|oracle):\/\//g;

/** The vendors that the values of DATABASES may name for an alias; empty when nothing tells. */
export function vendorsOf(alternatives: readonly PyValue[], alias: string): ReadonlySet<Vendor> {
  const found = new Set<Vendor>();
  for (const databases of alternatives) {
    const value = databases.kind === 'dict' ? itemOf(databases, alias) : databases;
    if (value !== undefined) for (const vendor of vendorsIn(value)) found.add(vendor);
  }
  return found;
}

/** The aliases of DATABASES. */
export function aliasesOf(databases: PyValue): readonly string[] {
  if (databases.kind !== 'dict') return [];
  return databases.entries.flatMap(([key]) => (key.kind === 'str' ? [key.value] : []));
}

function vendorsIn(value: PyValue): readonly Vendor[] {
  if (value.kind === 'str') return vendorOfText(value.value);
  if (value.kind === 'unknown') return (value.source.match(namedInSource) ?? []).flatMap(vendorOfText);
  if (value.kind === 'dict') {
    const engine = itemOf(value, 'ENGINE');
    if (engine !== undefined) return vendorsIn(engine);
    return value.entries.flatMap(([, each]) => (each.kind === 'call' ? vendorsIn(each) : []));
  }
  if (value.kind === 'call') {
    const named = [value.kwargs.get('engine'), value.kwargs.get('backend'), value.kwargs.get('default')].filter(
      (each) => each !== undefined,
    );
    return (named.length > 0 ? named : value.args).flatMap(vendorsIn);
  }
  if (value.kind === 'binop') return [...vendorsIn(value.left), ...vendorsIn(value.right)];
  return [];
}

function vendorOfText(text: string): readonly Vendor[] {
  const url = scheme.exec(text)?.[1];
  const isEngine = url !== undefined || /backend|^django\.|^[\w.]+$/.test(text) || text.includes('://');
  const match = isEngine ? engines.find(([pattern]) => pattern.test(url ?? text)) : undefined;
  return match === undefined ? [] : [match[1]];
}

function itemOf(value: PyValue & { readonly kind: 'dict' }, name: string): PyValue | undefined {
  return value.entries.findLast(([key]) => key.kind === 'str' && key.value === name)?.[1];
}

/** Whether the default database comes from a call, such as `env.db(default=…)`: what stands in the code is then only its default. */
export function asksEnvironment(databases: PyValue): boolean {
  const value = databases.kind === 'dict' ? itemOf(databases, 'default') : databases;
  return value?.kind === 'call' && !/(^|\.)dict$/.test(value.callee);
}

/** DATABASES as it is when the default database is of this vendor: its engine is Django's own for it unless it names such a one already. */
export function withEngine(databases: PyValue | undefined, vendor: Vendor): PyValue | undefined {
  const own = databases?.kind === 'dict' ? databases.entries.find(([alias]) => isText(alias, 'default'))?.[1] : undefined;
  if (databases?.kind !== 'dict' || own?.kind !== 'dict') return databases;
  const written = own.entries.find(([key]) => isText(key, 'ENGINE'))?.[1];
  const named = written?.kind === 'str' ? engines.find(([pattern]) => pattern.test(written.value))?.[1] : undefined;
  const backend = backendOf(vendor);
  if (named !== undefined && backendOf(named) === backend) return databases;
  const engine = [pyText('ENGINE'), pyText(`django.db.backends.${backend}`)] as const;
  const made: PyValue = { kind: 'dict', entries: [...own.entries.filter(([key]) => !isText(key, 'ENGINE')), engine] };
  return { kind: 'dict', entries: databases.entries.map(([alias, value]) => [alias, value === own ? made : value] as const) };
}

function backendOf(vendor: Vendor): string {
  return vendor === 'sqlite' ? 'sqlite3' : vendor === 'mariadb' ? 'mysql' : vendor;
}

function isText(value: PyValue, text: string): boolean {
  return value.kind === 'str' && value.value === text;
}

function pyText(value: string): PyValue {
  return { kind: 'str', value };
}
