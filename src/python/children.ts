import type { Arg, Arguments, ComprehensionClause, Expr, Stmt } from './ast.ts';

type Child = Stmt | Expr;

/** Adds the statements and expressions that stand directly in `node` to `into`, in the order of the source. */
export function addChildren(node: Child, into: Child[]): void {
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      addDefinition(node, into);
      return;
    case 'Return':
    case 'Expr':
    case 'Attribute':
    case 'Starred':
    case 'Await':
    case 'YieldFrom':
    case 'Yield':
      add(node.value, into);
      return;
    case 'Delete':
      addAll(node.targets, into);
      return;
    case 'Assign':
      addAll(node.targets, into);
      into.push(node.value);
      return;
    case 'AugAssign':
    case 'NamedExpr':
      into.push(node.target, node.value);
      return;
    case 'AnnAssign':
      into.push(node.target, node.annotation);
      add(node.value, into);
      return;
    case 'TypeAlias':
      into.push(node.name);
      for (const { bound } of node.typeParams) add(bound, into);
      into.push(node.value);
      return;
    case 'For':
    case 'AsyncFor':
      into.push(node.target, node.iter);
      addAll(node.body, into);
      addAll(node.orelse, into);
      return;
    case 'While':
    case 'If':
      into.push(node.test);
      addAll(node.body, into);
      addAll(node.orelse, into);
      return;
    case 'With':
    case 'AsyncWith':
      for (const { contextExpr, optionalVars } of node.items) {
        into.push(contextExpr);
        add(optionalVars, into);
      }
      addAll(node.body, into);
      return;
    case 'Match':
      into.push(node.subject);
      for (const { guard, body } of node.cases) {
        add(guard, into);
        addAll(body, into);
      }
      return;
    case 'Raise':
      add(node.exc, into);
      add(node.cause, into);
      return;
    case 'Try':
    case 'TryStar':
      addAll(node.body, into);
      for (const { type, body } of node.handlers) {
        add(type, into);
        addAll(body, into);
      }
      addAll(node.orelse, into);
      addAll(node.finalbody, into);
      return;
    case 'Assert':
      into.push(node.test);
      add(node.msg, into);
      return;
    case 'Subscript':
      into.push(node.value, node.slice);
      return;
    case 'Slice':
      add(node.lower, into);
      add(node.upper, into);
      add(node.step, into);
      return;
    case 'Call':
      into.push(node.func);
      addArgumentsInOrder(node.args, node.keywords, into);
      return;
    case 'BinOp':
      into.push(node.left, node.right);
      return;
    case 'UnaryOp':
      into.push(node.operand);
      return;
    case 'BoolOp':
    case 'JoinedStr':
    case 'TemplateStr':
      addAll(node.values, into);
      return;
    case 'Compare':
      into.push(node.left);
      addAll(node.comparators, into);
      return;
    case 'IfExp':
      into.push(node.body, node.test, node.orelse);
      return;
    case 'Lambda':
      addParameters(node.args, into);
      into.push(node.body);
      return;
    case 'Tuple':
    case 'List':
    case 'Set':
      addAll(node.elts, into);
      return;
    case 'Dict':
      for (const [index, value] of node.values.entries()) {
        add(node.keys[index], into);
        into.push(value);
      }
      return;
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      into.push(node.elt);
      addClauses(node.generators, into);
      return;
    case 'DictComp':
      into.push(node.key, node.value);
      addClauses(node.generators, into);
      return;
    case 'FormattedValue':
      into.push(node.value);
      add(node.formatSpec, into);
      return;
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
  }
}

function add(child: Child | undefined, into: Child[]): void {
  if (child !== undefined) into.push(child);
}

/** Not a spread: that would put each child on the call stack, which a long list overflows. */
function addAll(children: readonly Child[], into: Child[]): void {
  for (const child of children) into.push(child);
}

function addDefinition(node: Extract<Stmt, { readonly kind: 'FunctionDef' | 'AsyncFunctionDef' | 'ClassDef' }>, into: Child[]): void {
  addAll(node.decorators, into);
  for (const { bound } of node.typeParams) add(bound, into);
  if (node.kind === 'ClassDef') addArgumentsInOrder(node.bases, node.keywords, into);
  else {
    addParameters(node.args, into);
    add(node.returns, into);
  }
  addAll(node.body, into);
}

/** `f(a, b=1, *c)`: a starred argument may stand after keywords. */
function addArgumentsInOrder(args: readonly Expr[], keywords: readonly { readonly value: Expr }[], into: Child[]): void {
  let next = 0;
  for (const arg of args) {
    for (let keyword = keywords[next]; keyword !== undefined && keyword.value.start < arg.start; keyword = keywords[++next])
      into.push(keyword.value);
    into.push(arg);
  }
  for (let keyword = keywords[next]; keyword !== undefined; keyword = keywords[++next]) into.push(keyword.value);
}

function addParameters({ posonlyargs, args, vararg, kwonlyargs, kwarg }: Arguments, into: Child[]): void {
  const addParameter = (parameter: Arg | undefined): void => {
    add(parameter?.annotation, into);
    add(parameter?.default, into);
  };
  posonlyargs.forEach(addParameter);
  args.forEach(addParameter);
  addParameter(vararg);
  kwonlyargs.forEach(addParameter);
  addParameter(kwarg);
}

function addClauses(clauses: readonly ComprehensionClause[], into: Child[]): void {
  for (const { target, iter, ifs } of clauses) {
    into.push(target, iter);
    addAll(ifs, into);
  }
}
