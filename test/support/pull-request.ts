/** A pull request made of two sets of files, for tests: no git, no network. */
import { createHash } from 'node:crypto';
import { ruleIds } from '../../src/review/answer/make-answer.ts';
import { readConfiguration } from '../../src/review/configuration/read-configuration.ts';
import { reviewSnapshot, type Reviewed, type ReviewOptions } from '../../src/review/review.ts';
import { repoPath, sha, type Sha } from '../../src/source/position.ts';
import { memoryTree, type ChangedPath, type FileTree, type Snapshot } from '../../src/source/tree.ts';

type Files = Readonly<Record<string, string>>;

/** A file whose text begins with this is removed by the head. */
const removed = '\0removed';

/** A tree whose blobs are named by their content, as git's are. */
export function treeOf(files: Files): FileTree {
  const blobs = new Map<string, Sha>(
    Object.entries(files).map(([path, text]) => [path, sha(createHash('sha1').update(text).digest('hex'))]),
  );
  const name = createHash('sha1')
    .update([...blobs].map(([path, blob]) => `${path} ${blob}`).join('\n'))
    .digest('hex');
  return memoryTree(files, sha(name), blobs);
}

/** `base` is both the merge base and the tip unless `tip` says what the base branch has gained since. `head` lies over `base`. */
export function pullRequest({ base, head, tip }: { readonly base: Files; readonly head: Files; readonly tip?: Files }): Snapshot {
  const after = Object.fromEntries(Object.entries({ ...base, ...head }).filter(([, text]) => text !== removed));
  const changed = Object.entries(head).flatMap(([path, text]): readonly ChangedPath[] => {
    if (base[path] === text) return [];
    return [{ path: repoPath(path), status: text === removed ? 'removed' : base[path] === undefined ? 'added' : 'modified' }];
  });
  return { base: treeOf(base), head: treeOf(after), baseTip: treeOf({ ...base, ...tip }), changed };
}

/** The review of such a pull request on a fixed day. */
export function review(sides: Parameters<typeof pullRequest>[0], options: Partial<ReviewOptions> = {}): Reviewed {
  const snapshot = pullRequest(sides);
  return reviewSnapshot(snapshot, readConfiguration(snapshot.baseTip, ruleIds), { today: '2026-11-22', ...options });
}
