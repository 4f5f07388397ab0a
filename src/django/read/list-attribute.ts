import type { Expr } from '../../python/ast.ts';
import type { Binding } from '../../python/names/binding.ts';
import type { Scope } from '../../python/scope.ts';
import type { PyValue } from '../../python/value.ts';
import type { SourceRange } from '../../source/position.ts';
import type { Reader } from '../resolve/reader.ts';

/** One item of a list that a class body builds. `range` is where it is written, as closely as that is known. */
export interface ListItem {
  readonly value: PyValue;
  /** The item's own expression where the list was written out. */
  readonly expr: Expr | undefined;
  readonly range: SourceRange;
}

type Evaluate = (expr: Expr, reader: Reader) => PyValue;

/**
 * The items of a list attribute such as `operations`: its first value and what the class body adds to it. What is added under a condition, and what
 * is no list that can be known, is an item of an unknown value that says so.
 */
export function listAttribute(
  scope: Scope,
  name: string,
  { reader, evaluate }: { readonly reader: Reader; readonly evaluate: Evaluate },
): readonly ListItem[] {
  const inside = reader.within(scope);
  const items: ListItem[] = [];
  for (const binding of scope.bindings.get(name) ?? []) {
    const part = partOf(binding);
    if (part === undefined || binding.branch !== undefined) {
      items.push(unknownItem(binding, part, inside));
      continue;
    }
    if (binding.kind === 'value') items.length = 0;
    const added = part.single ? [itemOf(part.expr, inside, evaluate)] : itemsOf(part.expr, inside, evaluate);
    items.splice(part.at ?? items.length, 0, ...added);
  }
  return items;
}

interface Part {
  readonly expr: Expr;
  /** One item rather than a list of them. */
  readonly single: boolean;
  /** Where it is put in; undefined is the end. */
  readonly at?: number;
}

function partOf(binding: Binding): Part | undefined {
  if (binding.kind === 'value') return { expr: binding.value, single: false };
  if (binding.kind !== 'change' || binding.change.keys.length > 0) return undefined;
  const { change } = binding;
  if (change.by === 'operator' && change.op === '+') return { expr: change.value, single: false };
  if (change.by !== 'method') return undefined;
  const [first, second] = change.args;
  if (first === undefined) return undefined;
  if (change.method === 'append') return { expr: first, single: true };
  if (change.method === 'extend') return { expr: first, single: false };
  if (
    change.method === 'insert' &&
    second !== undefined &&
    first.kind === 'Constant' &&
    first.value.type === 'int' &&
    first.value.value === 0n
  ) {
    return { expr: second, single: true, at: 0 };
  }
  return undefined;
}

function unknownItem(binding: Binding, part: Part | undefined, reader: Reader): ListItem {
  const node = part?.expr ?? binding.branch ?? { start: binding.start, end: binding.start };
  const reason =
    binding.branch === undefined
      ? 'it is changed in a way that is only known at run time'
      : 'it depends on a condition that is only known at run time';
  return { value: { kind: 'unknown', source: reader.sourceOf(node), reason }, expr: undefined, range: reader.rangeOf(node) };
}

function itemOf(expr: Expr, reader: Reader, evaluate: Evaluate): ListItem {
  return { value: evaluate(expr, reader), expr, range: reader.rangeOf(expr) };
}

/** The items of a list expression; `a + b` piece by piece, so that one unknown piece does not hide the others. */
function itemsOf(expr: Expr, reader: Reader, evaluate: Evaluate): readonly ListItem[] {
  if (expr.kind === 'BinOp' && expr.op === '+') return [...itemsOf(expr.left, reader, evaluate), ...itemsOf(expr.right, reader, evaluate)];
  if (expr.kind === 'List' || expr.kind === 'Tuple') {
    return expr.elts.flatMap((element) =>
      element.kind === 'Starred' ? itemsOf(element.value, reader, evaluate) : [itemOf(element, reader, evaluate)],
    );
  }
  const value = evaluate(expr, reader);
  const range = reader.rangeOf(expr);
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.map((item) => ({ value: item, expr: undefined, range }));
  return [{ value, expr: undefined, range }];
}
