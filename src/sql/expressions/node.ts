/** Expressions after their names are resolved: what Django holds between `resolve_expression` and `as_sql`. */
import type { ExpressionField } from '../values/field.ts';
import { atLeast, extendsField, internalType, isField, plainField } from '../values/field.ts';
import type { Literal } from '../values/literal.ts';
import type { ExpressionContext } from './context.ts';
import { functionFacts } from './functions.ts';

export type Node =
  | { readonly kind: 'column'; readonly field: ExpressionField }
  | { readonly kind: 'value'; readonly value: Literal; readonly output: ExpressionField | undefined }
  | { readonly kind: 'raw'; readonly sql: string; readonly params: readonly Literal[]; readonly output: ExpressionField | undefined }
  | FuncNode
  | CombinedNode
  | { readonly kind: 'wrapper'; readonly inner: Node; readonly output: ExpressionField | undefined }
  | { readonly kind: 'negated'; readonly inner: Node }
  | CaseNode
  | WhereNode
  | LookupNode
  /** A path into JSON; `text` for `->>`. */
  | { readonly kind: 'key'; readonly inner: Node; readonly name: string; readonly text: boolean }
  | OrderNode
  | { readonly kind: 'unknown'; readonly reason: string };

export interface FuncNode {
  readonly kind: 'func';
  /** Django's class name; `Func` for a plain one. */
  readonly name: string;
  readonly args: readonly Node[];
  /** Strings given to the constructor: function, template, arg_joiner, and what templates ask for. */
  readonly extra: ReadonlyMap<string, string>;
  /** An explicit output_field. */
  readonly output: ExpressionField | undefined;
}
export interface CombinedNode {
  readonly kind: 'combined';
  readonly op: string;
  readonly left: Node;
  readonly right: Node;
  readonly output: ExpressionField | undefined;
}
export interface CaseNode {
  readonly kind: 'case';
  readonly whens: readonly { readonly condition: Node; readonly result: Node }[];
  readonly otherwise: Node;
  readonly output: ExpressionField | undefined;
}
export interface WhereNode {
  readonly kind: 'where';
  readonly connector: string;
  readonly negated: boolean;
  readonly children: readonly Node[];
}
/** The right-hand side: a value, an expression, or a list in which some items are expressions. */
export type Rhs =
  | { readonly kind: 'literal'; readonly value: Literal }
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'items'; readonly items: readonly (Literal | Node)[] };
export interface LookupNode {
  readonly kind: 'lookup';
  readonly name: string;
  readonly lhs: Node;
  readonly rhs: Rhs;
  /** Written as a class (`GreaterThan(F("a"), 1)`): the general lookup, whatever the field registers instead. */
  readonly plain: boolean;
}
export interface OrderNode {
  readonly kind: 'order';
  readonly inner: Node;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last' | undefined;
}

/** `mixed`: Django raises FieldError when it is asked for. Undefined: no type can be inferred. */
export type Output = ExpressionField | 'mixed' | undefined;

const boolean = plainField('BooleanField');

/** `expression.output_field`. */
export function outputOf(node: Node, context: ExpressionContext): Output {
  switch (node.kind) {
    case 'column':
      return node.field;
    case 'value':
      return node.output ?? valueOutput(node.value);
    case 'raw':
      return node.output ?? plainField('Field');
    case 'func':
      return node.output ?? functionOutput(node, context);
    case 'combined':
      return node.output ?? combinedOutput(node, context);
    case 'wrapper':
      return node.output;
    case 'case':
      return node.output ?? commonOutput([...node.whens.map((when) => when.result), node.otherwise], context);
    case 'negated':
    case 'where':
    case 'lookup':
      return boolean;
    case 'key':
      return node.text ? plainField('TextField') : outputOf(node.inner, context);
    case 'order':
      return outputOf(node.inner, context);
    case 'unknown':
      return undefined;
  }
}

/** The output field where it is one. */
export function fieldOf(node: Node, context: ExpressionContext): ExpressionField | undefined {
  const output = outputOf(node, context);
  return output === 'mixed' ? undefined : output;
}

const valueTypes: Readonly<Partial<Record<Literal['kind'], string>>> = {
  str: 'CharField',
  bool: 'BooleanField',
  int: 'IntegerField',
  float: 'FloatField',
  datetime: 'DateTimeField',
  date: 'DateField',
  time: 'TimeField',
  timedelta: 'DurationField',
  decimal: 'DecimalField',
  bytes: 'BinaryField',
  uuid: 'UUIDField',
};

function valueOutput(value: Literal): ExpressionField | undefined {
  const type = valueTypes[value.kind];
  return type === undefined ? undefined : plainField(type);
}

/** The type that all arguments share, by the first one that has any. */
export function commonOutput(nodes: readonly Node[], context: ExpressionContext): Output {
  const known = nodes.map((node) => outputOf(node, context)).filter((output) => output !== undefined);
  const [first, ...others] = known;
  if (first === undefined || first === 'mixed') return first;
  return others.every((other) => other !== 'mixed' && extendsField(first.type, other.type)) ? first : 'mixed';
}

function functionOutput(node: FuncNode, context: ExpressionContext): Output {
  const rule = functionFacts(node.name)?.output;
  if (rule === undefined) return commonOutput(node.args, context);
  const [first] = node.args;
  if (rule === 'first') return first === undefined ? undefined : outputOf(first, context);
  if (rule === 'base') return first === undefined ? undefined : fieldOf(first, context)?.base;
  if (rule !== 'numeric') return plainField(rule);
  const sources = node.args.map((arg) => fieldOf(arg, context));
  if (sources.some((source) => isField(source, 'DecimalField'))) return plainField('DecimalField');
  if (sources.length === 0 || sources.some((source) => isField(source, 'IntegerField'))) return plainField('FloatField');
  return commonOutput(node.args, context);
}

const moments = ['DateField', 'DateTimeField'];
const arithmetic = ['+', '-', '*', '/', '%%', '^'];
const bitwise = ['&', '|', '<<', '>>', '#'];

/** The field of `left op right`. https://docs.djangoproject.com/en/4.2/releases/4.2/ (inference by operator since 4.2) */
function combinedOutput(node: CombinedNode, context: ExpressionContext): Output {
  const [left, right] = [outputOf(node.left, context), outputOf(node.right, context)];
  if (left === 'mixed' || right === 'mixed') return 'mixed';
  if (temporalDifference(node, context)) return plainField('DurationField');
  if (!atLeast(context.django, '4.2')) {
    const common = commonOutput([node.left, node.right], context);
    if (common !== 'mixed') return common;
  }
  const type = arithmeticType(node.op, left, right, context) ?? temporalType(node.op, left, right);
  return type === undefined ? 'mixed' : plainField(type);
}

function arithmeticType(
  op: string,
  left: ExpressionField | undefined,
  right: ExpressionField | undefined,
  context: ExpressionContext,
): string | undefined {
  if (!arithmetic.includes(op) && !bitwise.includes(op)) return undefined;
  const positive = atLeast(context.django, '5.0') && op !== '-' && !bitwise.includes(op);
  if (positive && isField(left, 'PositiveIntegerField') && isField(right, 'PositiveIntegerField')) return 'PositiveIntegerField';
  const numeric = (field: ExpressionField | undefined) =>
    ['IntegerField', 'FloatField', 'DecimalField'].find((type) => isField(field, type));
  const [a, b] = [numeric(left), numeric(right)];
  if (bitwise.includes(op)) return a === 'IntegerField' && b === 'IntegerField' ? 'IntegerField' : undefined;
  if (a === b) return a;
  if (left === undefined || right === undefined) return a ?? b;
  if (a === undefined || b === undefined || op === '^') return undefined;
  return a === 'IntegerField' ? b : b === 'IntegerField' ? a : undefined;
}

function temporalType(op: string, left: ExpressionField | undefined, right: ExpressionField | undefined): string | undefined {
  const [a, b] = [left, right].map((field) => (isField(field, ...moments) ? 'moment' : internalType(field)));
  const pair = `${a} ${op} ${b}`;
  if (pair === 'DurationField + DurationField' || pair === 'DurationField - DurationField') return 'DurationField';
  if (['moment + DurationField', 'DurationField + moment', 'moment - DurationField'].includes(pair)) return 'DateTimeField';
  if (['TimeField + DurationField', 'DurationField + TimeField', 'TimeField - DurationField'].includes(pair)) return 'TimeField';
  return pair === 'moment - moment' || pair === 'TimeField - TimeField' ? 'DurationField' : undefined;
}

/** Whether Django turns the difference of two dates or times into a TemporalSubtraction. */
export function temporalDifference(node: CombinedNode, context: ExpressionContext): boolean {
  if (node.op !== '-') return false;
  const [left, right] = [internalType(fieldOf(node.left, context)), internalType(fieldOf(node.right, context))];
  return left === right && ['DateField', 'DateTimeField', 'TimeField'].includes(left ?? '');
}
