import { classScope } from '../../../python/scope.ts';
import type { PyValue } from '../../../python/value.ts';
import type { FunctionDef } from '../../../python/ast.ts';
import { unknownFieldType } from '../../field.ts';
import type { Constraint, Field, Index } from '../../field.ts';
import type { Migration } from '../../migration.ts';
import type { Operation } from '../../operation.ts';
import type { CustomClass, FieldConstruction } from '../../project.ts';
import type { FieldClasses } from '../../deconstruct/deconstruct-field.ts';
import { printedPath } from '../../deconstruct/names.ts';
import { packageClass } from '../../deconstruct/package-classes.ts';
import { readFieldColumn } from './field-column.ts';
import { readFieldConstruction } from './field-construction.ts';
import { readField } from '../read-field.ts';
import { makeReader } from '../../resolve/make-reader.ts';
import { definitionBehind, runMethod } from '../../resolve/reading-space.ts';
import { emptyTrace } from '../../resolve/trace.ts';
import type { ReadingSpace } from '../../resolve/reading-space.ts';

/** The field classes of the repository that the migrations use, and their bases in the repository, by dotted path. */
export function customFieldsOf(migrations: readonly Migration[], space: ReadingSpace): ReadonlyMap<string, CustomClass> {
  const classes = new Map<string, CustomClass>();
  const open = new Set<string>();
  for (const migration of migrations) for (const type of customTypesIn(migration)) open.add(type);
  for (const path of open) {
    const found = classes.has(path) ? undefined : readCustomClass(space, path);
    if (found === undefined) continue;
    classes.set(path, found);
    for (const base of found.bases) if (!base.startsWith('django.')) open.add(base);
  }
  return classes;
}

/** A class of the repository by its dotted path; undefined when there is none. */
export function readCustomClass(space: ReadingSpace, path: string): CustomClass | undefined {
  const trace = emptyTrace();
  const found = definitionBehind(space, trace, path);
  if (found?.kind !== 'class') return undefined;
  const scope = classScope(found.scope, found.def);
  const reader = makeReader(space, scope, trace);
  const outside = reader.within(found.scope);
  const bases = found.def.bases.map((base) => outside.resolve(base)).filter((base) => base !== undefined);
  const methods = new Map<string, FunctionDef>();
  const attributes = new Map<string, PyValue>();
  for (const [name, bindings] of scope.bindings) {
    const last = bindings.at(-1);
    if (last?.kind === 'function') methods.set(name, last.def);
    else if (last?.kind === 'value') attributes.set(name, reader.evaluate(last.value));
  }
  const definitions = bases.map((base) => (base.startsWith('django.') ? base : (definitionBehind(space, trace, base)?.path ?? base)));
  return {
    path: found.path,
    module: found.scope.module,
    bases: definitions,
    methods,
    attributes,
    construction: readFieldConstruction(methods, outside),
    column: readFieldColumn(methods, (def, args, given) => runMethod(space, trace, { scope: found.scope, def, args, given })),
  };
}

/** What `deconstructField` asks about classes that are none of Django's: the project's own, on top of those of well-known packages. */
export function fieldClassesOf(customFields: ReadonlyMap<string, CustomClass>): FieldClasses {
  return (type) => {
    const constructions: FieldConstruction[] = [];
    const open = [type];
    for (let path = open.shift(); path !== undefined && constructions.length < 20; path = open.shift()) {
      if (path.startsWith('django.')) return { base: printedPath(path), constructions };
      const known = packageClass(path);
      if (known !== undefined) return { base: known.base, constructions: [...constructions, ...known.constructions] };
      const own = customFields.get(path);
      if (own === undefined) continue;
      constructions.push(own.construction);
      open.unshift(...own.bases);
    }
    return undefined;
  };
}

/** The class of Django on which a field class of the repository builds, as printed by `deconstruct()`; undefined when its bases do not lead to one. */
export function djangoTypeOf(customFields: ReadonlyMap<string, CustomClass>, type: string): string | undefined {
  const open = [type];
  const seen = new Set<string>();
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    if (path.startsWith('django.')) return printedPath(path);
    if (seen.has(path)) continue;
    seen.add(path);
    open.unshift(...(customFields.get(path)?.bases ?? []));
  }
  return undefined;
}

const typesIn = new WeakMap<Migration, ReadonlySet<string>>();

function customTypesIn(migration: Migration): ReadonlySet<string> {
  const known = typesIn.get(migration);
  if (known !== undefined) return known;
  const types = new Set<string>();
  for (const field of fieldsIn(migration.operations)) addTypes(field, types);
  for (const { args, options } of indexesIn(migration.operations))
    for (const value of [...args, ...options.values()]) addTypesIn(value, types);
  typesIn.set(migration, types);
  return types;
}

/** The fields that operations write. */
export function* fieldsIn(operations: readonly Operation[]): Generator<Field> {
  for (const operation of operations) {
    if (operation.kind === 'CreateModel') for (const [, field] of operation.fields) yield field;
    else if (operation.kind === 'AddField' || operation.kind === 'AlterField') yield operation.field;
    else if (operation.kind === 'SeparateDatabaseAndState') {
      yield* fieldsIn(operation.databaseOperations);
      yield* fieldsIn(operation.stateOperations);
    } else if (operation.kind === 'RunSQL') yield* fieldsIn(operation.stateOperations);
  }
}

/** The indexes and constraints that operations write. */
export function* indexesIn(operations: readonly Operation[]): Generator<Index | Constraint> {
  for (const operation of operations) {
    if (operation.kind === 'CreateModel') yield* [...operation.indexes, ...operation.constraints];
    else if (operation.kind === 'AddIndex' || operation.kind === 'AddIndexConcurrently') yield operation.index;
    else if (operation.kind === 'AddConstraint' || operation.kind === 'AddConstraintNotValid') yield operation.constraint;
    else if (operation.kind === 'SeparateDatabaseAndState')
      yield* indexesIn([...operation.databaseOperations, ...operation.stateOperations]);
  }
}

/** The field's own class and those of fields inside it (`ArrayField(base_field=…)`). */
function addTypes(field: Field, into: Set<string>): void {
  if (field.type !== unknownFieldType && !field.type.startsWith('django.')) into.add(field.type);
  for (const value of [...field.args, ...field.options.values()]) addTypesIn(value, into);
}

/** The classes of fields in a value: a base field, an expression's output field. */
function addTypesIn(value: PyValue, into: Set<string>): void {
  if (value.kind === 'call') {
    if (value.receiver === undefined && value.callee.endsWith('Field')) addTypes(readField(value), into);
    else for (const each of [...value.args, ...value.kwargs.values()]) addTypesIn(each, into);
  } else if (value.kind === 'list' || value.kind === 'tuple')
    for (const item of value.items) if (item.kind === 'call') addTypesIn(item, into);
}
