/** A repository's Django projects on the sides of a pull request, and what the base branch will hold after merging. */
import { makeGraph } from '../../django/history/graph/make-graph.ts';
import { migrationId } from '../../django/migration.ts';
import type { DjangoProject, Vendor } from '../../django/project.ts';
import { readProjects } from '../../django/read/read-projects.ts';
import { replayProject, type Replay } from '../../django/history/replay/replay.ts';
import type { ProjectSides } from '../../rules/rule.ts';
import type { Snapshot } from '../../source/tree.ts';

export interface ReplayedSides extends ProjectSides {
  readonly headReplay: Replay;
  readonly baseReplay: Replay | undefined;
}

/** One entry for each project of the head; projects are matched by their folder. `vendor` is what the configuration says of the database. */
export function sidesOf({ base, head, baseTip }: Snapshot, vendor: Vendor | undefined): readonly ReplayedSides[] {
  const bases = readProjects(base, vendor);
  const tips = baseTip.sha === base.sha ? bases : readProjects(baseTip, vendor);
  return readProjects(head, vendor).map((project) => {
    const before = bases.find((one) => one.root === project.root);
    const tip = tips.find((one) => one.root === project.root);
    const merged = mergedProject(project, before, tip);
    const baseReplay = before === undefined ? undefined : replayProject(before);
    const headReplay = replayProject(project, before === project ? undefined : baseReplay);
    return {
      base: before,
      head: project,
      headGraph: headReplay.graph,
      headReplay,
      baseReplay,
      merged,
      mergedGraph: merged === project ? headReplay.graph : graphOf(merged),
    };
  });
}

/** The head's migrations with those that the base branch has gained, and without those it has lost, since the branch was made. */
function mergedProject(head: DjangoProject, base: DjangoProject | undefined, tip: DjangoProject | undefined): DjangoProject {
  if (base === undefined || tip === undefined || base === tip) return head;
  const before = new Set(base.migrations.map(migrationId));
  const own = new Set(head.migrations.map(migrationId));
  const now = new Set(tip.migrations.map(migrationId));
  const gained = tip.migrations.filter((migration) => !before.has(migrationId(migration)) && !own.has(migrationId(migration)));
  const kept = head.migrations.filter((migration) => now.has(migrationId(migration)) || !before.has(migrationId(migration)));
  return gained.length === 0 && kept.length === head.migrations.length ? head : { ...head, migrations: [...kept, ...gained] };
}

function graphOf(project: DjangoProject) {
  const labels = new Set(project.migrations.map((migration) => migration.appLabel));
  const unmigratedApps = new Set(project.apps.map((app) => app.label).filter((label) => !labels.has(label)));
  return makeGraph(project.migrations, { authUserModel: project.settings.authUserModel.value, replacements: 'originals', unmigratedApps });
}
