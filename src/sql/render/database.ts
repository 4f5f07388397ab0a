/** The databases we render for. */
import type { EditorHooks } from '../editor/schema-editor.ts';
import type { Dialect } from '../model/dialect.ts';
import { mariadbDialect } from '../dialects/mariadb/dialect.ts';
import { mariadbHooks } from '../dialects/mariadb/hooks.ts';
import { mysqlDialect } from '../dialects/mysql/dialect.ts';
import { mysqlHooks } from '../dialects/mysql/hooks.ts';
import { oracleDialect } from '../dialects/oracle/dialect.ts';
import { oracleHooks } from '../dialects/oracle/hooks.ts';
import { postgresqlDialect } from '../dialects/postgresql/dialect.ts';
import { postgresqlHooks } from '../dialects/postgresql/hooks.ts';
import { sqliteDialect } from '../dialects/sqlite/dialect.ts';
import { sqliteHooks } from '../dialects/sqlite/hooks.ts';
import type { ValueTarget } from '../values/field.ts';

/** A database under one Django: how it writes, and what its schema editor does in its own way. */
export interface Database {
  readonly dialect: Dialect;
  readonly hooks: EditorHooks;
}

export function makeDatabase(values: ValueTarget): Database {
  switch (values.vendor) {
    case 'mysql':
      return { dialect: mysqlDialect(values), hooks: mysqlHooks };
    case 'mariadb':
      return { dialect: mariadbDialect(values), hooks: mariadbHooks };
    case 'oracle':
      return { dialect: oracleDialect(values), hooks: oracleHooks };
    case 'sqlite':
      return { dialect: sqliteDialect(values), hooks: sqliteHooks };
    case 'postgresql':
      return { dialect: postgresqlDialect(values), hooks: postgresqlHooks };
  }
}
