/** Edits of one file, by offsets. */
import { positionAt } from '../../../source/position.ts';
import type { TextEdit } from '../../../source/edit.ts';
import type { Module, Node } from '../../../python/ast.ts';

/** The file that is edited. */
export interface Draft {
  readonly module: Module;
}

export function replace({ module }: Draft, start: number, end: number, newText: string): TextEdit {
  return { range: { path: module.path, start: positionAt(module.lineStarts, start), end: positionAt(module.lineStarts, end) }, newText };
}

export const replaceNode = (draft: Draft, node: Node, newText: string): TextEdit => replace(draft, node.start, node.end, newText);
export const textOfNode = ({ module }: Draft, node: Node): string => module.text.slice(node.start, node.end);

/** Removes one element of a comma-separated list, with the comma that belongs to it. */
export function removeElement(draft: Draft, elements: readonly Node[], element: Node): TextEdit | undefined {
  const index = elements.indexOf(element);
  const next = elements[index + 1];
  const previous = elements[index - 1];
  if (next !== undefined) return isPlainGap(draft, element.end, next.start) ? replace(draft, element.start, next.start, '') : undefined;
  if (previous !== undefined)
    return isPlainGap(draft, previous.end, element.start) ? replace(draft, previous.end, element.end, '') : undefined;
  const comma = /^\s*,/.exec(draft.module.text.slice(element.end))?.[0].length ?? 0;
  return replace(draft, element.start, element.end + comma, '');
}

/** Nothing but the comma stands between two elements: a comment would go with it. */
function isPlainGap({ module }: Draft, start: number, end: number): boolean {
  return /^\s*,\s*$/.test(module.text.slice(start, end));
}

/** The spaces before a statement, undefined when it doesn't stand first on its line. */
export function indentOf({ module }: Draft, { start }: Node): string | undefined {
  const lineStart = module.text.lastIndexOf('\n', start - 1) + 1;
  const before = module.text.slice(lineStart, start);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** The statement with its whole lines, for deleting it; undefined when it shares a line. */
export function lineSpan(draft: Draft, node: Node): Node | undefined {
  const { text } = draft.module;
  const indent = indentOf(draft, node);
  const rest = /^[ \t]*(?:#[^\n]*)?(?:\n|$)/.exec(text.slice(node.end));
  return indent === undefined || rest === null ? undefined : { start: node.start - indent.length, end: node.end + rest[0].length };
}
