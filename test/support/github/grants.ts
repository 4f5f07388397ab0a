/** Who is asking: App JWTs, installation tokens, personal tokens. */
import { createVerify, generateKeyPairSync, randomBytes } from 'node:crypto';
import { Refusal } from './answers.ts';
import {
  accountOf,
  fullName,
  type AppIdentity,
  type Grant,
  type Installation,
  type Level,
  type Permissions,
  type Repository,
  type World,
} from './world.ts';

interface JwtClaims {
  readonly iss?: number | string;
  readonly iat?: number;
  readonly exp?: number;
}

/** A new App with its own key pair. Key pairs are costly, so one is shared by all worlds of a process. */
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

export function makeApp(world: Pick<World, 'accounts' | 'nextId' | 'now'>): AppIdentity {
  return {
    id: world.nextId(),
    slug: 'migration-expert',
    name: 'Migration Expert',
    owner: accountOf(world, 'migration-expert-makers', 'Organization'),
    bot: accountOf(world, 'migration-expert[bot]', 'Bot'),
    publicKey: keys.publicKey,
    privateKey: keys.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    webhookSecret: randomBytes(24).toString('hex'),
    events: ['check_run', 'check_suite', 'merge_group', 'pull_request'],
    permissions: { metadata: 'read', contents: 'read', checks: 'write', pull_requests: 'write', merge_queues: 'read' },
    createdAt: world.now(),
  };
}

/** Throws GitHub's 401 unless `authorization` holds a JWT of the App. */
export function requireApp(world: World, authorization: string | undefined): void {
  const token = /^bearer (.+)$/iu.exec(authorization ?? '')?.[1] ?? '';
  const [header = '', payload = '', signature = ''] = token.split('.');
  const undecodable = new Refusal(401, 'A JSON web token could not be decoded');
  if (signature === '') throw undecodable;
  const valid = createVerify('RSA-SHA256').update(`${header}.${payload}`).verify(world.app.publicKey, signature, 'base64url');
  if (!valid) throw undecodable;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JwtClaims; // signed by the App under test
  const now = Math.floor(Date.now() / 1000);
  if (String(claims.iss) !== String(world.app.id)) throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer of an existing App");
  if (claims.exp === undefined || claims.exp <= now) throw new Refusal(401, "'Expiration time' claim ('exp') must be in the future");
  if (claims.exp > now + 600) throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  if (claims.iat === undefined || claims.iat > now + 60) throw new Refusal(401, "'Issued at' claim ('iat') must be in the past");
}

/** The grant behind a token; undefined without one; throws 401 for a token that nobody was given. */
export function grantOf(world: World, authorization: string | undefined): Grant | undefined {
  if (authorization === undefined) return undefined;
  const token = /^(?:token|bearer) (.+)$/iu.exec(authorization)?.[1] ?? '';
  const grant = world.grants.get(token);
  if (grant === undefined || grant.expiresAt < Date.now()) throw new Refusal(401, 'Bad credentials');
  if (grant.installation?.suspended === true) throw new Refusal(403, 'This installation has been suspended');
  return grant;
}

function isWithin(asked: Permissions, granted: Permissions): boolean {
  return Object.entries(asked).every(([name, level]) => granted[name] === level || granted[name] === 'write');
}

/** A token of an installation, for these repositories and permissions. Its form is the stateless one that GitHub gives since 2026. */
export function grantInstallation(
  world: World,
  installation: Installation,
  asked: { readonly repositories: readonly Repository[]; readonly permissions: Permissions | undefined },
): { readonly token: string; readonly expiresAt: number; readonly permissions: Permissions } {
  if (asked.permissions !== undefined && !isWithin(asked.permissions, installation.permissions)) {
    throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  }
  const permissions: Permissions = { ...(asked.permissions ?? installation.permissions), metadata: 'read' };
  const token = `ghs_${world.app.id}_${randomBytes(120).toString('base64url')}`;
  const expiresAt = Date.now() + 3_600_000;
  const repositoryIds = new Set(asked.repositories.map((repository) => repository.id));
  world.grants.set(token, { kind: 'installation', actor: world.app.bot, installation, permissions, repositoryIds, expiresAt });
  return { token, expiresAt, permissions };
}

/** A person's token, or GITHUB_TOKEN of a workflow. */
export function grantPersonal(world: World, login: string, repositories: readonly Repository[], permissions: Permissions): string {
  const token = `github_pat_${randomBytes(40).toString('base64url')}`;
  world.grants.set(token, {
    kind: 'personal',
    actor: accountOf(world, login, login.endsWith('[bot]') ? 'Bot' : 'User'),
    installation: undefined,
    permissions: { ...permissions, metadata: 'read' },
    repositoryIds: new Set(repositories.map((repository) => repository.id)),
    expiresAt: Date.now() + 3_600_000,
  });
  return token;
}

/** Throws what GitHub throws: 404 for a repository that the token does not reach, 403 for a permission that it lacks. */
export function requireAccess(grant: Grant | undefined, repository: Repository, [name, level]: readonly [string, Level]): Grant {
  if (grant === undefined) throw new Refusal(level === 'write' ? 401 : 404, level === 'write' ? 'Requires authentication' : 'Not Found');
  if (!grant.repositoryIds.has(repository.id)) throw new Refusal(404, 'Not Found');
  const held = grant.permissions[name];
  if (held === undefined || (level === 'write' && held !== 'write')) {
    throw new Refusal(403, 'Resource not accessible by integration', { headers: { 'x-accepted-github-permissions': `${name}=${level}` } });
  }
  return grant;
}

/** The repositories an installation reaches: all of its account. */
export function repositoriesOf(world: World, installation: Installation): readonly Repository[] {
  return [...world.repositories.values()]
    .filter((repository) => repository.owner === installation.account)
    .toSorted((a, b) => (fullName(a) < fullName(b) ? -1 : 1));
}
