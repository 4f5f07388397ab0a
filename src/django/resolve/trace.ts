/** What a reading looked at, so that it can be kept until something of that changes. */
import type { PyValue } from '../../python/value.ts';
import { repoPath } from '../../source/position.ts';
import { moduleFile, pythonFilesOf } from '../discovery/layout/python-files.ts';
import type { ImportSpace } from './definitions.ts';

/** What a reading depends on. */
export interface Trace {
  /** File → object name of its content. */
  readonly files: Map<string, string>;
  /** Top packages and modules that are not in the repository. */
  readonly absent: Set<string>;
  /** Setting → its value. */
  readonly settings: Map<string, PyValue | undefined>;
}

export function emptyTrace(): Trace {
  return { files: new Map(), absent: new Set(), settings: new Map() };
}

/** Whether everything that a reading depended on is still so in this space. */
export function stillHolds(space: ImportSpace & { readonly settings: ReadonlyMap<string, PyValue> }, trace: Trace): boolean {
  for (const [path, blob] of trace.files) if (space.tree.blob(repoPath(path)) !== blob) return false;
  for (const [name, value] of trace.settings) if (!sameValue(space.settings.get(name), value)) return false;
  const files = pythonFilesOf(space.tree);
  for (const name of trace.absent) if (moduleFile(files, space.roots, name) !== undefined) return false;
  return true;
}

/** Whether two constants are the same; values that hold calls are the same only as objects. */
function sameValue(a: PyValue | undefined, b: PyValue | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  if ('items' in a && 'items' in b)
    return a.items.length === b.items.length && a.items.every((item, index) => sameValue(item, b.items[index]));
  if (a.kind === 'none') return true;
  return 'value' in a && 'value' in b && a.value === b.value;
}

/** Takes over what another reading looked at. */
export function mergeTrace(into: Trace, from: Trace): void {
  if (into === from) return;
  for (const [path, blob] of from.files) into.files.set(path, blob);
  for (const name of from.absent) into.absent.add(name);
  for (const [name, value] of from.settings) into.settings.set(name, value);
}
