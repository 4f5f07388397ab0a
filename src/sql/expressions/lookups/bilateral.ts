/** Transforms that apply to both sides of a comparison; `unaccent` is the only one of Django's. */
import type { Compiled, Session } from '../session.ts';
import { unknownSql } from '../session.ts';
import type { LookupNode, Node } from '../node.ts';
import type { ExpressionField } from '../../values/field.ts';

/** Whether the left-hand side has such a transform. */
export function isBilateral(node: Node): boolean {
  return node.kind === 'func' && node.name === 'Unaccent';
}

/** The right-hand side with the left one's transforms around it. */
export function compileBilateral(node: LookupNode, field: ExpressionField | undefined, session: Session): Compiled {
  if (node.lhs.kind !== 'func' || node.rhs.kind === 'items') return unknownSql(session, 'a list under unaccent');
  const inner: Node = node.rhs.kind === 'literal' ? { kind: 'value', value: node.rhs.value, output: field } : node.rhs.node;
  return session.compile({ ...node.lhs, args: [inner] }, false);
}
