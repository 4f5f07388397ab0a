import type { Attribute, Expr, Name } from '../ast.ts';
import { isBuiltin } from '../names/builtins.ts';
import { hasStarImports } from '../imports.ts';
import type { Binding } from '../names/binding.ts';
import type { Found, Scope } from '../scope.ts';
import { classScope, findName } from '../scope.ts';
import type { PyValue } from '../value.ts';
import { applyChange } from './changes.ts';
import type { Evaluation } from './evaluation.ts';
import { charge, reasons, sizeOf, unknown } from './evaluation.ts';

const noLocals: ReadonlyMap<string, PyValue> = new Map();

/** A name at its place in the source. */
export function evaluateName(e: Evaluation, expr: Name): PyValue {
  const local = e.locals.get(expr.id);
  if (local !== undefined) return charge(e, sizeOf(local, 1000)) ? local : unknown(e, expr, reasons.tooLarge);
  return valueBefore(e, expr.id, expr, expr.start);
}

/** What `name` stands for at `offset`, told of `expr`. Changes in place are applied in the order of the source. */
export function valueBefore(e: Evaluation, name: string, expr: Expr, offset: number): PyValue {
  const changes: Found[] = [];
  let found = findName(e.scope, name, offset);
  for (; found?.binding.kind === 'change' && found.certain; found = findName(found.scope, name, found.binding.start)) changes.push(found);
  if (found?.certain === false)
    return unknown(e, expr, `what \`${name}\` stands for depends on a condition that is only known at run time`);
  let value =
    found === undefined ? undefinedName(e, name, expr) : valueOf({ ...e, scope: found.scope, locals: noLocals }, found.binding, expr);
  for (const { scope, binding } of changes.toReversed()) {
    if (value.kind === 'unknown' || binding.kind !== 'change') return value;
    const changed = applyChange({ ...e, scope, locals: noLocals }, value, binding.change);
    if (changed === undefined) return unknown(e, expr, `\`${name}\` is changed in a way that is only known at run time`);
    if (!charge(e, widthOf(changed))) return unknown(e, expr, reasons.tooLarge);
    value = changed;
  }
  return value;
}

/** How many values a change in place copies. */
function widthOf(value: PyValue): number {
  return value.kind === 'dict' ? value.entries.length : 'items' in value ? value.items.length : 1;
}

function valueOf(e: Evaluation, binding: Binding, expr: Expr): PyValue {
  const { name } = binding;
  switch (binding.kind) {
    case 'import':
      if (binding.path === undefined) return unknown(e, expr, `the import of \`${name}\` leaves the top package`);
      return lookedUp(e, binding.path, expr);
    case 'function':
    case 'class':
      return { kind: 'ref', path: `${e.scope.path}.${name}` };
    case 'value': {
      const value = e.of(binding.value, e);
      return value.kind === 'unknown' ? unknown(e, expr, value.reason) : value;
    }
    case 'change':
      return unknown(e, expr, `\`${name}\` is changed in a way that is only known at run time`);
    case 'other':
      return unknown(e, expr, `\`${name}\` is ${binding.what}`);
  }
}

/** What stands behind a dotted path: a value when the repository knows it, a reference otherwise. */
function lookedUp(e: Evaluation, path: string, expr: Expr): PyValue {
  const value = e.lookup(path);
  if (value === undefined) return { kind: 'ref', path };
  return charge(e, sizeOf(value, 10_000)) ? value : unknown(e, expr, reasons.tooLarge);
}

const moduleNames = new Set(['__file__', '__doc__', '__package__', '__spec__', '__path__', '__loader__', '__builtins__']);

function undefinedName(e: Evaluation, name: string, expr: Expr): PyValue {
  for (let here: Scope | undefined = e.scope; here !== undefined; here = here.parent) {
    for (const module of here.starImports.toReversed()) {
      const value = e.lookup(`${module}.${name}`);
      if (value !== undefined) return charge(e, sizeOf(value, 10_000)) ? value : unknown(e, expr, reasons.tooLarge);
    }
  }
  if (name === '__name__') return { kind: 'str', value: e.scope.moduleName };
  if (isBuiltin(name)) return { kind: 'ref', path: `builtins.${name}` };
  if (moduleNames.has(name)) return { kind: 'ref', path: `${e.scope.moduleName}.${name}` };
  if (hasStarImports(e.scope)) return unknown(e, expr, `\`${name}\` may come from a star import`);
  const isWhole = e.scope.module.problems.length === 0;
  return unknown(e, expr, `the name \`${name}\` is not defined in ${isWhole ? 'this file' : 'what could be read of this file'}`);
}

/** `a.b.c`, from the left; the chain is walked without recursion. */
export function evaluateAttribute(e: Evaluation, expr: Attribute): PyValue {
  const attributes: Attribute[] = [];
  let at: Expr = expr;
  for (; at.kind === 'Attribute'; at = at.value) attributes.push(at);
  let value = e.of(at, e);
  for (const attribute of attributes.toReversed()) {
    value = attributeOf(e, value, attribute);
    if (value.kind === 'unknown') return unknown(e, expr, value.reason);
  }
  return value;
}

/** `attribute` is read off a value that has been worked out already. */
export function attributeOf(e: Evaluation, value: PyValue, attribute: Attribute): PyValue {
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'ref') return unknown(e, attribute, `an attribute of ${describe(value)}`);
  const path = `${value.path}.${attribute.attr}`;
  return plainClassAttribute(e, value.path, attribute) ?? lookedUp(e, path, attribute);
}

/** A noun phrase for messages. */
export function describe(value: PyValue): string {
  switch (value.kind) {
    case 'call':
      return `what \`${value.callee}()\` returns`;
    case 'ref':
      return `\`${value.path}\``;
    case 'binop':
    case 'unaryop':
      return 'the result of an operator';
    case 'none':
      return 'None';
    case 'str':
      return 'a string';
    case 'int':
    case 'float':
      return 'a number';
    case 'bool':
      return 'a boolean';
    case 'bytes':
      return 'bytes';
    case 'list':
    case 'tuple':
    case 'set':
    case 'dict':
      return `a ${value.kind}`;
    case 'unknown':
      return 'something unknown';
  }
}

/** A class of this module without bases is a drawer of constants; one with bases may do anything with them (enumerations do). */
function plainClassAttribute(e: Evaluation, path: string, attribute: Attribute): PyValue | undefined {
  const prefix = `${e.scope.moduleName}.`;
  if (!path.startsWith(prefix)) return undefined;
  let root = e.scope;
  while (root.parent !== undefined) root = root.parent;
  const found = findName(root, path.slice(prefix.length), Infinity);
  if (found?.binding.kind !== 'class' || !found.certain) return undefined;
  const { def } = found.binding;
  const isPlain =
    def.keywords.length === 0 && def.decorators.length === 0 && def.bases.every((base) => base.kind === 'Name' && base.id === 'object');
  const scope = isPlain ? classScope(root, def) : undefined;
  const last = scope?.bindings.get(attribute.attr)?.at(-1);
  if (scope === undefined || (last?.kind !== 'value' && last?.kind !== 'change')) return undefined;
  const value = valueBefore({ ...e, scope, locals: noLocals }, attribute.attr, attribute, Infinity);
  return value.kind === 'unknown' ? unknown(e, attribute, value.reason) : value;
}
