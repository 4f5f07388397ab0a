/** The three-dot diff of a pull request, as its Files page shows it. */
import { notFound, type RepositoryCall } from '../answers.ts';
import { diffFiles, type DiffFile } from '../git/diff.ts';
import { countCommits, mergeBaseOf, resolveCommit } from '../git/git.ts';
import type { PullSize } from '../shapes/pull.ts';
import type { Pull, World } from '../world.ts';

const known = new Map<string, Promise<readonly DiffFile[]>>();

/** The files of `base...head`; a diff between two commits never changes, so each is asked of git once. */
export async function diffOf(world: World, directory: string, base: string, head: string): Promise<readonly DiffFile[]> {
  const mergeBase = (await mergeBaseOf(directory, base, head)) ?? base;
  const key = [directory, mergeBase, head, world.limits.patchLines].join(' ');
  const diff = known.get(key) ?? diffFiles(directory, mergeBase, head, world.limits.patchLines);
  known.set(key, diff);
  return diff;
}

/** The pull request's files with the patches as of `head`, which defaults to its newest commit. */
export async function filesOf(world: World, pull: Pull, head = pull.headSha): Promise<readonly DiffFile[]> {
  const { directory } = pull.repository;
  const tip = (await resolveCommit(directory, `refs/heads/${pull.baseBranch}`)) ?? pull.baseSha;
  return diffOf(world, directory, tip, head);
}

export async function sizeOf(world: World, pull: Pull): Promise<PullSize> {
  const commits = await countCommits(pull.repository.directory, `refs/heads/${pull.baseBranch}`, pull.headSha);
  return { commits, files: await filesOf(world, pull) };
}

/** The pull request that the path names; throws 404. */
export function pullOf(call: RepositoryCall): Pull {
  const pull = call.repository.pulls.get(Number(call.params['pull_number']));
  if (pull === undefined) throw notFound();
  return pull;
}
