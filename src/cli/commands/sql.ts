import type { Command } from 'commander';
import { migrationId } from '../../django/migration.ts';
import type { ProjectHistory } from '../../review/history.ts';
import type { RenderedOperation } from '../../sql/statement.ts';
import { replaySql, type ReplayedSql } from '../../sql/render/replay-sql.ts';
import { migrationJson } from '../../sql/render/json/sql-json.ts';
import { effectsByOperation } from '../../sql/walk/effects-json.ts';
import { walkMigrations } from '../../sql/walk/walk-migrations.ts';
import { addHistoryOptions, readHistory, type HistoryFormat, type Wanted } from '../history-options.ts';
import { print } from '../output.ts';
import type { TargetOptions } from '../target-options.ts';
import { version } from '../version.ts';

interface Options extends TargetOptions {
  readonly format: HistoryFormat;
  readonly backwards?: true;
}

/** `sql`: what Django would run, without Django. */
export function addSql(program: Command): void {
  const command = program
    .command('sql')
    .description('print the SQL that Django would run, without running Django')
    .option('--backwards', 'print what going back runs');
  addHistoryOptions(command).action(
    async (repo: string | undefined, app: string | undefined, migration: string | undefined, options: Options) => {
      const wanted = await readHistory([repo, app, migration], options);
      if (options.format === 'text')
        return print(wanted.histories.flatMap((history) => sqlText(history, wanted, options.backwards === true)).join('\n'));
      const lines = wanted.histories.flatMap((history) => [header(history), ...sqlLines(history, wanted)]);
      return print(options.format === 'json' ? JSON.stringify(lines, undefined, 2) : lines.map((line) => JSON.stringify(line)).join('\n'));
    },
  );
}

function header({ target, project, assumptions }: ProjectHistory): object {
  return {
    record: 'header',
    django: target.django.value,
    database: target.vendor.value,
    database_version: target.serverVersion?.value ?? null,
    version,
    root: project.root,
    assumptions,
  };
}

function sqlLines(history: ProjectHistory, { isWanted }: Wanted): readonly object[] {
  const { replay, rendering, project, target, assumptions } = history;
  const wanted = replay.steps.filter((step) => isWanted(step.migration));
  const walked = new Map(
    walkMigrations({ replay, project, wanted, released: 'before', target, ...rendering }).map((step) => [
      migrationId(step.migration),
      effectsByOperation(step),
    ]),
  );
  return [...rendered(history, isWanted)].map((one) => {
    const effects = walked.get(migrationId(one.step.migration));
    const json = migrationJson(one, assumptions);
    return { ...json, operations: json.operations.map((operation) => ({ ...operation, effects: effects?.get(operation.index) ?? [] })) };
  });
}

function rendered({ replay, rendering }: ProjectHistory, isWanted: Wanted['isWanted']): readonly ReplayedSql[] {
  return [...replaySql(replay, rendering)].filter(({ step }) => isWanted(step.migration));
}

/** As sqlmigrate prints it, with the assumptions on top and each migration's name above its statements. */
function sqlText(history: ProjectHistory, { isWanted }: Wanted, backwards: boolean): readonly string[] {
  const head = history.assumptions.map((line) => `-- ${line}`);
  return [
    ...head,
    ...rendered(history, isWanted).flatMap((one) => ['', `-- ${migrationId(one.step.migration)}`, ...migrationText(one, backwards)]),
  ];
}

function migrationText({ step, rendered: { operations } }: ReplayedSql, backwards: boolean): readonly string[] {
  const { atomic } = step.migration;
  const lines = backwards ? backwardsText(operations) : forwardsText(operations);
  return atomic ? ['BEGIN;', ...lines, 'COMMIT;'] : lines;
}

function forwardsText(operations: readonly RenderedOperation[]): readonly string[] {
  const now = operations.flatMap((operation) => [
    ...title(operation),
    ...operation.statements.map(({ sql }) => sql),
    ...(operation.statements.length + operation.deferred.length === 0 && operation.unknown === undefined ? ['-- (no-op)'] : []),
  ]);
  const later = operations.flatMap((operation) => operation.deferred.map(({ sql }) => sql));
  return [...now, ...(later.length === 0 ? [] : ['-- at the end of the migration', ...later])];
}

function backwardsText(operations: readonly RenderedOperation[]): readonly string[] {
  const now = operations
    .toReversed()
    .flatMap((operation) => [
      ...title(operation),
      ...(operation.reverse?.map(({ sql }) => sql) ?? ['-- this operation can not be undone']),
    ]);
  const later = operations.toReversed().flatMap((operation) => operation.reverseDeferred.map(({ sql }) => sql));
  return [...now, ...(later.length === 0 ? [] : ['-- at the end of the migration', ...later])];
}

function title({ operation, unknown }: RenderedOperation): readonly string[] {
  return [`-- ${operation.kind}`, ...(unknown === undefined ? [] : [`-- not known: ${unknown}`])];
}
