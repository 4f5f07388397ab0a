/** Pieces of advice that several rules put together: names of following migrations, edits of the migration class. */
import type { Field } from '../django/field.ts';
import type { Migration } from '../django/migration.ts';
import type { Module } from '../python/ast.ts';
import { positionAt } from '../source/position.ts';
import type { TextEdit } from '../source/edit.ts';
import type { NewFile } from './rule.ts';
import { migrationText, type MigrationParts } from './example.ts';

/** `atomic = False` as the first line of the class body. */
export function makeNonAtomic({ module, range }: Migration): TextEdit {
  const first = module.text.indexOf('\n', module.text.indexOf(':', range.start.offset)) + 1;
  const indent = /^[ \t]*/.exec(module.text.slice(first))?.[0] ?? '';
  const at = positionAt(module.lineStarts, first);
  return { range: { path: range.path, start: at, end: at }, newText: `${indent === '' ? '    ' : indent}atomic = False\n` };
}

interface Ranged {
  readonly range: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } };
}

/** The operation as its author wrote it, its further lines moved to the left by the indentation of its first. */
export function sourceOf({ module }: Migration, operation: Ranged): string {
  const { start, end } = operation.range;
  return dedented(module, start.offset, module.text.slice(start.offset, end.offset));
}

function dedented(module: Module, offset: number, text: string): string {
  const line = module.text.lastIndexOf('\n', offset - 1) + 1;
  const indent = /^[ \t]*/.exec(module.text.slice(line, offset))?.[0] ?? '';
  return text.replaceAll(`\n${indent}`, '\n');
}

/** The operation with one more argument at the end of its field: `models.CharField(max_length=20)` with `null=True`. Undefined when the field stands elsewhere. */
export function sourceWithFieldOption(
  { module }: Migration,
  operation: Ranged,
  { field, option }: { readonly field: Field; readonly option: string },
): string | undefined {
  const { start, end } = operation.range;
  const close = (field.range?.end.offset ?? 0) - 1;
  if (close <= start.offset || close >= end.offset || module.text[close] !== ')') return undefined;
  const before = module.text.slice(start.offset, close);
  const kept = before.trimEnd();
  const separator = kept.endsWith('(') ? '' : kept.endsWith(',') ? ' ' : ', ';
  return dedented(module, start.offset, `${kept}${separator}${option}${before.slice(kept.length)}${module.text.slice(close, end.offset)}`);
}

/** A chain of migration files: the first has this one's number and parent, each further one stands behind the one before. */
export function chainInPlaceOf(
  migration: Migration,
  links: readonly (Omit<MigrationParts, 'dependencies'> & { readonly name: string })[],
): readonly NewFile[] {
  const parent = migration.dependencies.find((one) => one.appLabel === migration.appLabel)?.name;
  return chain(migration, { number: numberOf(migration.name), parent }, links);
}

/** The same behind this migration. */
export function chainBehind(
  migration: Migration,
  links: readonly (Omit<MigrationParts, 'dependencies'> & { readonly name: string })[],
): readonly NewFile[] {
  return chain(migration, { number: numberOf(migration.name) + 1, parent: migration.name }, links);
}

function chain(
  migration: Migration,
  from: { readonly number: number; readonly parent: string | undefined },
  links: readonly (Omit<MigrationParts, 'dependencies'> & { readonly name: string })[],
): readonly NewFile[] {
  const folder = migration.path.slice(0, migration.path.lastIndexOf('/'));
  const files: NewFile[] = [];
  let { number, parent } = from;
  for (const { name, ...parts } of links) {
    const own = `${String(number).padStart(4, '0')}_${name.toLowerCase()}`;
    const dependencies = parent === undefined ? '' : `("${migration.appLabel}", "${parent}")`;
    files.push({ path: `${folder}/${own}.py`, text: migrationText({ ...parts, dependencies }) });
    number += 1;
    parent = own;
  }
  return files;
}

/** `0007_order` is 7; a name without a number counts as 1. */
function numberOf(name: string): number {
  return Number(/^\d+/.exec(name)?.[0] ?? 1);
}
