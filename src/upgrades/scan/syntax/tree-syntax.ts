/** Syntax that shows in the tree. */
import type { DetectorOf } from '../../../facts/upgrades/changes/detector.ts';
import type { Expr, FunctionDef, Module, Node, Stmt, Try } from '../../../python/ast.ts';
import { eachChild, type AnyNode } from '../tree/children.ts';
import type { Standing } from '../tree/walk.ts';

type SyntaxName = DetectorOf<'syntax'>['name'];

/** The part of the node that shows this syntax, undefined when it doesn't. */
export function findInNode(name: SyntaxName, node: AnyNode, standing: Standing, module: Module): Node | undefined {
  switch (name) {
    case 'is-with-literal':
      return isWithLiteral(node);
    case 'literal-called-or-subscripted':
      return literalCalled(node);
    case 'yield-in-comprehension':
      return yieldsInComprehension(node);
    case 'with-await-asyncio-lock':
      return node.kind === 'With'
        ? node.items.find((item) => item.contextExpr.kind === 'Await' || item.contextExpr.kind === 'YieldFrom')
        : undefined;
    case 'decorators-classmethod-over-property':
      return classmethodOverProperty(node);
    case 'control-flow-leaving-finally':
      return node.kind === 'Try' || node.kind === 'TryStar' ? leavesFinally(node) : undefined;
    case 'bitwise-not-on-bool':
      return node.kind === 'UnaryOp' && node.op === '~' && isBoolean(node.operand) ? node : undefined;
    case 'raise-stopiteration-in-generator':
      return raisesStopIteration(node, standing);
    case 'boolean-test-of-NotImplemented':
      return testsNotImplemented(node);
    case 'test-method-returns-value':
      return testReturns(node, standing);
    case 'bare-generator-in-class-bases':
      return node.kind === 'ClassDef'
        ? node.bases.find((base) => base.kind === 'GeneratorExp' && module.text[base.start - 1] !== '(')
        : undefined;
    case 'bare-generator-argument-with-comma':
      return bareGenerator(node, module);
    case 'async-as-attribute':
    case 'async-as-identifier':
    case 'async-as-keyword-argument':
    case 'await-as-identifier':
    case 'numeric-literal-followed-by-keyword':
    case 'octal-escape-out-of-range':
    case 'invalid-escape-sequence':
      return undefined;
  }
}

/** `None`, `True`, `False` and `...` are objects of their own, which `is` may compare. */
function isPlainLiteral(expr: Expr): boolean {
  if (expr.kind === 'Tuple' || expr.kind === 'JoinedStr') return true;
  return expr.kind === 'Constant' && !['None', 'bool', 'Ellipsis'].includes(expr.value.type);
}

function isWithLiteral(node: AnyNode): Node | undefined {
  if (node.kind !== 'Compare') return undefined;
  const sides = [node.left, ...node.comparators];
  return node.ops.some(
    (op, index) => /^is\b/.test(op) && [sides[index], sides[index + 1]].some((side) => side !== undefined && isPlainLiteral(side)),
  )
    ? node
    : undefined;
}

function literalCalled(node: AnyNode): Node | undefined {
  if (node.kind === 'Call') {
    const { func } = node;
    const isLiteral =
      isPlainLiteral(func) || ['List', 'Dict', 'Set', 'ListComp', 'DictComp', 'SetComp', 'GeneratorExp'].includes(func.kind);
    return isLiteral ? node : undefined;
  }
  if (node.kind !== 'Subscript') return undefined;
  const { value, slice } = node;
  if (value.kind === 'Set' || value.kind === 'SetComp' || value.kind === 'GeneratorExp') return node;
  if (value.kind === 'Constant')
    return ['int', 'float', 'complex', 'bool', 'None', 'Ellipsis'].includes(value.value.type) ||
      (value.value.type === 'str' && slice.kind === 'Tuple')
      ? node
      : undefined;
  const isSequence = value.kind === 'List' || value.kind === 'ListComp' || value.kind === 'Tuple' || value.kind === 'JoinedStr';
  const isNoIndex =
    slice.kind === 'Tuple' || slice.kind === 'List' || (slice.kind === 'Constant' && ['str', 'float'].includes(slice.value.type));
  return isSequence && isNoIndex ? node : undefined;
}

function yieldsInComprehension(node: AnyNode): Node | undefined {
  if (node.kind !== 'ListComp' && node.kind !== 'SetComp' && node.kind !== 'GeneratorExp' && node.kind !== 'DictComp') return undefined;
  const parts = node.kind === 'DictComp' ? [node.key, node.value] : [node.elt];
  const inner = [...parts, ...node.generators.flatMap((clause) => clause.ifs), ...node.generators.slice(1).map((clause) => clause.iter)];
  return inner.flatMap((part) => [...shallow(part)]).find((each) => each.kind === 'Yield' || each.kind === 'YieldFrom');
}

/** The nodes of a function's own body or of an expression: functions and classes inside are left out. */
function* shallow(root: AnyNode): Generator<AnyNode> {
  const open: AnyNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    if (node !== root && opensScope(node)) continue;
    eachChild(node, (child) => open.push(child));
  }
}

const opensScope = (node: AnyNode): boolean => ['FunctionDef', 'AsyncFunctionDef', 'ClassDef', 'Lambda'].includes(node.kind);

function classmethodOverProperty(node: AnyNode): Node | undefined {
  if (node.kind !== 'FunctionDef') return undefined;
  const names = node.decorators.map((each) => (each.kind === 'Name' ? each.id : each.kind === 'Attribute' ? each.attr : ''));
  return names.some((name, index) => name === 'classmethod' && ['property', 'cached_property'].includes(names[index + 1] ?? ''))
    ? node.decorators[0]
    : undefined;
}

function leavesFinally(node: Try): Node | undefined {
  return leaving(node.finalbody, false);
}

/** A return, or a break or continue of an outer loop, below these statements. */
function leaving(statements: readonly Stmt[], inLoop: boolean): Node | undefined {
  for (const statement of statements) {
    if (statement.kind === 'Return') return statement;
    if ((statement.kind === 'Break' || statement.kind === 'Continue') && !inLoop) return statement;
    if (opensScope(statement)) continue;
    const isLoop = statement.kind === 'For' || statement.kind === 'AsyncFor' || statement.kind === 'While';
    const below: Stmt[] = [];
    eachChild(statement, (child) => isStatementLike(child) && below.push(child));
    const found = leaving(below, inLoop || isLoop);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Statements are walked, expressions hold none that leaves. */
function isStatementLike(node: Stmt | Expr): node is Stmt {
  return ['Return', 'Pass', 'Break', 'Continue', 'If', 'For', 'AsyncFor', 'While', 'With', 'AsyncWith', 'Try', 'TryStar', 'Match'].includes(
    node.kind,
  );
}

function isBoolean(expr: Expr): boolean {
  return (
    expr.kind === 'Compare' || (expr.kind === 'Constant' && expr.value.type === 'bool') || (expr.kind === 'UnaryOp' && expr.op === 'not')
  );
}

function raisesStopIteration(node: AnyNode, { functions }: Standing): Node | undefined {
  if (node.kind !== 'Raise' || node.exc === undefined) return undefined;
  const raised = node.exc.kind === 'Call' ? node.exc.func : node.exc;
  const inner = functions.at(-1);
  if (raised.kind !== 'Name' || raised.id !== 'StopIteration' || inner === undefined) return undefined;
  return yields(inner) ? node : undefined;
}

function yields(node: FunctionDef): boolean {
  return node.body.some(
    (statement) => !opensScope(statement) && [...shallow(statement)].some((each) => each.kind === 'Yield' || each.kind === 'YieldFrom'),
  );
}

const isNotImplemented = (expr: Expr): boolean => expr.kind === 'Name' && expr.id === 'NotImplemented';

function testsNotImplemented(node: AnyNode): Node | undefined {
  if (node.kind === 'If' || node.kind === 'While' || node.kind === 'IfExp' || node.kind === 'Assert')
    return isNotImplemented(node.test) ? node.test : undefined;
  if (node.kind === 'UnaryOp' && node.op === 'not') return isNotImplemented(node.operand) ? node : undefined;
  if (node.kind === 'BoolOp') return node.values.slice(0, -1).find(isNotImplemented);
  return node.kind === 'Call' && node.func.kind === 'Name' && node.func.id === 'bool' && node.args.some(isNotImplemented)
    ? node
    : undefined;
}

function testReturns(node: AnyNode, { classes, functions }: Standing): Node | undefined {
  if (node.kind !== 'Return' || node.value === undefined) return undefined;
  if (node.value.kind === 'Constant' && node.value.value.type === 'None') return undefined;
  const owner = classes.at(-1);
  const inner = functions.at(-1);
  const isTest = inner?.kind === 'FunctionDef' && inner.name.startsWith('test') && functions.length === 1 && owner?.body.includes(inner);
  return isTest && owner?.bases.some((base) => lastName(base).endsWith('TestCase')) ? node : undefined;
}

const lastName = (expr: Expr): string => (expr.kind === 'Name' ? expr.id : expr.kind === 'Attribute' ? expr.attr : '');

/** `f(x for x in xs, 1)`: a generator without brackets of its own beside other arguments. */
function bareGenerator(node: AnyNode, { text }: Module): Node | undefined {
  if (node.kind !== 'Call' || node.args.length + node.keywords.length < 1) return undefined;
  return node.args.find((each) => {
    if (each.kind !== 'GeneratorExp' || isBracketed(each, text)) return false;
    return node.args.length + node.keywords.length > 1 || /^\s*,/.test(text.slice(each.end, node.end));
  });
}

function isBracketed({ start, end, elt }: Expr & { readonly kind: 'GeneratorExp' | 'ListComp' | 'SetComp' }, text: string): boolean {
  return text[start] === '(' && text[end - 1] === ')' && elt.start > start;
}
