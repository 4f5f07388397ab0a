import { statements } from './statements/statements.ts';
import type { Conversion } from './conversion.ts';
import { addProblem, textOf, typeOf } from './conversion.ts';

/** Notes what the parser could not fit in; returns the statements that it spoils, by node. */
export function readFaults(c: Conversion): ReadonlySet<number> {
  const spoiled = new Set<number>();
  for (const { node, missing } of c.tree.faults) {
    if (!missing && isTypeDefault(c, node)) continue;
    if (node === 0) {
      c.problems.push({ start: 0, end: 0, message: 'Something in this file is not Python.' });
      continue;
    }
    addProblem(c, node, missing ? missingSentence(c, node) : errorSentence(textOf(c, node)));
    spoil(c, node, spoiled);
  }
  for (const node of c.tree.tooDeep) {
    addProblem(c, node, 'What stands here is nested too deeply to be read.');
    spoil(c, node, spoiled);
  }
  return spoiled;
}

/** The defaults of type parameters (Python 3.13, PEP 696) are not in the grammar yet: `T =` before the type is then an error node. */
function isTypeDefault(c: Conversion, node: number): boolean {
  return typeOf(c, c.tree.parents[node]) === 'type_parameter' && /^\*{0,2}\s*\w+\s*(:[^=]*)?=$/u.test(textOf(c, node));
}

function missingSentence(c: Conversion, node: number): string {
  return `\`${typeOf(c, node) ?? ''}\` is missing here.`;
}

function errorSentence(text: string): string {
  if (/^(<{7}|={7}|>{7})/m.test(text)) return 'A merge conflict marker stands here.';
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line === ''
    ? 'Python cannot read what stands here.'
    : `Python can't read \`${line.length > 60 ? `${line.slice(0, 60)}…` : line}\`.`;
}

/** The nearest statement around a fault can't be trusted; the block around that can. */
function spoil(c: Conversion, node: number, spoiled: Set<number>): void {
  for (let at = node; at !== -1; at = c.tree.parents[at] ?? -1) {
    const type = typeOf(c, at) ?? '';
    if (type === 'block' || type === 'module') return;
    if (statements.has(type)) {
      spoiled.add(at);
      return;
    }
  }
}
