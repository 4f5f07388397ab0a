/** The repository's modules as a whole: outlines on demand, re-exports followed, the class graph. */
import type { RepoPath } from '../../../source/position.ts';
import { definedAt, knownBases } from './graph.ts';
import type { ModuleIndex } from './modules.ts';
import type { ClassOutline, Outline } from './outline.ts';

export interface Repository {
  readonly modules: ModuleIndex;
  /** Undefined for a file that is not in the tree or can't be read. */
  readonly outline: (path: RepoPath) => Outline | undefined;
}

/** Where a path leads once the repository's own re-exports are followed. */
export interface Chased {
  readonly path: string;
  /** The repository's file that defines it or imports it from outside, undefined when it was imported directly. */
  readonly through: RepoPath | undefined;
  /** The repository defines it. */
  readonly own: boolean;
}

const chaseDepth = 8;

/** Follows `shop.compat.force_text` to `django.utils.encoding.force_text`. */
export function chase(repository: Repository, path: string, from: RepoPath, depth = 0): Chased {
  const outside: Chased = { path, through: undefined, own: false };
  if (depth > chaseDepth) return outside;
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const file = repository.modules.fileOf(parts.slice(0, length).join('.'), from);
    if (file === undefined) continue;
    if (length === parts.length) return { path, through: file, own: true };
    return chaseInto(repository, file, parts.slice(length), { path, through: file, own: true }, depth);
  }
  return outside;
}

function chaseInto(repository: Repository, file: RepoPath, [name = '', ...rest]: readonly string[], here: Chased, depth: number): Chased {
  const outline = repository.outline(file);
  if (outline === undefined) return here;
  if (outline.classes.has(name) || outline.functions.has(name)) return { ...here, path: [outline.name, name, ...rest].join('.') };
  const targets = outline.imports.get(name) ?? outline.values.get(name);
  if (targets !== undefined) {
    const [target] = targets;
    if (target === undefined || target === here.path) return here;
    const next = chase(repository, [target, ...rest].join('.'), file, depth + 1);
    return { ...next, through: next.own ? next.through : file };
  }
  for (const star of outline.stars) {
    const next = chase(repository, [star, name, ...rest].join('.'), file, depth + 1);
    if (next.own ? next.path !== here.path && exports(repository, next) : star.startsWith('django.'))
      return { ...next, through: next.own ? next.through : file };
  }
  return here;
}

/** Whether a chased path of the repository's own really exists there. */
function exports(repository: Repository, chased: Chased): boolean {
  if (chased.through === undefined) return false;
  const outline = repository.outline(chased.through);
  const name = chased.path.slice(chased.path.lastIndexOf('.') + 1);
  return (
    outline !== undefined &&
    (outline.classes.has(name) || outline.functions.has(name) || outline.values.has(name) || outline.imports.has(name))
  );
}

export type Answer = 'yes' | 'no' | 'unknown';

/** The outline of a class of the repository by its chased path. */
export function classAt(repository: Repository, chased: Chased): ClassOutline | undefined {
  if (chased.through === undefined || !chased.own) return undefined;
  return repository.outline(chased.through)?.classes.get(chased.path.slice(chased.path.lastIndexOf('.') + 1));
}

/**
 * Whether the class at `path` is one of `targets` (paths of definition) or derives from one. `unknown` once a base can't be
 * looked into and no other answers yes.
 */
export function derives(repository: Repository, path: string, from: RepoPath, targets: ReadonlySet<string>, depth = 0): Answer {
  const chased = chase(repository, path, from);
  const place = chased.own ? chased.path : definedAt(chased.path);
  if (targets.has(place)) return 'yes';
  if (depth > 20) return 'unknown';
  const own = classAt(repository, chased);
  if (own !== undefined) return deriveAny(repository, own.bases, chased.through ?? from, targets, depth + 1);
  const bases = chased.own ? undefined : knownBases(place);
  if (bases === undefined) return place.startsWith('builtins.') ? 'no' : 'unknown';
  return deriveAny(repository, bases, from, targets, depth + 1);
}

/** The same for a list of bases. */
export function deriveAny(
  repository: Repository,
  bases: readonly (string | undefined)[],
  from: RepoPath,
  targets: ReadonlySet<string>,
  depth = 0,
): Answer {
  let answer: Answer = 'no';
  for (const base of bases) {
    const one = base === undefined ? 'unknown' : derives(repository, base, from, targets, depth);
    if (one === 'yes') return 'yes';
    if (one === 'unknown') answer = 'unknown';
  }
  return answer;
}

/** A class of the repository and the file that defines it. */
export interface ClassPlace {
  readonly outline: ClassOutline;
  readonly file: RepoPath;
}

/** The class that a path leads to, when it is one of the repository's. */
export function classPlace(repository: Repository, path: string, from: RepoPath): ClassPlace | undefined {
  const chased = chase(repository, path, from);
  const outline = classAt(repository, chased);
  return outline === undefined || chased.through === undefined ? undefined : { outline, file: chased.through };
}

/** Whether the class, or a base in the repository, defines the name. */
export function definesMember(repository: Repository, place: ClassPlace, name: string, depth = 0): boolean {
  const { methods, attributes } = place.outline;
  return methods.has(name) || attributes.has(name) || basesDefine(repository, place, name, depth + 1);
}

/** Whether a base in the repository defines the name. */
export function basesDefine(repository: Repository, { outline, file }: ClassPlace, name: string, depth = 0): boolean {
  return outline.bases.some((base) => {
    const found = base === undefined || depth > 20 ? undefined : classPlace(repository, base, file);
    return found !== undefined && definesMember(repository, found, name, depth);
  });
}
