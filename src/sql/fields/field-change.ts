/** Whether Django sees a change of the column between two fields (`BaseDatabaseSchemaEditor._field_should_be_altered`). */
import type { PyValue } from '../../python/value.ts';
import { targetOf } from './columns.ts';
import type { DjangoBehaviour } from '../model/django-behaviour.ts';
import type { FieldAt, ModelField } from '../model/world.ts';
import { onDeletePart } from '../model/on-delete.ts';

/** Options that never matter for the column (`Field.non_db_attrs`). */
const noDatabaseOptions: ReadonlySet<string> = new Set([
  'blank',
  'db_column',
  'editable',
  'error_messages',
  'help_text',
  'limit_choices_to',
  'on_delete',
  'related_name',
  'related_query_name',
  'validators',
  'verbose_name',
  'name',
]);

/** Options at these values are left out by `deconstruct()`. */
const plainValues: ReadonlyMap<string, readonly PyValue['kind'][]> = new Map([['max_length', ['none']]]);
const falseByDefault: ReadonlySet<string> = new Set([
  'primary_key',
  'unique',
  'null',
  'db_index',
  'auto_created',
  'auto_now',
  'auto_now_add',
  'parent_link',
  'recursive',
  'unpack_ipv4',
  'allow_unicode',
]);
const trueByDefault: ReadonlySet<string> = new Set(['serialize', 'db_constraint']);

/** True when Django goes on to alter the column. `ignored` are further options to leave out. */
export function fieldChanged(behaviour: DjangoBehaviour, from: FieldAt, to: FieldAt, ignored: readonly string[] = []): boolean {
  if (from.field.class.shape === 'none' && to.field.class.shape === 'none' && behaviour.databaseDefaults) return false;
  if (attributeColumn(from.field) !== attributeColumn(to.field)) return true;
  if (from.field.class.path !== to.field.class.path) return true;
  if (holdsFieldObject(from.field) && from.field.field !== to.field.field) return true;
  const leaveOut = new Set([...noDatabaseOptions, ...ignored, ...(behaviour.ignoresChoices ? ['choices'] : [])]);
  if (behaviour.ignoresSameTarget && sameTargetTable(from, to)) leaveOut.add('to');
  if (onDeletePart(behaviour, from.field) !== onDeletePart(behaviour, to.field)) return true;
  const names = new Set([...optionNames(from.field), ...optionNames(to.field)].filter((name) => !leaveOut.has(name)));
  for (const name of names) if (!sameOption(name, from, to)) return true;
  return false;
}

/** Django gives ManyToManyFields the name of a column, too. */
function attributeColumn(field: ModelField): string | undefined {
  return field.class.shape === 'manyToMany' ? field.name : field.column;
}

/** `base_field` and `output_field` are objects that are never equal to another one. */
function holdsFieldObject(field: ModelField): boolean {
  return field.class.shape === 'array' || field.class.shape === 'generated';
}

function optionNames(field: ModelField): Iterable<string> {
  return [...field.field.options.keys(), ...field.class.defaults.keys(), ...(field.relation === undefined ? [] : ['to'])];
}

function sameTargetTable(from: FieldAt, to: FieldAt): boolean {
  if (to.field.class.shape !== 'foreignKey' || from.field.class.shape !== 'foreignKey') return false;
  const [before, after] = [targetOf(from), targetOf(to)];
  return before !== undefined && after !== undefined && before.model.table === after.model.table;
}

function sameOption(name: string, from: FieldAt, to: FieldAt): boolean {
  if (name === 'to_field') return targetField(from) === targetField(to);
  if (name === 'to' || name === 'through') return referenceText(from, name) === referenceText(to, name);
  const [before, after] = [normal(name, from.field.option(name)), normal(name, to.field.option(name))];
  return before === after || (before !== undefined && after !== undefined && samePyValue(before, after));
}

/** The field that a key points at; a key that names the primary key is the same as one that names nothing. */
function targetField(at: FieldAt): string | undefined {
  return targetOf(at)?.field.name ?? at.field.relation?.toField;
}

function referenceText({ field }: FieldAt, name: 'to' | 'through'): string | undefined {
  const reference = name === 'to' ? field.relation?.to : field.relation?.through;
  return reference === undefined ? undefined : `${reference.appLabel}.${reference.modelName}`;
}

/** A value that is the same as leaving the option out becomes undefined. */
function normal(name: string, value: PyValue | undefined): PyValue | undefined {
  if (value === undefined) return undefined;
  if (name === 'default' || name === 'db_default') return value.kind === 'ref' && value.path.endsWith('.NOT_PROVIDED') ? undefined : value;
  if (value.kind === 'bool' && (value.value ? trueByDefault.has(name) : falseByDefault.has(name))) return undefined;
  if (value.kind === 'none' || plainValues.get(name)?.includes(value.kind) === true) return undefined;
  return value;
}

/** Classes whose instances compare by what they were made of. */
const comparable =
  /^(?:.*\.)?(?:Decimal|datetime|date|time|timedelta|timezone|UUID)$|^django\.(?:db\.models|contrib\.postgres|utils\.translation)\b/;

/** Python's `==` between two constants; instances of unknown classes are equal only when they are the same object. */
export function samePyValue(a: PyValue, b: PyValue): boolean {
  if (a === b) return true;
  const numbers = [numberOf(a), numberOf(b)];
  if (numbers[0] !== undefined && numbers[1] !== undefined) return numbers[0] === numbers[1];
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'none':
      return true;
    case 'str':
    case 'bytes':
      return 'value' in b && a.value === b.value;
    case 'list':
    case 'tuple':
      return 'items' in b && a.items.length === b.items.length && a.items.every((item, index) => sameItem(item, b.items[index]));
    case 'set':
      return (
        'items' in b && a.items.length === b.items.length && a.items.every((item) => b.items.some((other) => samePyValue(item, other)))
      );
    case 'dict':
      return b.kind === 'dict' && sameEntries(a.entries, b.entries);
    case 'ref':
      return b.kind === 'ref' && a.path === b.path;
    case 'call':
      return (
        b.kind === 'call' &&
        a.callee === b.callee &&
        comparable.test(a.callee) &&
        a.args.length === b.args.length &&
        a.args.every((item, index) => sameItem(item, b.args[index])) &&
        sameEntries([...a.kwargs], [...b.kwargs]) &&
        sameItem(a.receiver, b.receiver)
      );
    case 'binop':
      return b.kind === 'binop' && a.op === b.op && samePyValue(a.left, b.left) && samePyValue(a.right, b.right);
    case 'unaryop':
      return b.kind === 'unaryop' && a.op === b.op && samePyValue(a.operand, b.operand);
    case 'unknown':
      return b.kind === 'unknown' && a.source === b.source;
    case 'bool':
    case 'int':
    case 'float':
      return false;
  }
}

/** Python compares True, 1 and 1.0 as equal. */
function numberOf(value: PyValue): number | bigint | undefined {
  if (value.kind === 'bool') return value.value ? 1 : 0;
  if (value.kind === 'int') return Number.isSafeInteger(Number(value.value)) ? Number(value.value) : value.value;
  return value.kind === 'float' ? value.value : undefined;
}

function sameItem(a: PyValue | undefined, b: PyValue | undefined): boolean {
  return a === undefined || b === undefined ? a === b : samePyValue(a, b);
}

function sameEntries(a: readonly (readonly [PyValue | string, PyValue])[], b: readonly (readonly [PyValue | string, PyValue])[]): boolean {
  const sameKey = (x: PyValue | string, y: PyValue | string): boolean =>
    typeof x === 'string' || typeof y === 'string' ? x === y : samePyValue(x, y);
  return (
    a.length === b.length && a.every(([key, value]) => b.some(([otherKey, other]) => sameKey(key, otherKey) && samePyValue(value, other)))
  );
}
