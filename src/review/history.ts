/** A repository's whole history for the commands that print it: SQL and states, migration after migration. */
import type { DjangoProject } from '../django/project.ts';
import { readProjects } from '../django/read/read-projects.ts';
import { replayProject, type Replay } from '../django/history/replay/replay.ts';
import type { FileTree } from '../source/tree.ts';
import type { SqlTarget } from '../sql/render/replay-sql.ts';
import type { Target } from '../sql/step.ts';
import { readPins } from '../upgrades/pins/read-pins.ts';
import { renderingFor } from './analysis/analysis.ts';
import { defaultConfiguration, type Configuration } from './configuration/configuration.ts';
import { takeConfiguration } from './configuration/take-configuration.ts';
import { targetOf } from './analysis/target.ts';

export interface ProjectHistory {
  readonly project: DjangoProject;
  readonly replay: Replay;
  readonly target: Target;
  readonly rendering: SqlTarget;
  /** `Database postgresql (settings.py:41)`, `Django 5.2 (requirements.txt:3)`. */
  readonly assumptions: readonly string[];
}

/** One entry for each Django project of the tree. A configuration that can't be used is left aside: it concerns rules, and these commands judge nothing. */
export async function historiesOf(tree: FileTree, overrides: Partial<Configuration>, today: string): Promise<readonly ProjectHistory[]> {
  const read = await takeConfiguration(tree, undefined);
  const configuration: Configuration = { ...(read.kind === 'ok' ? read.configuration : defaultConfiguration), ...overrides };
  const pins = readPins(tree);
  return readProjects(tree, configuration.vendor).map((project) => {
    const target = targetOf(project, { configuration, pins, today });
    const server = target.serverVersion === undefined ? '' : ` ${target.serverVersion.value} (${target.serverVersion.from})`;
    const assumptions = [
      `database ${target.vendor.value} (${target.vendor.from})${server}`,
      `Django ${target.django.value} (${target.django.from})`,
    ];
    return { project, replay: replayProject(project), target, rendering: renderingFor(project, target, configuration), assumptions };
  });
}
