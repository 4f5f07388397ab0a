/** Values of Python as JSON: references `{"$ref": path}`, objects `{"$obj": path, args, kwargs}`, what cannot be known `{"$unknown": source}`. */
import type { PyCall, PyValue } from '../../python/value.ts';
import type { Constraint, Field, Index } from '../field.ts';
import { readField } from '../read/read-field.ts';
import { deconstructField } from './deconstruct-field.ts';
import type { FieldClasses } from './deconstruct-field.ts';
import { fieldSignature } from './field-signatures.ts';
import { definitionPath, printedPath } from './names.ts';
import { readQ } from './q-node.ts';
import type { QNode } from './q-node.ts';
import { scalarText } from './scalars.ts';

/** A number whose text is kept: `1.0` stays a float, and a long integer keeps its digits. */
interface JsonNumber {
  readonly rawJSON: string;
}
export type Json = null | boolean | string | JsonNumber | readonly Json[] | { readonly [key: string]: Json };

/** The text of a JSON value. */
export function jsonNumber(text: string): JsonNumber {
  // JSON.rawJSON is in Node 22 but not yet in the library types: https://github.com/tc39/proposal-json-parse-with-source
  return (JSON as unknown as { rawJSON(text: string): JsonNumber }).rawJSON(text);
}

/** For whom values are printed. */
export interface Printing {
  /** The field classes of the project and of packages. */
  readonly classes: FieldClasses;
  /** Django's feature release as a number: 5.2 is 502. */
  readonly release: number;
}

/** `5.2` → 502. */
export function releaseNumber(django: string): number {
  const [major = 0, minor = 0] = django.split('.').map(Number);
  return major * 100 + minor;
}

const newest: Printing = { classes: () => undefined, release: Infinity };

export function jsonOf(value: PyValue, printing: Printing = newest): Json {
  const inner = (each: PyValue): Json => jsonOf(each, printing);
  switch (value.kind) {
    case 'none':
      return null;
    case 'bool':
    case 'str':
      return value.value;
    case 'int':
      return jsonNumber(String(value.value));
    case 'float':
      return Number.isFinite(value.value) ? jsonNumber(value.text) : { $float: value.text };
    case 'bytes':
      return { $bytes: Array.from(value.value, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('') };
    case 'list':
    case 'tuple':
      return value.items.map(inner);
    case 'set':
      return sortedAsPython(value.items.map(inner));
    case 'dict':
      return Object.fromEntries(value.entries.map(([key, each]) => [keyText(key), inner(each)]));
    case 'ref':
      return refJson(value.path);
    case 'call':
      return callJson(value, printing);
    case 'binop':
      return binopJson(value, printing);
    case 'unaryop':
      return negationJson(value, printing);
    case 'unknown':
      return { $unknown: value.source };
  }
}

/** Arguments that say nothing about the schema: labels, choices, forms, where files go. They are left out. */
const withoutEffect: ReadonlySet<string> = new Set([
  'choices',
  'error_messages',
  'help_text',
  'validators',
  'verbose_name',
  'limit_choices_to',
  'upload_to',
  'storage',
  'form_class',
]);

/** A field as `{path, args, kwargs}`. */
export function fieldJson(field: Field, printing: Printing = newest): Json {
  const { path, args, kwargs } = deconstructField(field, printing.classes);
  const isPrinted = (name: string): boolean => !withoutEffect.has(name) && (name !== 'through_fields' || printing.release >= 502);
  const said = new Map([...kwargs].filter(([name]) => isPrinted(name)));
  const base = path.startsWith('django.') ? undefined : printing.classes(path)?.base;
  return {
    path,
    args: args.map((arg) => jsonOf(arg, printing)),
    kwargs: entriesJson(said, printing),
    ...(base === undefined ? {} : { django_base: definitionPath(base) }),
  };
}

/** An index or constraint in its deconstructed form. */
export function namedJson({ type, args, options }: Index | Constraint, printing: Printing = newest): Json {
  const kwargs: Record<string, Json> = {};
  for (const [name, value] of options) {
    if (!isLeftOut(name, value)) kwargs[optionName(name, type, printing)] = jsonOf(value, printing);
  }
  return { $obj: type, args: args.map((arg) => fieldNameAsF(arg, printing)), kwargs };
}

/** A check's condition was called `check` before Django 5.1. https://docs.djangoproject.com/en/5.2/releases/5.1/ */
function optionName(name: string, type: string, { release }: Printing): string {
  if (!type.endsWith('.CheckConstraint') || (name !== 'check' && name !== 'condition')) return name;
  return release >= 501 ? 'condition' : 'check';
}

function isLeftOut(name: string, value: PyValue): boolean {
  if (value.kind === 'none') return true;
  if ((value.kind === 'list' || value.kind === 'tuple') && value.items.length === 0) return true;
  return name === 'index_type' && value.kind === 'str' && value.value.toLowerCase() === 'gist';
}

/** A text among the expressions of an index names a field. */
function fieldNameAsF(value: PyValue, printing: Printing): Json {
  return value.kind === 'str'
    ? { $obj: objectPath('django.db.models.F', printing), args: [value.value], kwargs: {} }
    : jsonOf(value, printing);
}

function qJson({ connector, negated, children }: QNode, printing: Printing): Json {
  const kwargs = { ...(connector === 'AND' ? {} : { _connector: connector }), ...(negated ? { _negated: true } : {}) };
  const args = children.map((child): Json => {
    if (child.kind === 'lookup') return [child.name, jsonOf(child.value, printing)];
    return child.kind === 'q' ? qJson(child.q, printing) : jsonOf(child, printing);
  });
  return { $obj: 'django.db.models.Q', args, kwargs };
}

function callJson(call: PyCall, printing: Printing): Json {
  const q = readQ(call);
  if (q !== undefined) return qJson(q, printing);
  if (call.receiver !== undefined) return orderingJson(call, printing) ?? { $unknown: `….${call.callee}(…)` };
  const scalar = scalarText(call);
  if (scalar !== undefined) return { [`$${scalar.type}`]: scalar.text };
  const path = printedPath(call.callee);
  if (path === 'django.db.models.deletion.SET') return { $ref: `${path}.<locals>.set_on_delete` };
  if (isFieldClass(path, printing)) return fieldJson(readField(call), printing);
  // objects without `deconstruct()`: only their type is told
  if (path === 'functools.partial') return { $type: path };
  if (!makesObject(path)) return { $unknown: `${call.callee}(…)` };
  return {
    $obj: objectPath(path, printing),
    args: call.args.map((arg) => jsonOf(arg, printing)),
    kwargs: entriesJson(call.kwargs, printing),
  };
}

/** Expressions were printed under the module that defines them before Django 4.0. */
function objectPath(path: string, { release }: Printing): string {
  return release < 400 && /^django\.db\.models\.(F|Func|Value|ExpressionWrapper|When|Case|OrderBy)$/.test(path)
    ? definitionPath(path)
    : path;
}

function isFieldClass(path: string, printing: Printing): boolean {
  return path.startsWith('django.')
    ? /(Field|ForeignKey|ForeignObject)$/.test(path) && fieldSignature(path) !== undefined
    : printing.classes(path) !== undefined;
}

/** Whether a call by this name makes an object of that name: classes have capitals; what a function returns is only known at run time. */
function makesObject(path: string): boolean {
  return /(^|\.)_*[A-Z]\w*$/.test(path);
}

/** `F("name").desc()` is an OrderBy. */
function orderingJson({ receiver, callee, kwargs }: PyCall, printing: Printing): Json | undefined {
  if (receiver === undefined || (callee !== 'asc' && callee !== 'desc')) return undefined;
  const direction = callee === 'desc' ? { descending: true } : {};
  return {
    $obj: objectPath('django.db.models.OrderBy', printing),
    args: [jsonOf(receiver, printing)],
    kwargs: { ...direction, ...entriesJson(kwargs, printing) },
  };
}

/** Django's combinators by Python's operators (django.db.models.expressions.Combinable). */
const connectors: Readonly<Record<string, string>> = { '+': '+', '-': '-', '*': '*', '/': '/', '%': '%%', '**': '^' };

function binopJson(value: PyValue & { readonly kind: 'binop' }, printing: Printing): Json {
  const q = readQ(value);
  if (q !== undefined) return qJson(q, printing);
  const connector = connectors[value.op];
  if (connector === undefined) return { $unknown: `… ${value.op} …` };
  const args = [operandJson(value.left, printing), connector, operandJson(value.right, printing)];
  return { $obj: 'django.db.models.expressions.CombinedExpression', args, kwargs: {} };
}

function operandJson(value: PyValue, printing: Printing): Json {
  const isExpression = value.kind === 'call' || value.kind === 'binop' || value.kind === 'ref' || value.kind === 'unknown';
  return isExpression
    ? jsonOf(value, printing)
    : { $obj: objectPath('django.db.models.Value', printing), args: [jsonOf(value, printing)], kwargs: {} };
}

function negationJson(value: PyValue & { readonly kind: 'unaryop' }, printing: Printing): Json {
  const q = readQ(value);
  return q === undefined ? { $unknown: `${value.op}…` } : qJson(q, printing);
}

function refJson(path: string): Json {
  if (path.startsWith('django.conf.settings.')) return { $unknown: path.slice('django.conf.'.length) };
  const deferrable = /^django\.db\.models\.(constraints\.)?Deferrable\.(DEFERRED|IMMEDIATE)$/.exec(path)?.[2];
  if (deferrable !== undefined) return deferrable.toLowerCase();
  // a method of a built-in type has no module: Python calls `datetime.date.today` by the name `date.today` of the module None
  const builtin = /^datetime\.((?:datetime|date|time|timedelta)\.\w+)$/.exec(path)?.[1];
  return { $ref: builtin === undefined ? definitionPath(path) : `None.${builtin}` };
}

export function entriesJson(values: ReadonlyMap<string, PyValue>, printing: Printing = newest): { readonly [key: string]: Json } {
  return Object.fromEntries([...values].map(([name, value]) => [name, jsonOf(value, printing)]));
}

function keyText(key: PyValue): string {
  if (key.kind === 'str') return key.value;
  if (key.kind === 'none') return 'None';
  if (key.kind === 'bool') return key.value ? 'True' : 'False';
  return key.kind === 'int' ? String(key.value) : JSON.stringify(jsonOf(key));
}

/** Sets have no order: their items stand sorted by their text in Python. */
function sortedAsPython(items: readonly Json[]): readonly Json[] {
  const text = (item: Json): string =>
    Array.isArray(item)
      ? `[${item.map((each: Json) => (typeof each === 'string' ? `'${each}'` : text(each))).join(', ')}]`
      : JSON.stringify(item);
  return items
    .map((item) => ({ item, key: typeof item === 'string' ? item : text(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);
}
