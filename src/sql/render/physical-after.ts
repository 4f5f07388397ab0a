import {
  addConstraint,
  addIndex,
  changeTable,
  dropColumn,
  dropConstraint,
  dropIndex,
  renameColumn,
  renameIndex,
  renameTable,
  tableIn,
  allTables,
  withoutTable,
  withTable,
  type PhysicalConstraint,
  type PhysicalSchema,
} from '../editor/physical-schema.ts';
import type { AddConstraintAction, SchemaAction } from '../statement.ts';

/** What stands in the database after hand-written SQL; text that could not be read may have changed any table. */
export function physicalAfter(schema: PhysicalSchema, action: SchemaAction): PhysicalSchema {
  switch (action.kind) {
    case 'unparsed':
      return { ...schema, unknown: `SQL that can't be read: ${action.reason}` };
    case 'createTable': {
      const table = {
        name: action.table,
        columns: [],
        constraints: [],
        indexes: [],
        sequences: new Map(),
        unknown: 'it was made by hand-written SQL',
      };
      return tableIn(schema, action.table) === undefined ? withTable(schema, table) : schema;
    }
    case 'dropTable':
      return withoutTable(schema, action.table, action.cascade);
    case 'renameTable':
      return renameTable(schema, action.table, action.to);
    case 'addColumn':
      return changeTable(schema, action.table, (table) =>
        table.columns.includes(action.column)
          ? table
          : {
              ...table,
              columns: [...table.columns, action.column],
              ...(hasUnnamedConstraint(action) ? { unknown: `\`${action.column}\` was added by hand-written SQL` } : {}),
            },
      );
    case 'dropColumn':
      return changeTable(schema, action.table, (table) => dropColumn(table, action.column));
    case 'renameColumn':
      return changeTable(schema, action.table, (table) => renameColumn(table, action.column, action.to));
    case 'createIndex': {
      const { index: name, columns, unique, partial } = action;
      if (name === undefined)
        return changeTable(schema, action.table, (table) => ({ ...table, unknown: 'an index without a name was made by hand' }));
      return changeTable(schema, action.table, (table) =>
        addIndex(table, { name, columns, unique, plain: !partial && columns.length > 0 }),
      );
    }
    case 'dropIndex':
      return onTableOfIndex(schema, action.index, (table) => changeTable(schema, table, (known) => dropIndex(known, action.index)));
    case 'renameIndex':
      return onTableOfIndex(schema, action.index, (table) =>
        changeTable(schema, table, (known) => renameIndex(known, action.index, action.to)),
      );
    case 'addConstraint': {
      const constraint = constraintOf(action);
      return changeTable(schema, action.table, (table) =>
        constraint === undefined
          ? { ...table, unknown: 'a constraint without a name was added by hand' }
          : addConstraint(table, constraint),
      );
    }
    case 'dropConstraint':
      return changeTable(schema, action.table, (table) => dropConstraint(table, action.constraint));
    case 'renameConstraint':
      return changeTable(schema, action.table, (table) => renameIndex(table, action.constraint, action.to));
    case 'script':
      return action.parts.reduce((next, part) => physicalAfter(next, part.action), schema);
    default:
      return schema;
  }
}

/** The database gives these names that only it knows for sure. */
function hasUnnamedConstraint({ unique, primaryKey, check, references }: Extract<SchemaAction, { kind: 'addColumn' }>): boolean {
  return unique || primaryKey || check || references !== undefined;
}

function constraintOf({ constraint: name, type, columns, references }: AddConstraintAction): PhysicalConstraint | undefined {
  return name === undefined ? undefined : { name, type, columns, references };
}

function onTableOfIndex(schema: PhysicalSchema, index: string, change: (table: string) => PhysicalSchema): PhysicalSchema {
  for (const table of allTables(schema))
    if (table.indexes.some(({ name }) => name === index) || table.constraints.some(({ name }) => name === index)) return change(table.name);
  return schema;
}
