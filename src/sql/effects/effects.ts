import type { Effects, SchemaAction, SingleAction, Statement } from '../statement.ts';
import type { EffectsContext } from './context.ts';
import { effectsFrom, oneAlter, sumOf, without, type Cost } from './cost.ts';
import { mysqlCost } from './mysql.ts';
import { oracleCost } from './oracle.ts';
import { postgresqlCost } from './postgresql.ts';
import { schemaAfter } from './schema-after.ts';
import { sqliteCost } from './sqlite.ts';

/** Without tables that nobody else uses yet. */
function costOf(action: SchemaAction, context: EffectsContext): Cost {
  if (action.kind !== 'script') return without(vendorCost(action, context), context.bornTables);
  const costs: Cost[] = [];
  let after = context;
  for (const part of action.parts) {
    costs.push(costOf(part.action, after));
    after = contextAfter(after, part.action);
  }
  // MySQL and MariaDB get one statement at a time, so the parts are changes of one ALTER
  return context.vendor === 'mysql' || context.vendor === 'mariadb' ? oneAlter(costs) : sumOf(costs);
}

function vendorCost(action: SingleAction, context: EffectsContext): Cost {
  switch (context.vendor) {
    case 'postgresql':
      return postgresqlCost(action, context);
    case 'mysql':
    case 'mariadb':
      return mysqlCost(action, context);
    case 'sqlite':
      return sqliteCost(action);
    case 'oracle':
      return oracleCost(action);
  }
}

/**
 * What a statement costs those who use the database meanwhile. Other databases than PostgreSQL have other locks; theirs are given as the PostgreSQL
 * mode that keeps the same people waiting. `work: 'unknown'` means that more may happen than the locks say.
 */
export function effectsOf(statement: { readonly action: SchemaAction }, context: EffectsContext): Effects {
  return effectsFrom(costOf(statement.action, context));
}

/** The effects of statements that run one after the other, each on the schema that those before it leave, and the context of the next one. */
export function walkStatements(
  statements: readonly Statement[],
  context: EffectsContext,
): { readonly effects: readonly Effects[]; readonly after: EffectsContext } {
  const effects: Effects[] = [];
  let after = context;
  for (const statement of statements) {
    effects.push(effectsOf(statement, after));
    after = contextAfter(after, statement.action);
  }
  return { effects, after };
}

/** The context once the action has run: the schema, and which tables nobody else uses yet. */
export function contextAfter(context: EffectsContext, action: SchemaAction): EffectsContext {
  if (action.kind === 'script') return action.parts.reduce((next, part) => contextAfter(next, part.action), context);
  return { ...context, schema: schemaAfter(context.schema, action), bornTables: bornAfter(context, action) };
}

function bornAfter({ bornTables, schema }: EffectsContext, action: SchemaAction): ReadonlySet<string> {
  if (action.kind === 'createTable') return new Set(bornTables).add(action.table);
  if (action.kind === 'dropTable' && bornTables.has(action.table)) return withoutTable(bornTables, action.table);
  if (action.kind === 'renameTable' && bornTables.has(action.table)) {
    const rest = withoutTable(bornTables, action.table);
    // SQLite's remake gives a copy the old table's name: that table is in use
    return schema.table(action.to) === undefined && !action.table.startsWith('new__') ? rest.add(action.to) : rest;
  }
  return bornTables;
}

function withoutTable(tables: ReadonlySet<string>, table: string): Set<string> {
  const rest = new Set(tables);
  rest.delete(table);
  return rest;
}
