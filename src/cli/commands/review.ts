import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { reviewPullRequest } from '../../review/review.ts';
import type { PullRequestSource } from '../../review/ports.ts';
import { Failure } from '../failure.ts';
import { localSource } from '../local/local-source.ts';
import { exitCode, failOnOption, formatOption, print, renderReport, type FailOn, type Format } from '../output.ts';
import { addTargetOptions, overridesOf, today, type TargetOptions } from '../target-options.ts';

interface Options extends TargetOptions {
  readonly base?: string;
  readonly head?: string;
  readonly pullRequest?: string;
  readonly format: Format;
  readonly failOn?: FailOn;
  readonly output?: string;
}

/** `review`: two revisions of a local repository, or a pull request through GitHub's API. */
export function addReview(program: Command): void {
  const command = program
    .command('review')
    .description('review a change like a pull request')
    .argument('[repo]', 'a local git repository', '.')
    .option('--base <rev>', 'what the change is to be merged into, such as origin/main')
    .option('--head <rev>', 'the change (default: the working tree, uncommitted changes included)')
    .option('--pull-request <owner/repo#number>', 'review a pull request through the GitHub API instead; GITHUB_TOKEN gives access')
    .option('--output <file>', 'write the answer to a file instead of standard output')
    .addOption(formatOption())
    .addOption(failOnOption());
  addTargetOptions(command).action(async (repo: string, options: Options) => {
    const { report, configuration } = await reviewPullRequest(await sourceOf(repo, options), {
      today: today(),
      overrides: await overridesOf(options),
    });
    const text = renderReport(report, options.format);
    if (options.output === undefined) await print(text);
    else await writeFile(options.output, text);
    process.exitCode = exitCode(report, options.failOn ?? configuration.failOn);
  });
}

async function sourceOf(repo: string, { base, head, pullRequest }: Options): Promise<PullRequestSource> {
  if (pullRequest === undefined) {
    if (base === undefined) throw new Failure('say what to compare with: --base origin/main, or --pull-request owner/repo#7.');
    return localSource(repo, { base, head });
  }
  const { openPullRequest, readPullRequestAddress } = await import('../../github/read/token-source.ts'); // Octokit is slow to load
  const address = readPullRequestAddress(pullRequest);
  if (address === undefined) throw new Failure(`${pullRequest} is not a pull request: write owner/repo#7.`);
  return openPullRequest(
    { token: process.env['GITHUB_TOKEN'], apiUrl: process.env['GITHUB_API_URL'] ?? 'https://api.github.com' },
    address,
  );
}
