/** Readers of the syntax tree that every floor needs. */
import { positionAt } from '../source/position.ts';
import type { SourceRange } from '../source/position.ts';
import type { Expr, FunctionDef, Module, Node, Stmt } from './ast.ts';
import { addChildren } from './children.ts';

/** Where a node stands in its file. */
export function rangeOf(module: Module, node: Node): SourceRange {
  return { path: module.path, start: positionAt(module.lineStarts, node.start), end: positionAt(module.lineStarts, node.end) };
}

/** A node's text as written. */
export function sourceOf(module: Module, node: Node): string {
  return module.text.slice(node.start, node.end);
}

/**
 * All statements and expressions in `roots`, these included, each before what stands in it, in the order of the source.
 * Without recursion. Patterns of `case` are not walked: they are text.
 */
export function* walk(roots: Stmt | Expr | readonly (Stmt | Expr)[]): Generator<Stmt | Expr, void, undefined> {
  const open: (Stmt | Expr)[] = isMany(roots) ? roots.toReversed() : [roots];
  const inside: (Stmt | Expr)[] = [];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    addChildren(node, inside);
    for (let child = inside.pop(); child !== undefined; child = inside.pop()) open.push(child);
  }
}

/** The function that the module defines under this name at its top level; the last one wins, as in Python. */
export function functionNamed(module: Module, name: string): FunctionDef | undefined {
  return module.body.findLast(
    (stmt): stmt is FunctionDef => (stmt.kind === 'FunctionDef' || stmt.kind === 'AsyncFunctionDef') && stmt.name === name,
  );
}

function isMany(roots: Stmt | Expr | readonly (Stmt | Expr)[]): roots is readonly (Stmt | Expr)[] {
  return Array.isArray(roots);
}
