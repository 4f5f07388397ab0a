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
    const line = c.text.lastIndexOf('\n', start - 1) + 1;
    const before = c.text.slice(line, start);
    checkClauses(c, kid, before);
    checkLineEnds(c, kid);
    const isContinued = c.text.charAt(line - 2) === '\\';
    if (before.trim() !== '') {
      if (!/[;:]\s*$/.test(before)) addProblem(c, start, 'A new line is missing before this statement.');
    } else if (!isContinued) {
      const indentation = before.slice(before.lastIndexOf('\f') + 1);
      expected ??= indentation;
      if (indentation === expected) continue;
      addProblem(c, start, 'The indentation does not match the statements around it.');
      return;
    }
  }
}

const clauses = new Set(['elif_clause', 'else_clause', 'except_clause', 'finally_clause', 'function_definition', 'class_definition']);

/** `else`, `except` and the like, and what a decorator decorates, stand as far to the right as the statement itself. */
function checkClauses(c: Conversion, node: number, indentation: string): void {
  if (indentation.trim() !== '') return;
  for (const kid of kidsOf(c, node)) {
    if (!clauses.has(typeOf(c, kid) ?? '')) continue;
    const start = startOf(c, kid);
    const before = c.text.slice(c.text.lastIndexOf('\n', start - 1) + 1, start);
    if (before !== indentation && before.trim() === '')
      addProblem(c, start, 'The indentation does not match the statement that this belongs to.');
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
    if (!hasLineEnd(c.text, at, endOf(c, node))) continue;
    for (const kid of kidsOf(c, node)) {
      const type = typeOf(c, kid) ?? '';
      const between = c.text.slice(at, startOf(c, kid));
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

function hasLineEnd(text: string, start: number, end: number): boolean {
  const at = text.indexOf('\n', start);
  return at !== -1 && at < end;
}

function addProblem(c: Conversion, start: number, message: string): void {
  c.problems.push({ start, end: start + 1, message });
}
