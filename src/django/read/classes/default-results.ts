/** What the functions that stand as defaults in migrations return, worked out for those of the repository that only put constants together. */
import type { PyCall, PyValue } from '../../../python/value.ts';
import type { Migration } from '../../migration.ts';
import { workOut } from '../../resolve/reading-space.ts';
import { emptyTrace } from '../../resolve/trace.ts';
import type { ReadingSpace } from '../../resolve/reading-space.ts';
import { fieldsIn } from './custom-classes.ts';

/** Dotted path of the function → the constant that it returns. */
export function defaultResults(migrations: readonly Migration[], space: ReadingSpace): ReadonlyMap<string, PyValue> {
  const results = new Map<string, PyValue>();
  const seen = new Set<string>();
  for (const migration of migrations) {
    for (const path of defaultsIn(migration)) {
      if (seen.has(path)) continue;
      seen.add(path);
      const value = workOut(space, emptyTrace(), { callee: path, args: [], kwargs: new Map() });
      if (value !== undefined && isConstant(value)) results.set(path, value);
    }
  }
  return results;
}

const defaults = new WeakMap<Migration, readonly string[]>();

/** Dotted paths of the functions of the repository and of packages that stand as defaults. */
function defaultsIn(migration: Migration): readonly string[] {
  const known = defaults.get(migration);
  if (known !== undefined) return known;
  const paths: string[] = [];
  for (const { options } of fieldsIn(migration.operations)) {
    const written = options.get('default');
    if (written?.kind === 'ref' && !/^(django|builtins)\./.test(written.path)) paths.push(written.path);
  }
  defaults.set(migration, paths);
  return paths;
}

/** Constructors of Python whose objects are constants. */
const constructors = /^(datetime\.(date|time|datetime|timedelta)|decimal\.Decimal|uuid\.UUID)$/;

function isConstant(value: PyValue, depth = 0): boolean {
  if (depth > 50) return false;
  const isInner = (each: PyValue): boolean => isConstant(each, depth + 1);
  switch (value.kind) {
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
      return true;
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.every(isInner);
    case 'dict':
      return value.entries.every(([key, each]) => isInner(key) && isInner(each));
    case 'unaryop':
      return isInner(value.operand);
    case 'call':
      return isConstructed(value) && [...value.args, ...value.kwargs.values()].every(isInner);
    case 'ref':
    case 'binop':
    case 'unknown':
      return false;
  }
}

function isConstructed({ receiver, callee }: PyCall): boolean {
  return receiver === undefined && constructors.test(callee);
}
