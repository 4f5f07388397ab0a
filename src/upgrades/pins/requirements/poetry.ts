import { entriesOf, itemsOf, scalarAt, scalarsOf, valueAt, type Entry, type Located } from '../../syntax/located.ts';
import { readPoetryConstraint } from '../../syntax/ranges.ts';
import type { SourceFile } from '../../syntax/source-file.ts';
import { makeInterpreterPin } from '../interpreters/interpreter-pin.ts';
import type { Pin, Reading } from '../pin.ts';
import { classifierPins } from './classifiers.ts';
import { originOf, tablePin } from './listed.ts';
import type { PackageContext } from './package-pin.ts';

/** Reads tool.poetry (https://python-poetry.org/docs/pyproject/): dependencies, groups, dev-dependencies and the Python range. */
export function* readPoetryTables(file: SourceFile, root: Located): Generator<Reading> {
  const poetry = valueAt(root, 'tool', 'poetry');
  const context: PackageContext = { file, format: 'pyproject-poetry', meaning: 'requirement' };
  yield* poetryTable(context, valueAt(poetry, 'dependencies'));
  yield* poetryTable({ ...context, group: 'dev', audience: 'development' }, valueAt(poetry, 'dev-dependencies'));
  for (const { key, value } of entriesOf(valueAt(poetry, 'group'))) {
    yield* poetryTable({ ...context, group: key }, valueAt(value, 'dependencies'));
  }
  yield* classifierPins(file, valueAt(poetry, 'classifiers'));
}

function* poetryTable(context: PackageContext, table: Located | undefined): Generator<Reading> {
  for (const entry of entriesOf(table)) {
    if (entry.key.toLowerCase() === 'python') yield* pythonRange(context, entry);
    else for (const value of entry.value.kind === 'list' ? itemsOf(entry.value) : [entry.value]) yield poetryPin(context, entry, value);
  }
}

function* pythonRange({ file }: PackageContext, entry: Entry): Generator<Reading> {
  for (const value of entry.value.kind === 'list' ? itemsOf(entry.value) : [entry.value]) {
    const scalar = value.kind === 'scalar' ? value : scalarAt(value, 'version');
    if (scalar === undefined) continue;
    yield makeInterpreterPin({ file, format: 'pyproject-poetry', meaning: 'constraint' }, scalar, {
      allowed: readPoetryConstraint(scalar.text),
    });
  }
}

function poetryPin(context: PackageContext, entry: Entry, value: Located): Pin {
  const constraint = value.kind === 'scalar' ? value : scalarAt(value, 'version');
  const text = (key: string): string | undefined => scalarAt(value, key)?.text;
  const extras = scalarsOf(valueAt(value, 'extras')).map((extra) => extra.text);
  const python = text('python');
  const markers = [text('markers'), python === undefined ? undefined : pythonMarker(python)].filter((marker) => marker !== undefined);
  const origin = originOf({ git: text('git'), rev: text('tag') ?? text('rev') ?? text('branch'), url: text('url'), path: text('path') });
  const details = {
    ...(extras.length === 0 ? {} : { extras }),
    ...(markers.length === 0 ? {} : { marker: markers.map((marker) => (markers.length > 1 ? `(${marker})` : marker)).join(' and ') }),
    ...origin,
  };
  const allowed = constraint === undefined ? undefined : readPoetryConstraint(constraint.text);
  return tablePin(context, {
    name: entry.key,
    constraint,
    allowed: origin.allowed ?? allowed,
    details,
    at: [entry.keyStart, entry.keyEnd],
  });
}

/** Poetry's `python = ">=3.12,<4"` beside a dependency, as the environment marker that it stands for. */
function pythonMarker(constraint: string): string {
  const alternatives = readPoetryConstraint(constraint) ?? [];
  const sets = alternatives.map((set) =>
    set
      .split(',')
      .flatMap((clause) => {
        const [, operator, version] = /^(~=|[<>=!]=?)(.+)$/.exec(clause) ?? [];
        if (operator === undefined || version === undefined) return [];
        const variable = /^\d+\.\d+$|\*$/.test(version) ? 'python_version' : 'python_full_version';
        return [`${variable} ${operator} "${version}"`];
      })
      .join(' and '),
  );
  return sets.length > 1 ? sets.map((set) => `(${set})`).join(' or ') : (sets[0] ?? '');
}
