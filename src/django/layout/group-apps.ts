import type { PyValue } from '../../python/value.ts';
import type { FileTree } from '../../source/tree.ts';
import type { Settings } from '../project.ts';
import type { FoundApp } from './find-apps.ts';

export interface ProjectLayout {
  readonly root: string;
  readonly importRoots: readonly string[];
  readonly apps: readonly FoundApp[];
  readonly settings: Settings;
  /** Settings by name, for the evaluation of migrations. */
  readonly settingValues: ReadonlyMap<string, PyValue>;
}
export function groupApps(_tree: FileTree, apps: readonly FoundApp[]): readonly ProjectLayout[] {
  const settings: Settings = {
    paths: [],
    vendor: undefined,
    databases: [],
    authUserModel: { value: 'auth.User', from: "Django's default" },
    defaultAutoField: undefined,
    installedApps: [],
    databaseRouters: [],
    values: new Map(),
    incomplete: true,
  };
  return [
    {
      root: '',
      importRoots: [...new Set(['', ...apps.map((a) => a.root)])],
      apps,
      settings,
      settingValues: new Map([['AUTH_USER_MODEL', { kind: 'str', value: 'auth.User' }]]),
    },
  ];
}
