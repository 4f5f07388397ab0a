import type { Conversion } from './conversion.ts';
import { endOf, kidsOf, startOf, typeOf } from './conversion.ts';

/**
 * How the statements of a block stand on their lines. The grammar takes any deeper indentation for the same block and statements side
 * by side; Python wants every line of a block to begin alike, and `;` between statements on one line.
 */
export function checkLayout(c: Conversion, block: number): void {
  let expected = typeOf(c, block) === 'module' ? '' : undefined;
  for (const kid of kidsOf(c, block)) {
    if (typeOf(c, kid) === 'ERROR') continue;
    const start = startOf(c, kid);
    const indentation = indentationAt(c.text, start);
    checkClauses(c, kid, indentation);
    checkLineEnds(c, kid);
    if (indentation === undefined) {
      if (!/[;:\n]/.test(c.text.charAt(beforeSpace(c.text, start)))) addProblem(c, start, 'A new line is missing before this statement.');
      continue;
    }
    expected ??= indentation;
    if (indentation === expected) continue;
    addProblem(c, start, 'The indentation does not match the statements around it.');
    return;
  }
}

/** Where the last character before `start` stands that is no space; -1 at the start of the text. */
function beforeSpace(text: string, start: number): number {
  let at = start - 1;
  while (text.charAt(at) === ' ' || text.charAt(at) === '\t' || text.charAt(at) === '\f') at--;
  return at;
}

/** What stands before something that begins its line; undefined when something else does, or the line before it goes on. */
function indentationAt(text: string, start: number): string | undefined {
  const at = beforeSpace(text, start);
  if (at !== -1 && (text.charAt(at) !== '\n' || text.charAt(at - 1) === '\\')) return undefined;
  const before = text.slice(at + 1, start);
  return before.slice(before.lastIndexOf('\f') + 1);
}

const clauses = new Set(['elif_clause', 'else_clause', 'except_clause', 'finally_clause', 'function_definition', 'class_definition']);

/** `else`, `except` and the like, and what a decorator decorates, stand as far to the right as the statement itself. */
function checkClauses(c: Conversion, node: number, indentation: string | undefined): void {
  if (indentation === undefined) return;
  for (const kid of kidsOf(c, node)) {
    if (!clauses.has(typeOf(c, kid) ?? '')) continue;
    const own = indentationAt(c.text, startOf(c, kid));
    if (own !== undefined && own !== indentation)
      addProblem(c, startOf(c, kid), 'The indentation does not match the statement that this belongs to.');
  }
}

const bracketed = new Set(
  `argument_list parenthesized_expression tuple list set dictionary list_comprehension set_comprehension dictionary_comprehension
   generator_expression string tuple_pattern list_pattern parameters type_parameter block ERROR`.split(/\s+/),
);

/** The grammar skips a line end wherever a statement can't be over yet; Python does so only inside brackets. */
function checkLineEnds(c: Conversion, statement: number): void {
  const open = typeOf(c, statement) === 'decorated_definition' ? [...kidsOf(c, statement)] : [statement];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    let at = startOf(c, node);
    if (!c.text.slice(at, endOf(c, node)).includes('\n')) continue;
    for (const kid of kidsOf(c, node)) {
      const type = typeOf(c, kid) ?? '';
      const between = withoutComments(c.text.slice(at, startOf(c, kid)));
      if (/[([{]/.test(between) || (clauses.has(type) && node === statement)) break;
      // what stands behind the colon of a header belongs to its block
      const header = type === 'block' ? between.slice(0, between.indexOf(':')) : between;
      if (/(?<!\\)\n/.test(header))
        return addProblem(c, at + between.indexOf('\n'), 'The statement is not complete at the end of this line.');
      if (type === 'block') break;
      if (!bracketed.has(type)) open.push(kid);
      at = endOf(c, kid);
    }
  }
}

/** Comments become spaces, so that offsets stay. */
function withoutComments(text: string): string {
  return text.includes('#') ? text.replace(/#.*/g, (comment) => ' '.repeat(comment.length)) : text;
}

function addProblem(c: Conversion, start: number, message: string): void {
  c.problems.push({ start, end: start + 1, message });
}
