import { pageOf, type Route } from '../answers.ts';
import { fileShape, pullShape, simplePullShape } from '../shapes/pull.ts';
import { filesOf, pullOf, sizeOf } from './pull-diff.ts';

export const pullRoutes: readonly Route[] = [
  {
    route: 'GET /repos/{owner}/{repo}/pulls',
    as: 'installation',
    needs: ['pull_requests', 'read'],
    answer: (call) => {
      const state = call.query['state'] ?? 'open';
      const pulls = [...call.repository.pulls.values()]
        .filter((pull) => state === 'all' || pull.state === state)
        .filter((pull) => call.query['base'] === undefined || pull.baseBranch === call.query['base'])
        .filter((pull) => {
          return call.query['head'] === undefined || `${pull.head.repository.owner.login}:${pull.head.branch}` === call.query['head'];
        })
        .toSorted((a, b) => b.number - a.number);
      return pageOf(call, pulls, (shown) => shown.map((pull) => simplePullShape(call.world, pull)));
    },
  },
  {
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    as: 'installation',
    needs: ['pull_requests', 'read'],
    answer: async (call) => {
      const pull = pullOf(call);
      return { status: 200, body: pullShape(call.world, pull, await sizeOf(call.world, pull)) };
    },
  },
  {
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
    as: 'installation',
    needs: ['pull_requests', 'read'],
    answer: async (call) => {
      const pull = pullOf(call);
      const side = { repository: call.repository, head: pull.headSha };
      const files = (await filesOf(call.world, pull)).slice(0, call.world.limits.pullFiles);
      return pageOf(call, files, (shown) => shown.map((file) => fileShape(call.world.origin, side, file)));
    },
  },
];
