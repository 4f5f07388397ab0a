/** Builds the migration graph as Django's MigrationLoader does, squashes included. Never throws: what Django would refuse is a problem. */
import { migrationId } from '../../migration.ts';
import type { Dependency, Migration } from '../../migration.ts';
import { contribLabels, contribMigrations } from './contrib-migrations.ts';
import { cyclesIn } from './cycles.ts';
import type { GraphNode, GraphProblem, MigrationGraph, MigrationId } from './migration-graph.ts';

export interface GraphOptions {
  /** `app.Model` of AUTH_USER_MODEL. */
  readonly authUserModel: string;
  /**
   * `squashed` (Django on an empty database): a squash stands for what it replaces. `originals`: what it replaces stands, as long as all of it
   * is still there.
   */
  readonly replacements: 'squashed' | 'originals';
  /** Applied migrations; when given, a squash is used if all or none of what it replaces is applied, whatever `replacements` says. */
  readonly applied?: ReadonlySet<MigrationId>;
  /** Labels of the apps in the tree that have no migrations: `__first__` of them means nothing. */
  readonly unmigratedApps?: ReadonlySet<string>;
}

interface Draft {
  readonly id: MigrationId;
  readonly appLabel: string;
  readonly name: string;
  readonly migration: Migration | undefined;
  readonly parents: Set<MigrationId>;
  readonly children: Set<MigrationId>;
  /** Who depends on a node that is nowhere to be found. */
  readonly missingFor: MigrationId | undefined;
}

interface Building {
  readonly nodes: Map<MigrationId, Draft>;
  readonly byApp: Map<string, Draft[]>;
  readonly migratedApps: ReadonlySet<string>;
  readonly options: GraphOptions;
}

/** The graph of the project's migrations with those of Django's own apps that they reach. */
export function makeGraph(migrations: readonly Migration[], options: GraphOptions): MigrationGraph {
  const building: Building = {
    nodes: new Map(),
    byApp: new Map(),
    migratedApps: new Set(migrations.map((migration) => migration.appLabel)),
    options,
  };
  for (const migration of migrations) addNode(building, migrationId(migration), migration);
  addContrib(building);
  for (const migration of migrations) addInternal(building, migration);
  for (const migration of migrations) addExternal(building, migration);
  linkContrib(building);
  replace(building, migrations);
  return finished(building);
}

function addNode({ nodes, byApp }: Building, id: MigrationId, migration: Migration | undefined, missingFor?: MigrationId): Draft {
  const dot = id.indexOf('.');
  const node: Draft = {
    id,
    appLabel: migration?.appLabel ?? id.slice(0, dot),
    name: migration?.name ?? id.slice(dot + 1),
    migration,
    parents: new Set(),
    children: new Set(),
    missingFor,
  };
  nodes.set(id, node);
  const inApp = byApp.get(node.appLabel);
  if (inApp === undefined) byApp.set(node.appLabel, [node]);
  else inApp.push(node);
  return node;
}

/** Django's own apps, but for those whose migrations the project keeps itself (MIGRATION_MODULES). */
function addContrib(building: Building): void {
  for (const id of contribMigrations.keys()) {
    if (!building.migratedApps.has(id.slice(0, id.indexOf('.')))) addNode(building, id, undefined);
  }
}

function linkContrib(building: Building): void {
  for (const [id, dependencies] of contribMigrations) {
    if (building.nodes.get(id)?.migration !== undefined || !building.nodes.has(id)) continue;
    for (const dependency of dependencies) {
      const written = dependency === 'swappable' ? `${building.options.authUserModel.split('.')[0]}.__first__` : dependency;
      const dot = written.indexOf('.');
      const parent = resolved(building, { appLabel: written.slice(0, dot), name: written.slice(dot + 1) }, '');
      if (parent !== undefined) connect(building, { child: id, parent, by: id });
    }
  }
}

function addInternal(building: Building, migration: Migration): void {
  const id = migrationId(migration);
  for (const { appLabel, name } of migration.dependencies) {
    if (appLabel === migration.appLabel && name !== '__first__') connect(building, { child: id, parent: `${appLabel}.${name}`, by: id });
  }
}

function addExternal(building: Building, migration: Migration): void {
  const id = migrationId(migration);
  for (const dependency of migration.dependencies) {
    if (dependency.appLabel === migration.appLabel) continue;
    const parent = resolved(building, dependency, migration.appLabel);
    if (parent !== undefined) connect(building, { child: id, parent, by: id });
  }
  for (const dependency of migration.runBefore) {
    const child = resolved(building, dependency, migration.appLabel);
    if (child !== undefined) connect(building, { child, parent: id, by: id });
  }
}

/** MigrationLoader.check_key: `__first__` and `__latest__` looked up; undefined when the dependency means nothing. */
function resolved(
  building: Building,
  { appLabel, name }: Pick<Dependency, 'appLabel' | 'name'>,
  currentApp: string,
): MigrationId | undefined {
  const id = `${appLabel}.${name}`;
  if ((name !== '__first__' && name !== '__latest__') || building.nodes.has(id)) return id;
  if (appLabel === currentApp || building.options.unmigratedApps?.has(appLabel) === true) return undefined;
  const ends: MigrationId[] = [];
  for (const node of building.byApp.get(appLabel) ?? []) {
    const next = name === '__first__' ? node.parents : node.children;
    if ([...next].every((each) => building.nodes.get(each)?.appLabel !== appLabel)) ends.push(node.id);
  }
  return ends.sort()[0] ?? id;
}

function connect(
  building: Building,
  { child, parent, by }: { readonly child: MigrationId; readonly parent: MigrationId; readonly by: MigrationId },
): void {
  const childNode = building.nodes.get(child) ?? addNode(building, child, undefined, by);
  const parentNode = building.nodes.get(parent) ?? addNode(building, parent, undefined, by);
  childNode.parents.add(parent);
  parentNode.children.add(child);
}

/** Squashes inside squashes first, as Django 6.0 does; before that a squash of squashes could not be loaded. */
function replace(building: Building, migrations: readonly Migration[]): void {
  const squashes = new Map(migrations.filter((each) => each.replaces.length > 0).map((each) => [migrationId(each), each]));
  const done = new Set<MigrationId>();
  const visit = (id: MigrationId, migration: Migration): void => {
    if (done.has(id)) return;
    done.add(id);
    const replaced = migration.replaces.map(migrationId);
    for (const each of replaced) {
      const inner = squashes.get(each);
      if (inner !== undefined) visit(each, inner);
    }
    if (isUsable(building, replaced)) removeReplaced(building, id, replaced);
    else removeReplacement(building, id, replaced);
  };
  for (const [id, migration] of squashes) visit(id, migration);
}

function isUsable({ nodes, options }: Building, replaced: readonly MigrationId[]): boolean {
  const { applied } = options;
  if (applied !== undefined) return replaced.every((id) => applied.has(id)) || !replaced.some((id) => applied.has(id));
  if (options.replacements === 'squashed') return true;
  return !replaced.every((id) => nodes.get(id)?.migration !== undefined);
}

/** MigrationGraph.remove_replaced_nodes. */
function removeReplaced({ nodes }: Building, id: MigrationId, replaced: readonly MigrationId[]): void {
  const gone = new Set(replaced);
  const squash = nodes.get(id);
  if (squash === undefined) return;
  for (const each of gone) {
    const node = nodes.get(each);
    if (node === undefined) continue;
    nodes.delete(each);
    for (const child of node.children) {
      nodes.get(child)?.parents.delete(each);
      if (gone.has(child)) continue;
      squash.children.add(child);
      nodes.get(child)?.parents.add(id);
    }
    for (const parent of node.parents) {
      nodes.get(parent)?.children.delete(each);
      if (gone.has(parent)) continue;
      squash.parents.add(parent);
      nodes.get(parent)?.children.add(id);
    }
  }
}

/** MigrationGraph.remove_replacement_node: what depends on the squash depends on the last of what it replaces. */
function removeReplacement({ nodes }: Building, id: MigrationId, replaced: readonly MigrationId[]): void {
  const squash = nodes.get(id);
  if (squash === undefined) return;
  nodes.delete(id);
  const present = replaced.filter((each) => nodes.has(each));
  const parentsOfReplaced = new Set(present.flatMap((each) => [...(nodes.get(each)?.parents ?? [])]));
  const last = present.filter((each) => !parentsOfReplaced.has(each));
  for (const child of squash.children) {
    nodes.get(child)?.parents.delete(id);
    for (const each of last) {
      nodes.get(each)?.children.add(child);
      nodes.get(child)?.parents.add(each);
    }
  }
  for (const parent of squash.parents) nodes.get(parent)?.children.delete(id);
}

function finished({ nodes, migratedApps, options }: Building): MigrationGraph {
  const finishedNodes = new Map<MigrationId, GraphNode>();
  const problems: GraphProblem[] = [];
  for (const { id, appLabel, name, migration, parents, children, missingFor } of nodes.values()) {
    finishedNodes.set(id, { id, appLabel, name, migration, parents: [...parents].sort(), children: [...children].sort() });
    const isOurs = migratedApps.has(appLabel) || (options.unmigratedApps?.has(appLabel) === true && !contribLabels.has(appLabel));
    if (missingFor !== undefined && isOurs) {
      problems.push({ kind: 'missing-node', node: id, by: missingFor, message: `${missingFor} depends on ${id}, which does not exist` });
    }
  }
  for (const cycle of cyclesIn(finishedNodes)) {
    problems.push({ kind: 'cycle', nodes: cycle, by: cycle[0] ?? '', message: `the migrations ${cycle.join(' → ')} depend on each other` });
  }
  return { nodes: finishedNodes, problems };
}
