/** Everything that the answer needs, fetched in few batches; the last `await` before it. */
import { furtherPaths, pathsToRead } from '../django/discovery/layout/paths-to-read.ts';
import type { FileTree, Snapshot } from '../source/tree.ts';
import { memoryTree } from '../source/tree.ts';
import { sha, type RepoPath } from '../source/position.ts';
import { readChange } from '../upgrades/change.ts';
import { pinPaths } from '../upgrades/pins/pin-paths.ts';
import { readPins } from '../upgrades/pins/read-pins.ts';
import { languageOf } from '../upgrades/scan/files.ts';
import { configurationPaths } from './configuration/configuration.ts';
import type { LazyTree, PullRequestSource } from './ports.ts';

/** How many rounds of "what do these files import" are followed; each is one batch of requests. */
const rounds = 4;

/** `relevant` is false when the pull request changes nothing that we judge; the trees are then empty, and nothing was fetched. */
export interface TakenSnapshot extends Snapshot {
  readonly relevant: boolean;
}

const nothing = memoryTree({}, sha('empty'));

/** Fetches what can matter: migrations, models, settings, requirements, Python pins, configuration, and what they import. */
export async function takeSnapshot(source: PullRequestSource, today: string): Promise<TakenSnapshot> {
  const changed = await source.changedPaths();
  const touched = changed.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]));
  if (!isRelevant(touched)) return { base: nothing, head: nothing, baseTip: nothing, changed, relevant: false };
  const [lazyHead, lazyBase, lazyTip] = [await source.tree('head'), await source.tree('base'), await source.tree('baseTip')];
  const head = await fetchTree(lazyHead);
  const base = await fetchTree(lazyBase);
  const baseTip = lazyTip.sha === lazyBase.sha ? base : await fetchTree(lazyTip);
  const scanned = movesForward(base, head, today) ? await lazyHead.fetch(scannedPaths(lazyHead)) : head;
  return { base, head: scanned, baseTip, changed, relevant: true };
}

/** Only a change of Django or Python makes a look into all code worth its requests. */
function movesForward(base: FileTree, head: FileTree, today: string): boolean {
  return readChange(readPins(base), readPins(head), today).some(({ subject }) => subject !== 'package');
}

function scannedPaths(lazy: LazyTree): readonly RepoPath[] {
  return [...lazy.paths()].filter((path) => languageOf(path) !== undefined);
}

/** A single tree with all its code, for planning an upgrade. */
export async function takeWholeTree(lazy: LazyTree): Promise<FileTree> {
  await fetchTree(lazy);
  return lazy.fetch(scannedPaths(lazy));
}

/** A single tree with all that an audit needs. */
export async function takeTree(lazy: LazyTree): Promise<FileTree> {
  return fetchTree(lazy);
}

function isRelevant(paths: readonly RepoPath[]): boolean {
  return pathsToRead(paths).length > 0 || pinPaths(paths).length > 0 || paths.some((path) => configurationPaths.includes(path));
}

async function fetchTree(lazy: LazyTree): Promise<FileTree> {
  const paths = [...lazy.paths()];
  let tree = await lazy.fetch([...new Set([...pathsToRead(paths), ...pinPaths(paths), ...configurationPaths])]);
  for (let round = 0; round < rounds; round += 1) {
    const further = furtherPaths(tree);
    if (further.length === 0) break;
    tree = await lazy.fetch(further);
  }
  return tree;
}
