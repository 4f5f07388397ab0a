/** A pull request's files read through GitHub's API: trees by commit, blobs by object name, both cached. Forks are read through the base repository. */
import type { RepoPath, Sha } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';
import type { LazyTree, PullRequestSource } from '../../review/ports.ts';
import type { GitHubClient } from '../client.ts';
import { readBlobs } from './blobs.ts';
import { compareTrees, completeFiles, listFiles } from './changed-paths.ts';
import type { ObjectCache, TreeFiles } from './object-cache.ts';
import type { Fork } from './pull-request.ts';
import { readTreeFiles } from './trees.ts';

/** The two ends to compare. A merge group has no pull request. */
export interface SourceEnds extends Fork {
  readonly head: Sha;
  readonly pullRequest: { readonly number: number; readonly changedFiles: number } | undefined;
}

function treeOf(commit: Sha, files: TreeFiles, texts: ReadonlyMap<Sha, string>): FileTree {
  return {
    sha: commit,
    paths: () => files.keys(),
    blob: (path) => files.get(path)?.sha,
    read: (path) => {
      const file = files.get(path);
      return file === undefined ? undefined : texts.get(file.sha);
    },
  };
}

/**
 * Fetches files of any side into texts that are held for the whole review, whatever the cache forgets meanwhile. Sides are read one after
 * the other, as they share nearly all blobs: what one has fetched the next need not.
 */
function makeFetch(
  client: GitHubClient,
  cache: ObjectCache,
): (commit: Sha, files: TreeFiles, paths: readonly RepoPath[]) => Promise<FileTree> {
  const texts = new Map<Sha, string>();
  let before: Promise<unknown> = Promise.resolve();
  return (commit, files, paths) => {
    const fetching = before.then(async () => {
      const wanted = paths.flatMap((path) => files.get(path) ?? []).filter((file) => !texts.has(file.sha));
      for (const [blob, text] of await readBlobs(client, cache, wanted)) texts.set(blob, text);
      return treeOf(commit, files, texts);
    });
    before = fetching.catch(() => undefined); // whoever asked hears of it
    return fetching;
  };
}

/** The source for one review. Nothing is requested before it is asked for, and nothing twice. */
export function makePullRequestSource(client: GitHubClient, cache: ObjectCache, ends: SourceEnds): PullRequestSource {
  const filesOf = new Map<Sha, Promise<TreeFiles>>();
  const readFiles = (commit: Sha): Promise<TreeFiles> => {
    const reading = filesOf.get(commit) ?? readTreeFiles(client, cache, commit);
    filesOf.set(commit, reading);
    return reading;
  };
  const fetch = makeFetch(client, cache);
  const commits = { base: ends.mergeBase, baseTip: ends.baseTip, head: ends.head } as const;
  return {
    changedPaths: async () => {
      if (ends.files !== undefined) return ends.files;
      const listed = ends.pullRequest === undefined ? [] : await listFiles(client, ends.pullRequest.number);
      if (ends.pullRequest !== undefined && listed.length >= ends.pullRequest.changedFiles) return listed;
      const [base, head] = await Promise.all([readFiles(ends.mergeBase), readFiles(ends.head)]);
      return completeFiles(listed, compareTrees(base, head));
    },
    tree: async (side): Promise<LazyTree> => {
      const commit = commits[side];
      const files = await readFiles(commit);
      return { sha: commit, paths: () => files.keys(), fetch: (paths) => fetch(commit, files, paths) };
    },
  };
}
