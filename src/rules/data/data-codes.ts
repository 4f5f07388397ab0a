/** What the functions of a RunPython do, read once for all rules. */
import type { DataCode } from '../../django/data-code/data-code.ts';
import { readDataCode } from '../../django/data-code/read-data-code.ts';
import type { RunPythonCode } from '../../django/operation.ts';

const read = new WeakMap<RunPythonCode, DataCode>();

/** Undefined for a noop and for code that could not be found. */
export function dataCodeOf(code: RunPythonCode | undefined): DataCode | undefined {
  if (code?.form !== 'function') return undefined;
  const known = read.get(code) ?? readDataCode(code.module, code.def);
  read.set(code, known);
  return known;
}
