/** DO blocks: the statements that PL/pgSQL's own parser finds in them. */
import type { SchemaAction } from '../../statement.ts';
import { as, constantText } from './postgresql-nodes.ts';
import { parsePlpgsql, parsePostgresql, type Node } from './postgresql-parser.ts';

export interface DoBlock {
  /** Every statement that may run, in the order in which it is written; whether its IF or LOOP is entered is not judged. */
  readonly actions: readonly SchemaAction[];
  /** False when some of what runs is made while it runs (EXECUTE of an expression), stands in a function of the project, or was not understood. */
  readonly complete: boolean;
}

/** Reads the body of a DO in PL/pgSQL; `actionsOf` reads each statement in it. */
export function readDoBlock(body: string, actionsOf: (node: Node) => readonly SchemaAction[]): DoBlock {
  const tag = freeTag(body);
  const tree = parsePlpgsql(`CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS ${tag}${body}${tag}`);
  if (tree === undefined) return { actions: [], complete: false };
  const actions: SchemaAction[] = [];
  let complete = true;
  for (const text of textsIn(tree)) {
    const script = text === undefined ? undefined : parsePostgresql(text);
    if (script?.kind !== 'parsed') complete = false;
    else {
      for (const action of script.statements.flatMap(({ node }) => actionsOf(node))) {
        if (action.kind !== 'other' || action.what !== 'SelectStmt') actions.push(action);
        else if (action.detail?.['functions'] !== undefined) complete = false;
      }
    }
  }
  return { actions, complete };
}

/** A dollar quote that does not stand in the body. */
function freeTag(body: string): string {
  let number = 0;
  while (body.includes(`$f${number}$`)) number += 1;
  return `$f${number}$`;
}

/** RawParseMode: a whole statement. https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/parser/parser.h */
const wholeStatement = 0;

/** The SQL of every statement and expression, in the order of the text; undefined where it is made at run time. */
function textsIn(tree: unknown): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const open: { readonly key: string; readonly value: unknown; readonly dynamic: boolean }[] = [{ key: '', value: tree, dynamic: false }];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const { key, value, dynamic } = item;
    if (typeof value !== 'object' || value === null) continue;
    if (key === 'PLpgSQL_expr') found.push(textOf(value, dynamic));
    else {
      const within = dynamic && (key === 'query' || key === 'dynquery');
      const inner = Object.entries(value).map(([name, content]) => ({
        key: name,
        value: content,
        dynamic: within || isDynamic(key, name),
      }));
      open.push(...inner.toReversed());
    }
  }
  return found;
}

/** EXECUTE, FOR … IN EXECUTE, RETURN QUERY EXECUTE and OPEN … FOR EXECUTE run the text that their expression makes. */
function isDynamic(statement: string, field: string): boolean {
  return field === 'dynquery' || (field === 'query' && (statement === 'PLpgSQL_stmt_dynexecute' || statement === 'PLpgSQL_stmt_dynfors'));
}

function textOf(expression: object, dynamic: boolean): string | undefined {
  const { query = '', parseMode = wholeStatement } = expression as { readonly query?: string; readonly parseMode?: number }; // the parser's own shape
  if (parseMode === wholeStatement) return query;
  const selected = `SELECT ${query.replace(/^\s*[\w."]+(?:\[[^\]]*\])*\s*:?=(?!=)/, '')}`;
  return dynamic ? constantOf(selected) : selected;
}

function constantOf(select: string): string | undefined {
  const script = parsePostgresql(select);
  if (script.kind === 'failed' || script.statements.length !== 1) return undefined;
  return constantText(as('ResTarget', as('SelectStmt', script.statements[0]?.node)?.targetList?.[0])?.val);
}
