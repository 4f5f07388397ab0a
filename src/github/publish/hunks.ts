/** Which lines of a pull request's file may carry a review comment: those its patch shows on the new side. */

export interface Hunk {
  /** First and last line of the head file that the hunk shows. */
  readonly first: number;
  readonly last: number;
  readonly added: ReadonlySet<number>;
}

/** A place for a comment; `startLine` is set only for several lines, as GitHub refuses a range of one. */
export interface Anchor {
  readonly startLine: number | undefined;
  readonly line: number;
}

/** The hunks of a patch in GitHub's form: from the first `@@` on, without file headers. Hunks that show no line of the head file are left out. */
export function readHunks(patch: string): readonly Hunk[] {
  const hunks: { first: number; last: number; added: Set<number> }[] = [];
  let line = 0;
  for (const text of patch.split('\n')) {
    const header = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/u.exec(text);
    const hunk = hunks.at(-1);
    if (header !== null) {
      line = Number(header[1]);
      hunks.push({ first: line, last: line - 1, added: new Set() });
    } else if (hunk !== undefined && (text.startsWith('+') || text.startsWith(' '))) {
      if (text.startsWith('+')) hunk.added.add(line);
      hunk.last = line;
      line += 1;
    }
  }
  return hunks.filter((hunk) => hunk.last >= hunk.first);
}

function hunkWith(hunks: readonly Hunk[], first: number, last: number): Hunk | undefined {
  return hunks.find((hunk) => first >= hunk.first && last <= hunk.last);
}

/** Exactly these lines, when one hunk shows them all: what a suggestion needs. */
export function exactAnchor(hunks: readonly Hunk[], first: number, last: number): Anchor | undefined {
  return hunkWith(hunks, first, last) === undefined ? undefined : { startLine: last > first ? first : undefined, line: last };
}

/** Longer than this a comment's lines push the comment itself out of sight; it then stands on the first. */
const mostLines = 12;

/** The best place for a remark about these lines: all of them, else the first added one, else the first shown one; undefined off the diff. */
export function bestAnchor(hunks: readonly Hunk[], first: number, last: number): Anchor | undefined {
  const whole = last - first < mostLines ? exactAnchor(hunks, first, last) : undefined;
  if (whole !== undefined) return whole;
  let shown: number | undefined;
  for (const hunk of hunks) {
    for (let line = Math.max(first, hunk.first); line <= Math.min(last, hunk.last); line += 1) {
      if (hunk.added.has(line)) return { startLine: undefined, line };
      shown ??= line;
    }
  }
  return shown === undefined ? undefined : { startLine: undefined, line: shown };
}
