import { createHash } from 'node:crypto';
import type { Operation, RunSQLCode } from '../../django/operation.ts';

/** What an operation is about, for people and for fingerprints: `AddField order.status`. Holds no line numbers and no index. */
export function operationName(operation: Operation): string {
  switch (operation.kind) {
    case 'CreateModel':
    case 'DeleteModel':
    case 'AlterModelTable':
    case 'AlterModelTableComment':
    case 'AlterUniqueTogether':
    case 'AlterIndexTogether':
    case 'AlterOrderWithRespectTo':
    case 'AlterModelOptions':
    case 'AlterModelManagers':
    case 'CreateExtension':
    case 'CreateCollation':
    case 'RemoveCollation':
      return `${operation.kind} ${operation.name}`;
    case 'RenameModel':
      return `RenameModel ${operation.oldName} to ${operation.newName}`;
    case 'AddField':
    case 'RemoveField':
    case 'AlterField':
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
    case 'RemoveConstraint':
    case 'AlterConstraint':
    case 'ValidateConstraint':
      return `${operation.kind} ${operation.modelName.toLowerCase()}.${operation.name}`;
    case 'RenameField':
      return `RenameField ${operation.modelName.toLowerCase()}.${operation.oldName} to ${operation.newName}`;
    case 'AddIndex':
    case 'AddIndexConcurrently':
      return `${operation.kind} ${operation.modelName.toLowerCase()}.${operation.index.name}`;
    case 'RenameIndex':
      return `RenameIndex ${operation.modelName.toLowerCase()}.${operation.oldName ?? operation.oldFields?.join(',') ?? ''} to ${operation.newName}`;
    case 'AddConstraint':
    case 'AddConstraintNotValid':
      return `${operation.kind} ${operation.modelName.toLowerCase()}.${operation.constraint.name}`;
    case 'SeparateDatabaseAndState':
      return 'SeparateDatabaseAndState';
    case 'RunSQL':
      return `RunSQL ${digest(sqlText(operation.sql), 8)}`;
    case 'RunPython':
      return `RunPython ${operation.code.form === 'function' ? operation.code.name : operation.code.form}`;
    case 'UnknownOperation':
      return operation.path ?? 'unknown operation';
  }
}

function sqlText(code: RunSQLCode): string {
  const texts = code.form === 'noop' ? [] : code.form === 'string' ? [code.text] : code.texts;
  return texts.map((text) => (text.kind === 'sql' ? text.sql : text.source)).join('\n');
}

/** The first `length` hex digits of SHA-256. */
export function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
