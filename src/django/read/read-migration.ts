/** One migration file as data. */
import type { ClassDef } from '../../python/ast.ts';
import { classScope } from '../../python/scope.ts';
import type { Scope } from '../../python/scope.ts';
import type { PyValue } from '../../python/value.ts';
import { findInModule } from '../resolve/definitions.ts';
import type { Migration, MigrationKey, ReadProblem } from '../migration.ts';
import type { Operation } from '../operation.ts';
import { handingOf } from './classes/handing-on.ts';
import { listAttribute } from './list-attribute.ts';
import type { ListOwner } from './list-attribute.ts';
import { makeReader } from '../resolve/make-reader.ts';
import { readDependencies, readReplaces } from './read-dependencies.ts';
import { readOperations, unknownOperation } from './read-operation.ts';
import type { Reader } from '../resolve/reader.ts';
import type { ReadingSpace } from '../resolve/reading-space.ts';
import type { Trace } from '../resolve/trace.ts';

/** A migration, or why the file is none that can be loaded. */
export type MigrationReading = { readonly migration: Migration } | { readonly problem: ReadProblem };

/** Methods by which a Migration class does more than its operations say. */
const ownWays: ReadonlySet<string> = new Set(['__init__', 'apply', 'unapply', 'mutate_state']);

/** Reads the `Migration` class of a module. Never throws: what is not understood stands in the operations and problems. */
export function readMigration(
  space: ReadingSpace,
  scope: Scope,
  { key, trace }: { readonly key: MigrationKey; readonly trace: Trace },
): MigrationReading {
  const reader = makeReader(space, scope, trace);
  const whole = { start: 0, end: 0 };
  const [broken] = scope.module.problems;
  const found = findInModule(space, scope, ['Migration']);
  if (found?.kind !== 'class') {
    const message = broken === undefined ? 'This file has no Migration class.' : `This file cannot be read: ${broken.message}`;
    return { problem: { message, range: reader.rangeOf(broken ?? whole) } };
  }
  const lineage = lineageOf({ def: found.def, reader: reader.within(found.scope) });
  if (!lineage.isMigration)
    return { problem: { message: 'The Migration class of this file is none of Django.', range: reader.rangeOf(found.def) } };
  const problems: ReadProblem[] = [
    ...scope.module.problems.map((problem) => ({ message: problem.message, range: reader.rangeOf(problem) })),
    ...environmentReads(reader),
  ];
  const read = <T>(name: string, make: (owner: ListOwner) => readonly T[]): readonly T[] => {
    const owner = ownerOf(lineage.classes, name);
    return owner === undefined ? [] : make(owner);
  };
  return {
    migration: {
      ...key,
      path: scope.module.path,
      module: scope.module,
      range: reader.rangeOf(found.scope.module === scope.module ? found.def : whole),
      operations: [...read('operations', operationsIn), ...ownBehaviour(lineage.classes, reader)],
      dependencies: read('dependencies', (owner) => readDependencies(owner, 'dependencies', problems)),
      runBefore: read('run_before', (owner) => readDependencies(owner, 'run_before', problems)),
      replaces: read('replaces', (owner) => readReplaces(owner, problems)),
      initial: flagOf(lineage.classes, 'initial', problems),
      atomic: flagOf(lineage.classes, 'atomic', problems) ?? true,
      problems,
    },
  };
}

function operationsIn(owner: ListOwner): readonly Operation[] {
  const inside = owner.reader.within(owner.scope);
  const items = listAttribute(owner, 'operations', (expr, at, locals) => at.evaluate(expr, locals));
  return items.flatMap(({ value, range }) => readOperations(value, range, inside));
}

/** Places where the file asks the environment: what is read there is taken for its default. */
function environmentReads(reader: Reader): readonly ReadProblem[] {
  return [...reader.module.text.matchAll(/\bos\.(?:environ\.get|getenv)\(/g)].map(({ index, 0: text }) => ({
    message: 'This depends on the environment; the default is assumed.',
    range: reader.rangeOf({ start: index, end: index + text.length - 1 }),
  }));
}

interface ClassAt {
  readonly def: ClassDef;
  /** Reads the body in which the class stands. */
  readonly reader: Reader;
}

interface Lineage {
  /** The class first, then its bases in the repository. */
  readonly classes: readonly ClassAt[];
  readonly isMigration: boolean;
}

function lineageOf(start: ClassAt): Lineage {
  const classes: ClassAt[] = [];
  const open: ClassAt[] = [start];
  let isMigration = false;
  for (let each = open.shift(); each !== undefined && classes.length < 20; each = open.shift()) {
    classes.push(each);
    for (const base of each.def.bases) {
      const path = each.reader.resolve(base);
      if (path === undefined) continue;
      if (/^django\.db\.migrations\.(migration\.)?Migration$/.test(path)) isMigration = true;
      const parent = each.reader.find(path);
      if (parent?.kind === 'class') open.push({ def: parent.node, reader: parent.reader });
    }
  }
  return { classes, isMigration };
}

function ownerOf(classes: readonly ClassAt[], name: string): ListOwner | undefined {
  for (const { def, reader } of classes) {
    const scope = classScope(reader.scope, def);
    if (scope.bindings.has(name)) return { scope, body: def.body, reader };
  }
  return undefined;
}

/** True, False, or undefined for None and for an attribute that is not set. */
function flagOf(classes: readonly ClassAt[], name: string, problems: ReadProblem[]): boolean | undefined {
  const at = ownerOf(classes, name);
  const binding = at?.scope.bindings.get(name)?.at(-1);
  if (at === undefined || binding === undefined) return undefined;
  const value: PyValue | undefined = binding.kind === 'value' ? at.reader.within(at.scope).evaluate(binding.value) : undefined;
  if (value?.kind === 'bool' && binding.branch === undefined) return value.value;
  if (value?.kind !== 'none')
    problems.push({ message: `\`${name}\` cannot be known`, range: at.reader.rangeOf({ start: binding.start, end: binding.start }) });
  return undefined;
}

/** An operation that stands for what the class or its file does beside its operations. */
function ownBehaviour(classes: readonly ClassAt[], reader: Reader): readonly Operation[] {
  const found: Operation[] = [];
  for (const { def, reader: own } of classes) {
    for (const stmt of def.body) {
      if (stmt.kind !== 'FunctionDef' || !ownWays.has(stmt.name) || handingOf(stmt, own) === 'inherited') continue;
      const reason = `Migration.${stmt.name} is the project's own`;
      const operation = unknownOperation({ path: undefined, source: own.sourceOf(stmt), reason, range: own.rangeOf(stmt) });
      found.push(stmt.name === 'apply' || stmt.name === 'unapply' ? { ...operation, changesState: false } : operation);
    }
  }
  const outside = /^[ \t]*Migration\.operations\b/m.exec(reader.module.text);
  if (outside !== null) {
    const node = { start: outside.index, end: outside.index + outside[0].length };
    const reason = 'the operations are changed outside the class';
    found.push(unknownOperation({ path: undefined, source: reader.sourceOf(node), reason, range: reader.rangeOf(node) }));
  }
  return found;
}
