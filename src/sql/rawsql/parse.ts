import type { Vendor } from '../../django/project.ts';
import type { SchemaAction, StatementPart } from '../statement.ts';
import { lineStarts, positionAt } from '../../source/position.ts';
import { parsePostgresql } from './grammar/postgresql-parser.ts';
import { postgresqlActions, runsInTransaction } from './grammar/postgresql-statement.ts';
import { readStatement, runsOnSomeServers } from './read-statement.ts';
import type { Piece } from './split.ts';
import { tokensOf } from './grammar/tokens.ts';

/**
 * What a text does when it is sent as one statement. Several statements (PostgreSQL), or several changes in one ALTER TABLE, are a `script` with a part
 * for each; the changes of one statement stand at the same place. PostgreSQL is read with its own grammar (loadSqlParser must have been awaited); the
 * other databases by their first words, and what those do not tell is `unparsed`.
 */
export function parseStatement(sql: string, vendor: Vendor): SchemaAction {
  return actionOf(partsOf(sql, vendor));
}

/** Parts of one text as one action. */
export function actionOf(parts: readonly StatementPart[]): SchemaAction {
  const [first] = parts;
  if (first === undefined) return { kind: 'other', what: 'Empty', tables: [] };
  return parts.length === 1 ? first.action : { kind: 'script', parts };
}

/** The actions in a text with their places, in order. */
export function partsOf(sql: string, vendor: Vendor): readonly StatementPart[] {
  if (vendor === 'postgresql') return postgresqlParts(sql);
  return piecesOf(sql, vendor).flatMap(({ text, start, end }) =>
    readStatement(text, vendor).map((action) => ({ sql: text, start, end, action, transactional: true })),
  );
}

function postgresqlParts(sql: string): readonly StatementPart[] {
  const script = parsePostgresql(sql);
  if (script.kind === 'parsed') {
    return script.statements.flatMap(({ node, start, end }) =>
      postgresqlActions(node).map((action) => ({ sql: sql.slice(start, end), start, end, action, transactional: runsInTransaction(node) })),
    );
  }
  const pieces = piecesOf(sql, 'postgresql');
  const place = script.offset === undefined ? undefined : positionAt(lineStarts(sql), script.offset);
  const reason = place === undefined || place.line === 1 ? script.reason : `${script.reason} in line ${place.line}`;
  if (pieces.length <= 1) return pieces.map((piece) => unparsed(piece, reason));
  // The server would refuse the whole script; what its other statements mean is still worth knowing.
  return pieces.flatMap((piece) => {
    const alone = parsePostgresql(piece.text);
    if (alone.kind === 'failed') return [unparsed(piece, alone.reason)];
    return alone.statements.flatMap(({ node }) =>
      postgresqlActions(node).map((action) => ({
        sql: piece.text,
        start: piece.start,
        end: piece.end,
        action,
        transactional: runsInTransaction(node),
      })),
    );
  });
}

function unparsed({ text, start, end }: Piece, reason: string): StatementPart {
  return { sql: text, start, end, action: { kind: 'unparsed', reason }, transactional: true };
}

/** The text cut at its semicolons. A CREATE TRIGGER, FUNCTION or PROCEDURE has semicolons of its own and is taken whole. */
function piecesOf(sql: string, vendor: Vendor): readonly Piece[] {
  const tokens = tokensOf(sql, vendor).filter(({ kind, value }) => kind !== 'comment' || runsOnSomeServers.test(value));
  const pieces: Piece[] = [];
  let first: number | undefined;
  let last = 0;
  const close = (): void => {
    if (first !== undefined) pieces.push({ text: sql.slice(first, last), start: first, end: last });
    first = undefined;
  };
  let head: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.value === ';' && !(vendor !== 'postgresql' && holdsCode(head))) {
      close();
      head = [];
      continue;
    }
    first ??= token.start;
    last = token.end;
    if (head.length < 6) head.push(token.value);
  }
  close();
  return pieces;
}

function holdsCode([verb, ...rest]: readonly string[]): boolean {
  if (verb === 'begin' || verb === 'declare')
    return rest.length > 0 && !/^(?:transaction|work|deferred|immediate|exclusive)$/.test(rest[0] ?? '');
  return verb === 'create' && rest.some((word) => /^(?:trigger|function|procedure|package|event)$/.test(word));
}
