/** What effects need to know of the schema before a statement, from the models of the state and the names that stand in the database. */
import type { PhysicalConstraint, PhysicalSchema, PhysicalTable } from '../editor/schema/physical-schema.ts';
import { allTables, tableIn, tablesPointingAt } from '../editor/schema/physical-schema.ts';
import { modelOfTable } from './costs.ts';
import type { CheckShape, ColumnShape, ForeignKeyShape, IndexShape, SchemaView, TableShape } from '../effects/context.ts';
import { columnType } from '../fields/columns.ts';
import type { Dialect } from '../model/dialect.ts';
import type { Apps } from '../model/world.ts';

export interface Known {
  readonly apps: Apps;
  readonly physical: PhysicalSchema;
  readonly dialect: Dialect;
  /** Checks by table, with what they prove, as far as the history's own SQL says. */
  readonly checks: ReadonlyMap<string, readonly CheckShape[]>;
}

/** Tables are put together when they are asked for, once each. */
export function schemaView(known: Known): SchemaView {
  const tables = new Map<string, TableShape | undefined>();
  return {
    table: (name) => {
      if (!tables.has(name)) tables.set(name, tableShape(name, known));
      return tables.get(name);
    },
    tableOfIndex: (index) => {
      for (const table of allTables(known.physical)) if (indexesOf(table).some((one) => one.name === index)) return table.name;
      return undefined;
    },
  };
}

function tableShape(name: string, known: Known): TableShape | undefined {
  const table = tableIn(known.physical, name);
  if (table === undefined || table.unknown !== undefined || known.physical.unknown !== undefined) return undefined;
  const tracked = known.checks.get(name) ?? [];
  const names = new Set(tracked.map((check) => check.name));
  const own = table.constraints.filter((constraint) => constraint.type === 'check' && !names.has(constraint.name));
  return {
    columns: columnsOf(name, table, known),
    indexes: indexesOf(table),
    checks: [...own.map(({ name: check, columns }) => ({ name: check, columns, valid: true, provesNotNull: [] })), ...tracked],
    foreignKeys: table.constraints.flatMap(foreignKey),
    referencedBy: tablesPointingAt(known.physical, name).map((other) => other.name),
  };
}

function columnsOf(name: string, table: PhysicalTable, { apps, dialect }: Known): ReadonlyMap<string, ColumnShape> {
  const model = modelOfTable(apps.state, name, apps);
  return new Map(
    table.columns.map((column) => {
      const field = model?.fields.find((one) => one.column === column);
      const type = model === undefined || field === undefined ? undefined : columnType(dialect, { apps, model, field });
      return [column, { type, notNull: field !== undefined && !field.null }];
    }),
  );
}

function indexesOf(table: PhysicalTable): readonly IndexShape[] {
  const behind = table.constraints.filter(({ type }) => type === 'primaryKey' || type === 'unique' || type === 'exclude');
  return [
    ...table.indexes.map(({ name, columns }) => ({
      name,
      columns: columns.filter((column) => column !== undefined),
      computed: columns.includes(undefined),
      primaryKey: false,
    })),
    ...behind.map(({ name, columns, type }) => ({ name, columns, computed: type === 'exclude', primaryKey: type === 'primaryKey' })),
  ];
}

function foreignKey({ name, type, columns, references }: PhysicalConstraint): readonly ForeignKeyShape[] {
  return type === 'foreignKey' && references !== undefined ? [{ name, columns, references }] : [];
}
