/** A small repository in memory, scanned. */
import { memoryTree } from '../../../../src/source/tree.ts';
import { sha } from '../../../../src/source/position.ts';
import type { ScanHit, ScanResult } from '../../../../src/upgrades/hit.ts';
import { scanTree } from '../../../../src/upgrades/scan/scan-tree.ts';

export interface Jump {
  readonly django?: readonly [from: string | undefined, to: string];
  readonly python?: readonly [from: string | undefined, to: string];
  readonly packages?: readonly string[];
}

export function scan(files: Readonly<Record<string, string>>, { django, python, packages = [] }: Jump): ScanResult {
  const jump = (pair: Jump['django']): { from: string | undefined; to: string } | undefined => pair && { from: pair[0], to: pair[1] };
  return scanTree(memoryTree(files, sha('0'.repeat(40))), {
    django: jump(django),
    python: jump(python),
    packages: new Map(packages.map((name) => [name, undefined])),
  });
}

/** `entry path:line ×count confidence`, the worst first. */
export function briefly(hits: readonly ScanHit[]): readonly string[] {
  return hits.map(
    (hit) => `${hit.entry} ${hit.range.path}:${hit.range.start.line}${hit.count > 1 ? ` ×${hit.count}` : ''} ${hit.confidence}`,
  );
}
