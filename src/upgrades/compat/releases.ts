import type { DjangoRelease, PythonRelease } from '../../facts/upgrades/releases/release.ts';
import { djangoReleases, pythonReleases } from '../../facts/upgrades/releases/releases.ts';
import { compareVersions } from '../version.ts';

/** The facts of a feature release of Django, under its name or a former one (`7.0` is `2028.0`). */
export function djangoRelease(feature: string | undefined): DjangoRelease | undefined {
  return djangoReleases.find(({ version, aliases }) => version === feature || aliases?.includes(feature ?? '') === true);
}

/** The facts of a feature release of Python. */
export function pythonRelease(feature: string | undefined): PythonRelease | undefined {
  return pythonReleases.find(({ version }) => version === feature);
}

/** Feature releases of Django after `from`, up to and with `to`, that are out. */
export function djangoReleasesBetween(from: string, to: string): readonly DjangoRelease[] {
  return djangoReleases.filter(
    ({ version, status }) => status === 'released' && compareVersions(version, from) > 0 && compareVersions(version, to) <= 0,
  );
}

/** Feature releases of Python after `from`, up to and with `to`. */
export function pythonReleasesBetween(from: string, to: string): readonly PythonRelease[] {
  return pythonReleases.filter(({ version }) => compareVersions(version, from) > 0 && compareVersions(version, to) <= 0);
}

/**
 * Where to stop on the way: every LTS that is crossed, then the goal, because deprecations last from one LTS to the release
 * after the next (https://docs.djangoproject.com/en/stable/internals/release-process/).
 */
export function stopsBetween(from: string, to: string): readonly string[] {
  const crossed = djangoReleasesBetween(from, to);
  return crossed.filter(({ version, lts }) => lts || version === to).map(({ version }) => version);
}
