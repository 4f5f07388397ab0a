import type { Command } from 'commander';
import { reportToJson } from '../../report/formats/report-json.ts';
import { renderPlanText } from '../../report/text.ts';
import { reviewPullRequest } from '../../review/review.ts';
import { Failure } from '../failure.ts';
import { localSource } from '../local/local-source.ts';
import { formatOption, print, wantsColour, type Format } from '../output.ts';
import { addTargetOptions, overridesOf, today, type TargetOptions } from '../target-options.ts';

interface Options extends TargetOptions {
  readonly base?: string;
  readonly head?: string;
  readonly format: Format;
}

/** `plan`: rollout and rollback of a change, and nothing else. */
export function addPlan(program: Command): void {
  const command = program
    .command('plan')
    .description('how to ship a change without downtime, and how to go back')
    .argument('[repo]', 'a local git repository', '.')
    .option('--base <rev>', 'what the change is to be merged into, such as origin/main')
    .option('--head <rev>', 'the change (default: the working tree)')
    .addOption(formatOption());
  addTargetOptions(command).action(async (repo: string, options: Options) => {
    if (options.base === undefined) throw new Failure('say what to compare with: --base origin/main.');
    const source = await localSource(repo, { base: options.base, head: options.head });
    const { report } = await reviewPullRequest(source, { today: today(), overrides: await overridesOf(options) });
    await print(
      options.format === 'json'
        ? JSON.stringify(reportToJson(report).plan, undefined, 2)
        : renderPlanText(report, { colour: wantsColour() }),
    );
  });
}
