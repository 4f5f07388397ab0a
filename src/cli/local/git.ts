/** The `git` command, for reading only. */
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';

const run = promisify(execFile);
const most = 1 << 28;

/** Standard output of `git ARGS` in `folder`; a Failure with git's own first line when it refuses. */
export async function git(folder: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], { maxBuffer: most, encoding: 'utf8' });
    return stdout;
  } catch (error) {
    throw new Failure(refusal(folder, args, error));
  }
}

function refusal(folder: string, args: readonly string[], error: unknown): string {
  const { code, stderr } = error as { code?: unknown; stderr?: string }; // what execFile rejects with
  if (code === 'ENOENT') return 'git is not installed, or the folder does not exist: install git, or name another folder.';
  const said = stderr?.split('\n').find((line) => line.trim() !== '') ?? 'it gave no reason';
  return `git ${args[0] ?? ''} failed in ${folder}: ${said.replace(/^(fatal|error): /, '')}`;
}

/** Contents of objects by name, in one process; what is not a blob is left out. */
export async function readBlobs(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  if (names.length === 0) return new Map();
  const child = spawn('git', ['-C', folder, 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.stdout.on('end', resolve);
  });
  child.stdin.on('error', () => undefined); // git went away: the end of its output says so
  child.stdin.end(names.map((name) => `${name}\n`).join(''));
  await ended;
  return readBatch(Buffer.concat(chunks));
}

/** `<name> <type> <size>\n<content>\n` again and again: https://git-scm.com/docs/git-cat-file#_batch_output */
function readBatch(output: Buffer): ReadonlyMap<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(0x0a, at);
    if (end === -1) break;
    const [name = '', type = '', size = ''] = output.toString('utf8', at, end).split(' ');
    at = end + 1;
    if (size === '') continue; // "<name> missing"
    if (type === 'blob') blobs.set(name, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}
