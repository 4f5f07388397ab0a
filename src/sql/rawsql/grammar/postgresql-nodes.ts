/** Reading PostgreSQL's parse tree: names, types, and what an expression mentions. */
import type { A_Const as ConstantNode, Node, RangeVar, TypeName } from 'libpg-query';
import { volatilityOf } from '../../../facts/functions.ts';

type Kinds<N> = N extends unknown ? keyof N : never;
type NodeKind = Kinds<Node>;
type NodeOf<K extends NodeKind> = Extract<Node, Record<K, unknown>>[K];

/** The node's content when it is of this kind. */
export function as<K extends NodeKind>(kind: K, node: Node | undefined): NodeOf<K> | undefined {
  if (node === undefined || !(kind in node)) return undefined;
  return (node as unknown as Record<K, NodeOf<K>>)[kind]; // a node has one key, its kind
}

/** A table's name as the rest of the project writes it: the schema is named unless it is `public`. */
export function tableName(relation: RangeVar | undefined): string {
  return qualified([relation?.schemaname, relation?.relname]);
}

/** Dotted name from its parts; `public.` is left out. */
export function qualified(parts: readonly (string | undefined)[]): string {
  const names = parts.filter((part) => part !== undefined && part !== '');
  return (names.length > 1 && names[0] === 'public' ? names.slice(1) : names).join('.');
}

/** The texts of String nodes. */
export function strings(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => as('String', node)?.sval ?? []);
}

/** Names as DROP and COMMENT write them: a List of Strings, a TypeName, or one String. */
export function objectName(node: Node | undefined): readonly string[] {
  const list = as('List', node) ?? as('ObjectWithArgs', node);
  if (list !== undefined) return strings('items' in list ? list.items : 'objname' in list ? list.objname : []);
  return strings(as('TypeName', node)?.names ?? (node === undefined ? [] : [node]));
}

/** The value of a constant as text; undefined for NULL and for what is no constant. */
export function constantText(node: Node | undefined): string | undefined {
  const constant: ConstantNode | undefined = as('A_Const', node);
  if (constant === undefined || constant.isnull === true) return undefined;
  if (constant.sval !== undefined) return constant.sval.sval ?? '';
  if (constant.ival !== undefined) return String(constant.ival.ival ?? 0);
  if (constant.boolval !== undefined) return String(constant.boolval.boolval ?? false);
  return constant.fval?.fval ?? constant.bsval?.bsval;
}

const usualNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    int2: 'smallint',
    int4: 'integer',
    int8: 'bigint',
    float4: 'real',
    float8: 'double precision',
    bool: 'boolean',
    bpchar: 'char',
    timestamptz: 'timestamp with time zone',
    timetz: 'time with time zone',
    varbit: 'bit varying',
  }),
);

/** The type as people write it: `varchar(50)`, `numeric(10, 2)[]`. */
export function typeText(type: TypeName | undefined): string {
  const names = strings(type?.names).filter((name) => name !== 'pg_catalog');
  const last = names.at(-1) ?? '';
  const name = qualified([...names.slice(0, -1), usualNames.get(last) ?? last]);
  const modifiers = name === 'interval' ? (type?.typmods ?? []).slice(1) : (type?.typmods ?? []);
  const sizes = modifiers.map((modifier) => constantText(modifier) ?? strings(as('ColumnRef', modifier)?.fields).join('.'));
  const array = (type?.arrayBounds ?? []).map(() => '[]').join('');
  if (sizes.length === 0) return `${name}${array}`;
  const [word, ...rest] = name.split(' ');
  return name.startsWith('time')
    ? `${word}(${sizes.join(', ')})${rest.map((part) => ` ${part}`).join('')}${array}`
    : `${name}(${sizes.join(', ')})${array}`;
}

/** Every node of one kind inside, in no order that matters. Iterative: expressions may be deep. */
export function* nodesOf<K extends NodeKind>(kind: K, root: unknown): Generator<NodeOf<K>> {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key === kind && !Array.isArray(inner)) yield inner as NodeOf<K>; // the key says the kind
      open.push(inner);
    }
  }
}

/** The columns that an expression mentions, each once. */
export function columnsIn(expression: unknown): readonly string[] {
  const names = [...nodesOf('ColumnRef', expression)].flatMap(({ fields }) => strings(fields).at(-1) ?? []);
  return [...new Set(names)].toSorted();
}

/** The tables that a query reads or writes, without the names that its WITH makes. */
export function tablesIn(query: unknown): readonly string[] {
  const made = new Set([...nodesOf('CommonTableExpr', query)].map(({ ctename }) => ctename));
  const names = new Set<string>();
  for (const relation of rangeVars(query))
    if (!(relation.schemaname === undefined && made.has(relation.relname))) names.add(tableName(relation));
  return [...names].toSorted();
}

/** RangeVars stand as nodes in FROM, and without their kind as `relation` of a statement. */
function* rangeVars(query: unknown): Generator<RangeVar> {
  const open: unknown[] = [query];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if ('relname' in value && 'inh' in value) yield value as RangeVar; // only RangeVar has both
    open.push(...Object.values(value));
  }
}

/** The names of the functions that an expression calls, each once; `pg_catalog.` is left out. */
export function functionsIn(expression: unknown): readonly string[] {
  const names = [...nodesOf('FuncCall', expression)].map(({ funcname }) =>
    qualified(strings(funcname).filter((part) => part !== 'pg_catalog')),
  );
  return [...new Set(names)].toSorted();
}

/** What fills existing rows: a function that is not PostgreSQL's own is taken for volatile, which is what CREATE FUNCTION makes. */
export function volatilityIn(expression: Node | undefined): 'none' | 'constant' | 'stable' | 'volatile' {
  if (expression === undefined || as('A_Const', expression)?.isnull === true) return 'none';
  const all = functionsIn(expression).map((name) => volatilityOf(name) ?? 'volatile');
  if (all.includes('volatile')) return 'volatile';
  return all.includes('stable') || !nodesOf('SQLValueFunction', expression).next().done ? 'stable' : 'constant';
}

/** Columns that a condition proves to be NOT NULL: `a IS NOT NULL`, alone or under AND. */
export function provenNotNull(condition: Node | undefined): readonly string[] {
  const test = as('NullTest', condition);
  if (test !== undefined) {
    const column = strings(as('ColumnRef', test.arg)?.fields).at(-1);
    return test.nulltesttype === 'IS_NOT_NULL' && column !== undefined ? [column] : [];
  }
  const both = as('BoolExpr', condition);
  if (both?.boolop !== 'AND_EXPR') return [];
  // AND is flat in this tree: deeper ones are not looked into
  return (both.args ?? []).flatMap((arg) => (as('NullTest', arg) === undefined ? [] : provenNotNull(arg)));
}

/** Whether the expression is the column itself, cast or not: what ALTER COLUMN TYPE would do without USING. */
export function isCastOf(expression: Node | undefined, column: string): boolean {
  let inner = expression;
  for (let cast = as('TypeCast', inner); cast !== undefined; cast = as('TypeCast', inner)) inner = cast.arg;
  return inner === undefined || strings(as('ColumnRef', inner)?.fields).at(-1) === column;
}
