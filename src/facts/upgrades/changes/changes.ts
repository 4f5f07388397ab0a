/** What releases of Django and Python change in code that uses them. */
import type { Change } from './change.ts';
import django from './django-changes.json' with { type: 'json' };
import python from './python-changes.json' with { type: 'json' };

// A test reads both files against the schema in change.ts.
/** Django 1.7 to 2029.0. */
export const djangoChanges = django as unknown as readonly Change[];
/** Python 3.7 to 3.21. */
export const pythonChanges = python as unknown as readonly Change[];
