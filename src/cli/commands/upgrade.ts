import type { Command } from 'commander';
import { reviewJump } from '../../review/jump.ts';
import { Failure } from '../failure.ts';
import { localTree } from '../local/local-tree.ts';
import { exitCode, failOnOption, formatOption, print, renderReport, type FailOn, type Format } from '../output.ts';
import { today } from '../target-options.ts';

interface Options {
  readonly django?: string;
  readonly python?: string;
  readonly format: Format;
  readonly failOn?: FailOn;
}

/** `upgrade`: what a jump would break, before anybody opens the pull request. */
export function addUpgrade(program: Command): void {
  program
    .command('upgrade')
    .description('say what an upgrade of Django or Python would break in this repository, and the steps on the way')
    .argument('[repo]', 'a folder, under git or not', '.')
    .option('--django <version>', 'the Django release to go to, such as 6.0')
    .option('--python <version>', 'the Python release to go to, such as 3.13')
    .addOption(formatOption())
    .addOption(failOnOption())
    .action(async (repo: string, { django, python, format, failOn }: Options) => {
      if (django === undefined && python === undefined) throw new Failure('say where to go: --django 6.0, --python 3.13, or both.');
      const jump = {
        ...(django === undefined ? {} : { django: featureOf(django, '--django 6.0') }),
        ...(python === undefined ? {} : { python: featureOf(python, '--python 3.13') }),
      };
      const { report, configuration } = await reviewJump(await localTree(repo), jump, { today: today() });
      await print(renderReport(report, format));
      process.exitCode = exitCode(report, failOn ?? configuration.failOn);
    });
}

/** `6.0.2` → `6.0`. */
function featureOf(text: string, example: string): string {
  const match = /^(\d+\.\d+)(\.\d+)?$/.exec(text);
  if (match?.[1] === undefined) throw new Failure(`${text} is not a version: write it like ${example}.`);
  return match[1];
}
