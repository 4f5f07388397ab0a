/** The SQL of a whole project, migration after migration, with what stands in the database in between. */
import type { DjangoProject, Known, Vendor } from '../../django/project.ts';
import type { ReplayedMigration, Replay } from '../../django/replay/replay.ts';
import { truthOf, textOf } from '../fields/model-field.ts';
import { customFieldsOf } from '../fields/custom-fields-of.ts';
import type { CustomFieldClasses } from '../fields/field-class.ts';
import { emptySchema, type PhysicalSchema } from '../editor/physical-schema.ts';
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

/** What a project is rendered for. `further` are field classes that users name in their configuration. */
export function sqlTarget(project: DjangoProject, target: Target, further: CustomFieldClasses = new Map()): SqlTarget {
  const database = makeDatabase(valueTarget(project, target));
  return { database, world: makeWorld(project, customFieldsOf(project, further), database.dialect) };
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

/** Renders every migration of a replay, in its order. A squash sees a database made by nothing but models as they are before it. */
export function* replaySql(replay: Replay, { database, world }: SqlTarget): Generator<ReplayedSql> {
  let schema: PhysicalSchema = emptySchema;
  for (const step of replay.steps) {
    const isSquash = step.plan === 'squashed';
    const before = isSquash ? schemaOfState(step.before, database, world) : schema;
    const rendered = renderMigration({ migration: step.migration, database, world, before: step.before, schema: before });
    if (!isSquash) schema = rendered.schema;
    yield { step, rendered };
  }
}

/** A target made of plain values, with where they come from. */
export function targetOf(vendor: Known<Vendor>, django: Known<string>, serverVersion?: Known<string>): Target {
  return { vendor, django, serverVersion };
}
