/**
 * Reads the migrations of packages and prints what other projects' keys need to know of their models, a line for each app, as src/facts/models/packages.json holds it.
 *
 *   node scripts/package-models.ts FOLDER SOURCE [LABEL…]
 *
 * FOLDER is a checkout of the package, SOURCE the address of its repository. Without labels, every app outside folders of tests and examples.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readProjects } from '../src/django/read/read-projects.ts';
import { replayProject } from '../src/django/history/replay/replay.ts';
import { sha } from '../src/source/position.ts';
import { memoryTree } from '../src/source/tree.ts';
import { loadSqlParser } from '../src/sql/rawsql/grammar/postgresql-parser.ts';
import { textOf } from '../src/sql/fields/model-field.ts';
import { primaryKeyOf, renderModel } from '../src/sql/model/model.ts';
import type { Model } from '../src/sql/model/world.ts';
import { sqlTarget, targetOf } from '../src/sql/render/replay-sql.ts';

const [folder = '.', source = '', ...labels] = process.argv.slice(2);

function filesOf(root: string): Readonly<Record<string, string>> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.py') && statSync(join(root, path)).isFile(),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** The primary key: its field's name unless that is `id`, its class unless it is the app's usual one. */
function describeKey(model: Model, usual: string): object {
  const key = primaryKeyOf(model);
  if (key === undefined) return { key: null };
  const type = key.class.path.replace('django.db.models.', '');
  const length = key.option('max_length');
  const to = key.relation?.to;
  const options = {
    ...(length?.kind === 'int' ? { max_length: Number(length.value) } : {}),
    ...(to === undefined ? {} : { to: `${to.appLabel}.${to.modelName}` }),
    ...(textOf(key.option('db_column')) === undefined ? {} : { db_column: textOf(key.option('db_column')) }),
  };
  return {
    ...(key.name === 'id' ? {} : { name: key.name }),
    ...(type === usual ? {} : { type }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

function describeApp(label: string, models: readonly Model[]): string {
  const counts = new Map<string, number>();
  for (const model of models) {
    const type = primaryKeyOf(model)?.class.path.replace('django.db.models.', '') ?? '';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const usual = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'AutoField';
  const entries = models.map((model) => {
    const table = model.table === `${label}_${model.modelName}` ? {} : { table: model.table };
    return [model.modelName, { ...table, ...describeKey(model, usual) }] as const;
  });
  return JSON.stringify({ label, source, key: usual, models: Object.fromEntries(entries) });
}

await loadSqlParser();
for (const project of readProjects(memoryTree(filesOf(folder), sha('package')))) {
  const replay = replayProject(project);
  const target = targetOf(
    { value: 'postgresql', from: 'the script' },
    { value: '5.2', from: 'the script' },
    { value: '16', from: 'the script' },
  );
  const { world } = sqlTarget(project, target);
  for (const app of project.apps) {
    const wanted =
      labels.length === 0
        ? !/(?:^|\/)(?:tests?|example|examples|demo|sandbox|testproject|sample\w*)(?:\/|$)/.test(app.path)
        : labels.includes(app.label);
    const states = [...(replay.final.apps.get(app.label)?.values() ?? [])];
    const models = states.map((state) => renderModel(world, state)).filter(({ proxy }) => !proxy);
    if (wanted && models.length > 0) console.log(describeApp(app.label, models));
  }
}
