/** Where the statements of one operation are put. */
import type { Operation } from '../../django/operation.ts';
import type { Statement } from '../statement.ts';

export interface Slot {
  readonly operation: Operation;
  readonly statements: Statement[];
  /** Run at the end of the migration because of the operation. */
  readonly deferred: Statement[];
  /** What could not be known about it. */
  readonly problems: string[];
  /** Database operations inside SeparateDatabaseAndState, in the order in which they ran. */
  readonly inner: Slot[];
}

export function makeSlot(operation: Operation): Slot {
  return { operation, statements: [], deferred: [], problems: [], inner: [] };
}
