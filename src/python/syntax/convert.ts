import type { Stmt, SyntaxProblem } from '../ast.ts';
import type { Conversion } from './conversion.ts';
import { addProblem, endOf, kidsOf, startOf, typeOf } from './conversion.ts';
import { expressions } from './expressions/expressions.ts';
import { readFaults } from './faults.ts';
import type { FlatTree } from './flat-tree.ts';
import { childrenOf } from './flat-tree.ts';
import { hoistStar } from './expressions/stars.ts';
import { checkLayout } from './layout.ts';
import { statements } from './statements/statements.ts';

interface Converted {
  readonly body: readonly Stmt[];
  readonly problems: readonly SyntaxProblem[];
}

/** A file with more problems than this is not Python: the rest is not listed. */
const problemCap = 50;

/** Makes our tree of tree-sitter's. Without recursion: nodes are taken last to first, so each finds its children made. */
export function convertTree(tree: FlatTree, text: string): Converted {
  const c: Conversion = { text, tree, exprs: [], stmts: [], blocks: [], problems: [] };
  const spoiled = tree.faults.length + tree.tooDeep.length > 0 ? readFaults(c) : undefined;
  for (let node = tree.types.length - 1; node >= 0; node--) {
    const type = tree.types[node] ?? '';
    const convertExpr = expressions.get(type);
    if (convertExpr !== undefined) {
      const expr = convertExpr(c, node, childrenOf(tree, node));
      c.exprs[node] = expr === undefined ? undefined : hoistStar(expr);
      continue;
    }
    const convertStmt = statements.get(type);
    if (convertStmt !== undefined)
      c.stmts[node] = (spoiled?.has(node) === true ? undefined : convertStmt(c, node, childrenOf(tree, node))) ?? unknownStmt(c, node);
    else if (type === 'block' || node === 0) c.blocks[node] = convertBlock(c, node);
  }
  return { body: c.blocks[0] ?? [], problems: c.problems.toSorted((a, b) => a.start - b.start).slice(0, problemCap) };
}

function unknownStmt(c: Conversion, node: number): Stmt {
  return { kind: 'UnknownStmt', start: startOf(c, node), end: endOf(c, node) };
}

function convertBlock(c: Conversion, node: number): readonly Stmt[] {
  const body: Stmt[] = [];
  const around = typeOf(c, c.tree.parents[node]);
  if (around === 'match_statement') return body;
  for (const kid of kidsOf(c, node)) body.push(c.stmts[kid] ?? unknownStmt(c, kid));
  checkLayout(c, node);
  if (body.length === 0 && around !== undefined) addProblem(c, node, 'An indented block is missing here.');
  return body;
}
