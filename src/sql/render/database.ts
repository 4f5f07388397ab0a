/** The databases we render for. */
import type { Vendor } from '../../django/project.ts';
import { plainHooks } from '../editor/plain-hooks.ts';
import type { EditorHooks } from '../editor/schema-editor.ts';
import type { Dialect } from '../model/dialect.ts';
import { postgresqlDialect } from '../postgresql/dialect.ts';
import { postgresqlHooks } from '../postgresql/hooks.ts';
import type { ValueTarget } from '../values/field.ts';

/** A database under one Django: how it writes, and what its schema editor does in its own way. */
export interface Database {
  readonly dialect: Dialect;
  readonly hooks: EditorHooks;
}

export function makeDatabase(values: ValueTarget): Database {
  return { dialect: postgresqlDialect(values), hooks: values.vendor === 'postgresql' ? postgresqlHooks : plainHooks };
}

export const renderedVendors: readonly Vendor[] = ['postgresql'];
