/** The SQL of a whole project, migration after migration, with what stands in the database in between. */
import { LRUCache } from 'lru-cache';
import type { Migration } from '../../django/migration.ts';
import type { DjangoProject, Known, Vendor } from '../../django/project.ts';
import type { ReplayedMigration, Replay } from '../../django/history/replay/replay.ts';
import { truthOf, textOf } from '../fields/model-field.ts';
import { customFieldsOf } from '../fields/classes/custom-fields-of.ts';
import { packageFields } from '../fields/classes/package-fields.ts';
import type { CustomFieldClasses } from '../fields/classes/field-class.ts';
import { emptySchema, type PhysicalSchema } from '../editor/schema/physical-schema.ts';
import { makeWorld, type World } from '../model/world.ts';
import type { Target } from '../step.ts';
import type { ValueTarget } from '../values/field.ts';
import { makeDatabase, type Database } from './database.ts';
import { renderMigration, type RenderedMigration } from './render-migration.ts';
import { schemaOfState } from './schema-of-state.ts';

export interface SqlTarget {
  readonly database: Database;
  readonly world: World;
}

/** What a project is rendered for. `further` are field classes that users name in their configuration. Equal projects share one target. */
export function sqlTarget(project: DjangoProject, target: Target, further: CustomFieldClasses = new Map()): SqlTarget {
  const values = valueTarget(project, target);
  const customFields = customFieldsOf(project, further);
  const key = targetKey(project, values, customFields);
  const known = targets.get(key);
  if (known !== undefined) return known;
  const database = makeDatabase(values);
  const made = { database, world: makeWorld(project, customFields, database.dialect) };
  targets.set(key, made);
  return made;
}

/** A few projects at a time: each holds all that was rendered for it. */
const targets = new LRUCache<string, SqlTarget>({ max: 4 });

/** Everything of a project that its SQL depends on besides the migrations themselves. */
function targetKey(
  { root, apps, settings, migrations, defaultResults, ownClasses, preparedValues }: DjangoProject,
  values: ValueTarget,
  customFields: CustomFieldClasses,
): string {
  const swappable = [...settings.values].flatMap(([name, { value }]) =>
    name.endsWith('_MODEL') && value.kind === 'str' ? [[name, value.value]] : [],
  );
  const labels = new Set<string>();
  const collations: string[] = [];
  for (const { appLabel, operations } of migrations) {
    labels.add(appLabel);
    for (const operation of operations)
      if (operation.kind === 'CreateCollation' && !operation.deterministic) collations.push(operation.name);
  }
  const plain = [
    values,
    root,
    apps,
    settings.authUserModel.value,
    settings.installedApps,
    settings.defaultAutoField?.value,
    swappable,
    settings.incomplete,
    [...labels].toSorted(),
    collations,
    [...customFields].filter(([path, each]) => packageFields.get(path) !== each),
    [...defaultResults],
    [...ownClasses],
    [...preparedValues],
  ];
  return JSON.stringify(plain, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value,
  );
}

function valueTarget(project: DjangoProject, { vendor, serverVersion, django }: Target): ValueTarget {
  const { values } = project.settings;
  const timeZone = textOf(values.get('TIME_ZONE')?.value);
  const since5 = Number.parseInt(django.value, 10) >= 5;
  return {
    vendor: vendor.value,
    django: django.value,
    ...(serverVersion === undefined ? {} : { serverVersion: serverVersion.value }),
    useTz: truthOf(values.get('USE_TZ')?.value ?? { kind: 'bool', value: since5 }) ?? true,
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

export interface ReplayedSql {
  readonly step: ReplayedMigration;
  readonly rendered: RenderedMigration;
}

/**
 * Renders every migration of a replay, in its order. A squash sees a database made by nothing but models as they are before it. What was rendered
 * for the same target on top of the same history is not rendered again, so that a review of one new migration costs that one.
 */
export function* replaySql(replay: Replay, target: SqlTarget): Generator<ReplayedSql> {
  let schema: PhysicalSchema = emptySchema;
  for (const step of replay.steps) {
    const isSquash = step.plan === 'squashed';
    const before = isSquash ? schemaOfState(step.before, target.database, target.world) : schema;
    const rendered = renderOnce(step, before, target);
    if (!isSquash) schema = rendered.schema;
    yield { step, rendered };
  }
}

interface Remembered {
  readonly before: ReplayedMigration['before'];
  readonly rendered: RenderedMigration;
}
const renderings = new WeakMap<World, WeakMap<PhysicalSchema, WeakMap<Migration, Remembered>>>();

function renderOnce(
  { migration, before, states }: ReplayedMigration,
  schema: PhysicalSchema,
  { database, world }: SqlTarget,
): RenderedMigration {
  const ofWorld = renderings.get(world) ?? new WeakMap<PhysicalSchema, WeakMap<Migration, Remembered>>();
  const ofSchema = ofWorld.get(schema) ?? new WeakMap<Migration, Remembered>();
  const known = ofSchema.get(migration);
  if (known?.before === before) return known.rendered;
  const rendered = renderMigration({ migration, states, database, world, schema });
  renderings.set(world, ofWorld.set(schema, ofSchema.set(migration, { before, rendered })));
  return rendered;
}

/** A target made of plain values, with where they come from. */
export function targetOf(vendor: Known<Vendor>, django: Known<string>, serverVersion?: Known<string>): Target {
  return { vendor, django, serverVersion };
}
