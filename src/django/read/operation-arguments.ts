/** Django's operations, the names of their arguments in order, and a call's arguments by those names. */
import type { Call, Expr } from '../../python/ast.ts';
import type { PyCall, PyValue } from '../../python/value.ts';
import type { OperationKind } from '../operation.ts';

const modelAndName = ['model_name', 'name'];
const modelNameField = ['model_name', 'name', 'field', 'preserve_default'];
const collation = ['name', 'locale', 'provider', 'deterministic'];

/** Names of the arguments, in the order in which they may be positional. */
export const operationSignatures: Readonly<Record<Exclude<OperationKind, 'UnknownOperation'>, readonly string[]>> = {
  CreateModel: ['name', 'fields', 'options', 'bases', 'managers'],
  DeleteModel: ['name'],
  RenameModel: ['old_name', 'new_name'],
  AlterModelTable: ['name', 'table'],
  AlterModelTableComment: ['name', 'table_comment'],
  AlterUniqueTogether: ['name', 'unique_together'],
  AlterIndexTogether: ['name', 'index_together'],
  AlterOrderWithRespectTo: ['name', 'order_with_respect_to'],
  AlterModelOptions: ['name', 'options'],
  AlterModelManagers: ['name', 'managers'],
  AddField: modelNameField,
  RemoveField: ['model_name', 'name', 'field'],
  AlterField: modelNameField,
  RenameField: ['model_name', 'old_name', 'new_name'],
  AddIndex: ['model_name', 'index'],
  AddIndexConcurrently: ['model_name', 'index'],
  RemoveIndex: modelAndName,
  RemoveIndexConcurrently: modelAndName,
  RenameIndex: ['model_name', 'new_name', 'old_name', 'old_fields'],
  AddConstraint: ['model_name', 'constraint'],
  AddConstraintNotValid: ['model_name', 'constraint'],
  RemoveConstraint: modelAndName,
  AlterConstraint: ['model_name', 'name', 'constraint'],
  ValidateConstraint: modelAndName,
  SeparateDatabaseAndState: ['database_operations', 'state_operations'],
  RunSQL: ['sql', 'reverse_sql', 'state_operations', 'hints', 'elidable'],
  RunPython: ['code', 'reverse_code', 'atomic', 'hints', 'elidable'],
  CreateExtension: ['name', 'hints'],
  CreateCollation: collation,
  RemoveCollation: collation,
};

/** The subclasses of CreateExtension and the extension that each creates. */
export const extensionClasses: ReadonlyMap<string, string> = new Map([
  ['BloomExtension', 'bloom'],
  ['BtreeGinExtension', 'btree_gin'],
  ['BtreeGistExtension', 'btree_gist'],
  ['CITextExtension', 'citext'],
  ['CryptoExtension', 'pgcrypto'],
  ['HStoreExtension', 'hstore'],
  ['TrigramExtension', 'pg_trgm'],
  ['UnaccentExtension', 'unaccent'],
]);

/** Which operation a dotted path names: its kind and its class; undefined when it is none of Django's. */
export function builtinOperation(
  path: string,
): { readonly kind: keyof typeof operationSignatures; readonly className: string } | undefined {
  if (!path.startsWith('django.db.migrations.') && !path.startsWith('django.contrib.postgres.operations.')) return undefined;
  const className = path.slice(path.lastIndexOf('.') + 1);
  if (extensionClasses.has(className)) return { kind: 'CreateExtension', className };
  return isKind(className) ? { kind: className, className } : undefined;
}

function isKind(name: string): name is keyof typeof operationSignatures {
  return Object.hasOwn(operationSignatures, name);
}

/** An argument's value and, when it was written in the call itself, its expression. */
export interface Argument {
  readonly value: PyValue;
  readonly expr: Expr | undefined;
}

/** The call's arguments by name; a positional one beyond the signature is left out. */
export function bindArguments(call: PyCall, signature: readonly string[]): ReadonlyMap<string, Argument> {
  const written = call.expr.kind === 'Call' ? call.expr : undefined;
  const bound = new Map<string, Argument>();
  const hasStar = written?.args.some((arg) => arg.kind === 'Starred') === true;
  call.args.forEach((value, index) => {
    const name = signature[index];
    if (name !== undefined) bound.set(name, { value, expr: hasStar ? undefined : written?.args[index] });
  });
  for (const [name, value] of call.kwargs) bound.set(name, { value, expr: written === undefined ? undefined : keywordExpr(written, name) });
  return bound;
}

function keywordExpr(call: Call, name: string): Expr | undefined {
  return call.keywords.find((keyword) => keyword.arg === name)?.value;
}
