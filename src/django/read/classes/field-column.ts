/** What the methods of a field class of the repository say of its column, worked out for each kind of database. */
import type { Expr, FunctionDef } from '../../../python/ast.ts';
import type { PyValue } from '../../../python/value.ts';
import { walk } from '../../../python/walk.ts';
import type { ColumnType, FieldColumn, Vendor } from '../../project.ts';

/** Runs a method; `given` are values behind dotted paths that only this run has. */
export type RunMethod = (def: FunctionDef, args: readonly PyValue[], given: ReadonlyMap<string, PyValue>) => PyValue | undefined;

/** `connection.vendor` → the vendors that answer so. */
const vendorNames: readonly (readonly [name: string, vendors: readonly Vendor[]])[] = [
  ['postgresql', ['postgresql']],
  ['mysql', ['mysql', 'mariadb']],
  ['sqlite', ['sqlite']],
  ['oracle', ['oracle']],
];

/** Options whose place is kept in the text that a method puts together. */
const keptOptions = ['max_length', 'max_digits', 'decimal_places', 'dimensions', 'srid', 'size'];

const self: PyValue = { kind: 'ref', path: 'self' };
const connection: PyValue = { kind: 'ref', path: 'connection' };

export function readFieldColumn(methods: ReadonlyMap<string, FunctionDef>, run: RunMethod): FieldColumn {
  const internal = methods.get('get_internal_type');
  const internalType = internal === undefined ? undefined : run(internal, [self], new Map());
  return {
    internalType: internalType?.kind === 'str' ? internalType.value : undefined,
    types: typesOf(methods, 'db_type', run),
    relatedTypes: typesOf(methods, 'rel_db_type', run),
  };
}

function typesOf(methods: ReadonlyMap<string, FunctionDef>, name: string, run: RunMethod): FieldColumn['types'] {
  const method = methods.get(name);
  const types = new Map<Vendor, ColumnType>();
  if (method === undefined) return types;
  const options = asksOption(method) ? [] : keptOptions.map((option) => [`self.${option}`, text(`%(${option})s`)] as const);
  for (const [vendorName, vendors] of vendorNames) {
    const engine: PyValue = { kind: 'dict', entries: [[text('ENGINE'), text(`django.db.backends.${vendorName}`)]] };
    const given = new Map([...options, ['connection.vendor', text(vendorName)], ['connection.settings_dict', engine]] as const);
    const result = run(method, [self, connection], given);
    const type = result === undefined ? undefined : columnTypeOf(result, name);
    if (type !== undefined) for (const vendor of vendors) types.set(vendor, type);
  }
  return types;
}

function text(value: string): PyValue {
  return { kind: 'str', value };
}

/** A method that decides by an option can't be told with a placeholder in its place. */
function asksOption(method: FunctionDef): boolean {
  for (const node of walk(method.body)) {
    if ((node.kind === 'If' || node.kind === 'IfExp') && mentionsOption(node.test)) return true;
  }
  return false;
}

function mentionsOption(test: Expr): boolean {
  for (const node of walk([test])) if (node.kind === 'Attribute' && keptOptions.includes(node.attr)) return true;
  return false;
}

function columnTypeOf(result: PyValue, method: string): ColumnType | undefined {
  if (result.kind === 'str') return { kind: 'text', text: result.value };
  if (result.kind === 'none') return { kind: 'none' };
  if (result.kind !== 'call') return undefined;
  const { callee, receiver } = result;
  if (callee === 'self.db_type') return method === 'rel_db_type' ? { kind: 'own' } : undefined;
  if (receiver?.kind !== 'call' || (callee !== 'db_type' && callee !== 'rel_db_type')) return undefined;
  if (receiver.callee === 'builtins.super') return callee === method ? { kind: 'inherited' } : undefined;
  const internalType = /^django\.db\.models\.(?:fields\.)?(\w+Field)$/.exec(receiver.callee)?.[1];
  const isPlain = receiver.args.length === 0 && receiver.kwargs.size === 0;
  return internalType !== undefined && isPlain && callee === 'db_type' ? { kind: 'as', internalType } : undefined;
}
