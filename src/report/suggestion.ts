import type { TextEdit } from '../source/edit.ts';
import { applyEdits } from '../source/edit.ts';
import { lineStarts } from '../source/position.ts';

/** Whole lines of the head file and the text that replaces them, byte for byte, without the last line end. */
export interface Suggestion {
  readonly startLine: number;
  readonly endLine: number;
  readonly replacement: string;
}

/**
 * Edits of one file as one GitHub suggestion: the lines from the first edit to the last, as they will read. Undefined when nothing would change
 * or the edits lie so far apart (over `mostLines`) that a suggestion would be a wall.
 */
export function suggestionOf(edits: readonly TextEdit[], headText: string, mostLines = 30): Suggestion | undefined {
  if (edits.length === 0) return undefined;
  const startLine = Math.min(...edits.map((edit) => edit.range.start.line));
  const endLine = Math.max(...edits.map((edit) => lastLine(edit)));
  if (endLine - startLine + 1 > mostLines) return undefined;
  const starts = lineStarts(headText);
  const from = starts[startLine - 1] ?? 0;
  const to = starts[endLine] ?? headText.length + 1;
  const after = applyEdits(headText, edits);
  const replacement = after.slice(from, after.length - (headText.length - to) - 1);
  return replacement === headText.slice(from, to - 1) ? undefined : { startLine, endLine, replacement };
}

/** An edit up to the start of a line leaves that line as it is only when its text ends the line before. */
function lastLine({ range, newText }: TextEdit): number {
  return range.end.column === 1 && range.end.line > range.start.line && newText.endsWith('\n') ? range.end.line - 1 : range.end.line;
}
