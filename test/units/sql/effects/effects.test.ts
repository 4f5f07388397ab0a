import { describe, expect, test } from '@jest/globals';
import { fact } from '../../../../src/facts/index.ts';
import { emptyTable, unknownSchema, type EffectsContext, type TableShape } from '../../../../src/sql/effects/context.ts';
import { effectsOf, walkStatements } from '../../../../src/sql/effects/effects.ts';
import type { AddColumn, Effects, SchemaAction, Statement } from '../../../../src/sql/statement.ts';

const pet: TableShape = {
  ...emptyTable,
  columns: new Map([
    ['id', { type: 'bigint', notNull: true }],
    ['name', { type: 'varchar(50)', notNull: true }],
    ['vet_id', { type: 'bigint', notNull: false }],
  ]),
  indexes: [{ name: 'clinic_pet_name', columns: ['name'], computed: false, primaryKey: false }],
  foreignKeys: [{ name: 'pet_vet_fk', columns: ['vet_id'], references: 'clinic_vet' }],
  referencedBy: ['clinic_visit'],
};
const context: EffectsContext = {
  vendor: 'postgresql',
  serverVersion: undefined,
  bornTables: new Set(),
  schema: {
    table: (name) => (name === 'clinic_pet' ? pet : undefined),
    tableOfIndex: (index) => (index === 'clinic_pet_name' ? 'clinic_pet' : undefined),
  },
};
const effects = (action: SchemaAction, more: Partial<EffectsContext> = {}): Effects => effectsOf({ action }, { ...context, ...more });
const statement = (action: SchemaAction): Statement => ({ sql: '', action, transactional: true });
const column: AddColumn = {
  kind: 'addColumn',
  table: 'clinic_pet',
  column: 'colour',
  type: 'text',
  notNull: false,
  default: 'none',
  unique: false,
  primaryKey: false,
  identity: false,
  check: false,
  generated: 'none',
  references: undefined,
};
const index: SchemaAction = {
  kind: 'createIndex',
  table: 'clinic_pet',
  index: 'pet_vet',
  columns: ['vet_id'],
  unique: false,
  concurrently: false,
  ifNotExists: false,
  partial: false,
};
const notNull: SchemaAction = { kind: 'setNotNull', table: 'clinic_pet', column: 'vet_id' };
const check: SchemaAction = {
  kind: 'addConstraint',
  table: 'clinic_pet',
  constraint: 'vet_there',
  type: 'check',
  columns: ['vet_id'],
  notValid: true,
  usingIndex: false,
  references: undefined,
  provesNotNull: ['vet_id'],
};

describe('effects on PostgreSQL', () => {
  test('of an index block writes for the whole build', () => {
    expect(effects(index)).toMatchObject({
      locks: [{ table: 'clinic_pet', mode: 'ShareLock' }],
      blocks: 'writes',
      work: 'builds-index',
      scans: ['clinic_pet'],
      rewrites: [],
    });
  });

  test('of an index built concurrently block nobody', () => {
    expect(effects({ ...index, concurrently: true })).toMatchObject({ blocks: 'nothing', work: 'builds-index' });
  });

  test('on tables born in the pull request are none, except on the tables that they point at', () => {
    const born = { bornTables: new Set(['clinic_pet']) };
    expect(effects(index, born)).toMatchObject({ locks: [], blocks: 'nothing', work: 'instant', scans: [] });
    expect(effects({ ...column, references: 'clinic_vet' }, born)).toMatchObject({
      locks: [{ table: 'clinic_vet', mode: 'ShareRowExclusiveLock' }],
      blocks: 'writes',
      work: 'instant',
    });
  });

  test('of a default depend on its volatility and on the version', () => {
    expect(effects({ ...column, default: 'stable' }).work).toBe('instant');
    expect(effects({ ...column, default: 'volatile' }).work).toBe('rewrites');
    expect(effects({ ...column, default: 'constant' }, { serverVersion: '10.4' }).work).toBe('rewrites');
    expect(effects({ ...column, default: 'constant' }, { serverVersion: '11' }).work).toBe('instant');
  });

  test('of a column whose type may be a domain are not known', () => {
    expect(effects({ ...column, type: 'leg_count' })).toMatchObject({ work: 'unknown', blocks: 'everything' });
  });

  test('of SET NOT NULL are a scan unless a validated check proves it', () => {
    const validate: SchemaAction = { kind: 'validateConstraint', table: 'clinic_pet', constraint: 'vet_there', references: undefined };
    const last = (actions: readonly SchemaAction[], version?: string): Effects | undefined =>
      walkStatements(actions.map(statement), { ...context, serverVersion: version }).effects.at(-1);
    expect(effects(notNull)).toMatchObject({ scans: ['clinic_pet'], work: 'scans', blocks: 'everything' });
    expect(last([check, notNull])?.scans).toEqual(['clinic_pet']);
    expect(last([check, validate, notNull])?.scans).toEqual([]);
    expect(last([check, validate, notNull], '11.9')?.scans).toEqual(['clinic_pet']);
    expect(
      last([check, validate, { kind: 'dropConstraint', table: 'clinic_pet', constraint: 'vet_there', references: undefined }, notNull])
        ?.scans,
    ).toEqual(['clinic_pet']);
  });

  test('of a type change look up the old type, and say so when it is not known', () => {
    const change = {
      kind: 'alterColumnType',
      table: 'clinic_pet',
      column: 'name',
      from: undefined,
      to: 'varchar(100)',
      collation: false,
    } as const;
    expect(effects(change).work).toBe('instant');
    expect(effects({ ...change, to: 'varchar(20)' }).work).toBe('rewrites');
    expect(effects({ ...change, collation: true }).work).toBe('builds-index');
    expect(effects({ ...change, column: 'chip' }).work).toBe('unknown');
  });

  test('of dropping a table reach the tables on the other side of its foreign keys', () => {
    expect(effects({ kind: 'dropTable', table: 'clinic_pet', cascade: true }).locks.map(({ table }) => table)).toEqual([
      'clinic_pet',
      'clinic_vet',
      'clinic_visit',
    ]);
  });

  test('of an UPDATE over the whole table keep its writers waiting', () => {
    const update = { kind: 'update', table: 'clinic_pet', filtered: false, columns: ['name'] } as const;
    expect(effects(update)).toMatchObject({
      locks: [{ table: 'clinic_pet', mode: 'RowExclusiveLock' }],
      blocks: 'writes',
      work: 'writes-rows',
    });
    expect(effects({ ...update, filtered: true }).blocks).toBe('nothing');
  });

  test('of SQL that was not understood are not known', () => {
    expect(effects({ kind: 'unparsed', reason: 'dynamic' }).work).toBe('unknown');
    expect(effects({ kind: 'other', what: 'DoStmt', tables: [] }).work).toBe('unknown');
  });

  test('of a script are those of its statements together', () => {
    const part = (action: SchemaAction) => ({ sql: '', start: 0, end: 0, action, transactional: true });
    expect(effects({ kind: 'script', parts: [part(index), part(notNull)] })).toMatchObject({
      locks: [{ table: 'clinic_pet', mode: 'AccessExclusiveLock' }],
      work: 'builds-index',
    });
  });
});

describe('statements one after the other', () => {
  test('see tables made, renamed and dropped before them', () => {
    const { effects: all, after } = walkStatements(
      [
        statement({ kind: 'createTable', table: 'clinic_room', references: ['clinic_vet'] }),
        statement({ ...index, table: 'clinic_room' }),
        statement({ kind: 'renameTable', table: 'clinic_room', to: 'clinic_ward' }),
        statement({ ...index, table: 'clinic_ward' }),
        statement({ kind: 'renameTable', table: 'clinic_pet', to: 'clinic_animal' }),
        statement({ kind: 'dropIndex', index: 'clinic_pet_name', table: undefined, concurrently: false }),
      ],
      context,
    );
    expect(all.map(({ locks }) => locks.map(({ table }) => table))).toEqual([
      ['clinic_vet'],
      [],
      [],
      [],
      ['clinic_pet'],
      ['clinic_animal'],
    ]);
    expect([...after.bornTables]).toEqual(['clinic_ward']);
  });

  test('leave the table of a SQLite remake in use', () => {
    const { effects: all } = walkStatements(
      [
        statement({ kind: 'createTable', table: 'new__clinic_pet', references: [] }),
        statement({ kind: 'insert', table: 'new__clinic_pet', from: 'clinic_pet' }),
        statement({ kind: 'dropTable', table: 'clinic_pet', cascade: false }),
        statement({ kind: 'renameTable', table: 'new__clinic_pet', to: 'clinic_pet' }),
        statement(index),
      ],
      { ...context, vendor: 'sqlite' },
    );
    expect(all.map(({ work }) => work)).toEqual(['instant', 'rewrites', 'instant', 'instant', 'builds-index']);
    expect(all[1]?.rewrites).toEqual(['clinic_pet']);
  });
});

describe('effects on MySQL and MariaDB', () => {
  const on = (vendor: 'mysql' | 'mariadb', action: SchemaAction, serverVersion?: string): Effects =>
    effects(action, { vendor, serverVersion });

  test.each([
    ['mysql', column, '8.0.36', 'instant'],
    ['mysql', column, '5.7.40', 'rewrites'],
    ['mariadb', column, '10.2.9', 'rewrites'],
    ['mysql', { kind: 'dropColumn', table: 'clinic_pet', column: 'name', cascade: false }, '8.0.28', 'rewrites'],
    ['mysql', { kind: 'dropColumn', table: 'clinic_pet', column: 'name', cascade: false }, '8.0.29', 'instant'],
    ['mariadb', { kind: 'dropColumn', table: 'clinic_pet', column: 'name', cascade: false }, '10.11', 'instant'],
  ] as const)('%s: what a version brought', (vendor, action, version, work) => {
    expect(on(vendor, action, version).work).toBe(work);
  });

  test('say who waits', () => {
    expect(on('mysql', index)).toMatchObject({ blocks: 'nothing', work: 'builds-index' });
    expect(on('mysql', { ...column, references: 'clinic_vet' })).toMatchObject({ blocks: 'writes', work: 'rewrites' });
    expect(on('mysql', notNull)).toMatchObject({ blocks: 'nothing', work: 'rewrites' });
  });

  test('of a type change keep apart metadata and copies', () => {
    const change = (from: string, to: string): Effects['work'] =>
      on('mysql', { kind: 'alterColumnType', table: 'clinic_pet', column: 'name', from, to, collation: false }).work;
    expect(change('varchar(20)', 'varchar(60)')).toBe('instant');
    expect(change('varchar(60)', 'varchar(100)')).toBe('rewrites');
    expect(change('varchar(100)', 'varchar(255)')).toBe('instant');
    expect(change('varchar(100)', 'varchar(99)')).toBe('rewrites');
    expect(change("enum('calm','wild')", "enum('calm','wild','shy')")).toBe('instant');
    expect(change("enum('calm','wild')", "enum('wild','calm')")).toBe('rewrites');
    expect(change('integer', 'int(11)')).toBe('instant');
    expect(change('int', 'bigint')).toBe('rewrites');
  });
});

describe('every action on every database', () => {
  const name = { table: 'clinic_pet', constraint: 'c', references: undefined } as const;
  const types = ['check', 'unique', 'primaryKey', 'foreignKey', 'exclude', 'notNull'] as const;
  const actions: readonly SchemaAction[] = [
    { kind: 'createTable', table: 'a', references: ['b'], from: ['c'], partitionOf: 'd' },
    { kind: 'dropTable', table: 'clinic_pet', cascade: true },
    { kind: 'renameTable', table: 'clinic_pet', to: 'b' },
    ...(['none', 'constant', 'stable', 'volatile'] as const).map((value) => ({ ...column, default: value, notNull: true })),
    ...(['stored', 'virtual'] as const).map((generated) => ({ ...column, generated })),
    { ...column, check: true },
    { ...column, unique: true },
    { ...column, primaryKey: true, identity: true },
    { ...column, type: 'leg_count', references: 'b' },
    { ...column, default: 'constant', references: 'b' },
    { kind: 'dropColumn', table: 'clinic_pet', column: 'vet_id', cascade: true },
    { kind: 'renameColumn', table: 'clinic_pet', column: 'name', to: 'b' },
    ...['text', 'citext', 'integer', 'timestamptz'].map(
      (to) => ({ kind: 'alterColumnType', table: 'clinic_pet', column: 'name', from: undefined, to, collation: false }) as const,
    ),
    { kind: 'alterColumnType', table: 'clinic_pet', column: 'vet_id', from: 'timestamp', to: 'timestamptz', collation: true },
    ...(['setNotNull', 'dropNotNull', 'dropDefault', 'dropIdentity', 'addIdentity', 'dropExpression'] as const).map((kind) => ({
      kind,
      table: 'clinic_pet',
      column: 'name',
    })),
    { kind: 'setDefault', table: 'clinic_pet', column: 'name', volatile: false },
    index,
    { ...index, concurrently: true },
    { kind: 'dropIndex', index: 'clinic_pet_name', table: undefined, concurrently: false },
    { kind: 'dropIndex', index: 'nowhere', table: undefined, concurrently: true },
    { kind: 'renameIndex', index: 'clinic_pet_name', to: 'b', table: undefined },
    ...types.flatMap((type) =>
      [true, false].map(
        (flag) =>
          ({
            kind: 'addConstraint',
            type,
            columns: ['name'],
            notValid: flag,
            usingIndex: flag,
            ...name,
            references: type === 'foreignKey' ? 'b' : undefined,
          }) as const,
      ),
    ),
    { kind: 'dropConstraint', ...name, references: 'b' },
    { kind: 'dropConstraint', ...name },
    { kind: 'renameConstraint', table: 'clinic_pet', constraint: 'c', to: 'd' },
    { kind: 'validateConstraint', ...name, references: 'b' },
    { kind: 'setConstraints' },
    { kind: 'comment', table: 'clinic_pet', column: undefined },
    ...(['update', 'delete'] as const).map((kind) => ({ kind, table: 'clinic_pet', filtered: false, columns: [] })),
    { kind: 'insert', table: 'clinic_pet', from: 'b' },
    { kind: 'insert', table: 'clinic_pet', from: undefined },
    { kind: 'truncate', tables: ['clinic_pet'], cascade: true },
    ...(['createSequence', 'dropSequence', 'alterSequence'] as const).map((kind) => ({ kind, sequence: 's' })),
    ...(['createExtension', 'dropExtension', 'createCollation', 'dropCollation'] as const).map((kind) => ({ kind, name: 'n' })),
    { kind: 'enumAddValue', type: 't' },
    ...['AT_SetLogged', 'AT_SetStatistics', 'AT_EnableTrig', 'AT_EnableRowSecurity', 'AT_Odd'].map(
      (what) => ({ kind: 'alterTableOther', table: 'clinic_pet', what }) as const,
    ),
    ...[
      'CreateTrigStmt',
      'RuleStmt',
      'CreateStatsStmt',
      'AlterOwnerStmt',
      'LockStmt',
      'DropStmt',
      'SelectStmt',
      'CreateTableAsStmt',
      'CopyStmt',
      'MergeStmt',
      'ClusterStmt',
      'VacuumStmt',
      'RefreshMatViewStmt',
      'ReindexStmt',
      'ViewStmt',
      'DoStmt',
      'Odd',
    ].map((what) => ({ kind: 'other', what, tables: ['clinic_pet'] }) as const),
    ...['AT_AttachPartition', 'AT_DetachPartition'].map(
      (what) => ({ kind: 'other', what, tables: ['clinic_log', 'clinic_log_2025'] }) as const,
    ),
    { kind: 'unparsed', reason: 'r' },
  ];

  test.each(['postgresql', 'mysql', 'mariadb', 'sqlite', 'oracle'] as const)('%s rests on facts that exist', (vendor) => {
    for (const schema of [context.schema, unknownSchema]) {
      for (const serverVersion of [undefined, '5.7', '9.6']) {
        for (const action of actions) {
          const found = effects(action, { vendor, schema, serverVersion });
          for (const id of found.facts) expect(fact(id).id).toBe(id);
          if (found.work === 'rewrites') expect(found.rewrites).not.toEqual([]);
        }
      }
    }
  });
});
