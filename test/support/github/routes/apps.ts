import { notFound, Refusal, type Route } from '../answers.ts';
import { grantInstallation, repositoriesOf } from '../grants.ts';
import { appShape, userShape } from '../shapes/account.ts';
import { fullRepositoryShape, repositoryShape } from '../shapes/repository.ts';
import type { Permissions } from '../world.ts';

interface TokenRequest {
  readonly repositories?: readonly string[];
  readonly repository_ids?: readonly number[];
  readonly permissions?: Permissions;
}

export const appRoutes: readonly Route[] = [
  {
    route: 'GET /app',
    as: 'app',
    answer: ({ world }) => ({ status: 200, body: appShape(world.origin, world.app) }),
  },
  {
    route: 'POST /app/installations/{installation_id}/access_tokens',
    as: 'app',
    answer: ({ world, params, body }) => {
      const installation = world.installations.get(Number(params['installation_id']));
      if (installation === undefined) throw notFound();
      if (installation.suspended) throw new Refusal(403, 'This installation has been suspended');
      const asked = (body ?? {}) as TokenRequest; // checked against the description
      const all = repositoriesOf(world, installation);
      const limited = asked.repository_ids !== undefined || asked.repositories !== undefined;
      const chosen = all.filter(
        (repository) => asked.repository_ids?.includes(repository.id) === true || asked.repositories?.includes(repository.name) === true,
      );
      const wanted = (asked.repository_ids?.length ?? 0) + (asked.repositories?.length ?? 0);
      if (limited && chosen.length < wanted) {
        throw new Refusal(422, 'There is at least one repository that does not exist or is not accessible to the parent installation.');
      }
      const grant = grantInstallation(world, installation, { repositories: limited ? chosen : all, permissions: asked.permissions });
      return {
        status: 201,
        body: {
          token: grant.token,
          expires_at: new Date(grant.expiresAt).toISOString(),
          permissions: grant.permissions,
          repository_selection: limited ? 'selected' : 'all',
          ...(limited ? { repositories: chosen.map((repository) => repositoryShape(world.origin, repository)) } : {}),
        },
      };
    },
  },
  {
    route: 'GET /repos/{owner}/{repo}',
    as: 'installation',
    needs: ['metadata', 'read'],
    answer: ({ world, repository }) => ({ status: 200, body: fullRepositoryShape(world.origin, repository) }),
  },
  {
    route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    as: 'installation',
    needs: ['metadata', 'read'],
    answer: ({ world, repository, params }) => {
      const account = world.accounts.get(params['username'] ?? '');
      if (account === undefined) throw notFound();
      const role = repository.roles.get(account.login) ?? (repository.private ? 'none' : 'read');
      const user = { ...userShape(world.origin, account), role_name: role };
      return { status: 200, body: { permission: role, role_name: role, user } };
    },
  },
];
