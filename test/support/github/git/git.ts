/** Bare git repositories through the `git` command; each function is one question to git. */
import { execFile } from 'node:child_process';

/** The content of a file in a commit to make; `undefined` removes the file. */
export type FileChange = string | Uint8Array | { readonly symlinkTo: string } | undefined;

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly size: number | undefined;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
}

const environment = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** Runs git and answers its standard output; rejects with git's own words when it fails. */
export function git(directory: string, args: readonly string[], input?: string | Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'buffer', maxBuffer: 1 << 28, env: environment } as const;
    const child = execFile('git', ['-C', directory, ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`git ${args[0]}: ${stderr.toString().trim() || error.message}`, { cause: error }));
    });
    child.stdin?.on('error', () => undefined); // git may end before it has read everything
    child.stdin?.end(input ?? '');
  });
}

async function gitText(directory: string, args: readonly string[]): Promise<string> {
  return (await git(directory, args)).toString().trim();
}

const answers = new Map<string, Promise<unknown>>();

/** Objects never change, so a question about them by their names is asked of git once: starting processes is what tests spend their time on. */
function once<T>(directory: string, question: readonly string[], ask: () => Promise<T>): Promise<T> {
  if (!question.every((word) => /^[0-9a-f]{40}$|^[a-z]+$/u.test(word))) return ask();
  const key = [directory, ...question].join(' ');
  const answer = (answers.get(key) as Promise<T> | undefined) ?? ask(); // the question decides the type
  answers.set(key, answer);
  return answer;
}

export async function initRepository(directory: string): Promise<void> {
  await git('.', ['init', '--quiet', '--bare', '--initial-branch=main', directory]);
}

/** A commit on top of `branch` (or of `from`), made by git's own fast-import; answers its sha. `date` counts seconds since 1970. */
export async function commitFiles(
  directory: string,
  commit: {
    readonly branch: string;
    readonly message: string;
    readonly files: Readonly<Record<string, FileChange>>;
    readonly from?: string | undefined;
    readonly author: string;
    readonly date: number;
  },
): Promise<string> {
  const parent = commit.from ?? (await resolveCommit(directory, `refs/heads/${commit.branch}`));
  const person = `${commit.author} <${commit.author}@users.noreply.github.test> ${commit.date} +0000`;
  const parts: (string | Uint8Array)[] = [`commit refs/heads/${commit.branch}\nauthor ${person}\ncommitter ${person}\n`];
  const data = (content: Uint8Array): void => {
    parts.push(`data ${content.length}\n`, content, '\n');
  };
  data(Buffer.from(commit.message));
  if (parent !== undefined) parts.push(`from ${parent}\n`);
  for (const [path, change] of Object.entries(commit.files)) {
    const quoted = JSON.stringify(path);
    if (change === undefined) {
      parts.push(`D ${quoted}\n`);
    } else if (typeof change === 'object' && 'symlinkTo' in change) {
      parts.push(`M 120000 inline ${quoted}\n`);
      data(Buffer.from(change.symlinkTo));
    } else {
      parts.push(`M 100644 inline ${quoted}\n`);
      data(Buffer.from(change));
    }
  }
  await git(directory, ['fast-import', '--quiet', '--force', '--date-format=raw'], Buffer.concat(parts.map((part) => Buffer.from(part))));
  return gitText(directory, ['rev-parse', `refs/heads/${commit.branch}`]);
}

/** The sha of the commit that a name stands for, undefined when there is none. */
export async function resolveCommit(directory: string, name: string): Promise<string | undefined> {
  if (name.startsWith('-')) return undefined;
  if (answers.has(`${directory} commit ${name}`)) return name;
  return gitText(directory, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).catch(() => undefined);
}

export function readCommit(directory: string, sha: string): Promise<Commit> {
  return once(directory, ['commit', sha], () => askForCommit(directory, sha));
}

async function askForCommit(directory: string, sha: string): Promise<Commit> {
  const format = '%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%B';
  const [id = '', tree = '', parents = '', name = '', email = '', date = '', message = ''] = (
    await gitText(directory, ['show', '--no-patch', `--format=${format}`, sha])
  ).split('\0');
  return { sha: id, tree, parents: parents.split(' ').filter(Boolean), message: message.trim(), author: { name, email, date } };
}

/** The entries of a commit or tree; `recursive` lists files and folders of all levels, as GitHub does. */
export function readTree(directory: string, treeish: string, recursive: boolean): Promise<readonly TreeEntry[]> {
  return once(directory, [recursive ? 'files' : 'entries', treeish], () => askForTree(directory, treeish, recursive));
}

async function askForTree(directory: string, treeish: string, recursive: boolean): Promise<readonly TreeEntry[]> {
  const listing = await git(directory, ['ls-tree', '-z', '--long', ...(recursive ? ['-r', '-t'] : []), treeish]);
  return listing
    .toString()
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [, mode = '', type = '', sha = '', size = '', path = ''] = /^(\d+) (\w+) (\w+) +(\S+)\t(.*)$/su.exec(line) ?? [];
      return { path, mode, type: type as TreeEntry['type'], sha, size: size === '-' ? undefined : Number(size) }; // git's three kinds
    });
}

export async function treeOf(directory: string, treeish: string): Promise<string | undefined> {
  if (treeish.startsWith('-')) return undefined;
  return gitText(directory, ['rev-parse', '--verify', '--quiet', `${treeish}^{tree}`]).catch(() => undefined);
}

/** A blob's bytes, undefined when there is no such blob. */
export async function readBlob(directory: string, sha: string): Promise<Buffer | undefined> {
  return git(directory, ['cat-file', 'blob', sha]).catch(() => undefined);
}

/** Several blobs by one process; those that are not there are missing in the answer. */
export async function readBlobs(directory: string, shas: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const output = await git(directory, ['cat-file', '--batch'], shas.map((sha) => `${sha}\n`).join(''));
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < output.length;) {
    const line = output.subarray(at, output.indexOf(10, at)).toString();
    at += Buffer.byteLength(line) + 1;
    const [sha = '', type, size] = line.split(' ');
    if (type !== 'blob') continue; // "SHA missing"
    blobs.set(sha, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

export async function mergeBaseOf(directory: string, one: string, other: string): Promise<string | undefined> {
  return once(directory, ['fork', one, other], () => gitText(directory, ['merge-base', one, other]).catch(() => undefined));
}

/** How many commits `to` has that `from` has not. */
export async function countCommits(directory: string, from: string, to: string): Promise<number> {
  return once(directory, ['count', from, to], async () => Number(await gitText(directory, ['rev-list', '--count', `${from}..${to}`])));
}

export async function updateRef(directory: string, ref: string, sha: string): Promise<void> {
  await git(directory, ['update-ref', ref, sha]);
}

/** Brings a branch of another repository here, as GitHub does for the pull requests of forks. */
export async function fetchRef(directory: string, from: string, source: string, target: string): Promise<void> {
  await git(directory, ['fetch', '--quiet', from, `+${source}:${target}`]);
}
