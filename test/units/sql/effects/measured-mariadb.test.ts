/** How a real MariaDB does each ALTER (scripts/measure-mariadb.py), against what our effects say of it. */
import { describe, expect, test } from '@jest/globals';
import measured from '../../../goldens/locks/mariadb.json' with { type: 'json' };
import { emptyTable, type EffectsContext, type TableShape } from '../../../../src/sql/effects/context.ts';
import { effectsOf } from '../../../../src/sql/effects/effects.ts';
import { parseStatement } from '../../../../src/sql/rawsql/parse.ts';
import type { Effects } from '../../../../src/sql/statement.ts';

interface Measured {
  readonly sql: string;
  readonly algorithm: string;
  readonly lock: string;
}
const cases = (measured as readonly (Measured | { readonly server: string })[]).filter((row): row is Measured => 'sql' in row);

const pet: TableShape = {
  ...emptyTable,
  columns: new Map([
    ['name', { type: 'varchar(50)', notNull: true }],
    ['nickname', { type: 'varchar(50)', notNull: false }],
    ['chip', { type: 'varchar(100)', notNull: false }],
    ['weight', { type: 'numeric(5, 2)', notNull: false }],
    ['age', { type: 'integer', notNull: false }],
    ['mood', { type: "enum('calm','wild')", notNull: false }],
  ]),
};
const context: EffectsContext = {
  vendor: 'mariadb',
  serverVersion: '10.11.19',
  bornTables: new Set(),
  schema: { table: () => pet, tableOfIndex: () => 'clinic_pet' },
};

/** What the algorithm and lock mean for those who use the table; a metadata lock at the end is not counted where reads and writes go on. */
function expected({ algorithm, lock }: Measured): readonly (readonly [Effects['work'], Effects['blocks']])[] {
  if (algorithm === 'INSTANT' || lock === 'EXCLUSIVE') return [['instant', 'everything']];
  if (algorithm === 'COPY') return [['rewrites', 'writes']];
  if (lock === 'SHARED') return [['builds-index', 'writes']];
  return algorithm === 'INPLACE'
    ? [['rewrites', 'nothing']]
    : [
        ['builds-index', 'nothing'],
        ['instant', 'everything'],
      ];
}

describe('effects on MariaDB as measured', () => {
  test.each(cases)('$sql: $algorithm, $lock', (each) => {
    const { work, blocks } = effectsOf({ action: parseStatement(each.sql, 'mariadb') }, context);
    expect(expected(each)).toContainEqual([work, blocks]);
  });
});
