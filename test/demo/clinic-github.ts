/** A process of its own in the demo: GitHub, with the repository of a clinic and three pull requests. Does what the demo tells it by messages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commit, openPull, type NewPull } from '../support/github/hosted-repository.ts';
import { startGitHub } from '../support/github/start-github.ts';
import { pullRequestEvent } from '../support/github/webhooks.ts';
import type { Pull } from '../support/github/world.ts';

/** What the demo tells this process. */
export type Order = { readonly order: 'open'; readonly webhookUrl: string } | { readonly order: 'push' } | { readonly order: 'stop' };

/** What this process tells the demo. */
export type News =
  | {
      readonly news: 'ready';
      readonly origin: string;
      readonly app: { readonly id: number; readonly privateKey: string; readonly webhookSecret: string };
      /** A person's token that reads the repository. */
      readonly token: string;
    }
  | { readonly news: 'delivered'; readonly statuses: readonly number[] }
  /** `requests` are those of the App. */
  | { readonly news: 'stopped'; readonly requests: number; readonly violations: readonly string[] };

// The built file stands in dist/test/demo, the clinic's files in test/demo.
const clinicFolder = fileURLToPath(new URL('clinic/', import.meta.url.replace('/dist/test/', '/test/')));

/** The files of one of the clinic's folders, path → text. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const root = join(clinicFolder, folder);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return Object.fromEntries(paths.map((path) => [path.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
}

function tell(news: News): void {
  process.send?.(news);
}

const github = await startGitHub();
const { world } = github;
const clinic = await github.createRepository({
  owner: 'city-clinic',
  name: 'records',
  files: filesOf('base'),
  people: { ines: 'write', odo: 'write', rosa: 'write' },
});
await commit(world, clinic, { branch: 'main', message: 'Keep the ward of a visit', files: filesOf('meanwhile'), author: 'odo' });

const proposals: readonly NewPull[] = [
  { title: "Keep a patient's insurance number", branch: 'insurance-number', author: 'ines', files: filesOf('safe') },
  { title: 'Sort visits by urgency', branch: 'urgency', author: 'odo', files: filesOf('dangerous') },
  { title: 'Keep the room of a visit', branch: 'room', author: 'rosa', files: filesOf('conflicting'), from: 'main~1' },
];
const pulls: Pull[] = [];
for (const proposal of proposals) pulls.push(await openPull(world, clinic, proposal));

async function obey(order: Order): Promise<void> {
  switch (order.order) {
    case 'open': {
      github.sendWebhooksTo(order.webhookUrl);
      const deliveries = await Promise.all(pulls.map((pull) => github.deliver(pullRequestEvent(world, pull, 'opened'))));
      return tell({ news: 'delivered', statuses: deliveries.map(({ status }) => status) });
    }
    case 'push': {
      await commit(world, clinic, { branch: 'urgency', message: 'One thing at a time', files: filesOf('fixed'), author: 'odo' });
      const delivery = await github.deliver(pullRequestEvent(world, pulls[1]!, 'synchronize'));
      return tell({ news: 'delivered', statuses: [delivery.status] });
    }
    case 'stop':
      await github.stop();
      tell({ news: 'stopped', requests: github.requests.filter(({ by }) => by !== 'ines').length, violations: github.violations });
      return process.disconnect();
  }
}

process.on('message', (order: Order) => void obey(order));
tell({
  news: 'ready',
  origin: github.origin,
  app: { id: world.app.id, privateKey: world.app.privateKey, webhookSecret: world.app.webhookSecret },
  token: github.tokenFor('ines', [clinic], { contents: 'read', checks: 'read', pull_requests: 'read' }),
});
