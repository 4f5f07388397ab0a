/** Where an operation stands, and the models and fields it speaks of. */
import { note, type SchemaEditor } from '../editor/schema-editor.ts';
import { fieldNamed, getModel } from '../model/model.ts';
import type { Apps, FieldAt, ModelAt } from '../model/world.ts';

/** The app of the migration, and the states before and after in the direction in which the operation runs. */
export interface Step {
  readonly appLabel: string;
  readonly from: Apps;
  readonly to: Apps;
}

/** A name before and after. */
export interface Names {
  readonly from: string;
  readonly to: string;
}

/** The model if Django makes a table for it on this database; undefined for proxies, unmanaged and swapped models. Notes a model that is missing. */
export function migratedModel(editor: SchemaEditor, apps: Apps, appLabel: string, name: string): ModelAt | undefined {
  const model = getModel(apps, { appLabel, modelName: name.toLowerCase() });
  if (model === undefined) {
    note(editor, `the state has no model ${appLabel}.${name}`);
    return undefined;
  }
  if (!model.managed || model.proxy || model.swapped || !allowedOn(editor, model.requiredVendor)) return undefined;
  return { apps, model };
}

function allowedOn(editor: SchemaEditor, vendor: string | undefined): boolean {
  const own = editor.dialect.vendor === 'mariadb' ? 'mysql' : editor.dialect.vendor;
  return vendor === undefined || vendor === own;
}

export function theField(editor: SchemaEditor, at: ModelAt, name: string): FieldAt | undefined {
  const field = fieldNamed(at.model, name);
  if (field === undefined) note(editor, `${at.model.name} has no field ${name}`);
  return field === undefined ? undefined : { ...at, field };
}

export function theModel(apps: Apps, at: ModelAt, name: string): ModelAt | undefined {
  const model = getModel(apps, { appLabel: at.model.appLabel, modelName: name.toLowerCase() });
  return model === undefined ? undefined : { apps, model };
}
