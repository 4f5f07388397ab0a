import { notFound, Refusal, type Answer, type RepositoryCall, type Route } from '../answers.ts';
import { countCommits, mergeBaseOf, readBlob, readCommit, readTree, resolveCommit, treeOf } from '../git/git.ts';
import { commitShape, gitCommitShape } from '../shapes/commit.ts';
import { apiUrlOf, htmlUrlOf } from '../shapes/repository.ts';
import { fileShape } from '../shapes/pull.ts';
import { nodeId } from '../shapes/account.ts';
import { diffOf } from './pull-diff.ts';

/** A commit by name: a sha, a branch, `owner:branch` of a fork that has a pull request here. */
async function commitNamed(call: RepositoryCall, name: string): Promise<string> {
  const { directory, pulls } = call.repository;
  const fork = /^([^:]+):(.+)$/u.exec(name);
  if (fork !== null) {
    const pull = [...pulls.values()].find((one) => one.head.repository.owner.login === fork[1] && one.head.branch === fork[2]);
    if (pull !== undefined) return pull.headSha;
    if (fork[1] !== call.repository.owner.login) throw notFound();
  }
  const plain = fork?.[2] ?? name;
  const sha = (await resolveCommit(directory, `refs/heads/${plain}`)) ?? (await resolveCommit(directory, plain));
  if (sha === undefined) throw notFound();
  return sha;
}

async function compare(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params, query } = call;
  const [baseName = '', headName = ''] = (params['basehead'] ?? '').split('...');
  if (headName === '') throw notFound();
  const [base, head] = [await commitNamed(call, baseName), await commitNamed(call, headName)];
  const mergeBase = await mergeBaseOf(repository.directory, base, head);
  if (mergeBase === undefined) throw new Refusal(404, 'No common ancestor between the two commits.');
  const [ahead, behind] = [await countCommits(repository.directory, base, head), await countCommits(repository.directory, head, base)];
  const status = ahead > 0 && behind > 0 ? 'diverged' : ahead > 0 ? 'ahead' : behind > 0 ? 'behind' : 'identical';
  const url = `${apiUrlOf(world.origin, repository)}/compare/${base}...${head}`;
  const html = `${htmlUrlOf(world.origin, repository)}/compare/${base}...${head}`;
  const shape = async (sha: string): Promise<object> => commitShape(world.origin, repository, await readCommit(repository.directory, sha));
  const files =
    Number(query['page'] ?? 1) === 1 ? (await diffOf(world, repository.directory, base, head)).slice(0, world.limits.comparedFiles) : [];
  const body = {
    url,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: await shape(base),
    merge_base_commit: await shape(mergeBase),
    status,
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: head === mergeBase ? [] : [await shape(head)],
    files: files.map((file) => fileShape(world.origin, { repository, head }, file)),
  };
  return { status: 200, body };
}

async function tree({ world, repository, params, query }: RepositoryCall): Promise<Answer> {
  const name = params['tree_sha'] ?? '';
  const sha = (await treeOf(repository.directory, name)) ?? (await treeOf(repository.directory, `refs/${name}`));
  if (sha === undefined) throw notFound();
  const entries = await readTree(repository.directory, sha, query['recursive'] !== undefined);
  const url = apiUrlOf(world.origin, repository);
  const shown = entries.slice(0, world.limits.treeEntries).map((entry) => ({
    path: entry.path,
    mode: entry.mode,
    type: entry.type,
    sha: entry.sha,
    ...(entry.size === undefined ? {} : { size: entry.size }),
    ...(entry.type === 'commit' ? {} : { url: `${url}/git/${entry.type}s/${entry.sha}` }),
  }));
  return { status: 200, body: { sha, url: `${url}/git/trees/${sha}`, tree: shown, truncated: shown.length < entries.length } };
}

async function blob({ world, repository, params, accept }: RepositoryCall): Promise<Answer> {
  const sha = params['file_sha'] ?? '';
  const content = /^[0-9a-f]{40}$/u.test(sha) ? await readBlob(repository.directory, sha) : undefined;
  if (content === undefined) throw notFound();
  if (/raw/u.test(accept)) return { status: 200, body: content, headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' } };
  const body = {
    sha,
    node_id: nodeId('B', repository.id) + sha,
    size: content.length,
    url: `${apiUrlOf(world.origin, repository)}/git/blobs/${sha}`,
    content: content.toString('base64').replaceAll(/.{60}/gu, '$&\n'),
    encoding: 'base64',
  };
  return { status: 200, body };
}

async function contents(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params, query } = call;
  const path = params['path'] ?? '';
  const commit = await commitNamed(call, query['ref'] ?? repository.defaultBranch);
  const entry = (await readTree(repository.directory, commit, true)).find((one) => one.path === path);
  const content = entry?.type === 'blob' ? await readBlob(repository.directory, entry.sha) : undefined;
  if (entry === undefined || content === undefined) throw notFound();
  if (/raw/u.test(call.accept))
    return { status: 200, body: content, headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' } };
  const url = `${apiUrlOf(world.origin, repository)}/contents/${path}?ref=${commit}`;
  const git = `${apiUrlOf(world.origin, repository)}/git/blobs/${entry.sha}`;
  const html = `${htmlUrlOf(world.origin, repository)}/blob/${commit}/${path}`;
  const large = content.length > 1_000_000;
  const body = {
    type: 'file',
    encoding: large ? 'none' : 'base64',
    size: content.length,
    name: path.split('/').at(-1),
    path,
    content: large ? '' : content.toString('base64').replaceAll(/.{60}/gu, '$&\n'),
    sha: entry.sha,
    url,
    git_url: git,
    html_url: html,
    download_url: `${html}?raw=true`,
    _links: { self: url, git, html },
  };
  return { status: 200, body };
}

async function ref({ world, repository, params }: RepositoryCall): Promise<Answer> {
  const name = `refs/${params['ref'] ?? ''}`;
  const sha = await resolveCommit(repository.directory, name);
  if (sha === undefined) throw notFound();
  const url = apiUrlOf(world.origin, repository);
  const object = { type: 'commit', sha, url: `${url}/git/commits/${sha}` };
  return { status: 200, body: { ref: name, node_id: nodeId('REF', repository.id), url: `${url}/git/${name}`, object } };
}

async function gitCommit({ world, repository, params }: RepositoryCall): Promise<Answer> {
  const sha = await resolveCommit(repository.directory, params['commit_sha'] ?? '');
  if (sha === undefined) throw notFound();
  return { status: 200, body: gitCommitShape(world.origin, repository, await readCommit(repository.directory, sha)) };
}

const reads = (route: string, answer: (call: RepositoryCall) => Promise<Answer>): Route => ({
  route: `GET /repos/{owner}/{repo}/${route}`,
  as: 'installation',
  needs: ['contents', 'read'],
  answer,
});

export const gitDataRoutes: readonly Route[] = [
  reads('compare/{basehead}', compare),
  reads('contents/{path}', contents),
  reads('git/ref/{ref}', ref),
  reads('git/commits/{commit_sha}', gitCommit),
  reads('git/trees/{tree_sha}', tree),
  reads('git/blobs/{file_sha}', blob),
];
