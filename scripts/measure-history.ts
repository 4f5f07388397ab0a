/**
 * Measures the scan for an upgrade on a commit that really made one: which lines that the commit changed stand at a finding, and which findings it left alone.
 *
 *   node scripts/measure-history.ts GIT_FOLDER COMMIT --django 3.2-4.2 [--python 3.9-3.12]
 *
 * The tree before the commit is scanned. A changed part counts as found when a finding stands within two lines of it. Both lists are there to be read: a commit
 * changes much for other reasons, and leaves things for the next one.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { commitTree } from '../src/cli/local/local-tree.ts';
import type { SourceRange } from '../src/source/position.ts';
import { repoPath } from '../src/source/position.ts';
import type { ScanHit, VersionJump } from '../src/upgrades/hit.ts';
import { readPins } from '../src/upgrades/pins/read-pins.ts';
import { pinPaths } from '../src/upgrades/pins/pin-paths.ts';
import { languageOf } from '../src/upgrades/scan/files.ts';
import { scanTree } from '../src/upgrades/scan/scan-tree.ts';

/** One part of the diff, by its lines before the commit. */
interface Part {
  readonly path: string;
  readonly first: number;
  readonly last: number;
  readonly text: readonly string[];
}

interface Place {
  readonly range: SourceRange;
  readonly hit: ScanHit;
}

function jumpOf(text: string | undefined): VersionJump | undefined {
  const [, from, to] = /^(\d+\.\d+)-(\d+\.\d+)$/.exec(text ?? '') ?? [];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function partsOf(diff: string): readonly Part[] {
  const parts: Part[] = [];
  let path = '';
  let text: string[] = [];
  for (const line of diff.split('\n')) {
    const [, start, count] = /^@@ -(\d+)(?:,(\d+))? /.exec(line) ?? [];
    if (line.startsWith('--- ')) path = line.startsWith('--- a/') ? line.slice(6) : '';
    else if (start !== undefined) {
      text = [];
      parts.push({ path, first: Number(start), last: Number(start) + Math.max(Number(count ?? 1), 1) - 1, text });
    } else if (/^[-+](?!\+\+ )/.test(line)) text.push(line);
  }
  return parts.filter((part) => languageOf(repoPath(part.path)) !== undefined && !/\.(?:md|rst|txt)$/.test(part.path));
}

const isNear = ({ path, first, last }: Part, { range }: Place): boolean =>
  range.path === path && range.end.line >= first - 2 && range.start.line <= last + 2;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { django: { type: 'string' }, python: { type: 'string' } } });
const [folder = '.', commit = 'HEAD'] = positionals;
const lazy = await commitTree(folder, `${commit}^`);
const paths = [...lazy.paths()];
const tree = await lazy.fetch([...pinPaths(paths), ...paths.filter((path) => languageOf(path) !== undefined)]);
const packages = new Map(readPins(tree).pins.map(({ name, version }) => [name, version]));
const { hits } = scanTree(tree, { django: jumpOf(values.django), python: jumpOf(values.python), packages });
const places = hits.flatMap((hit): readonly Place[] => [hit.range, ...hit.others].map((range) => ({ range, hit })));
const diff = execFileSync('git', ['-C', folder, 'diff', '-U0', '-w', '-M', `${commit}^`, commit], { encoding: 'utf8', maxBuffer: 1 << 30 });
const parts = partsOf(diff);
const missed = parts.filter((part) => !places.some((place) => isNear(part, place)));
const left = hits.filter((hit) => !places.some((place) => place.hit === hit && parts.some((part) => isNear(part, place))));

for (const { path, first, text } of missed) console.log(`not found  ${path}:${first}\n${text.slice(0, 6).join('\n')}`);
for (const { range, confidence, title } of left) console.log(`left alone ${range.path}:${range.start.line} (${confidence}) ${title}`);
console.log(
  `${parts.length - missed.length} of ${parts.length} changed parts stand at a finding; ${hits.length - left.length} of ${hits.length} findings were met.`,
);
