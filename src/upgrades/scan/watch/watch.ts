/** What a scan looks for: the detectors of all relevant changes, found by the names that code would show. */
import type { Change } from '../../../facts/upgrades/changes/change.ts';
import type { Detector, DetectorOf } from '../../../facts/upgrades/changes/detector.ts';
import type { RepoPath } from '../../../source/position.ts';
import type { TextEdit } from '../../../source/edit.ts';
import { definedAt } from '../resolve/graph.ts';
import type { Relevant } from './relevance.ts';

/** One detector of one relevant change. */
export interface Watch {
  readonly relevant: Relevant;
  readonly change: Change;
  readonly detector: Detector;
}
export type WatchOf<K extends Detector['by']> = Watch & { readonly detector: DetectorOf<K> };

/** How sure a match is: 3 high, 2 medium, 1 low. */
export type Sureness = 1 | 2 | 3;

/** One place that a detector found. */
export interface Match {
  readonly watch: Watch;
  readonly path: RepoPath;
  /** Offsets into the file's text. */
  readonly start: number;
  readonly end: number;
  readonly sureness: Sureness;
  /** What a reader recognises it by: a name of their code. */
  readonly shown: string;
  /** Matches of one change with the same cause are one hit; the file unless set. */
  readonly cause?: string;
  /** A further place of a cause that stands elsewhere: alone it is nothing. */
  readonly derived?: boolean;
  /** It goes, and nothing is lost with it. */
  readonly idle?: boolean;
  /** Holds only if this is the name of a many-to-many field, or of the way back to one. */
  readonly manyToMany?: string;
  /** Nothing is lost with it where a settings module names this. */
  readonly unlessSettingsName?: string;
  /** The rewrite of this place; empty when there is none. */
  readonly edits: readonly TextEdit[];
}

export interface WatchIndex {
  readonly all: readonly Watch[];
  readonly of: <K extends Detector['by']>(by: K) => readonly WatchOf<K>[];
  /** By the dotted path as written in the facts. */
  readonly names: ReadonlyMap<string, readonly WatchOf<'name'>[]>;
  /** Names of a module that goes as a whole, where the name alone can be had elsewhere: told instead of the module where they are imported. */
  readonly instead: ReadonlyMap<string, readonly WatchOf<'name'>[]>;
  readonly modules: ReadonlyMap<string, readonly WatchOf<'module'>[]>;
  /** By the path of definition. */
  readonly calls: ReadonlyMap<string, readonly WatchOf<'call'>[]>;
  /** Last segments of all callees. */
  readonly callTails: ReadonlySet<string>;
  readonly methods: ReadonlyMap<string, readonly WatchOf<'method'>[]>;
  readonly attributes: ReadonlyMap<string, readonly WatchOf<'attribute'>[]>;
  readonly settings: ReadonlyMap<string, readonly WatchOf<'setting'>[]>;
  readonly texts: ReadonlyMap<string, readonly WatchOf<'string'>[]>;
  /** Last segments of all names and modules. */
  readonly tails: ReadonlySet<string>;
}

/** Builds the index of a scan once. Changes that are part of another relevant change are left to that one, but for names with a rewrite. */
export function indexWatches(relevant: readonly Relevant[]): WatchIndex {
  const ids = new Set(relevant.map((each) => each.change.id));
  const isPart = ({ partOf }: Change): boolean => partOf !== undefined && ids.has(partOf);
  const all: Watch[] = relevant
    .filter(({ change }) => !isPart(change) || change.fix?.kind === 'rename')
    .flatMap((each) => each.change.detect.map((detector) => ({ relevant: each, change: each.change, detector })));
  const kinds = new Map<Detector['by'], readonly Watch[]>();
  const of = <K extends Detector['by']>(by: K): readonly WatchOf<K>[] => {
    const known = kinds.get(by) ?? all.filter((watch) => watch.detector.by === by);
    kinds.set(by, known);
    return known as readonly WatchOf<K>[]; // filtered by that very kind
  };
  const [parts, whole] = [of('name').filter(({ change }) => isPart(change)), of('name').filter(({ change }) => !isPart(change))];
  const names = group(whole, (watch) => watch.detector.names);
  const modules = group(of('module'), (watch) => watch.detector.names);
  return {
    all,
    of,
    names,
    instead: group(parts, (watch) => watch.detector.names),
    modules,
    calls: group(of('call'), (watch) => watch.detector.of.map(calleeAt)),
    callTails: new Set(of('call').flatMap((watch) => watch.detector.of.map(tailOf))),
    methods: group(of('method'), (watch) => watch.detector.names),
    attributes: group(of('attribute'), (watch) => watch.detector.names),
    settings: group(of('setting'), (watch) => watch.detector.names),
    texts: group(of('string'), (watch) => watch.detector.values ?? []),
    tails: new Set([...names.keys(), ...modules.keys()].map(tailOf)),
  };
}

/** Builtins are written bare in the facts. */
function calleeAt(path: string): string {
  return path.includes('.') ? definedAt(path) : `builtins.${path}`;
}

export function tailOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function group<W extends Watch>(watches: readonly W[], keysOf: (watch: W) => readonly string[]): ReadonlyMap<string, readonly W[]> {
  const groups = new Map<string, W[]>();
  for (const watch of watches) {
    for (const key of new Set(keysOf(watch))) {
      const before = groups.get(key);
      if (before === undefined) groups.set(key, [watch]);
      else before.push(watch);
    }
  }
  return groups;
}

/** The module watched at `path` or above it: `distutils` for `distutils.util`. */
export function watchedModule(index: WatchIndex, path: string): readonly WatchOf<'module'>[] {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const found = index.modules.get(path.slice(0, end));
    if (found !== undefined) return found;
  }
  return [];
}

const levels: Readonly<Record<Change['confidence'], Sureness>> = { high: 3, medium: 2, low: 1 };

/**
 * The most that a match can be worth. What breaks nothing, or only goes on a little differently, is never more than a hint; what the
 * new release only deprecates goes on working, so it is listed for later and never worth a comment at its line.
 */
export function capOf({ change, relevant, detector }: Watch): Sureness {
  const isHint = relevant.advisory || (relevant.effect === 'changes' && change.severity === 'info');
  if (isHint) return 1;
  const own = 'atMost' in detector && detector.atMost !== undefined ? levels[detector.atMost] : 3;
  return least(own, levels[change.confidence], relevant.effect === 'deprecated' ? 2 : 3);
}

export function least(...sureness: readonly Sureness[]): Sureness {
  return sureness.reduce((low, each) => (each < low ? each : low), 3);
}
