/** One lookup to SQL: which family it belongs to. */
import type { Compiled, Session } from '../session.ts';
import { unknownSql } from '../session.ts';
import type { LookupNode } from '../node.ts';
import { fieldOf } from '../node.ts';
import { builtinLookup } from './builtin.ts';
import { jsonLookup } from './json.ts';
import { postgresLookup } from './postgres.ts';
import { yearLookup } from './years.ts';

/** The SQL of one lookup. */
export function compileLookup(node: LookupNode, session: Session): Compiled {
  const field = fieldOf(node.lhs, session.context);
  if (!node.plain && field !== undefined) {
    const special = jsonLookup(node, field, session) ?? postgresLookup(node, field, session) ?? yearLookup(node, session);
    if (special !== undefined) return special;
  }
  if (field === undefined && (node.lhs.kind !== 'value' || node.name !== 'exact'))
    return unknownSql(session, 'a comparison of something whose type is not known');
  return builtinLookup(node, field, session);
}
