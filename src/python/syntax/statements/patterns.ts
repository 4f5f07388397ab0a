import type { Conversion } from '../conversion.ts';
import { kidsOf, textOf, typeOf } from '../conversion.ts';

/** The names that the patterns of a `case` bind, in the order of the source. */
export function capturesOf(c: Conversion, patterns: readonly number[]): readonly string[] {
  const captures: string[] = [];
  const open = patterns.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const kids = kidsOf(c, node);
    const type = typeOf(c, node);
    if (type === 'dotted_name') addCapture(textOf(c, node), captures);
    else if (type === 'splat_pattern') addCapture(textOf(c, node).replace(/^\*+\s*/, ''), captures);
    else if (type === 'identifier' && typeOf(c, c.tree.parents[node]) === 'as_pattern') addCapture(textOf(c, node), captures);
    // the class of a class pattern and the name of a keyword pattern bind nothing
    const first = type === 'class_pattern' || type === 'keyword_pattern' ? 1 : 0;
    for (let at = kids.length - 1; at >= first; at--) open.push(kids[at] ?? 0);
  }
  return captures;
}

function addCapture(name: string, captures: string[]): void {
  if (name !== '_' && !name.includes('.')) captures.push(name);
}
