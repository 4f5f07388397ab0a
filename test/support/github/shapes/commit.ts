import type { Commit } from '../git/git.ts';
import type { Repository } from '../world.ts';
import { nodeId } from './account.ts';
import { apiUrlOf, htmlUrlOf } from './repository.ts';

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** `git-commit` in GitHub's description. */
export function gitCommitShape(origin: string, repository: Repository, commit: Commit): object {
  const url = apiUrlOf(origin, repository);
  const html = htmlUrlOf(origin, repository);
  return {
    sha: commit.sha,
    node_id: nodeId('C', repository.id) + commit.sha,
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.author,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${url}/git/commits/${parent}`,
      html_url: `${html}/commit/${parent}`,
    })),
    verification: unsigned,
  };
}

/** `commit` in GitHub's description. */
export function commitShape(origin: string, repository: Repository, commit: Commit): object {
  const url = apiUrlOf(origin, repository);
  const html = htmlUrlOf(origin, repository);
  return {
    sha: commit.sha,
    node_id: nodeId('C', repository.id) + commit.sha,
    url: `${url}/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    commit: {
      url: `${url}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.author,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      verification: unsigned,
    },
    author: null,
    committer: null,
    parents: commit.parents.map((parent) => ({ sha: parent, url: `${url}/commits/${parent}`, html_url: `${html}/commit/${parent}` })),
  };
}
