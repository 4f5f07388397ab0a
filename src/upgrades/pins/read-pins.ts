import { LRUCache } from 'lru-cache';
import type { FileTree } from '../../source/tree.ts';
import { repoPath, type RepoPath } from '../../source/position.ts';
import { openFile, rangeIn } from '../syntax/source-file.ts';
import { formatsOf } from './pin-paths.ts';
import type { Inclusion, PinProblem, PinSet, Reading } from './pin.ts';
import { readFile } from './read-file.ts';

/** Longer files are not read: no lock file of a Django project comes near. */
const LONGEST = 20_000_000;

/** By path, content and formats: a file that two trees share is read once in a process. Lock files hold some thousands of pins. */
const filesRead = new LRUCache<string, readonly Reading[]>({ maxSize: 200_000, sizeCalculation: (readings) => readings.length + 1 });
const treesRead = new WeakMap<FileTree, PinSet>();

/**
 * Reads every pin of a tree; once for each tree object. Files that aren't fetched are skipped; those that another file includes and that could be fetched
 * are listed as `unread`. Nothing that stands in a file makes this throw.
 */
export function readPins(tree: FileTree): PinSet {
  const known = treesRead.get(tree);
  if (known !== undefined) return known;
  const read = readTree(tree);
  treesRead.set(tree, read);
  return read;
}

function readTree(tree: FileTree): PinSet {
  const all = new Set(tree.paths());
  const wanted: { readonly path: RepoPath; readonly formats: ReadonlySet<string> }[] = [];
  for (const path of all) {
    const formats = formatsOf(path);
    if (formats.size > 0) wanted.push({ path, formats });
  }
  const run: Run = { tree, all, seen: new Set(wanted.map(({ path }) => path)), readings: [], inclusions: [], unread: [] };
  for (const { path, formats } of wanted) readInto(run, path, formats);
  return finish(run);
}

interface Run {
  readonly tree: FileTree;
  readonly all: ReadonlySet<RepoPath>;
  readonly seen: Set<RepoPath>;
  readonly readings: Reading[];
  readonly inclusions: PinSet['inclusions'][number][];
  readonly unread: RepoPath[];
}

function readInto(run: Run, path: RepoPath, formats: ReadonlySet<string>): void {
  const readings = readOne(run, path, formats);
  if (readings === undefined) return;
  run.readings.push(...readings);
  for (const reading of readings) if (reading.kind === 'inclusion') follow(run, reading);
}

function readOne({ tree }: Run, path: RepoPath, formats: ReadonlySet<string>): readonly Reading[] | undefined {
  const key = `${path} ${tree.blob(path)} ${[...formats].join(' ')}`;
  const known = filesRead.get(key);
  if (known !== undefined) return known;
  const text = tree.read(path);
  if (text === undefined) return undefined;
  const file = openFile(path, text.slice(0, LONGEST));
  const problem: PinProblem = { kind: 'problem', message: 'This file is too long to be read.', range: rangeIn(file, 0, 0) };
  const readings = text.length > LONGEST ? [problem] : tidy([...readFile(file, formats)]);
  filesRead.set(key, readings);
  return readings;
}

/** The same version at the same place is one pin, whoever found it first; many problems of one file are one. */
function tidy(readings: readonly Reading[]): readonly Reading[] {
  const seen = new Set<string>();
  const kept = readings.filter((reading) => {
    if (reading.kind !== 'pin') return true;
    const { start, end } = reading.range;
    // Several Pythons can stand in one name of a test environment (`py{311,312}`); a package is named once.
    const key = `${start.offset} ${end.offset} ${reading.name} ${reading.subject === 'python' ? reading.version : ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const problems = kept.filter((reading) => reading.kind === 'problem');
  const [first] = problems;
  if (first === undefined || problems.length <= 3) return kept;
  const many: PinProblem = { ...first, message: `${first.message} ${problems.length - 1} more lines of this file cannot be read.` };
  return [...kept.filter((reading) => reading.kind !== 'problem'), many];
}

/** Reads what another file includes, as what it is included as, unless its own name had it read. */
function follow(run: Run, inclusion: Inclusion): void {
  const path = resolve(inclusion);
  const known = path !== undefined && run.all.has(path);
  run.inclusions.push({ ...inclusion, resolved: known ? path : undefined });
  if (path === undefined) return;
  if (!known) {
    // Only pip is sure to look where the file says; other tools have search paths of their own.
    if (inclusion.base === 'file')
      run.readings.push({ kind: 'problem', message: `\`${inclusion.target}\` is not in the repository.`, range: inclusion.range });
    return;
  }
  if (run.seen.has(path)) return;
  run.seen.add(path);
  if (run.tree.read(path) === undefined) run.unread.push(path);
  else
    readInto(
      run,
      path,
      new Set([
        inclusion.how === 'constraints' ? 'constraints' : inclusion.how === 'python-version' ? 'python-version-file' : 'requirements-txt',
      ]),
    );
}

/** The path that an inclusion names; undefined for URLs, variables and paths out of the repository. */
function resolve({ target, base, range }: Inclusion): RepoPath | undefined {
  const plain = target.replace(/^\{(?:toxinidir|tox_root)\}\//, '').replace(/^file:/, '');
  if (/^[a-z]+:\/\/|[${}*]|^[/~]/i.test(plain)) return undefined;
  const parts = base === 'file' ? range.path.split('/').slice(0, -1) : [];
  for (const part of plain.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return repoPath(parts.join('/'));
}

function finish({ readings, inclusions, unread }: Run): PinSet {
  return {
    pins: readings.filter((reading) => reading.kind === 'pin'),
    indexes: readings.filter((reading) => reading.kind === 'index'),
    compiled: readings.filter((reading) => reading.kind === 'compiled'),
    problems: readings.filter((reading) => reading.kind === 'problem'),
    inclusions,
    unread,
  };
}
