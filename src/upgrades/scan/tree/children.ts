/** The nodes below a node. */
import type { Arg, Arguments, Expr, Module, Stmt } from '../../../python/ast.ts';
import { addChildren } from '../../../python/children.ts';
import { walk } from '../../../python/walk.ts';

export type AnyNode = Module | Stmt | Expr;

/** Calls `visit` for each statement and expression directly below `node`, in the order of the source. */
export function eachChild(node: AnyNode, visit: (child: Stmt | Expr) => void): void {
  if (node.kind === 'Module') return node.body.forEach(visit);
  const below: (Stmt | Expr)[] = [];
  addChildren(node, below);
  for (const child of below) visit(child);
}

/** Every node of a tree, outermost before innermost. */
export function descend(root: AnyNode): Generator<Stmt | Expr> {
  return walk(root.kind === 'Module' ? root.body : root);
}

/** All parameters of a function, in order of writing. */
export function parametersOf(args: Arguments): readonly Arg[] {
  return [
    ...args.posonlyargs,
    ...args.args,
    ...(args.vararg ? [args.vararg] : []),
    ...args.kwonlyargs,
    ...(args.kwarg ? [args.kwarg] : []),
  ];
}

const statementKinds: ReadonlySet<string> = new Set([
  'FunctionDef',
  'AsyncFunctionDef',
  'ClassDef',
  'Return',
  'Delete',
  'Assign',
  'AugAssign',
  'AnnAssign',
  'TypeAlias',
  'For',
  'AsyncFor',
  'While',
  'If',
  'With',
  'AsyncWith',
  'Match',
  'Raise',
  'Try',
  'TryStar',
  'Assert',
  'Import',
  'ImportFrom',
  'Global',
  'Nonlocal',
  'Expr',
  'Pass',
  'Break',
  'Continue',
  'UnknownStmt',
]);

/** Statements as against expressions. */
export function isStatement(node: Stmt | Expr): node is Stmt {
  return statementKinds.has(node.kind);
}
