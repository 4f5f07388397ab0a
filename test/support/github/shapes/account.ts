import type { Account, AppIdentity } from '../world.ts';

const nodeKinds = { User: 'U', Organization: 'O', Bot: 'BOT' } as const;

export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}

/** `simple-user` in GitHub's description. */
export function userShape(origin: string, account: Account): object {
  const url = `${origin}/api/v3/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(nodeKinds[account.type], account.id),
    avatar_url: `${origin}/avatars/u/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${origin}/${encodeURIComponent(account.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** `integration` in GitHub's description. */
export function appShape(origin: string, app: AppIdentity): object {
  return {
    id: app.id,
    client_id: `Iv23li${app.id}`,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    owner: userShape(origin, app.owner),
    name: app.name,
    description: 'Reviews pull requests of Django projects.',
    external_url: `${origin}/apps/${app.slug}/about`,
    html_url: `${origin}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
    installations_count: 1,
  };
}
