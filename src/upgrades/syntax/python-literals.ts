/** The string literals of Python configuration (setup.py, noxfile.py), with their places; nothing is evaluated beyond names, lists and sums. */
import { parseModule } from '../../python/parse.ts';
import type { Call, Expr, FunctionDef, Keyword, Stmt } from '../../python/ast.ts';
import { makeScalar, type Scalar } from './located.ts';
import type { SourceFile } from './source-file.ts';

export interface PythonFile {
  readonly file: SourceFile;
  readonly body: readonly Stmt[];
  /** What module-level names are bound to; the last assignment wins. */
  readonly names: ReadonlyMap<string, Expr>;
}

/** Parses the file and notes its module-level names. */
export function openPython(file: SourceFile): PythonFile {
  const { body } = parseModule(file.path, file.text);
  const names = new Map<string, Expr>();
  for (const statement of body) {
    if (statement.kind !== 'Assign') continue;
    for (const target of statement.targets) if (target.kind === 'Name') names.set(target.id, statement.value);
  }
  return { file, body, names };
}

export interface StringsFound {
  readonly strings: readonly Scalar[];
  /** False when a part of the expression is not a literal. */
  readonly complete: boolean;
}

const DEEPEST = 20;

/** The strings that an expression is made of: a literal, a list of them, a sum of lists, a name bound to one. */
export function stringsOf(python: PythonFile, expr: Expr | undefined, depth = 0): StringsFound {
  if (expr === undefined) return { strings: [], complete: true };
  if (depth > DEEPEST) return { strings: [], complete: false };
  const all = (parts: readonly Expr[]): StringsFound => {
    const found = parts.map((part) => stringsOf(python, part, depth + 1));
    return { strings: found.flatMap(({ strings }) => strings), complete: found.every(({ complete }) => complete) };
  };
  if (expr.kind === 'Constant') return constantString(python, expr);
  if (expr.kind === 'List' || expr.kind === 'Tuple' || expr.kind === 'Set') return all(expr.elts);
  if (expr.kind === 'Starred') return all([expr.value]);
  if (expr.kind === 'BinOp' && expr.op === '+') return all([expr.left, expr.right]);
  if (expr.kind === 'Name') {
    const bound = python.names.get(expr.id);
    return bound === undefined ? { strings: [], complete: false } : all([bound]);
  }
  if (expr.kind === 'Subscript') return all([entryOf(python, expr.value, expr.slice)].filter((value) => value !== undefined));
  return { strings: [], complete: false };
}

function constantString({ file }: PythonFile, expr: Extract<Expr, { kind: 'Constant' }>): StringsFound {
  if (expr.value.type === 'None' || expr.value.type === 'bool') return { strings: [], complete: true };
  // A number is kept as written: `python=3.10` is a mistake that must not become 3.1.
  const text = expr.value.type === 'str' ? expr.value.value : file.text.slice(expr.start, expr.end);
  return { strings: [makeScalar(file.text, text, [expr.start, expr.end])], complete: true };
}

function entryOf(python: PythonFile, value: Expr, key: Expr): Expr | undefined {
  const dict = value.kind === 'Name' ? python.names.get(value.id) : value;
  const wanted = key.kind === 'Constant' && key.value.type === 'str' ? key.value.value : undefined;
  return wanted === undefined ? undefined : dictEntries(python, dict).find((entry) => entry.key === wanted)?.value;
}

/** The entries of a dict display, of `dict(a=…)`, or of a name bound to one; keys that aren't strings are left out. */
export function dictEntries(python: PythonFile, expr: Expr | undefined): readonly { readonly key: string; readonly value: Expr }[] {
  const value = expr?.kind === 'Name' ? python.names.get(expr.id) : expr;
  if (value?.kind === 'Call')
    return value.keywords.flatMap(({ arg, value: given }) => (arg === undefined ? [] : { key: arg, value: given }));
  if (value?.kind !== 'Dict') return [];
  return value.keys.flatMap((key, index) => {
    const given = value.values[index];
    return key?.kind === 'Constant' && key.value.type === 'str' && given !== undefined ? { key: key.value.value, value: given } : [];
  });
}

/** The keyword arguments of a call; `**options` of a dict that can be read is spread. */
export function keywordsOf(python: PythonFile, call: Call): ReadonlyMap<string, Expr> {
  const spread = (keyword: Keyword): readonly (readonly [string, Expr])[] =>
    keyword.arg === undefined
      ? dictEntries(python, keyword.value).map(({ key, value }) => [key, value] as const)
      : [[keyword.arg, keyword.value]];
  return new Map(call.keywords.flatMap(spread));
}

/** The last name of what is called: `setuptools.setup(…)` → `setup`. */
export function calleeOf(call: Call): string | undefined {
  if (call.func.kind === 'Name') return call.func.id;
  return call.func.kind === 'Attribute' ? call.func.attr : undefined;
}

/** Every call that is a statement or an assigned value, wherever it stands. */
export function* statementCalls(body: readonly Stmt[]): Generator<Call> {
  for (const statement of allStatements(body)) {
    const value = statement.kind === 'Expr' || statement.kind === 'Assign' || statement.kind === 'Return' ? statement.value : undefined;
    if (value?.kind === 'Call') yield value;
  }
}

/** Every function that is defined at module level or in a block of it. */
export function* functionsOf(body: readonly Stmt[]): Generator<FunctionDef> {
  for (const statement of allStatements(body)) {
    if (statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef') yield statement;
  }
}

function* allStatements(body: readonly Stmt[]): Generator<Stmt> {
  const stack = body.toReversed();
  for (let statement = stack.pop(); statement !== undefined; statement = stack.pop()) {
    yield statement;
    if ('body' in statement) stack.push(...statement.body.toReversed());
    if ('orelse' in statement) stack.push(...statement.orelse.toReversed());
    if (statement.kind === 'Try' || statement.kind === 'TryStar')
      for (const { body: handler } of statement.handlers) stack.push(...handler.toReversed());
  }
}
