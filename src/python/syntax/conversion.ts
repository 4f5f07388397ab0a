import type { Expr, Stmt, SyntaxProblem } from '../ast.ts';
import { childrenOf } from './flat-tree.ts';
import type { FlatTree } from './flat-tree.ts';

/** One text on its way from tree-sitter's tree to ours. Nodes are converted last to first, so that what stands inside is ready. */
export interface Conversion {
  readonly text: string;
  readonly tree: FlatTree;
  /** What each node became, by its index; holes where a node is read by the node around it. */
  readonly exprs: (Expr | undefined)[];
  readonly stmts: (Stmt | undefined)[];
  readonly blocks: (readonly Stmt[] | undefined)[];
  readonly problems: SyntaxProblem[];
}

export function typeOf(c: Conversion, node: number | undefined): string | undefined {
  return node === undefined ? undefined : c.tree.types[node];
}

export function startOf(c: Conversion, node: number): number {
  return c.tree.starts[node] ?? 0;
}

export function endOf(c: Conversion, node: number): number {
  return c.tree.ends[node] ?? 0;
}

export function textOf(c: Conversion, node: number): string {
  return c.text.slice(c.tree.starts[node], c.tree.ends[node]);
}

export function kidsOf(c: Conversion, node: number): readonly number[] {
  return childrenOf(c.tree, node);
}

/** The expression that a node became; an unknown one for what could not be read. */
export function exprAt(c: Conversion, node: number | undefined): Expr {
  if (node === undefined) return { kind: 'UnknownExpr', start: 0, end: 0 };
  return c.exprs[node] ?? { kind: 'UnknownExpr', start: startOf(c, node), end: endOf(c, node) };
}

export function optionalExprAt(c: Conversion, node: number | undefined): Expr | undefined {
  return node === undefined ? undefined : exprAt(c, node);
}

/** A name as Python sees it (NFKC, PEP 3131); notes those that Python 3 keeps for itself although the grammar lets them pass. */
export function nameAt(c: Conversion, node: number): string {
  const name = identifierAt(c, node);
  if (name === 'async' || name === 'await') addProblem(c, node, `\`${name}\` is a keyword of Python 3 and can't be a name.`);
  return name;
}

export function identifierAt(c: Conversion, node: number): string {
  const name = textOf(c, node);
  for (let at = 0; at < name.length; at++) if (name.charCodeAt(at) > 127) return name.normalize('NFKC');
  return name;
}

export function addProblem(c: Conversion, node: number, message: string): void {
  c.problems.push({ start: startOf(c, node), end: endOf(c, node), message });
}

/** The function, lambda or generator in which a node stands; undefined directly in a class or module. */
export function functionAround(c: Conversion, node: number): number | undefined {
  for (let at = c.tree.parents[node] ?? -1; at !== -1; at = c.tree.parents[at] ?? -1) {
    const type = typeOf(c, at);
    if (type === 'function_definition' || type === 'lambda' || type === 'generator_expression') return at;
    if (type === 'class_definition') return undefined;
  }
  return undefined;
}
