/** One operation from its call. Never throws: what cannot be read becomes an UnknownOperation that says why. */
import type { Expr } from '../../python/ast.ts';
import type { PyCall, PyValue } from '../../python/value.ts';
import type { SourceRange } from '../../source/position.ts';
import type { CreateModel, Operation, UnknownOperation } from '../operation.ts';
import { inSetOrder } from '../history/apply/together.ts';
import { argumentReader } from './argument-reader.ts';
import type { ArgumentReader } from './argument-reader.ts';
import { resolveCustom } from './custom-operation.ts';
import { bindArguments, builtinOperation, extensionClasses, operationSignatures } from './operation-arguments.ts';
import type { Argument } from './operation-arguments.ts';
import { readField, readNamed } from './read-field.ts';
import { readRunPythonCode } from './code/read-run-python.ts';
import { readRunSqlCode } from './code/read-run-sql.ts';
import type { Reader } from '../resolve/reader.ts';

type Builtin = NonNullable<ReturnType<typeof builtinOperation>>;
type Base = Pick<Operation, 'range' | 'argumentRanges' | 'elidable'> & { readonly custom?: NonNullable<Operation['custom']> };

/** An operation from its value; `around` is the range to blame when the value has none of its own. */
export function readOperation(value: PyValue, around: SourceRange, reader: Reader): Operation {
  if (value.kind === 'call' && value.receiver?.kind === 'call' && value.receiver.receiver === undefined) {
    // an attribute of an object that the repository makes of a class of its own
    const { receiver, ...call } = value;
    const path = `${receiver.callee}.${value.callee}`;
    if (reader.find(path)?.kind === 'class') return readOperation({ ...call, callee: path }, around, reader);
  }
  if (value.kind !== 'call' || value.receiver !== undefined) {
    const source = value.kind === 'unknown' ? value.source : '';
    const reason = value.kind === 'unknown' ? value.reason : 'it is no call of an operation class';
    return unknownOperation({ path: value.kind === 'ref' ? value.path : undefined, source, reason, range: around });
  }
  return readCall(value.range.path === reader.module.path ? value : { ...value, range: around, expr: nowhere }, reader);
}

/** Stands for a call that is written in another file: its arguments have no place in this one. */
const nowhere: Expr = { kind: 'UnknownExpr', start: 0, end: 0 };

function readCall(value: PyCall, reader: Reader): Operation {
  const builtin = builtinOperation(value.callee);
  if (builtin !== undefined)
    return readBuiltin(builtin, { call: value, bound: bindArguments(value, operationSignatures[builtin.kind]) }, reader);
  const custom = resolveCustom(value, reader);
  if (custom.kind === 'unknown') {
    return {
      ...unknownOperation({ path: value.callee, source: sourceAt(value.range, reader), reason: custom.reason, range: value.range }),
      ...custom.effect,
    };
  }
  return readBuiltin(custom.builtin, { call: value, bound: custom.bound, custom: custom.custom }, reader);
}

function sourceAt(range: SourceRange, reader: Reader): string {
  return reader.sourceOf({ start: range.start.offset, end: range.end.offset });
}

/** The operations in a value that is a list of them; what is no list is one UnknownOperation. */
export function readOperations(value: PyValue | undefined, around: SourceRange, reader: Reader): readonly Operation[] {
  if (value === undefined || value.kind === 'none') return [];
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.map((item) => readOperation(item, around, reader));
  if (value.kind === 'binop' && value.op === '+') {
    return [...readOperations(value.left, around, reader), ...readOperations(value.right, around, reader)];
  }
  return [readOperation(value, around, reader)];
}

interface OperationCall {
  readonly call: PyCall;
  readonly bound: ReadonlyMap<string, Argument>;
  readonly custom?: NonNullable<Operation['custom']>;
}

function readBuiltin(builtin: Builtin, { call, bound, custom }: OperationCall, reader: Reader): Operation {
  const args = argumentReader(bound);
  const argumentRanges = new Map<string, SourceRange>();
  for (const [name, { expr }] of bound) if (expr !== undefined) argumentRanges.set(name, reader.rangeOf(expr));
  const base: Base = {
    range: call.range,
    argumentRanges,
    elidable: args.flag('elidable', false),
    ...(custom === undefined ? {} : { custom }),
  };
  const operation = makeOperation(builtin, { base, args, reader });
  if (args.problems.length === 0) return operation;
  const source = sourceAt(call.range, reader);
  return { ...unknownOperation({ path: call.callee, source, reason: args.problems.join('; '), range: call.range }), argumentRanges };
}

interface Making {
  readonly base: Base;
  readonly args: ArgumentReader;
  readonly reader: Reader;
}

function makeOperation({ kind, className }: Builtin, making: Making): Operation {
  const { base, args, reader } = making;
  switch (kind) {
    case 'CreateModel':
      return createModel(making);
    case 'DeleteModel':
      return { ...base, kind, name: args.text('name') };
    case 'RenameModel':
      return { ...base, kind, oldName: args.text('old_name'), newName: args.text('new_name') };
    case 'AlterModelTable':
      return { ...base, kind, name: args.text('name'), table: args.textOrNone('table') };
    case 'AlterModelTableComment':
      return { ...base, kind, name: args.text('name'), tableComment: args.textOrNone('table_comment') };
    case 'AlterUniqueTogether':
      return { ...base, kind, name: args.text('name'), uniqueTogether: args.together('unique_together') };
    case 'AlterIndexTogether':
      return { ...base, kind, name: args.text('name'), indexTogether: args.together('index_together') };
    case 'AlterOrderWithRespectTo':
      return { ...base, kind, name: args.text('name'), orderWithRespectTo: args.textOrNone('order_with_respect_to') };
    case 'AlterModelOptions':
      return { ...base, kind, name: args.text('name'), options: args.dict('options') };
    case 'AlterModelManagers':
      return { ...base, kind, name: args.text('name'), managers: pairs(args, 'managers') };
    case 'AddField':
    case 'AlterField': {
      const field = readField(args.value('field') ?? { kind: 'unknown', source: '', reason: 'no field is given' });
      return {
        ...base,
        kind,
        modelName: args.text('model_name'),
        name: args.text('name'),
        field,
        preserveDefault: args.flag('preserve_default', true),
      };
    }
    case 'RemoveField':
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
    case 'RemoveConstraint':
    case 'ValidateConstraint':
      return { ...base, kind, modelName: args.text('model_name'), name: args.text('name') };
    case 'RenameField':
      return { ...base, kind, modelName: args.text('model_name'), oldName: args.text('old_name'), newName: args.text('new_name') };
    case 'AddIndex':
    case 'AddIndexConcurrently':
      return { ...base, kind, modelName: args.text('model_name'), index: named(args, 'index') };
    case 'RenameIndex': {
      const [oldName, oldFields] = [args.textOrNone('old_name'), args.texts('old_fields')];
      return { ...base, kind, modelName: args.text('model_name'), newName: args.text('new_name'), oldName, oldFields };
    }
    case 'AddConstraint':
    case 'AddConstraintNotValid':
      return { ...base, kind, modelName: args.text('model_name'), constraint: named(args, 'constraint') };
    case 'AlterConstraint':
      return { ...base, kind, modelName: args.text('model_name'), name: args.text('name'), constraint: named(args, 'constraint') };
    case 'SeparateDatabaseAndState': {
      const [databaseOperations, stateOperations] = [nested(making, 'database_operations'), nested(making, 'state_operations')];
      return { ...base, kind, databaseOperations, stateOperations };
    }
    case 'RunSQL': {
      const reverse = args.value('reverse_sql');
      return {
        ...base,
        kind,
        sql: readRunSqlCode(args.expr('sql'), args.value('sql') ?? { kind: 'unknown', source: '', reason: 'no SQL is given' }, reader),
        reverseSql:
          reverse === undefined || reverse.kind === 'none' ? undefined : readRunSqlCode(args.expr('reverse_sql'), reverse, reader),
        stateOperations: nested(making, 'state_operations'),
        hints: args.value('hints'),
      };
    }
    case 'RunPython': {
      const reverse = args.value('reverse_code');
      return {
        ...base,
        kind,
        code: readRunPythonCode(
          args.expr('code'),
          args.value('code') ?? { kind: 'unknown', source: '', reason: 'no code is given' },
          reader,
        ),
        reverseCode:
          reverse === undefined || reverse.kind === 'none' ? undefined : readRunPythonCode(args.expr('reverse_code'), reverse, reader),
        atomic: args.flagOrNone('atomic'),
        hints: args.value('hints'),
      };
    }
    case 'CreateExtension':
      return { ...base, kind, className, name: extensionClasses.get(className) ?? args.text('name') };
    case 'CreateCollation':
    case 'RemoveCollation': {
      const deterministic = args.flag('deterministic', true);
      return {
        ...base,
        kind,
        name: args.text('name'),
        locale: args.text('locale'),
        provider: args.textOrNone('provider') ?? 'libc',
        deterministic,
      };
    }
  }
}

function createModel({ base, args }: Making): CreateModel {
  const all = args.dict('options');
  const options = new Map([...all].map(([name, value]) => [name, inSetOrder(value, itemExpr(args.expr('options'), name))] as const));
  options.delete('indexes');
  options.delete('constraints');
  const bases = args.items('bases');
  return {
    ...base,
    kind: 'CreateModel',
    name: args.text('name'),
    fields: pairs(args, 'fields').map(([name, value]) => [name, readField(value)]),
    options,
    indexes: namedItems(args, all.get('indexes'), 'indexes'),
    constraints: namedItems(args, all.get('constraints'), 'constraints'),
    bases: bases.length === 0 ? [{ kind: 'ref', path: 'django.db.models.Model' }] : bases,
    managers: pairs(args, 'managers'),
  };
}

/** Where the value of a text key of a dictionary is written. */
function itemExpr(dict: Expr | undefined, key: string): Expr | undefined {
  if (dict?.kind !== 'Dict') return undefined;
  const at = dict.keys.findIndex((each) => each?.kind === 'Constant' && each.value.type === 'str' && each.value.value === key);
  return dict.values[at];
}

/** A list of `(name, value)`. */
function pairs(args: ArgumentReader, name: string): readonly (readonly [string, PyValue])[] {
  const found: [string, PyValue][] = [];
  for (const item of args.items(name)) {
    const [key, value] = item.kind === 'tuple' || item.kind === 'list' ? item.items : [];
    if (key?.kind === 'str' && value !== undefined) found.push([key.value, value]);
    else args.note(`an item of \`${name}\` cannot be known`);
  }
  return found;
}

function named(args: ArgumentReader, name: string): NonNullable<ReturnType<typeof readNamed>> {
  const found = readNamed(args.value(name));
  if (found === undefined) args.note(`the ${name} or its name cannot be known`);
  return found ?? { type: '', name: '', args: [], options: new Map(), range: undefined };
}

function namedItems(
  args: ArgumentReader,
  value: PyValue | undefined,
  option: string,
): readonly NonNullable<ReturnType<typeof readNamed>>[] {
  if (value === undefined) return [];
  const items = value.kind === 'list' || value.kind === 'tuple' ? value.items : [undefined];
  const found = items.map((item) => readNamed(item));
  if (found.includes(undefined)) args.note(`the option \`${option}\` or a name in it cannot be known`);
  return found.filter((each) => each !== undefined);
}

function nested({ base, args, reader }: Making, name: string): readonly Operation[] {
  return readOperations(args.value(name), base.argumentRanges.get(name) ?? base.range, reader);
}

interface UnknownReading {
  readonly path: string | undefined;
  readonly source: string;
  readonly reason: string;
  readonly range: SourceRange;
}

/** An operation that says why it is not known. */
export function unknownOperation({ path, source, reason, range }: UnknownReading): UnknownOperation {
  return { kind: 'UnknownOperation', path, source, reason, range, argumentRanges: new Map(), elidable: false };
}
