/** Classes of the repository that stand in indexes and constraints and only say something about the Django class that they build on. */
import type { PyValue } from '../../../python/value.ts';
import type { Constraint, Index } from '../../field.ts';
import type { Migration } from '../../migration.ts';
import type { OwnClass } from '../../project.ts';
import { printedPath } from '../../deconstruct/names.ts';
import type { ReadingSpace } from '../../resolve/reading-space.ts';
import { indexesIn, readCustomClass } from './custom-classes.ts';

/** Methods that don't touch the SQL. */
const harmless: ReadonlySet<string> = new Set(['deconstruct', 'validate', 'check', '__repr__', '__str__', '__eq__', '__hash__', 'clone']);

/** What class attributes of indexes, constraints and expressions say; all others are not known here. */
const known: ReadonlySet<string> = new Set([
  'function',
  'template',
  'arg_joiner',
  'arity',
  'lookup_name',
  'suffix',
  'bilateral',
  'fields',
  '__doc__',
]);

/** The classes that migrations name in indexes and constraints, by dotted path. */
export function ownClassesOf(migrations: readonly Migration[], space: ReadingSpace): ReadonlyMap<string, OwnClass> {
  const classes = new Map<string, OwnClass>();
  const seen = new Set<string>();
  for (const migration of migrations) {
    for (const path of pathsOf(migration)) {
      if (seen.has(path)) continue;
      seen.add(path);
      const found = readOwnClass(space, path);
      if (found !== undefined) classes.set(path, found);
    }
  }
  return classes;
}

const paths = new WeakMap<Migration, readonly string[]>();

function pathsOf(migration: Migration): readonly string[] {
  const known = paths.get(migration);
  if (known !== undefined) return known;
  const found = [...pathsIn(indexesIn(migration.operations))];
  paths.set(migration, found);
  return found;
}

function* pathsIn(named: Iterable<Index | Constraint>): Generator<string> {
  for (const { type, args, options } of named) {
    if (!type.startsWith('django.')) yield type;
    const open: PyValue[] = [...args, ...options.values()];
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      if ('items' in value) open.push(...value.items);
      else if (value.kind === 'binop') open.push(value.left, value.right);
      else if (value.kind === 'unaryop') open.push(value.operand);
      else if (value.kind === 'call') {
        if (value.receiver !== undefined) open.push(value.receiver);
        else if (!value.callee.startsWith('django.')) yield value.callee;
        open.push(...value.args, ...value.kwargs.values());
      }
    }
  }
}

/** Follows the first base of each class to one of Django's; undefined when a class on the way does more than name things. */
function readOwnClass(space: ReadingSpace, path: string): OwnClass | undefined {
  const attributes = new Map<string, PyValue>();
  let at = path;
  for (let step = 0; step < 10; step++) {
    if (at.startsWith('django.')) return { base: printedPath(at), attributes };
    const found = readCustomClass(space, at);
    const [base, ...others] = found?.bases ?? [];
    if (found === undefined || base === undefined || others.length > 0) return undefined;
    if ([...found.methods.keys()].some((name) => !harmless.has(name))) return undefined;
    for (const [name, value] of found.attributes) {
      if (!known.has(name) || value.kind === 'unknown') return undefined;
      if (!attributes.has(name)) attributes.set(name, value);
    }
    at = base;
  }
  return undefined;
}
