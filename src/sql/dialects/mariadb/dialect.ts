/** MariaDB: what differs from MySQL. */
import type { Dialect } from '../../model/dialect.ts';
import { changeColumn, isServer, mysqlDialect } from '../mysql/dialect.ts';
import type { ValueTarget } from '../../values/field.ts';

export function mariadbDialect(values: ValueTarget): Dialect {
  const { serverVersion, ...current } = values;
  const mysql = mysqlDialect(current);
  const { django, features } = mysql;
  const renames = isServer(values, '10.5.2');
  const uuid = django.release >= 500 && isServer(values, '10.7');
  // Older servers keep JSON as text without a check.
  const checksJson = django.release < 500 && !isServer(values, '10.4.3');
  return {
    ...mysql,
    vendor: 'mariadb',
    serverVersion,
    columnType: (internalType, option) => (uuid && internalType === 'UUIDField' ? 'uuid' : mysql.columnType(internalType, option)),
    baseType: (internalType) => (uuid && internalType === 'UUIDField' ? 'uuid' : mysql.baseType(internalType)),
    columnCheck: (internalType, column) =>
      checksJson && internalType === 'JSONField' ? `JSON_VALID(\`${column}\`)` : mysql.columnCheck(internalType, column),
    values,
    features: {
      ...features,
      supportsExpressionIndexes: false,
      // Until 4.0 Django wrote DESC without asking.
      supportsIndexColumnOrdering: django.release < 401 || isServer(values, '10.8'),
      canRenameIndex: renames,
      checksFollowRenames: renames,
    },
    sql: {
      ...mysql.sql,
      deleteCheck: (table, name) => `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}`,
      renameColumn: renames ? mysql.sql.renameColumn : changeColumn,
    },
  };
}
