/** Names that Django asks the database for before it drops something (`_constraint_names`). */
import { tableIn, type PhysicalConstraint, type PhysicalIndex, type PhysicalTable } from '../schema/physical-schema.ts';
import { note, type SchemaEditor } from '../schema-editor.ts';

export interface NameQuery {
  readonly columns: readonly string[] | undefined;
  /** Which constraints; undefined: none. */
  readonly constraint?: (constraint: PhysicalConstraint) => boolean;
  /** Which indexes that are not behind a constraint; undefined: none. */
  readonly index?: (index: PhysicalIndex) => boolean;
  readonly exclude?: ReadonlySet<string>;
}

/** Matching names: constraints in the order of their names, then indexes in the order of theirs. Notes when the table is not known well enough. */
export function constraintNames(editor: SchemaEditor, tableName: string, query: NameQuery): readonly string[] {
  const table = tableIn(editor.schema, tableName);
  if (table === undefined) {
    note(editor, `the history of the table ${tableName} is not known`);
    return [];
  }
  note(editor, table.unknown ?? editor.schema.unknown);
  return matchingNames(table, query);
}

function matchingNames(table: PhysicalTable, query: NameQuery): readonly string[] {
  const wanted = (columns: readonly (string | undefined)[]): boolean =>
    query.columns === undefined ||
    (columns.length === query.columns.length && columns.every((column, at) => column === query.columns?.[at]));
  const constraints = table.constraints.filter((constraint) => query.constraint?.(constraint) === true && wanted(constraint.columns));
  const indexes = table.indexes.filter((index) => query.index?.(index) === true && wanted(index.columns));
  const names = [
    ...constraints.map((constraint) => constraint.name).toSorted(byBytes),
    ...indexes.map((index) => index.name).toSorted(byBytes),
  ];
  return query.exclude === undefined ? names : names.filter((name) => query.exclude?.has(name) !== true);
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Names of all foreign keys of one column. */
export function foreignKeyNames(editor: SchemaEditor, table: string, column: string): readonly string[] {
  return constraintNames(editor, table, { columns: [column], constraint: (constraint) => constraint.type === 'foreignKey' });
}
