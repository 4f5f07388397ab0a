import type { Expr, Keyword, MatchCase, Node, Stmt } from '../ast.ts';
import { absoluteName } from './relative-names.ts';
import type { Binding, Change, ModuleName } from './binding.ts';

interface Bindings {
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  readonly starImports: readonly string[];
}

/** Where a piece of the body stands. */
interface Place {
  readonly branch: Node | undefined;
  readonly tried: boolean;
  readonly fallback: boolean;
}

type Meaning = Binding extends infer Each ? (Each extends Binding ? Omit<Each, 'name' | 'start' | keyof Place> : never) : never;

interface Gathering {
  readonly module: ModuleName;
  readonly bindings: Map<string, Binding[]>;
  readonly starImports: string[];
  readonly open: { readonly body: readonly Stmt[]; readonly place: Place }[];
}

/** The names that statements of `body` bind, those inside `if`, `for`, `try`, … included, functions and classes not entered. */
export function readBindings(body: readonly Stmt[], module: ModuleName): Bindings {
  const g: Gathering = {
    module,
    bindings: new Map(),
    starImports: [],
    open: [{ body, place: { branch: undefined, tried: false, fallback: false } }],
  };
  for (let part = g.open.pop(); part !== undefined; part = g.open.pop()) for (const stmt of part.body) readStmt(g, stmt, part.place);
  for (const list of g.bindings.values()) list.sort((a, b) => a.start - b.start);
  return { bindings: g.bindings, starImports: g.starImports };
}

function readStmt(g: Gathering, stmt: Stmt, place: Place): void {
  const bind = (name: string, meaning: Meaning): void => addBinding(g, { ...meaning, ...place, name, start: stmt.end });
  switch (stmt.kind) {
    case 'Import':
      for (const { name, asname } of stmt.names) {
        const [top = name] = name.split('.', 1);
        bind(asname ?? top, { kind: 'import', path: asname === undefined ? top : name });
      }
      return;
    case 'ImportFrom': {
      const source = absoluteName(g.module, stmt.module, stmt.level);
      for (const { name, asname } of stmt.names) {
        if (name !== '*') bind(asname ?? name, { kind: 'import', path: source === undefined ? undefined : `${source}.${name}` });
        else if (source !== undefined) g.starImports.push(source);
      }
      return;
    }
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return bind(stmt.name, { kind: 'function', def: stmt });
    case 'ClassDef':
      return bind(stmt.name, { kind: 'class', def: stmt });
    case 'Assign':
      for (const target of stmt.targets) bindTarget(target, stmt.value, bind);
      return;
    case 'AnnAssign':
      if (stmt.value !== undefined) bindTarget(stmt.target, stmt.value, bind);
      return;
    case 'TypeAlias':
      if (stmt.name.kind === 'Name') bind(stmt.name.id, { kind: 'value', value: stmt.value });
      return;
    case 'AugAssign':
      return bindChange(stmt.target, { by: 'operator', op: stmt.op, value: stmt.value }, bind);
    case 'Delete':
      for (const target of stmt.targets) {
        if (target.kind === 'Name') bind(target.id, { kind: 'other', what: 'deleted' });
        else bindChange(target, { by: 'deletion' }, bind);
      }
      return;
    case 'Expr':
      return readExpression(stmt.value, bind);
    case 'For':
    case 'AsyncFor':
      bindNames(stmt.target, 'the variable of a loop', (name, meaning) =>
        addBinding(g, { ...meaning, ...place, name, start: stmt.target.start }),
      );
      enter(g, stmt.body, { ...place, branch: spanOf(stmt.body) });
      enter(g, stmt.orelse, { ...place, branch: spanOf(stmt.orelse) });
      return;
    case 'While':
      enter(g, stmt.body, { ...place, branch: spanOf(stmt.body) });
      enter(g, stmt.orelse, { ...place, branch: spanOf(stmt.orelse) });
      return;
    case 'If':
      // what only type checkers see binds names that annotations use; the branch that runs comes after it and wins
      enter(g, stmt.body, isTypeChecking(stmt.test) ? place : { ...place, branch: spanOf(stmt.body) });
      enter(g, stmt.orelse, isTypeChecking(stmt.test) ? place : { ...place, branch: spanOf(stmt.orelse) });
      return;
    case 'With':
    case 'AsyncWith':
      for (const { optionalVars } of stmt.items)
        if (optionalVars !== undefined)
          bindNames(optionalVars, 'made by a `with` statement', (name, meaning) =>
            addBinding(g, { ...meaning, ...place, name, start: optionalVars.start }),
          );
      return enter(g, stmt.body, place);
    case 'Match':
      for (const clause of stmt.cases) readCase(g, clause, place);
      return;
    case 'Try':
    case 'TryStar':
      enter(g, stmt.body, { ...place, tried: true });
      for (const { name, body, start } of stmt.handlers) {
        const branch = spanOf(body);
        if (name !== undefined) addBinding(g, { kind: 'other', what: 'a caught exception', ...place, branch, name, start });
        enter(g, body, { ...place, branch, fallback: true });
      }
      enter(g, stmt.orelse, place);
      return enter(g, stmt.finalbody, place);
    case 'Return':
    case 'Raise':
    case 'Assert':
    case 'Global':
    case 'Nonlocal':
    case 'Pass':
    case 'Break':
    case 'Continue':
    case 'UnknownStmt':
  }
}

type Bind = (name: string, meaning: Meaning) => void;

function addBinding(g: Gathering, binding: Binding): void {
  const list = g.bindings.get(binding.name);
  if (list === undefined) g.bindings.set(binding.name, [binding]);
  else list.push(binding);
}

function enter(g: Gathering, body: readonly Stmt[], place: Place): void {
  if (body.length > 0) g.open.push({ body, place });
}

function spanOf(body: readonly Stmt[]): Node | undefined {
  const first = body[0];
  const last = body.at(-1);
  return first === undefined || last === undefined ? undefined : { start: first.start, end: last.end + 1 };
}

function isTypeChecking(test: Expr): boolean {
  return (test.kind === 'Name' && test.id === 'TYPE_CHECKING') || (test.kind === 'Attribute' && test.attr === 'TYPE_CHECKING');
}

function readCase(g: Gathering, { captures, body, start }: MatchCase, place: Place): void {
  const branch = spanOf(body);
  for (const name of captures) addBinding(g, { kind: 'other', what: 'part of a matched value', ...place, branch, name, start });
  enter(g, body, { ...place, branch });
}

/** `A, B = 1, 2` binds each name to its own value; what is unpacked otherwise stays unknown. */
function bindTarget(target: Expr, value: Expr, bind: Bind): void {
  const open: [Expr, Expr][] = [[target, value]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [to, from] = pair;
    if (to.kind === 'Name') bind(to.id, { kind: 'value', value: from });
    else if (to.kind === 'Subscript') bindChange(to, { by: 'assignment', value: from }, bind);
    else if (to.kind !== 'Tuple' && to.kind !== 'List') continue;
    else if (
      (from.kind === 'Tuple' || from.kind === 'List') &&
      from.elts.length === to.elts.length &&
      ![...to.elts, ...from.elts].some(({ kind }) => kind === 'Starred')
    )
      for (const [index, elt] of to.elts.entries()) open.push([elt, from.elts[index] ?? from]);
    else bindNames(to, 'part of an unpacked value', bind);
  }
}

function bindNames(target: Expr, what: string, bind: Bind): void {
  const open = [target];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.kind === 'Name') bind(at.id, { kind: 'other', what });
    else if (at.kind === 'Starred') open.push(at.value);
    else if (at.kind === 'Tuple' || at.kind === 'List') open.push(...at.elts);
  }
}

type How = Change extends infer Each ? (Each extends Change ? Omit<Each, 'keys'> : never) : never;

/** `target` is a name, or subscripts of one. */
function bindChange(target: Expr, how: How, bind: Bind): void {
  const keys: Expr[] = [];
  let at = target;
  for (; at.kind === 'Subscript'; at = at.value) keys.push(at.slice);
  if (at.kind === 'Name') bind(at.id, { kind: 'change', change: { ...how, keys: keys.toReversed() } as Change }); // How is a Change without its keys
}

const changingMethods = new Set('append extend insert remove pop clear update setdefault popitem add discard sort reverse'.split(' '));

function readExpression(value: Expr, bind: Bind): void {
  if (value.kind === 'NamedExpr') return bindTarget(value.target, value.value, bind);
  if (value.kind !== 'Call' || value.func.kind !== 'Attribute' || !changingMethods.has(value.func.attr)) return undefined;
  const keywords: readonly Keyword[] = value.keywords;
  return bindChange(value.func.value, { by: 'method', method: value.func.attr, args: value.args, keywords }, bind);
}
