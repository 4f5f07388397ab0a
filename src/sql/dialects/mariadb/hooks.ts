/** What MariaDB does in another way than MySQL. */
import { alterTable } from '../../editor/alter-table.ts';
import { changeTable, type PhysicalConstraint, type PhysicalTable } from '../../editor/schema/physical-schema.ts';
import { plainHooks } from '../../editor/plain-hooks.ts';
import type { ColumnChange, EditorHooks, SchemaEditor } from '../../editor/schema-editor.ts';
import type { Model } from '../../model/world.ts';
import { isEmptyText, mysqlHooks } from '../mysql/hooks.ts';

export const mariadbHooks: EditorHooks = {
  ...mysqlHooks,
  alterTable,
  alterColumn: alterMariadbColumn,
  skipDefault: isEmptyText,
  // Texts and blobs take defaults as other columns do.
  skipDefaultOnAlter: isEmptyText,
  columnDefault: plainHooks.columnDefault,
  /** The check that stands in a column's definition has the column's name. https://mariadb.com/kb/en/constraint/ */
  implicitName: (kind, table, column) => (kind === 'check' ? column : mysqlHooks.implicitName(kind, table, column)),
};

function isColumnCheck({ type, name, columns }: PhysicalConstraint): boolean {
  return type === 'check' && columns.length === 1 && columns[0] === name;
}

/** The check of a column's definition follows its new name, and goes with the next MODIFY. */
function alterMariadbColumn(editor: SchemaEditor, change: ColumnChange): void {
  const { table } = change.model.model;
  const [from, to] = [change.from.field.column ?? '', change.to.field.column ?? ''];
  const numbered = new Map<string, string>();
  editor.schema = changeTable(editor.schema, table, (physical) => numberedChecks(physical, change.model.model, numbered));
  plainHooks.alterColumn(editor, change);
  const modified = change.oldType !== change.newType || change.from.field.null !== change.to.field.null;
  editor.schema = changeTable(editor.schema, table, (physical) => ({
    ...physical,
    constraints: physical.constraints.flatMap((constraint) => {
      const column = numbered.get(constraint.name);
      if (column === undefined) return [constraint];
      if (column !== from) return [{ ...constraint, name: column }];
      return modified ? [] : [{ ...constraint, name: to }];
    }),
  }));
}

/**
 * Django numbers the checks of columns when it looks them up, in the order of the columns. JSON columns have one, too.
 * `numbered` takes down which column each number stands for.
 */
function numberedChecks(table: PhysicalTable, model: Model, numbered: Map<string, string>): PhysicalTable {
  const json = model.fields.flatMap((field) => (field.class.internalType === 'JSONField' ? [field.column] : []));
  const checked = new Set([...table.constraints.filter(isColumnCheck).map(({ name }) => name), ...json]);
  const names = new Map(
    table.columns.filter((column) => checked.has(column)).map((column, index) => [column, `__unnamed_constraint_${index + 1}__`]),
  );
  for (const [column, name] of names) numbered.set(name, column);
  const constraints = table.constraints.map((constraint) => {
    const name = isColumnCheck(constraint) ? names.get(constraint.name) : undefined;
    return name === undefined ? constraint : { ...constraint, name };
  });
  return { ...table, constraints };
}
