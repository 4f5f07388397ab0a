import type { SourceRange } from './position.ts';

/** Replaces the text of `range` by `newText`. An empty range inserts. */
export interface TextEdit {
  readonly range: SourceRange;
  readonly newText: string;
}

/** Applies edits that belong to one file and don't overlap; throws a RangeError when they overlap (a defect of the caller). */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.toSorted((a, b) => a.range.start.offset - b.range.start.offset);
  let result = '';
  let at = 0;
  for (const { range, newText } of ordered) {
    if (range.start.offset < at) throw new RangeError(`edits overlap at ${range.path}:${range.start.line}`);
    result += text.slice(at, range.start.offset) + newText;
    at = range.end.offset;
  }
  return result + text.slice(at);
}
