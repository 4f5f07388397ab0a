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

const noClasses: FieldClasses = () => undefined;

export function jsonOf(value: PyValue, classes: FieldClasses = noClasses): Json {
  const inner = (each: PyValue): Json => jsonOf(each, classes);
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
      return callJson(value, classes);
    case 'binop':
      return binopJson(value, classes);
    case 'unaryop':
      return negationJson(value, classes);
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
export function fieldJson(field: Field, classes: FieldClasses = noClasses): Json {
  const { path, args, kwargs } = deconstructField(field, classes);
  const said = new Map([...kwargs].filter(([name]) => !withoutEffect.has(name)));
  const base = path.startsWith('django.') ? undefined : classes(path)?.base;
  return {
    path,
    args: args.map((arg) => jsonOf(arg, classes)),
    kwargs: entriesJson(said, classes),
    ...(base === undefined ? {} : { django_base: definitionPath(base) }),
  };
}

/** An index or constraint in its deconstructed form. */
export function namedJson({ type, args, options }: Index | Constraint, classes: FieldClasses = noClasses): Json {
  const kwargs: Record<string, Json> = {};
  for (const [name, value] of options) {
    if (!isLeftOut(name, value)) kwargs[name === 'check' ? 'condition' : name] = jsonOf(value, classes);
  }
  return { $obj: type, args: args.map((arg) => fieldNameAsF(arg, classes)), kwargs };
}

function isLeftOut(name: string, value: PyValue): boolean {
  if (value.kind === 'none') return true;
  if ((value.kind === 'list' || value.kind === 'tuple') && value.items.length === 0) return true;
  return name === 'index_type' && value.kind === 'str' && value.value.toLowerCase() === 'gist';
}

/** A text among the expressions of an index names a field. */
function fieldNameAsF(value: PyValue, classes: FieldClasses): Json {
  return value.kind === 'str' ? { $obj: 'django.db.models.F', args: [value.value], kwargs: {} } : jsonOf(value, classes);
}

function qJson({ connector, negated, children }: QNode, classes: FieldClasses): Json {
  const kwargs = { ...(connector === 'AND' ? {} : { _connector: connector }), ...(negated ? { _negated: true } : {}) };
  const args = children.map((child): Json => {
    if (child.kind === 'lookup') return [child.name, jsonOf(child.value, classes)];
    return child.kind === 'q' ? qJson(child.q, classes) : jsonOf(child, classes);
  });
  return { $obj: 'django.db.models.Q', args, kwargs };
}

function callJson(call: PyCall, classes: FieldClasses): Json {
  const q = readQ(call);
  if (q !== undefined) return qJson(q, classes);
  if (call.receiver !== undefined) return orderingJson(call, classes) ?? { $unknown: `….${call.callee}(…)` };
  const scalar = scalarText(call);
  if (scalar !== undefined) return { [`$${scalar.type}`]: scalar.text };
  const path = printedPath(call.callee);
  if (path === 'django.db.models.deletion.SET') return { $ref: `${path}.<locals>.set_on_delete` };
  if (isFieldClass(path, classes)) return fieldJson(readField(call), classes);
  if (!makesObject(path)) return { $unknown: `${call.callee}(…)` };
  return { $obj: path, args: call.args.map((arg) => jsonOf(arg, classes)), kwargs: entriesJson(call.kwargs, classes) };
}

function isFieldClass(path: string, classes: FieldClasses): boolean {
  return path.startsWith('django.')
    ? /(Field|ForeignKey|ForeignObject)$/.test(path) && fieldSignature(path) !== undefined
    : classes(path) !== undefined;
}

/** Whether a call by this name makes an object of that name: classes have capitals; what a function returns is only known at run time. */
function makesObject(path: string): boolean {
  return /(^|\.)_*[A-Z]\w*$/.test(path) || path === 'functools.partial';
}

/** `F("name").desc()` is an OrderBy. */
function orderingJson({ receiver, callee, kwargs }: PyCall, classes: FieldClasses): Json | undefined {
  if (receiver === undefined || (callee !== 'asc' && callee !== 'desc')) return undefined;
  const direction = callee === 'desc' ? { descending: true } : {};
  return { $obj: 'django.db.models.OrderBy', args: [jsonOf(receiver, classes)], kwargs: { ...direction, ...entriesJson(kwargs, classes) } };
}

/** Django's combinators by Python's operators (django.db.models.expressions.Combinable). */
const connectors: Readonly<Record<string, string>> = { '+': '+', '-': '-', '*': '*', '/': '/', '%': '%%', '**': '^' };

function binopJson(value: PyValue & { readonly kind: 'binop' }, classes: FieldClasses): Json {
  const q = readQ(value);
  if (q !== undefined) return qJson(q, classes);
  const connector = connectors[value.op];
  if (connector === undefined) return { $unknown: `… ${value.op} …` };
  const args = [operandJson(value.left, classes), connector, operandJson(value.right, classes)];
  return { $obj: 'django.db.models.expressions.CombinedExpression', args, kwargs: {} };
}

function operandJson(value: PyValue, classes: FieldClasses): Json {
  const isExpression = value.kind === 'call' || value.kind === 'binop' || value.kind === 'ref' || value.kind === 'unknown';
  return isExpression ? jsonOf(value, classes) : { $obj: 'django.db.models.Value', args: [jsonOf(value, classes)], kwargs: {} };
}

function negationJson(value: PyValue & { readonly kind: 'unaryop' }, classes: FieldClasses): Json {
  const q = readQ(value);
  return q === undefined ? { $unknown: `${value.op}…` } : qJson(q, classes);
}

function refJson(path: string): Json {
  if (path.startsWith('django.conf.settings.')) return { $unknown: path.slice('django.conf.'.length) };
  const deferrable = /^django\.db\.models\.(constraints\.)?Deferrable\.(DEFERRED|IMMEDIATE)$/.exec(path)?.[2];
  if (deferrable !== undefined) return deferrable.toLowerCase();
  // a method of a built-in type has no module: Python calls `datetime.date.today` by the name `date.today` of the module None
  const builtin = /^datetime\.((?:datetime|date|time|timedelta)\.\w+)$/.exec(path)?.[1];
  return { $ref: builtin === undefined ? definitionPath(path) : `None.${builtin}` };
}

export function entriesJson(values: ReadonlyMap<string, PyValue>, classes: FieldClasses = noClasses): { readonly [key: string]: Json } {
  return Object.fromEntries([...values].map(([name, value]) => [name, jsonOf(value, classes)]));
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
