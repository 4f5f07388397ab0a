/** Pieces of advice that several rules put together: an operation as its author wrote it, edits of the migration class. */
import type { Field } from '../../django/field.ts';
import type { Migration } from '../../django/migration.ts';
import type { Module } from '../../python/ast.ts';
import { positionAt } from '../../source/position.ts';
import type { TextEdit } from '../../source/edit.ts';

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
