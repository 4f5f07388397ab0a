import type { Command } from 'commander';
import type { PullRequestSource } from '../../review/ports.ts';
import { reviewPullRequest } from '../../review/review.ts';
import { rules } from '../../rules/index.ts';
import { Failure } from '../failure.ts';
import { today } from '../target-options.ts';
import { version } from '../version.ts';

/** `serve`: the GitHub App. Its settings come from the environment, as Probot's do. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('run the GitHub App: answers webhooks with check runs and reviews')
    .option('--port <port>', 'where to listen (default: PORT or 3000)')
    .option('--host <host>', 'which address to listen on (default: HOST or localhost)')
    .addHelpText(
      'after',
      `
Environment:
  APP_ID           the App's id
  PRIVATE_KEY      its private key (PEM), or PRIVATE_KEY_PATH, the file that holds it
  WEBHOOK_SECRET   the webhook's secret; there is no default
  PORT, HOST       where to listen
  GHE_HOST         the host of a GitHub Enterprise Server
  LOG_LEVEL        trace, debug, info (default), warn, error`,
    )
    .action(async ({ port, host }: { readonly port?: string; readonly host?: string }) => {
      const { readSettings } = await import('../../service/environment.ts');
      const environment = { ...process.env, ...(port === undefined ? {} : { PORT: port }), ...(host === undefined ? {} : { HOST: host }) };
      const result = readSettings(environment);
      if (result.kind === 'unusable') throw new Failure(`the App can not start. ${result.problems.join(' ')}`);
      const { serveUntilSignal } = await import('../../service/start-server.ts');
      const review = (source: PullRequestSource) => reviewPullRequest(source, { today: today() });
      const ruleDocs = (id: string) => rules.find((rule) => rule.id === id)?.docs;
      await serveUntilSignal({ ...result.settings, review, ruleDocs, version });
    });
}
