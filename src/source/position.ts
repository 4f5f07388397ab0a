declare const repoPathBrand: unique symbol;
declare const shaBrand: unique symbol;

/** A path inside the repository, `/`-separated, relative to its root, without a leading `./`. */
export type RepoPath = string & { readonly [repoPathBrand]: true };

/** A git object name (40 or 64 hex digits), or a content digest where there is no git. */
export type Sha = string & { readonly [shaBrand]: true };

/** Lines and columns count from 1; `offset` is an index in UTF-16 code units into the normalised text. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** From `start` up to, not including, `end`. */
export interface SourceRange {
  readonly path: RepoPath;
  readonly start: Position;
  readonly end: Position;
}

/** Brands a string that is known to be a repository path. */
export function repoPath(text: string): RepoPath {
  return text as RepoPath; // the one place where a path is branded
}

/** Brands a string that is known to be a git object name. */
export function sha(text: string): Sha {
  return text as Sha; // the one place where an object name is branded
}

/** The offsets at which the lines of `text` begin; `\n` ends a line. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The position of an offset, by binary search over `lineStarts`. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset };
}
