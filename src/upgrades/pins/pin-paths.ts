import { LRUCache } from 'lru-cache';
import picomatch from 'picomatch';
import { globsOf, pythonPlaceFacts, requirementsFormatFacts } from '../../facts/upgrades/places/pin-places.ts';
import type { RepoPath } from '../../source/position.ts';

/** Other people's code, installed environments, and files that tests feed to parsers: their pins are not this project's. */
const FOREIGN =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|\.?venv|\.tox|\.nox|\.eggs|vendor|third[-_]party|bower_components|__pypackages__|fixtures?|testdata|test[-_]data|__fixtures__|__snapshots__)\//;

type Matcher = (path: string) => boolean;
interface Bucket {
  readonly format: string;
  readonly matches: Matcher;
}

/** Globs by the last part of the name that is literal, so that a path meets only the few that can match it. */
const byName = new Map<string, Bucket[]>();
const bySuffix = new Map<string, Bucket[]>();
const others: Bucket[] = [];
for (const format of new Set([...requirementsFormatFacts, ...pythonPlaceFacts].map(({ id }) => id))) {
  for (const glob of globsOf(format)) addGlob(format, glob);
}

function addGlob(format: string, glob: string): void {
  const bucket: Bucket = { format, matches: matcherOf(glob) };
  const last = glob.split('/').at(-1) ?? '';
  const suffix = /\.[\w-]+$/.exec(last)?.[0];
  if (!/[*?{[]/.test(last)) byName.set(last, [...(byName.get(last) ?? []), bucket]);
  else if (suffix === undefined) others.push(bucket);
  else bySuffix.set(suffix, [...(bySuffix.get(suffix) ?? []), bucket]);
}

/** Compiles the glob when it is first asked: most repositories meet few of them. */
function matcherOf(glob: string): Matcher {
  let matcher: Matcher | undefined;
  return (path) => {
    matcher ??= picomatch(glob, { dot: true });
    return matcher(path);
  };
}

/** Answers by path: every review asks for every path of the repository, several times. */
const answers = new LRUCache<RepoPath, ReadonlySet<string>>({ max: 100_000 });

/** The formats (ids of the facts) whose globs match the path; none for other people's code. */
export function formatsOf(path: RepoPath): ReadonlySet<string> {
  const known = answers.get(path) ?? matchingFormats(path);
  answers.set(path, known);
  return known;
}

function matchingFormats(path: RepoPath): ReadonlySet<string> {
  if (FOREIGN.test(path)) return new Set();
  const name = path.slice(path.lastIndexOf('/') + 1);
  const suffix = /\.[\w-]+$/.exec(name)?.[0] ?? '';
  const candidates = [...(byName.get(name) ?? []), ...(bySuffix.get(suffix) ?? []), ...others];
  return new Set(candidates.filter(({ matches }) => matches(path)).map(({ format }) => format));
}

/** Those of a tree's paths that can hold a pin: what must be fetched before `readPins`. */
export function pinPaths(paths: Iterable<RepoPath>): readonly RepoPath[] {
  return [...paths].filter((path) => formatsOf(path).size > 0);
}
