/** One measurement in a process of its own: `node measure.js KIND APPS MIGRATIONS` prints its wall and CPU time in milliseconds and its memory in MB. */
import { performance } from 'node:perf_hooks';
import { readProjects } from '../../src/django/read/read-projects.ts';
import { replayProject } from '../../src/django/history/replay/replay.ts';
import { parseModule } from '../../src/python/parse.ts';
import { historiesOf } from '../../src/review/history.ts';
import { auditTree } from '../../src/review/audit.ts';
import { defaultConfiguration } from '../../src/review/configuration/configuration.ts';
import { reviewSnapshot } from '../../src/review/review.ts';
import { repoPath } from '../../src/source/position.ts';
import { replaySql } from '../../src/sql/render/replay-sql.ts';
import { pullRequest, treeOf } from '../support/pull-request.ts';
import { generateProject } from './generate-project.ts';

export interface Measured {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
}

const [kind = '', apps = '20', migrations = '25'] = process.argv.slice(2);
const files = generateProject({ apps: Number(apps), migrations: Number(migrations) });
const tree = treeOf(files);
const today = '2026-11-22';

/** What is measured; the last one is warm: the same process has reviewed the same base before. */
const kinds: Readonly<Record<string, () => unknown>> = {
  parse: () => Object.entries(files).map(([path, text]) => parseModule(repoPath(path), text).body.length),
  state: () => readProjects(tree).map((project) => replayProject(project).steps.length),
  sql: async () => (await historiesOf(tree, {}, today)).map(({ replay, rendering }) => [...replaySql(replay, rendering)].length),
  audit: () => auditTree({ sha: tree.sha, paths: () => tree.paths(), fetch: async () => tree }, { today }),
};

function newMigration(number: number) {
  const last = `${String(Number(migrations)).padStart(4, '0')}_${Number(migrations) === 1 ? 'initial' : 'change'}`;
  const text = `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = [("app00", "${last}")]\n    operations = [migrations.AddField("order", "late${number}", models.CharField(max_length=${number + 10}, null=True))]\n`;
  return pullRequest({ base: files, head: { [`app00/migrations/9999_late${number}.py`]: text } });
}

async function measure(): Promise<Measured> {
  const warm = kind === 'warm';
  const snapshots = warm ? Array.from({ length: 25 }, (_, index) => newMigration(index)) : [];
  for (const snapshot of snapshots.slice(0, 5)) reviewSnapshot(snapshot, { kind: 'ok', configuration: defaultConfiguration }, { today });
  const startCpu = process.cpuUsage();
  const start = performance.now();
  if (warm)
    for (const snapshot of snapshots.slice(5)) reviewSnapshot(snapshot, { kind: 'ok', configuration: defaultConfiguration }, { today });
  else await kinds[kind]?.();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(startCpu);
  const rounds = warm ? 20 : 1;
  return { wall: wall / rounds, cpu: (user + system) / 1000 / rounds, memory: process.resourceUsage().maxRSS / 1024 };
}

process.stdout.write(`${JSON.stringify(await measure())}\n`);
