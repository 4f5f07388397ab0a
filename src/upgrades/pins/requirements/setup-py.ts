import type { Expr } from '../../../python/ast.ts';
import { calleeOf, dictEntries, keywordsOf, openPython, statementCalls, stringsOf, type PythonFile } from '../../syntax/python-literals.ts';
import { rangeIn, type SourceFile } from '../../syntax/source-file.ts';
import { readSpecifier } from '../../version.ts';
import { makeInterpreterPin } from '../interpreters/interpreter-pin.ts';
import type { Reading } from '../pin.ts';
import { classifierPin } from './classifiers.ts';
import { listedPin } from './listed.ts';
import type { PackageContext } from './package-pin.ts';

const REQUIREMENTS_FILE = /["']([\w./-]*(?:requirements?|reqs|deps)[\w./-]*\.(?:txt|in|pip))["']/gi;

/** Reads the `setup(…)` call of a setup.py. Requirements that it reads from a file become an inclusion; other dynamic ones a problem. */
export function* readSetupPy(file: SourceFile): Generator<Reading> {
  const python = openPython(file);
  for (const call of statementCalls(python.body)) {
    if (calleeOf(call) !== 'setup') continue;
    const keywords = keywordsOf(python, call);
    const context: PackageContext = { file, format: 'setup-py', meaning: 'requirement' };
    yield* requirements(python, context, keywords.get('install_requires'));
    yield* requirements(python, { ...context, group: 'test' }, keywords.get('tests_require'));
    yield* requirements(python, { ...context, meaning: 'build' }, keywords.get('setup_requires'));
    for (const { key, value } of dictEntries(python, keywords.get('extras_require')))
      yield* requirements(python, { ...context, group: key }, value);
    for (const scalar of stringsOf(python, keywords.get('python_requires')).strings) {
      yield makeInterpreterPin({ file, format: 'setup-py', meaning: 'constraint' }, scalar, { allowed: readSpecifier(scalar.text) });
    }
    for (const scalar of stringsOf(python, keywords.get('classifiers')).strings) {
      // Classifiers are often one block of lines.
      for (const line of scalar.text.split('\n')) {
        const pin = classifierPin(file, { text: line, end: file.text.indexOf(line.trim(), scalar.start) + line.trim().length });
        if (pin !== undefined) yield pin;
      }
    }
  }
}

function* requirements(python: PythonFile, context: PackageContext, expr: Expr | undefined): Generator<Reading> {
  const { strings, complete } = stringsOf(python, expr);
  for (const scalar of strings) if (scalar.text.trim() !== '') yield listedPin(context, scalar);
  if (complete || expr === undefined) return;
  const files = [...python.file.text.matchAll(REQUIREMENTS_FILE)];
  for (const match of files) {
    const target = match[1] ?? '';
    const at = match.index + 1;
    yield { kind: 'inclusion', how: 'requirements', target, base: 'file', range: rangeIn(python.file, at, at + target.length) };
  }
  if (files.length > 0) return;
  const range = rangeIn(python.file, expr.start, expr.end);
  yield { kind: 'problem', message: 'This list of requirements is computed when setup.py runs, and so is not known.', range };
}
