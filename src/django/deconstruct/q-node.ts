/** Q objects as trees, combined by `&`, `|`, `^` and `~` as Django combines them (django.db.models.query_utils.Q, django.utils.tree.Node). */
import type { PyCall, PyValue } from '../../python/value.ts';
import { printedPath } from './names.ts';

export interface QNode {
  readonly connector: 'AND' | 'OR' | 'XOR';
  readonly negated: boolean;
  /** Lookups as pairs, other Qs, or expressions. */
  readonly children: readonly QChild[];
}
export type QChild =
  | { readonly kind: 'lookup'; readonly name: string; readonly value: PyValue }
  | { readonly kind: 'q'; readonly q: QNode }
  | PyValue;

const connectors = { '&': 'AND', '|': 'OR', '^': 'XOR' } as const;

/** The Q that a value makes; undefined when it makes none that can be known. */
export function readQ(value: PyValue): QNode | undefined {
  if (value.kind === 'call') return isQ(value) ? fromCall(value) : undefined;
  if (value.kind === 'unaryop') {
    const inner = value.op === '~' ? readQ(value.operand) : undefined;
    return inner === undefined ? undefined : { ...inner, negated: !inner.negated };
  }
  if (value.kind !== 'binop') return undefined;
  const connector = value.op === '&' || value.op === '|' || value.op === '^' ? connectors[value.op] : undefined;
  const left = readQ(value.left);
  if (connector === undefined || left === undefined) return undefined;
  const right = readQ(value.right);
  if (right !== undefined) return combine(left, right, connector);
  return value.right.kind === 'call' ? added(added(empty(connector), left), value.right) : undefined;
}

function isQ(call: PyCall): boolean {
  return call.receiver === undefined && printedPath(call.callee) === 'django.db.models.Q';
}

function fromCall(call: PyCall): QNode | undefined {
  const children: QChild[] = [];
  for (const arg of call.args) {
    const child = childOf(arg);
    if (child === undefined) return undefined;
    children.push(child);
  }
  const lookups = [...call.kwargs].filter(([name]) => name !== '_connector' && name !== '_negated');
  for (const [name, value] of lookups.sort(([a], [b]) => (a < b ? -1 : 1))) children.push({ kind: 'lookup', name, value });
  const connector = call.kwargs.get('_connector');
  const negated = call.kwargs.get('_negated');
  const isOther = connector?.kind === 'str' && (connector.value === 'OR' || connector.value === 'XOR');
  return {
    connector: isOther ? (connector.value === 'OR' ? 'OR' : 'XOR') : 'AND',
    negated: negated?.kind === 'bool' && negated.value,
    children,
  };
}

function childOf(arg: PyValue): QChild | undefined {
  if (arg.kind === 'tuple' || arg.kind === 'list') {
    const [name, value] = arg.items;
    return name?.kind === 'str' && value !== undefined ? { kind: 'lookup', name: name.value, value } : undefined;
  }
  const q = readQ(arg);
  if (q !== undefined) return { kind: 'q', q };
  return arg.kind === 'call' ? arg : undefined;
}

function empty(connector: QNode['connector']): QNode {
  return { connector, negated: false, children: [] };
}

function combine(left: QNode, right: QNode, connector: QNode['connector']): QNode {
  if (left.children.length === 0) return right;
  if (right.children.length === 0) return left;
  return added(added(empty(connector), left), right);
}

/** Node.add with the node's own connector: children of the same kind are taken in. */
function added(into: QNode, data: QNode | PyCall): QNode {
  if ('kind' in data) return { ...into, children: [...into.children, data] };
  const isTakenIn = !data.negated && (data.connector === into.connector || data.children.length === 1);
  return { ...into, children: isTakenIn ? [...into.children, ...data.children] : [...into.children, { kind: 'q', q: data }] };
}
