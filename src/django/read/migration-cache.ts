import { LRUCache } from 'lru-cache';
import { moduleAt } from '../resolve/module-cache.ts';
import { scopeOf } from '../resolve/definitions.ts';
import type { MigrationKey } from '../migration.ts';
import type { RepoPath } from '../../source/position.ts';
import { readMigration } from './read-migration.ts';
import type { MigrationReading } from './read-migration.ts';
import { emptyTrace, stillHolds } from '../resolve/trace.ts';
import type { ReadingSpace } from '../resolve/reading-space.ts';
import type { Trace } from '../resolve/trace.ts';

interface Kept {
  readonly reading: MigrationReading;
  readonly trace: Trace;
  readonly characters: number;
}

/** Characters of source text whose migrations are kept: some thousands of files. */
const keptCharacters = 8_000_000;

const readings = new LRUCache<string, Kept>({ maxSize: keptCharacters, sizeCalculation: ({ characters }) => characters + 500 });

/**
 * The migration in a file; undefined when the file was not fetched. Read once in a process as long as its content, the modules that it
 * imports from the repository and the settings that it names stay the same.
 */
export function migrationAt(
  space: ReadingSpace,
  path: RepoPath,
  { key, moduleName }: { readonly key: MigrationKey; readonly moduleName: string },
): MigrationReading | undefined {
  const blob = space.tree.blob(path);
  if (blob === undefined) return undefined;
  const cacheKey = `${blob} ${path} ${key.appLabel} ${moduleName}`;
  const known = readings.get(cacheKey);
  if (known !== undefined && stillHolds(space, known.trace)) return known.reading;
  const module = moduleAt(space.tree, path);
  if (module === undefined) return undefined;
  const trace = emptyTrace();
  const reading = readMigration(space, scopeOf(module, moduleName), { key, trace });
  readings.set(cacheKey, { reading, trace, characters: module.text.length });
  return reading;
}
