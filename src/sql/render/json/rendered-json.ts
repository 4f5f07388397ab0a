/** A model as the database sees it, as `state` prints it under `rendered`. */
import type { ProjectState, ModelState } from '../../../django/state.ts';
import { columnType } from '../../fields/columns.ts';
import { concreteModel, renderModel } from '../../model/model.ts';
import { throughModel } from '../../model/through-model.ts';
import type { Apps, Model } from '../../model/world.ts';
import type { SqlTarget } from '../replay-sql.ts';

interface ColumnJson {
  readonly column: string | null;
  /** Null where the field has no type of its own (a GeneratedField of an unknown expression). */
  readonly db_type: string | null;
  readonly null: boolean;
  readonly pk: boolean;
  readonly unique: boolean;
  readonly index: boolean;
}
export interface RenderedModelJson {
  readonly db_table: string;
  readonly managed: boolean;
  readonly columns: Readonly<Record<string, ColumnJson>>;
  readonly m2m: Readonly<Record<string, { readonly table: string | null; readonly auto: boolean }>>;
}

/** The model of a state under a database and a Django version. */
export function renderedModelJson(model: ModelState, state: ProjectState, { database, world }: SqlTarget): RenderedModelJson {
  const apps: Apps = { state, world };
  const rendered = renderModel(world, model);
  const columns = rendered.fields.map((field): [string, ColumnJson] => {
    const type = columnType(database.dialect, { apps, model: rendered, field });
    return [
      field.name,
      {
        column: field.column ?? null,
        db_type: type ?? null,
        null: field.null,
        pk: field.primaryKey,
        unique: field.unique,
        index: field.dbIndex,
      },
    ];
  });
  return {
    db_table: tableOf(apps, rendered),
    managed: rendered.managed,
    columns: Object.fromEntries(columns),
    m2m: manyToMany(apps, rendered),
  };
}

/** A proxy has the table of the model that it stands for. */
function tableOf(apps: Apps, model: Model): string {
  return concreteModel(apps, model)?.table ?? model.table;
}

function manyToMany(apps: Apps, model: Model): RenderedModelJson['m2m'] {
  return Object.fromEntries(
    model.manyToMany.map((field) => {
      const through = throughModel(apps, model, field);
      return [field.name, { table: through?.model.table ?? null, auto: through?.autoCreated ?? true }];
    }),
  );
}
