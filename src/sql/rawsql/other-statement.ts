/** What readers of statements share. */
import type { SchemaAction } from '../statement.ts';
import { cursorOf, type TokenCursor } from './token-cursor.ts';
import type { Token } from './grammar/tokens.ts';

/** Undefined when the words say nothing that we know. */
export type Reader = (cursor: TokenCursor, tokens: readonly Token[]) => readonly SchemaAction[] | undefined;

/** A statement that is known by its word alone. */
export const other =
  (what: string, detail?: Readonly<Record<string, string>>): Reader =>
  (_, tokens) => [{ kind: 'other', what, tables: tablesIn(tokens), ...(detail === undefined ? {} : { detail }) }];
/** Names behind FROM, JOIN, INTO, UPDATE, ON and TABLE. */
export function tablesIn(tokens: readonly Token[]): readonly string[] {
  const names = new Set<string>();
  for (const [index, { kind, value }] of tokens.entries()) {
    if (kind !== 'word' || !/^(?:from|join|into|update|table)$/.test(value)) continue;
    const name = cursorOf(tokens.slice(index + 1, index + 6)).name();
    if (name !== undefined && !/^(?:select|if|lateral|only)$/i.test(name)) names.add(name);
  }
  return [...names].toSorted();
}
