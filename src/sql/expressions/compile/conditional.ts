/** Which expressions a database takes as a condition by themselves. */
import type { Session } from '../session.ts';
import type { Node } from '../node.ts';
import { fieldOf } from '../node.ts';
import { isMysql } from './text.ts';
import { atLeast, isField } from '../../values/field.ts';

/** `conditional_expression_supported_in_where_clause`. */
export function standsAlone(node: Node, session: Session): boolean {
  const { vendor, django } = session.context;
  if (vendor !== 'oracle' && !(isMysql(vendor) && atLeast(django, '4.0'))) return true;
  if (node.kind === 'lookup') return true;
  if (vendor === 'oracle' && (node.kind === 'where' || node.kind === 'raw')) return true;
  if (node.kind === 'negated') return standsAlone(node.inner, session);
  if (node.kind === 'wrapper' && isField(node.output, 'BooleanField')) return standsAlone(node.inner, session);
  return node.kind === 'where' ? false : !isField(fieldOf(node, session.context), 'BooleanField') && isMysql(vendor);
}
