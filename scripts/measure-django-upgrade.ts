/**
 * Measures the scan by the test cases of django-upgrade, which scripts/django-upgrade-cases.py reads.
 *
 *   node scripts/measure-django-upgrade.ts cases.json [--missed]
 *
 * Each case is a repository of one file. It is scanned for the jump to the case's own target version, from three starts: not known,
 * before everything (1.6), and the release before the target. What is counted:
 *
 * - a rewritten case is found when the scan has a finding in it, of any confidence; a rewritten hunk when a finding or one of its further
 *   places stands on one of the lines that change (for a pure insertion there is nothing to find);
 * - a no-op is flagged when the scan has a finding of high confidence in it, of whatever fact: that is what gets a line comment.
 *
 * What a no-op shows is often deprecated at its target all the same, and left alone by django-upgrade because no rewrite is safe. Such
 * findings are there, at medium confidence: what works on after the jump never gets a line comment. The no-ops that are flagged all the
 * same are listed with what is said of them: django-upgrade has no rewrite for them, and the jump does break or alter them.
 *
 * Last, every rewrite that a finding offers is made: the file must read as well as before, and the finding must be gone.
 */
import { readFileSync } from 'node:fs';
import { diffLines } from 'diff';
import { parseModule } from '../src/python/parse.ts';
import { applyEdits } from '../src/source/edit.ts';
import { repoPath, sha } from '../src/source/position.ts';
import { memoryTree } from '../src/source/tree.ts';
import { djangoReleases } from '../src/facts/upgrades/releases/releases.ts';
import type { ScanHit } from '../src/upgrades/hit.ts';
import { scanTree } from '../src/upgrades/scan/scan-tree.ts';

interface Case {
  readonly fixer: string;
  readonly test: string;
  readonly target: string;
  readonly filename: string;
  readonly before: string;
  readonly after?: string;
}

const [path, ...options] = process.argv.slice(2);
if (path === undefined) throw new Error('Give the file that scripts/django-upgrade-cases.py wrote.');
const cases = JSON.parse(readFileSync(path, 'utf8')) as readonly Case[]; // written by the script beside this one

const starts: Readonly<Record<string, (target: string) => string | undefined>> = {
  'not known': () => undefined,
  '1.6': () => '1.6',
  'the release before': releaseBefore,
};
const tree = sha('0'.repeat(40));

/** The feature release before this one; a release so old that we have no facts of it comes after 1.6. */
function releaseBefore(target: string): string {
  const known = djangoReleases.map(({ version }) => version);
  return known[known.indexOf(target) - 1] ?? '1.6';
}

function scan({ filename, before, target }: Case, from: string | undefined): readonly ScanHit[] {
  return scanTree(memoryTree({ [filename]: before }, tree), { django: { from, to: target }, python: undefined, packages: new Map() }).hits;
}

function linesOf(hits: readonly ScanHit[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { start, end } of hits.flatMap((hit) => [hit.range, ...hit.others]))
    for (let line = start.line; line <= end.line; line += 1) lines.add(line);
  return lines;
}

/** The first and last line of each part of the file before that the rewrite takes away. */
function hunksOf(before: string, after: string): readonly (readonly [first: number, last: number, text: string])[] {
  const hunks: [number, number, string][] = [];
  let line = 1;
  for (const part of diffLines(before, after)) {
    if (part.added) continue;
    if (part.removed) hunks.push([line, line + part.count - 1, part.value]);
    line += part.count;
  }
  return hunks;
}

const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / whole).toFixed(2)} %)`;

for (const [name, startOf] of Object.entries(starts)) {
  const count = { rewritten: 0, found: 0, hunks: 0, hunksFound: 0, noops: 0, flagged: 0 };
  const told: string[] = [];
  for (const one of cases) {
    const hits = scan(one, startOf(one.target));
    const label = `${one.fixer} ${one.test}, ${one.filename} for ${one.target}`;
    if (one.after === undefined) {
      const high = hits.filter(({ confidence }) => confidence === 'high');
      count.noops += 1;
      count.flagged += high.length > 0 ? 1 : 0;
      told.push(
        ...high.map(({ title, range, replacement }) => `  flagged: ${label}, line ${range.start.line}: ${title} ${replacement ?? ''}`),
      );
      continue;
    }
    const lines = linesOf(hits);
    count.rewritten += 1;
    count.found += hits.length > 0 ? 1 : 0;
    for (const [first, last, text] of hunksOf(one.before, one.after)) {
      const isFound = [...lines].some((line) => line >= first && line <= last);
      count.hunks += 1;
      count.hunksFound += isFound ? 1 : 0;
      if (!isFound && options.includes('--missed')) told.push(`  missed: ${label}, line ${first}: ${text.trim()}`);
    }
  }
  console.log(
    `from ${name}: cases found ${share(count.found, count.rewritten)}, hunks found ${share(count.hunksFound, count.hunks)}, no-ops flagged ${share(count.flagged, count.noops)}`,
  );
  for (const line of told) console.log(line);
}

const rewrites = { made: 0, same: 0, broken: 0, left: 0 };
for (const one of cases) {
  const path = repoPath(one.filename);
  for (const hit of scan(one, '1.6')) {
    if (hit.edits.length === 0) continue;
    const after = applyEdits(one.before, hit.edits);
    rewrites.made += 1;
    if (after === one.after) rewrites.same += 1;
    if (parseModule(path, after).problems.length > parseModule(path, one.before).problems.length) rewrites.broken += 1;
    if (scan({ ...one, before: after }, '1.6').some(({ entry }) => entry === hit.entry)) rewrites.left += 1;
  }
}
console.log(
  `rewrites: ${rewrites.made} made, ${rewrites.same} of them alone come to what django-upgrade writes, ${rewrites.broken} don't parse, ${rewrites.left} leave the finding`,
);
