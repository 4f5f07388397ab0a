import { entriesOf, itemsOf, scalarAt, scalarsOf, valueAt, type Located } from '../../syntax/located.ts';
import { rangeIn, type SourceFile } from '../../syntax/source-file.ts';
import { readSpecifier } from '../../version.ts';
import { makeInterpreterPin } from '../interpreters/interpreter-pin.ts';
import type { Reading } from '../pin.ts';
import { classifierPins } from './classifiers.ts';
import { listedPins } from './listed.ts';
import type { PackageContext } from './package-pin.ts';
import { readPoetryTables } from './poetry.ts';

/** Reads every dependency table of a pyproject.toml: PEP 621, PEP 735, Poetry, PDM, Hatch and uv. Tool targets are read elsewhere. */
export function* readPyproject(file: SourceFile, root: Located): Generator<Reading> {
  yield* projectTable(file, root);
  yield* dependencyGroups(file, root);
  yield* readPoetryTables(file, root);
  yield* flitMetadata(file, root);
  yield* pdmTables(file, root);
  yield* readUvToml(file, valueAt(root, 'tool', 'uv'));
  yield* dynamicDependencies(file, root);
}

function* projectTable(file: SourceFile, root: Located): Generator<Reading> {
  const project = valueAt(root, 'project');
  const format = 'pyproject-pep621';
  yield* listedPins({ file, format, meaning: 'requirement' }, valueAt(project, 'dependencies'));
  for (const extra of entriesOf(valueAt(project, 'optional-dependencies'))) {
    yield* listedPins({ file, format, meaning: 'requirement', group: extra.key }, extra.value);
  }
  yield* listedPins({ file, format, meaning: 'build' }, valueAt(root, 'build-system', 'requires'));
  const python = scalarAt(project, 'requires-python');
  if (python !== undefined) {
    yield makeInterpreterPin({ file, format: 'pyproject-requires-python', meaning: 'constraint' }, python, {
      allowed: readSpecifier(python.text),
    });
  }
  yield* classifierPins(file, valueAt(project, 'classifiers'));
}

/** PEP 735: lists of requirements, or `{include-group = "other"}`, whose members stand in their own group anyway. */
function* dependencyGroups(file: SourceFile, root: Located): Generator<Reading> {
  for (const group of entriesOf(valueAt(root, 'dependency-groups'))) {
    yield* listedPins({ file, format: 'pyproject-dependency-groups', meaning: 'requirement', group: group.key }, group.value);
  }
}

/** Flit's own metadata, from before PEP 621 (https://flit.pypa.io/en/stable/pyproject_toml.html#old-style-metadata). */
function* flitMetadata(file: SourceFile, root: Located): Generator<Reading> {
  const flit = valueAt(root, 'tool', 'flit', 'metadata');
  const context: PackageContext = { file, format: 'pyproject-pep621', meaning: 'requirement' };
  yield* listedPins(context, valueAt(flit, 'requires'));
  yield* listedPins({ ...context, group: 'dev' }, valueAt(flit, 'dev-requires'));
  for (const extra of entriesOf(valueAt(flit, 'requires-extra'))) yield* listedPins({ ...context, group: extra.key }, extra.value);
  const python = scalarAt(flit, 'requires-python');
  if (python !== undefined) {
    yield makeInterpreterPin({ file, format: 'pyproject-requires-python', meaning: 'constraint' }, python, {
      allowed: readSpecifier(python.text),
    });
  }
  yield* classifierPins(file, valueAt(flit, 'classifiers'));
}

function* pdmTables(file: SourceFile, root: Located): Generator<Reading> {
  const pdm = valueAt(root, 'tool', 'pdm');
  const format = 'pyproject-pdm';
  for (const group of entriesOf(valueAt(pdm, 'dev-dependencies'))) {
    yield* withoutEditables(listedPins({ file, format, meaning: 'requirement', group: group.key, audience: 'development' }, group.value));
  }
  for (const { key, value } of entriesOf(valueAt(pdm, 'resolution', 'overrides'))) {
    const [scalar] = scalarsOf(value);
    if (scalar === undefined) continue;
    const specifier = /^[<>=!~]/.test(scalar.text) ? scalar.text : `==${scalar.text}`;
    const context: PackageContext = { file, format, meaning: 'override' };
    for (const reading of listedPins(context, { ...scalar, text: key + specifier })) yield reading;
  }
}

/** PDM's `-e file:///${PROJECT_ROOT}/x` names a folder of the project, no version. */
function* withoutEditables(readings: Iterable<Reading>): Generator<Reading> {
  for (const reading of readings) if (reading.kind !== 'problem' || !reading.message.startsWith('`-e ')) yield reading;
}

/** uv's own tables, in pyproject.toml under `tool.uv` and at the top of uv.toml (https://docs.astral.sh/uv/reference/settings/). */
export function* readUvToml(file: SourceFile, uv: Located | undefined): Generator<Reading> {
  const format = 'pyproject-uv';
  yield* listedPins({ file, format, meaning: 'requirement', group: 'dev' }, valueAt(uv, 'dev-dependencies'));
  yield* listedPins({ file, format, meaning: 'constraint' }, valueAt(uv, 'constraint-dependencies'));
  yield* listedPins({ file, format, meaning: 'override' }, valueAt(uv, 'override-dependencies'));
  yield* listedPins({ file, format, meaning: 'build' }, valueAt(uv, 'build-constraint-dependencies'));
}

/** `dynamic` fields that setuptools reads from files. */
function* dynamicDependencies(file: SourceFile, root: Located): Generator<Reading> {
  const dynamic = valueAt(root, 'tool', 'setuptools', 'dynamic');
  const tables = [valueAt(dynamic, 'dependencies'), ...entriesOf(valueAt(dynamic, 'optional-dependencies')).map(({ value }) => value)];
  for (const table of tables.flatMap((value) => (value?.kind === 'list' ? itemsOf(value) : (value ?? [])))) {
    for (const target of scalarsOf(valueAt(table, 'file'))) {
      yield { kind: 'inclusion', how: 'requirements', target: target.text, base: 'file', range: rangeIn(file, target.start, target.end) };
    }
  }
}
