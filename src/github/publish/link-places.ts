/** Makes places that a comment names into links to the reviewed commit. Pure. */
import { repoPath, type Sha } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';
import type { RepositoryName } from '../client.ts';

const FENCE = /(```[\s\S]*?```)/u;
const PLACE = /(?<!\[)`([^`\s]+):(\d+)`/gu;

/**
 * `` `clinic/labels.py:3` `` becomes a link where the tree has that file; what stands in code blocks is left alone. The link is a path on the
 * host that shows the comment, so that it holds on GitHub Enterprise, too.
 */
export function linkPlaces(body: string, head: FileTree, { owner, repo, sha }: RepositoryName & { readonly sha: Sha }): string {
  const linked = (text: string): string =>
    text.replace(PLACE, (written, path: string, line: string) => {
      if (head.blob(repoPath(path)) === undefined) return written;
      const parts = path.split('/').map(encodeURIComponent).join('/');
      return `[${written}](/${owner}/${repo}/blob/${sha}/${parts}#L${line})`;
    });
  return body
    .split(FENCE)
    .map((part, index) => (index % 2 === 1 ? part : linked(part)))
    .join('');
}
