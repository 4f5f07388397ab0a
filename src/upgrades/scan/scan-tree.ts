/** Scans a repository for what a jump to new releases of Django and Python breaks, changes or deprecates. */
import { djangoChanges, pythonChanges } from '../../facts/upgrades/changes/changes.ts';
import { lineStarts, positionAt, type RepoPath } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';
import { parseModule } from '../../python/parse.ts';
import type { ScanAim, ScanResult } from '../hit.ts';
import { assignsSettings, filesOf, lengthCap, placeOf, type ScannedFile } from './files.ts';
import { gatherHits, placeOfText, type PlacedMatch } from './hits.ts';
import { relevantChanges, type Relevant } from './watch/relevance.ts';
import { readNames, scanModule } from './python/scan-module.ts';
import { indexModules } from './resolve/modules.ts';
import { outlineOf, type Outline } from './resolve/outline.ts';
import type { Repository } from './resolve/repository.ts';
import { findMissingSettings, importsModule, modulesAsked, type SettingsText } from './texts/missing-settings.ts';
import { scanTemplate } from './templates/scan-template.ts';
import { compileNeedles, type Needles } from './texts/needles.ts';
import { scanText } from './texts/scan-text.ts';
import { indexWatches, type Match, type Watch, type WatchIndex } from './watch/watch.ts';

type Unjudged = ScanResult['unjudged'][number];

/** What stays the same for all files of one scan. */
interface Scan {
  readonly tree: FileTree;
  readonly aim: ScanAim;
  readonly index: WatchIndex;
  readonly repository: Repository;
  readonly matches: PlacedMatch[];
  readonly unjudged: Unjudged[];
  readonly settings: SettingsText[];
  /** Names of many-to-many fields and of relations backwards, of all models. */
  readonly relations: Set<string>;
  /** Modules whose import makes a setting needed, and those that were met in the project's own code. */
  readonly asked: readonly string[];
  readonly imported: Set<string>;
}

/** Finds every place of the tree that the jumps touch. Files are read one after another and dropped again. */
export function scanTree(tree: FileTree, aim: ScanAim): ScanResult {
  const relevant = relevantTo(aim);
  const index = indexWatches(relevant.filter(({ change }) => !isBackported(change.backports, aim)));
  const needles = compileNeedles(index.all);
  const files = filesOf(tree);
  const scan: Scan = {
    tree,
    aim,
    index,
    repository: openRepository(tree, files, { index, aim }),
    matches: [],
    unjudged: [],
    settings: [],
    relations: new Set(),
    asked: modulesAsked(index),
    imported: new Set(),
  };
  for (const file of files) scanFile(scan, file, needles);
  const missing = findMissingSettings(index, { files: scan.settings, imported: scan.imported }, scan.repository.modules.fileFor);
  if (missing.unjudged !== undefined) scan.unjudged.push({ message: missing.unjudged, range: undefined });
  return {
    hits: gatherHits([
      ...scan.matches
        .filter((each) => each.manyToMany === undefined || scan.relations.has(each.manyToMany))
        .map((each) => (isNamedIn(scan.settings, each.unlessSettingsName) ? { ...each, sureness: 2 as const, idle: true } : each)),
      ...missing.matches,
    ]),
    unjudged: scan.unjudged,
    files: files.length,
  };
}

function isNamedIn(settings: readonly SettingsText[], name: string | undefined): boolean {
  return name !== undefined && settings.some(({ text }) => text.includes(`"${name}"`) || text.includes(`'${name}'`));
}

const relation = /(\w+) *= *(?:\w+\.)*ManyToManyField\(|\brelated_name *= *['"](\w+)['"]/g;

/** The expression is slow where nothing matches: the words that it needs are looked for first. */
function noteRelations({ relations }: Scan, text: string): void {
  if (!text.includes('ManyToManyField(') && !text.includes('related_name')) return;
  for (const [, field, back] of text.matchAll(relation)) relations.add(field ?? back ?? '');
}

function scanFile(scan: Scan, { path, language }: ScannedFile, needles: Needles): void {
  const text = scan.tree.read(path);
  if (text === undefined) return;
  if (text.length > lengthCap) {
    scan.unjudged.push({ message: `\`${path}\` is too long to be read.`, range: undefined });
    return;
  }
  const active = needles.candidates(text, language);
  if (language === 'python') noteRelations(scan, text);
  if (language === 'python') return scanPython(scan, path, text, active);
  const plain = text.replaceAll(/\r\n?/g, '\n');
  const { index } = scan;
  if (language === 'template') place(scan, plain, scanTemplate({ path, text: plain, index, active }));
  if (active.size > 0) place(scan, plain, scanText({ path, text: plain, language, index, active }));
}

/** Notes matches with their lines. */
function place(scan: Scan, text: string, matches: readonly Match[]): void {
  if (matches.length === 0) return;
  const starts = lineStarts(text);
  for (const match of matches) {
    const range = { path: match.path, start: positionAt(starts, match.start), end: positionAt(starts, match.end) };
    scan.matches.push({ ...match, range, place: placeOfText(match.path) });
  }
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

function openRepository(tree: FileTree, files: readonly ScannedFile[], { index, aim }: Pick<Scan, 'index' | 'aim'>): Repository {
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

function scanPython(scan: Scan, path: RepoPath, text: string, active: ReadonlySet<Watch>): void {
  const named = placeOf(path, 'python');
  const place = named === 'code' && assignsSettings(text) ? 'settings' : named;
  if (place === 'code') for (const module of scan.asked) if (importsModule(text, module)) scan.imported.add(module);
  if (place === 'settings' || (named === 'tests' && assignsSettings(text))) scan.settings.push({ path, text, place: named });
  if (active.size === 0) return;
  const module = parseModule(path, text);
  const [problem] = module.problems;
  if (problem !== undefined) {
    const range = { path, start: positionAt(module.lineStarts, problem.start), end: positionAt(module.lineStarts, problem.end) };
    scan.unjudged.push({ message: `\`${path}\` could not be read wholly: ${problem.message}.`, range });
  }
  for (const match of scanModule({ module, repository: scan.repository, index: scan.index, aim: scan.aim, place, active })) {
    const range = { path, start: positionAt(module.lineStarts, match.start), end: positionAt(module.lineStarts, match.end) };
    scan.matches.push({ ...match, range, place });
  }
}
