import type { Call, Expr } from '../../../python/ast.ts';
import { calleeOf, functionsOf, keywordsOf, openPython, statementCalls, stringsOf, type PythonFile } from '../../syntax/python-literals.ts';
import type { SourceFile } from '../../syntax/source-file.ts';
import { normalizeName, readSpecifier, readVersion } from '../../version.ts';
import { makeInterpreterPin, readInterpreterVersion, type InterpreterContext } from '../interpreters/interpreter-pin.ts';
import type { Pin, Reading } from '../pin.ts';
import { makePackagePin, readPackagePin, type PackageContext } from '../requirements/package-pin.ts';

/** Reads noxfile.py (https://nox.thea.codes/en/stable/config.html): the Pythons of sessions, Django parametrizations, `session.install(…)`. */
export function* readNoxfile(file: SourceFile): Generator<Reading> {
  const python = openPython(file);
  for (const { decorators } of functionsOf(python.body)) {
    for (const decorator of decorators) if (decorator.kind === 'Call') yield* decoratorPins(python, decorator);
  }
  const context: PackageContext = { file, format: 'nox', meaning: 'tested', audience: 'ci' };
  for (const call of statementCalls(python.body)) {
    if (calleeOf(call) !== 'install') continue;
    for (const scalar of stringsOf(python, { ...call, kind: 'List', elts: call.args }).strings) {
      const pin = /^-|\s|[/]/.test(scalar.text.split(/[<>=!~;[]/)[0] ?? '')
        ? undefined
        : readPackagePin(context, scalar.text, scalar.start);
      if (pin !== undefined) yield pin;
    }
  }
}

function* decoratorPins(python: PythonFile, decorator: Call): Generator<Pin> {
  const { file } = python;
  const callee = calleeOf(decorator);
  const context: InterpreterContext = { file, format: 'nox', meaning: 'tested', audience: 'ci' };
  const given = keywordsOf(python, decorator).get('python') ?? (callee === 'session' ? decorator.args[0] : undefined);
  if (callee === 'session') yield* interpreters(python, context, given);
  if (callee !== 'parametrize') return;
  const [names, values] = decorator.args;
  const parameter = names?.kind === 'Constant' && names.value.type === 'str' ? names.value.value : undefined;
  if (parameter === 'python') yield* interpreters(python, context, values);
  if (parameter !== undefined && normalizeName(parameter).startsWith('django')) yield* djangos(python, values);
}

function* interpreters(python: PythonFile, context: InterpreterContext, expr: Expr | undefined): Generator<Pin> {
  for (const scalar of stringsOf(python, expr).strings) {
    const says = readInterpreterVersion(scalar.text);
    if (says.version !== undefined || says.unknown === undefined || !/^(?:py)?3$/.test(scalar.text))
      yield makeInterpreterPin(context, scalar, says);
  }
}

function* djangos(python: PythonFile, expr: Expr | undefined): Generator<Pin> {
  const context: PackageContext = { file: python.file, format: 'nox', meaning: 'tested', audience: 'ci' };
  for (const scalar of stringsOf(python, expr).strings) {
    const bare = readVersion(scalar.text);
    const allowed = readSpecifier(bare === undefined ? scalar.text : `==${scalar.text}.*`);
    if (allowed === undefined) continue;
    yield makePackagePin(context, { ...scalar, name: 'django' }, { allowed, version: bare });
  }
}
