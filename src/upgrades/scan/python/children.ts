/** The nodes directly below a node, in source order as far as Python's own fields have it. */
import type {
  Arg,
  Arguments,
  ComprehensionClause,
  ExceptHandler,
  Expr,
  Keyword,
  MatchCase,
  Module,
  Stmt,
  WithItem,
} from '../../../python/ast.ts';

export type AnyNode = Module | Stmt | Expr;
type Visit = (node: Stmt | Expr) => void;

/** Calls `visit` for each statement and expression directly below `node`; keywords, clauses and handlers are seen through. */
export function eachChild(node: AnyNode, visit: Visit): void {
  const all = (nodes: readonly (Stmt | Expr | undefined)[]): void => nodes.forEach((each) => each !== undefined && visit(each));
  switch (node.kind) {
    case 'Module':
      return all(node.body);
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return all([...node.decorators, ...argumentExpressions(node.args), node.returns, ...node.body]);
    case 'ClassDef':
      return all([...node.decorators, ...node.bases, ...values(node.keywords), ...node.body]);
    case 'Return':
    case 'Yield':
      return all([node.value]);
    case 'Delete':
      return all(node.targets);
    case 'Assign':
      return all([...node.targets, node.value]);
    case 'AugAssign':
    case 'NamedExpr':
      return all([node.target, node.value]);
    case 'AnnAssign':
      return all([node.target, node.annotation, node.value]);
    case 'TypeAlias':
      return all([node.name, node.value]);
    case 'For':
    case 'AsyncFor':
      return all([node.target, node.iter, ...node.body, ...node.orelse]);
    case 'While':
    case 'If':
      return all([node.test, ...node.body, ...node.orelse]);
    case 'With':
    case 'AsyncWith':
      return all([...node.items.flatMap(withParts), ...node.body]);
    case 'Match':
      return all([node.subject, ...node.cases.flatMap(caseParts)]);
    case 'Raise':
      return all([node.exc, node.cause]);
    case 'Try':
    case 'TryStar':
      return all([...node.body, ...node.handlers.flatMap(handlerParts), ...node.orelse, ...node.finalbody]);
    case 'Assert':
      return all([node.test, node.msg]);
    case 'Expr':
    case 'Starred':
    case 'Await':
    case 'YieldFrom':
    case 'Attribute':
      return visit(node.value);
    case 'Subscript':
      return all([node.value, node.slice]);
    case 'Slice':
      return all([node.lower, node.upper, node.step]);
    case 'Call':
      return all([node.func, ...node.args, ...values(node.keywords)]);
    case 'BinOp':
      return all([node.left, node.right]);
    case 'UnaryOp':
      return visit(node.operand);
    case 'BoolOp':
    case 'JoinedStr':
    case 'TemplateStr':
      return all(node.values);
    case 'Compare':
      return all([node.left, ...node.comparators]);
    case 'IfExp':
      return all([node.test, node.body, node.orelse]);
    case 'Lambda':
      return all([...argumentExpressions(node.args), node.body]);
    case 'Tuple':
    case 'List':
    case 'Set':
      return all(node.elts);
    case 'Dict':
      return all(node.keys.flatMap((key, index) => [key, node.values[index]]));
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return all([...node.generators.flatMap(clauseParts), node.elt]);
    case 'DictComp':
      return all([...node.generators.flatMap(clauseParts), node.key, node.value]);
    case 'FormattedValue':
      return all([node.value, node.formatSpec]);
    case 'Import':
    case 'ImportFrom':
    case 'Global':
    case 'Nonlocal':
    case 'Pass':
    case 'Break':
    case 'Continue':
    case 'UnknownStmt':
    case 'Name':
    case 'Constant':
    case 'UnknownExpr':
      return undefined;
  }
}

/** Every node of a tree, itself first, outermost before innermost. */
export function* descend(root: AnyNode): Generator<AnyNode> {
  const open: AnyNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    const below: AnyNode[] = [];
    eachChild(node, (child) => below.push(child));
    for (let index = below.length - 1; index >= 0; index -= 1) open.push(below[index]!);
  }
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

const argumentExpressions = (args: Arguments): readonly (Expr | undefined)[] =>
  parametersOf(args).flatMap((each) => [each.annotation, each.default]);
const values = (keywords: readonly Keyword[]): readonly Expr[] => keywords.map((each) => each.value);
const withParts = (item: WithItem): readonly (Expr | undefined)[] => [item.contextExpr, item.optionalVars];
const caseParts = (each: MatchCase): readonly (Stmt | Expr | undefined)[] => [each.guard, ...each.body];
const handlerParts = (handler: ExceptHandler): readonly (Stmt | Expr | undefined)[] => [handler.type, ...handler.body];
const clauseParts = (clause: ComprehensionClause): readonly Expr[] => [clause.target, clause.iter, ...clause.ifs];
