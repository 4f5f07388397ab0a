import { lineStarts, positionAt } from '../source/position.ts';
import type { RepoPath } from '../source/position.ts';
import type { Comment, Module, SyntaxProblem } from './ast.ts';
import { convertTree } from './syntax/convert.ts';
import { readTree } from './syntax/flat-tree.ts';

/** Longer texts (in UTF-16 units) are not read. */
export const lengthCap = 1_048_576;

/**
 * Reads one Python file. Never throws: what can't be read becomes `problems`, and the readable rest stands in `body`.
 * Line ends become `\n` and a byte order mark goes; all offsets point into that text.
 */
export function parseModule(path: RepoPath, source: string): Module {
  const text = normalize(source);
  const starts = lineStarts(text);
  const refusal = refusalOf(text);
  const tree = refusal === undefined ? readTree(text) : undefined;
  if (tree === undefined) return emptyModule(path, text, starts, refusal ?? 'This file takes too long to read.');
  const comments: Comment[] = [];
  for (let at = 0; at < tree.comments.length; at += 2) {
    const start = tree.comments[at] ?? 0;
    const end = tree.comments[at + 1] ?? start;
    comments.push({ start, end, text: text.slice(start + 1, end).trim(), line: positionAt(starts, start).line });
  }
  return { kind: 'Module', path, text, lineStarts: starts, start: 0, end: text.length, comments, ...convertTree(tree, text) };
}

function normalize(source: string): string {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function refusalOf(text: string): string | undefined {
  if (text.length > lengthCap) return `This file is larger than ${lengthCap} characters and was not read.`;
  // the grammar's scanner looks ahead over all of them for each
  if (/(?:\\\n[ \t]*){200}/.test(text)) return 'This file continues hundreds of lines in a row with a backslash and was not read.';
  // https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations
  const encoding = text.includes('\uFFFD') ? /^(?:.*\n)?\s*#.*?coding[:=]\s*([-\w.]+)/.exec(text)?.[1] : undefined;
  if (encoding !== undefined && !/^utf[-_]?8/i.test(encoding))
    return `This file is encoded as ${encoding}, not as UTF-8, and was not read.`;
  if (text.includes('\0')) return 'This file holds null bytes, which Python refuses.';
  return undefined;
}

function emptyModule(path: RepoPath, text: string, starts: readonly number[], message: string): Module {
  const problems: readonly SyntaxProblem[] = [{ start: 0, end: 0, message }];
  return { kind: 'Module', path, text, lineStarts: starts, start: 0, end: text.length, body: [], problems, comments: [] };
}
