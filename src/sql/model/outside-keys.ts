/** Tables of installed packages that point at the project's user: their migrations stand in no repository, so that their keys can't be followed. */
import { userKeys } from '../../facts/models/known-models.ts';
import type { Apps, ModelReference } from './world.ts';

/** Which installed packages have keys that follow a change of this model's own key, as a clause; undefined when none is known. */
export function outsideKeys({ world }: Apps, { appLabel, modelName }: ModelReference): string | undefined {
  const { settings, apps } = world.project;
  if (settings.authUserModel.value.toLowerCase() !== `${appLabel}.${modelName}`.toLowerCase()) return undefined;
  const own = new Set(apps.map(({ name }) => name));
  const installed = settings.installedApps.map(appName);
  const found = userKeys.filter(({ app }) => !own.has(app) && installed.includes(app)).map(({ app }) => app);
  return found.length === 0 ? undefined : `the keys of ${found.join(', ')} that point at the user change with it`;
}

/** An app is installed by its name or by its configuration: `guardian.apps.GuardianConfig`. */
function appName(entry: string): string {
  return entry.replace(/\.apps\.\w+$/, '');
}
