import { createRequire } from 'node:module';

/** The version in package.json, found from dist/src/cli/ as from src/cli/. */
export const version: string = readVersion();

function readVersion(): string {
  const require = createRequire(import.meta.url);
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const manifest = require(path) as { name?: string; version?: string }; // our own package.json
      if (manifest.name === 'migration-expert' && manifest.version !== undefined) return manifest.version;
    } catch {
      continue; // the other of the two places
    }
  }
  return '0.0.0';
}
