import { repoPath, sha, type Sha } from '../../source/position.ts';
import type { GitHubClient } from '../client.ts';
import { GitHubProblem } from '../problem.ts';
import type { ObjectCache, TreeFile, TreeFiles } from './object-cache.ts';

interface Listing {
  readonly truncated: boolean;
  readonly tree: readonly {
    readonly path: string;
    readonly mode: string;
    readonly type: string;
    readonly sha: string;
    readonly size?: number;
  }[];
}

/** How many requests a repository may take whose listing GitHub cuts (100,000 entries or 7 MB a listing). */
const mostRequests = 400;
const modesOfFiles = new Set(['100644', '100755']);

async function list(client: GitHubClient, treeish: string, recursive: boolean): Promise<Listing> {
  const { data } = await client.octokit.rest.git.getTree({ ...client.name, tree_sha: treeish, ...(recursive ? { recursive: '1' } : {}) });
  return data;
}

/** Lists folder by folder where GitHub cuts the recursive listing: each folder whole if possible, level by level if not. */
async function walk(client: GitHubClient, root: string): Promise<Listing['tree']> {
  const found: Listing['tree'][number][] = [];
  const pending: { readonly treeish: string; readonly prefix: string; readonly whole: boolean }[] = [
    { treeish: root, prefix: '', whole: false },
  ];
  for (let requests = 0; pending.length > 0; requests += 1) {
    const folder = pending.pop();
    if (folder === undefined) break;
    if (requests === mostRequests)
      throw new GitHubProblem(`The repository's list of files is too long to read (over ${mostRequests} requests).`);
    const listing = await list(client, folder.treeish, folder.whole);
    if (folder.whole && listing.truncated) {
      pending.push({ ...folder, whole: false });
      continue;
    }
    if (listing.truncated) throw new GitHubProblem(`The folder ${folder.prefix || '/'} holds more files than GitHub lists.`);
    for (const entry of listing.tree) {
      const path = folder.prefix + entry.path;
      if (entry.type === 'tree' && !folder.whole) pending.push({ treeish: entry.sha, prefix: `${path}/`, whole: true });
      else found.push({ ...entry, path });
    }
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Every file of a commit: one request as a rule, none when the cache has it. */
export async function readTreeFiles(client: GitHubClient, cache: ObjectCache, commit: Sha): Promise<TreeFiles> {
  const cached = cache.tree(client.repositoryId, commit);
  if (cached !== undefined) return cached;
  const listing = await list(client, commit, true);
  const entries = listing.truncated ? await walk(client, commit) : listing.tree;
  const files = new Map<ReturnType<typeof repoPath>, TreeFile>();
  for (const entry of entries) {
    if (entry.type === 'blob' && modesOfFiles.has(entry.mode))
      files.set(repoPath(entry.path), { sha: sha(entry.sha), size: entry.size ?? 0 });
  }
  cache.keepTree(client.repositoryId, commit, files);
  return files;
}
