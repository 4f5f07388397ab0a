/** Scans a repository for what a jump to new releases of Django and Python breaks, changes or deprecates. */
import { djangoChanges, pythonChanges } from '../../facts/upgrades/changes.ts';
import { positionAt, type RepoPath } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';
import { parseModule } from '../../python/parse.ts';
import type { ScanAim, ScanResult } from '../hit.ts';
import { assignsSettings, filesOf, lengthCap, placeOf } from './files.ts';
import { gatherHits, type PlacedMatch } from './hits.ts';
import { relevantChanges, type Relevant } from './relevance.ts';
import { readNames, scanModule } from './python/scan-module.ts';
import { indexModules } from './resolve/modules.ts';
import { outlineOf, type Outline } from './resolve/outline.ts';
import type { Repository } from './resolve/repository.ts';
import { compileNeedles } from './texts/needles.ts';
import { indexWatches, type WatchIndex } from './watch.ts';

type Unjudged = ScanResult['unjudged'][number];

/** What stays the same for all files of one scan. */
interface Scan {
  readonly tree: FileTree;
  readonly aim: ScanAim;
  readonly index: WatchIndex;
  readonly repository: Repository;
  readonly matches: PlacedMatch[];
  readonly unjudged: Unjudged[];
}

/** Finds every place of the tree that the jumps touch. Files are read one after another and dropped again. */
export function scanTree(tree: FileTree, aim: ScanAim): ScanResult {
  const relevant = relevantTo(aim);
  const index = indexWatches(relevant.filter(({ change }) => !isBackported(change.backports, aim)));
  const needles = compileNeedles(index.all);
  const files = filesOf(tree);
  const scan: Scan = { tree, aim, index, repository: openRepository(tree, files, { index, aim }), matches: [], unjudged: [] };
  for (const { path, language } of files) {
    if (language !== 'python') continue;
    const text = tree.read(path);
    if (text === undefined) continue;
    if (text.length > lengthCap) {
      scan.unjudged.push({ message: `\`${path}\` is too long to be read.`, range: undefined });
      continue;
    }
    const active = needles.candidates(text);
    if (active.size > 0) scanPython(scan, path, text, active);
  }
  return { hits: gatherHits(scan.matches), unjudged: scan.unjudged, files: files.length };
}

function relevantTo({ django, python }: ScanAim): readonly Relevant[] {
  return [
    ...(django === undefined ? [] : relevantChanges(djangoChanges, 'django', django)),
    ...(python === undefined ? [] : relevantChanges(pythonChanges, 'python', python)),
  ];
}

/** A package among the requirements brings the removed module back. */
function isBackported(backports: readonly string[] | undefined, { packages }: ScanAim): boolean {
  return backports?.some((name) => packages.has(name)) ?? false;
}

function openRepository(tree: FileTree, files: ReturnType<typeof filesOf>, { index, aim }: Pick<Scan, 'index' | 'aim'>): Repository {
  const modules = indexModules(files.flatMap(({ path, language }) => (language === 'python' ? [path] : [])));
  const outlines = new Map<RepoPath, Outline | undefined>();
  const repository: Repository = {
    modules,
    outline: (path) => {
      if (!outlines.has(path)) {
        outlines.set(path, undefined); // while it is being read, a circular import finds nothing
        const text = tree.read(path);
        if (text !== undefined) outlines.set(path, outlineOf(readNames({ module: parseModule(path, text), repository, index, aim }).names));
      }
      return outlines.get(path);
    },
  };
  return repository;
}

function scanPython(scan: Scan, path: RepoPath, text: string, active: ReturnType<ReturnType<typeof compileNeedles>['candidates']>): void {
  const module = parseModule(path, text);
  const [problem] = module.problems;
  if (problem !== undefined) {
    const range = { path, start: positionAt(module.lineStarts, problem.start), end: positionAt(module.lineStarts, problem.end) };
    scan.unjudged.push({ message: `\`${path}\` could not be read wholly: ${problem.message}.`, range });
  }
  const place = placeOf(path, 'python') === 'code' && assignsSettings(text) ? 'settings' : placeOf(path, 'python');
  for (const match of scanModule({ module, repository: scan.repository, index: scan.index, aim: scan.aim, place, active })) {
    const range = { path, start: positionAt(module.lineStarts, match.start), end: positionAt(module.lineStarts, match.end) };
    scan.matches.push({ ...match, range, place });
  }
}
