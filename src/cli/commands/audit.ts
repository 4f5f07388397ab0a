import type { Command } from 'commander';
import { auditTree } from '../../review/audit.ts';
import { localTree } from '../local/local-tree.ts';
import { exitCode, failOnOption, formatOption, print, renderReport, type FailOn, type Format } from '../output.ts';
import { addTargetOptions, overridesOf, today, type TargetOptions } from '../target-options.ts';

interface Options extends TargetOptions {
  readonly format: Format;
  readonly failOn?: FailOn;
}

/** `audit`: all migrations of a repository, each as if it were new, with the history before it. */
export function addAudit(program: Command): void {
  const command = program
    .command('audit')
    .description('look at every migration of a repository, each as if it were new')
    .argument('[repo]', 'a folder, under git or not', '.')
    .addOption(formatOption())
    .addOption(failOnOption());
  addTargetOptions(command).action(async (repo: string, options: Options) => {
    const { report, configuration } = await auditTree(await localTree(repo), { today: today(), overrides: await overridesOf(options) });
    await print(renderReport(report, options.format));
    process.exitCode = exitCode(report, options.failOn ?? configuration.failOn);
  });
}
