import type { FileTree } from '../../source/tree.ts';
import { configurationPaths, defaultConfiguration, type ConfigurationResult } from './configuration.ts';

/**
 * The configuration of a fetched tree, read while the snapshot is taken: most repositories have none, and its validator is slow to load. `ruleIds`
 * are the rules there are: a misspelt one is a mistake, not a wish; undefined: nobody asks for rules.
 */
export async function takeConfiguration(tree: FileTree, ruleIds: ReadonlySet<string> | undefined): Promise<ConfigurationResult> {
  if (configurationPaths.every((path) => tree.blob(path) === undefined)) return { kind: 'ok', configuration: defaultConfiguration };
  const { readConfiguration } = await import('./read-configuration.ts');
  return readConfiguration(tree, ruleIds);
}
