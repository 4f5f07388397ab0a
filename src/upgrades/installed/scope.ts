import type { RepoPath } from '../../source/position.ts';

/** Folders that hold configuration of the project around them, and don't make one. */
const CONFIGURATION =
  /^(?:\..+|requirements?|reqs|deps|docker|dockerfiles?|deploy(?:ment)?s?|compose|conf(?:ig)?s?|ci|scripts?|bin|docs?|k8s|kubernetes|charts?|helm|infra(?:structure)?|terraform|ansible|tools?|etc|build)$/i;

/** The folder of the project that a configuration file belongs to: `backend/requirements/prod.txt` → `backend`, the root is ``. */
export function scopeOf(path: RepoPath): string {
  const folders = path.split('/').slice(0, -1);
  const end = folders.findIndex((folder) => CONFIGURATION.test(folder));
  return (end === -1 ? folders : folders.slice(0, end)).join('/');
}

/** Is `inner` the folder `outer` or inside it? */
export function isWithin(inner: string, outer: string): boolean {
  return outer === '' || inner === outer || inner.startsWith(`${outer}/`);
}

/** How far a file of scope `other` is from `scope`: 0 the same, then outwards, then inwards; undefined for strangers. */
export function distanceOf(other: string, scope: string): number | undefined {
  if (other === scope) return 0;
  const depth = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);
  if (isWithin(scope, other)) return depth(scope) - depth(other);
  return isWithin(other, scope) ? 100 + depth(other) - depth(scope) : undefined;
}
