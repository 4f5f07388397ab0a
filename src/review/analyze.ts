/** From a snapshot to what rules and plan read: projects on all sides, migrations walked, what they were judged for. Pure and synchronous. */
import { migrationId, type Migration } from '../django/migration.ts';
import type { DjangoProject } from '../django/project.ts';
import type { PullRequestContext } from '../rules/rule.ts';
import type { RepoPath } from '../source/position.ts';
import type { FileTree, Snapshot } from '../source/tree.ts';
import type { MigrationStep, Target } from '../sql/step.ts';
import type { CustomFieldClass } from '../sql/fields/classes/field-class.ts';
import { sqlTarget, type SqlTarget } from '../sql/render/replay-sql.ts';
import { walkMigrations } from '../sql/walk/walk-migrations.ts';
import { reviewUpgrade } from '../upgrades/upgrade.ts';
import type { Configuration } from './configuration.ts';
import { sidesOf, type ReplayedSides } from './project-sides.ts';
import { targetOf, type AnalysisInput } from './target.ts';

export interface Analysis {
  readonly context: PullRequestContext;
  readonly sides: readonly ReplayedSides[];
  readonly targets: readonly Target[];
}

/** The pull request's new migrations, each on top of everything before it. */
export function analyze(snapshot: Snapshot, input: AnalysisInput): Analysis {
  const sides = sidesOf(snapshot);
  const targets = sides.map((side) => targetOf(side.head, input));
  const renamed = renamedMigrations(snapshot, sides);
  const migrations = sides.flatMap((side, index) => newMigrations(side, { target: targets[index] as Target, renamed }, input)); // one target for each side
  const edited = sides.flatMap(editedMigrations);
  const baseProjects = sides.flatMap(({ base }) => (base === undefined ? [] : [base]));
  const upgrade = reviewUpgrade({
    base: snapshot.base,
    head: snapshot.head,
    baseProjects,
    projects: sides.map(({ head }) => head),
    today: input.today,
  });
  return { context: { snapshot, projects: sides, migrations, edited, upgrade }, sides, targets };
}

/** Every migration of a tree as if it were new, with the history before it. */
export function analyzeAudit(tree: FileTree, input: AnalysisInput): Analysis {
  const snapshot: Snapshot = { base: tree, head: tree, baseTip: tree, changed: [] };
  const sides = sidesOf(snapshot).map((side) => ({ ...side, base: undefined, baseReplay: undefined }));
  const targets = sides.map((side) => targetOf(side.head, input));
  const migrations = sides.flatMap((side, index) => {
    const wanted = side.headReplay.steps.filter(({ migration }) => !isIgnored(migration, input.configuration));
    const target = targets[index] as Target; // one target for each side
    return walkMigrations({
      replay: side.headReplay,
      project: side.head,
      wanted,
      released: 'before',
      target,
      ...renderingFor(side.head, target, input.configuration),
    });
  });
  return { context: { snapshot, projects: sides, migrations, edited: [], upgrade: undefined }, sides, targets };
}

function newMigrations(
  side: ReplayedSides,
  { target, renamed }: { readonly target: Target; readonly renamed: ReadonlySet<RepoPath> },
  { configuration }: AnalysisInput,
): readonly MigrationStep[] {
  const before = new Set(side.base?.migrations.map(migrationId));
  const wanted = side.headReplay.steps.filter(
    ({ migration }) => !before.has(migrationId(migration)) && !renamed.has(migration.path) && !isIgnored(migration, configuration),
  );
  return walkMigrations({
    replay: side.headReplay,
    project: side.head,
    wanted,
    released: side.baseReplay?.final,
    target,
    ...renderingFor(side.head, target, configuration),
  });
}

/** Field classes that the configuration names: a Django field class to behave as, or a column type. */
export function renderingFor(project: DjangoProject, target: Target, { fields }: Configuration): SqlTarget {
  const further = [...fields].map(([path, is]): [string, CustomFieldClass] => {
    const isClass = is.includes('.');
    const known = isClass ? {} : { known: { columnTypes: { any: is } } };
    return [path, { path, bases: [isClass ? is : 'django.db.models.Field'], overrides: [], ...known }];
  });
  return sqlTarget(project, target, new Map(further));
}

/** Files that hold a migration of the base under another name: what they do has been judged, that they are renamed is a finding of its own. */
function renamedMigrations({ changed }: Snapshot, sides: readonly ReplayedSides[]): ReadonlySet<RepoPath> {
  const known = new Set(sides.flatMap(({ base }) => base?.migrations.map(({ path }) => path) ?? []));
  return new Set(changed.flatMap(({ path, previousPath }) => (previousPath !== undefined && known.has(previousPath) ? [path] : [])));
}

function editedMigrations({ base, head }: ReplayedSides): PullRequestContext['edited'] {
  const before = new Map(base?.migrations.map((migration) => [migrationId(migration), migration]));
  return head.migrations.flatMap((migration) => {
    const old = before.get(migrationId(migration));
    return old === undefined || old.module.text === migration.module.text ? [] : [{ base: old, head: migration }];
  });
}

function isIgnored(migration: Migration, { isIgnoredPath }: Configuration): boolean {
  return isIgnoredPath(migration.path);
}
