import { entriesOf, scalarAt, scalarsOf, valueAt, type Located } from '../../syntax/located.ts';
import { rangeIn, type SourceFile } from '../../syntax/source-file.ts';
import { dottedVersion, makeInterpreterPin } from '../interpreters/interpreter-pin.ts';
import { readSpecifier } from '../../version.ts';
import type { Reading } from '../pin.ts';
import { classifierPins } from './classifiers.ts';
import { listedLines } from './listed.ts';
import type { PackageContext } from './package-pin.ts';

/** Reads setuptools' declarative setup.cfg (https://setuptools.pypa.io/en/latest/userguide/declarative_config.html). */
export function* readSetupCfg(file: SourceFile, root: Located): Generator<Reading> {
  const options = valueAt(root, 'options');
  const context: PackageContext = { file, format: 'setup-cfg', meaning: 'requirement' };
  yield* directiveOrLines(context, valueAt(options, 'install_requires') ?? valueAt(options, 'install-requires'));
  yield* directiveOrLines({ ...context, group: 'test' }, valueAt(options, 'tests_require'));
  yield* directiveOrLines({ ...context, meaning: 'build' }, valueAt(options, 'setup_requires'));
  for (const { key, value } of entriesOf(valueAt(root, 'options.extras_require'))) {
    yield* directiveOrLines({ ...context, group: key }, value);
  }
  const python = scalarAt(options, 'python_requires') ?? scalarAt(options, 'python-requires');
  if (python !== undefined)
    yield makeInterpreterPin({ file, format: 'setup-cfg', meaning: 'constraint' }, python, { allowed: readSpecifier(python.text) });
  const metadata = valueAt(root, 'metadata');
  yield* classifierPins(file, valueAt(metadata, 'classifiers') ?? valueAt(metadata, 'classifier'));
  const tag = scalarAt(root, 'bdist_wheel', 'python-tag');
  const tagged = tag && dottedVersion(tag.text);
  if (tag !== undefined && tagged !== undefined)
    yield makeInterpreterPin({ file, format: 'setup-cfg', meaning: 'target' }, tag, { version: tagged });
}

/** A list of requirements, or `file: requirements.txt, more.txt`, which sends the reader there. */
function* directiveOrLines(context: PackageContext, value: Located | undefined): Generator<Reading> {
  const [first] = scalarsOf(value);
  const directive = first === undefined ? null : /^file:\s*(.+)$/.exec(first.text);
  if (first === undefined || directive === null) {
    if (!first?.text.startsWith('attr:')) yield* listedLines(context, value);
    return;
  }
  for (const target of (directive[1] ?? '').split(',')) {
    const text = target.trim();
    const at = first.start + first.text.indexOf(text);
    if (text !== '')
      yield { kind: 'inclusion', how: 'requirements', target: text, base: 'file', range: rangeIn(context.file, at, at + text.length) };
  }
}
