import { entriesOf, scalarAt, scalarsOf, valueAt, type Entry } from '../../syntax/located.ts';
import { readJson } from '../../syntax/json.ts';
import type { SourceFile } from '../../syntax/source-file.ts';
import { exactOf, readSpecifier } from '../../version.ts';
import { makeInterpreterPin, readInterpreterVersion } from '../interpreters/interpreter-pin.ts';
import type { Pin, Reading } from '../pin.ts';
import { originOf } from '../requirements/listed.ts';
import { makePackagePin } from '../requirements/package-pin.ts';
import { lockProblem } from './lock-pin.ts';

/** Reads Pipfile.lock: `default`, `develop` and custom categories; `_meta.requires` names the Python it was solved for. */
export function* readPipfileLock(file: SourceFile): Generator<Reading> {
  const { root, trouble } = readJson(file);
  if (trouble !== undefined) yield lockProblem(file, trouble);
  const requires = valueAt(root, '_meta', 'requires');
  const python = scalarAt(requires, 'python_full_version') ?? scalarAt(requires, 'python_version');
  if (python !== undefined) {
    yield makeInterpreterPin({ file, format: 'lock-python', meaning: 'locked-for' }, python, readInterpreterVersion(python.text));
  }
  for (const category of entriesOf(root)) {
    if (category.key === '_meta') continue;
    for (const entry of entriesOf(category.value)) yield lockedPin(file, category.key, entry);
  }
}

function lockedPin(file: SourceFile, category: string, { key, keyStart, keyEnd, value }: Entry): Pin {
  const version = scalarAt(value, 'version');
  const text = (name: string): string | undefined => scalarAt(value, name)?.text;
  const marker = text('markers');
  const hashes = scalarsOf(valueAt(value, 'hashes')).map((hash) => hash.text);
  const extras = scalarsOf(valueAt(value, 'extras')).map((extra) => extra.text);
  const allowed = version && readSpecifier(version.text);
  const origin = originOf({ git: text('git'), rev: text('ref'), url: text('file'), path: text('path') });
  return makePackagePin(
    { file, format: 'pipfile-lock', meaning: 'lock', ...(category === 'default' ? {} : { group: category }) },
    { name: key, text: version?.text ?? key, start: version?.start ?? keyStart, end: version?.end ?? keyEnd },
    {
      version: exactOf(allowed),
      allowed,
      ...(marker === undefined ? {} : { marker }),
      ...(hashes.length === 0 ? {} : { hashes: hashes.toSorted().join(' ') }),
      ...(extras.length === 0 ? {} : { extras }),
      ...origin,
    },
  );
}
