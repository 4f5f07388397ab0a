/** `.github/migration-expert.yml`, as the review uses it; read-configuration.ts reads the file. */
import type { Vendor } from '../../django/project.ts';
import { defaultRuleSettings, type RuleSettings } from '../../rules/engine/run-rules.ts';
import { repoPath, type RepoPath } from '../../source/position.ts';

/** Where the configuration may stand; the first that exists is read. */
export const configurationPaths: readonly RepoPath[] = [
  '.github/migration-expert.yml',
  '.github/migration-expert.yaml',
  'migration-expert.yml',
].map(repoPath);

export interface Configuration {
  /** The file it was read from, undefined when the defaults apply. */
  readonly path: RepoPath | undefined;
  readonly vendor: Vendor | undefined;
  readonly serverVersion: string | undefined;
  readonly django: string | undefined;
  readonly failOn: 'error' | 'warning' | 'never';
  readonly rules: RuleSettings;
  /** True for paths that are never looked at. */
  readonly isIgnoredPath: (path: string) => boolean;
  readonly fields: ReadonlyMap<string, string>;
  readonly reviewComments: boolean;
}

export const defaultConfiguration: Configuration = {
  path: undefined,
  vendor: undefined,
  serverVersion: undefined,
  django: undefined,
  failOn: 'error',
  rules: defaultRuleSettings,
  isIgnoredPath: () => false,
  fields: new Map(),
  reviewComments: true,
};

/** The configuration, or one sentence that says what is wrong with it, where, and what to do. */
export type ConfigurationResult =
  | { readonly kind: 'ok'; readonly configuration: Configuration }
  | { readonly kind: 'unusable'; readonly problem: string };
