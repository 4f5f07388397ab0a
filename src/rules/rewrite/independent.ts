/** Whether an operation may run before another one that stands above it in the same migration. */
import type { Operation } from '../../django/operation.ts';

/** The model and, when it is about no more than that, the fields that an operation is about; undefined when that is not known. */
function subjectOf(operation: Operation): { readonly model: string; readonly fields?: readonly string[] } | undefined {
  switch (operation.kind) {
    case 'AddField':
    case 'RemoveField':
    case 'AlterField':
      return { model: operation.modelName.toLowerCase(), fields: [operation.name] };
    case 'RenameField':
      return { model: operation.modelName.toLowerCase(), fields: [operation.oldName, operation.newName] };
    case 'AddIndex':
    case 'AddIndexConcurrently':
      return { model: operation.modelName.toLowerCase(), ...indexedFields(operation) };
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
    case 'RenameIndex':
    case 'AddConstraint':
    case 'AddConstraintNotValid':
    case 'RemoveConstraint':
    case 'AlterConstraint':
    case 'ValidateConstraint':
      return { model: operation.modelName.toLowerCase() };
    case 'AlterModelOptions':
    case 'AlterModelManagers':
    case 'AlterModelTableComment':
    case 'AlterUniqueTogether':
    case 'AlterIndexTogether':
    case 'AlterOrderWithRespectTo':
    case 'AlterModelTable':
    case 'DeleteModel':
      return { model: operation.name.toLowerCase() };
    case 'CreateModel': // its fields may point anywhere
    case 'RenameModel':
    case 'SeparateDatabaseAndState':
    case 'RunSQL':
    case 'RunPython':
    case 'CreateExtension':
    case 'CreateCollation':
    case 'RemoveCollation':
    case 'UnknownOperation':
      return undefined;
  }
}

/** The operation may run where the one at `first` stands: it is independent of it and of what stands between the two, `apart` left out. */
export function mayMoveUp(operations: readonly Operation[], index: number, first: number, apart: readonly number[] = []): boolean {
  const operation = operations[index];
  return (
    operation !== undefined &&
    operations.every((above, at) => at < first || at >= index || apart.includes(at) || areIndependent(operation, above))
  );
}

/** Only an index that names its fields, without condition or `include`, is about them alone. */
function indexedFields({ index }: Extract<Operation, { kind: 'AddIndex' | 'AddIndexConcurrently' }>): {
  readonly fields?: readonly string[];
} {
  const names = index.options.get('fields');
  if (names === undefined || !('items' in names) || index.options.has('condition') || index.options.has('include')) return {};
  return { fields: names.items.flatMap((one) => (one.kind === 'str' ? one.value.replace(/^-/, '') : [])) };
}

/** True when they are about different models, or about different fields of one; foreign keys make models meet, so those count as their target too. */
export function areIndependent(one: Operation, other: Operation): boolean {
  const [a, b] = [subjectOf(one), subjectOf(other)];
  if (a === undefined || b === undefined) return false;
  if (one.kind === 'DeleteModel' || other.kind === 'DeleteModel') return false; // fields that point there must go first
  if (a.model !== b.model) return true;
  return a.fields !== undefined && b.fields !== undefined && !a.fields.some((name) => b.fields?.includes(name) === true);
}
