import type { Command } from 'commander';
import type { FieldClass } from '../../django/deconstruct/deconstruct-field.ts';
import { releaseNumber } from '../../django/deconstruct/json-value.ts';
import { stateDifference, stateRecord } from '../../django/deconstruct/state-json.ts';
import { migrationId } from '../../django/migration.ts';
import { fieldClassesOf } from '../../django/read/classes/custom-classes.ts';
import type { ProjectHistory } from '../../review/history.ts';
import { fieldClassOf } from '../../sql/fields/classes/field-class-of.ts';
import { renderedModelJson } from '../../sql/render/json/rendered-json.ts';
import { addHistoryOptions, readHistory, type HistoryFormat, type Wanted } from '../history-options.ts';
import { print } from '../output.ts';
import type { TargetOptions } from '../target-options.ts';
import { version } from '../version.ts';

interface Options extends TargetOptions {
  readonly format: HistoryFormat;
}

/** `state`: the project state after each migration. */
export function addState(program: Command): void {
  const command = program.command('state').description('print the project state after each migration, as Django would build it');
  addHistoryOptions(command).action(
    async (repo: string | undefined, app: string | undefined, migration: string | undefined, options: Options) => {
      const wanted = await readHistory([repo, app, migration], options);
      if (options.format === 'text') return print(wanted.histories.flatMap((history) => stateText(history, wanted)).join('\n'));
      const lines = wanted.histories.flatMap((history) => [header(history), ...stateLines(history, wanted)]);
      return print(options.format === 'json' ? JSON.stringify(lines, undefined, 2) : lines.map((line) => JSON.stringify(line)).join('\n'));
    },
  );
}

function header({ target, project, assumptions }: ProjectHistory): object {
  return { record: 'header', django: target.django.value, database: target.vendor.value, version, root: project.root, assumptions };
}

/** The class of Django under a field class of the project or of a package. */
function djangoClassOf(type: string, { project, rendering }: ProjectHistory): FieldClass | undefined {
  if (type.startsWith('django.')) return undefined;
  const own = fieldClassesOf(project.customFields)(type);
  if (own !== undefined) return own;
  const { djangoClass, unknown } = fieldClassOf(rendering.world, type);
  return unknown === undefined ? { base: `django.db.models.${djangoClass}`, constructions: [] } : undefined;
}

function stateLines(history: ProjectHistory, { isWanted }: Wanted): readonly object[] {
  const { replay, rendering, target } = history;
  const classes = (type: string) => djangoClassOf(type, history);
  return replay.steps
    .filter((step) => isWanted(step.migration))
    .map((step) => {
      const record = stateRecord(step, { classes, release: releaseNumber(target.django.value) });
      const { changed } = stateDifference(step.before, step.after);
      const models = Object.entries(record['changed'] as Record<string, object>).map(([key, json]) => {
        const model = changed.get(key);
        return [key, model === undefined ? json : { ...json, rendered: renderedModelJson(model, step.after, rendering) }];
      });
      return { ...record, changed: Object.fromEntries(models) };
    });
}

function stateText({ replay, rendering }: ProjectHistory, { isWanted }: Wanted): readonly string[] {
  return replay.steps
    .filter((step) => isWanted(step.migration))
    .flatMap((step) => {
      const { changed, deleted } = stateDifference(step.before, step.after);
      const models = [...changed].flatMap(([key, model]) => {
        const { db_table: table, columns } = renderedModelJson(model, step.after, rendering);
        const width = Math.max(0, ...Object.values(columns).map(({ column }) => column?.length ?? 0));
        const lines = Object.values(columns).flatMap(({ column, db_type: type, null: nullable, pk, unique }) =>
          column === null
            ? []
            : [`    ${column.padEnd(width)}  ${type ?? ''}${nullable ? '' : ' NOT NULL'}${pk ? ' PRIMARY KEY' : unique ? ' UNIQUE' : ''}`],
        );
        return [`  ${key} (table ${table})`, ...lines];
      });
      return [migrationId(step.migration), ...models, ...deleted.map((key) => `  ${key} is gone`), ''];
    });
}
