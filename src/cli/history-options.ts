/** What `sql` and `state` share: which repository, which app, which migration, how to print. */
import { stat } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { migrationId } from '../django/migration.ts';
import { historiesOf, type ProjectHistory } from '../review/history.ts';
import { takeTree } from '../review/take-snapshot.ts';
import { loadSqlParser } from '../sql/rawsql/grammar/postgresql-parser.ts';
import { Failure } from './failure.ts';
import { localTree } from './local/local-tree.ts';
import { addTargetOptions, overridesOf, today, type TargetOptions } from './target-options.ts';

export type HistoryFormat = 'text' | 'json' | 'jsonl';

/** Adds the arguments and options. */
export function addHistoryOptions(command: Command): Command {
  return addTargetOptions(
    command
      .argument('[repo]', "the repository's folder; left out when the first argument is no folder")
      .argument('[app]', "only this app's migrations")
      .argument('[migration]', 'only this migration; the beginning of its name is enough')
      .addOption(new Option('--format <format>', 'how to print the answer').choices(['text', 'json', 'jsonl']).default('text')),
  );
}

export interface Wanted {
  readonly histories: readonly ProjectHistory[];
  /** True for the migrations that were asked for. */
  readonly isWanted: (key: { readonly appLabel: string; readonly name: string }) => boolean;
}

/** Reads the repository; a Failure when the app or migration does not exist. */
export async function readHistory(args: readonly (string | undefined)[], options: TargetOptions): Promise<Wanted> {
  await loadSqlParser();
  const given = args.filter((one) => one !== undefined);
  const hasRepo = given[0] !== undefined && (await isFolder(given[0]));
  const repo = hasRepo ? (given[0] ?? '.') : '.';
  const [app, migration] = hasRepo ? given.slice(1) : given;
  if (!hasRepo && given.length === 3)
    throw new Failure(`${given[0] ?? ''} is not a folder: name the repository's folder first, or leave it out.`);
  if (!hasRepo && /[\\/]/.test(given[0] ?? ''))
    throw new Failure(`${given[0] ?? ''} is not a folder: name the repository's folder, or leave it out.`);
  const histories = await historiesOf(await takeTree(await localTree(repo)), await overridesOf(options), today());
  const all = histories.flatMap(({ replay }) => replay.steps.map((step) => step.migration));
  if (app !== undefined && !all.some((one) => one.appLabel === app)) {
    const labels = [...new Set(all.map((one) => one.appLabel))].toSorted();
    throw new Failure(
      `there is no app ${app} with migrations: ${labels.length === 0 ? 'no migrations were found' : `there are ${labels.join(', ')}`}.`,
    );
  }
  const isWanted: Wanted['isWanted'] = (key) =>
    (app === undefined || key.appLabel === app) && (migration === undefined || key.name.startsWith(migration));
  const matching = all.filter(isWanted);
  if (matching.length === 0 && migration !== undefined) throw new Failure(`the app ${app ?? ''} has no migration ${migration}.`);
  if (migration !== undefined && matching.length > 1 && !matching.some((one) => one.name === migration)) {
    throw new Failure(`${migration} is the beginning of several migrations: ${matching.map(migrationId).join(', ')}.`);
  }
  const exact = matching.find((one) => one.name === migration);
  return { histories, isWanted: exact === undefined ? isWanted : (key) => key.appLabel === app && key.name === migration };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}
