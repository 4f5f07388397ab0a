/** Settings whose default changes, and that no settings module of the project sets. */
import { lineStarts, positionAt, type RepoPath, type SourceRange } from '../../../source/position.ts';
import type { PlacedMatch } from '../hits.ts';
import { capOf, type Sureness, type WatchIndex, type WatchOf } from '../watch/watch.ts';

/** A settings module as the scan met it. */
export interface SettingsText {
  readonly path: RepoPath;
  readonly text: string;
  readonly place: PlacedMatch['place'];
}

/** Where settings may come from that can't be read in the text. */
const elsewhere =
  /\bglobals\(\)|\bvars\(\)|\bexec\(|\bdynaconf\b|\bDjangoDynaconf\b|\bsetattr\(|\bimport_module\(|\b__dict__\b|locals\(\)\.update/;

/** A file named like settings may hold those of something else. */
const speaksDjango =
  /^\s*(?:(?:INSTALLED_APPS|MIDDLEWARE\w*|DATABASES|ROOT_URLCONF|TEMPLATES|SECRET_KEY|DEBUG|ALLOWED_HOSTS|STATIC_URL|CACHES|LOGGING)\b|from\s+[\w.]+\s+import\s+\*)/m;
const assignment = /^INSTALLED_APPS\s*(?::[^=\n]+)?=/m;
const starImport = /^\s*from\s+([\w.]+)\s+import\s+\*/gm;

/** The file that a module name, absolute or with leading dots, stands for in a file. */
export type FindFile = (module: string, from: RepoPath) => RepoPath | undefined;

/** Everything that was met on the way through the files. */
export interface SettingsMet {
  readonly files: readonly SettingsText[];
  /** Those of the modules asked for by `whenImported` that code of the project imports. */
  readonly imported: ReadonlySet<string>;
}

/** The modules whose import makes a setting needed. */
export function modulesAsked(index: WatchIndex): readonly string[] {
  return [...new Set(index.of('setting-missing').flatMap(({ detector }) => detector.whenImported ?? []))];
}

/** Does the text import the module? `from a.b import c` imports `a.b.c`, too. */
export function importsModule(text: string, module: string): boolean {
  const [parent, name] = [module.slice(0, module.lastIndexOf('.')), module.slice(module.lastIndexOf('.') + 1)];
  return (
    text.includes(module) || (text.includes(`from ${parent} import`) && new RegExp(`from ${parent} import[^\\n]*\\b${name}\\b`).test(text))
  );
}

export interface MissingOutcome {
  readonly matches: readonly PlacedMatch[];
  /** Why nothing could be claimed, if so. */
  readonly unjudged: string | undefined;
}

/** Claims a setting missing only where every settings module can be read and none of them names it. */
export function findMissingSettings(index: WatchIndex, { files: candidates, imported }: SettingsMet, fileOf: FindFile): MissingOutcome {
  const watches = index.of('setting-missing');
  const files = candidates.filter(({ text }) => speaksDjango.test(text));
  const assigning = files.filter(({ text }) => assignment.test(text));
  const main =
    assigning.find(({ text, place }) => place !== 'tests' && text.search(starImport) === -1) ??
    assigning.find(({ place }) => place !== 'tests') ??
    assigning[0];
  if (watches.length === 0 || main === undefined) return { matches: [], unjudged: undefined };
  const read = new Set(files.map(({ path }) => path));
  const opaque = files.find(
    (file) => elsewhere.test(file.text) || starsOf(file, fileOf).some((path) => path === undefined || !read.has(path)),
  );
  const unjudged =
    opaque && `\`${opaque.path}\` takes settings from a place that can't be read, so that settings which are missing can't be told.`;
  // What is made at run time, or by a package, may set anything; a local module holds secrets and hosts, hardly defaults.
  if (files.some((file) => elsewhere.test(file.text) || !takesOnlyLocal(file, read, fileOf))) return { matches: [], unjudged };
  const all = files.map(({ text }) => text).join('\n');
  const missing = watches.filter((watch) => isMissing(watch, all) && isNeeded(watch, imported));
  return { matches: missing.map((watch) => matchAt(main, watch, opaque === undefined ? capOf(watch) : 1)), unjudged };
}

/** The files that a settings module takes everything from; undefined for one outside the repository. */
function starsOf({ path, text }: SettingsText, fileOf: FindFile): readonly (RepoPath | undefined)[] {
  return [...text.matchAll(starImport)].map(([, module = '']) => fileOf(module, path));
}

/** Are the modules that can't be read the project's own ones, kept out of the repository? */
function takesOnlyLocal(file: SettingsText, read: ReadonlySet<RepoPath>, fileOf: FindFile): boolean {
  return [...file.text.matchAll(starImport)].every(([, module = '']) => {
    const path = fileOf(module, file.path);
    if (path !== undefined) return read.has(path);
    return module.startsWith('.') || /local/i.test(module) || fileOf(module.split('.', 1)[0] ?? '', file.path) !== undefined;
  });
}

function isMissing({ detector }: WatchOf<'setting-missing'>, all: string): boolean {
  const mentions = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(all);
  if (detector.names.some(mentions)) return false;
  if (detector.whenAny !== undefined && !detector.whenAny.some(mentions)) return false;
  return detector.whenMentions === undefined || detector.whenMentions.some((text) => all.includes(text));
}

function isNeeded({ detector }: WatchOf<'setting-missing'>, imported: ReadonlySet<string>): boolean {
  return detector.whenImported?.some((module) => imported.has(module)) ?? true;
}

function matchAt(main: SettingsText, watch: WatchOf<'setting-missing'>, sureness: Sureness): PlacedMatch {
  const range = lineOf(main);
  const shown = watch.detector.names.join('`, `');
  return {
    watch,
    path: main.path,
    start: range.start.offset,
    end: range.end.offset,
    range,
    place: main.place,
    sureness,
    shown,
    edits: [],
  };
}

/** The line of INSTALLED_APPS: what is missing has no line of its own. */
function lineOf({ path, text }: SettingsText): SourceRange {
  const start = Math.max(0, text.search(assignment));
  const starts = lineStarts(text);
  return { path, start: positionAt(starts, start), end: positionAt(starts, start + 'INSTALLED_APPS'.length) };
}
