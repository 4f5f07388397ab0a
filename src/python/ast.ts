/**
 * Python's own abstract syntax, names letter for letter as in the `ast` module
 * (https://docs.python.org/3/library/ast.html). `start` and `end` are UTF-16 offsets into `Module.text`.
 */
import type { RepoPath } from '../source/position.ts';

export interface Node {
  readonly start: number;
  readonly end: number;
}

/** Something in the text that Python would not accept, or that we refused to read (too large, too deep). */
export interface SyntaxProblem extends Node {
  readonly message: string;
}

export interface Module extends Node {
  readonly kind: 'Module';
  readonly path: RepoPath;
  /** Normalised: no BOM, `\n` line ends. All offsets point into this text. */
  readonly text: string;
  readonly lineStarts: readonly number[];
  readonly body: readonly Stmt[];
  /** Empty when the file is sound. The readable rest of a broken file still stands in `body`. */
  readonly problems: readonly SyntaxProblem[];
  readonly comments: readonly Comment[];
}

/** A comment, `text` without the `#` and trimmed. */
export interface Comment extends Node {
  readonly text: string;
  readonly line: number;
}

// ---- statements

export interface FunctionDef extends Node {
  readonly kind: 'FunctionDef' | 'AsyncFunctionDef';
  readonly name: string;
  readonly typeParams: readonly TypeParam[];
  readonly args: Arguments;
  readonly body: readonly Stmt[];
  readonly decorators: readonly Expr[];
  readonly returns: Expr | undefined;
}
export interface ClassDef extends Node {
  readonly kind: 'ClassDef';
  readonly name: string;
  readonly typeParams: readonly TypeParam[];
  readonly bases: readonly Expr[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Stmt[];
  readonly decorators: readonly Expr[];
}
export interface Return extends Node {
  readonly kind: 'Return';
  readonly value: Expr | undefined;
}
export interface Delete extends Node {
  readonly kind: 'Delete';
  readonly targets: readonly Expr[];
}
export interface Assign extends Node {
  readonly kind: 'Assign';
  readonly targets: readonly Expr[];
  readonly value: Expr;
}
export interface AugAssign extends Node {
  readonly kind: 'AugAssign';
  readonly target: Expr;
  readonly op: string;
  readonly value: Expr;
}
export interface AnnAssign extends Node {
  readonly kind: 'AnnAssign';
  readonly target: Expr;
  readonly annotation: Expr;
  readonly value: Expr | undefined;
}
export interface TypeAlias extends Node {
  readonly kind: 'TypeAlias';
  readonly name: Expr;
  readonly typeParams: readonly TypeParam[];
  readonly value: Expr;
}
/** `T: bound` in `class Shelf[T]`, since Python 3.12. */
export interface TypeParam extends Node {
  readonly kind: 'TypeVar' | 'TypeVarTuple' | 'ParamSpec';
  readonly name: string;
  readonly bound: Expr | undefined;
}
export interface For extends Node {
  readonly kind: 'For' | 'AsyncFor';
  readonly target: Expr;
  readonly iter: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface While extends Node {
  readonly kind: 'While';
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface If extends Node {
  readonly kind: 'If';
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}
export interface With extends Node {
  readonly kind: 'With' | 'AsyncWith';
  readonly items: readonly WithItem[];
  readonly body: readonly Stmt[];
}
export interface WithItem extends Node {
  readonly contextExpr: Expr;
  readonly optionalVars: Expr | undefined;
}
export interface Match extends Node {
  readonly kind: 'Match';
  readonly subject: Expr;
  readonly cases: readonly MatchCase[];
}
/** Patterns are kept as text: nothing that we judge depends on their inside. `captures` are the names they bind. */
export interface MatchCase extends Node {
  readonly pattern: string;
  readonly captures: readonly string[];
  readonly guard: Expr | undefined;
  readonly body: readonly Stmt[];
}
export interface Raise extends Node {
  readonly kind: 'Raise';
  readonly exc: Expr | undefined;
  readonly cause: Expr | undefined;
}
export interface Try extends Node {
  readonly kind: 'Try' | 'TryStar';
  readonly body: readonly Stmt[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Stmt[];
  readonly finalbody: readonly Stmt[];
}
export interface ExceptHandler extends Node {
  readonly type: Expr | undefined;
  readonly name: string | undefined;
  readonly body: readonly Stmt[];
}
export interface Assert extends Node {
  readonly kind: 'Assert';
  readonly test: Expr;
  readonly msg: Expr | undefined;
}
export interface Import extends Node {
  readonly kind: 'Import';
  readonly names: readonly Alias[];
}
/** `from ..x import a as b`: module `x`, level 2. A star import has the single name `*`. */
export interface ImportFrom extends Node {
  readonly kind: 'ImportFrom';
  readonly module: string | undefined;
  readonly names: readonly Alias[];
  readonly level: number;
}
export interface Alias extends Node {
  readonly name: string;
  readonly asname: string | undefined;
}
export interface Global extends Node {
  readonly kind: 'Global' | 'Nonlocal';
  readonly names: readonly string[];
}
export interface ExprStmt extends Node {
  readonly kind: 'Expr';
  readonly value: Expr;
}
export interface Pass extends Node {
  readonly kind: 'Pass' | 'Break' | 'Continue';
}
/** A statement that could not be read; its text is `Module.text.slice(start, end)`. */
export interface UnknownStmt extends Node {
  readonly kind: 'UnknownStmt';
}

export type Stmt =
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | AugAssign
  | AnnAssign
  | TypeAlias
  | For
  | While
  | If
  | With
  | Match
  | Raise
  | Try
  | Assert
  | Import
  | ImportFrom
  | Global
  | ExprStmt
  | Pass
  | UnknownStmt;

// ---- expressions

export interface Name extends Node {
  readonly kind: 'Name';
  readonly id: string;
}
export type ConstantValue =
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: string }
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'complex'; readonly text: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'None' }
  | { readonly type: 'Ellipsis' };
/** Adjacent string literals are one Constant, as in Python. Bytes hold one character (0–255) a byte. */
export interface Constant extends Node {
  readonly kind: 'Constant';
  readonly value: ConstantValue;
}
export interface Attribute extends Node {
  readonly kind: 'Attribute';
  readonly value: Expr;
  readonly attr: string;
}
export interface Subscript extends Node {
  readonly kind: 'Subscript';
  readonly value: Expr;
  readonly slice: Expr;
}
export interface Slice extends Node {
  readonly kind: 'Slice';
  readonly lower: Expr | undefined;
  readonly upper: Expr | undefined;
  readonly step: Expr | undefined;
}
export interface Starred extends Node {
  readonly kind: 'Starred';
  readonly value: Expr;
}
export interface Call extends Node {
  readonly kind: 'Call';
  readonly func: Expr;
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
}
/** `arg` undefined is `**value`. */
export interface Keyword extends Node {
  readonly arg: string | undefined;
  readonly value: Expr;
}
export interface BinOp extends Node {
  readonly kind: 'BinOp';
  readonly left: Expr;
  readonly op: string;
  readonly right: Expr;
}
export interface UnaryOp extends Node {
  readonly kind: 'UnaryOp';
  readonly op: 'not' | '-' | '+' | '~';
  readonly operand: Expr;
}
export interface BoolOp extends Node {
  readonly kind: 'BoolOp';
  readonly op: 'and' | 'or';
  readonly values: readonly Expr[];
}
export interface Compare extends Node {
  readonly kind: 'Compare';
  readonly left: Expr;
  readonly ops: readonly string[];
  readonly comparators: readonly Expr[];
}
export interface IfExp extends Node {
  readonly kind: 'IfExp';
  readonly test: Expr;
  readonly body: Expr;
  readonly orelse: Expr;
}
export interface Lambda extends Node {
  readonly kind: 'Lambda';
  readonly args: Arguments;
  readonly body: Expr;
}
export interface Tuple extends Node {
  readonly kind: 'Tuple';
  readonly elts: readonly Expr[];
}
export interface List extends Node {
  readonly kind: 'List';
  readonly elts: readonly Expr[];
}
export interface PySet extends Node {
  readonly kind: 'Set';
  readonly elts: readonly Expr[];
}
/** A key of undefined is `**value`. */
export interface Dict extends Node {
  readonly kind: 'Dict';
  readonly keys: readonly (Expr | undefined)[];
  readonly values: readonly Expr[];
}
export interface Comprehension extends Node {
  readonly kind: 'ListComp' | 'SetComp' | 'GeneratorExp';
  readonly elt: Expr;
  readonly generators: readonly ComprehensionClause[];
}
export interface DictComp extends Node {
  readonly kind: 'DictComp';
  readonly key: Expr;
  readonly value: Expr;
  readonly generators: readonly ComprehensionClause[];
}
export interface ComprehensionClause extends Node {
  readonly target: Expr;
  readonly iter: Expr;
  readonly ifs: readonly Expr[];
  readonly isAsync: boolean;
}
/** An f-string (or, from 3.14, a t-string: TemplateStr). Literal parts are Constants. */
export interface JoinedStr extends Node {
  readonly kind: 'JoinedStr' | 'TemplateStr';
  readonly values: readonly Expr[];
}
export interface FormattedValue extends Node {
  readonly kind: 'FormattedValue';
  readonly value: Expr;
  readonly conversion: string | undefined;
  readonly formatSpec: Expr | undefined;
}
export interface Await extends Node {
  readonly kind: 'Await' | 'YieldFrom';
  readonly value: Expr;
}
export interface Yield extends Node {
  readonly kind: 'Yield';
  readonly value: Expr | undefined;
}
export interface NamedExpr extends Node {
  readonly kind: 'NamedExpr';
  readonly target: Expr;
  readonly value: Expr;
}
export interface UnknownExpr extends Node {
  readonly kind: 'UnknownExpr';
}

export type Expr =
  | Name
  | Constant
  | Attribute
  | Subscript
  | Slice
  | Starred
  | Call
  | BinOp
  | UnaryOp
  | BoolOp
  | Compare
  | IfExp
  | Lambda
  | Tuple
  | List
  | PySet
  | Dict
  | Comprehension
  | DictComp
  | JoinedStr
  | FormattedValue
  | Await
  | Yield
  | NamedExpr
  | UnknownExpr;

export interface Arguments {
  readonly posonlyargs: readonly Arg[];
  readonly args: readonly Arg[];
  readonly vararg: Arg | undefined;
  readonly kwonlyargs: readonly Arg[];
  readonly kwarg: Arg | undefined;
}
export interface Arg extends Node {
  readonly name: string;
  readonly annotation: Expr | undefined;
  readonly default: Expr | undefined;
}
