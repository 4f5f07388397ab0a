/** The repository's own field classes, with what their methods return when that is a constant. */
import type { CustomClass, DjangoProject } from '../../django/project.ts';
import type { Expr, FunctionDef, Stmt } from '../../python/ast.ts';
import type { PyValue } from '../../python/value.ts';
import type { CustomFieldClass, CustomFieldClasses } from './field-class.ts';
import { packageFields } from './package-fields.ts';

/** Field classes of the project and, behind them, those of the user's configuration and of well-known packages. The project's win. */
export function customFieldsOf(project: DjangoProject, further: CustomFieldClasses = new Map()): CustomFieldClasses {
  const classes = new Map([...packageFields, ...further]);
  for (const [path, found] of project.customFields) {
    const read = readFieldClass(found);
    classes.set(path, { ...read, path });
    classes.set(found.path, read);
  }
  return classes;
}

function readFieldClass(found: CustomClass): CustomFieldClass {
  const internalType = returnedText(found.methods.get('get_internal_type'));
  const columnType = returnedText(found.methods.get('db_type'));
  const { defaults, forced } = constructorOptions(found.methods.get('__init__'));
  const hidden = hiddenOptions(found.methods.get('deconstruct'));
  return {
    path: found.path,
    bases: found.bases,
    overrides: [...found.methods.keys(), ...found.attributes.keys()],
    ...(internalType === undefined ? {} : { internalType }),
    ...(columnType === undefined ? {} : { columnType }),
    ...(defaults.size === 0 ? {} : { defaults }),
    ...(forced.size === 0 ? {} : { forced }),
    ...(hidden.length === 0 ? {} : { hidden }),
  };
}

/** The text that a method returns when its body does nothing else. */
function returnedText(method: FunctionDef | undefined): string | undefined {
  const body = method?.body.filter((statement) => !isDocString(statement));
  const [only] = body ?? [];
  if (body?.length !== 1 || only?.kind !== 'Return' || only.value?.kind !== 'Constant') return undefined;
  return only.value.value.type === 'str' ? only.value.value.value : undefined;
}

function isDocString(statement: Stmt): boolean {
  return statement.kind === 'Expr' && statement.value.kind === 'Constant' && statement.value.value.type === 'str';
}

interface ConstructorOptions {
  readonly defaults: ReadonlyMap<string, PyValue>;
  readonly forced: ReadonlyMap<string, PyValue>;
}

/** Constants that `__init__` hands on: by `kwargs["a"] = 1` and `super().__init__(a=1)` in any case, by `kwargs.setdefault("a", 1)` otherwise. */
function constructorOptions(method: FunctionDef | undefined): ConstructorOptions {
  const defaults = new Map<string, PyValue>();
  const forced = new Map<string, PyValue>();
  for (const statement of method?.body ?? []) {
    if (statement.kind === 'Assign' && statement.targets[0]?.kind === 'Subscript') {
      const [name, value] = option(statement.targets[0].slice, statement.value) ?? [];
      if (name !== undefined && value !== undefined) forced.set(name, value);
    }
    if (statement.kind !== 'Expr' || statement.value.kind !== 'Call' || statement.value.func.kind !== 'Attribute') continue;
    const { func, args, keywords } = statement.value;
    if (func.attr === 'setdefault') {
      const [name, value] = option(args[0], args[1]) ?? [];
      if (name !== undefined && value !== undefined) defaults.set(name, value);
    }
    if (func.attr !== '__init__') continue;
    for (const { arg, value } of keywords) {
      const constant = value.kind === 'Constant' ? plainConstant(value.value) : undefined;
      if (arg !== undefined && constant !== undefined) forced.set(arg, constant);
    }
  }
  return { defaults, forced };
}

/** `del kwargs["max_length"]` and `kwargs.pop("max_length", None)` in `deconstruct`. */
function hiddenOptions(method: FunctionDef | undefined): readonly string[] {
  return (method?.body ?? []).flatMap((statement) => {
    if (statement.kind === 'Delete')
      return statement.targets.flatMap((target) => (target.kind === 'Subscript' ? constantText(target.slice) : []));
    const call = statement.kind === 'Expr' ? statement.value : undefined;
    if (call?.kind !== 'Call' || call.func.kind !== 'Attribute' || call.func.attr !== 'pop') return [];
    return call.args[0] === undefined ? [] : constantText(call.args[0]);
  });
}

function constantText(expr: Expr): readonly string[] {
  return expr.kind === 'Constant' && expr.value.type === 'str' ? [expr.value.value] : [];
}

function option(name: Expr | undefined, value: Expr | undefined): readonly [string, PyValue] | undefined {
  if (name?.kind !== 'Constant' || name.value.type !== 'str' || value?.kind !== 'Constant') return undefined;
  const constant = plainConstant(value.value);
  return constant === undefined ? undefined : [name.value.value, constant];
}

function plainConstant(value: { readonly type: string; readonly value?: unknown }): PyValue | undefined {
  if (typeof value.value === 'bigint') return { kind: 'int', value: value.value };
  if (typeof value.value === 'boolean') return { kind: 'bool', value: value.value };
  return value.type === 'str' && typeof value.value === 'string' ? { kind: 'str', value: value.value } : undefined;
}
