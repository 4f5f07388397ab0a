/** Releases of Django and Python: dates, support, and what they need. */
import django from './django-releases.json' with { type: 'json' };
import python from './python-releases.json' with { type: 'json' };
import type { DjangoRelease, PythonRelease } from './release.ts';

/** The day up to which the release facts are complete. */
export const releasesKnownUntil = '2026-10-06';

// A test reads the files against the schemas.
/** Django 1.11 to 2029.0, oldest first. */
export const djangoReleases = django as unknown as readonly DjangoRelease[];
/** Python 2.7 and 3.5 to 3.16, oldest first. */
export const pythonReleases = python as unknown as readonly PythonRelease[];
