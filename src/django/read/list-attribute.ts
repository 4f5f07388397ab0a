import type { Expr, Stmt } from '../../python/ast.ts';
import type { Binding } from '../../python/names/binding.ts';
import type { Scope } from '../../python/scope.ts';
import type { PyValue } from '../../python/value.ts';
import type { SourceRange } from '../../source/position.ts';
import { runsAt } from '../resolve/decided-value.ts';
import type { Reader } from '../resolve/reader.ts';

/** One item of a list that a class body builds. `range` is where it is written, as closely as that is known. */
export interface ListItem {
  readonly value: PyValue;
  /** The item's own expression where the list was written out. */
  readonly expr: Expr | undefined;
  readonly range: SourceRange;
}

type Evaluate = (expr: Expr, reader: Reader, locals?: ReadonlyMap<string, PyValue>) => PyValue;

/** A class whose body builds the list. */
export interface ListOwner {
  readonly scope: Scope;
  readonly body: readonly Stmt[];
  /** Reads what stands around the class. */
  readonly reader: Reader;
}

/**
 * The items of a list attribute such as `operations`: its first value and what the class body adds to it, under conditions that are known and in loops
 * over constants too. What is added under any other condition, and what is no list that can be known, is an item of an unknown value that says so.
 */
export function listAttribute({ scope, body, reader }: ListOwner, name: string, evaluate: Evaluate): readonly ListItem[] {
  const inside = reader.within(scope);
  const items: ListItem[] = [];
  const bindings = scope.bindings.get(name) ?? [];
  for (const binding of bindings) {
    const part = partOf(binding);
    const runs =
      binding.branch === undefined ? true : runsAt(body, part?.expr.start ?? binding.branch.start, (expr) => inside.evaluate(expr));
    if (runs === false) continue;
    const repeated = runs === undefined && part !== undefined ? inLoop({ part, body, bindings }, inside, evaluate) : undefined;
    if (repeated !== undefined) items.push(...repeated);
    else if (part === undefined || runs === undefined) items.push(unknownItem(binding, part, inside));
    else {
      if (binding.kind === 'value') items.length = 0;
      items.splice(part.at ?? items.length, 0, ...addedBy(part, inside, evaluate));
    }
  }
  return items;
}

function addedBy(part: Part, reader: Reader, evaluate: Evaluate): readonly ListItem[] {
  return part.single ? [itemOf(part.expr, reader, evaluate)] : itemsOf(part.expr, reader, evaluate);
}

interface Looping {
  readonly part: Part;
  readonly body: readonly Stmt[];
  readonly bindings: readonly Binding[];
}

/** What the only change in a `for` over a list of constants adds, item by item. */
function inLoop({ part, body, bindings }: Looping, reader: Reader, evaluate: Evaluate): readonly ListItem[] | undefined {
  const at = part.expr.start;
  const loop = body.find(({ start, end }) => start <= at && at < end);
  if (loop?.kind !== 'For') return undefined;
  const inner = loop.body.find(({ start, end }) => start <= at && at < end);
  if (inner === undefined || 'body' in inner) return undefined;
  const isOnly = bindings.filter(({ start }) => loop.start <= start && start <= loop.end).length === 1;
  const values = reader.evaluate(loop.iter);
  if (!isOnly || (values.kind !== 'list' && values.kind !== 'tuple') || part.at !== undefined) return undefined;
  const found: ListItem[] = [];
  for (const value of values.items) {
    const locals = targetValues(loop.target, value);
    if (locals === undefined) return undefined;
    found.push(...addedBy(part, reader, (expr, at) => evaluate(expr, at, locals)));
  }
  return found;
}

function targetValues(target: Expr, value: PyValue): ReadonlyMap<string, PyValue> | undefined {
  if (target.kind === 'Name') return new Map([[target.id, value]]);
  if ((target.kind !== 'Tuple' && target.kind !== 'List') || (value.kind !== 'tuple' && value.kind !== 'list')) return undefined;
  if (target.elts.length !== value.items.length) return undefined;
  const values = new Map<string, PyValue>();
  for (const [index, element] of target.elts.entries()) {
    const item = value.items[index];
    if (element.kind !== 'Name' || item === undefined) return undefined;
    values.set(element.id, item);
  }
  return values;
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
