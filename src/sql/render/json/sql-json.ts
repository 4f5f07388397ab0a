/** The lines of `sql --format jsonl`: one object for each migration, in plan order. */
import type { Operation } from '../../../django/operation.ts';
import type { RenderedOperation } from '../../statement.ts';
import type { ReplayedSql } from '../replay-sql.ts';

export interface OperationJson {
  readonly index: number;
  readonly kind: string;
  readonly model?: string;
  readonly name?: string;
  readonly reversible: boolean;
  readonly sql: readonly string[];
  readonly deferred: readonly string[];
  readonly reverse_sql: readonly string[] | null;
  readonly reverse_deferred: readonly string[];
  readonly inner?: readonly { readonly kind: string }[];
  readonly unknown: string | null;
}

export interface MigrationJson {
  readonly app: string;
  readonly name: string;
  readonly atomic: boolean;
  readonly dependencies: readonly string[];
  readonly reversible: boolean;
  readonly operations: readonly OperationJson[];
  readonly assumptions: readonly string[];
}

/** One migration as `spec/cli.md` writes it, without `effects`. */
export function migrationJson({ step, rendered }: ReplayedSql, assumptions: readonly string[]): MigrationJson {
  const { migration } = step;
  return {
    app: migration.appLabel,
    name: migration.name,
    atomic: migration.atomic,
    dependencies: migration.dependencies.map((dependency) => `${dependency.appLabel}.${dependency.name}`),
    reversible: rendered.operations.every((operation) => operation.reversible),
    operations: rendered.operations.map(operationJson),
    assumptions,
  };
}

function operationJson(rendered: RenderedOperation, index: number): OperationJson {
  const { operation } = rendered;
  const [model, name] = namesOf(operation);
  return {
    index,
    kind: operation.kind === 'UnknownOperation' ? (operation.path?.split('.').at(-1) ?? operation.kind) : operation.kind,
    ...(model === undefined ? {} : { model: model.toLowerCase() }),
    ...(name === undefined ? {} : { name }),
    reversible: rendered.reversible,
    sql: rendered.statements.map((statement) => statement.sql),
    deferred: rendered.deferred.map((statement) => statement.sql),
    reverse_sql: rendered.reverse === undefined ? null : rendered.reverse.map((statement) => statement.sql),
    reverse_deferred: rendered.reverseDeferred.map((statement) => statement.sql),
    ...(rendered.inner.length === 0 ? {} : { inner: rendered.inner.map((inner) => ({ kind: inner.operation.kind })) }),
    unknown: rendered.unknown ?? null,
  };
}

/** The model and the field, index or constraint that an operation speaks of. */
function namesOf(operation: Operation): readonly [model: string | undefined, name: string | undefined] {
  if ('modelName' in operation) {
    if ('index' in operation) return [operation.modelName, operation.index.name];
    if ('newName' in operation) return [operation.modelName, operation.newName];
    return [operation.modelName, 'name' in operation ? operation.name : operation.constraint.name];
  }
  if (operation.kind === 'RenameModel') return [operation.oldName, operation.newName];
  return ['name' in operation && operation.kind !== 'CreateExtension' ? operation.name : undefined, undefined];
}
