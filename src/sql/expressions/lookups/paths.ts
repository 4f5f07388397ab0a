/** Names with double underscores: which field, transforms and lookup they stand for. */
import type { ExpressionField } from '../../values/field.ts';
import { isField, plainField } from '../../values/field.ts';
import type { Session } from '../session.ts';
import { unknownNode } from '../session.ts';
import type { FuncNode, LookupNode, Node, Rhs } from '../node.ts';
import { fieldOf } from '../node.ts';

/** The field that a path begins with, and the names after it. Joins do not occur in DDL. */
export function pathOf(
  path: string,
  session: Session,
): { readonly node: Node; readonly field: ExpressionField; readonly rest: readonly string[] } | undefined {
  const [name = '', ...rest] = path.split('__');
  const field = session.context.field(name);
  return field === undefined ? undefined : { node: { kind: 'column', field }, field, rest };
}

/** `F(path)`: a column, transformed by the names after it. */
export function reference(path: string, session: Session): Node {
  const found = pathOf(path, session);
  if (found === undefined) return unknownNode(session, `\`${path}\` is no field of the model`);
  let node = found.node;
  for (const name of found.rest) {
    const next = transformOf(node, name, session);
    if (next === undefined) return unknownNode(session, `\`${path}\` uses a transform that is not Django's`);
    node = next;
  }
  return node;
}

const dateParts = ['year', 'month', 'day', 'week_day', 'iso_week_day', 'week', 'iso_year', 'quarter'];
const timeParts = ['hour', 'minute', 'second'];
const rangeTransforms: Readonly<Record<string, string>> = {
  startswith: 'RangeStartsWith',
  endswith: 'RangeEndsWith',
  isempty: 'IsEmpty',
  lower_inc: 'LowerInclusive',
  lower_inf: 'LowerInfinite',
  upper_inc: 'UpperInclusive',
  upper_inf: 'UpperInfinite',
};

/** A call of one of our function nodes. */
export function func(
  name: string,
  args: readonly Node[],
  extra: Readonly<Record<string, string>> = {},
  output?: ExpressionField,
): FuncNode {
  return { kind: 'func', name, args, extra: new Map(Object.entries(extra)), output };
}

/** `get_transform(name)(node)`: only what Django registers by itself. */
export function transformOf(node: Node, name: string, session: Session): Node | undefined {
  const field = fieldOf(node, session.context);
  if (node.kind === 'key' && !node.text) return { kind: 'key', inner: node, name, text: false };
  if (isField(field, 'JSONField')) return { kind: 'key', inner: node, name, text: false };
  const parts = isField(field, 'DateTimeField')
    ? [...dateParts, ...timeParts]
    : isField(field, 'DateField')
      ? dateParts
      : isField(field, 'TimeField')
        ? timeParts
        : [];
  if (parts.includes(name)) return func('Extract', [node], { part: name });
  if (isField(field, 'DateTimeField') && name === 'date') return func('TruncDate', [node]);
  if (isField(field, 'DateTimeField') && name === 'time') return func('TruncTime', [node]);
  if (session.context.vendor !== 'postgresql') return undefined;
  if (isField(field, 'RangeField') && Object.hasOwn(rangeTransforms, name)) return func(rangeTransforms[name] ?? '', [node]);
  if (isField(field, 'ArrayField')) return arrayTransform(node, name);
  if (isField(field, 'HStoreField')) return hstoreTransform(node, name);
  return isField(field, 'CharField', 'TextField') && name === 'unaccent' ? func('Unaccent', [node]) : undefined;
}

function arrayTransform(node: Node, name: string): Node | undefined {
  if (name === 'len') return func('ArrayLen', [node]);
  if (/^\d+$/.test(name)) return func('ArrayIndex', [node], { index: String(BigInt(name) + 1n) });
  const [, start, end] = /^(\d+)_(\d+)$/.exec(name) ?? [];
  return start === undefined || end === undefined ? undefined : func('ArraySlice', [node], { start: String(BigInt(start) + 1n), end });
}

const textArray = plainField('ArrayField', { dbType: 'text[]', base: plainField('TextField', { dbType: 'text' }) });

function hstoreTransform(node: Node, name: string): Node {
  if (name === 'keys') return func('HStoreKeys', [node], {}, textArray);
  return name === 'values' ? func('HStoreValues', [node], {}, textArray) : func('HStoreKey', [node], { key: name });
}

const everywhere =
  'exact iexact gt gte lt lte in contains icontains startswith istartswith endswith iendswith range isnull regex iregex'.split(' ');
const related = new Set(['exact', 'in', 'gt', 'gte', 'lt', 'lte', 'isnull']);
const extra: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['JSONField'], ['contained_by', 'has_key', 'has_keys', 'has_any_keys']],
  [['ArrayField'], ['contained_by', 'overlap']],
  [['RangeField'], ['contained_by', 'overlap', 'fully_lt', 'fully_gt', 'not_lt', 'not_gt', 'adjacent_to']],
  [['HStoreField'], ['contained_by', 'has_key', 'has_keys', 'has_any_keys']],
  [['DateField', 'IntegerField', 'FloatField', 'DecimalField'], ['contained_by']],
  [
    ['CharField', 'TextField'],
    ['search', 'trigram_similar', 'trigram_word_similar', 'trigram_strict_word_similar'],
  ],
];

/** Whether Django registers a lookup of the name for the node's field. */
export function hasLookup(node: Node, name: string, session: Session): boolean {
  const field = fieldOf(node, session.context);
  if (field === undefined) return false;
  if (isField(field, 'ForeignKey')) return related.has(name);
  if (isField(field, 'RangeField') && (name === 'startswith' || name === 'endswith')) return false;
  if (everywhere.includes(name)) return true;
  const postgresOnly = !isField(field, 'JSONField');
  if (postgresOnly && session.context.vendor !== 'postgresql') return false;
  return extra.some(([types, names]) => isField(field, ...types) && names.includes(name));
}

/** `Query.build_lookup`. */
export function makeLookup(start: Node, names: readonly string[], rhs: Rhs, session: Session): Node {
  let lhs = start;
  let name = names.at(-1) ?? 'exact';
  const bad = () => unknownNode(session, `the lookup \`${names.join('__')}\` is not one that Django registers for the field`);
  for (const transform of names.slice(0, -1)) {
    const next = transformOf(lhs, transform, session);
    if (next === undefined) return bad();
    lhs = next;
  }
  if (!hasLookup(lhs, name, session)) {
    const next = transformOf(lhs, name, session);
    if (next === undefined) return bad();
    lhs = next;
    name = 'exact';
    if (!hasLookup(lhs, name, session)) return bad();
  }
  const isNull: LookupNode = {
    kind: 'lookup',
    name: 'isnull',
    lhs,
    rhs: { kind: 'literal', value: { kind: 'bool', value: true } },
    plain: false,
  };
  const none = rhs.kind === 'literal' && rhs.value.kind === 'none';
  const json = lhs.kind === 'key' || isField(fieldOf(lhs, session.context), 'JSONField');
  if (none && !(name === 'exact' && json))
    return name === 'exact' || name === 'iexact' ? isNull : unknownNode(session, 'a lookup against None');
  const empty = rhs.kind === 'literal' && rhs.value.kind === 'str' && rhs.value.value === '';
  if (session.context.vendor === 'oracle' && name === 'exact' && empty) return isNull;
  return { kind: 'lookup', name, lhs, rhs, plain: false };
}
