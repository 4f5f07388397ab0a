/** Version arithmetic: PEP 440 by a library, what tools write instead of it turned into it. */
import { compare, eq, satisfies, valid, validRange } from '@renovatebot/pep440';
import { explain } from '@renovatebot/pep440/lib/version.js';

/** What a specifier allows: any one of these PEP 440 specifier sets; the empty set allows all. */
export type Allowed = readonly string[];

export const ANY_VERSION: Allowed = [''];

/** A package name as PEP 503 compares it: `Django_Filter` → `django-filter` (https://peps.python.org/pep-0503/#normalized-names). */
export function normalizeName(name: string): string {
  return name
    .trim()
    .replace(/[-_.]+/g, '-')
    .toLowerCase();
}

/** The version in its normal form, undefined when it is none (`latest`, a git revision). */
export function readVersion(text: string): string | undefined {
  return valid(text.trim()) ?? undefined;
}

/** The feature release: `4.2.7` → `4.2`, `4.2rc1` → `4.2`, `5` → `5.0`; undefined when `version` is none. */
export function featureOf(version: string): string | undefined {
  const release = explain(version)?.release;
  return release && `${release[0] ?? 0}.${release[1] ?? 0}`;
}

/** Does the version name a patch (`4.2.7`), or only a feature release (`4.2`) or less? */
export function isPatch(version: string): boolean {
  return (explain(version)?.release.length ?? 0) > 2;
}

/** Is it an alpha, beta, release candidate or development version? */
export function isPrerelease(version: string): boolean {
  return explain(version)?.is_prerelease ?? false;
}

/** Negative, zero or positive as PEP 440 orders them; what is no version comes before all versions. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [readVersion(a), readVersion(b)];
  if (left !== undefined && right !== undefined) return compare(left, right);
  if (left === undefined && right === undefined) return a < b ? -1 : a > b ? 1 : 0;
  return left === undefined ? -1 : 1;
}

/** Reads a PEP 440 specifier set (`>=4.2,<5`); undefined when it is not one. */
export function readSpecifier(text: string): Allowed | undefined {
  const compact = text
    .trim()
    .replace(/\s+/g, '')
    .replace(/^\((.*)\)$/, '$1')
    .replace(/,+$/, '');
  if (compact === '' || compact === '*') return ANY_VERSION;
  const clauses = compact.split(',').filter((clause) => !clause.startsWith('==='));
  return clauses.length === 0 || validRange(clauses.join(',')) ? [compact] : undefined;
}

/** The one version that is allowed (`==4.2.7`, `===4.2.7`), undefined when there may be several. */
export function exactOf(allowed: Allowed | undefined): string | undefined {
  if (allowed?.length !== 1) return undefined;
  const exact = (allowed[0] ?? '').split(',').flatMap((clause) => /^={2,3}([^*]+)$/.exec(clause)?.[1] ?? []);
  const [first] = exact;
  return first === undefined ? undefined : (readVersion(first) ?? first);
}

/** Is this version allowed? Pre-releases count like others: who pins one wants it. */
export function allows(allowed: Allowed, version: string): boolean {
  return allowed.some((set) => {
    const clauses = set.split(',').filter((clause) => clause !== '');
    const raw = clauses.filter((clause) => clause.startsWith('==='));
    if (!raw.every((clause) => sameText(clause.slice(3), version))) return false;
    const rest = clauses.filter((clause) => !clause.startsWith('==='));
    return rest.length === 0 || satisfies(version, rest.join(','), { prereleases: true });
  });
}

function sameText(a: string, b: string): boolean {
  return a === b || (readVersion(a) !== undefined && readVersion(b) !== undefined && eq(a, b));
}

/** Is any patch of this feature release (`3.12`) allowed? */
export function allowsFeature(allowed: Allowed, feature: string): boolean {
  const named = allowed.flatMap((set) => set.match(/\d[\w.+!-]*/g) ?? []).filter((version) => featureOf(version) === feature);
  const next = named.flatMap((version) => nextPatch(version) ?? []);
  return [`${feature}.0`, `${feature}.9999`, ...named, ...next].some(
    (version) => readVersion(version) !== undefined && allows(allowed, version),
  );
}

function nextPatch(version: string): string | undefined {
  const release = explain(version)?.release;
  return release && `${release[0] ?? 0}.${release[1] ?? 0}.${(release[2] ?? 0) + 1}`;
}
