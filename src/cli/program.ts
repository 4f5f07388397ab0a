/** Reads arguments, runs one command, turns every failure into a sentence and an exit code. */
import { Command, CommanderError } from 'commander';
import { GitHubProblem } from '../github/problem.ts';
import { addCommands } from './commands.ts';
import { Failure } from './failure.ts';
import { version } from './version.ts';

const program = new Command('migration-expert')
  .description(
    'Reviews changes of Django projects: what a migration or an upgrade will really do to the database and the running code, and how to ship it anyway.\nNothing of the repository is executed, and no database is connected to.',
  )
  .version(version)
  .showHelpAfterError('(migration-expert --help lists the commands)')
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  migration-expert review --base origin/main          what this branch's migrations will do
  migration-expert audit                              every migration, as if it were new
  migration-expert sql shop 0007_order_created        the SQL Django would run, without Django
  migration-expert upgrade --django 6.0 --python 3.13 what an upgrade would break
  migration-expert explain index-blocks-writes        a rule's page

Exit codes: 0 nothing at or above --fail-on, 1 something, 2 could not run.`,
  );

try {
  await addCommands(program, process.argv[2]);
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Failure || error instanceof GitHubProblem) {
    process.stderr.write(`migration-expert: ${error.message}\n`);
    return 2;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return 0; // the reader of our output has seen enough
  const what = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `migration-expert: this is a defect of migration-expert: ${what}\n${process.env['DEBUG'] === undefined ? 'Run it again with DEBUG=1 to see where.\n' : `${error instanceof Error ? (error.stack ?? '') : ''}\n`}`,
  );
  return 2;
}
