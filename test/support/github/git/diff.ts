/** What git says has changed between two commits, in the shape in which GitHub lists the files of a pull request. */
import { git } from './git.ts';

export interface DiffFile {
  readonly filename: string;
  readonly previousFilename: string | undefined;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  /** The blob at head, or at base when the file is removed. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** From the first `@@` on; undefined for binary files, renames without a change, and what is over the limit. */
  readonly patch: string | undefined;
}

/** A hunk's lines on both sides, first and last included. */
interface Hunk {
  readonly left: ReadonlySet<number>;
  readonly right: ReadonlySet<number>;
}

const statuses = { A: 'added', D: 'removed', M: 'modified', R: 'renamed', T: 'changed', C: 'added' } as const;

function isStatus(letter: string): letter is keyof typeof statuses {
  return letter in statuses;
}

/** The three-dot diff's files, `base` being the merge base. Patches of more than `patchLines` changed lines are left out. */
export async function diffFiles(directory: string, base: string, head: string, patchLines: number): Promise<readonly DiffFile[]> {
  const raw = (await git(directory, ['diff', '--raw', '-z', '--no-abbrev', '-M', base, head])).toString().split('\0');
  const text = (await git(directory, ['diff', '--no-color', '--no-ext-diff', '-M', base, head])).toString();
  const sections = text.split(/^(?=diff --git )/mu);
  const files: DiffFile[] = [];
  for (let at = 0; at < raw.length - 1;) {
    const [, , before = '', after = '', letters = ''] = (raw[at] ?? '').split(' ');
    const letter = letters.charAt(0);
    const first = raw[at + 1] ?? '';
    const moved = letter === 'R' || letter === 'C';
    const second = moved ? raw[at + 2] : undefined;
    at += moved ? 3 : 2;
    if (!isStatus(letter)) throw new Error(`git diff said ${letters}`);
    const section = sections[files.length] ?? '';
    const start = section.search(/^@@ /mu);
    const patch = start === -1 ? undefined : section.slice(start).replace(/\n$/u, '');
    const lines = patch?.split('\n') ?? [];
    const additions = lines.filter((line) => line.startsWith('+')).length;
    const deletions = lines.filter((line) => line.startsWith('-')).length;
    files.push({
      filename: second ?? first,
      previousFilename: letter === 'R' ? first : undefined,
      status: statuses[letter],
      sha: letter === 'D' ? before : after,
      additions,
      deletions,
      patch: additions + deletions > patchLines ? undefined : patch,
    });
  }
  return files;
}

/** The hunks of a patch: which lines a review comment may stand on. */
export function hunksOf(patch: string): readonly Hunk[] {
  const hunks: { left: Set<number>; right: Set<number> }[] = [];
  let left = 0;
  let right = 0;
  for (const line of patch.split('\n')) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/u.exec(line);
    const hunk = hunks.at(-1);
    if (header !== null) {
      hunks.push({ left: new Set(), right: new Set() });
      left = Number(header[1]);
      right = Number(header[2]);
    } else if (line.startsWith('-')) {
      hunk?.left.add(left);
      left += 1;
    } else if (line.startsWith('+')) {
      hunk?.right.add(right);
      right += 1;
    } else if (!line.startsWith('\\')) {
      hunk?.right.add(right);
      hunk?.left.add(left);
      left += 1;
      right += 1;
    }
  }
  return hunks;
}
