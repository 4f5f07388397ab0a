/** Which of Django's expression classes a dotted path names. */

/** Expressions nested more deeply than this are not read. */
export const maxDepth = 100;

const modules =
  /^django\.(db\.models|contrib\.gis\.db\.models|contrib\.postgres)(\.(query_utils|expressions|lookups|functions(\.(comparison|datetime|json|math|text|uuid))?|fields\.json|indexes|search|fields(\.ranges)?|constraints))?\.(\w+)$/;

/** The class name for a path inside Django's own expression modules; undefined for everything else. */
export function className(path: string): string | undefined {
  return modules.exec(path)?.at(-1);
}

/** Lookup classes that may stand in an expression, and the names under which they are registered. */
export const lookupClasses: Readonly<Record<string, string>> = {
  Exact: 'exact',
  IExact: 'iexact',
  GreaterThan: 'gt',
  GreaterThanOrEqual: 'gte',
  LessThan: 'lt',
  LessThanOrEqual: 'lte',
  In: 'in',
  Contains: 'contains',
  IContains: 'icontains',
  StartsWith: 'startswith',
  IStartsWith: 'istartswith',
  EndsWith: 'endswith',
  IEndsWith: 'iendswith',
  Range: 'range',
  IsNull: 'isnull',
  Regex: 'regex',
  IRegex: 'iregex',
};
