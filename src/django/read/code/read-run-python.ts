import type { Expr, FunctionDef } from '../../../python/ast.ts';
import type { PyValue } from '../../../python/value.ts';
import type { RunPythonCode } from '../../operation.ts';
import type { Definition, Reader } from '../../resolve/reader.ts';

/**
 * The function that RunPython's `code` or `reverse_code` names: of the file, imported from the repository, a method, a lambda, or any of these
 * through `functools.partial`.
 */
export function readRunPythonCode(expr: Expr | undefined, value: PyValue, reader: Reader): RunPythonCode {
  if (expr?.kind === 'Lambda') return { form: 'function', name: '<lambda>', def: expr, module: reader.module };
  if (expr?.kind === 'Call' && reader.resolve(expr.func) === 'functools.partial') {
    const [inner] = expr.args;
    if (inner !== undefined && inner.kind !== 'Starred') return readRunPythonCode(inner, reader.evaluate(inner), reader);
  }
  if (value.kind === 'call' && value.callee === 'functools.partial' && value.args[0] !== undefined) {
    return readRunPythonCode(undefined, value.args[0], reader);
  }
  const made = value.kind === 'call' && value.receiver === undefined ? innerFunction(reader.find(value.callee)) : undefined;
  if (made !== undefined) return made;
  const path = value.kind === 'ref' ? value.path : undefined;
  const source = expr === undefined ? (path ?? '') : reader.sourceOf(expr);
  if (path === undefined)
    return { form: 'unknown', source, reason: value.kind === 'unknown' ? value.reason : 'it is no name of a function' };
  if (path.endsWith('.RunPython.noop')) return { form: 'noop' };
  const found = reader.find(path);
  if (found?.kind === 'function')
    return { form: 'function', name: path.slice(path.lastIndexOf('.') + 1), def: found.node, module: found.reader.module };
  return { form: 'unknown', source, reason: found === undefined ? `${path} is not in the repository` : `${path} is a class` };
}

/** What a function that makes functions returns: one that it defines, or a lambda. */
function innerFunction(maker: Definition | undefined): RunPythonCode | undefined {
  if (maker?.kind !== 'function') return undefined;
  const { body } = maker.node;
  const returned = body.findLast((stmt) => stmt.kind === 'Return')?.value;
  const { module } = maker.reader;
  if (returned?.kind === 'Lambda') return { form: 'function', name: '<lambda>', def: returned, module };
  if (returned?.kind !== 'Name') return undefined;
  const inner = body.findLast((stmt): stmt is FunctionDef => stmt.kind === 'FunctionDef' && stmt.name === returned.id);
  return inner === undefined ? undefined : { form: 'function', name: inner.name, def: inner, module };
}
