/** What an expression is worth, as far as that can be known without running it. */
import type { Expr } from './ast.ts';
import type { SourceRange } from '../source/position.ts';

export type PyValue =
  | PyNone
  | PyBool
  | PyInt
  | PyFloat
  | PyStr
  | PyBytes
  | PySequence
  | PyDict
  | PyRef
  | PyCall
  | PyBinOp
  | PyUnaryOp
  | PyUnknown;

export interface PyNone {
  readonly kind: 'none';
}
export interface PyBool {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface PyInt {
  readonly kind: 'int';
  readonly value: bigint;
}
/** `text` is Python's `repr` of the number. */
export interface PyFloat {
  readonly kind: 'float';
  readonly value: number;
  readonly text: string;
}
export interface PyStr {
  readonly kind: 'str';
  readonly value: string;
}
/** One character (0–255) a byte. */
export interface PyBytes {
  readonly kind: 'bytes';
  readonly value: string;
}
export interface PySequence {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly items: readonly PyValue[];
}
export interface PyDict {
  readonly kind: 'dict';
  readonly entries: readonly (readonly [PyValue, PyValue])[];
}
/**
 * A name that stands for something defined elsewhere, as the dotted path under which Python would find it:
 * `django.db.models.deletion.CASCADE` as imported (`django.db.models.CASCADE`), `shop.models.default_code`, or
 * `builtins.list`. A function or class of the same module has that module's dotted name in front.
 */
export interface PyRef {
  readonly kind: 'ref';
  readonly path: string;
}
/** A call of a known name, arguments evaluated. `**` and `*` of constants are spread; an unknown spread makes the call unknown. */
export interface PyCall {
  readonly kind: 'call';
  readonly callee: string;
  /** The value on whose method this is a call, e.g. `F("a").desc()`: callee is then the bare method name. */
  readonly receiver?: PyValue;
  readonly args: readonly PyValue[];
  readonly kwargs: ReadonlyMap<string, PyValue>;
  readonly expr: Expr;
  readonly range: SourceRange;
}
/** An operator whose operands are not plain constants: `Q(a=1) | Q(b=2)`, `F("a") + 1`. */
export interface PyBinOp {
  readonly kind: 'binop';
  readonly op: string;
  readonly left: PyValue;
  readonly right: PyValue;
}
export interface PyUnaryOp {
  readonly kind: 'unaryop';
  readonly op: '~' | '-' | '+';
  readonly operand: PyValue;
}
/** Not knowable without running the code. `source` is the expression's text, `reason` a clause such as "a call of an unknown function". */
export interface PyUnknown {
  readonly kind: 'unknown';
  readonly source: string;
  readonly reason: string;
}
