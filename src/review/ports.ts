/** The door of the straight line: where a pull request comes from. Its report is handed back as data. */
import type { ChangedPath, FileTree } from '../source/tree.ts';
import type { RepoPath } from '../source/position.ts';

/** A tree whose paths are known and whose texts are fetched on demand, in batches. */
export interface LazyTree {
  readonly sha: FileTree['sha'];
  paths(): Iterable<RepoPath>;
  /** Fetches these files (unknown paths are ignored) and returns a tree in which they can be read. May be called again for more. */
  fetch(paths: readonly RepoPath[]): Promise<FileTree>;
}
export interface PullRequestSource {
  changedPaths(): Promise<readonly ChangedPath[]>;
  /** `base` is the merge base, `baseTip` the branch as it stands now. */
  tree(side: 'base' | 'head' | 'baseTip'): Promise<LazyTree>;
}
