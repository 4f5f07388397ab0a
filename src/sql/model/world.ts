/** The shapes of models and fields at one point of the history, and what holds for the whole project. */
import type { Constraint, Field, Index } from '../../django/field.ts';
import type { DjangoProject } from '../../django/project.ts';
import type { ModelState, ProjectState } from '../../django/state.ts';
import type { PyValue } from '../../python/value.ts';
import type { DjangoBehaviour } from './django-behaviour.ts';
import type { CustomFieldClasses, FieldClass } from '../fields/classes/field-class.ts';

/** App label (exact) and model name in lower case, as Django keys models. */
export interface ModelReference {
  readonly appLabel: string;
  readonly modelName: string;
}

export interface Relation {
  /** Undefined when it can't be known statically. */
  readonly to: ModelReference | undefined;
  /** The target's field when it is not the primary key. */
  readonly toField: string | undefined;
  readonly dbConstraint: boolean;
  readonly parentLink: boolean;
  /** `related_name` ends in `+`: Django doesn't see the relation from its target. */
  readonly hidden: boolean;
  /** The intermediate model of a ManyToManyField, when it is not made by Django. */
  readonly through: ModelReference | undefined;
  /** The table of the intermediate model made by Django, when the field names one. */
  readonly throughTable: string | undefined;
}

export interface ModelField {
  readonly name: string;
  readonly field: Field;
  readonly class: FieldClass;
  /** Undefined for fields without a column of their own. */
  readonly column: string | undefined;
  readonly null: boolean;
  readonly blank: boolean;
  readonly primaryKey: boolean;
  /** As Django's `field.unique`: also true for the primary key. */
  readonly unique: boolean;
  readonly dbIndex: boolean;
  readonly autoCreated: boolean;
  readonly relation: Relation | undefined;
  readonly option: (name: string) => PyValue | undefined;
  /** Why something about the field that matters for the schema can't be known. */
  readonly problem: string | undefined;
}

export interface Model extends ModelReference {
  /** As written, with capitals. */
  readonly name: string;
  /** The table that the options name, or Django's default name; of a proxy: use `tableOf`. */
  readonly table: string;
  readonly managed: boolean;
  readonly proxy: boolean;
  /** Replaced by another model through a setting such as AUTH_USER_MODEL: Django makes no table. */
  readonly swapped: boolean;
  /** Local fields without ManyToManyFields, in the order of the columns; the automatic `id`, parent links and `_order` included. */
  readonly fields: readonly ModelField[];
  readonly manyToMany: readonly ModelField[];
  readonly parents: readonly ModelReference[];
  readonly uniqueTogether: readonly (readonly string[])[];
  readonly indexTogether: readonly (readonly string[])[];
  readonly orderWithRespectTo: string | undefined;
  readonly indexes: readonly Index[];
  readonly constraints: readonly Constraint[];
  readonly tableComment: string | undefined;
  readonly tablespace: string | undefined;
  /** `required_db_vendor`. */
  readonly requiredVendor: string | undefined;
  /** The model whose ManyToManyField made this one. */
  readonly autoCreatedBy: ModelReference | undefined;
  readonly problem: string | undefined;
}

/** What the models of one app point at. */
export interface Pointers {
  /** Target (`app.model`) → the models with a key or a many-to-many field to it, in the app's order. */
  readonly from: ReadonlyMap<string, readonly ModelState[]>;
  readonly proxies: readonly Model[];
}

/** What does not change along the history. Made once for a project and a database; also holds what was computed. */
export interface World {
  readonly project: DjangoProject;
  /** Field classes of the repository, of the facts and of the user's configuration, by dotted path. */
  readonly customFields: CustomFieldClasses;
  readonly django: DjangoBehaviour;
  /** The database's longest name, undefined when there is no limit. */
  readonly maxNameLength: number | undefined;
  /** Collations that the project's migrations make as not deterministic. */
  readonly undeterministicCollations: ReadonlySet<string>;
  /** Labels of the apps whose migrations stand in the project. */
  readonly ownLabels: ReadonlySet<string>;
  readonly fieldClasses: Map<string, FieldClass>;
  readonly models: WeakMap<ModelState, Model>;
  /** A model that changes keeps most of its fields: each is made once for the model and name that it stands under. */
  readonly fields: WeakMap<Field, { readonly place: Place; readonly made: ModelField }>;
  readonly throughModels: WeakMap<ModelField, Model>;
  /** By an app's models. */
  readonly pointers: WeakMap<ReadonlyMap<string, ModelState>, Pointers>;
}

/** One point of the history. */
export interface Apps {
  readonly state: ProjectState;
  readonly world: World;
}

/** A model, and where its field stands, while it is read. */
export interface Place {
  readonly world: World;
  readonly appLabel: string;
  readonly modelName: string;
}

/** A field at one point of the history. */
export interface FieldAt {
  readonly apps: Apps;
  readonly model: Model;
  readonly field: ModelField;
}

/** A model at one point of the history. */
export interface ModelAt {
  readonly apps: Apps;
  readonly model: Model;
}

export function makeWorld(
  project: DjangoProject,
  customFields: CustomFieldClasses,
  { django, maxNameLength }: { readonly django: DjangoBehaviour; readonly maxNameLength: number | undefined },
): World {
  const undeterministicCollations = collationsOf(project);
  const ownLabels = new Set(project.migrations.map((migration) => migration.appLabel));
  return {
    project,
    customFields,
    django,
    maxNameLength,
    undeterministicCollations,
    ownLabels,
    fieldClasses: new Map(),
    models: new WeakMap(),
    fields: new WeakMap(),
    throughModels: new WeakMap(),
    pointers: new WeakMap(),
  };
}

function collationsOf(project: DjangoProject): ReadonlySet<string> {
  const operations = project.migrations.flatMap((migration) => migration.operations);
  return new Set(
    operations.flatMap((operation) => (operation.kind === 'CreateCollation' && !operation.deterministic ? [operation.name] : [])),
  );
}
