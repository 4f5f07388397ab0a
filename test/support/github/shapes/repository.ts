import { fullName, type Account, type Repository } from '../world.ts';
import { nodeId, userShape } from './account.ts';

const folders = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const;

export function apiUrlOf(origin: string, repository: Repository): string {
  return `${origin}/api/v3/repos/${fullName(repository)}`;
}

export function htmlUrlOf(origin: string, repository: Repository): string {
  return `${origin}/${fullName(repository)}`;
}

/** `repository` in GitHub's description, which `full-repository` and webhooks use too. */
export function repositoryShape(origin: string, repository: Repository): object {
  const url = apiUrlOf(origin, repository);
  const html = htmlUrlOf(origin, repository);
  const host = new URL(origin).host;
  const openPulls = [...repository.pulls.values()].filter((pull) => pull.state === 'open').length;
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: userShape(origin, repository.owner),
    html_url: html,
    description: null,
    fork: repository.parent !== undefined,
    url,
    ...Object.fromEntries(Object.entries(folders).map(([name, path]) => [name, url + path])),
    git_url: `git://${host}/${fullName(repository)}.git`,
    ssh_url: `git@${host}:${fullName(repository)}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    mirror_url: null,
    language: 'Python',
    license: null,
    size: 100,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: openPulls,
    open_issues_count: openPulls,
    default_branch: repository.defaultBranch,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    is_template: false,
    allow_forking: true,
    web_commit_signoff_required: false,
    visibility: repository.private ? 'private' : 'public',
    topics: [],
    pushed_at: repository.createdAt,
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
  };
}

/** `full-repository`: what only the repository's own page adds. */
export function fullRepositoryShape(origin: string, repository: Repository): object {
  return { ...repositoryShape(origin, repository), subscribers_count: 0, network_count: 0 };
}

/** What GitHub says somebody is to a repository, as it stands beside comments. */
export function associationOf(repository: Repository, account: Account): string {
  if (account === repository.owner) return 'OWNER';
  return repository.roles.has(account.login) ? 'COLLABORATOR' : 'NONE';
}
