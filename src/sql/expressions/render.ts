/** Django's expressions in DDL, as SQL: conditions of constraints and indexes, indexed expressions, defaults, generated columns. */
import { rangeOperator } from './compile/range-operator.ts';
import type { PyValue } from '../../python/value.ts';
import { atLeast, isField } from '../values/field.ts';
import type { ExpressionField } from '../values/field.ts';
import { readLiteral } from '../values/literal.ts';
import type { Way } from '../values/quote.ts';
import { quoteValue } from '../values/quote.ts';
import { compileNode } from './compile/compile-node.ts';
import { standsAlone } from './compile/conditional.ts';
import type { ExpressionContext, ExpressionSql } from './context.ts';
import type { Compiled, Session } from './session.ts';
import { unknownSql } from './session.ts';
import type { FuncNode, Node } from './node.ts';
import { fieldOf } from './node.ts';
import { func } from './lookups/paths.ts';
import { readNode } from './read.ts';
import { isMysql } from './compile/text.ts';
import { isQ, readCondition } from './where.ts';

function newSession(context: ExpressionContext, resolves = true): Session {
  const session: Session = {
    context,
    problems: [],
    resolves,
    read: (value, depth) => readNode(value, session, depth),
    compile: (node, resolved) => compileNode(node, session, resolved),
  };
  return session;
}

/** `sql % tuple(quote_value(p) for p in params)`. */
function finished(compiled: Compiled, session: Session, way: Way = 'quoted'): ExpressionSql {
  if (compiled.kind !== 'sql')
    session.problems.push(
      compiled.kind === 'full'
        ? 'a condition that is always true, which Django refuses'
        : 'a condition that is never true, which Django refuses',
    );
  let index = -1;
  const text = compiled.sql.replaceAll(/%(.)/g, (match, next: string) => {
    if (next === '%') return '%';
    if (next !== 's') session.problems.push(`a text with ${match}, which Python does not format`);
    index += 1;
    const param = compiled.params[index];
    const quoted = param === undefined ? undefined : quoteValue(param, session.context, way);
    if (quoted === undefined) session.problems.push(`how the driver writes a value of kind ${param?.kind ?? 'unknown'}`);
    return quoted ?? '';
  });
  if (session.problems.length === 0 && index + 1 !== compiled.params.length) session.problems.push('parameters that do not fit the text');
  const [problem] = session.problems;
  return problem === undefined ? { sql: text, parameters: compiled.params.length } : { unknown: problem };
}

/**
 * The condition of a CheckConstraint, or of a partial index or unique constraint: a Q or a boolean expression.
 * Before Django 5.0 percent signs in texts come out doubled, as in Django's own statement.
 */
export function renderCondition(value: PyValue, context: ExpressionContext): ExpressionSql {
  const session = newSession(context);
  return finished(session.compile(readCondition(value, session, 0), false), session);
}

/** The expressions of an Index or UniqueConstraint, joined with commas. Strings are names of fields. */
export function renderIndexExpressions(values: readonly PyValue[], context: ExpressionContext): ExpressionSql {
  const session = newSession(context);
  const parts = values.map((value) => session.compile(indexed(readNode(value, session, 0), session), false));
  return finished(joined(parts), session);
}

/** The `(expression, operator)` pairs of an ExclusionConstraint, joined with commas. */
export function renderExclusion(value: PyValue, context: ExpressionContext): ExpressionSql {
  const session = newSession(context);
  if (context.vendor !== 'postgresql') session.problems.push(`an exclusion constraint on ${context.vendor}`);
  const pairs = value.kind === 'list' || value.kind === 'tuple' ? value.items : [];
  if (pairs.length === 0) session.problems.push('an exclusion constraint without expressions');
  const parts = pairs.map((pair): Compiled => {
    const [expression, operator] = pair.kind === 'tuple' || pair.kind === 'list' ? pair.items : [];
    const sign = operator === undefined ? undefined : rangeOperator(operator);
    if (expression === undefined || sign === undefined) return unknownSql(session, 'an exclusion whose operator is not known');
    const node = readNode(expression, session, 0);
    const compiled = session.compile(atLeast(context.django, '4.1') ? indexed(node, session) : node, false);
    return { ...compiled, sql: `${compiled.sql} WITH ${sign}` };
  });
  return finished(joined(parts), session);
}

function joined(parts: readonly Compiled[]): Compiled {
  return { kind: 'sql', sql: parts.map((part) => part.sql).join(', '), params: parts.flatMap((part) => part.params) };
}

/**
 * `IndexExpression`: ordering, operator class and collation outermost in this order, the rest in parentheses unless it is a
 * column. MySQL counts a collation to the expression itself.
 */
function indexed(node: Node, session: Session): Node {
  const wrappers: Node[] = [];
  let root = node;
  for (;;) {
    const inner = wrapped(root, session);
    if (inner === undefined) break;
    wrappers.push(root);
    root = inner;
  }
  const ranks = wrappers.map(rank);
  if (new Set(ranks).size !== ranks.length || containsWrapper(root, session))
    session.problems.push('an indexed expression with misplaced wrappers, which Django refuses');
  const enclosed: Node = root.kind === 'column' ? root : func('Func', [root], { template: '(%(expressions)s)' });
  return wrappers.toSorted((a, b) => rank(b) - rank(a)).reduce((inner, wrapper) => rewrapped(wrapper, inner), enclosed);
}

function wrapped(node: Node, session: Session): Node | undefined {
  if (node.kind === 'order') return node.inner;
  if (node.kind !== 'func') return undefined;
  const { vendor } = session.context;
  const wraps = (node.name === 'OpClass' && vendor === 'postgresql') || (node.name === 'Collate' && !isMysql(vendor));
  return wraps ? node.args[0] : undefined;
}

function rank(node: Node): number {
  if (node.kind === 'order') return 0;
  return node.kind === 'func' && node.name === 'OpClass' ? 1 : 2;
}

function rewrapped(wrapper: Node, inner: Node): Node {
  return wrapper.kind === 'order' ? { ...wrapper, inner } : { ...(wrapper as FuncNode), args: [inner] }; // wrappers are orderings and calls
}

function containsWrapper(node: Node, session: Session): boolean {
  if (wrapped(node, session) !== undefined) return true;
  return node.kind === 'func' && node.args.some((arg) => containsWrapper(arg, session));
}

/** A `db_default`: a value of the field or an expression. The text after DEFAULT, parentheses included where Django writes them. */
export function renderDatabaseDefault(value: PyValue, field: ExpressionField, context: ExpressionContext): ExpressionSql {
  // Django compiles defaults without a table: a column there is an error.
  const session = newSession({ ...context, field: () => undefined }, false);
  if (!atLeast(context.django, '5.0')) session.problems.push('a database default before Django 5.0');
  if (isQ(value)) session.problems.push('a Q as a default, which Django refuses');
  const literal = readLiteral(value);
  const node: Node = literal === undefined ? readNode(value, session, 0) : { kind: 'value', value: literal, output: field };
  const plain = node.kind === 'value';
  const compiled = session.compile(node, false);
  const limited = /^(tiny|medium|long)?(blob|text)$|^json$/.test((field.dbType ?? '').toLowerCase());
  const enclosed = plain && !(limited && context.vendor === 'mysql') ? compiled : { ...compiled, sql: `(${compiled.sql})` };
  return finished(bare(enclosed, plain, context), session, 'parameter');
}

function bare(compiled: Compiled, plain: boolean, context: ExpressionContext): Compiled {
  return plain && context.vendor === 'sqlite' && compiled.sql.startsWith('CAST') ? { ...compiled, sql: `(${compiled.sql})` } : compiled;
}

/** The expression of a GeneratedField, as it stands between `GENERATED ALWAYS AS (` and `)`. */
export function renderGenerated(value: PyValue, context: ExpressionContext): ExpressionSql {
  const session = newSession(context);
  if (!atLeast(context.django, '5.0')) session.problems.push('a generated field before Django 5.0');
  const node = isQ(value) ? readCondition(value, session, 0) : readNode(value, session, 0);
  const compiled = session.compile(node, false);
  const conditional =
    context.vendor === 'oracle' &&
    isField(fieldOf(node, context), 'BooleanField') &&
    standsAlone(node, session) &&
    atLeast(context.django, '5.0');
  return finished(conditional ? { ...compiled, sql: `CASE WHEN ${compiled.sql} THEN 1 ELSE 0 END` } : compiled, session, 'parameter');
}
