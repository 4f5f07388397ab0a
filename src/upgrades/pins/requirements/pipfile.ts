import { entriesOf, scalarAt, scalarsOf, valueAt, type Entry, type Located } from '../../syntax/located.ts';
import type { SourceFile } from '../../syntax/source-file.ts';
import { readSpecifier } from '../../version.ts';
import { makeInterpreterPin, readInterpreterVersion } from '../interpreters/interpreter-pin.ts';
import type { Pin, Reading } from '../pin.ts';
import { originOf, tablePin } from './listed.ts';
import type { PackageContext } from './package-pin.ts';

const NOT_PACKAGES = new Set(['source', 'requires', 'scripts', 'pipenv', 'pipfile']);

/** Reads a Pipfile (https://pipenv.pypa.io/en/latest/pipfile.html): packages, dev-packages, custom categories, requires. */
export function* readPipfile(file: SourceFile, root: Located): Generator<Reading> {
  for (const { key, value } of entriesOf(root)) {
    if (NOT_PACKAGES.has(key)) continue;
    const context: PackageContext = {
      file,
      format: 'pipfile',
      meaning: 'requirement',
      ...(key === 'packages' ? {} : { group: key.replace(/-packages$/, '') }),
    };
    for (const entry of entriesOf(value)) yield pipfilePin(context, entry);
  }
  const requires = valueAt(root, 'requires');
  const python = scalarAt(requires, 'python_full_version') ?? scalarAt(requires, 'python_version');
  if (python !== undefined)
    yield makeInterpreterPin({ file, format: 'pipfile', meaning: 'runtime' }, python, readInterpreterVersion(python.text));
}

function pipfilePin(context: PackageContext, { key, keyStart, keyEnd, value }: Entry): Pin {
  const constraint = value.kind === 'scalar' ? value : scalarAt(value, 'version');
  const text = (name: string): string | undefined => scalarAt(value, name)?.text;
  const extras = scalarsOf(valueAt(value, 'extras')).map((extra) => extra.text);
  const python = text('python_version');
  const marker = text('markers') ?? (python === undefined ? undefined : `python_version ${python}`);
  const origin = originOf({ git: text('git'), rev: text('ref'), url: text('file'), path: text('path') });
  const written = constraint?.text.trim();
  const allowed = written === undefined ? undefined : readSpecifier(/^\d/.test(written) ? `==${written}` : written);
  const details = { ...(extras.length === 0 ? {} : { extras }), ...(marker === undefined ? {} : { marker }), ...origin };
  return tablePin(context, { name: key, constraint, allowed: origin.allowed ?? allowed, details, at: [keyStart, keyEnd] });
}
