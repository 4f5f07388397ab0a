/** From a snapshot to what rules and plan read: projects on all sides, migrations walked, what they were judged for. Pure and synchronous. */
import { migrationId } from '../../django/migration.ts';
import type { PullRequestContext } from '../../rules/rule.ts';
import type { RepoPath } from '../../source/position.ts';
import type { Snapshot } from '../../source/tree.ts';
import type { MigrationStep, Target } from '../../sql/step.ts';
import { walkMigrations } from '../../sql/walk/walk-migrations.ts';
import { reviewUpgrade } from '../../upgrades/upgrade.ts';
import { isIgnored, renderingFor, type Analysis } from './analysis.ts';
import { sidesOf, type ReplayedSides } from './project-sides.ts';
import { targetOf, type AnalysisInput } from './target.ts';

/** The pull request's new migrations, each on top of everything before it. */
export function analyze(snapshot: Snapshot, input: AnalysisInput): Analysis {
  const sides = sidesOf(snapshot, input.configuration.vendor);
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
