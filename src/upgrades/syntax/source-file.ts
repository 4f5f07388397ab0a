import { lineStarts, positionAt, type RepoPath, type SourceRange } from '../../source/position.ts';

/** A configuration file as it is read: `text` without byte order mark and with `\n` line ends; all offsets point into it. */
export interface SourceFile {
  readonly path: RepoPath;
  readonly text: string;
  readonly starts: readonly number[];
}

/** What one text in a file says cannot be read, a sentence with the place. */
export interface SyntaxTrouble {
  readonly kind: 'trouble';
  readonly message: string;
  readonly offset: number;
}

/**
 * Opens a text that was decoded as UTF-8. A file that Windows' PowerShell wrote as UTF-16 (`pip freeze > requirements.txt`)
 * arrives with a NUL beside each ASCII character: they are dropped.
 */
export function openFile(path: RepoPath, decoded: string): SourceFile {
  let text = decoded;
  if (text.includes('\0')) text = text.replace(/^(?:\uFFFD{1,2}|\uFEFF)/, '').replaceAll('\0', '');
  if (text.startsWith('\uFEFF')) text = text.slice(1);
  if (text.includes('\r')) text = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  return { path, text, starts: lineStarts(text) };
}

/** The range of two offsets in the file. */
export function rangeIn(file: SourceFile, start: number, end: number): SourceRange {
  return { path: file.path, start: positionAt(file.starts, start), end: positionAt(file.starts, end) };
}
