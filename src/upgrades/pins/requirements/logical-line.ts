import type { SourceFile } from '../../syntax/source-file.ts';

/** One line as pip sees it: continuations joined, comment cut off. `text` keeps all offsets: it begins at `start` in the file. */
export interface LogicalLine {
  readonly text: string;
  readonly start: number;
  /** What the comment says, without `#`. */
  readonly comment: string | undefined;
}

const COMMENT = /(?:^|\s)#(.*)$/;

/**
 * Cuts a requirements file into logical lines as pip does (https://pip.pypa.io/en/stable/reference/requirements-file-format/):
 * a backslash at a line's end continues it, a comment line ends a continuation, comments are cut after joining.
 */
export function* readLogicalLines(file: SourceFile): Generator<LogicalLine> {
  let start: number | undefined;
  let text = '';
  for (const [index, lineStart] of file.starts.entries()) {
    const line = file.text.slice(lineStart, (file.starts[index + 1] ?? file.text.length + 1) - 1);
    const commentLine = /^\s*#/.test(line);
    if (commentLine && start !== undefined) {
      yield cut(text, start);
      start = undefined;
      text = '';
    }
    const continued = !commentLine && /\\\s*$/.test(line) && index < file.starts.length - 1;
    // The backslash and the line end become as many blanks, so that offsets stay what they are in the file.
    text += continued ? line.replace(/\\\s*$/, (end) => ' '.repeat(end.length)) + ' ' : line;
    start ??= lineStart;
    if (continued) continue;
    yield cut(text, start);
    start = undefined;
    text = '';
  }
  if (start !== undefined) yield cut(text, start);
}

function cut(text: string, start: number): LogicalLine {
  const comment = COMMENT.exec(text);
  if (comment === null) return { text, start, comment: undefined };
  return { text: text.slice(0, comment.index), start, comment: comment[1]?.trim() ?? '' };
}
