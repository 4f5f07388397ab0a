import type { Expr, Stmt, TypeParam } from '../../ast.ts';
import { convertArguments, noArguments } from '../expressions/arguments.ts';
import { convertFor, convertIf, convertMatch, convertTry, convertWhile, convertWith, blockEnd } from './compound.ts';
import type { Conversion } from '../conversion.ts';
import { addProblem, endOf, exprAt, functionAround, kidsOf, nameAt, optionalExprAt, startOf, textOf, typeOf } from '../conversion.ts';
import { readArgumentList, spanOf } from '../expressions/expressions.ts';
import { convertFutureImport, convertImport, convertImportFrom } from './import-statements.ts';

type Convert = (c: Conversion, node: number, kids: readonly number[]) => Stmt | undefined;

/** What each of the grammar's statement nodes becomes; undefined is a statement that could not be read. */
export const statements: ReadonlyMap<string, Convert> = new Map<string, Convert>([
  ['expression_statement', convertExpressionStatement],
  ['assignment', convertAssignment],
  ['augmented_assignment', convertAugmentedAssignment],
  ['return_statement', convertReturn],
  ['delete_statement', convertDelete],
  ['raise_statement', convertRaise],
  [
    'assert_statement',
    (c, node, [test, msg]) => ({ kind: 'Assert', ...spanOf(c, node), test: exprAt(c, test), msg: optionalExprAt(c, msg) }),
  ],
  ['pass_statement', (c, node) => ({ kind: 'Pass', ...spanOf(c, node) })],
  ['break_statement', convertJump('Break')],
  ['continue_statement', convertJump('Continue')],
  ['global_statement', (c, node, names) => ({ kind: 'Global', ...spanOf(c, node), names: names.map((name) => nameAt(c, name)) })],
  ['nonlocal_statement', (c, node, names) => ({ kind: 'Nonlocal', ...spanOf(c, node), names: names.map((name) => nameAt(c, name)) })],
  ['import_statement', convertImport],
  ['import_from_statement', convertImportFrom],
  ['future_import_statement', convertFutureImport],
  ['type_alias_statement', convertTypeAlias],
  ['print_statement', (c, node) => refuse(c, node, 'A `print` statement is Python 2: in Python 3 `print` is a function.')],
  ['exec_statement', (c, node) => refuse(c, node, 'An `exec` statement is Python 2: in Python 3 `exec` is a function.')],
  ['function_definition', convertFunction],
  ['class_definition', convertClass],
  ['decorated_definition', convertDecorated],
  ['if_statement', convertIf],
  ['for_statement', convertFor],
  ['while_statement', convertWhile],
  ['try_statement', convertTry],
  ['with_statement', convertWith],
  ['match_statement', convertMatch],
]);

function refuse(c: Conversion, node: number, message: string): undefined {
  addProblem(c, node, message);
  return undefined;
}

function convertExpressionStatement(c: Conversion, node: number, kids: readonly number[]): Stmt | undefined {
  const [first] = kids;
  if (first === undefined) return undefined;
  const inner = typeOf(c, first);
  if (inner === 'assignment' || inner === 'augmented_assignment') return c.stmts[first];
  if (kids.length === 1) return { kind: 'Expr', ...spanOf(c, node), value: exprAt(c, first) };
  const elts = kids.filter((kid) => typeOf(c, kid) !== ',').map((kid) => exprAt(c, kid));
  return { kind: 'Expr', ...spanOf(c, node), value: { kind: 'Tuple', ...spanOf(c, node), elts } };
}

/** `a = b = c` nests in the grammar; an annotation stands between target and value. */
function convertAssignment(c: Conversion, node: number, [left, ...rest]: readonly number[]): Stmt | undefined {
  const annotation = rest.find((kid) => typeOf(c, kid) === 'type');
  const right = rest.find((kid) => typeOf(c, kid) !== 'type');
  const target = exprAt(c, left);
  const inner = right === undefined ? undefined : c.stmts[right];
  if (inner?.kind === 'AugAssign' || inner?.kind === 'AnnAssign' || (inner !== undefined && annotation !== undefined))
    return refuse(c, node, 'An assignment of this kind cannot stand inside another.');
  if (annotation !== undefined)
    return { kind: 'AnnAssign', ...spanOf(c, node), target, annotation: exprAt(c, annotation), value: optionalExprAt(c, right) };
  if (right === undefined) return undefined;
  if (inner?.kind === 'Assign') return { kind: 'Assign', ...spanOf(c, node), targets: [target, ...inner.targets], value: inner.value };
  return { kind: 'Assign', ...spanOf(c, node), targets: [target], value: exprAt(c, right) };
}

function convertAugmentedAssignment(c: Conversion, node: number, [target, op, value]: readonly number[]): Stmt | undefined {
  if (value !== undefined && c.stmts[value] !== undefined)
    return refuse(c, node, 'An assignment cannot stand inside another of this kind.');
  return {
    kind: 'AugAssign',
    ...spanOf(c, node),
    target: exprAt(c, target),
    op: (typeOf(c, op) ?? '').slice(0, -1),
    value: exprAt(c, value),
  };
}

function convertReturn(c: Conversion, node: number, [value]: readonly number[]): Stmt {
  if (functionAround(c, node) === undefined) addProblem(c, node, '`return` stands outside a function.');
  return { kind: 'Return', ...spanOf(c, node), value: optionalExprAt(c, value) };
}

/** `break` and `continue`; a loop around the function they stand in is no loop of theirs. */
function convertJump(kind: 'Break' | 'Continue'): Convert {
  return (c, node) => {
    if (!standsIn(c, node, 'for_statement') && !standsIn(c, node, 'while_statement'))
      addProblem(c, node, `\`${kind.toLowerCase()}\` stands outside a loop.`);
    return { kind, ...spanOf(c, node) };
  };
}

function standsIn(c: Conversion, node: number, wanted: string): boolean {
  for (let at = c.tree.parents[node] ?? -1; at !== -1; at = c.tree.parents[at] ?? -1) {
    const type = typeOf(c, at);
    if (type === wanted) return true;
    if (type === 'function_definition' || type === 'class_definition') return false;
  }
  return false;
}

function convertDelete(c: Conversion, node: number, [target]: readonly number[]): Stmt {
  const isList = typeOf(c, target) === 'expression_list' && target !== undefined;
  const targets: readonly Expr[] = isList ? kidsOf(c, target).map((kid) => exprAt(c, kid)) : [exprAt(c, target)];
  return { kind: 'Delete', ...spanOf(c, node), targets };
}

function convertRaise(c: Conversion, node: number, kids: readonly number[]): Stmt | undefined {
  const from = kids.findIndex((kid) => typeOf(c, kid) === 'from');
  const exc = from === 0 ? undefined : kids[0];
  if (typeOf(c, exc) === 'expression_list')
    return refuse(c, node, 'Raising several values is Python 2: Python 3 writes `raise Error(message)`.');
  return { kind: 'Raise', ...spanOf(c, node), exc: optionalExprAt(c, exc), cause: from === -1 ? undefined : exprAt(c, kids[from + 1]) };
}

function convertTypeAlias(c: Conversion, node: number, [left, right]: readonly number[]): Stmt | undefined {
  if (left === undefined) return undefined;
  const [inner] = kidsOf(c, left);
  const generic = typeOf(c, inner) === 'generic_type' && inner !== undefined ? kidsOf(c, inner) : undefined;
  const subscript = exprAt(c, left);
  const name = generic !== undefined && subscript.kind === 'Subscript' ? subscript.value : subscript;
  return { kind: 'TypeAlias', ...spanOf(c, node), name, typeParams: readTypeParams(c, generic?.[1]), value: exprAt(c, right) };
}

function convertFunction(c: Conversion, node: number, kids: readonly number[]): Stmt | undefined {
  const [first] = kids;
  const isAsync = typeOf(c, first) === 'async';
  const name = kids.find((kid) => typeOf(c, kid) === 'identifier');
  const parameters = kids.find((kid) => typeOf(c, kid) === 'parameters');
  const body = kids.find((kid) => typeOf(c, kid) === 'block');
  if (name === undefined || body === undefined) return undefined;
  return {
    kind: isAsync ? 'AsyncFunctionDef' : 'FunctionDef',
    start: startOf(c, node),
    end: blockEnd(c, body),
    name: nameAt(c, name),
    typeParams: readTypeParams(
      c,
      kids.find((kid) => typeOf(c, kid) === 'type_parameter'),
    ),
    args: parameters === undefined ? noArguments : convertArguments(c, parameters),
    body: c.blocks[body] ?? [],
    decorators: [],
    returns: optionalExprAt(
      c,
      kids.find((kid) => typeOf(c, kid) === 'type'),
    ),
  };
}

function convertClass(c: Conversion, node: number, kids: readonly number[]): Stmt | undefined {
  const name = kids.find((kid) => typeOf(c, kid) === 'identifier');
  const body = kids.find((kid) => typeOf(c, kid) === 'block');
  if (name === undefined || body === undefined) return undefined;
  const { args, keywords } = readArgumentList(
    c,
    kids.find((kid) => typeOf(c, kid) === 'argument_list'),
  );
  return {
    kind: 'ClassDef',
    start: startOf(c, node),
    end: blockEnd(c, body),
    name: nameAt(c, name),
    typeParams: readTypeParams(
      c,
      kids.find((kid) => typeOf(c, kid) === 'type_parameter'),
    ),
    bases: args,
    keywords,
    body: c.blocks[body] ?? [],
    decorators: [],
  };
}

function convertDecorated(c: Conversion, _: number, kids: readonly number[]): Stmt | undefined {
  const definition = kids.at(-1);
  const stmt = definition === undefined ? undefined : c.stmts[definition];
  if (stmt?.kind !== 'FunctionDef' && stmt?.kind !== 'AsyncFunctionDef' && stmt?.kind !== 'ClassDef') return undefined;
  return { ...stmt, decorators: kids.slice(0, -1).map((kid) => exprAt(c, kidsOf(c, kid)[0])) };
}

function readTypeParams(c: Conversion, node: number | undefined): readonly TypeParam[] {
  const params: TypeParam[] = [];
  for (const kid of node === undefined ? [] : kidsOf(c, node)) {
    if (typeOf(c, kid) !== 'type') continue;
    const [inner] = kidsOf(c, kid);
    const [first, second] = inner === undefined ? [] : kidsOf(c, inner);
    const type = typeOf(c, inner);
    const isSplat = type === 'splat_type';
    const name = isSplat ? second : type === 'constrained_type' ? first : inner;
    if (name === undefined) continue;
    params.push({
      kind: isSplat ? (typeOf(c, first) === '**' ? 'ParamSpec' : 'TypeVarTuple') : 'TypeVar',
      start: startOf(c, kid),
      end: endOf(c, kid),
      name: textOf(c, name),
      bound: type === 'constrained_type' ? exprAt(c, second) : undefined,
    });
  }
  return params;
}
