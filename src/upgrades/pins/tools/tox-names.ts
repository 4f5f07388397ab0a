/** A name that a generative list stands for, with the place of the text that makes it. */
export interface ExpandedName {
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

const MOST = 2000;

/**
 * Expands tox's lists: `py{310,311}-dj{42,52}, lint` → `py310-dj42`, `py310-dj52`, …; `py3{10-13}` counts
 * (https://tox.wiki/en/latest/config.html#generative-environment-list).
 */
export function expandNames(list: string): readonly ExpandedName[] {
  const names: ExpandedName[] = [];
  for (const { text, offset } of splitTop(list)) {
    for (const expanded of expandBraces(text)) {
      if (names.length >= MOST) return names;
      names.push({ text: expanded, offset, length: text.length });
    }
  }
  return names;
}

/** Parts between commas, blanks and line ends that stand outside braces. */
function* splitTop(list: string): Generator<{ readonly text: string; readonly offset: number }> {
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= list.length; at += 1) {
    const char = list[at] ?? ',';
    if (char === '{') depth += 1;
    else if (char === '}') depth = Math.max(0, depth - 1);
    const parts = at === list.length || (depth === 0 && /[,\s:]/.test(char));
    if (!parts) continue;
    if (at > start) yield { text: list.slice(start, at), offset: start };
    start = at + 1;
  }
}

function expandBraces(text: string): readonly string[] {
  let results = [''];
  for (const piece of text.split(/(\{[^{}]*\})/)) {
    const choices = piece.startsWith('{') ? choicesOf(piece.slice(1, -1)) : [piece];
    if (results.length * choices.length > MOST) return results;
    results = results.flatMap((result) => choices.map((choice) => result + choice));
  }
  return results;
}

function choicesOf(inside: string): readonly string[] {
  return inside.split(',').flatMap((choice) => {
    const [, from, to] = /^(\d+)-(\d+)$/.exec(choice.trim()) ?? [];
    const count = Number(to) - Number(from);
    if (from === undefined || !(count >= 0 && count < 100)) return [choice.trim()];
    return Array.from({ length: count + 1 }, (_, index) => String(Number(from) + index));
  });
}
