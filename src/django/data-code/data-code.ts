/** What the code of a RunPython does to the database, as far as its text says: the models it asks for, its queries, loops and names. */
import type { Expr } from '../../python/ast.ts';
import type { SourceRange } from '../../source/position.ts';

/** `apps.get_model("shop", "Order")`. */
export interface HistoricalModel {
  readonly appLabel: string;
  /** As written. */
  readonly name: string;
  readonly range: SourceRange;
  /** Asked for where a LookupError is caught: the code can do without. */
  readonly guarded: boolean;
}

/** One link of a chain of calls on a manager or queryset: `.filter(paid=True)`. */
export interface QueryLink {
  readonly name: string;
  readonly args: readonly Expr[];
  /** By name; `**kwargs` stands under `**`. */
  readonly kwargs: ReadonlyMap<string, Expr>;
}

/** A queryset or manager call: `Order.objects.filter(paid=True).update(open=False)` is model Order with links filter, update. */
export interface Query {
  readonly model: HistoricalModel;
  readonly links: readonly QueryLink[];
  /** Sliced: `[:500]`. */
  readonly sliced: boolean;
  readonly range: SourceRange;
}

/** A query that does something, in its place. */
export interface QueryUse {
  readonly query: Query;
  /** How many loops over rows it stands in. */
  readonly rowLoops: readonly RowLoop[];
}

/** A call of a method on one row: `order.save()`. */
export interface RowCall {
  readonly model: HistoricalModel;
  readonly method: string;
  readonly keywords: readonly string[];
  readonly range: SourceRange;
  readonly rowLoops: readonly RowLoop[];
}

/** A loop (or comprehension) over the rows of a query. */
export interface RowLoop {
  readonly query: Query;
  readonly range: SourceRange;
}

export interface DataCode {
  readonly models: readonly HistoricalModel[];
  readonly queries: readonly QueryUse[];
  readonly rowCalls: readonly RowCall[];
  readonly rowLoops: readonly RowLoop[];
  /** Names that neither the function, nor its file, nor Python defines. Empty when a star import hides what there is. */
  readonly undefinedNames: readonly { readonly name: string; readonly range: SourceRange }[];
  /** Calls of `schema_editor.execute(…)` and cursors: SQL that was not read. */
  readonly rawSql: readonly SourceRange[];
}

const filters = new Set([
  'filter',
  'exclude',
  'get',
  'in_bulk',
  'get_or_create',
  'update_or_create',
  'first',
  'last',
  'earliest',
  'latest',
  'none',
  'raw',
  'extra',
]);
const batching = new Set([
  'iterator',
  'in_bulk',
  'first',
  'last',
  'earliest',
  'latest',
  'get',
  'none',
  'exists',
  'count',
  'aggregate',
  'distinct',
]);

/** True when the query names all rows of the table: no filter, no slice. */
export function isWholeTable(query: Query): boolean {
  return !query.sliced && !query.links.some((link) => filters.has(link.name));
}

/** True when the rows come in pieces or are few by nature. */
export function isBatched(query: Query): boolean {
  return query.sliced || query.links.some((link) => batching.has(link.name));
}

/** The last link: what the query does. */
export function lastLink(query: Query): QueryLink | undefined {
  return query.links.at(-1);
}
