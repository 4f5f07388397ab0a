/** `unique_together` and `index_together` in Django's normal form (django.db.models.options.normalize_together). */
import type { Expr } from '../../../python/ast.ts';
import { copiedLiteralOrder, copiedSetOrder, literalSetOrder, setOrder } from '../../../python/hash/set-order.ts';
import type { PyValue } from '../../../python/value.ts';

/** A set of groups with its items in the order in which Python goes through them; any other value as it is. `expr` is where it is written. */
export function inSetOrder(value: PyValue, expr: Expr | undefined): PyValue {
  const groups = value.kind === 'set' ? readTogether(value) : undefined;
  if (groups === undefined || groups.length < 2) return value;
  return togetherValue(expr?.kind === 'Set' ? literalSetOrder(groups) : setOrder(groups), 'set');
}

/** The groups of a value that Django makes a set of (AlterTogetherOptionOperation), in the order of that set; undefined when they can't be known. */
export function setOfGroups(value: PyValue | undefined, expr: Expr | undefined): readonly (readonly string[])[] | undefined {
  const groups = readTogether(value);
  if (groups === undefined || value?.kind !== 'set') return groups === undefined ? undefined : setOrder(groups);
  return expr?.kind === 'Set' ? copiedLiteralOrder(groups) : copiedSetOrder(groups);
}

/** The option's groups of field names; undefined when the value can't be known. None and empty values are no groups. */
export function readTogether(value: PyValue | undefined): readonly (readonly string[])[] | undefined {
  if (value === undefined || value.kind === 'none' || (value.kind === 'dict' && value.entries.length === 0)) return [];
  const names = strings(value);
  if (names !== undefined) return names.length > 0 ? [names] : [];
  if (!isSequence(value)) return undefined;
  const groups: string[][] = [];
  for (const item of value.items) {
    const group = strings(item);
    if (group === undefined) return undefined;
    groups.push(group);
  }
  return groups;
}

/** Groups as a value: a `set` of tuples as the operations hold it, or the `list` of lists that RenameField leaves behind. */
export function togetherValue(groups: readonly (readonly string[])[], kind: 'set' | 'list'): PyValue {
  const inner = kind === 'set' ? 'tuple' : 'list';
  const items = groups.map((group): PyValue => ({ kind: inner, items: group.map((name) => ({ kind: 'str', value: name })) }));
  return { kind, items };
}

/** The normal form of an option written in CreateModel; a value that can't be known stays as it is. */
export function normalTogether(value: PyValue): PyValue {
  const groups = readTogether(value);
  if (groups === undefined || !isSequence(value)) return value;
  return togetherValue(groups, value.kind === 'set' ? 'set' : 'list');
}

function isSequence(value: PyValue): value is PyValue & { readonly kind: 'list' | 'tuple' | 'set' } {
  return value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set';
}

function strings(value: PyValue): string[] | undefined {
  if (!isSequence(value)) return undefined;
  const names: string[] = [];
  for (const item of value.items) {
    if (item.kind !== 'str') return undefined;
    names.push(item.value);
  }
  return names;
}
