/** Q objects: how Django combines them and turns them into a WHERE tree (`Query.build_where`). */
import type { PyValue } from '../../python/value.ts';
import { atLeast, isField } from '../values/field.ts';
import type { ExpressionField } from '../values/field.ts';
import { readLiteral } from '../values/literal.ts';
import type { Session } from './session.ts';
import { unknownNode } from './session.ts';
import { makeLookup, pathOf } from './lookups/paths.ts';
import type { LookupNode, Node, Rhs, WhereNode } from './node.ts';
import { outputOf } from './node.ts';
import { className, maxDepth } from './class-names.ts';

interface Q {
  readonly kind: 'Q';
  readonly connector: string;
  readonly negated: boolean;
  readonly children: readonly Child[];
}
type Child =
  | Q
  | { readonly kind: 'pair'; readonly path: string; readonly value: PyValue }
  | { readonly kind: 'expression'; readonly value: PyValue };

const connectors: Readonly<Record<string, string>> = { '|': 'OR', '&': 'AND', '^': 'XOR' };

/** Whether the value is a Q, or Qs combined. */
export function isQ(value: PyValue, depth = 0): boolean {
  if (depth > maxDepth) return false;
  if (value.kind === 'call') return value.receiver === undefined && className(value.callee) === 'Q';
  if (value.kind === 'unaryop') return value.op === '~' && isQ(value.operand, depth + 1);
  // On expressions these operators make a Q too: the bitwise ones are methods.
  return value.kind === 'binop' && Object.hasOwn(connectors, value.op);
}

/** The WHERE tree of a Q or of a conditional expression. */
export function readCondition(value: PyValue, session: Session, depth: number): Node {
  const q = isQ(value) ? readQ(value, session, depth) : undefined;
  if (q !== undefined) return whereOf(q, session, false, depth);
  return { kind: 'where', connector: 'AND', negated: false, children: [conditionOf(value, session, depth)] };
}

function readQ(value: PyValue, session: Session, depth: number): Q {
  const empty: Q = { kind: 'Q', connector: 'AND', negated: false, children: [] };
  if (depth > maxDepth) {
    session.problems.push('the condition is nested too deeply');
    return empty;
  }
  if (value.kind === 'unaryop') return inverted(readQ(value.operand, session, depth + 1), session);
  if (value.kind === 'binop') {
    const connector = connectors[value.op] ?? 'AND';
    return combined(operand(value.left, session, depth + 1), operand(value.right, session, depth + 1), connector);
  }
  if (value.kind !== 'call') return empty;
  const children = value.args.map((arg) => childOf(arg, session, depth + 1));
  const names = [...value.kwargs.keys()].filter((name) => name !== '_connector' && name !== '_negated').toSorted(byCodePoint);
  for (const name of names) children.push({ kind: 'pair', path: name, value: value.kwargs.get(name) ?? { kind: 'none' } });
  const connector = value.kwargs.get('_connector');
  const negated = value.kwargs.get('_negated');
  if (connector !== undefined && connector.kind !== 'str' && connector.kind !== 'none' && connector.kind !== 'ref')
    session.problems.push('a Q with an unknown connector');
  return { kind: 'Q', connector: connectorName(connector), negated: negated?.kind === 'bool' && negated.value, children };
}

function connectorName(value: PyValue | undefined): string {
  if (value?.kind === 'ref') return value.path.slice(value.path.lastIndexOf('.') + 1);
  return value?.kind === 'str' ? value.value : 'AND';
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function childOf(value: PyValue, session: Session, depth: number): Child {
  if ((value.kind === 'tuple' || value.kind === 'list') && value.items.length === 2) {
    const [path, item] = value.items;
    if (path?.kind === 'str' && item !== undefined) return { kind: 'pair', path: path.value, value: item };
  }
  return isQ(value) ? readQ(value, session, depth) : { kind: 'expression', value };
}

/** An operand of `|`, `&` or `^`: what is no Q becomes one around it. */
function operand(value: PyValue, session: Session, depth: number): Q {
  return isQ(value)
    ? readQ(value, session, depth)
    : { kind: 'Q', connector: 'AND', negated: false, children: [{ kind: 'expression', value }] };
}

/** Since Django 4.2 `~q` flips the copy; before, it wrapped it in a new AND. */
function inverted(q: Q, session: Session): Q {
  if (atLeast(session.context.django, '4.2')) return { ...q, negated: !q.negated };
  return { ...added<Q, Child>({ kind: 'Q', connector: 'AND', negated: false, children: [] }, q), negated: true };
}

function combined(left: Q, right: Q, connector: string): Q {
  if (left.children.length === 0) return right;
  if (right.children.length === 0) return left;
  return added<Q, Child>(added<Q, Child>({ kind: 'Q', connector, negated: false, children: [] }, left), right);
}

/** `Node.add`: a child of the same connector, or with one child, is squashed into its parent. */
function added<T extends { readonly connector: string; readonly negated: boolean; readonly children: readonly C[] }, C>(
  node: T,
  data: T & C,
): T {
  const squash = !data.negated && (data.connector === node.connector || data.children.length === 1);
  return { ...node, children: squash ? [...node.children, ...data.children] : [...node.children, data] };
}

/** `Query._add_q`. */
function whereOf(q: Q, session: Session, negatedAbove: boolean, depth: number): WhereNode {
  const current = negatedAbove !== q.negated;
  if (q.connector === 'XOR' && !atLeast(session.context.django, '4.1')) session.problems.push('`^` between conditions before Django 4.1');
  let where: WhereNode = { kind: 'where', connector: q.connector, negated: q.negated, children: [] };
  for (const child of q.children) {
    const clause = clauseOf(child, session, current, depth + 1);
    if (clause.children.length > 0) where = added<WhereNode, Node>(where, clause);
  }
  return where;
}

function clauseOf(child: Child, session: Session, negated: boolean, depth: number): WhereNode {
  if (child.kind === 'Q') return whereOf(child, session, negated, depth);
  const and = (children: readonly Node[]): WhereNode => ({ kind: 'where', connector: 'AND', negated: false, children });
  if (child.kind === 'expression') return and([conditionOf(child.value, session, depth)]);
  return and(filterOf(child.path, child.value, session, negated, depth));
}

/** A conditional expression as a filter: compared with True unless it is a lookup itself. */
function conditionOf(value: PyValue, session: Session, depth: number): Node {
  const node = session.read(value, depth);
  if (node.kind === 'lookup' || node.kind === 'unknown') return node;
  const output = outputOf(node, session.context);
  const conditional = node.kind !== 'column' && output !== undefined && output !== 'mixed' && isField(output, 'BooleanField');
  if (!conditional) return unknownNode(session, 'a condition that is no boolean expression');
  return { kind: 'lookup', name: 'exact', lhs: node, rhs: { kind: 'literal', value: { kind: 'bool', value: true } }, plain: false };
}

const noEmptyStrings = [
  'IntegerField',
  'BooleanField',
  'DateField',
  'TimeField',
  'DecimalField',
  'DurationField',
  'FloatField',
  'GenericIPAddressField',
];

/** `Query.is_nullable`: on Oracle an empty string is NULL. */
function isNullable(field: ExpressionField, session: Session): boolean {
  if (field.null) return true;
  return session.context.vendor === 'oracle' && !isField(field, ...noEmptyStrings, 'UUIDField', 'JSONField', 'ForeignKey', 'BinaryField');
}

/** `Query.build_filter` for `path=value`: the lookup, and under a negation the tests for NULL that go with it. */
function filterOf(path: string, value: PyValue, session: Session, negated: boolean, depth: number): readonly Node[] {
  const found = pathOf(path, session);
  if (found === undefined) return [unknownNode(session, `the lookup \`${path}\` is not one of Django's on a field of the model`)];
  const rhs = readRhs(value, session, depth);
  const lookup = makeLookup(found.node, found.rest, rhs, session);
  if (lookup.kind !== 'lookup' || !negated || lookup.name === 'isnull') return [lookup];
  const nulls: LookupNode[] = [];
  const isNotNull = (field: ExpressionField): LookupNode => ({
    kind: 'lookup',
    name: 'isnull',
    lhs: { kind: 'column', field },
    rhs: { kind: 'literal', value: { kind: 'bool', value: false } },
    plain: false,
  });
  if (lookup.rhs.kind === 'literal' && lookup.rhs.value.kind === 'none') return [lookup];
  if (isNullable(found.field, session)) nulls.push(isNotNull(found.field));
  if (lookup.rhs.kind === 'node' && lookup.rhs.node.kind === 'column' && isNullable(lookup.rhs.node.field, session))
    nulls.push(isNotNull(lookup.rhs.node.field));
  return [lookup, ...nulls];
}

/** The right-hand side of a lookup: strings are values here, not names of fields. */
export function readRhs(value: PyValue, session: Session, depth: number): Rhs {
  const literal = readLiteral(value);
  if (literal !== undefined) return { kind: 'literal', value: literal };
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') {
    return { kind: 'items', items: value.items.map((item) => readLiteral(item) ?? session.read(item, depth + 1)) };
  }
  return { kind: 'node', node: session.read(value, depth + 1) };
}
