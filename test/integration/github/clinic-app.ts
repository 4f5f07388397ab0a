/** The App as it runs, before a loopback GitHub with a clinic's repository; its reviewer looks for one thing only, so that tests decide what it finds. */
import { jest } from '@jest/globals';
import { makeLog } from '../../../src/github/log.ts';
import type { Reviewed } from '../../../src/github/run-job.ts';
import { makeReport } from '../../../src/report/make-report.ts';
import { defaultConfiguration } from '../../../src/review/configuration/configuration.ts';
import { readConfiguration } from '../../../src/review/configuration/read-configuration.ts';
import type { PullRequestSource } from '../../../src/review/ports.ts';
import type { Finding, Severity } from '../../../src/rules/rule.ts';
import { lineStarts, positionAt, repoPath } from '../../../src/source/position.ts';
import type { FileTree } from '../../../src/source/tree.ts';
import { startServer, type RunningServer, type ServerOptions } from '../../../src/service/start-server.ts';
import { checkRunEvent, pullRequestEvent, type Delivery, type PullAction } from '../../support/github/webhooks.ts';
import { startGitHub, type LoopbackGitHub } from '../../support/github/start-github.ts';
import { accountOf, type CheckRun, type Limits, type Pull, type Repository } from '../../support/github/world.ts';

jest.setTimeout(60_000); // each test runs dozens of git processes

const configurationPath = repoPath('.github/migration-expert.yml');
const severities: Readonly<Record<string, Severity>> = { AddIndex: 'error', RemoveField: 'warning', RunSQL: 'notice' };

/** A finding for each line with `AddIndex(`, `RemoveField(` or `RunSQL(`; the first has a one-click edit. Named by what stands in quotes. */
function findingsIn(head: FileTree, path: string): readonly Finding[] {
  const text = head.read(repoPath(path)) ?? '';
  const starts = lineStarts(text);
  return [...text.matchAll(/\b(AddIndex|RemoveField|RunSQL)\("(\w+)"\)/gu)].map((match) => {
    const [operation = '', kind = '', name = ''] = match;
    const range = { path: repoPath(path), start: positionAt(starts, match.index), end: positionAt(starts, match.index + operation.length) };
    const edit = { range: { ...range, end: positionAt(starts, match.index + kind.length) }, newText: 'AddIndexConcurrently' };
    const ignored = /ignore: (.+)/u.exec(text.slice(match.index).split('\n')[0] ?? '');
    return {
      rule: 'index-blocks-writes',
      severity: severities[kind] ?? 'notice',
      message: `\`${kind}\` of \`${name}\` blocks every write to \`clinic_visit\`.`,
      range,
      app: 'visits',
      migration: path,
      operation: `${kind} ${name}`,
      fingerprint: `index-blocks-writes:visits:${kind}:${name}`,
      facts: [],
      sources: [],
      advice: kind === 'AddIndex' ? [{ kind: 'edit', title: 'Build it concurrently', edits: [edit] }] : [],
      suppressed: ignored?.[1] === undefined ? undefined : { reason: ignored[1], line: range.start.line },
      confidence: 'high',
    };
  });
}

export async function reviewClinic(source: PullRequestSource): Promise<Reviewed> {
  const changed = await source.changedPaths();
  const paths = changed.flatMap(({ path, status }) => (status !== 'removed' && path.endsWith('.py') ? [path] : []));
  const [base, head, baseTip] = await Promise.all([source.tree('base'), source.tree('head'), source.tree('baseTip')]);
  const tipFiles = await baseTip.fetch([configurationPath]);
  const read = readConfiguration(tipFiles, new Set(['index-blocks-writes']));
  const snapshot = { base: await base.fetch(paths), head: await head.fetch(paths), baseTip: tipFiles, changed };
  const report = makeReport({
    findings: paths.flatMap((path) => findingsIn(snapshot.head, path)),
    migrations: [],
    plan: { rollout: [], wayBack: '', rollback: [], verdicts: [] },
    upgrades: [],
    unjudged: paths
      .filter((path) => snapshot.head.read(path)?.includes('???') === true)
      .map((path) => ({ message: `${path} is broken.`, range: { path, start: positionAt([0], 0), end: positionAt([0], 0) } })),
    assumptions: [],
    facts: new Map(),
    configurationProblem: read.kind === 'ok' ? undefined : read.problem,
  });
  return { report, snapshot, configuration: read.kind === 'ok' ? read.configuration : defaultConfiguration };
}

export const migrationPath = 'clinic/visits/migrations/0002_next.py';

/** A migration with these operations, one a line. */
export function migration(...operations: readonly string[]): string {
  return `from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = [\n${operations.map((one) => `        ${one},\n`).join('')}    ]\n`;
}

export interface ClinicApp {
  readonly github: LoopbackGitHub;
  readonly server: RunningServer;
  readonly clinic: Repository;
  /** The log's lines. */
  readonly log: readonly string[];
  /** Delivers an event of a pull request and waits until the App is idle. */
  deliver(pull: Pull, action: PullAction, more?: object): Promise<Delivery>;
  press(repository: Repository, run: CheckRun, action: 'rerequested' | 'requested_action', login?: string): Promise<Delivery>;
  /** The newest check run on the pull request's head. */
  checkOf(pull: Pull): CheckRun;
  stop(): Promise<void>;
}

export const startFiles = {
  'manage.py': '',
  'clinic/visits/models.py': 'class Visit: ...\n',
  'clinic/visits/migrations/0001_initial.py': '# the first\n',
};

export async function startClinicApp(
  options: { readonly server?: Partial<ServerOptions>; readonly limits?: Partial<Limits> } = {},
): Promise<ClinicApp> {
  const github = await startGitHub({ limits: options.limits ?? {} });
  const people = { ines: 'write', odo: 'read' } as const;
  const clinic = await github.createRepository({ owner: 'city-clinic', name: 'records', files: startFiles, people });
  const log: string[] = [];
  const { id: appId, privateKey, webhookSecret } = github.world.app;
  const server = await startServer({
    appId,
    privateKey,
    webhookSecret,
    webhookPath: '/api/github/webhooks',
    host: '127.0.0.1',
    port: 0,
    apiUrl: `${github.origin}/api/v3`,
    logLevel: 'debug',
    log: makeLog('debug', { write: (line) => void log.push(line) }),
    pacing: { throttle: false, retryAfter: 1 },
    review: reviewClinic,
    ruleDocs: () => undefined,
    version: '0.1.0',
    ...options.server,
  });
  github.sendWebhooksTo(server.webhookUrl);
  const settled = async (delivery: Promise<Delivery>): Promise<Delivery> => {
    const done = await delivery;
    await server.idle();
    return done;
  };
  return {
    github,
    server,
    clinic,
    log,
    deliver: (pull, action, more) => settled(github.deliver(pullRequestEvent(github.world, pull, action, more))),
    press: (repository, run, action, login = 'ines') => {
      const identifier = action === 'requested_action' ? { identifier: 're-check' } : {};
      return settled(
        github.deliver(checkRunEvent(github.world, repository, run, { action, sender: accountOf(github.world, login), ...identifier })),
      );
    },
    checkOf: (pull) => {
      const run = pull.repository.checkRuns.findLast((one) => one.headSha === pull.headSha);
      if (run === undefined) throw new Error(`no check run on ${pull.headSha}`);
      return run;
    },
    stop: async () => {
      await server.stop(1000);
      await github.stop();
    },
  };
}
